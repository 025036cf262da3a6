"""Departments' answers: read in every format, checked row by row, kept once, heeded by the next night."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

import signals
from signals.explain import explain_signal
from signals.feedback import FeedbackReport, import_feedback
from tests.signals.province import build, only

TODAY = date(2025, 11, 28)
ROWS: dict[str, list[dict[str, Any]]] = {
    "mz_household": [{"household_id": "H1"}],
    "mz_member": [
        {"household_id": "H1", "member_no": str(person), "person_id": person} for person in (1, 2, 3)
    ],
    "wj_illness": [{"person_id": person, "registered_on": "2025-11-01"} for person in (1, 2, 3)],
}


class Home:
    """A ledger file with nights over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def night(self, day: int) -> duckdb.DuckDBPyConnection:
        as_of = date(2025, 11, day)
        con = build(ROWS, as_of, people=[{"person_id": person} for person in (1, 2, 3)])
        con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        signals.create(con)
        with only("N02"):
            signals.evaluate(con, as_of, "hubei", ledger="ledger", proposals=self.folder / "p")
        signals.commit(con, self.folder / "p", f"run-{day}", as_of)
        return con

    def status(self, day: int, signal: str) -> str:
        with self.night(day) as con:
            return con.execute("SELECT status FROM mart.signal WHERE signal_id = ?", [signal]).fetchone()[0]

    def take(self, path: Path) -> FeedbackReport:
        with duckdb.connect() as con:
            con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
            con.execute("BEGIN")
            report = import_feedback(con, path, TODAY)
            con.execute("COMMIT")
        return report

    def say(self, *rows: tuple[str | None, ...]) -> FeedbackReport:
        return self.take(write_csv(self.folder / "answers.csv", HEADER, rows))


HEADER = ("预警编号", "处理结果", "日期", "备注", "有效期至", "经办人")
DISMISSED = ("N02-1", "暂不处理", "2025-11-10", "已住院，由医院跟进", "2025-11-15", "李某")


def write_csv(path: Path, header: tuple[str, ...], rows: tuple[Any, ...], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.night(5).close()
    return made


def test_answers_are_kept_once(home: Home) -> None:
    rows = (("N02-1", "已受理", "2025-11-07", None, None, None), DISMISSED)
    first = home.say(*rows)
    assert (first.kept, first.known, first.problems) == ({"accepted": 1, "dismissed": 1}, 0, [])
    again = home.say(*rows, ("N02-2", "delivered", "2025/11/8", "已救助", None, "王某"))
    assert (again.kept, again.known) == ({"delivered": 1}, 2)


def test_full_width_characters_are_read(home: Home) -> None:
    report = home.say(("Ｎ０２－１", "　已受理 ", "２０２５－１１－０７", None, None, None))
    assert (report.kept, report.problems) == ({"accepted": 1}, [])


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        (("N02-9", "已受理", "2025-11-07", None, None, None), "signal_id", "such as P01-1024"),
        ((None, "已受理", "2025-11-07", None, None, None), "signal_id", "such as P01-1024"),
        (("N02-1", "办结", "2025-11-07", None, None, None), "result", "delivered 已落实"),
        (("N02-1", None, "2025-11-07", None, None, None), "result", "delivered 已落实"),
        (("N02-1", "已受理", "2025-02-30", None, None, None), "date", "a date such as"),
        (("N02-1", "已受理", None, "见附件", None, None), "date", "a date such as"),
        (("N02-1", "已受理", "2025-11-29", None, None, None), "date", "up to today, 2025-11-28"),
        (("N02-1", "已受理", "2025-11-04", None, None, None), "date", "from 2025-11-05"),
        (("N02-1", "已受理", "2025-11-07", None, "2025-12-01", None), "until", "only a dismissal"),
        ((*DISMISSED[:3], "已住院", None, "李某"), "until", "after the date of the answer"),
        ((*DISMISSED[:3], "已住院", "2025-11-10", "李某"), "until", "after the date of the answer"),
        ((*DISMISSED[:3], None, "2025-11-15", "李某"), "note", "the reason"),
        ((*DISMISSED[:5], None), "who", "who decided it"),
    ],
)
def test_a_bad_row_is_told_and_the_good_ones_are_kept(
    home: Home, row: tuple[str | None, ...], column: str, expected: str
) -> None:
    report = home.say(("N02-2", "已受理", "2025-11-07", None, None, None), row)
    assert report.kept == {"accepted": 1}
    (problem,) = report.problems
    assert (problem.row, problem.column) == (3, column) and expected in problem.expected
    assert str(problem).startswith(f"row 3, {column}")


def test_answers_on_every_sheet_of_a_workbook_are_taken(home: Home) -> None:
    import xlsxwriter

    path = home.folder / "420102.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for title, rows in (
            ("新增", [HEADER, ("N02-1", "已受理", "2025-11-07"), ("N02-2",)]),
            ("仍未办结", [HEADER, ("N02-2", "已落实", "2025-11-08"), ("N02-3", "办结", "2025-11-08")]),
            ("已消除", [("预警编号", "变化"), ("N02-3", "情形已消除")]),
        ):
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    report = home.take(path)
    assert (report.rows, report.unanswered, report.kept) == (4, 1, {"accepted": 1, "delivered": 1})
    (problem,) = report.problems
    assert str(problem).startswith("sheet 仍未办结, row 3, result 处理结果: '办结'")


