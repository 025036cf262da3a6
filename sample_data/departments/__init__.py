"""The departments: each module makes its extracts as clean facts with the true person beside them.

Columns of an extract: `person` (whom the row names), the dataset's own columns typed (Date, Int64, Float64,
String), and where a row names a guardian `guardian` (person or -1). The identity block is put on later, as
each department holds it.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from sample_data.draw import Array


@dataclass(frozen=True)
class Extract:
    """One batch of one dataset: clean rows."""

    dataset: str
    batch: date
    rows: pl.DataFrame


def month_batches(dataset: str, rows: pl.DataFrame, column: str, upto: list[date]) -> list[Extract]:
    """An append dataset cut into batches: each has the rows dated after the one before."""
    found, before = [], date(1900, 1, 1)
    for day in upto:
        part = rows.filter((pl.col(column) > before) & (pl.col(column) <= day))
        if len(part):
            found.append(Extract(dataset, day, part))
        before = day
    return found


def serials(prefix: str, counties: Array, n: int) -> list[str]:
    """Keys such as `420102MZ00000042`: county, a mark of the dataset, a running number."""
    return [
        f"{county}{prefix}{number:08d}" for number, county in enumerate(counties[:n].astype("U6").tolist(), 1)
    ]
