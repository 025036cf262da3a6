"""Write workbooks in which every text is text: a name such as `=1+1` stays a name, a number keeps its digits.

In: sheets as a title, columns and rows as XML (`cells.py`). Out: xlsx files; the same sheets give the same bytes.
xlsxwriter makes one pattern for every kind of workbook: headings, widths, styles, filters. A workbook is its pattern
with other rows.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from signals.delivery.columns import Columns
from signals.words import OUTCOME

MOST_ROWS = 1_000_000
"""A sheet holds 1,048,576 rows; what does not fit goes on in the next."""
LAST_ROW = 1_048_575
"""In a pattern this row, which no sheet reaches, stands for the last row of the sheet."""
FILLED_IN = {"处理结果": list(OUTCOME.values())}
STYLES = {"head": 1, "text": 2, "number": 3, "date": 4}
"""Numbers of the cell formats, as cells.sql writes them."""
_AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Sheet:
    """A title, columns (those without cells are left for people to fill in), and the XML of each row."""

    title: str
    columns: Columns
    rows: Sequence[str]


Pattern = list[tuple[str, str]]


class Workbooks:
    """Writes the workbooks of the night `as_of`."""

    def __init__(self, as_of: date) -> None:
        self.as_of = as_of
        self.patterns: dict[tuple[tuple[str, Columns, bool], ...], Pattern] = {}

    def write(self, path: Path, sheets: Sequence[Sheet]) -> None:
        """Write `path`."""
        parts = [part for sheet in sheets for part in _parts(sheet)]
        kind = tuple((part.title, part.columns, bool(part.rows)) for part in parts)
        if kind not in self.patterns:
            self.patterns[kind] = _pattern(kind, self.as_of)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.patterns[kind]:
                place = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
                if place:
                    part = parts[int(place[1]) - 1]
                    before, after = text.split("<rows/>")
                    last = str(len(part.rows) + 1)
                    text = (
                        before.replace(str(LAST_ROW), last)
                        + "".join(part.rows)
                        + after.replace(str(LAST_ROW), last)
                    )
                elif name == "xl/workbook.xml":
                    text = _last_rows(text, [len(part.rows) + 1 for part in parts])
                entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, text.encode("utf-8"))


def _parts(sheet: Sheet) -> list[Sheet]:
    """The sheet, or several when it has too many rows."""
    starts = range(0, max(len(sheet.rows), 1), MOST_ROWS)
    return [
        Sheet(
            sheet.title if start == 0 else f"{sheet.title}{start // MOST_ROWS + 1}",
            sheet.columns,
            sheet.rows[start : start + MOST_ROWS],
        )
        for start in starts
    ]


def _last_rows(text: str, last: Sequence[int]) -> str:
    """The filter of each sheet in workbook.xml, up to that sheet's last row."""
    return re.sub(
        rf'(localSheetId="(\d+)"[^>]*>[^<]*\$){LAST_ROW}\b', lambda m: f"{m[1]}{last[int(m[2])]}", text
    )


def _pattern(kind: Sequence[tuple[str, Columns, bool]], as_of: date) -> Pattern:
    """The files of a workbook in order of the archive, `<rows/>` in place of the rows."""
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(file, {"constant_memory": True, **_AS_TEXT}) as book:
            book.set_properties({"created": datetime.combine(as_of, time())})
            formats = {
                "head": book.add_format(
                    {"bold": True, "bg_color": "#E6EEF5", "text_wrap": True, "num_format": "@"}
                ),
                "text": book.add_format({"num_format": "@", "valign": "top"}),
                "number": book.add_format({"valign": "top"}),
                "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"}),
            }
            for title, columns, filled in kind:
                _sheet(book.add_worksheet(title), columns, filled, formats)
        with zipfile.ZipFile(file) as archive:
            return [(name, _without_row(archive.read(name).decode("utf-8"))) for name in archive.namelist()]


def _sheet(sheet: Any, columns: Columns, filled: bool, formats: dict[str, Any]) -> None:
    """Headings and everything else but the rows; in place of the last row one with a cell of each format."""
    last = LAST_ROW - 1
    for place, (_, heading, width) in enumerate(columns):
        sheet.set_column(place, place, width, formats["text"])
        if heading in FILLED_IN and filled:
            sheet.data_validation(1, place, last, place, {"validate": "list", "source": FILLED_IN[heading]})
        sheet.write_string(0, place, heading, formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    for place, name in enumerate(("text", "number", "date")):
        sheet.write_number(last, place, 0, formats[name])


def _without_row(text: str) -> str:
    """The text with `<rows/>` in place of the row of formats, which have to be numbered as the cells number theirs."""
    row = re.search(rf'<row r="{LAST_ROW}">(.*?)</row>', text)
    if not row:
        return text
    numbers = [int(style) for style in re.findall(r' s="(\d+)"', row[1])]
    if numbers != [STYLES[name] for name in ("text", "number", "date")]:
        raise AssertionError(f"formats of the workbook are numbered {numbers}")
    return text.replace(row[0], "<rows/>")
