"""The life of a signal over several nights, with a real ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

import signals
from tests.signals.province import build, only

ILL = {"wj_illness": [{"person_id": 1, "registered_on": "2025-11-01"}]}
LOW: dict[str, list[dict[str, Any]]] = {
    "mz_household": [{"household_id": "H1"}],
    "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 1}],
}


class Province:
    """Nights over one ledger file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        con = duckdb.connect()
        con.execute(f"ATTACH '{folder / 'ledger.duckdb'}' AS ledger")
        signals.create(con)
        con.close()

    def night(
        self, day: int, rows: dict[str, Any], publish: bool = True, first: bool = False, **options: Any
    ) -> dict[str, dict[str, Any]]:
        as_of = date(2025, 11, day)
        merges = options.pop("merges", None)
        options.setdefault("people", [{"person_id": 1}])
        rules = options.pop("rules", ("N02", "D02"))
        con = build({**LOW, **rows}, as_of, **options)
        if not first:
            con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        proposals = self.folder / "proposals"
        with only(*rules):
            signals.evaluate(
                con, as_of, "hubei", ledger=None if first else "ledger", proposals=proposals, merges=merges
            )
        if publish and not first:
            con.execute("BEGIN")
            signals.commit(con, proposals, f"run-{day}", as_of)
            con.execute("COMMIT")
        columns = (
            "signal_id, status, first_seen, last_seen, due_on, resolved_on, reopened_count, "
            "identity_uncertain, evidence"
        )
        found = con.execute(f"SELECT {columns} FROM mart.signal").fetchall()
        con.close()
        return {row[0]: dict(zip(columns.split(", "), row, strict=True)) for row in found}

    def say(self, sql: str) -> None:
        con = duckdb.connect()
        con.execute(f"ATTACH '{self.folder / 'ledger.duckdb'}' AS ledger")
        con.execute(sql)
        con.close()


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


def batches(*given: tuple[date, int]) -> list[dict[str, Any]]:
    return [{"dataset": "wj_illness", "batch": day, "rows_read": rows} for day, rows in given]


def test_half_a_file_on_two_nights_running_resolves_nothing(province: Province) -> None:
    days = [date(2025, 11, day) for day in (3, 4, 5, 7)]
    province.night(3, ILL, batches=batches((days[0], 100)))
    half = province.night(4, {}, batches=batches((days[0], 100), (days[1], 50)))
    assert half["N02-1"]["status"] == "open"
    again = province.night(5, {}, batches=batches((days[1], 50), (days[2], 50)))
    assert again["N02-1"]["status"] == "open"
    assert again["D02-wj_illness/2025-11-05"]["status"] == "new"
    none = province.night(6, {}, batches=batches((days[1], 50), (days[2], 50)))  # nothing is delivered
    assert (none["N02-1"]["status"], none["D02-wj_illness/2025-11-05"]["status"]) == ("open", "open")
    whole = province.night(7, {}, batches=batches((days[2], 50), (days[3], 100)))
    assert whole["N02-1"]["status"] == "resolved"


def test_a_short_batch_is_the_measure_of_the_next_when_somebody_says_so(province: Province) -> None:
    whole, short, again = (date(2025, 11, day) for day in (3, 4, 5))
    province.night(4, ILL, batches=batches((whole, 100), (short, 50)))
    province.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'D02-wj_illness/2025-11-04' AS signal_id, "
        "'fewer cases' AS reason, '张三' AS dismissed_by, DATE '2025-11-04' AS dismissed_on"
    )
    found = province.night(5, {}, batches=batches((short, 50), (again, 50)))
    assert found["N02-1"]["status"] == "resolved"


def test_a_short_batch_is_the_measure_of_the_next_after_a_month(province: Province) -> None:
    long_ago, short, again = date(2025, 10, 1), date(2025, 11, 4), date(2025, 11, 5)
    province.night(4, ILL, batches=batches((long_ago, 100), (short, 50)))
    found = province.night(5, {}, batches=batches((short, 50), (again, 50)))
    assert found["N02-1"]["status"] == "resolved"


def test_where_a_county_is_missing_nothing_resolves_there(province: Province) -> None:
    people = [{"person_id": 1, "county_code": "420102"}]
    province.night(3, ILL, people=people)
    missing = [("mz_household", "420102", 0, 40)]
    assert province.night(4, {}, people=people, counties=missing)["N02-1"]["status"] == "open"
    elsewhere = [("mz_household", "420103", 0, 40)]
    assert province.night(5, {}, people=people, counties=elsewhere)["N02-1"]["status"] == "resolved"


def test_signals_of_a_rule_that_is_taken_away_end(province: Province) -> None:
    province.night(3, ILL)
    assert province.night(4, ILL, rules=("D02",))["N02-1"]["status"] == "resolved"


EIGHT = {
    "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 8}],
    "wj_illness": [{"person_id": 8, "registered_on": "2025-11-01"}],
}
MERGE = (
    "CREATE TABLE IF NOT EXISTS ledger.identity_event "
    "(as_of DATE, kind VARCHAR, person_id BIGINT, into_person_id BIGINT);"
    "INSERT INTO ledger.identity_event VALUES ('2025-11-04', 'merge', 1, 8)"
)
DISMISS = (
    "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'N02-1' AS signal_id, 'seen' AS reason, "
    "'张三' AS dismissed_by, DATE '2025-11-03' AS dismissed_on"
)


def test_a_dismissal_goes_on_when_its_person_turns_out_to_be_another(province: Province) -> None:
    province.night(3, ILL)
    province.say(DISMISS)
    province.say(MERGE)
    for day in (5, 6):
        assert province.night(day, EIGHT, people=[{"person_id": 8}])["N02-8"]["status"] == "dismissed"


def test_a_dismissal_does_not_reach_what_the_survivor_had_open_already(province: Province) -> None:
    both = {
        "mz_member": [{"household_id": "H1", "member_no": f"{n}", "person_id": n} for n in (1, 8)],
        "wj_illness": [{"person_id": n, "registered_on": "2025-11-01"} for n in (1, 8)],
    }
    province.night(3, both, people=[{"person_id": 1}, {"person_id": 8}])
    province.say(DISMISS)
    province.say(MERGE)
    for day in (5, 6):
        assert province.night(day, EIGHT, people=[{"person_id": 8}])["N02-8"]["status"] == "open"


def test_a_signal_that_a_merger_opens_again_is_not_resolved(province: Province) -> None:
    people = [{"person_id": 1}, {"person_id": 8}]
    province.night(2, EIGHT, people=people)
    assert province.night(3, ILL, people=people)["N02-8"]["resolved_on"] == date(2025, 11, 3)
    province.say(MERGE)
    found = province.night(5, EIGHT, people=people[1:], newest={"wj_illness": None})["N02-8"]
    assert (found["status"], found["resolved_on"]) == ("open", None)
