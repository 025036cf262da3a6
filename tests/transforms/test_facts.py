"""Facts: what is in force, newest, cancelled, absent, from an earlier month; nothing that names a person."""

from datetime import date
from typing import Any

from tests.transforms.made_night import Night, household, member
from tests.transforms.rows import GOOD, OTHER
from transforms.append import superseded_rows


def test_facts_hold_people_and_no_names_or_numbers(night: Night) -> None:
    night.batch(
        "jy_student",
        {
            "id_number": GOOD,
            "name": "张三",
            "phone": "13812345678",
            "county_code": "610104001000",
            "student_no": "L1",
            "guardian_id_number": OTHER,
            "who": 1,
            "guardian": 2,
        },
    )
    night.batch("cl_card", {"card_no": GOOD + "43", "level": "1", "who": 1})
    night.run()
    columns = {row[0] for row in night.rows("DESCRIBE fact.jy_student")} | {
        row[0] for row in night.rows("DESCRIBE fact.cl_card")
    }
    assert not columns & {"id_number", "name", "phone", "guardian_id_number", "card_no", "id_type"}
    assert night.rows("SELECT person_id, guardian_person_id, county_code FROM fact.jy_student") == [
        (1, 2, "610104")
    ]
    assert night.rows(
        "SELECT role, person_id, source_file, source_row FROM core.person_link ORDER BY ALL"
    ) == [
        ("guardian", 2, "a.parquet", 1),
        ("self", 1, "a.parquet", 1),
        ("self", 1, "a.parquet", 1),
    ]


def test_newest_version_of_a_primary_key_wins(night: Night) -> None:
    payment = {"item": "dibao", "pay_month": "2026-10-01", "amount": 500}
    night.batch(
        "mz_payment",
        payment | {"payment_id": "1", "result": "failed", "who": 1},
        payment | {"payment_id": "2", "who": 2},
        on=date(2026, 10, 1),
    )
    night.batch("mz_payment", payment | {"payment_id": "1", "result": "paid", "who": 1}, on=date(2026, 11, 1))
    assert superseded_rows(night.con, night.batches) == 1
    night.run()
    assert night.rows("SELECT payment_id, result, batch::VARCHAR FROM fact.mz_payment ORDER BY ALL") == [
        ("1", "paid", "2026-11-01"),
        ("2", None, "2026-10-01"),
    ]
    assert night.rows("SELECT person_id, amount::INTEGER FROM core.assistance_chain ORDER BY ALL") == [
        (1, 500),
        (2, 500),
    ]


def settled(number: str, who: int, total: int, on: str = "2026-05-05") -> dict[str, Any]:
    return {
        "settlement_id": number,
        "med_type": "21",
        "settled_on": on,
        "total": total,
        "in_scope": total,
        "fund_paid": 0,
        "aid_paid": 10,
        "who": who,
    }


def test_settlement_and_reversal_cancel_out_one_against_one(night: Night) -> None:
    night.batch(
        "yb_settlement",
        settled("1", 1, 100),
        settled("2", 1, -100),
        settled("3", 1, 100),
        settled("4", 2, 100),
        settled("5", 2, -100, "2026-05-06"),
        settled("6", 3, -100),
        settled("7", 4, 0),
        settled("8", 5, 100) | {"refunded": "Y"},
    )
    night.run()
    assert [
        row[0]
        for row in night.rows("SELECT settlement_id FROM fact.yb_settlement WHERE cancelled ORDER BY 1")
    ] == ["1", "2"]
    assert night.rows("SELECT count(*) FROM fact.yb_settlement WHERE cancelled IS NULL") == [(0,)]
    # helped by: 3, 4, 5, 6, 7; not the pair, not the refunded one
    assert night.rows("SELECT count(*) FROM core.assistance_chain WHERE kind = 'settlement'") == [(5,)]


def test_a_batch_that_is_not_in_force_replaces_nothing(night: Night) -> None:
    payment = {"payment_id": "1", "item": "dibao", "pay_month": "2026-10-01", "who": 1}
    night.batch("mz_payment", payment | {"amount": 500}, on=date(2026, 11, 1))
    night.batch("mz_payment", payment | {"amount": 0}, on=date(2026, 12, 1), in_force=False)
    night.run()
    assert night.rows("SELECT amount::INTEGER FROM fact.mz_payment") == [(500,)]


def test_areas_are_counties(night: Night) -> None:
    night.batch("yj_disaster", {"county_code": "610104001000", "event_county": "610105002", "who": 1})
    night.run()
    assert night.rows("SELECT county_code, event_county FROM fact.yj_disaster") == [("610104", "610105")]


