"""N: a low-income person has a new difficulty. E: outside the database, or in a lower layer than due. Y01."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tests.signals.oracle.chance import months
from tests.signals.oracle.gaps import Subjects
from tests.signals.oracle.world import World


def n01(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        burden = sum(w.burden(person) for person in {m["person_id"] for m in w.members[name]})
        income = Decimal(home["income_per_capita"]) * home["household_size"] * 12
        if burden > 0 and burden >= Decimal("0.4") * income:
            yield name


def _event(w: World, code: str) -> Subjects:
    return (person for person in w.lows() if code in w.events(person))


def n02(w: World) -> Subjects:
    return _event(w, "N02")


def n03(w: World) -> Subjects:
    for person in w.lows():
        card, before = w.newest_card(person), w.cards_before.get(person)
        worse = card is not None and before is not None and int(card["level"]) < before
        if worse or "N03" in w.events(person):
            yield person


def n04(w: World) -> Subjects:
    for person in w.living:
        able = any(member["labour"] == "full" for member, _ in w.covered(person))
        accounts = [row for row in w.of("rs_insurance", person) if row["insurance"] == "employee_pension"]
        retired = any(row["status"] == "retired" for row in accounts)
        paid = max((row["last_paid_month"] for row in accounts), default=None)
        if able and not retired and paid and paid <= months(w.month, -3):
            yield person


def n05(w: World) -> Subjects:
    return _event(w, "N05")


def n06(w: World) -> Subjects:
    return _event(w, "N06")


def n07(w: World) -> Subjects:
    for person, died in w.died.items():
        for member, home in w.covered(person):
            if member["labour"] == "full" and w.recent(died, 60):
                yield home["household_id"]


def n08(w: World) -> Subjects:
    for person in w.lows():
        for row in w.of("rx_ticket", person):
            if row["received_on"] <= w.day and (row["closed_on"] is None or row["closed_on"] > w.day):
                yield person


def e01(w: World) -> Subjects:
    for person in w.living:
        if w.monitored(person) and not any(m["household_id"] in w.in_force for m in w.homes.get(person, [])):
            yield person


def e02(w: World) -> Subjects:
    for person in w.living:
        card = w.valid_card(person)
        severe = card is not None and (
            card["level"] in ("1", "2") or (card["type"] in "56" and card["level"] in w.region.mental_levels)
        )
        if "marginal" in w.classes(person) and (severe or w.serious(person)):
            yield person


def e03(w: World) -> Subjects:
    for person in w.living:
        card = w.valid_card(person)
        insured = any(
            row["insurance"] == "employee_pension" and row["status"] in ("paying", "retired")
            for row in w.of("rs_insurance", person)
        )
        severe = card is not None and card["level"] in ("1", "2")
        if severe and w.age(person) >= 18 and not insured and not w.classes(person) & {"dibao", "tekun"}:
            yield person


def e05(w: World) -> Subjects:
    for person in w.living:
        high = w.burden(person) >= Decimal("0.6") * w.region.disposable
        if high and not w.classes(person) & {"dibao", "tekun", "marginal"}:
            yield person


def e06(w: World) -> Subjects:
    for person in w.living:
        for row in w.of("mz_application", person):
            day = row["decided_on"] or row["applied_on"]
            recent = months(w.day, -12) < day <= w.day
            if row["decision"] == "rejected" and recent and not w.low(person) and w.events(person):
                yield person


def e07(w: World) -> Subjects:
    for person in w.living:
        for member in w.homes.get(person, []):
            ended = w.households[member["household_id"]]["ended_on"]
            left = member["covered"] == "Y" and ended is not None and months(w.day, -24) < ended <= w.day
            if left and not w.low(person) and w.events(person):
                yield person


def e08(w: World) -> Subjects:
    for name in w.in_force:
        home = w.households[name]
        if home["category"] in ("600", "650") and home["income_per_capita"] < w.standard(home):
            yield name


def e09(w: World) -> Subjects:
    for person in w.living:
        card = w.valid_card(person)
        lists = [
            any(row["hardship"] in ("special", "difficult") for row in w.enrolled(person)),
            bool(w.unemployed(person)),
            w.serious(person),
            card is not None and card["level"] in ("1", "2"),
        ]
        if not w.low(person) and sum(lists) >= 2:
            yield person


def e11(w: World) -> Subjects:
    for person in w.living:
        hit = [row for row in w.of("yj_disaster", person) if w.recent(row["happened_on"], 30)]
        if any(row["loss"] in ("heavy", "destroyed") for row in hit) and not w.low(person):
            yield person


PERSONAL = {"N02": n02, "N03": n03, "N04": n04, "N05": n05, "N06": n06, "N08": n08}
PERSONAL |= {"E01": e01, "E02": e02, "E03": e03, "E05": e05, "E06": e06, "E07": e07, "E09": e09, "E11": e11}
OF_HOUSEHOLDS = {"N01": n01, "N07": n07, "E08": e08}


def y01(w: World) -> Subjects:
    """A person's difficulties count in the in-force households of that person, or in any when there is none."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, rule in OF_HOUSEHOLDS.items():
        for name in rule(w):
            codes[str(name)].add(code)
    for code, rule in PERSONAL.items():
        for person in rule(w):
            homes = {m["household_id"] for m in w.homes.get(int(person), [])}
            for name in homes & w.in_force or homes:
                codes[name].add(code)
    return (name for name, found in codes.items() if len(found) >= 3)
