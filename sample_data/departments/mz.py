"""Civil affairs 民政: households in assistance, their members, payments, applications and visits."""

import numpy as np
import polars as pl

from sample_data.departments import Extract, month_batches
from sample_data.draw import between, chance, choose, days_before, stream
from sample_data.life import STANDARD
from sample_data.province import World

PAID = ["110", "120", "131", "132"]


def households(world: World) -> pl.DataFrame:
    """All households civil affairs ever had in force in the last two years; person is the head."""
    return (
        world.households.filter(pl.col("category").is_not_null())
        .with_columns(
            household_id=pl.format("{}MZ{}", "county_code", pl.col("household").cast(pl.String).str.zfill(8)),
            residence=pl.when("urban").then(pl.lit("urban")).otherwise(pl.lit("rural")),
            person=pl.col("head"),
            household_size=pl.col("size"),
        )
        .select(
            *[
                "person",
                "household",
                "household_id",
                "category",
                "county_code",
                "residence",
                "approved_on",
                "ended_on",
            ],
            *[
                "end_reason",
                "income_per_capita",
                "household_size",
                "cause",
                "verified_on",
                "grace_started_on",
            ],
        )
    )


def members(world: World, homes: pl.DataFrame) -> pl.DataFrame:
    """One row a member of each household; nearly all of them covered."""
    rng = stream(world.seed, "mz_member")
    rows = world.people.drop("category", "ended_on").join(
        homes.select("household", "household_id", "category"), on="household"
    )
    rows = rows.sort("person")
    n = len(rows)
    failed = np.where(rows["category"].is_in(["131", "132"]).to_numpy(), rows["failed"].to_numpy(), 0)
    due = np.select([failed == 0, failed <= 3], ["full", "partial"], "none")
    grade = np.where(chance(rng, 0.02, n), np.where(due == "full", "partial", "full"), due)
    tekun = rows["category"].is_in(["131", "132"]).to_numpy()
    left_out = (
        chance(rng, 0.012, n)
        & (rows["relation"] != "head").to_numpy()
        & ~tekun
        & ~rows["monitored"].to_numpy()
    )
    number = (rows["person"] - rows["first_in_household"] + 1).cast(pl.String)
    return rows.select("person", "household_id", "relation", "labour", "died_on").with_columns(
        member_no=number,
        covered=np.where(left_out, "N", "Y"),
        self_care_failed=failed.astype(np.int64),
        care_grade=np.where(tekun, grade, ""),
    )


def payments(world: World, homes: pl.DataFrame) -> pl.DataFrame:
    """Three months of dibao, tekun and price-linked payments; a few households left out last month."""
    rng = stream(world.seed, "mz_payment")
    kept = homes.filter(pl.col("category").is_in(PAID))
    parts = []
    for back in (3, 2, 1):
        month, paid_on = world.date_in(back, 1), world.date_in(back, 28)
        due = kept.filter(
            (pl.col("approved_on") < month) & (pl.col("ended_on").is_null() | (pl.col("ended_on") > month))
        )
        n = len(due)
        tekun = due["category"].is_in(["131", "132"]).to_numpy()
        standard = np.where(due["residence"] == "urban", STANDARD[True], STANDARD[False])
        income, size = due["income_per_capita"].to_numpy(), due["household_size"].to_numpy()
        basic = np.where(tekun, standard * 1.3 * size, np.maximum(standard - income, 50) * size)
        basic = np.where(tekun & chance(rng, 0.02, n), standard * 1.25 * size, basic)
        base = due.select("person", "household_id").with_columns(
            pay_month=pl.lit(month), paid_on=pl.lit(paid_on)
        )
        one = base.with_columns(
            item=np.where(tekun, "tekun_basic", "dibao"),
            amount=np.ceil(basic),
            result=np.where(chance(rng, 0.008, n), "failed", "paid"),
        ).filter(pl.Series(~chance(rng, 0.008, n)))
        care = base.with_columns(
            item=pl.lit("tekun_care"), amount=pl.lit(300.0), result=pl.lit("paid")
        ).filter(pl.Series(tekun))
        parts += [one, care]
        if back == 1:
            price = base.with_columns(
                item=pl.lit("price_subsidy"), amount=pl.lit(45.0) * size, result=pl.lit("paid")
            )
            parts.append(price.filter(pl.Series(~chance(rng, 0.015, n))))
    rows = pl.concat(parts)
    return rows.with_columns(
        payment_id=pl.format("P{}", pl.int_range(1, len(rows) + 1).cast(pl.String).str.zfill(9))
    )


