"""Pairs go out to caseworkers and come back: the sheet round, and every way in which a row can be wrong."""

from __future__ import annotations

import csv
import datetime
import json
from pathlib import Path

import pytest

from matching import review, review_sheet
from matching.errors import MatchingError
from tests.matching.conftest import Home
from tests.matching.fabricate import NIGHT, mention, number

WHEN = datetime.datetime(2026, 11, 2, 9, 0)
EVIDENCE = json.dumps(
    [
        {"comparison": "name", "level": "homophone", "bits": 2.0},
        {"comparison": "sex", "level": "same", "bits": 0.9},
    ]
)


@pytest.fixture
def reviewed(home: Home) -> Home:
    """A night with two open pairs: 1 with 2, 3 with 4."""
    rows = [
        mention(1, id18=number(1), name="测试甲", phone="13900000001", sex="M"),
        mention(2, id18=number(2), name="测试贾", phone="13900000001", sex="M", source="yb_enrolment"),
        mention(3, name="测试丙", birth_date=datetime.date(1990, 5, 6)),
        mention(4, name="测试丙", birth_date=datetime.date(1990, 5, 7), source="wj_illness"),
    ]
    home.engine.pairs = [(1, 2, 12.5, EVIDENCE, "two_numbers"), (4, 3, 4.0, "[]", "weak")]
    home.night(rows, [1], [2], [3], [4])
    return home


def relation(home: Home) -> str:
    return f"'{home.out / 'review.parquet'}'"


def sheet(home: Home, path: Path, *answers: dict[str, str]) -> Path:
    """A CSV sheet exported and filled in: one dictionary of columns per pair, strongest pair first."""
    review.export(home.con, "mentions", relation(home), path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="gb18030", newline="") as file:  # as a Chinese spreadsheet saves it
        out = csv.DictWriter(file, review_sheet.header())
        out.writeheader()
        out.writerows(row | answer for row, answer in zip(rows, answers, strict=True))
    return path


def test_list_is_masked_and_in_sentences(reviewed: Home) -> None:
    first, second = review.open_pairs(reviewed.con, "mentions", relation(reviewed))
    assert (first.score, second.score) == (12.5, 4.0)
    assert first.reason == "两条记录各有一个有效号码"
    assert first.evidence == "姓名同音；性别相同"
    text = str((first, second))
    assert number(1) not in text and "测试" not in text and "13900000001" not in text
    (only,) = review.open_pairs(
        reviewed.con, "mentions", relation(reviewed), limit=1, language="en", unmask=True
    )
    assert only.evidence == "name sounds the same; same sex"
    assert {only.record_a["name"], only.record_b["name"]} == {"测试甲", "测试贾"}


def test_sheet_marks_differences_in_both_formats(reviewed: Home, tmp_path: Path) -> None:
    for name in ("pairs.xlsx", "pairs.csv"):
        assert review.export(reviewed.con, "mentions", relation(reviewed), tmp_path / name) == 2
        (_, first), (_, second) = review_sheet.read(tmp_path / name)
        assert first["不同之处"] == "姓名、证件号码"
        assert second["不同之处"] == "出生日期"
        assert {first["甲·证件号码"], first["乙·证件号码"]} == {number(1), number(2)}
        assert first["甲·性别"] == "男" and first["结论"] == ""
    with pytest.raises(MatchingError, match=r"\.xlsx or \.csv"):
        review.export(reviewed.con, "mentions", relation(reviewed), tmp_path / "pairs.pdf")


def test_a_filled_sheet_becomes_decisions_once(reviewed: Home, tmp_path: Path) -> None:
    path = sheet(
        reviewed, tmp_path / "a.csv", {"结论": "不是同一人", "经办人": "王审", "备注": "双胞胎"}, {"结论": ""}
    )
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert (report.decided, report.unchanged, report.blank, report.problems) == (1, 0, 1, [])
    kept = reviewed.con.execute(
        "SELECT verdict, decided_by, decided_at, reason FROM ledger.review_decision"
    ).fetchall()
    assert kept == [("not_same", "王审", WHEN, "双胞胎")]
    again = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert (again.decided, again.unchanged) == (0, 1)


