"""No rule is evaluated on missing data, and one that fails stops nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import signals
from tests.signals.province import build, only

DAY = date(2025, 11, 30)
A, B = "420102", "420103"
DISABLED: dict[str, list[dict[str, Any]]] = {
    "mz_household": [{"household_id": f"H{n}", "county_code": A if n < 5 else B} for n in range(10)],
    "mz_member": [{"household_id": f"H{n}", "member_no": "1", "person_id": n} for n in range(10)],
    "cl_card": [{"person_id": n} for n in range(10)],
}
PEOPLE = [{"person_id": n, "county_code": A if n < 5 else B} for n in range(10)]


def subsidies(month: str, a: int, b: int) -> list[dict[str, Any]]:
    return [
        {"person_id": 1000 + n, "item": "living", "pay_month": month, "county_code": A if n < a else B}
        for n in range(a + b)
    ]


def run(
    rows: dict[str, Any], rule: str, people: list[dict[str, Any]] = PEOPLE, **options: Any
) -> tuple[bool, str | None, list[int]]:
    con = build({**DISABLED, **rows}, DAY, people=people, **options)
    with only(rule, "D02"):
        report = signals.evaluate(con, DAY, "hubei")
    status = next(s for s in report.statuses if s.rule == rule)
    assert con.execute("SELECT count(*) FROM ops.rule_status").fetchone() == (len(report.statuses),)
    found = con.execute("SELECT person_id FROM mart.signal WHERE rule = ? ORDER BY ALL", [rule]).fetchall()
    return status.evaluated, status.reason, [row[0] for row in found]


def test_absent_dataset() -> None:
    evaluated, reason, found = run({}, "P05", newest={"cl_subsidy": None})
    assert not evaluated and reason is not None and "cl_subsidy is absent" in reason and found == []


def test_a_list_without_entries_is_said() -> None:
    paid = [{"household_id": "H1", "item": "dibao", "pay_month": "2025-10-01"}]
    evaluated, reason, found = run({"mz_payment": paid}, "P11")
    assert (
        evaluated
        and reason == "parameter price_subsidy_months lists nothing, so nothing fires"
        and found == []
    )


@pytest.mark.parametrize(("newest", "evaluated"), [(date(2025, 10, 16), True), (date(2025, 10, 15), False)])
def test_dataset_too_old(newest: date, evaluated: bool) -> None:
    outcome = run({}, "N03", newest={"cl_card": newest})
    assert outcome[0] == evaluated
    assert evaluated or "46 days old, more than 45" in str(outcome[1])


@pytest.mark.parametrize(("rows", "evaluated"), [(79, False), (80, True)])
def test_province_incomplete(rows: int, evaluated: bool) -> None:
    given = subsidies("2025-09-01", 100, 0) + subsidies("2025-10-01", rows, 0)
    outcome = run({"cl_subsidy": given}, "P05")
    assert outcome[0] == evaluated and bool(outcome[2]) == evaluated


def test_county_incomplete_is_left_out_alone() -> None:
    usual = subsidies("2025-08-01", 100, 10) + subsidies("2025-09-01", 100, 10)
    evaluated, reason, found = run({"cl_subsidy": usual + subsidies("2025-10-01", 100, 7)}, "P05")
    assert evaluated and reason is not None and B in reason and A not in reason
    assert found == [0, 1, 2, 3, 4]
    assert run({"cl_subsidy": usual + subsidies("2025-10-01", 100, 8)}, "P05")[1:] == (None, list(range(10)))


def test_usual_is_the_median_of_the_last_six_months() -> None:
    counts = {
        "01": 10,
        "02": 10,
        "03": 10,
        "04": 100,
        "05": 100,
        "06": 100,
        "07": 40,
        "08": 100,
        "09": 40,
        "10": 75,
    }
    given = [row for month, rows in counts.items() for row in subsidies(f"2025-{month}-01", rows, 0)]
    evaluated, reason, _ = run({"cl_subsidy": given}, "P05")
    assert not evaluated and "of the usual 100" in str(reason)


def test_first_month_ever_as_it_is_but_never_without_rows() -> None:
    assert run({"cl_subsidy": subsidies("2025-10-01", 1, 0)}, "P05")[2] == list(range(10))
    assert run({}, "P05")[0] is False


def test_half_a_snapshot_against_a_month_ago() -> None:
    monitored = {"ny_monitored": [{"person_id": 900, "monitor_id": "M1"}]}
    whole = [{"household_id": f"H{n}", "member_no": "1", "person_id": n} for n in range(10)]
    assert run(monitored, "E01", past={"mz_member": whole})[2] == [900]
    evaluated, reason, found = run(monitored | {"mz_member": whole[:7]}, "E01", past={"mz_member": whole})
    assert not evaluated and "7 rows" in str(reason) and found == []


def test_half_the_households_accuse_nobody_either() -> None:
    monitored = {"ny_monitored": [{"person_id": 900, "monitor_id": "M1"}]}
    whole = DISABLED["mz_household"]
    assert run(monitored, "E01", past={"mz_household": whole})[2] == [900]
    half = monitored | {"mz_household": whole[:7]}
    evaluated, reason, found = run(half, "E01", past={"mz_household": whole})
    assert not evaluated and "mz_household" in str(reason) and found == []


def test_a_county_without_any_rows_accuses_nobody_in_it() -> None:
    monitored = [
        {"person_id": person, "monitor_id": f"M{person}", "county_code": county}
        for person, county in ((900, A), (901, B))
    ]
    rows = [{"household_id": f"H{n}", "member_no": "1", "person_id": n, "county_code": A} for n in range(20)]
    gone = [
        {"household_id": "B", "member_no": f"{n}", "person_id": 30 + n, "county_code": B} for n in range(4)
    ]
    given = {"ny_monitored": monitored, "mz_member": rows}
    assert run(given, "E01", past={"mz_member": rows})[2] == [900, 901]
    _, reason, found = run(given, "E01", past={"mz_member": rows + gone})
    assert B in str(reason) and found == [900]


@pytest.mark.parametrize(
    ("rule", "dataset", "row", "fires"),
    [
        ("P01", "yb_enrolment", {"year": 2025}, list(range(10))),
        ("P15", "yj_disaster", {"happened_on": "2025-06-01"}, [1]),
    ],
)
def test_fewer_rows_than_a_month_ago(rule: str, dataset: str, row: dict[str, Any], fires: list[int]) -> None:
    whole = [row | {"person_id": 900 + n} for n in range(10)]
    hit = {"yj_disaster": [{"person_id": 1, "happened_on": "2025-06-01"}]} if rule == "P15" else {dataset: []}
    assert run({dataset: hit[dataset] + whole[:9]}, rule, past={dataset: whole})[2] == fires
    evaluated, reason, found = run({dataset: hit[dataset] + whole[:6]}, rule, past={dataset: whole})
    assert not evaluated and dataset in str(reason) and found == []


def test_nothing_counts_as_absent_from_a_snapshot_that_is_not_to_be_trusted() -> None:
    monitored = {"ny_monitored": [{"person_id": 900, "monitor_id": "M1"}]}
    batches = [
        {"dataset": "mz_household", "batch": "2025-11-29"},
        {"dataset": "mz_household", "batch": "2025-11-30", "rows_accepted": 50},
    ]
    evaluated, reason, found = run(monitored, "E01", batches=batches)
    assert not evaluated and "nothing counts as absent" in str(reason) and found == []


def test_nothing_counts_as_absent_in_a_county_that_lost_its_rows() -> None:
    monitored = {"ny_monitored": [{"person_id": 900, "monitor_id": "M1", "county_code": A}]}
    batches = [{"dataset": "mz_household", "batch": day} for day in ("2025-11-29", "2025-11-30")]
    assert run(monitored, "E01", counties=[("mz_household", B, 10, 50)], batches=batches)[2] == [900]
    _, reason, found = run(monitored, "E01", counties=[("mz_household", A, 10, 50)], batches=batches)
    assert A in str(reason) and found == []


def test_optional_dataset_is_named() -> None:
    evaluated, reason, _ = run({}, "N02", newest={"ny_monitored": None})
    assert evaluated and reason == "evaluated without ny_monitored (absent)"


def test_one_of_several_datasets_is_enough() -> None:
    wage = {"rs_insurance": [{"person_id": 1, "base": 5000}]}
    evaluated, _, found = run(wage, "X03", newest={"rs_pension": None})
    assert evaluated and len(found) == 1
    evaluated, reason, _ = run(wage, "X03", newest={"rs_pension": None, "rs_insurance": None})
    assert not evaluated and "none of rs_insurance, rs_pension" in str(reason)


def test_an_exit_waits_for_what_it_may_read_too() -> None:
    dead = {"wj_death": [{"person_id": 1, "died_on": "2025-11-01"}]}
    batches = [
        {"dataset": "cl_subsidy", "batch": "2025-10-30"},
        {"dataset": "cl_subsidy", "batch": "2025-11-30", "rows_read": 50},
    ]
    evaluated, reason, found = run(dead, "X01", batches=batches)
    assert not evaluated and "cl_subsidy" in str(reason) and found == []


def test_suspect_batch_suspends_exits() -> None:
    dead = {"wj_death": [{"person_id": 1, "died_on": "2025-11-01"}]}
    assert run(dead, "X01")[2] == [1]
    batches = [
        {"dataset": "wj_death", "batch": "2025-10-30"},
        {"dataset": "wj_death", "batch": "2025-11-30", "rows_read": 80},
    ]
    evaluated, reason, found = run(dead, "X01", batches=batches)
    assert not evaluated and "wj_death" in str(reason) and found == []


def test_a_rule_that_fails_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "Z01.sql").write_text(
        "/*\ncode: Z01\ntitle: 试\ntitle_en: trial\ncategory: duplicate\nsubject: person\ndepartment: mz\n"
        "severity: 3\n"
        "days: 5\nurgency_basis: default\ndatasets: [mz_household]\nparameters: []\n"
        "legal_basis: {document: d, clause: c}\nevidence: {}\n*/\n"
        "SELECT person_id, [row_key] AS rows, {'a': no_such_column} AS facts FROM fact.mz_household",
        "utf-8",
    )
    con = build(DISABLED | {"ny_monitored": [{"person_id": 900}]}, DAY, people=PEOPLE)
    report = signals.evaluate(con, DAY, "hubei", extra_rules=tmp_path)
    broken = next(s for s in report.statuses if s.rule == "Z01")
    assert not broken.evaluated and str(broken.reason).startswith("the rule failed")
    assert next(s for s in report.statuses if s.rule == "E01").signals == 1
