"""Read a small table that people filled in: xlsx, CSV (UTF-8, UTF-16 or GB18030) or Parquet, every cell as text.

In: a file whose first row names the columns. Out: the names and the rows, with blank cells as None. Errors:
`SignalsError` naming the file.
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from typing import Any

from signals.errors import SignalsError

Row = tuple[str | None, ...]


def read_sheet(path: Path) -> tuple[list[str], list[Row]]:
    """Column names and rows of `path`; of a workbook its first sheet."""
    readers = {".xlsx": _xlsx, ".csv": _csv, ".parquet": _parquet}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise SignalsError(
            f"{path.name}: expected one of {', '.join(readers)}; save the table as one of them"
        )
    if not path.is_file():
        raise SignalsError(f"{path}: there is no such file")
    try:
        names, rows = reader(path)
    except Exception as problem:  # each library raises its own for a damaged file
        raise SignalsError(
            f"{path.name}: cannot be read as {path.suffix[1:]}: {str(problem).splitlines()[0]}"
        ) from None
    return [str(name or "").strip() for name in names], [tuple(map(_text, row)) for row in rows]


def _text(cell: Any) -> str | None:
    text = "" if cell is None else str(cell).strip()
    return text or None


def _xlsx(path: Path) -> tuple[list[Any], list[Any]]:
    import fastexcel

    sheet = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string")
    rows = list(zip(*(column.to_pylist() for column in sheet.to_arrow().columns), strict=True))
    return list(rows[0]) if rows else [], rows[1:]


def _csv(path: Path) -> tuple[list[Any], list[Any]]:
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
    return rows[0] if rows else [], [(row + [None] * width)[:width] for row in rows[1:]]


def _parquet(path: Path) -> tuple[list[Any], list[Any]]:
    import pyarrow.parquet as pq

    table = pq.read_table(path)
    columns = [column.to_pylist() for column in table.columns]
    return table.column_names, list(zip(*columns, strict=True))
