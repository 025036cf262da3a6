"""Random provinces in which nearly everything lies just on one side of a threshold or the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

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
    rows: dict[str, list[Row]] = field(default_factory=dict)
    past: dict[str, list[Row]] = field(default_factory=dict)
    births: dict[int, date] = field(default_factory=dict)


class Chance:
    """Draws a province of `size` people from one seed."""

    def __init__(self, seed: int, day: date, size: int) -> None:
        self.random, self.day, self.size = Random(seed), day, size
        self.province = Province(day)

    def draw(self) -> Province:
        people = range(2, self.size + 2)
        self.province.births = {p: self._birth() for p in people} | {STRANGER: date(1990, 1, 1)}
        for number in range(self.size // 2):
            self._household(f"H{number}", people)
        for person in people:
            for kind in (_insured, _treated, _disabled, _studying, _working, _ailing, _elsewhere):
                kind(self, person)
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
        standard = {"urban": 760, "rural": 600}[residence]
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
            grace_started_on=self.months_ago(6) if self.odds(0.2) else None,
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

    def _paid(self, name: str, category: str, heads: int, standard: int) -> None:
        for month in (month_of(self.day, 1), month_of(self.day, 2)):
            if self.odds(0.75):
                item = "tekun_basic" if category in ("131", "132") else "dibao"
                due = Decimal(standard) * Decimal("1.3") * heads
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


def _insured(c: Chance, person: int) -> None:
    for scheme in ("390", "390", "310"):
        if c.odds(0.45):
            c.add(
                "yb_enrolment",
                person_id=person,
                scheme=scheme,
                year=c.day.year - c.one(0, 0, 0, 1),
                status=c.one("active", "active", "active", "suspended"),
                premium=400,
                subsidy=c.one(
                    400, Decimal("399.7"), Decimal("399.5"), 360, Decimal("359.7"), Decimal("359.5"), None
                ),
            )


def _treated(c: Chance, person: int) -> None:
    yes = {"refunded": "Y" if c.odds(0.1) else "N", "cancelled": c.odds(0.05)}
    if c.odds(0.4):
        med_type = c.one("21", "21", "14", "14", "11")
        share = c.one("1", "0.7", "0.6", "0.5") if med_type == "21" else "0.5"
        paid = Decimal(4000) * Decimal(share) + c.one(-6, -5, -3, 0, 1)
        fund = c.one(6000, 6000, 6000, 10000)
        c.add(
            "yb_settlement",
            person_id=person,
            med_type=med_type,
            settled_on=c.around(0, 30, 30, 365, 200),
            total=10000,
            in_scope=10000,
            fund_paid=fund,
            aid_paid=paid if fund == 6000 else 0,
            **yes,
        )
    if c.odds(0.25):
        households = {row["household_id"]: row for row in c.province.rows["mz_household"]}
        mine = [row["household_id"] for row in c.province.rows["mz_member"] if row["person_id"] == person]
        burden = Decimal("21087.6")
        if mine and c.odds(0.6):
            home = households[c.one(*mine)]
            burden = Decimal("0.4") * Decimal(home["income_per_capita"]) * home["household_size"] * 12
            burden = burden.quantize(Decimal("0.01"))
        c.add(
            "yb_settlement",
            person_id=person,
            med_type="11",
            settled_on=c.one(c.months_ago(12), c.around(0, 100)),
            total=burden + c.one(Decimal("-0.01"), 0, Decimal("0.01")) + 500,
            in_scope=500,
            fund_paid=500,
            aid_paid=0,
            **yes,
        )


def _disabled(c: Chance, person: int) -> None:
    if c.odds(0.6):
        level = c.one("1", "2", "3", "4")
        issued = c.one(date(2019, 1, 1), date(2019, 1, 1), c.around(30, 0), c.around(60))
        card = {"person_id": person, "type": c.one("1", "4", "5", "6"), "level": level, "issued_on": issued}
        state = {
            "status": c.one("valid", "valid", "valid", "valid", "cancelled", "frozen", "expired"),
            "expires_on": c.one(None, None, c.around(0), c.around(70), date(2035, 1, 1)),
        }
        c.add("cl_card", **card, **state)
        if c.odds(0.1):
            c.add(
                "cl_card",
                **{**card, "issued_on": date(2015, 1, 1), "level": c.one("1", "2", "3")},
                status="valid",
            )
        if c.odds(0.5):
            before = {**card, "level": c.one("1", "2", "3", "4"), "issued_on": date(2018, 1, 1)}
            c.province.past.setdefault("cl_card", []).append(before)
    for item in ("living", "care"):
        for back in (0, 1, 2, 3):
            if c.odds(0.35):
                c.add("cl_subsidy", person_id=person, item=item, pay_month=month_of(c.day, back))


def _studying(c: Chance, person: int) -> None:
    if c.odds(0.5):
        c.add(
            "jy_student",
            person_id=person,
            stage=c.one("kindergarten", "primary", "junior", "senior", "vocational", "college", "university"),
            status=c.one("enrolled", "enrolled", "enrolled", "suspended", "graduated"),
            hardship=c.one("special", "difficult", "general", "none"),
            entered_on=c.around(60, 0, 600),
        )
    if c.odds(0.3):
        c.add("jy_aid", person_id=person, term=c.one("2025-2026-1", "2025-2026-2", "2024-2025-2"))


def _working(c: Chance, person: int) -> None:
    if c.odds(0.4):
        c.add(
            "rs_unemployment",
            person_id=person,
            registered_on=c.around(90, 90, 0, 400),
            cancelled_on=c.one(None, None, None, c.around(0)),
            service_on=c.one(None, c.around(90), c.around(90, 10)),
        )
    if c.odds(0.5):
        wage = {
            "base": c.one(600, 760, 1200, 1520, 1521, 4000),
            "last_paid_month": month_of(c.day, c.one(0, 2, 3, 4)),
        }
        status = c.one("paying", "suspended", "retired")
        kind = c.one("employee_pension", "employee_pension", "resident_pension")
        c.add("rs_insurance", person_id=person, insurance=kind, status=status, **wage)
    if c.odds(0.3):
        c.add(
            "rs_pension",
            person_id=person,
            kind=c.one("employee", "resident"),
            pay_month=month_of(c.day, c.one(0, 1, 1, 2)),
            basic_amount=c.one(120, 600, 760),
            account_amount=c.one(0, Decimal("0.01"), 300),
        )


def _ailing(c: Chance, person: int) -> None:
    if c.odds(0.25):
        kind = c.one("serious", "chronic", "mental")
        c.add("wj_illness", person_id=person, kind=kind, registered_on=c.around(30, 30, 0, 500))
    if c.odds(0.1):
        c.add(
            "wj_death",
            person_id=person,
            died_on=c.one(c.around(60, 0), month_of(c.day, 1), c.around(32, 300)),
        )
        if c.odds(0.6):
            month = month_of(c.day, c.one(0, 1, 2, 3))
            c.add("mz_payment", person_id=person, household_id="none", item="temporary", pay_month=month)


def _elsewhere(c: Chance, person: int) -> None:
    if c.odds(0.15):
        cleared = c.one("Y", "N", "N", None)
        c.add("ny_monitored", person_id=person, monitor_id=f"M{person}", risk_cleared=cleared)
    if c.odds(0.2):
        c.add(
            "zj_housing",
            person_id=person,
            grade=c.one("A", "B", "C", "D"),
            only_home=c.one("Y", "Y", "N"),
            renovated_on=c.one(None, None, date(2025, 1, 1)),
        )
    if c.odds(0.3):
        c.add(
            "yj_disaster",
            person_id=person,
            happened_on=c.around(30, 30, 365, 0, 100),
            relief_on=c.one(None, None, c.day),
            relief_amount=c.one(None, 500),
            loss=c.one("light", "heavy", "destroyed"),
        )
    if c.odds(0.2):
        decided = c.one(c.months_ago(12), c.around(0, 100), None)
        applied = c.months_ago(12, 13)
        decision = c.one("rejected", "rejected", "approved")
        c.add("mz_application", person_id=person, decision=decision, decided_on=decided, applied_on=applied)
    if c.odds(0.3):
        start, end = month_of(c.day, 1), month_of(c.day)
        days = (start, end, start - timedelta(days=1), end - timedelta(days=1))
        c.add("mz_visit", person_id=person, visited_on=c.one(*days))
    if c.odds(0.1):
        received, closed = c.around(0, 20), c.one(None, None, c.around(0))
        c.add("rx_ticket", person_id=person, ticket_no=f"T{person}", received_on=received, closed_on=closed)
