"""Workbooks: any text comes back as it was, whatever it holds; numbers, dates and the room for answers are right."""

from __future__ import annotations

import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import fastexcel
import pytest

from signals.delivery import workbook
from signals.delivery.cells import create_macros, letter, row_xml
from signals.delivery.workbook import Sheet, Workbooks

COLUMNS = (("told", "内容", 20), ("day", "日期", 12), ("n", "数", 6), ("yes", "超期", 6))
ANSWERS = (*COLUMNS, ("result", "处理结果", 12))
TEXTS = [
    "=1+1",
    "@SUM(A1)",
    "a&b<c>\"d'",
    "<r><t>x</t></r>",
    " ahead",
    "behind\n",
    "one\ttwo\nthree",
    "\x01\x1fz\x00q\r",
    "_x0041_",
    "0123",
    "420102199001011234",
    "http://a.b",
    "𠮷\ufffe\uffff",
    "",
]


def written(tmp_path: Path, texts: list[str], columns: workbook.Columns = COLUMNS) -> Path:
    con = duckdb.connect()
    create_macros(con)
    con.execute("CREATE TABLE t (place INTEGER, told VARCHAR, day DATE, n INTEGER, yes BOOLEAN)")
    con.executemany(
        "INSERT INTO t VALUES (?, ?, ?, ?, ?)",
        [[i, text, date(2026, 11, 20), -i, i % 2 == 0] for i, text in enumerate(texts)],
    )
    xml = row_xml(con, "t", COLUMNS, "(place + 2)")
    rows = [row for (row,) in con.execute(f"SELECT {xml} FROM t ORDER BY place").fetchall()]
    path = tmp_path / "book.xlsx"
    Workbooks(date(2026, 11, 20)).write(path, [Sheet("新增", columns, rows), Sheet("其他", COLUMNS, [])])
    return path


def test_every_text_comes_back_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, TEXTS)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        ET.fromstring(content)
        assert b"<f>" not in content and b"<hyperlink" not in content and b"<r>" not in content, name
    sheet = fastexcel.read_excel(path).load_sheet(0, dtypes={"内容": "string"}).to_arrow().to_pylist()
    expected = [text.replace("\ufffe\uffff", "_xFFFE__xFFFF_").strip() or None for text in TEXTS]
    assert [(row["内容"] or "").strip() or None for row in sheet] == expected
    assert [row["数"] for row in sheet] == [-i for i in range(len(TEXTS))]
    assert {str(row["日期"])[:10] for row in sheet} == {"2026-11-20"}
    assert [row["超期"] for row in sheet][:2] == ["是", "否"]


def test_a_cell_holds_what_a_cell_can_hold(tmp_path: Path) -> None:
    path = written(tmp_path, ["长" * 40_000, "𠮷" * 40_000, "短"])
    texts = fastexcel.read_excel(path).load_sheet(0).to_arrow()["内容"].to_pylist()
    assert all(len(text.encode("utf-16-le")) <= 2 * 32_767 for text in texts)
    assert texts[0] == "长" * 32_767 and texts[1].startswith("𠮷𠮷") and texts[2] == "短"


def test_filters_and_answers_reach_to_the_last_row(tmp_path: Path) -> None:
    with zipfile.ZipFile(written(tmp_path, TEXTS, ANSWERS)) as archive:
        first, second = (archive.read(f"xl/worksheets/sheet{n}.xml").decode() for n in (1, 2))
        book = archive.read("xl/workbook.xml").decode()
    last = len(TEXTS) + 1
    assert f'<dimension ref="A1:E{last}"/>' in first and f'<autoFilter ref="A1:E{last}"/>' in first
    assert f'sqref="E2:E{last}"' in first and "已受理" in first
    assert '<autoFilter ref="A1:D1"/>' in second and "dataValidation" not in second
    assert f"新增!$A$1:$E${last}" in book and "其他!$A$1:$D$1" in book
    assert str(workbook.LAST_ROW) not in first + second + book


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    book = fastexcel.read_excel(written(tmp_path, TEXTS[:-1]))
    assert book.sheet_names == ["新增", "新增2", "其他"]


def test_columns_have_letters() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
