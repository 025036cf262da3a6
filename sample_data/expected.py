"""Which signals must fire, worked out from the clean facts alone: a second formulation of the rules, in sets.

In: the clean newest state of the datasets. Out: per rule the subjects that must fire, and those on which
readings of the catalogue differ (`unsure`). Nothing here looks at the delivered files.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from sample_data.departments.jy import term
from sample_data.province import World
from sample_data.thin import open_subjects

Tables = dict[str, pl.DataFrame]
Subjects = AbstractSet[int | str]
RANK = {"131": 1, "132": 1, "110": 2, "120": 2, "monitored": 3, "600": 3, "650": 4, "660": 5}
DIBAO, TEKUN = ["110", "120"], ["131", "132"]
AID = {1: 1.0, 2: 0.7, 3: 0.6, 4: 0.5}  # inpatient aid by rank, 湖北 2024 (分别按100%、不低于70%、60%、50%)
STANDARD = {"urban": 760.0, "rural": 600.0}


@dataclass
class Expected:
    """Subjects of each rule: people by number, households by household_id."""

    fires: dict[str, Subjects] = field(default_factory=dict)
    unsure: dict[str, Subjects] = field(default_factory=dict)


def people_of(rows: pl.DataFrame, *where: pl.Expr) -> set[int]:
    """The people of the rows that satisfy all conditions."""
    return set((rows.filter(*where) if where else rows)["person"].to_list())


class Facts:
    """What the rules share: who is covered where, who is low-income, who died, which cards are valid."""

    def __init__(self, world: World, now: Tables) -> None:
        self.day, self.now, self.world = world.as_of, now, world
        self.last_month = world.date_in(1, 1)
        open_homes = now["mz_household"].filter(
            (pl.col("approved_on") <= self.day)
            & (pl.col("ended_on").is_null() | (pl.col("ended_on") > self.day))
        )
        self.homes = open_homes.select(
            "household_id", "category", "residence", "approved_on", "grace_started_on", "household_size"
        )
        self.members = now["mz_member"].join(self.homes.select("household_id", "category"), on="household_id")
        self.covered = self.members.filter(pl.col("covered") == "Y")
        self.watched = people_of(now["ny_monitored"], pl.col("risk_cleared") != "Y")
        self.in_mz = people_of(self.covered)
        self.dead = people_of(now["wj_death"], pl.col("died_on") <= self.day)
        self.low = (self.in_mz | self.watched) - self.dead
        self.dibao = people_of(self.covered, pl.col("category").is_in(DIBAO))
        self.tekun = people_of(self.covered, pl.col("category").is_in(TEKUN))
        still_valid = pl.col("expires_on").is_null() | (pl.col("expires_on") > self.day)
        self.cards = now["cl_card"].filter((pl.col("status") == "valid") & still_valid)
        self.severe = people_of(self.cards, pl.col("level") <= 2)

    def ago(self, days: int) -> date:
        """So many days before the as-of date."""
        return self.day - timedelta(days=days)

    def rank(self) -> dict[int, int]:
        """Each low person's best category by medical-aid order (就高)."""
        ranks = dict.fromkeys(self.watched, RANK["monitored"])
        for person, category in self.covered.select("person", "category").iter_rows():
            ranks[person] = min(RANK[category], ranks.get(person, 9))
        return ranks

    def subsidised(self, *where: pl.Expr) -> set[int]:
        """People with a subsidy of the disabled for last month."""
        return people_of(self.now["cl_subsidy"], pl.col("pay_month") == self.last_month, *where)