def test_a_household_row_speaks_of_its_head(night: Night) -> None:
    night.batch("mz_household", household("H", who=1))
    night.batch("mz_member", member("H", 2))
    night.run()
    query = "SELECT dataset, role, person_id FROM core.person_link ORDER BY 1"
    assert night.rows(query) == [("mz_household", "head", 1), ("mz_member", "self", 2)]


def test_what_one_day_has_too_many_of_another_day_does_not_cancel(night: Night) -> None:
    totals = {"2026-05-05": (100, 100, -100), "2026-05-06": (100, -100, -100)}
    rows = [
        settled(f"{day}/{place}", 1, total, day)
        for day, day_totals in totals.items()
        for place, total in enumerate(day_totals)
    ]
    night.batch("yb_settlement", *rows)
    night.run()
    left = night.rows("SELECT settlement_id FROM fact.yb_settlement WHERE NOT cancelled ORDER BY 1")
    assert left == [("2026-05-05/1",), ("2026-05-06/2",)]


def test_rows_of_a_county_tonight_and_in_the_batch_before(night: Night) -> None:
    before = [household(f"H{n}") for n in range(3)]
    elsewhere = household("X") | {"county_code": "610105"}
    night.batch("mz_household", *before, on=date(2026, 11, 19), in_force=False, previous=True)
    night.batch("mz_household", *before[:2], elsewhere)
    night.run()
    query = "SELECT dataset, county_code, rows_accepted, rows_before FROM fact.batch_county ORDER BY 2"
    assert night.rows(query) == [("mz_household", "610104", 2, 3), ("mz_household", "610105", 1, 0)]


def test_absent_datasets_have_no_table_and_stop_nothing(night: Night) -> None:
    night.batch("rx_ticket", {"ticket_no": "T", "received_on": "2026-11-19", "who": 9})
    night.batch("mz_household", household("H"), on=date(2026, 9, 1), in_force=False)
    counts = night.run()
    assert "fact.mz_household" not in counts and "past.mz_household" not in counts
    assert counts["core.household"] == counts["core.low_income"] == counts["core.assistance_chain"] == 0
    assert night.rows("SELECT role, person_id FROM core.person_link") == [("lead", 9)]
    assert night.rows("SELECT dataset, newest_batch::VARCHAR FROM fact.dataset ORDER BY 1") == [
        ("mz_household", None),
        ("rx_ticket", "2026-11-20"),
    ]
    assert night.rows("SELECT dataset, status, in_force FROM fact.batch ORDER BY 1") == [
        ("mz_household", "earlier", False),
        ("rx_ticket", "in_force", True),
    ]


def test_past_is_found_by_a_number_of_one_person_only(night: Night) -> None:
    earlier = [{"card_no": GOOD + "43", "level": "3"}, {"card_no": OTHER + "43", "level": "4"}]
    night.batch("cl_card", *earlier, on=date(2026, 10, 1), in_force=False, past=True)
    night.batch("cl_card", {"card_no": GOOD + "41", "level": "1", "who": 1})
    night.numbers = [(1, GOOD), (2, OTHER), (3, OTHER)]
    night.run()
    assert night.rows("SELECT level, person_id FROM past.cl_card ORDER BY 1") == [("3", 1), ("4", None)]
    assert night.rows("SELECT level, person_id FROM fact.cl_card") == [("1", 1)]
    assert night.rows("SELECT count(*) FROM fact.source_file") == [(2,)]


def test_doubts_about_identity(night: Night) -> None:
    night.batch("mz_member", member("H", 1))
    night.issues = [("number_failed", 1, night.links[0][0])]
    night.run()
    assert night.rows("SELECT kind, person_id, dataset, row_key FROM fact.identity_issue") == [
        ("number_failed", 1, "mz_member", night.links[0][0])
    ]
    assert night.rows("SELECT person_id FROM fact.uncertain_person ORDER BY 1") == [(5,), (6,)]


def test_columns_that_the_newest_batch_lacks(night: Night) -> None:
    earlier, earliest = date(2026, 10, 1), date(2026, 9, 1)
    night.batch("mz_household", household("H"), undelivered=("cause", "residence"), filled={"ended_on": 0})
    night.batch(
        "mz_household", household("H"), on=earlier, in_force=False, filled={"residence": 1, "ended_on": 1}
    )
    night.batch("mz_household", household("H"), on=earliest, in_force=False, undelivered=("cause",))
    night.batch("mz_member", member("H", 1), undelivered=("labour",))
    night.run()
    assert night.rows("SELECT * EXCLUDE (batch) FROM fact.column_absent ORDER BY ALL") == [
        ("mz_household", "cause", False, None),
        ("mz_household", "ended_on", True, None),
        ("mz_household", "residence", False, earlier),
        ("mz_member", "labour", False, None),
    ]
