"""Opens a delivered xlsx file (header in its first row) and writes its rows as text to a Parquet copy, or
says why not.

In: the file.  Out: a :class:`Source` on the copy, which holds ``source_row``: the row's place below the
header.
"""

import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from transforms.landing.errors import Unreadable
from transforms.landing.source import Source, quoted

# A numeric cell of 16 digits or more: an identity number that a spreadsheet took for a number.
LONG_NUMBER = re.compile(
    rb'<c r="([A-Z]+)(\d+)"((?:(?! t=)[^>])*)>(?:<f>[^<]*</f>)?'
    rb"<v>(\d{16,}(?:\.0*)?|\d(?:\.\d+)?[Ee]\+?1[5-9])</v>"
)


def open_xlsx(file: Path, copy: Path) -> Source:
    """Headers of an xlsx file; its rows go to ``copy``.  Raises Unreadable."""
    import fastexcel
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    if file.read_bytes()[:4] == b"\xd0\xcf\x11\xe0":
        raise Unreadable(f"{file.name}: protected by a password or an old .xls; save it as a plain .xlsx")
    try:
        book = fastexcel.read_excel(str(file))
        sheets = book.sheet_names
        tables = [
            book.load_sheet(i, header_row=None, dtypes="string", skip_whitespace_tail_rows=True).to_arrow()
            for i in range(len(sheets))
        ]
    except Exception as error:
        raise Unreadable(
            f"{file.name}: cannot be read as xlsx (damaged or another format); save it again as .xlsx"
        ) from error
    for sheet, other in list(zip(sheets, tables, strict=True))[1:]:
        if other.num_rows:
            raise Unreadable(f"{file.name}: sheet {sheet!r} holds rows too; deliver one table per file")
    table = tables[0]
    if table.num_rows == 0:
        raise Unreadable(f"{file.name}: its first sheet is empty; expected the header in row 1")
    long_numbers = _long_numbers(file)
    columns = [_patched(table.column(i), long_numbers.get(i, {})) for i in range(table.num_columns)]
    headers = [str(column[0].as_py() or "") for column in columns]
    while headers and not headers[-1] and columns[-1].null_count == len(columns[-1]):
        headers.pop()
        columns.pop()
    texts = [pc.replace_substring_regex(column[1:], " 00:00:00$", "") for column in columns]
    rows = pa.table(
        {
            **{f"c{i}": text for i, text in enumerate(texts)},
            "source_row": pa.array(range(1, table.num_rows), pa.int64()),
        }
    )
    blank: Any = pa.array([True] * rows.num_rows)
    for text in texts:
        blank = pc.and_(blank, pc.fill_null(pc.equal(pc.utf8_trim_whitespace(text), ""), True))
    pq.write_table(rows.filter(pc.invert(blank)), copy)
    return Source(
        "xlsx", file.name, copy, tuple(headers), tuple(quoted(f"c{i}") for i in range(len(headers)))
    )


def _patched(column: Any, long_numbers: dict[int, str]) -> Any:
    """The column with long numbers as a spreadsheet shows them: fifteen or so digits, then zeros."""
    import pyarrow as pa

    if not long_numbers:
        return column
    values = column.to_pylist()
    for row, text in long_numbers.items():
        if row < len(values):
            values[row] = text
    return pa.array(values, pa.string())


def _long_numbers(file: Path) -> dict[int, dict[int, str]]:
    """Column → row (both from 0) → digits, for long numeric cells of the first sheet."""
    try:
        with zipfile.ZipFile(file) as archive:
            content = archive.read(_first_sheet(archive))
    except (KeyError, OSError, zipfile.BadZipFile):
        return {}
    first = re.search(rb'<c r="([A-Z]+)(\d+)"', content)
    top, left = (int(first[2]), 0) if first else (1, 0)
    found: dict[int, dict[int, str]] = {}
    for letters, row, _, value in LONG_NUMBER.findall(content):
        found.setdefault(_column_index(letters) - left, {})[int(row) - top] = str(
            int(Decimal(value.decode()))
        )
    return found


def _first_sheet(archive: zipfile.ZipFile) -> str:
    workbook = archive.read("xl/workbook.xml").decode("utf-8")
    relation = re.search(r'<sheet [^>]*r:id="([^"]+)"', workbook)
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    for entry in re.findall(r"<Relationship [^>]*>", relations):
        target = re.search(r'Target="([^"]+)"', entry)
        if relation and target and f'Id="{relation[1]}"' in entry:
            return target[1].lstrip("/") if target[1].startswith("/") else f"xl/{target[1]}"
    return "xl/worksheets/sheet1.xml"


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
