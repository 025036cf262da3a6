"""The life of a signal over several nights, with a real ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

import signals
from tests.signals.nights import ILL, LOW, Province
from tests.signals.province import build, only


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path)


def test_new_open_resolved_reopened(province: Province) -> None:
    first = province.night(3, ILL)["N02-1"]
    assert (first["status"], first["first_seen"], first["due_on"]) == (
        "new",
        date(2025, 11, 3),
        date(2025, 11, 17),
    )
    second = province.night(4, ILL)["N02-1"]
    assert (second["status"], second["last_seen"], second["due_on"]) == (
        "open",
        date(2025, 11, 4),
        date(2025, 11, 17),
    )
    gone = province.night(5, {})["N02-1"]
    assert (gone["status"], gone["resolved_on"], gone["last_seen"]) == (
        "resolved",
        date(2025, 11, 5),
        date(2025, 11, 4),
    )
    still = province.night(6, {})["N02-1"]
    assert (still["status"], still["resolved_on"]) == ("resolved", date(2025, 11, 5))
    again = province.night(7, ILL)["N02-1"]
    assert (
        again["status"],
        again["reopened_count"],
        again["first_seen"],
        again["resolved_on"],
        again["due_on"],
    ) == ("open", 1, date(2025, 11, 3), None, date(2025, 11, 21))


def test_a_date_run_again_gives_the_same(province: Province) -> None:
    province.night(3, ILL)
    once = province.night(4, ILL)
    assert province.night(4, ILL) == once
    assert province.night(3, ILL)["N02-1"]["status"] == "new"


def test_running_nothing_with_no_ledger_is_a_first_night(province: Province) -> None:
    assert province.night(3, ILL, first=True)["N02-1"]["status"] == "new"


def test_a_rule_not_evaluated_leaves_its_signals(province: Province) -> None:
    province.night(3, ILL)
    absent = province.night(4, {}, newest={"wj_illness": None})["N02-1"]
    assert (absent["status"], absent["last_seen"]) == ("open", date(2025, 11, 3))
    stale = province.night(5, {}, newest={"wj_illness": date(2025, 1, 1)})["N02-1"]
    assert (stale["status"], stale["last_seen"]) == ("open", date(2025, 11, 3))
    seen = province.night(6, ILL)["N02-1"]
    assert (seen["status"], seen["last_seen"], seen["reopened_count"]) == ("open", date(2025, 11, 6), 0)
    assert province.night(7, {})["N02-1"]["last_seen"] == date(2025, 11, 6)


def test_nothing_resolves_on_a_batch_not_to_be_trusted(province: Province) -> None:
    province.night(3, ILL)
    halved = [
        {"dataset": "wj_illness", "batch": "2025-11-01", "rows_read": 100},
        {"dataset": "wj_illness", "batch": "2025-11-04", "rows_read": 50},
    ]
    assert province.night(4, {}, batches=halved)["N02-1"]["status"] == "open"
    assert province.night(5, {})["N02-1"]["status"] == "resolved"


def test_dismissed_until_a_date(province: Province) -> None:
    province.night(3, ILL)
    province.say(
        "INSERT INTO ledger.signal_dismissal "
        "VALUES ('N02-1', '2025-11-04', '2025-11-06', 'known', 'clerk', NULL)"
    )
    assert province.night(4, ILL)["N02-1"]["status"] == "dismissed"
    assert province.night(5, ILL)["N02-1"]["status"] == "dismissed"
    reopened = province.night(6, ILL)["N02-1"]
    assert (reopened["status"], reopened["reopened_count"]) == ("open", 0)


def test_merged_into_another_person(province: Province) -> None:
    province.night(3, ILL)
    province.say(
        "CREATE TABLE ledger.identity_event "
        "(as_of DATE, kind VARCHAR, person_id BIGINT, into_person_id BIGINT);"
        "INSERT INTO ledger.identity_event "
        "VALUES ('2025-11-03', 'merge', 1, 7), ('2025-11-03', 'merge', 7, 8)"
    )
    rows = {
        "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 8}],
        "wj_illness": [{"person_id": 8, "registered_on": "2025-11-01"}],
    }
    found = province.night(4, rows, people=[{"person_id": 8}])
    assert found["N02-1"]["status"] == "merged"
    assert (found["N02-8"]["status"], found["N02-8"]["first_seen"], found["N02-8"]["due_on"]) == (
        "open",
        date(2025, 11, 3),
        date(2025, 11, 17),
    )
    after = province.night(5, rows, people=[{"person_id": 8}])
    assert (after["N02-1"]["status"], after["N02-8"]["status"]) == ("merged", "open")


def test_merged_tonight_before_the_ledger_knows(province: Province, tmp_path: Path) -> None:
    province.night(3, ILL)
    merges = tmp_path / "identity_event.parquet"
    duckdb.sql("SELECT 'merge' AS kind, 1::BIGINT AS person_id, 8::BIGINT AS into_person_id").write_parquet(
        str(merges)
    )
    rows = {"mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 8}]}
    found = province.night(4, rows, people=[{"person_id": 8}], merges=merges)
    assert found["N02-1"]["status"] == "merged" and "N02-8" not in found


def test_uncertain_identity_and_evidence(province: Province) -> None:
    signal = province.night(3, ILL, uncertain=[1])["N02-1"]
    assert signal["identity_uncertain"] is True
    assert '"dataset":"wj_illness","batch":"2025-11-03","file":"a.parquet","row":1' in signal["evidence"]
    assert '"name":"new_illness_days"' in signal["evidence"] and '"basis":"default"' in signal["evidence"]
    assert province.night(4, ILL)["N02-1"]["identity_uncertain"] is False


def test_warnings_join_the_assistance_chain_once(province: Province) -> None:
    province.night(3, ILL)
    con = build({**LOW}, date(2025, 11, 4), people=[{"person_id": 1}])
    con.execute(f"ATTACH '{province.folder / 'ledger.duckdb'}' AS ledger")
    for _ in range(2):
        con.execute("DELETE FROM mart.signal; DELETE FROM ops.rule_status")
        with only("N02"):
            signals.evaluate(con, date(2025, 11, 4), "hubei", ledger="ledger")
    query = "SELECT person_id, happened_on::VARCHAR, department, detail FROM core.assistance_chain WHERE kind = 'signal'"
    assert con.execute(query).fetchall() == [
        (1, "2025-11-03", "wj", "预警：新增重病或慢病"),
        (1, "2025-11-04", "wj", "预警消除：新增重病或慢病"),
    ]


@pytest.mark.parametrize(("status", "uncertain"), [("none", True), ("valid", False)])
def test_what_is_missing_of_a_person_without_a_number_is_uncertain(status: str, uncertain: bool) -> None:
    rows = {**LOW, **ILL, "yb_enrolment": [{"person_id": 2, "year": 2025}]}
    con = build(rows, date(2025, 11, 3), people=[{"person_id": 1, "id_status": status}])
    with only("N02", "P01"):
        signals.evaluate(con, date(2025, 11, 3), "hubei")
    found = con.execute("SELECT rule, identity_uncertain FROM mart.signal ORDER BY rule").fetchall()
    assert found == [("N02", False), ("P01", uncertain)]


def test_a_backfill_of_nights_ends_as_the_nights_did(province: Province, tmp_path: Path) -> None:
    nights = [(3, ILL), (4, {}), (5, ILL), (6, ILL), (7, {})]
    for day, rows in nights:
        end = province.night(day, rows)
    for day, rows in nights[1:]:
        again = province.night(day, rows)
    assert again == end and end["N02-1"]["reopened_count"] == 1
