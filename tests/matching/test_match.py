"""The match step's files are as docs/inside.md says; a table of people gets one row per record."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.match import match
from matching.table import match_table
from tests.matching.conftest import Home
from tests.matching.fabricate import load, mention, number

FILES = {
    "links": {"mention": "UBIGINT", "person_id": "BIGINT", "rule": "VARCHAR", "score": "DOUBLE"},
    "people": {
        "person_id": "BIGINT",
        "id_number": "VARCHAR",
        "id_status": "VARCHAR",
        "name": "VARCHAR",
        "sex": "VARCHAR",
        "birth_date": "DATE",
        "county_code": "VARCHAR",
        "phone": "VARCHAR",
        "mentions": "INTEGER",
        "id_number_row": "UBIGINT",
        "name_row": "UBIGINT",
        "birth_date_row": "UBIGINT",
        "county_code_row": "UBIGINT",
        "phone_row": "UBIGINT",
    },
    "numbers": {"person_id": "BIGINT", "id18": "VARCHAR", "mentions": "INTEGER", "shared": "BOOLEAN"},
    "edges": {"mention_a": "UBIGINT", "mention_b": "UBIGINT", "rule": "VARCHAR", "score": "DOUBLE"},
    "review": {
        "mention_a": "UBIGINT",
        "mention_b": "UBIGINT",
        "person_id_a": "BIGINT",
        "person_id_b": "BIGINT",
        "score": "DOUBLE",
        "reason": "VARCHAR",
    },
    "issues": {"kind": "VARCHAR", "person_id": "BIGINT", "mention": "UBIGINT", "detail": "VARCHAR"},
}


def test_files_have_the_promised_columns_even_when_empty(home: Home) -> None:
    home.night([], [])
    for file, columns in FILES.items():
        described = home.con.execute(f"DESCRIBE SELECT * FROM '{home.out / file}.parquet'").fetchall()
        found = {row[0]: row[1] for row in described}
        assert found | columns == found, file
    assert not (home.out / "engine").exists()


def test_the_report_counts(home: Home) -> None:
    rows = [
        mention(1, id18=number(1)),
        mention(2, id18=number(1), source="yb_enrolment"),
        mention(3, role="lead"),
    ]
    home.engine.issues = [("number_failed", 1, 1, "x"), ("number_failed", 2, 1, "x")]
    home.night(rows, [1, 2], [3])
    report = home.report
    assert report is not None
    assert (report.mentions, report.links, report.people, report.review) == (3, 2, 1, 0)
    assert home.rows("links", "rule") == [("alone",), ("same_number",)]
    assert home.rows("issues", "kind") == [("number_failed",)] * 2


def test_review_keeps_the_strongest_pair_of_two_people(home: Home) -> None:
    rows = [mention(k, id18=number(k % 2 + 1), source=f"s{k}") for k in range(1, 5)]
    home.engine.pairs = [
        (1, 2, 3.0, "[]", "weak"),
        (4, 3, 9.0, "[]", "several_fit"),
        (3, 4, 5.0, "[]", "weak"),
    ]
    home.night(rows, [1, 3], [2, 4])
    assert home.rows("review", "person_id_a, person_id_b, score, reason") == [(1, 2, 9.0, "several_fit")]


def test_a_ledger_needs_its_date(home: Home) -> None:
    load(home.con, [])
    with pytest.raises(ValueError, match="as_of"):
        match(home.con, "mentions", home.folder / "out", "ledger")


def test_without_a_ledger_ids_count_from_one(home: Home) -> None:
    load(home.con, [mention(1, id18=number(1)), mention(2, id18=number(2))])
    home.engine.group([1], [2])
    report = match(home.con, "mentions", home.folder / "out", None)
    assert report.people == 2
    people = home.con.execute(f"SELECT person_id FROM '{home.folder / 'out' / 'people.parquet'}'").fetchall()
    assert people == [(1,), (2,)]


def test_a_table_of_people_gets_a_row_per_record(home: Home, tmp_path: Path) -> None:
    load(home.con, [mention(1, id18=number(1)), mention(2, id18=number(1)), mention(3, name="测试丙")])
    home.con.execute(
        "CREATE VIEW named AS SELECT *, 'r' || (9 - mention) AS record_id, (60 - mention)::BIGINT AS record_key FROM mentions"
    )
    home.engine.group([1, 2])  # the third record is nobody to the engine
    home.engine.pairs = [(2, 3, 4.0, "[]", "weak")]
    match_table(home.con, "named", tmp_path / "links.parquet", tmp_path / "review.parquet")
    links = home.con.execute(f"SELECT * FROM '{tmp_path / 'links.parquet'}' ORDER BY record_id").fetchall()
    assert links == [
        ("r6", 57, "alone", None),
        ("r7", 58, "same_number", None),
        ("r8", 58, "alone", None),
    ]
    pairs = home.con.execute(f"SELECT * FROM '{tmp_path / 'review.parquet'}'").fetchall()
    assert pairs == [("r6", "r7", 4.0, "[]")]
    assert sorted(path.name for path in tmp_path.glob("*links*")) == ["links.parquet"]
