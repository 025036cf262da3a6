"""Health 卫健 and medical insurance 医保: illness, deaths, enrolment, settlements."""

import numpy as np
import polars as pl

from sample_data.departments import Extract, month_batches
from sample_data.draw import between, chance, choose, days_before, stream
from sample_data.province import World

DIAGNOSES = {
    "serious": ["C34.9", "C50.9", "N18.5", "I63.9", "D66", "C16.9"],
    "chronic": ["I10", "E11.9", "J44.9", "M06.9"],
    "mental": ["F20.9", "F31.9"],
}
REVERSED = 0.004  # settlements that a second one of the opposite amounts cancels
PREMIUM = 400.0  # resident insurance, the person's own part a year (2025 and 2026)
AID_RATIO = {"131": 1.0, "132": 1.0, "110": 0.7, "120": 0.7, "600": 0.6, "monitored": 0.6, "650": 0.5}
PREMIUM_RATIO = {"131": 1.0, "132": 1.0, "110": 0.9, "120": 0.9, "600": 0.5, "monitored": 0.5, "650": 0.5}


def layer(world: World) -> pl.Series:
    """Each person's category by their household; `monitored` if only agriculture has them, '' for none."""
    return world.people.select(
        pl.when("assisted")
        .then("category")
        .when("monitored")
        .then(pl.lit("monitored"))
        .otherwise(pl.lit(""))
        .alias("layer")
    )["layer"].fill_null("")


