"""Read a small table that people filled in: xlsx, CSV (UTF-8, UTF-16 or GB18030) or Parquet, every cell as text.

In: a file; the first row of each of its sheets names the columns. Out: the sheets, with blank cells as None. Errors:
`SignalsError` naming the file.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signals.errors import SignalsError

Row = tuple[str | None, ...]


@dataclass(frozen=True)
class Sheet:
    """Column names and rows; the title that the sheet has in a workbook, elsewhere ""."""

    title: str
    names: list[str]
    rows: list[Row]


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook in their order; the one table of another file."""
    readers = {".xlsx": _xlsx, ".csv": _csv, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SignalsError(
            f"{path.name}: expected one of {', '.join(readers)}; save the table as one of them"
        )
    if not path.is_file():
        raise SignalsError(f"{path}: there is no such file")
    try:
        tables = reader(path)
    except Exception as problem:  # each library raises its own for a damaged file
        raise SignalsError(
            f"{path.name}: cannot be read as {path.suffix[1:]}: {str(problem).splitlines()[0]}"
        ) from None
    return [
        Sheet(title, [str(name or "").strip() for name in names], [tuple(map(_text, row)) for row in rows])
        for title, names, rows in tables
    ]


def _text(cell: Any) -> str | None:
    text = "" if cell is None else str(cell).strip()
    return text or None


Table = tuple[str, list[Any], list[Any]]
"""Title, first row, other rows."""


def _xlsx(path: Path) -> list[Table]:
    import fastexcel

    book = fastexcel.read_excel(path)
    tables = []
    for title in book.sheet_names:
        sheet = book.load_sheet(title, header_row=None, dtypes="string")
        rows = list(zip(*(column.to_pylist() for column in sheet.to_arrow().columns), strict=True))
        tables.append((title, list(rows[0]) if rows else [], rows[1:]))
    return tables


def _csv(path: Path) -> list[Table]:
    content = path.read_bytes()
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            text = content.decode(encoding)
            break
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    width = len(rows[0]) if rows else 0
    return [("", rows[0] if rows else [], [(row + [None] * width)[:width] for row in rows[1:]])]


def _parquet(path: Path) -> list[Table]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    columns = [column.to_pylist() for column in table.columns]
    return [("", table.column_names, list(zip(*columns, strict=True)))]
