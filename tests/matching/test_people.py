"""The best record: trust, then the newest batch, then content; whose number it is; where each value came
from.
"""

from __future__ import annotations

import datetime
import random

from matching.people import best_records
from tests.matching.conftest import Home
from tests.matching.fabricate import load, mention, number, row_key

OLD, NEW = 20_700, 20_730
BORN = datetime.date(1980, 1, 1)


def best(home: Home, rows: list[dict[str, object]], people: dict[int, int]) -> dict[int, dict[str, object]]:
    """Best records by person id, given the person of each mention."""
    load(home.con, rows)
    home.con.execute("CREATE OR REPLACE TABLE given (mention UBIGINT, person_id BIGINT)")
    home.con.executemany("INSERT INTO given VALUES (?, ?)", list(people.items()))
    assert best_records(home.con, "mentions", "given", home.folder) == len(set(people.values()))
    cursor = home.con.execute(f"SELECT * FROM '{home.folder / 'people.parquet'}'")
    names = [column[0] for column in cursor.description or []]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}


def test_trusted_source_first_then_newest_batch(home: Home) -> None:
    rows = [
        mention(row_key(2, OLD, 1), id18=number(1), name="测试甲", phone="13900000001"),
        mention(
            row_key(14, NEW, 1), source="yb_enrolment", id18=number(1), name="测试乙", phone="13900000002"
        ),
        mention(row_key(18, NEW, 1), source="ny_monitored", id18=number(1), name="测试丙"),
    ]
    person = best(home, rows, {int(str(row["mention"])): 1 for row in rows})[1]
    assert (person["name"], person["name_row"]) == ("测试乙", rows[1]["mention"])
    assert (person["phone"], person["phone_row"]) == ("13900000002", rows[1]["mention"])
    assert (person["id_number"], person["id_status"], person["mentions"]) == (number(1), "valid", 3)
    assert (person["sex"], person["birth_date"]) == ("M", BORN)


def test_a_whole_name_before_one_with_unknown_characters(home: Home) -> None:
    rows = [mention(1, source="yb_enrolment", name="测?甲"), mention(2, source="wj_illness", name="测试甲")]
    assert best(home, rows, {1: 1, 2: 1})[1]["name"] == "测试甲"


def test_repaired_numbers_and_passports(home: Home) -> None:
    rows = [
        mention(1, id18=number(1), id_status="repaired"),
        mention(2, id_type="414", id_text="E12345678", id_status="other"),
        mention(3, id_text="99999919800101001", id_status="failed"),
    ]
    people = best(home, rows, {1: 1, 2: 2, 3: 3})
    assert [(people[i]["id_number"], people[i]["id_status"]) for i in (1, 2, 3)] == [
        (number(1), "repaired"),
        ("E12345678", "valid"),
        (None, "none"),
    ]


def test_a_guardians_number_stays_the_guardians(home: Home) -> None:
    child = datetime.date(2015, 3, 1)
    rows = [
        mention(1, id18=number(1), name="测试甲", birth_date=BORN),
        mention(2, source="jy_student", id18=number(1), name="测试小", birth_date=child),
    ]
    people = best(home, rows, {1: 1, 2: 2})
    assert (people[1]["id_number"], people[2]["id_number"]) == (number(1), None)
    assert (people[1]["id_status"], people[2]["id_status"]) == ("conflict", "conflict")
    assert (people[1]["birth_date"], people[2]["birth_date"]) == (BORN, child)
    numbers = home.con.execute(
        f"SELECT person_id, shared FROM '{home.folder / 'numbers.parquet'}' ORDER BY 1"
    ).fetchall()
    assert numbers == [(1, True), (2, True)]


def test_two_valid_numbers_on_one_person_are_a_conflict(home: Home) -> None:
    rows = [mention(1, id18=number(1)), mention(2, id18=number(2), source="yb_enrolment")]
    person = best(home, rows, {1: 1, 2: 1})[1]
    assert (person["id_number"], person["id_status"]) == (number(2), "conflict")


def test_leads_and_guardians_contribute_nothing(home: Home) -> None:
    rows = [
        mention(1, id18=number(1), name="测试甲"),
        mention(2, role="lead", source="rx_ticket", name="测试乙", phone="13900000001"),
        mention(3, role="guardian", source="jy_student", id18=number(1)),
    ]
    person = best(home, rows, {1: 1, 2: 1, 3: 1})[1]
    assert (person["name"], person["phone"], person["mentions"]) == ("测试甲", None, 1)


def test_ties_do_not_depend_on_row_order(home: Home) -> None:
    names = [f"测试{letter}" for letter in "甲乙丙丁戊"]
    rows = [mention(key, name=name, phone=f"1390000000{key}") for key, name in enumerate(names)]
    chosen = set()
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        for place, row in enumerate(rows):
            row["mention"] = place
        person = best(home, rows, dict.fromkeys(range(len(rows)), 1))[1]
        chosen.add((person["name"], person["phone"]))
    assert len(chosen) == 1
