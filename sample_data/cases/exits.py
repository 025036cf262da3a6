"""Cases of the X rules 好转或不再符合 and the R rules 重复救助."""

from datetime import timedelta
from typing import Any

from sample_data.cases.rows import each
from sample_data.cases.stage import Home, Stage
from sample_data.life import STANDARD

ACCOUNT = {"insurance": "employee_pension", "employer": "汉水食品厂"}


def play(s: Stage) -> None:
    """All cases of the X and R rules."""
    deaths(s)
    incomes(s)
    duplicates(s)
    later_rules(s)


def deaths(s: Stage) -> None:
    """X01."""
    h = s.home("120")
    s.die(h.head, s.ago(5))
    s.intend("X01", h.head, True, "covered, died five days ago")
    h = s.home("120", members=2)
    s.edit("mz_member", h.people[1], covered="N")
    s.die(h.people[1], s.ago(40))
    s.intend("X01", h.people[1], False, "near miss: listed, not covered")
    for gap, fires in each((0, False), (1, True)):
        h = s.home()
        month = s.month(1 + gap)
        s.card(h.head, 1, 2)
        s.subsidise(h.head, "care", 1)
        s.die(h.head, month + timedelta(days=12))
        s.intend("X01", h.head, fires, f"subsidy {gap} months after the month of death")
    h = s.home("120", ended_on=s.ago(1), paid=False)
    s.die(h.head, s.ago(30))
    s.intend("X01", h.head, False, "near miss: household ended")


def incomes(s: Stage) -> None:
    """X03, X04."""
    for category, times, status, fires in each(
        ("120", 4.0, "paying", True),
        ("110", 4.0, "paying", True),
        ("120", 0.9, "paying", False),
        ("120", 4.0, "suspended", False),
        ("600", 4.0, "paying", False),
    ):
        h = s.home(category)
        wage = STANDARD[category == "110"] * times * len(h.people)
        s.add("rs_insurance", h.head, status=status, last_paid_month=s.month(1), base=wage, **ACCOUNT)
        s.intend(
            "X03",
            h.household_id,
            fires,
            f"category {category}, wage {times} times the standard a head, {status}",
        )
    start = s.world.date_in(6, s.day.day)
    for day, over, fires, note in each(
        (start, {}, True, "six months today"),
        (start + timedelta(days=1), {}, False, "near miss: six months tomorrow"),
        (start, {"ended_on": s.ago(3), "paid": False}, False, "near miss: left"),
    ):
        h = s.home("120", grace_started_on=day, **over)
        s.intend("X04", h.household_id, fires, note)


def second(s: Stage, home: Home, category: str, covered: str = "Y", **over: Any) -> None:
    """A second household of civil affairs with the head of this one in it."""
    again = Home(home.household, f"{home.household_id}B", home.people[:1], home.county_code)
    s.assist(again, category, again.household_id, **over)
    s.rows["mz_member"][-1]["covered"] = covered


def duplicates(s: Stage) -> None:
    """R01 to R04."""
    h = s.home("120")
    second(s, h, "131")
    s.intend("R01", h.head, True, "dibao and tekun")
    s.intend("R02", h.head, True, "dibao and tekun household")
    h = s.home("120")
    second(s, h, "600")
    s.intend("R01", h.head, False, "near miss: dibao and marginal")
    s.intend("R02", h.head, True, "dibao and marginal household")
    for covered, over, note in each(
        ("Y", {"ended_on": s.ago(1), "paid": False}, "second ended"),
        ("N", {}, "not covered in the second"),
    ):
        h = s.home("120")
        second(s, h, "120", covered, **over)
        s.intend("R02", h.head, False, f"near miss: {note}")
    for category, back, fires, note in each(
        ("131", 1, True, "tekun, care last month"),
        ("131", 2, False, "near miss: care two months ago"),
        ("120", 1, False, "near miss: dibao"),
    ):
        h = s.home(category)
        s.card(h.head, 1, 1)
        s.subsidise(h.head, "care", back)
        s.intend("R03", h.head, fires, note)
    for status, year, fires, note in each(
        ("active", s.day.year, True, "310 and 390"),
        ("suspended", s.day.year, False, "near miss: 310 suspended"),
        ("active", s.day.year - 1, False, "near miss: 310 last year"),
    ):
        h = s.home()
        s.add(
            "yb_enrolment",
            h.head,
            scheme="310",
            year=year,
            status=status,
            premium=2600.0,
            subsidy=0.0,
            identity="",
        )
        s.intend("R04", h.head, fires, note)


def later_rules(s: Stage) -> None:
    """X06, X08."""
    for status, back, fires in each(("cancelled", 1, True), ("valid", 1, False)):
        h = s.home()
        s.card(h.head, 1, 2, status=status)
        s.subsidise(h.head, "care", back)
        s.intend("X06", h.head, fires, f"card {status}, care last month")
    for days, fires in each((800, True), (20, False)):
        h = s.home("120", verified_on=s.ago(days), approved_on=s.ago(1000))
        s.intend("X08", h.household_id, fires, f"verified {days} days ago")
