"""What was not delivered, be it a column, a month or a county, neither accuses anybody nor ends a signal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.signals.test_readiness import A, B, run

INSURED = {
    "yb_enrolment": [
        {"person_id": n, "scheme": "390", "year": 2025, "premium": 400, "subsidy": 0} for n in range(10)
    ]
}
OVERPAID = {
    "rs_pension": [{"person_id": 1, "kind": "employee", "pay_month": "2025-10-01", "basic_amount": 5000}],
    "rs_insurance": [],
}
SUBSIDY_LEFT_OUT = "column subsidy is not in the batch of yb_enrolment of 2025-11-30"


@pytest.mark.parametrize("before", [True, False])
def test_a_rule_that_needs_a_column_is_not_evaluated_without_it(before: bool) -> None:
    assert len(run(INSURED, "P02")[2]) == 10
    outcome = run(INSURED, "P02", left_out=[("yb_enrolment", "subsidy", before)])
    assert outcome == (False, SUBSIDY_LEFT_OUT, [])


@pytest.mark.parametrize(
    ("rule", "column", "behind"),
    [
        ("P02", "ended_on", "what is in force, which shared relations decide by"),
        ("P02", "covered", "who is covered"),
        ("P09", "residence", "read by the rule itself"),
    ],
)
def test_a_column_that_was_there_before_is_missed_by_the_rules_that_rest_on_it(
    rule: str, column: str, behind: str
) -> None:
    dataset = "mz_member" if column == "covered" else "mz_household"
    evaluated, reason, _ = run(INSURED, rule, left_out=[(dataset, column, True)])
    assert not evaluated and str(reason).startswith(f"column {column} is not"), behind
    assert run(INSURED, rule, left_out=[(dataset, column, False)])[0], "never delivered: as it is"


def test_a_column_that_a_rule_does_not_rest_on_is_not_missed() -> None:
    lacking = [
        ("yb_enrolment", "identity", True),
        ("mz_household", "cause", True),
        ("mz_member", "labour", True),
    ]
    assert run(INSURED, "P02", left_out=lacking)[:2] == (True, None)


def payments(months: dict[str, int], item: str = "living") -> dict[str, Any]:
    return {
        "cl_subsidy": [
            {"person_id": 500 + n, "item": item, "pay_month": month, "county_code": A}
            for month, rows in months.items()
            for n in range(rows)
        ]
    }


def test_nothing_resolves_before_last_months_payments_have_come() -> None:
    come = run(payments({"2025-09-01": 50, "2025-10-01": 40}), "R03")
    assert come[:2] == (True, None)
    evaluated, reason, _ = run(payments({"2025-08-01": 50, "2025-09-01": 50, "2025-10-01": 39}), "R03")
    assert evaluated and reason == (
        "nothing resolved: cl_subsidy, last month: 39 rows, less than 80% of the usual 50"
    )
    assert "no rows" in str(run(payments({}), "R03")[1])


def test_pensions_that_have_not_come_hold_what_rests_on_them_where_they_are_delivered_at_all() -> None:
    assert "nothing resolved: rs_pension" in str(run({"rs_insurance": []}, "X03")[1])
    assert run({"rs_insurance": []}, "X03", newest={"rs_pension": None})[1] == (
        "evaluated without rs_pension (absent)"
    )


def test_an_append_batch_without_numbers_proves_no_absence() -> None:
    come = payments({"2025-09-01": 50, "2025-10-01": 50})
    batches: list[dict[str, Any]] = [
        {"dataset": "cl_subsidy", "batch": "2025-10-30"},
        {"dataset": "cl_subsidy", "batch": "2025-11-30"},
    ]
    assert len(run(come, "P05", batches=batches)[2]) == 10
    batches[1]["blank_ids"] = 60
    evaluated, reason, found = run(come, "P05", batches=batches)
    assert not evaluated and "nothing counts as absent" in str(reason) and found == []
    batches[1] |= {"blank_ids": 0, "rows_read": 50}
    assert run(come, "P05", batches=batches)[0], "fewer rows: the periods are looked at"


def test_a_county_that_never_delivered_accuses_nobody_in_it() -> None:
    everybody = [{"person_id": n, "county_code": A if n < 200 else B} for n in range(400)]
    here = [{"person_id": n, "year": 2025, "county_code": A} for n in range(10, 130)]
    evaluated, reason, found = run({"yb_enrolment": here}, "P01", people=everybody)
    assert evaluated and B in str(reason) and found == [0, 1, 2, 3, 4]
    few = run({"yb_enrolment": here[:90]}, "P01", people=everybody)
    assert few[1:] == (None, list(range(10))), "too few to be missed"


def test_a_rule_that_lacks_its_rows_in_every_county_is_not_evaluated() -> None:
    there = payments({"2025-08-01": 50, "2025-09-01": 50})["cl_subsidy"]
    nowhere = [row | {"county_code": None} for row in payments({"2025-10-01": 50})["cl_subsidy"]]
    evaluated, reason, found = run({"cl_subsidy": there + nowhere}, "P05")
    assert not evaluated and "in every county" in str(reason) and found == []


def test_a_years_pension_in_a_month_is_told_and_when_many_are_suspends_exits() -> None:
    usual = [
        {"person_id": n, "kind": "resident", "pay_month": date(2025, month, 1), "basic_amount": 200}
        for n in range(3)
        for month in (7, 8, 9)
    ]
    yearly = [row | {"pay_month": date(2025, 10, 1), "basic_amount": 2400} for row in usual[::3]]
    batches = [
        {"dataset": "rs_pension", "batch": "2025-10-30"},
        {"dataset": "rs_pension", "batch": "2025-11-30", "rows_read": 301},
    ]
    given = {"rs_pension": usual + yearly, "wj_death": [{"person_id": 1, "died_on": "2025-11-01"}]}
    assert run(given, "X01", batches=batches)[0]
    batches[1]["rows_read"] = 300
    evaluated, reason, _ = run(given, "X01", batches=batches)
    assert not evaluated and "rs_pension" in str(reason)


@pytest.mark.parametrize(("strangers", "trusted"), [(10, True), (11, False)])
def test_a_batch_whose_names_do_not_fit_its_numbers_proves_no_absence(strangers: int, trusted: bool) -> None:
    insured = [{"person_id": 900 + n, "year": 2025} for n in range(54)]
    batches: list[dict[str, Any]] = [
        {"dataset": "yb_enrolment", "batch": day, "rows_read": 54} for day in ("2025-10-30", "2025-11-30")
    ]
    evaluated, reason, _ = run(
        {"yb_enrolment": insured}, "P01", batches=batches, strangers={"yb_enrolment": strangers}
    )
    assert evaluated == trusted and (trusted or "nothing counts as absent" in str(reason))


def test_people_of_a_batch_without_numbers_are_not_missed_elsewhere() -> None:
    batches: list[dict[str, Any]] = [
        {"dataset": "mz_member", "batch": "2025-10-30"},
        {"dataset": "mz_member", "batch": "2025-11-30", "rows_accepted": 70},
    ]
    insured = {"yb_enrolment": [{"person_id": 900, "year": 2025}]}
    assert run(insured, "P01", batches=batches)[0], "some of them are missing: nobody is accused for that"
    batches[1] |= {"rows_accepted": 100, "blank_ids": 60}
    evaluated, reason, found = run(insured, "P01", batches=batches)
    assert not evaluated and "batch of mz_member" in str(reason) and found == []
