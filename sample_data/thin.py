"""Counties whose rows of the current period are too few for a rule that fires on absence.

Such a rule is evaluated only where the period's rows reach a share of the usual, so a small county with a few
rows less must not be counted for or against it.  In: the clean tables.  Out: subjects per rule left open.
"""

from datetime import date

import polars as pl

from sample_data.departments.jy import term
from sample_data.province import World

ENOUGH = 0.9  # of the usual: a margin above the catalogue's 80 %


def thin_counties(world: World, rows: pl.DataFrame, period: str, now: str | date) -> set[int]:
    """Codes of the counties where `rows` of the period `now` fall short of the mean of the periods before."""
    counted = (
        rows.with_columns(county=world.people["county_code"].gather(rows["person"]))
        .group_by("county", period)
        .len()
    )
    before = counted.filter(pl.col(period) < now).group_by("county").agg(usual=pl.col("len").mean())
    both = before.join(counted.filter(pl.col(period) == now), on="county", how="left")
    return set(both.filter(pl.col("len").fill_null(0) < ENOUGH * pl.col("usual"))["county"])


def open_subjects(world: World, tables: dict[str, pl.DataFrame]) -> dict[str, set[int | str]]:
    """Per absence rule everybody (every household) in a county that is thin for it."""
    last, paid, given = world.date_in(1, 1), tables["mz_payment"], tables["cl_subsidy"]
    basic = paid.filter(pl.col("item").is_in(["dibao", "tekun_basic"]) & (pl.col("result") == "paid"))
    thin = {
        "P05": thin_counties(world, given.filter(pl.col("item") == "living"), "pay_month", last),
        "P06": thin_counties(world, given.filter(pl.col("item") == "care"), "pay_month", last),
        "P07": thin_counties(world, tables["jy_aid"], "term", term(world)),
        "P08": thin_counties(world, basic, "pay_month", last),
    }
    homes = tables["mz_household"]
    return {
        rule: set(homes.filter(pl.col("county_code").is_in(codes))["household_id"])
        if rule == "P08"
        else set(world.people.filter(pl.col("county_code").is_in(codes))["person"])
        for rule, codes in thin.items()
    }
