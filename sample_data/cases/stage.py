"""The stage on which cases are played: households that nothing has touched yet, put in perfect order.

In: the world and the clean tables.  Out: households with their rows, for the cases to break.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from sample_data.cases.rows import Row, Rows, Tables
from sample_data.departments.health import PREMIUM, PREMIUM_RATIO
from sample_data.departments.jy import school_year
from sample_data.errors import SampleError
from sample_data.life import STANDARD
from sample_data.province import World

ENOUGH = 20_000  # households to choose from


@dataclass(frozen=True)
class Home:
    """A household on the stage: its id at civil affairs (also when it has no row there), its people."""

    household: int
    household_id: str
    people: list[int]
    county_code: int

    @property
    def head(self) -> int:
        """The head."""
        return self.people[0]


class Stage(Rows):
    """Hands out fresh households in perfect order."""

    def __init__(self, world: World, now: Tables) -> None:
        super().__init__(world, now)
        people = world.people
        plain = (
            (pl.col("id_type") == "111")
            & (pl.col("second_number") == "")
            & pl.col("died_on").is_null()
            & ~pl.col("minority")
        )
        plain &= (
            ~pl.col("id_number").is_duplicated() & ~pl.col("monitored") & ~pl.col("assisted").fill_null(False)
        )
        plain &= ~pl.col("name").is_in(
            pl.col("name").filter(pl.struct("name", "birth_date").is_duplicated()).implode()
        )
        homes = (
            people.with_columns(plain=plain & pl.col("category").is_null())
            .group_by("household", maintain_order=True)
            .agg(
                pl.col("plain").all(),
                pl.col("person"),
                pl.col("age"),
                pl.first("county_code"),
                pl.col("twin").any(),
            )
        )
        homes = homes.filter(pl.col("plain") & ~pl.col("twin"))
        self.fresh: list[Row] = homes.head(ENOUGH).to_dicts()
        self.labour = people["labour"]

    def _next(self, child: tuple[int, int] | None, elder: bool, members: int) -> Row:
        low, high = (60, 85) if elder else (24, 55)
        for at, home in enumerate(self.fresh):
            ages = home["age"]
            fits = low <= ages[0] <= high and len(ages) >= members
            if child:
                fits &= len(ages) >= 2 and child[0] <= ages[-1] <= child[1]
            if fits:
                return self.fresh.pop(at)
        raise SampleError("too few households for all cases; make a province of more people")

    def home(
        self,
        category: str | None = None,
        child: tuple[int, int] | None = None,
        elder: bool = False,
        members: int = 1,
        monitored: bool = False,
        paid: bool = True,
        **over: Any,
    ) -> Home:
        """A fresh household, in `category` and in order; `child` asks for a youngest member of that age."""
        found = self._next(child, elder, members)
        home = Home(
            found["household"],
            f"{found['county_code']}MZ{found['household']:08d}",
            found["person"],
            found["county_code"],
        )
        self.used += home.people
        layer = "monitored" if monitored and category is None else category
        for number, person in enumerate(home.people, 1):
            subsidy = PREMIUM * PREMIUM_RATIO.get(layer or "", 0.0)
            self.add(
                "yb_enrolment",
                person,
                scheme="390",
                year=self.day.year,
                status="active",
                premium=PREMIUM,
                subsidy=subsidy,
                identity="",
            )
            if monitored:
                self.add(
                    "ny_monitored",
                    person,
                    monitor_id=f"{home.county_code}NY{home.household:08d}",
                    member_no=str(number),
                    kind="marginal",
                    identified_on=self.ago(200),
                    risk_cleared="N",
                )
        if category:
            self.assist(home, category, home.household_id, paid=paid, **over)
        return home

    def assist(self, home: Home, category: str, household_id: str, paid: bool = True, **over: Any) -> None:
        """Civil affairs' rows of a household: approved a year ago, verified lately, paid every month."""
        size = len(home.people)
        residence = "urban" if category == "110" else "rural"
        row: Row = {"household": home.household, "household_id": household_id, "category": category}
        row |= {"county_code": home.county_code, "residence": residence, "income_per_capita": 200.0}
        row |= {"household_size": size, "covered_size": size, "cause": "疾病"}
        row |= {"approved_on": self.ago(400), "verified_on": self.ago(20)}
        row |= over
        self.add("mz_household", home.head, **row)
        tekun = category in ("131", "132")
        for number, person in enumerate(home.people, 1):
            relation = "head" if number == 1 else "other"
            self.add(
                "mz_member",
                person,
                household_id=household_id,
                member_no=str(number),
                relation=relation,
                covered="Y",
                labour=self.labour[person],
                self_care_failed=0,
                care_grade="full" if tekun else "",
            )
        if category == "131":
            self.add(
                "mz_visit", home.head, visited_on=self.month(1) + timedelta(days=9), finding="normal", note=""
            )
        if category in ("110", "120", "131", "132") and paid and row["approved_on"] < self.month(1):
            for back in (3, 2, 1):
                self.pay(home, household_id, back, tekun, row["residence"])

    def pay(
        self, home: Home, household_id: str, back: int, tekun: bool, residence: str, result: str = "paid"
    ) -> None:
        """The monthly payments of a household for one month."""
        standard = STANDARD[residence == "urban"]
        amounts = {"tekun_basic": standard * 1.3, "tekun_care": 300.0} if tekun else {"dibao": 400.0}
        if back == 1:
            amounts["price_subsidy"] = 45.0
        for item, amount in amounts.items():
            self.add(
                "mz_payment",
                home.head,
                household_id=household_id,
                item=item,
                pay_month=self.month(back),
                paid_on=self.world.date_in(back, 28),
                amount=amount * len(home.people),
                result=result,
            )

    def card(self, person: int, kind: int, level: int, subsidies: tuple[str, ...] = (), **over: Any) -> None:
        """A valid disability card, and three months of the subsidies named."""
        values: Row = {"type": kind, "level": level, "worse": False, "reissue": 0, "status": "valid"}
        values |= {"issued_on": self.ago(900), "expires_on": self.ago(-2752)}
        self.add("cl_card", person, **(values | over))
        for item in subsidies:
            for back in (3, 2, 1):
                self.subsidise(person, item, back)

    def subsidise(self, person: int, item: str, back: int) -> None:
        """One month of a subsidy of the disabled."""
        self.add(
            "cl_subsidy",
            person,
            item=item,
            pay_month=self.month(back),
            paid_on=self.world.date_in(back, 15),
            amount=100.0,
        )

    def student(self, person: int, stage: str = "primary", **over: Any) -> None:
        """A pupil on the register since the beginning of the school year."""
        number = self.world.people["id_number"][person]
        values: Row = {
            "stage": stage,
            "guardian": -1,
            "student_no": f"G{number}",
            "school_code": "4201001001",
            "status": "enrolled",
        }
        values |= {"hardship": "none", "entered_on": date(school_year(self.world), 9, 1)}
        self.add("jy_student", person, **(values | over))