def illness(world: World) -> pl.DataFrame:
    """Registered cases of the living, a few of them new."""
    rng = stream(world.seed, "wj_illness")
    rows = world.people.filter((pl.col("ill") != "") & pl.col("died_on").is_null())
    n = len(rows)
    kind = rows["ill"].to_numpy().astype("U8")
    back = np.where(chance(rng, 0.03, n), between(rng, 1, 29, n), between(rng, 34, 2400, n))
    return rows.select("person").with_columns(
        case_id=pl.format("C{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        kind=kind,
        diagnosis=np.array(
            [
                DIAGNOSES[k][i % len(DIAGNOSES[k])]
                for k, i in zip(kind.tolist(), between(rng, 0, 59, n).tolist(), strict=True)
            ],
            dtype="U6",
        ),
        registered_on=days_before(world.as_of, back),
    )


def deaths(world: World) -> pl.DataFrame:
    """Certificates of the last fourteen months."""
    rng = stream(world.seed, "wj_death")
    rows = world.people.filter(pl.col("died_on").is_not_null())
    n = len(rows)
    return rows.select("person", "died_on").with_columns(
        certificate_no=pl.format("D{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        cause=choose(rng, ["循环系统疾病", "肿瘤", "呼吸系统疾病", "损伤和中毒"], [45, 30, 15, 10], n),
    )


def enrolment(world: World) -> pl.DataFrame:
    """This year's enrolment of nearly everybody alive; public funds pay part of some premiums."""
    rng = stream(world.seed, "yb_enrolment")
    people = world.people.with_columns(layer=layer(world)).filter(
        pl.col("died_on").is_null() | (pl.col("died_on") >= pl.date(world.as_of.year, 1, 1))
    )
    n = len(people)
    lay = people["layer"].to_numpy().astype("U9")
    low = lay != ""
    rows = people.filter(pl.Series(chance(rng, np.where(low, 0.985, 0.93), n)))
    n, lay = len(rows), rows["layer"].to_numpy().astype("U9")
    low = lay != ""
    employee = rows["employed"].to_numpy() & ~low | rows["retired"].to_numpy() & ~low
    ratio = np.array([PREMIUM_RATIO.get(x, 0.0) for x in lay.tolist()])
    short = low & chance(rng, 0.02, n)
    subsidy = np.where(short, ratio * 0.75, ratio) * PREMIUM
    active = ~chance(rng, 0.006, n)
    subsidy = np.where(active, subsidy, PREMIUM * (ratio > 0))
    rows = rows.select("person").with_columns(
        scheme=np.where(employee, "310", "390"),
        year=pl.lit(world.as_of.year).cast(pl.Int64),
        status=np.where(active, "active", "suspended"),
        premium=np.where(employee, rng.normal(2600, 500, n).clip(1200, 6000).round(2), PREMIUM),
        subsidy=np.where(employee, 0.0, subsidy.round(2)),
        identity=np.select(
            [lay == "131", lay == "132", (lay == "110") | (lay == "120"), low],
            ["特困", "特困", "低保", "低收入"],
            "",
        ),
    )
    twice = rows.filter((pl.col("scheme") == "310") & (pl.col("status") == "active"))
    twice = twice.filter(pl.Series(chance(rng, 0.004, len(twice)))).with_columns(
        scheme=pl.lit("390"), premium=pl.lit(PREMIUM)
    )
    rows = pl.concat([rows, twice.with_columns(pl.col("scheme").cast(pl.String))]).sort(
        "person", maintain_order=True
    )
    return rows.with_columns(
        enrolment_id=pl.format("E{}", pl.int_range(1, len(rows) + 1).cast(pl.String).str.zfill(9))
    )


def settlements(world: World) -> pl.DataFrame:
    """Thirteen months of settlements; aid to assisted people by ratio, a few short."""
    rng = stream(world.seed, "yb_settlement")
    people = world.people.with_columns(layer=layer(world)).filter(pl.col("died_on").is_null())
    age = people["age"].to_numpy()
    often = (
        np.where(age >= 60, 0.38, np.where(age >= 35, 0.16, 0.10)) + 0.5 * (people["ill"] != "").to_numpy()
    )
    rows = people[np.repeat(np.arange(len(people)), rng.poisson(often)).tolist()]
    n = len(rows)
    kind = np.where(
        (rows["ill"] != "").to_numpy(),
        choose(rng, ["11", "14", "21"], [35, 30, 35], n),
        choose(rng, ["11", "21"], [75, 25], n),
    )
    total = np.exp(rng.normal(np.select([kind == "21", kind == "14"], [9.0, 6.6], 5.3), 0.7, n)).round(2)
    in_scope = (total * rng.uniform(0.72, 0.97, n)).round(2)
    fund = (in_scope * rng.uniform(0.45, 0.75, n)).round(2)
    ratio = np.array([AID_RATIO.get(x, 0.0) for x in rows["layer"].to_list()])
    ratio = np.where(
        kind == "14", np.where(ratio > 0, np.maximum(ratio * 0.8, 0.5), 0), np.where(kind == "21", ratio, 0)
    )
    short = np.where(chance(rng, 0.03, n), rng.uniform(0.0, 0.9, n), 1.0)
    aid = np.ceil((in_scope - fund) * ratio * short * 100) / 100
    refunded = chance(rng, 0.004, n)
    settled = days_before(world.as_of, between(rng, 16, 395, n))
    found = rows.select("person").with_columns(
        med_type=kind,
        settled_on=settled,
        total=total,
        in_scope=in_scope,
        fund_paid=fund,
        aid_paid=aid,
        refunded=np.where(refunded, "Y", "N"),
        reversed=chance(rng, REVERSED, n) & ~refunded,
    )
    amounts = ["total", "in_scope", "fund_paid", "aid_paid"]
    found = pl.concat([found, found.filter("reversed").with_columns(-pl.col(amounts))])
    found = found.sort("settled_on", "person", maintain_order=True)
    return found.with_columns(
        settlement_id=pl.format("B{}", pl.int_range(1, len(found) + 1).cast(pl.String).str.zfill(9))
    )


def clean(world: World) -> dict[str, pl.DataFrame]:
    """The newest state of health's and medical insurance's datasets."""
    return {
        "wj_illness": illness(world),
        "wj_death": deaths(world),
        "yb_enrolment": enrolment(world),
        "yb_settlement": settlements(world),
    }


def batches(world: World, now: dict[str, pl.DataFrame]) -> list[Extract]:
    """Two snapshots of illness, one of enrolment, deaths and settlements as they came."""
    ill, old_day = now["wj_illness"], world.date_in(1, 14)
    deaths_on = [world.date_in(k, 6) for k in (9, 6, 3, 1)] + [world.ago(3)]
    quarters = [world.date_in(k, 4) for k in (9, 6, 3, 0)]
    return [
        Extract("wj_illness", old_day, ill.filter(pl.col("registered_on") <= old_day)),
        Extract("wj_illness", world.ago(5), ill),
        *month_batches("wj_death", now["wj_death"], "died_on", deaths_on),
        Extract("yb_enrolment", world.ago(8), now["yb_enrolment"]),
        *month_batches("yb_settlement", now["yb_settlement"], "settled_on", quarters),
    ]
