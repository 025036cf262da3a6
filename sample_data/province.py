"""The province: which counties there are and how people spread over them, and the as-of date.

`World` is the truth that everything else is made from: one row a person, one row a household.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl

from sample_data.draw import Ints, between, chance, stream
from sample_data.names import facts

PEOPLE_PER_COUNTY = 5_000
ABSENT_CODES = [420199, 429099, 421199, 420599]  # genuine numbers carry codes of no published edition


@dataclass
class World:
    """A province on one day.

    `people`: person (0, 1, …), household, relation, sex (M/F), birth_date, age, county_code, area_code,
    id_type, id_number, second_number, other_type, other_number, name, former_name, phone,
    first_in_household, twin.  `households`: household, county_code, kind, size, head, urban (`life` adds).
    """

    seed: int
    as_of: date
    people: pl.DataFrame
    households: pl.DataFrame
    protected: set[int] = field(default_factory=set)  # people whose rows stay clean, for planted cases
    cases: list[tuple[str, int | str, bool, str]] = field(
        default_factory=list
    )  # rule, subject, intended, note

    @property
    def day(self) -> np.datetime64:
        """The as-of date."""
        return np.datetime64(self.as_of, "D")

    def date_in(self, months_back: int, day: int) -> date:
        """The `day`-th of the month so many months before the as-of month."""
        number = self.as_of.year * 12 + self.as_of.month - 1 - months_back
        return date(number // 12, number % 12 + 1, day)

    def ago(self, days: int) -> date:
        """The date so many days before the as-of date."""
        return self.as_of - timedelta(days=days)


def counties(people: int) -> Ints:
    """Codes of the counties of a province of this size: all of Hubei's from half a million people on."""
    codes = [int(r["code"]) for r in facts("counties") if r["in_force"] == "1" and r["code"].startswith("42")]
    wanted = int(np.clip(people // PEOPLE_PER_COUNTY, 4, len(codes)))
    return np.array(codes)[np.linspace(0, len(codes) - 1, wanted).astype(int)]


def birth_areas(seed: int, home: Ints, birth_year: Ints) -> Ints:
    """Area codes inside ID numbers: mostly the home county, some of the province, some from anywhere."""
    rng = stream(seed, "birth areas")
    n = len(home)
    rows = facts("counties")
    here = np.array([int(r["code"]) for r in rows if r["code"].startswith("42")])
    now = np.array([int(r["code"]) for r in rows if r["in_force"] == "1"])
    before = np.array([int(r["code"]) for r in rows if r["in_force"] == "0"])
    area = home.copy()
    draw = rng.random(n)
    for chosen, codes in (
        (draw < 0.12, here),
        (draw < 0.06, now),
        ((draw > 0.985) & (birth_year < 2000), before),
        (chance(rng, 1 / 3000, n), np.array(ABSENT_CODES)),
    ):
        area[chosen] = codes[between(rng, 0, len(codes) - 1, int(chosen.sum()))]
    return area