def policy_gaps(f: Facts) -> dict[str, Subjects]:
    """P rules."""
    now, year = f.now, f.day.year
    this_year = now["yb_enrolment"].filter(pl.col("year") == year)
    share = pl.col("subsidy") / pl.col("premium")
    resident = this_year.filter(pl.col("scheme") == "390")
    short_tekun = people_of(resident, share < 1.0 - 1e-9) & f.tekun
    short_dibao = people_of(resident, share < 0.9 - 1e-9) & (f.dibao - f.tekun)
    rank = f.rank()
    stays = now["yb_settlement"].filter(
        pl.col("med_type") == "21",
        pl.col("refunded") != "Y",
        ~pl.col("reversed"),
        pl.col("settled_on").is_between(f.ago(365), f.ago(30)),
        pl.col("in_scope") > pl.col("fund_paid"),
    )
    due = (
        pl.col("person")
        .replace_strict(rank, default=9, return_dtype=pl.Int64)
        .replace_strict(AID, default=0.0, return_dtype=pl.Float64)
    )
    got = pl.col("aid_paid") / (pl.col("in_scope") - pl.col("fund_paid"))
    aided = people_of(now["jy_aid"], pl.col("term") == term(f.world))
    few = pl.when(pl.col("self_care_failed") <= 3).then(pl.lit("partial")).otherwise(pl.lit("none"))
    grade = pl.when(pl.col("self_care_failed") == 0).then(pl.lit("full")).otherwise(few)
    paid = now["mz_payment"].filter(
        (pl.col("pay_month") == f.last_month)
        & (pl.col("result") == "paid")
        & pl.col("item").is_in(["dibao", "tekun_basic"])
    )
    due_homes = f.homes.filter(
        pl.col("category").is_in(DIBAO + TEKUN) & (pl.col("approved_on") < f.last_month)
    )
    return {
        "P01": f.low - people_of(this_year, pl.col("status") == "active"),
        "P02": (short_tekun | short_dibao) - f.dead,
        "P03": people_of(stays, got < due - 0.001) & f.low,
        "P05": (people_of(f.cards) & f.dibao) - f.subsidised(pl.col("item") == "living") - f.dead,
        "P06": f.severe - f.tekun - f.subsidised(pl.col("item") == "care") - f.dead,
        "P07": (people_of(now["jy_student"], pl.col("status") == "enrolled") & f.low) - aided,
        "P08": set(due_homes["household_id"]) - set(paid["household_id"]),
        "P10": people_of(f.covered, pl.col("category").is_in(TEKUN), pl.col("care_grade") != grade) - f.dead,
    }


def hardships(f: Facts) -> dict[str, Subjects]:
    """N and E rules."""
    now, new = f.now, f.ago(30)
    ill = now["wj_illness"]
    card = now["cl_card"].filter(pl.col("status") == "valid")
    marginal = people_of(f.covered, pl.col("category") == "600")
    special = people_of(f.cards, pl.col("type").is_in([5, 6]), pl.col("level") <= 2)
    serious = people_of(ill, pl.col("kind") == "serious")
    adults = set(f.world.people.filter(pl.col("age") >= 18)["person"].to_list())
    account = now["rs_insurance"].filter(pl.col("insurance") == "employee_pension")
    at_work = people_of(account, pl.col("status").is_in(["paying", "retired"]))
    return {
        "N02": people_of(ill, pl.col("registered_on") > new) & f.low,
        "N03": people_of(card, (pl.col("issued_on") > new) | pl.col("worse")) & f.low,
        "N06": people_of(now["yj_disaster"], pl.col("happened_on") > new) & f.low,
        "E01": f.watched - f.in_mz - f.dead,
        "E02": (marginal & (f.severe | special | serious)) - f.dead,
        "E03": (f.severe & adults) - at_work - f.dibao - f.tekun - f.dead,
        "E09": on_two_lists(f, serious, f.severe),
    }


def on_two_lists(f: Facts, serious: set[int], severe: set[int]) -> set[int]:
    """E09: outside the database and on two of the four lists."""
    hard = people_of(
        f.now["jy_student"],
        pl.col("status") == "enrolled",
        pl.col("hardship").is_in(["special", "difficult"]),
    )
    idle = people_of(
        f.now["rs_unemployment"],
        pl.col("registered_on") <= f.day,
        pl.col("cancelled_on").is_null() | (pl.col("cancelled_on") > f.day),
    )
    lists = [hard, idle, serious, severe]
    twice = {p for i, a in enumerate(lists) for b in lists[i + 1 :] for p in a & b}
    return twice - f.low - f.dead


