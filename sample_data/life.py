"""What happens to people: deaths, work, illness, disability, school, hardship and the help it brings.

In: the world of households. Out: the same with columns of circumstance on `people` (died_on, employed, wage,
retired, student, ill, card_type, card_level, covered) and on `households` (category, approved_on, ended_on,
…), from which the departments' extracts are made. Shares are realistic: 5-6 % of people in civil affairs'
households, 3 % with a disability card, 15 % at school.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from sample_data.draw import Array, between, chance, choose, days_before, stream
from sample_data.province import World

CATEGORIES = ["110", "120", "131", "132", "600", "650", "660"]
IN_FORCE_SHARES = [0.16, 0.46, 0.0, 0.0, 0.22, 0.12, 0.04]
STANDARD = {True: 760, False: 600}  # monthly dibao standard a head, urban and rural


def live(world: World) -> World:
    """The world with everybody's circumstances."""
    people = _circumstances(world)
    households = _assistance(world, people)
    in_mz = pl.col("category").is_not_null() & pl.col("ended_on").is_null()
    households = households.with_columns(assisted=in_mz)
    rng = stream(world.seed, "monitored")
    likely = np.where(households["assisted"], 0.14, 0.005) * ~households["urban"].to_numpy()
    households = households.with_columns(
        monitored=chance(rng, likely, len(households)), cleared=chance(rng, 0.3, len(households))
    )
    monitored = pl.col("monitored") & ~pl.col("cleared")
    state = households.select("household", "category", "ended_on", "assisted", "urban", monitored=monitored)
    return replace(
        world,
        people=people.join(state, on="household", how="left", maintain_order="left"),
        households=households,
    )


def _circumstances(world: World) -> pl.DataFrame:
    rng = stream(world.seed, "circumstances")
    people, n = world.people, len(world.people)
    age = people["age"].to_numpy()
    mortality = np.select([age >= 85, age >= 75, age >= 65, age >= 45], [0.09, 0.035, 0.013, 0.003], 0.0004)
    dead = chance(rng, mortality * 14 / 12, n)
    died = np.where(dead, days_before(world.as_of, between(rng, 3, 420, n)), np.datetime64("NaT", "D"))
    adult = (age >= 19) & (age < 60)
    employed = adult & chance(rng, 0.42, n)
    card = chance(rng, np.select([age >= 60, age >= 30], [0.055, 0.03], 0.010), n)
    wage = np.exp(rng.normal(8.45, 0.35, n)).round(-1).clip(2010, 26000)
    stage = np.select(
        [
            (age >= 3) & (age < 6) & chance(rng, 0.9, n),
            (age >= 6) & (age < 12),
            (age >= 12) & (age < 15),
            (age >= 15) & (age < 18) & chance(rng, 0.62, n),
            (age >= 15) & (age < 18) & chance(rng, 0.85, n),
            (age >= 18) & (age < 21) & chance(rng, 0.3, n),
            (age >= 18) & (age < 22) & chance(rng, 0.35, n) & ~employed,
        ],
        ["kindergarten", "primary", "junior", "senior", "vocational", "college", "university"],
        "",
    )
    return people.with_columns(
        died_on=died,
        employed=employed & (stage == ""),
        wage=wage,
        retired=(age >= 60) & chance(rng, 0.35, n),
        stage=stage,
        ill=np.where(
            chance(rng, np.where(age >= 50, 0.05, 0.014), n),
            choose(rng, ["serious", "chronic", "mental"], [35, 50, 15], n),
            "",
        ),
        card_type=np.where(card, between(rng, 1, 7, n), 0),
        card_level=np.where(card, choose(rng, [1, 2, 3, 4], [14, 20, 28, 38], n), 0),
        labour=np.select([(age < 16) | (age >= 65), card | (age >= 58)], ["none", "partial"], "full"),
        failed=np.where((age >= 60) & chance(rng, 0.35, n), between(rng, 0, 6, n), 0),
    )


def _need(people: pl.DataFrame) -> Array:
    """How much likelier than others each household is to be in assistance."""
    return (
        people.group_by("household", maintain_order=True)
        .agg(
            need=0.45
            + 1.3 * (pl.col("card_level").is_between(1, 2)).any()
            + 0.9 * (pl.col("ill") == "serious").any()
            + 0.9 * (pl.col("kind").first() == "grandparent")
            + 0.5 * (pl.col("kind").first() == "single_parent")
            + 0.4 * (pl.col("kind").first() == "single_elder")
        )["need"]
        .to_numpy()
    )


def _assistance(world: World, people: pl.DataFrame) -> pl.DataFrame:
    """Civil affairs' households: category, dates, income; null category for everybody else."""
    rng = stream(world.seed, "assistance")
    folk, h = world.households, len(world.households)
    need = _need(people)
    known = chance(rng, np.minimum(0.062 * need / need.mean(), 0.9), h)
    category = choose(rng, CATEGORIES, IN_FORCE_SHARES, h)
    elder = (folk["kind"] == "single_elder").to_numpy() & (known | chance(rng, 0.03, h))
    known |= elder
    category = np.where(elder & chance(rng, 0.8, h), choose(rng, ["131", "132"], [75, 25], h), category)
    urban = folk["urban"].to_numpy() & (category != "120") | (category == "110")
    standard = np.where(urban, STANDARD[True], STANDARD[False])
    above = np.isin(category, ["600", "650", "660"])
    ratio = np.where(
        above, np.where(chance(rng, 0.05, h), 0.9, rng.uniform(1.02, 1.5, h)), rng.uniform(0.25, 0.95, h)
    )
    nat = np.datetime64("NaT", "D")
    ended = known & chance(rng, 0.07, h)
    approved = days_before(world.as_of, between(rng, 120, 3000, h))
    new = chance(rng, 0.03, h)
    approved = np.where(new & ~ended, days_before(world.as_of, between(rng, 2, 50, h)), approved)
    grace = chance(rng, 0.025, h) & ~above & np.isin(category, ["110", "120"])
    ended_on = np.where(ended, days_before(world.as_of, between(rng, 5, 100, h)), nat)
    frame = folk.with_columns(
        category=category,
        urban=urban,
        income_per_capita=(standard * ratio).round(0),
        approved_on=approved,
        ended_on=ended_on,
        end_reason=np.where(
            ended, choose(rng, ["收入超标", "死亡", "主动退出", "迁出"], [5, 2, 2, 1], h), ""
        ),
        verified_on=np.maximum(approved, days_before(world.as_of, between(rng, 3, 380, h))),
        grace_started_on=np.where(grace & ~ended, days_before(world.as_of, between(rng, 10, 240, h)), nat),
        cause=choose(
            rng, ["疾病", "残疾", "缺乏劳动力", "失业", "年老", "单亲", "灾害"], [30, 22, 18, 8, 14, 5, 3], h
        ),
    )
    return frame.with_columns(category=pl.when(pl.Series(known)).then("category"))
