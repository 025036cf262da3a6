"""Columns that the newest batch of a dataset lacks: left out, or without a readable value in any row.

In: checked batches. Out: `Missing`, with the batch that last had the column where its absence cannot be chance.
A batch that lacks a column is no measure of the next one, which is compared with what it was compared with, for a quarter:
then the department has no such column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

QUARTER = timedelta(days=92)
NO_CHANCE = 10
"""So many rows without a value that they should have are not chance."""


@dataclass(frozen=True)
class Missing:
    """An optional column that a batch lacks; `delivered`: it is there, but empty. `filled_in`: the batch that had it
    (None: none is known, or so few values are missing that none may have been due)."""

    dataset: str
    column: str
    batch: date
    delivered: bool
    filled_in: date | None


@dataclass(frozen=True)
class _Measure:
    """A batch that had a column, and in how many of its rows."""

    batch: date
    filled: int
    rows: int


def missing_columns(dataset: str, batches: Sequence[Mapping[str, Any]]) -> list[Missing]:
    """What the newest batch in force of `dataset` lacks, in the order of its columns; of earlier batches, those known count."""
    mine = [batch for batch in batches if batch["dataset"] == dataset]
    newest = max((str(batch["batch"]) for batch in mine if batch["in_force"]), default="")
    measures: dict[str, _Measure] = {}
    found: list[Missing] = []
    for batch in sorted((b for b in mine if str(b["batch"]) <= newest), key=lambda b: str(b["batch"])):
        day, filled = date.fromisoformat(str(batch["batch"])), batch["filled"]
        lacked_before = {one.column for one in found if one.filled_in}
        found = []
        for column in (*batch["undelivered"], *(name for name, rows in filled.items() if not rows)):
            measure, again = measures.get(column), column in lacked_before
            if measure and again and measure.batch < day - QUARTER:
                del measures[column]
                measure = None
            missed = measure and (column not in filled or again or _due(batch, column, measure))
            found.append(
                Missing(dataset, column, day, column in filled, measure.batch if measure and missed else None)
            )
        measures |= {
            column: _Measure(day, rows, batch["rows_accepted"]) for column, rows in filled.items() if rows
        }
    return found


def _due(batch: Mapping[str, Any], column: str, measure: _Measure) -> bool:
    """Whether an empty column of `batch` should not be empty: values are there that cannot be read, or would be by the share
    of the rows that had one. A date may not have come yet to any row of an append dataset's batch."""
    if batch["nulled"].get(column, 0) >= NO_CHANCE:
        return True
    due = 0 if column in batch["not_yet"] else batch["rows_accepted"] * measure.filled
    return bool(due >= NO_CHANCE * measure.rows)