def exits(f: Facts) -> dict[str, Subjects]:
    """X and R rules, without X03."""
    now = f.now
    month_after = pl.col("died_on").dt.month_start().dt.offset_by("1mo")
    died = now["wj_death"].filter(pl.col("died_on") <= f.day).select("person", "died_on")
    paid = pl.concat(
        [now[t].select("person", "pay_month") for t in ("mz_payment", "cl_subsidy", "rs_pension")]
    )
    late = people_of(paid.join(died, on="person"), pl.col("pay_month") >= month_after)
    started = f.homes.filter(pl.col("grace_started_on").is_not_null())
    over = started.filter(pl.col("grace_started_on").dt.offset_by("6mo") <= f.day)
    active = now["yb_enrolment"].filter((pl.col("year") == f.day.year) & (pl.col("status") == "active"))
    homes = f.covered.group_by("person").agg(n=pl.col("household_id").n_unique())
    return {
        "X01": late | (f.in_mz & f.dead),
        "X04": set(over["household_id"]),
        "R01": (f.dibao & f.tekun) - f.dead,
        "R02": people_of(homes, pl.col("n") >= 2) - f.dead,
        "R03": (f.tekun & f.subsidised()) - f.dead,
        "R04": (people_of(active, pl.col("scheme") == "310") & people_of(active, pl.col("scheme") == "390"))
        - f.dead,
    }


def income_over_standard(f: Facts) -> tuple[set[str], set[str]]:
    """X03: households surely over the standard, and those over it by one reading only.

    The strict reading leaves out resident pensions and uncovered members and takes 600 yuan of each wage as
    the cost of working; the broad one counts everything.
    """
    homes = f.homes.filter(pl.col("category").is_in(DIBAO))
    wages = f.now["rs_insurance"].filter(
        (pl.col("status") == "paying") & (pl.col("insurance") == "employee_pension")
    )
    wage = wages.group_by("person").agg(wage=pl.col("base").sum())
    month = f.now["rs_pension"].filter(pl.col("pay_month") == f.last_month)
    pension = month.group_by("person").agg(
        broad=(pl.col("basic_amount") + pl.col("account_amount")).sum(),
        strict=(pl.when(pl.col("kind") == "employee").then(pl.col("basic_amount")).otherwise(0.0)).sum(),
    )
    folk = f.members.join(homes.select("household_id"), on="household_id", how="semi")
    folk = folk.join(wage, on="person", how="left").join(pension, on="person", how="left").fill_null(0.0)
    per_home = folk.group_by("household_id").agg(
        broad=(pl.col("wage") + pl.col("broad")).sum(),
        strict=((pl.col("wage") - 600).clip(0) + pl.col("strict")).filter(pl.col("covered") == "Y").sum(),
    )
    both = homes.join(per_home, on="household_id").with_columns(
        standard=pl.col("residence").replace_strict(STANDARD, return_dtype=pl.Float64)
        * pl.col("household_size")
    )
    sure = set(both.filter(pl.col("strict") > pl.col("standard"))["household_id"])
    maybe = set(both.filter(pl.col("broad") > pl.col("standard"))["household_id"])
    return sure, maybe - sure


def expected(world: World, now: Tables) -> Expected:
    """All subjects of P01-P03, P05-P08, P10, N02, N03, N06, E01-E03, E09, X01, X03, X04 and R01-R04."""
    f = Facts(world, now)
    found = Expected({**policy_gaps(f), **hardships(f), **exits(f)})
    found.fires["X03"], found.unsure["X03"] = income_over_standard(f)
    for rule, subjects in open_subjects(world, now).items():
        found.unsure[rule] = found.fires[rule] & subjects
    any_severe = people_of(now["cl_card"], pl.col("level") <= 2)
    serious = people_of(now["wj_illness"], pl.col("kind") == "serious")
    found.unsure["E09"] = on_two_lists(f, serious, any_severe) - found.fires["E09"]
    invalid = people_of(now["cl_card"], pl.col("status") != "valid")
    recent = people_of(now["cl_card"], (pl.col("issued_on") > f.ago(30)) | pl.col("worse"))
    found.unsure["N03"] = invalid & recent & f.low
    return found
