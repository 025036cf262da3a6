"""Random provinces in which nearly everything lies just on one side of a threshold or the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from tests.signals.oracle.region import Region

Row = dict[str, Any]
STRANGER = 1
"""A person in nobody's household, whose rows make every period look complete."""


def months(day: date, count: int) -> date:
    """`day` moved by whole months; the end of a shorter month where there is no such day."""
    place = day.year * 12 + day.month - 1 + count
    first = date(place // 12, place % 12 + 1, 1)
    last = (date((place + 1) // 12, (place + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return first.replace(day=min(day.day, last))


def month_of(day: date, back: int = 0) -> date:
    return months(day.replace(day=1), -back)


@dataclass
class Province:
    """Rows per dataset, those of a month ago, and birth dates."""

    day: date
    region: Region
    rows: dict[str, list[Row]] = field(default_factory=dict)
    past: dict[str, list[Row]] = field(default_factory=dict)
    births: dict[int, date] = field(default_factory=dict)


class Chance:
    """Draws a province of `size` people in a region from one seed."""

    def __init__(self, seed: int, day: date, region: Region, size: int) -> None:
        self.random, self.day, self.region, self.size = Random(seed), day, region, size
        self.province = Province(day, region)

    def draw(self, records: Iterable[Callable[[Chance, int], None]]) -> Province:
        """The province; `records` add what departments hold about a person."""
        people = range(2, self.size + 2)
        self.province.births = {p: self._birth() for p in people} | {STRANGER: date(1990, 1, 1)}
        for number in range(self.size // 2):
            self._household(f"H{number}", people)
        for person in people:
            for record in records:
                record(self, person)
        self._complete()
        return self.province

    def add(self, dataset: str, **row: Any) -> None:
        self.province.rows.setdefault(dataset, []).append(row)

    def one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def odds(self, share: float) -> bool:
        return self.random.random() < share

    def around(self, *days_ago: int) -> date:
        """A day within one of so many days ago."""
        return self.day - timedelta(days=self.one(*days_ago) + self.one(-1, 0, 0, 1))

    def months_ago(self, *counts: int) -> date:
        """A day within one of so many months ago."""
        return months(self.day, -self.one(*counts)) + timedelta(days=self.one(-1, 0, 1))

    def _birth(self) -> date:
        if self.odds(0.5):
            return months(self.day, -12 * self.one(18, 60)) + timedelta(days=self.one(-1, 0, 1))
        return self.day - timedelta(days=self.random.randrange(100, 33000))

    def _household(self, name: str, people: range) -> None:
        category = self.one("110", "110", "120", "120", "131", "131", "132", "600", "650", "660")
        residence = self.one("urban", "rural")
        last = month_of(self.day, 1)
        members = self.random.sample(people, self.one(1, 1, 2, 3))
        covered = [m for m in members if self.odds(0.85)]
        standard = self.region.standard(residence)
        approved = self.one(date(2024, 5, 6), date(2024, 5, 6), last - timedelta(days=1), last, self.day)
        ended = None
        if self.odds(0.25):
            ended = self.one(self.around(0), self.months_ago(24), self.around(300))
            approved = date(2020, 3, 1)
        size = len(members) + self.one(0, 0, 1)
        self.add(
            "mz_household",
            household_id=name,
            category=category,
            residence=residence,
            approved_on=self.one(approved, approved, self.day + timedelta(days=1)) if not ended else approved,
            ended_on=ended,
            income_per_capita=self.one(
                200, 500, standard - Decimal("0.01"), standard, standard + Decimal("0.01")
            ),
            household_size=size,
            covered_size=len(covered) or None,
            verified_on=self.one(self.months_ago(6, 12), self.months_ago(6, 12), None),
            grace_started_on=self.months_ago(self.region.grace_months, 6) if self.odds(0.2) else None,
        )
        for number, person in enumerate(members, start=1):
            self.add(
                "mz_member",
                household_id=name,
                member_no=str(number),
                person_id=person,
                covered="Y" if person in covered else "N",
                labour=self.one("full", "full", "partial", "none"),
                self_care_failed=self.one(0, 1, 3, 4, 6),
                care_grade=self.one("full", "partial", "none"),
            )
        self._paid(name, category, max(len(covered), 1), standard)

    def _paid(self, name: str, category: str, heads: int, standard: Decimal) -> None:
        for month in (month_of(self.day, 1), month_of(self.day, 2)):
            if self.odds(0.75):
                item = "tekun_basic" if category in ("131", "132") else "dibao"
                due = standard * Decimal("1.3") * heads
                self.add(
                    "mz_payment",
                    household_id=name,
                    item=item,
                    pay_month=month,
                    amount=due + self.one(Decimal("-0.01"), 0, Decimal("0.01")) * heads,
                    result=self.one("paid", "paid", "paid", "failed"),
                )
            if self.odds(0.5):
                self.add(
                    "mz_payment",
                    household_id=name,
                    item="price_subsidy",
                    pay_month=month,
                    result=self.one("paid", "failed"),
                )

    def _complete(self) -> None:
        """So many rows of every period that a rule wants complete, that those of chance do not matter."""
        last = month_of(self.day, 1)
        began = self.day.year - (self.day.month < 9)
        term = f"{began}-{began + 1}-{2 if 3 <= self.day.month < 9 else 1}"
        for _ in range(6 * self.size):
            self.add("cl_subsidy", person_id=STRANGER, item="living", pay_month=last)
            self.add("cl_subsidy", person_id=STRANGER, item="care", pay_month=last)
            self.add("mz_payment", household_id="none", item="dibao", pay_month=last)
            self.add("mz_payment", household_id="none", item="price_subsidy", pay_month=last)
            self.add("mz_visit", person_id=STRANGER, visited_on=last)
            self.add("jy_aid", person_id=STRANGER, term=term)
            self.add("yb_enrolment", person_id=STRANGER, year=self.day.year)