def test_all_faults_of_a_row_are_told_and_numbers_are_starred(home: Home) -> None:
    report = home.say(("11010119000101001X", "好", "昨天", None, None, None))
    assert [problem.column for problem in report.problems] == ["signal_id", "result", "date"]
    assert "110101********001X" in str(report.problems[0])
    home.say(("N02-1", "不属实", "2025-11-07", "本人证件 11010119000101001X 已注销", None, None))
    with home.night(8) as con:
        text = explain_signal(con, "N02-1", "ledger")
    assert "不属实 本人证件 110101********001X 已注销" in text


def test_an_answer_to_a_merged_signal_names_the_survivor(home: Home) -> None:
    with duckdb.connect(str(home.folder / "ledger.duckdb")) as con:
        con.execute(
            "INSERT INTO signal_event BY NAME SELECT * REPLACE (DATE '2025-11-06' AS as_of, 'merged' AS status, "
            "'N02-2' AS into_signal_id) FROM signal_event WHERE signal_id = 'N02-1'"
        )
    answer = ("N02-1", "已受理", "2025-11-07", None, None, None)
    (problem,) = home.say(answer).problems
    assert problem.expected.startswith("N02-2")
    home.night(8).close()  # they are two people again
    assert home.say(answer).kept == {"accepted": 1}


def test_dismissed_until_its_end(home: Home) -> None:
    home.say(DISMISSED)
    assert [home.status(day, "N02-1") for day in (9, 10, 14, 15)] == [
        "open",
        "dismissed",
        "dismissed",
        "open",
    ]
    assert home.status(16, "N02-2") == "open"


def test_a_later_answer_ends_a_dismissal_in_whatever_order_they_come(home: Home, tmp_path: Path) -> None:
    later = ("N02-1", "已受理", "2025-11-12", None, None, None)
    home.say(later)
    home.say(DISMISSED)
    assert [home.status(day, "N02-1") for day in (11, 12)] == ["dismissed", "open"]
    home.say((*DISMISSED[:2], "2025-11-13", *DISMISSED[3:]))
    assert [home.status(day, "N02-1") for day in (13, 14, 15)] == ["dismissed", "dismissed", "open"]


def test_a_dismissal_is_corrected_on_the_same_day(home: Home) -> None:
    home.say(DISMISSED)
    home.say((*DISMISSED[:4], "2025-11-12", "李某"))
    assert [home.status(day, "N02-1") for day in (11, 12)] == ["dismissed", "open"]
    home.say(("N02-1", "已受理", "2025-11-10", None, None, None))
    home.say(DISMISSED)
    assert home.status(11, "N02-1") == "open"


def test_rows_that_disagree_on_a_day_dismiss_nothing(home: Home) -> None:
    report = home.say(
        DISMISSED, ("N02-1", "已受理", "2025-11-10", None, None, None), ("N02-2", *DISMISSED[1:])
    )
    assert report.kept == {"dismissed": 1}
    assert [(problem.row, problem.column) for problem in report.problems] == [(2, "result"), (3, "result")]
    assert home.status(11, "N02-1") == "open"


def test_answers_are_part_of_the_explanation(home: Home) -> None:
    home.say(DISMISSED, ("N02-1", "已受理", "2025-11-12", "电话已联系", None, None))
    with home.night(13) as con:
        text = explain_signal(con, "N02-1", "ledger")
    assert "2025-11-10 人工解除（至 2025-11-15）：已住院，由医院跟进" in text
    assert "2025-11-12 人工解除提前终止" in text and "2025-11-12 卫健反馈：已受理 电话已联系" in text


def test_every_format_reads_the_same(home: Home, tmp_path: Path) -> None:
    english = {
        "signal_id": ["N02-1", "N02-2", "N02-3"],
        "result": ["accepted", None, "dismissed"],
        "date": [date(2025, 11, 7), None, date(2025, 11, 8)],
        "note": [None, None, "由村委会照料"],
        "until": [None, None, date(2025, 12, 31)],
        "who": [None, None, "王某"],
        "姓名": ["张三", "李四", "王五"],
    }
    frame = pl.DataFrame(english, schema_overrides={"note": pl.String, "who": pl.String})
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_excel(tmp_path / "a.xlsx")
    rows = tuple(frame.with_columns(pl.col("date", "until").dt.strftime("%Y年%m月%d日")).iter_rows())
    write_csv(tmp_path / "a.csv", tuple(english), rows, "gb18030")
    reports = [home.take(tmp_path / name) for name in ("a.parquet", "a.xlsx", "a.csv")]
    assert reports[0].kept == {"accepted": 1, "dismissed": 1}
    assert [(r.rows, r.unanswered, r.problems) for r in reports] == [(3, 1, [])] * 3
    assert [r.known for r in reports] == [0, 2, 2]


def test_a_file_that_cannot_be_used_is_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(signals.SignalsError, match="there is no such file"):
        home.take(tmp_path / "none.xlsx")
    with pytest.raises(signals.SignalsError, match="expected one of"):
        home.take(tmp_path / "a.doc")
    (tmp_path / "b.xlsx").write_bytes(b"no workbook")
    with pytest.raises(signals.SignalsError, match=r"b\.xlsx: cannot be read"):
        home.take(tmp_path / "b.xlsx")
    with pytest.raises(signals.SignalsError, match="column result 处理结果 is missing"):
        home.take(write_csv(tmp_path / "c.csv", ("预警编号", "日期"), ()))