def applications(world: World) -> pl.DataFrame:
    """A year and a half of applications, of people in assistance and of people who were rejected."""
    rng = stream(world.seed, "mz_application")
    people = world.people.filter((pl.col("age") >= 18) & (pl.col("relation") == "head"))
    at = rng.permutation(len(people))[: max(20, len(world.people) // 110)]
    rows = people[np.sort(at).tolist()]
    n = len(rows)
    applied = days_before(world.as_of, between(rng, 3, 560, n))
    decision = np.where(
        rows["assisted"].fill_null(False).to_numpy(),
        "approved",
        choose(rng, ["rejected", "pending"], [9, 1], n),
    )
    decided = np.minimum(applied + between(rng, 10, 40, n).astype("timedelta64[D]"), world.day)
    return rows.select("person").with_columns(
        application_id=pl.format("A{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        applied_on=applied,
        category=choose(rng, ["110", "120", "600", "650"], [2, 5, 2, 1], n),
        decision=decision,
        decided_on=np.where(decision == "pending", np.datetime64("NaT", "D"), decided),
    )


def visits(world: World, homes: pl.DataFrame) -> pl.DataFrame:
    """Monthly visits of dispersed tekun elders, now and then of others, in the last three months."""
    rng = stream(world.seed, "mz_visit")
    parts = []
    for back in (3, 2, 1):
        share = np.where(homes["category"] == "131", 0.96, 0.12)
        seen = homes.filter(pl.Series(chance(rng, share, len(homes))))
        day = np.datetime64(world.date_in(back, 1)) + between(rng, 1, 26, len(seen)).astype("timedelta64[D]")
        parts.append(seen.select("person").with_columns(visited_on=day))
    rows = pl.concat(parts)
    n = len(rows)
    finding = choose(rng, ["normal", "worse", "better", "unreachable"], [80, 9, 6, 5], n)
    return rows.with_columns(
        visit_id=pl.format("V{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        finding=finding,
        note=np.where(finding == "worse", "生活困难加重，建议回访", ""),
    )


def clean(world: World) -> dict[str, pl.DataFrame]:
    """The newest state of civil affairs' five datasets."""
    homes = households(world)
    people = members(world, homes)
    covered = people.group_by("household_id").agg(
        covered_size=(pl.col("covered") == "Y").sum().cast(pl.Int64)
    )
    homes = homes.join(covered, on="household_id", how="left", maintain_order="left")
    return {
        "mz_household": homes,
        "mz_member": people.drop("died_on"),
        "mz_payment": payments(world, homes),
        "mz_application": applications(world),
        "mz_visit": visits(world, homes),
    }


def batches(world: World, now: dict[str, pl.DataFrame]) -> list[Extract]:
    """Household snapshots of this and last month, appended payments, applications and visits."""
    found = []
    old_day, new_day = world.date_in(1, 18), world.ago(2)
    homes = now["mz_household"]
    before = homes.filter(pl.col("approved_on") <= old_day).with_columns(
        ended_on=pl.when(pl.col("ended_on") <= old_day).then("ended_on"),
        end_reason=pl.when(pl.col("ended_on") <= old_day).then("end_reason"),
        income_per_capita=pl.col("income_per_capita")
        * pl.when(pl.col("household") % 20 == 0).then(0.97).otherwise(1.0),
    )
    kept = now["mz_member"].join(
        before.select("household_id"), on="household_id", how="semi", maintain_order="left"
    )
    found += [Extract("mz_household", old_day, before), Extract("mz_household", new_day, homes)]
    found += [Extract("mz_member", old_day, kept), Extract("mz_member", new_day, now["mz_member"])]
    paid = now["mz_payment"]
    for batch in month_batches("mz_payment", paid, "paid_on", [world.date_in(k, 28) for k in (3, 2, 1)]):
        found.append(Extract(batch.dataset, batch.batch, batch.rows.drop("paid_on")))
    for dataset, column in (("mz_application", "applied_on"), ("mz_visit", "visited_on")):
        days = [world.date_in(k, 5) for k in (5, 2, 1, 0)] + [world.ago(1)]
        cut = month_batches(dataset, now[dataset], column, days)
        if dataset == "mz_visit" and len(cut) > 1:  # last month's file is sent again with this month's
            cut[-1] = Extract(dataset, cut[-1].batch, pl.concat([cut[-2].rows, cut[-1].rows]))
        found += cut
    return found
