"""Every form a delivery may have lands as the same text, with its file and row."""

import datetime
from pathlib import Path

import pytest
import xlsxwriter

from transforms.landing.source import text_of

CSV = '探访编号,姓名,备注\n1,张三,"一行\n两行"\n2,李四,"a ""b"""\n'
EXPECTED = [("1", "张三", "一行\n两行", "a.csv", 0, 1), ("2", "李四", 'a "b"', "a.csv", 0, 2)]
COLUMNS = "visit_id, name, note, source_file, file_no, source_row"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_every_encoding(place, encoding):
    place.put(CSV.encode(encoding))
    assert place.rows(place.land(), COLUMNS) == EXPECTED


def test_csv_with_windows_line_ends_and_tabs(place):
    place.put("探访编号\t姓名\t备注\r\n1\t张三\tx,y\r\n\r\n2\t李四\t\r\n")
    assert place.rows(place.land(), "visit_id, note, source_row") == [("1", "x,y", 1), ("2", None, 2)]


def test_traditional_characters_in_gb18030_are_not_taken_for_big5(place):
    place.put("探访编号,姓名\n1,張偉\n2,陳寶蓮\n3,葉劉淑儀\n".encode("gb18030"))
    assert [row[0] for row in place.rows(place.land(), "name")] == ["張偉", "陳寶蓮", "葉劉淑儀"]


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("keep_order", ["true", "false"])
def test_rows_are_numbered_in_file_order_whatever_the_threads(place, threads, keep_order):
    place.con.execute(f"SET threads = {threads}")
    place.con.execute(f"SET preserve_insertion_order = {keep_order}")
    rows = 60_000
    place.put("visit_id,name,note\n" + "".join(f'{i},n,"x\n{i}"\n' for i in range(1, rows + 1)), "b.csv")
    for name in ("a.parquet", "c.parquet"):
        place.parquet(f"SELECT range + 1 AS visit_id, 'n' AS name, '' AS note FROM range({rows * 3})", name)
    report = place.land()
    assert report.landed[0].files == (("a.parquet", rows * 3), ("b.csv", rows), ("c.parquet", rows * 3))
    wrong = (
        f"SELECT count(*) FROM read_parquet('{report.landed[0].path}') WHERE visit_id <> source_row::VARCHAR"
    )
    assert place.con.execute(wrong).fetchone() == (0,)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("420102199001011234::BIGINT", "420102199001011234"),
        ("420102199001011200::DOUBLE", "420102199001011200"),
        ("12.0::DOUBLE", "12"),
        ("-0.0::DOUBLE", "0"),
        ("12.3::FLOAT", "12.3"),
        ("0.0000005::DOUBLE", "0.0000005"),
        ("1e22::DOUBLE", "10000000000000000000000"),
        ("'nan'::DOUBLE", None),
        ("12.30::DECIMAL(18,2)", "12.30"),
        ("DATE '2025-01-02'", "2025-01-02"),
        ("TIMESTAMP '2025-01-02 00:00:00'", "2025-01-02"),
        ("TIMESTAMP '2025-01-02 03:04:05'", "2025-01-02 03:04:05"),
        ("TIMESTAMPTZ '2025-01-01 16:00:00+00'", "2025-01-02"),
        ("true", "Y"),
        ("false", "N"),
        ("'007'", "007"),
        ("['a', 'b']", '["a","b"]'),
        ("'一'::ENUM('一', '二')", "一"),
        ("NULL::INTEGER", None),
    ],
)
def test_parquet_of_any_type_becomes_text_without_loss(place, expression, text):
    place.parquet(f"SELECT 1 AS visit_id, 'n' AS name, {expression} AS note")
    assert place.rows(place.land(), "note") == [(text,)]


def test_integral_doubles_of_any_size_have_neither_exponent_nor_point(place):
    query = f"SELECT {text_of('x', 'DOUBLE')} FROM (SELECT pow(10, range)::DOUBLE AS x FROM range(30))"
    assert all(row[0].isdigit() for row in place.con.execute(query).fetchall())


def write_xlsx(file: Path, rows: list[list[object]], second: list[list[object]] = []) -> None:  # noqa: B006
    book = xlsxwriter.Workbook(str(file))
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet_rows in (rows, second):
        sheet = book.add_worksheet()
        for r, row in enumerate(sheet_rows):
            for c, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(r, c, datetime.datetime.combine(value, datetime.time()), day)
                elif value is not None:
                    (sheet.write_string if isinstance(value, str) else sheet.write_number)(r, c, value)
    book.close()


def test_xlsx_lands_as_shown(place):
    file = place.put(b"", "a.xlsx")
    write_xlsx(
        file,
        [
            ["探访编号", "姓名", "备注"],
            [1, "张三", 420102199001011000],
            ["002", "李四", "420102199001011234"],
            [None, None, None],
            [3.5, "王五", datetime.date(2025, 1, 2)],
        ],
    )
    assert place.rows(place.land(), "visit_id, name, note, source_row") == [
        ("1", "张三", "420102199001011000", 1),
        ("002", "李四", "420102199001011234", 2),
        ("3.5", "王五", "2025-01-02", 4),
    ]


def test_xlsx_with_rows_on_a_second_sheet_is_refused(place):
    write_xlsx(place.put(b"", "a.xlsx"), [["探访编号", "姓名"], ["1", "x"]], [["探访编号"], ["2"]])
    assert "sheet 'Sheet2' holds rows too" in place.refusal()


def test_files_of_different_forms_and_columns_make_one_batch(place):
    place.put("探访编号,姓名\n1,甲\n", "a.csv")
    place.parquet("SELECT 2 AS visit_id, '乙' AS name, 'x' AS 备注, 7 AS extra", "b.parquet")
    report = place.land()
    assert place.rows(report, "visit_id, note, extra, source_file") == [
        ("1", None, None, "a.csv"),
        ("2", "x", "7", "b.parquet"),
    ]
    assert report.landed[0].unknown_columns == ("extra",)
    assert [(n.kind, n.subject) for n in report.notes] == [("unknown_columns", "visits/2026-03-01")]


def test_headers_are_recognised_through_width_case_blanks_and_stars(place):
    place.put("\ufeff * Visit_ID ,姓 名*,备注\n1,甲,x\n")
    assert place.rows(place.land(), "visit_id, name, note") == [("1", "甲", "x")]


def test_landed_columns_are_all_text(place):
    place.parquet("SELECT 1 AS visit_id, 'n' AS name, 2.5 AS amount")
    landed = place.land().landed[0]
    types = place.con.execute(f"DESCRIBE SELECT * FROM read_parquet('{landed.path}')").fetchall()
    assert {t[0]: t[1] for t in types} == {
        "visit_id": "VARCHAR",
        "name": "VARCHAR",
        "amount": "VARCHAR",
        "source_file": "VARCHAR",
        "file_no": "INTEGER",
        "source_row": "BIGINT",
    }
