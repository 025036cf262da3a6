"""P: entitled and not delivered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.signals.oracle.world import CLASS, World

Subjects = Iterator[int | str]
TOLERANCE = Decimal("0.001")
INPATIENT = {"tekun": "1", "dibao": "0.7", "monitored": "0.6", "marginal": "0.6", "rigid": "0.5"}
OUTPATIENT = dict.fromkeys(INPATIENT, "0.5")


def p01(w: World) -> Subjects:
    for person in w.lows():
        rows = w.of("yb_enrolment", person)
        if not any(row["year"] == w.day.year and row["status"] == "active" for row in rows):
            yield person


def p02(w: World) -> Subjects:
    due = {"tekun": Decimal(1), "dibao": Decimal("0.9")}
    for person in w.lows():
        for best in w.best(person) & set(due):
            for row in w.of("yb_enrolment", person):
                share = Decimal(row["subsidy"] or 0) / row["premium"]
                if row["scheme"] == "390" and row["year"] == w.day.year and share < due[best] - TOLERANCE:
                    yield person


def _aid(w: World, med_type: str, ratios: dict[str, str]) -> Subjects:
    for person in w.lows():
        due = max((Decimal(ratios[best]) for best in w.best(person) if best in ratios), default=None)
        for row in w.settlements(person):
            base = Decimal(row["in_scope"] - row["fund_paid"])
            applies = row["med_type"] == med_type and base > 0 and w.between(row["settled_on"], 365, 30)
            if due is not None and applies and row["aid_paid"] / base < due - TOLERANCE:
                yield person


def p03(w: World) -> Subjects:
    return _aid(w, "21", INPATIENT)


def p04(w: World) -> Subjects:
    return _aid(w, "14", OUTPATIENT)


def _subsidised(w: World, person: int, item: str) -> bool:
    return any(row["item"] == item and row["pay_month"] == w.last for row in w.of("cl_subsidy", person))


def p05(w: World) -> Subjects:
    for person in w.living:
        if "dibao" in w.classes(person) and w.valid_card(person) and not _subsidised(w, person, "living"):
            yield person


def p06(w: World) -> Subjects:
    for person in w.living:
        card = w.valid_card(person)
        severe = card is not None and card["level"] in ("1", "2")
        if severe and "tekun" not in w.classes(person) and not _subsidised(w, person, "care"):
            yield person


def p07(w: World) -> Subjects:
    terms = [(date(y, 9, 1), f"{y}-{y + 1}-1") for y in (w.day.year - 1, w.day.year)]
    terms += [(date(w.day.year, 3, 1), f"{w.day.year - 1}-{w.day.year}-2")]
    began, term = max(one for one in terms if one[0] <= w.day)
    for person in w.lows():
        helped = any(row["term"] == term for row in w.of("jy_aid", person))
        if w.enrolled(person) and not helped and (w.day - began).days >= 60:
            yield person


def _paid(w: World, household: str, items: tuple[str, ...]) -> list[Decimal]:
    return [
        Decimal(row.get("amount", 0))
        for row in w.of("mz_payment", household, "household_id")  # type: ignore[arg-type]
        if row["item"] in items and row["pay_month"] == w.last and row.get("result", "paid") == "paid"
    ]


def p08(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        due = CLASS[home["category"]] in ("dibao", "tekun") and home["approved_on"] < w.last
        if due and not _paid(w, name, ("dibao", "tekun_basic")):
            yield name


def p09(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        paid = _paid(w, name, ("tekun_basic",))
        if CLASS[home["category"]] != "tekun" or not paid or not home["covered_size"]:
            continue
        if sum(paid) / home["covered_size"] < Decimal("1.3") * w.standard(home) - TOLERANCE:
            yield name


def p10(w: World) -> Subjects:
    due = {0: "full", 1: "partial", 2: "partial", 3: "partial", 4: "none", 5: "none", 6: "none"}
    for person in w.living:
        for member, home in w.covered(person):
            if CLASS[home["category"]] == "tekun" and member["care_grade"] != due[member["self_care_failed"]]:
                yield person


def p11(w: World) -> Subjects:
    """Last month is among the months in which the subsidy is triggered (the test sees to it)."""
    for name in w.in_force:
        if CLASS[w.households[name]["category"]] in ("dibao", "tekun") and not _paid(
            w, name, ("price_subsidy",)
        ):
            yield name


def p13(w: World) -> Subjects:
    for person in w.living:
        rural = w.monitored(person) or any(home["residence"] == "rural" for _, home in w.covered(person))
        for row in w.of("zj_housing", person):
            if rural and row["grade"] in "CD" and row["only_home"] == "Y" and row["renovated_on"] is None:
                yield person


def p14(w: World) -> Subjects:
    for person in w.living:
        able = any(
            CLASS[home["category"]] in ("dibao", "marginal", "rigid")
            and member["labour"] in ("full", "partial")
            for member, home in w.covered(person)
        )
        for row in w.unemployed(person):
            idle = row["service_on"] is None or not row["service_on"] > w.day - timedelta(days=90)
            if able and (w.day - row["registered_on"]).days >= 90 and idle:
                yield person


def p15(w: World) -> Subjects:
    for person in w.lows():
        for row in w.of("yj_disaster", person):
            if w.between(row["happened_on"], 365, 30) and row["relief_on"] is None:
                yield person


def p16(w: World) -> Subjects:
    for person in w.living:
        dispersed = any(home["category"] == "131" for _, home in w.covered(person))
        visited = any(w.last <= row["visited_on"] < w.month for row in w.of("mz_visit", person))
        if dispersed and w.age(person) >= 60 and not visited:
            yield person


def p17(w: World) -> Subjects:
    for name in w.in_force:
        home, members = w.households[name], w.members[name]
        covered = [m for m in members if m["covered"] == "Y"]
        single = (home["covered_size"] or len(covered)) == 1
        if home["category"] in ("110", "120") and len(covered) < len(members) and not single:
            yield name
