"""What departments may hold about a person, drawn near the thresholds of the rules that read it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.signals.oracle.chance import Chance, month_of


def insured(c: Chance, person: int) -> None:
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


def treated(c: Chance, person: int) -> None:
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
        burden = Decimal("0.6") * c.region.disposable
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


def disabled(c: Chance, person: int) -> None:
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


def studying(c: Chance, person: int) -> None:
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


def working(c: Chance, person: int) -> None:
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
            "base": c.region.job_cost
            + c.one(c.region.rural, c.region.urban, 2 * c.region.rural)
            + c.one(Decimal("-0.01"), 0, Decimal("0.01"), 3000),
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
            basic_amount=c.one(120, c.region.rural, c.region.urban),
            account_amount=c.one(0, Decimal("0.01"), 300),
        )


def ailing(c: Chance, person: int) -> None:
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


def elsewhere(c: Chance, person: int) -> None:
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


RECORDS = (insured, treated, disabled, studying, working, ailing, elsewhere)