def test_a_sheet_comes_back_after_the_rows_moved(reviewed: Home, tmp_path: Path) -> None:
    path = sheet(reviewed, tmp_path / "a.csv", {"结论": "同一人"}, {"结论": "同一人"})
    rows = [
        mention(91, id18=number(1), name="测试甲", phone="13900000001", sex="M"),
        mention(92, id18=number(2), name="测试贾", phone="13900000001", sex="M", source="yb_enrolment"),
    ]
    reviewed.engine.pairs = []
    reviewed.night(rows, [91], [92], as_of=NIGHT + datetime.timedelta(days=1))
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert report.decided == 1
    assert len(report.problems) == 1 and "not among tonight's" in report.problems[0]
    reviewed.night(rows, [91], [92], as_of=NIGHT + datetime.timedelta(days=2))
    ((first, second, verdict),) = reviewed.engine.decisions
    assert ({first, second}, verdict) == ({91, 92}, "same")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"结论": "也许"}, "expected 同一人 or 不是同一人"),
        ({"结论": "同一人", "编号": "1.2E+16"}, "no pair number"),
        ({"结论": "同一人", "编号": "0" * 16 + "-" + "1" * 16}, "not among tonight's"),
    ],
)
def test_wrong_rows_are_named_and_the_others_count(
    reviewed: Home, tmp_path: Path, answer: dict[str, str], told: str
) -> None:
    path = sheet(reviewed, tmp_path / "a.csv", answer, {"结论": "同一人"})
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert report.decided == 1
    assert len(report.problems) == 1
    assert report.problems[0].startswith("row 2:") and told in report.problems[0]


def test_two_rows_that_disagree_are_refused(reviewed: Home, tmp_path: Path) -> None:
    first, _ = review.open_pairs(reviewed.con, "mentions", relation(reviewed))
    path = sheet(reviewed, tmp_path / "a.csv", {"结论": "同一人"}, {"结论": "不是同一人", "编号": first.pair})
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert report.problems == ["row 3: contradicts row 2 on the same pair; decide it once"]
    assert report.decided == 0


def test_a_sheet_says_what_it_takes_the_place_of(reviewed: Home, tmp_path: Path) -> None:
    first, _ = review.open_pairs(reviewed.con, "mentions", relation(reviewed))
    review.decide(reviewed.con, "mentions", first.pair, "not_same", "王审", WHEN)
    path = sheet(reviewed, tmp_path / "a.csv", {"结论": "同一人"}, {"结论": ""})
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert report.replaced == ["row 2: same takes the place of decision 1 (not_same)"]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-16", "\t"), ("utf-8", ";"), ("utf-8-sig", ",")])
def test_a_sheet_may_come_back_as_any_spreadsheet_saves_text(
    reviewed: Home, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = sheet(reviewed, tmp_path / "a.csv", {"结论": "也许"}, {"结论": "　同一人 "})
    with path.open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([rows[0], [], [""] * len(rows[0]), *rows[1:]])
    report = review.import_sheet(reviewed.con, "mentions", path, "李核", WHEN)
    assert (report.decided, report.blank) == (1, 0)
    assert [problem[:6] for problem in report.problems] == ["row 4:"]


def test_files_that_are_no_sheet_are_refused(reviewed: Home, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "other.csv").write_text("甲,乙\n1,2\n")
    (tmp_path / "junk.xlsx").write_bytes(b"junk")
    for name, told in (
        ("empty.csv", "编号"),
        ("other.csv", "编号、结论"),
        ("junk.xlsx", "cannot be read"),
        ("no.csv", "no such"),
    ):
        with pytest.raises(MatchingError, match=told):
            review.import_sheet(reviewed.con, "mentions", tmp_path / name, "李核", WHEN)


def test_one_pair_is_decided_by_its_number(reviewed: Home) -> None:
    first, _ = review.open_pairs(reviewed.con, "mentions", relation(reviewed))
    assert review.decide(reviewed.con, "mentions", first.pair, "same", "李核", WHEN) == 1
    with pytest.raises(MatchingError, match="expected a number"):
        review.decide(reviewed.con, "mentions", "7", "same", "李核", WHEN)
