"""X: circumstances improved or entitlement ended. R: paid twice, or what excludes each other."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tests.signals.oracle.chance import month_of, months
from tests.signals.oracle.gaps import Subjects
from tests.signals.oracle.world import CLASS, World


def x01(w: World) -> Subjects:
    for person, died in w.died.items():
        paid = [
            row
            for dataset in ("mz_payment", "cl_subsidy", "rs_pension")
            for row in w.of(dataset, person)
            if month_of(died) < row["pay_month"] <= w.month
        ]
        if paid or w.classes(person):
            yield person


def x03(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        income = Decimal(0)
        for person in {member["person_id"] for member in w.members[name]}:
            wages = sum(
                row["base"]
                for row in w.of("rs_insurance", person)
                if row["insurance"] == "employee_pension" and row["status"] == "paying"
            )
            income += max(wages - w.region.job_cost, Decimal(0))
            for row in w.of("rs_pension", person):
                counts = row["kind"] == "employee" or w.region.resident_basic_pension_counts
                if row["pay_month"] == w.last:
                    income += row["account_amount"] + (row["basic_amount"] if counts else 0)
        if home["category"] in ("110", "120") and income / home["household_size"] > w.standard(home):
            yield name


def x04(w: World) -> Subjects:
    for name in w.in_force:
        started = w.households[name]["grace_started_on"]
        if started is not None and months(started, w.region.grace_months) <= w.day:
            yield name


def x06(w: World) -> Subjects:
    for person in w.living:
        card = w.newest_card(person)
        if card is None or w.valid_card(person):
            continue
        expired = card.get("expires_on") is not None and card["expires_on"] <= w.day
        if card["status"] == "valid" and not expired:
            continue
        ends = [months(month_of(card["expires_on"]), 1)] if expired else []
        first = min([*ends, w.last] if card["status"] != "valid" else ends)
        if any(first <= row["pay_month"] <= w.month for row in w.of("cl_subsidy", person)):
            yield person


def x08(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        able = any(m["covered"] == "Y" and m["labour"] in ("full", "partial") for m in w.members[name])
        if (home["verified_on"] or home["approved_on"]) < months(w.day, -6 if able else -12):
            yield name


def r01(w: World) -> Subjects:
    return (person for person in w.living if {"dibao", "tekun"} <= w.classes(person))


def r02(w: World) -> Subjects:
    for person in w.living:
        if len({home["household_id"] for _, home in w.covered(person)}) >= 2:
            yield person


def r03(w: World) -> Subjects:
    for person in w.living:
        tekun = any(CLASS[home["category"]] == "tekun" for _, home in w.covered(person))
        if tekun and any(row["pay_month"] == w.last for row in w.of("cl_subsidy", person)):
            yield person


def r04(w: World) -> Subjects:
    for person in w.living:
        schemes: dict[int, set[str]] = defaultdict(set)
        for row in w.of("yb_enrolment", person):
            if row.get("status") == "active":
                schemes[row["year"]].add(row["scheme"])
        if any(both == {"310", "390"} for both in schemes.values()):
            yield person
