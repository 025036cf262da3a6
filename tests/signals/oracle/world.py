"""Simple questions about a province, answered by looking through its rows: who is covered, who is low, who died."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.signals.oracle.chance import Province, Row, month_of, months

CLASS = {
    "131": "tekun",
    "132": "tekun",
    "110": "dibao",
    "120": "dibao",
    "600": "marginal",
    "650": "rigid",
    "660": "other",
}
RANK = {"tekun": 1, "dibao": 2, "monitored": 3, "marginal": 3, "rigid": 4, "other": 5}


class World:
    """A province on its date. `D`, `M` and last month as the catalogue has them."""

    def __init__(self, province: Province) -> None:
        self.day, self.month, self.last = province.day, month_of(province.day), month_of(province.day, 1)
        self.region = province.region
        self.rows, self.births = province.rows, province.births
        self._of: dict[str, dict[Any, list[Row]]] = {}
        self.households = {h["household_id"]: h for h in self.rows["mz_household"]}
        self.in_force = {name for name, h in self.households.items() if self._in_force(h)}
        self.members: dict[str, list[Row]] = defaultdict(list)
        self.homes: dict[int, list[Row]] = defaultdict(list)
        for member in self.rows["mz_member"]:
            self.members[member["household_id"]].append(member)
            self.homes[member["person_id"]].append(member)
        self.cards_before = {c["person_id"]: int(c["level"]) for c in province.past.get("cl_card", [])}
        self.died = {d["person_id"]: d["died_on"] for d in self.rows["wj_death"] if d["died_on"] <= self.day}
        self.living = [person for person in self.births if person not in self.died]

    def of(self, dataset: str, person: int, key: str = "person_id") -> list[Row]:
        """The rows of a dataset about a person (or household, by another key)."""
        if (dataset + key) not in self._of:
            index = self._of[dataset + key] = defaultdict(list)
            for row in self.rows.get(dataset, []):
                index[row.get(key)].append(row)
        return self._of[dataset + key].get(person, [])

    def _in_force(self, household: Row) -> bool:
        ended = household["ended_on"]
        return household["approved_on"] <= self.day and (ended is None or ended > self.day)

    def standard(self, household: Row) -> Decimal:
        return self.region.standard(household["residence"])

    def covered(self, person: int) -> Iterator[tuple[Row, Row]]:
        """(member, household) in which a person is covered by an in-force household."""
        for member in self.homes.get(person, []):
            if member["covered"] == "Y" and member["household_id"] in self.in_force:
                yield member, self.households[member["household_id"]]

    def classes(self, person: int) -> set[str]:
        return {CLASS[home["category"]] for _, home in self.covered(person)}

    def monitored(self, person: int) -> bool:
        return any(row["risk_cleared"] != "Y" for row in self.of("ny_monitored", person))

    def low(self, person: int) -> bool:
        return bool(self.classes(person)) or self.monitored(person)

    def best(self, person: int) -> set[str]:
        """The best class by the order of medical aid; two where they rank the same; none when not low."""
        found = self.classes(person) | ({"monitored"} if self.monitored(person) else set())
        top = min((RANK[one] for one in found), default=None)
        return {one for one in found if RANK[one] == top}

    def lows(self) -> list[int]:
        return [person for person in self.living if self.low(person)]

    def recent(self, day: date, days: int) -> bool:
        """In the last `days` days."""
        return self.day - timedelta(days=days) < day <= self.day

    def between(self, day: date, far: int, near: int) -> bool:
        """`far`–`near` days before D, both ends in."""
        return near <= (self.day - day).days <= far

    def age(self, person: int) -> int:
        born, day = self.births[person], self.day
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def valid_card(self, person: int) -> Row | None:
        """The newest valid, unexpired card."""
        good = [
            card
            for card in self.of("cl_card", person)
            if card["status"] == "valid" and (card.get("expires_on") is None or card["expires_on"] > self.day)
        ]
        return max(good, key=lambda card: card["issued_on"], default=None)

    def newest_card(self, person: int) -> Row | None:
        issued = [card for card in self.of("cl_card", person) if card["issued_on"] <= self.day]
        return max(issued, key=lambda card: card["issued_on"], default=None)

    def settlements(self, person: int) -> Iterator[Row]:
        """Settlements that stand, up to D."""
        for row in self.of("yb_settlement", person):
            if row["refunded"] != "Y" and not row["cancelled"] and row["settled_on"] <= self.day:
                yield row

    def burden(self, person: int) -> Decimal:
        """Own burden in the last 12 months."""
        return sum(
            (
                Decimal(row["total"]) - row["fund_paid"] - row["aid_paid"]
                for row in self.settlements(person)
                if row["settled_on"] > months(self.day, -12)
            ),
            Decimal(0),
        )

    def unemployed(self, person: int) -> list[Row]:
        return [
            row
            for row in self.of("rs_unemployment", person)
            if row["registered_on"] <= self.day
            and (row["cancelled_on"] is None or row["cancelled_on"] > self.day)
        ]

    def enrolled(self, person: int) -> list[Row]:
        return [row for row in self.of("jy_student", person) if row["status"] == "enrolled"]

    def serious(self, person: int) -> bool:
        return any(
            row["kind"] == "serious" and row["registered_on"] <= self.day
            for row in self.of("wj_illness", person)
        )

    def events(self, person: int) -> set[str]:
        """Newly ill, a newly issued card, beyond compulsory schooling, hit by a disaster (codes N02, N03, N05, N06)."""
        found = set()
        if any(self.recent(row["registered_on"], 30) for row in self.of("wj_illness", person)):
            found.add("N02")
        card = self.newest_card(person)
        if card and self.recent(card["issued_on"], 30):
            found.add("N03")
        beyond = ("senior", "vocational", "college", "university")
        if any(
            row["stage"] in beyond and self.recent(row["entered_on"], 60) for row in self.enrolled(person)
        ):
            found.add("N05")
        if any(self.recent(row["happened_on"], 30) for row in self.of("yj_disaster", person)):
            found.add("N06")
        return found
