"""Write a workbook in which every text is text: a name such as `=1+1` stays a name, a number keeps its digits.

In: sheets as a title, columns and an Arrow table. Out: an xlsx file; the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signals.delivery.columns import Columns
from signals.words import OUTCOME

if TYPE_CHECKING:
    import pyarrow as pa

MOST_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows; what does not fit goes on in the next."""
FILLED_IN = {"处理结果": list(OUTCOME.values())}
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(path: Path, as_of: date, sheets: Iterable[tuple[str, Columns, pa.Table]]) -> None:
    """Write `path`; columns that a table lacks are left for people to fill in."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, **_AS_TEXT}) as book:
        book.set_properties({"created": datetime.combine(as_of, time())})
        formats = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#E6EEF5", "text_wrap": True, "num_format": "@"}
            ),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            "number": book.add_format({"valign": "top"}),
        }
        for title, columns, table in sheets:
            for part in range(0, max(table.num_rows, 1), MOST_ROWS):
                name = title if part == 0 else f"{title}{part // MOST_ROWS + 1}"
                _sheet(book.add_worksheet(name), columns, table.slice(part, MOST_ROWS), formats)


def _sheet(sheet: Any, columns: Columns, table: pa.Table, formats: dict[str, Any]) -> None:
    for place, (_, heading, width) in enumerate(columns):
        sheet.set_column(place, place, width, formats["text"])
        if heading in FILLED_IN and table.num_rows:
            sheet.data_validation(
                1, place, table.num_rows, place, {"validate": "list", "source": FILLED_IN[heading]}
            )
        sheet.write_string(0, place, heading, formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, table.num_rows, len(columns) - 1)
    there = [(place, name) for place, (name, _, _) in enumerate(columns) if name in table.column_names]
    for batch in table.select([name for _, name in there]).to_batches(max_chunksize=10_000):
        _rows(sheet, batch, [place for place, _ in there], formats)


def _rows(sheet: Any, batch: pa.RecordBatch, places: list[int], formats: dict[str, Any]) -> None:
    first = sheet.dim_rowmax + 1
    for number, row in enumerate(
        zip(*(column.to_pylist() for column in batch.columns), strict=True), start=first
    ):
        for place, value in zip(places, row, strict=True):
            if value is None:
                continue
            if isinstance(value, bool):
                sheet.write_string(number, place, "是" if value else "否", formats["text"])
            elif isinstance(value, int):
                sheet.write_number(number, place, value, formats["number"])
            elif isinstance(value, date):
                sheet.write_datetime(number, place, datetime.combine(value, time()), formats["date"])
            else:
                sheet.write_string(number, place, str(value), formats["text"])
