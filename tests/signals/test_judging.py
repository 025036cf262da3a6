"""What a rule waits for, where it resolves nothing, and what it says of that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from signals import life
from signals.policy import load_policy
from signals.prepare import set_table
from signals.readiness import Readers, Readiness, Suspect
from signals.rules import load_rules
from tests.signals.province import build

DAY = date(2025, 11, 30)
A, B, C = "420102", "420103", "420104"
RULES = {rule.code: rule for rule in load_rules()}


def readers(rows: dict[str, Any] | None = None, **province: Any) -> Readers:
    con = build(rows or {}, DAY, **province)
    night = set_table(con, load_policy("hubei"), DAY)
    life.open_before(con, None, None)
    return Readers(con, night)


@cache
def empty() -> Readers:
    """Of a province of which every dataset is there, without a row; read it, do not change it."""
    return readers()


def judge(code: str, given: Readers | None = None, suspect: str = "", **night: Any) -> Readiness:
    """What is said of a rule; `suspect`: dataset of which rows are missing; `night`: what of the night is otherwise."""
    found = given or empty()
    before = found.night, found.completeness.night
    found.night = found.completeness.night = replace(found.night, **night)
    try:
        return found.judge(RULES[code], Suspect(frozenset(suspect.split())))
    finally:
        found.night, found.completeness.night = before


@pytest.mark.parametrize("name", ["premium_subsidy_ratio", "completeness_ratio"])
def test_a_parameter_without_a_value_in_force(name: str) -> None:
    values = [value for value in empty().night.values if value.name != name]
    assert judge("P02").refusal is None
    assert judge("P02", values=values).refusal == f"parameter {name} has no value in force on 2025-11-30"


def test_a_parameter_lists_nothing_only_where_none_of_its_lists_has_an_entry() -> None:
    notes = judge("P11", paid()).notes
    assert notes == ["parameter price_subsidy_months lists nothing, so nothing fires"]
    (nothing,) = [value for value in empty().night.values if value.name == "price_subsidy_months"]
    own = replace(nothing, county_code=A, value=("2025-10",))
    assert judge("P11", paid(), values=[*empty().night.values, own]).notes == []


def test_rows_that_have_not_come_are_told_before_those_that_are_not_to_be_trusted() -> None:
    assert judge("P06", suspect="mz_household").refusal == "cl_subsidy, last month: no rows at all"
    untrusted = "batch of mz_household is not to be trusted (D02), so nothing counts as absent"
    assert judge("E01", suspect="mz_household").refusal == untrusted


@cache
def paid() -> Readers:
    return readers({"mz_payment": [{"item": "dibao", "pay_month": "2025-10-01"}]})


def test_a_shared_relation_that_failed_is_missed_by_all_that_rest_on_it() -> None:
    broken = {"covered": "no such column"}
    told = "tonight.covered failed: no such column"
    assert judge("P10", broken=broken).refusal == told
    assert judge("P02", broken=broken).refusal == told, "through tonight.low_person and tonight.low"
    assert judge("R04", broken=broken).refusal is None


def test_an_exit_is_suspended_and_all_others_resolve_nothing_but_those_about_data() -> None:
    assert judge("X08", suspect="mz_household").refusal == "batch of mz_household is not to be trusted (D02)"
    held = judge("N02", suspect="mz_member wj_illness cl_card")
    assert (held.refusal, held.holds) == (None, True)
    assert held.notes == ["nothing resolved: batch of mz_member, wj_illness is not to be trusted (D02)"]
    assert judge("N02", suspect="cl_card") == Readiness() == judge("D02", suspect="mz_payment")


def test_in_counties_of_which_any_dataset_has_far_fewer_rows_nothing_is_resolved() -> None:
    short = readers()
    short.short = {"mz_member": [B], "wj_illness": [A], "cl_card": [C], "mz_payment": [C]}
    found = judge("N02", short)
    assert (found.short, found.counties, found.holds) == ([A, B], [], False)
    assert found.notes == [
        f"nothing resolved in 1 counties of which mz_member has far fewer rows: {B}",
        f"nothing resolved in 1 counties of which wj_illness has far fewer rows: {A}",
    ]
    assert judge("D02", short) == Readiness()
    assert judge("E01", short).counties == [B]


def test_what_is_too_old_holds_what_was_known_and_what_never_came_does_not() -> None:
    newest = empty().night.newest
    old = {"cl_subsidy": date(2025, 1, 1)}
    assert judge("X01").holds is False
    assert judge("X01", newest=newest | {"cl_subsidy": None}).holds is False
    held = judge("X01", newest=newest | old | {"mz_payment": None, "rs_pension": None})
    assert held.holds and len(held.notes) == 3
    assert judge("D02", newest=newest | old).holds is False
    assert judge("N02", suspect="wj_illness", newest=newest | {"ny_monitored": None}).holds


def test_counties_are_left_out_whichever_of_the_datasets_lacks_them() -> None:
    households, members = (
        [{"household_id": f"H{n}", "member_no": "1", "county_code": (A, B, C)[n % 3]} for n in range(30)]
        for _ in range(2)
    )
    whole = {
        "mz_household": [{k: v for k, v in row.items() if k != "member_no"} for row in households],
        "mz_member": members,
    }
    tonight = {
        "mz_household": [row for n, row in enumerate(whole["mz_household"]) if n % 3 or n > 6],
        "mz_member": [row for n, row in enumerate(members) if n % 3 != 1 or n > 7],
    }
    found = judge("E01", readers(tonight, past=whole))
    assert (found.refusal, found.counties, found.short) == (None, [A, B], [])


def test_last_months_rows_that_have_not_come_hold_the_province_or_the_county() -> None:
    assert judge("R03").holds and "no rows at all" in judge("R03").notes[0]
    usual = [
        {"person_id": n, "item": "care", "pay_month": month, "county_code": county}
        for county, rows in ((A, 90), (B, 10))
        for month in ("2025-08-01", "2025-09-01", "2025-10-01")
        for n in range(rows if county == A or month < "2025-10-01" else 7)
    ]
    some = readers({"cl_subsidy": usual})
    found = judge("R03", some)
    assert (found.refusal, found.holds, found.short, found.counties) == (None, False, [B], [])
    some.short = {"mz_member": [A]}
    assert judge("R03", some).short == [A, B]


def test_a_rule_waits_for_columns_of_its_datasets_only_and_for_what_it_needs_whoever_reads_it() -> None:
    lacking = readers()
    lacking.delivered.missing = [
        (dataset, column, DAY, False, True)
        for dataset, column in (("jy_aid", "covered"), ("mz_member", "cause"), ("rs_pension", "basic_amount"))
    ]
    assert judge("P02", lacking).refusal is None
    assert judge("D02", lacking).refusal is None
    needs = replace(RULES["P02"], needs=("mz_member.cause",))
    told = lacking.judge(needs, Suspect()).refusal
    assert told == "column cause is not in the batch of mz_member of 2025-11-30"


def test_the_reason_of_a_rule_is_what_keeps_it_from_being_evaluated_or_else_all_its_notes() -> None:
    assert Readiness().reason is None
    assert Readiness(notes=["one", "two"]).reason == "one; two"
    assert Readiness(refusal="why", notes=["one"]).reason == "why"
