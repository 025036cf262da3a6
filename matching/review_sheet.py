"""The review sheet: open pairs as xlsx or CSV for caseworkers, in Chinese, and its answers read back.

In: `OpenPair`s and a path ending in .xlsx or .csv. Out: one row a pair, both records side by side, differing
cells marked (colour in xlsx, and a column that names them), evidence in sentences, and empty columns for
verdict, person and remark.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matching import sentences
from matching.errors import MatchingError, MatchingUsageError

PAIR, VERDICT, WHO, REMARK = "编号", "结论", "经办人", "备注"
WORDS = {"same": "同一人", "not_same": "不是同一人"}
ATTRIBUTES = ("source", "name", "id_text", "sex", "birth_date", "phone", "county_code", "household_id")
_SEXES = {"M": "男", "F": "女"}
_AS_TEXT = ("id_text", "phone")
_CHOICES = [*WORDS.values()]


def header() -> list[str]:
    """Column titles of the sheet."""
    names = [sentences.text("records", attribute, "zh") for attribute in ATTRIBUTES]
    sides = [f"{side}·{name}" for name in names for side in ("甲", "乙")]
    return [PAIR, VERDICT, WHO, REMARK, "疑点", "依据", "不同之处", "把握（比特）", *sides]


def differing(record_a: dict[str, Any], record_b: dict[str, Any]) -> list[str]:
    """Attributes that both records give and that differ; the source is none."""
    both = [(name, record_a[name], record_b[name]) for name in ATTRIBUTES if name != "source"]
    return [name for name, a, b in both if a is not None and b is not None and a != b]


def _cells(pair: Any, titles: dict[str, str]) -> tuple[list[object], list[str]]:
    different = differing(pair.record_a, pair.record_b)
    sides = [
        titles.get(str(value), value)
        if name == "source"
        else _SEXES.get(value, value)
        if name == "sex"
        else value
        for name in ATTRIBUTES
        for value in (pair.record_a[name], pair.record_b[name])
    ]
    told = "、".join(sentences.text("records", name, "zh") for name in different) or "无"
    return [pair.pair, None, None, None, pair.reason, pair.evidence, told, pair.score, *sides], different


def write(pairs: Sequence[Any], path: Path, titles: dict[str, str] | None = None) -> None:
    """Write the pairs to `path`. `titles` gives datasets their Chinese names. MatchingError for another
    suffix.
    """
    if path.suffix.lower() == ".xlsx":
        _write_xlsx(pairs, path, titles or {})
    elif path.suffix.lower() == ".csv":
        _write_csv(pairs, path, titles or {})
    else:
        raise MatchingUsageError(
            f"{path.name}: a review sheet is .xlsx or .csv; give the file such an ending"
        )


def _write_csv(pairs: Sequence[Any], path: Path, titles: dict[str, str]) -> None:
    """UTF-8 with a mark, as spreadsheets expect; a tab before numbers keeps them from being rounded."""
    numeric = {
        f"{side}·{sentences.text('records', name, 'zh')}" for name in _AS_TEXT for side in ("甲", "乙")
    }
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(header())
        for pair in pairs:
            cells, _ = _cells(pair, titles)
            sheet.writerow(
                f"\t{cell}" if title in numeric and cell is not None else cell
                for title, cell in zip(header(), cells, strict=True)
            )


def _write_xlsx(pairs: Sequence[Any], path: Path, titles: dict[str, str]) -> None:
    import xlsxwriter

    columns = header()
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("待核对")
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#D9E2EC"})
    marked, plain = book.add_format({"bg_color": "#FFE08A"}), book.add_format({})
    sheet.write_row(0, 0, columns, head)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 3, 12)
    sheet.set_column(4, 6, 36)
    sheet.set_column(7, len(columns) - 1, 18)
    first = len(columns) - 2 * len(ATTRIBUTES)
    for row, pair in enumerate(pairs, start=1):
        cells, different = _cells(pair, titles)
        marks = {first + 2 * ATTRIBUTES.index(name) + side for name in different for side in (0, 1)}
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell, marked if column in marks else plain)
    if pairs:
        sheet.data_validation(1, 1, len(pairs), 1, {"validate": "list", "source": _CHOICES})
        sheet.autofilter(0, 0, len(pairs), len(columns) - 1)
    book.close()


def read(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Rows of a filled sheet that say something, as text by column title, blanks as '', each with the number that the
    sheet shows for it; MatchingError when it is none.
    """
    try:
        rows = _read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path)
    except FileNotFoundError as error:
        raise MatchingUsageError(
            f"{path.name}: no such file; give the review sheet that came back"
        ) from error
    except Exception as error:
        raise MatchingError(
            f"{path.name}: cannot be read as a review sheet ({type(error).__name__})"
        ) from error
    titles = rows[0] if rows else []
    if missing := [title for title in (PAIR, VERDICT) if title not in titles]:
        raise MatchingError(
            f"{path.name}: column {'、'.join(missing)} is missing or the sheet is empty; "
            "give the sheet that `doudi review export` wrote, with its first row kept"
        )
    return [
        (number, dict(zip(titles, row, strict=False))) for number, row in enumerate(rows[1:], 2) if any(row)
    ]


def _read_csv(path: Path) -> list[list[str]]:
    """A spreadsheet saves text as UTF-8, in China as GB18030, as "Unicode text" in UTF-16 with tabs."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    delimiter = max(",\t;", key=text.split("\n", 1)[0].count)
    return [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]


def _read_xlsx(path: Path) -> list[list[str]]:
    import fastexcel

    if not path.is_file():
        raise FileNotFoundError(path)
    sheet = fastexcel.read_excel(str(path)).load_sheet(0, header_row=None, dtypes="string")
    columns = [column.to_pylist() for column in sheet.to_arrow().columns]
    return [[str(cell or "").strip() for cell in row] for row in zip(*columns, strict=True)]
