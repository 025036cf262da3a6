"""Disabled persons' federation 残联, agriculture 农业农村, housing 住建, emergency 应急, hotline 12345."""

import numpy as np
import polars as pl

from sample_data.departments import Extract, month_batches
from sample_data.draw import between, chance, choose, days_before, stream
from sample_data.province import World


def cards(world: World) -> pl.DataFrame:
    """Disability cards; `card_no` is put together when the identity block is."""
    rng = stream(world.seed, "cl_card")
    rows = world.people.filter((pl.col("card_level") > 0) & (pl.col("id_type") == "111"))
    n = len(rows)
    back = np.where(chance(rng, 0.025, n), between(rng, 1, 29, n), between(rng, 33, 3500, n))
    issued = days_before(world.as_of, back)
    status = choose(rng, ["valid", "frozen", "cancelled", "expired"], [94.5, 1.5, 2, 2], n)
    expires = issued + np.timedelta64(3652, "D")
    expires = np.where(status == "expired", days_before(world.as_of, between(rng, 20, 300, n)), expires)
    issued = np.where(status == "expired", expires - np.timedelta64(3652, "D"), issued)
    nat = np.datetime64("NaT", "D")
    return rows.select("person", type="card_type", level="card_level").with_columns(
        worse=chance(rng, 0.02, n) & (back > 60) & (rows["card_level"] < 4).to_numpy(),
        reissue=np.where(chance(rng, 0.12, n), between(rng, 1, 2, n), 0),
        issued_on=issued,
        expires_on=np.where(chance(rng, 0.05, n) & (status != "expired"), nat, expires),
        status=status,
    )


def subsidies(world: World, held: pl.DataFrame) -> pl.DataFrame:
    """Three months of living and care subsidies to those entitled; a few missed, a few paid to tekun."""
    rng = stream(world.seed, "cl_subsidy")
    state = world.people.select("person", "assisted", "category", "died_on")
    valid = (pl.col("status") == "valid") & (
        pl.col("expires_on").is_null() | (pl.col("expires_on") > world.as_of)
    )
    due = held.join(state, on="person", how="left", maintain_order="left").filter(
        valid | (pl.col("person") % 7 == 0)
    )
    due = due.filter(pl.col("died_on").is_null() | (pl.col("person") % 5 == 0))
    helped = due["category"].fill_null("").to_numpy().astype("U3")
    helped = np.where(due["assisted"].fill_null(False), helped, "")
    tekun = np.isin(helped, ["131", "132"])
    parts = []
    for back in (3, 2, 1):
        month = world.date_in(back, 1)
        for item, entitled, amount in (
            ("living", np.isin(helped, ["110", "120"]), 90.0),
            ("care", (due["level"] <= 2).to_numpy() & ~tekun, 110.0),
        ):
            got = (entitled & ~chance(rng, 0.025, len(due))) | (
                tekun & (due["level"] <= 2).to_numpy() & chance(rng, 0.03, len(due))
            )
            got &= (due["issued_on"] < month).to_numpy()
            parts.append(
                due.filter(pl.Series(got))
                .select("person")
                .with_columns(
                    item=pl.lit(item),
                    pay_month=pl.lit(month),
                    amount=pl.lit(amount),
                    paid_on=pl.lit(world.date_in(back, 15)),
                )
            )
    rows = pl.concat(parts)
    return rows.with_columns(
        subsidy_id=pl.format("Z{}", pl.int_range(1, len(rows) + 1).cast(pl.String).str.zfill(9))
    )


def monitored(world: World) -> pl.DataFrame:
    """Members of the households agriculture monitors against falling back into poverty."""
    rng = stream(world.seed, "ny_monitored")
    homes = world.households.filter("monitored")
    n = len(homes)
    identified = days_before(world.as_of, between(rng, 40, 1500, n))
    homes = homes.select("household", "cleared").with_columns(
        kind=choose(rng, ["unstable", "marginal", "sudden"], [30, 40, 30], n),
        identified_on=identified,
        cleared_on=identified + between(rng, 5, 39, n).astype("timedelta64[D]"),
    )
    rows = (
        world.people.drop("kind", "monitored")
        .join(homes, on="household")
        .sort("person")
        .filter(pl.col("died_on").is_null())
    )
    return rows.select(
        "person",
        "kind",
        "identified_on",
        monitor_id=pl.format("{}NY{}", "county_code", pl.col("household").cast(pl.String).str.zfill(8)),
        member_no=(pl.col("person") - pl.col("first_in_household") + 1).cast(pl.String),
        risk_cleared=pl.when("cleared").then(pl.lit("Y")).otherwise(pl.lit("N")),
        cleared_on=pl.when("cleared").then("cleared_on"),
    )


def housing(world: World) -> pl.DataFrame:
    """Appraised houses: one a household, mostly of assisted rural ones."""
    rng = stream(world.seed, "zj_housing")
    heads = world.people.filter(pl.col("relation") == "head")
    share = np.where(heads["assisted"].fill_null(False) & ~heads["urban"], 0.4, 0.012)
    rows = heads.filter(pl.Series(chance(rng, share, len(heads))))
    n = len(rows)
    grade = choose(rng, list("ABCD"), [40, 40, 13, 7], n)
    risky = np.isin(grade, ["C", "D"])
    nat = np.datetime64("NaT", "D")
    return rows.select("person").with_columns(
        house_id=pl.format("H{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        grade=grade,
        only_home=np.where(chance(rng, 0.88, n), "Y", "N"),
        renovated_on=np.where(
            risky & chance(rng, 0.8, n), days_before(world.as_of, between(rng, 30, 900, n)), nat
        ),
        rent_aid_until=np.where(chance(rng, 0.05, n), world.day + np.timedelta64(200, "D"), nat),
    )


def disasters(world: World) -> pl.DataFrame:
    """A year of floods, fires and landslides, by household members; relief for most."""
    rng = stream(world.seed, "yj_disaster")
    homes = np.flatnonzero(chance(rng, 0.006, len(world.households)))
    kind = choose(rng, ["flood", "fire", "landslide", "storm"], [5, 2, 1, 3], len(homes))
    day = days_before(
        world.as_of,
        np.where(
            chance(rng, 0.12, len(homes)), between(rng, 2, 28, len(homes)), between(rng, 32, 360, len(homes))
        ),
    )
    lag = between(rng, 2, 20, len(homes)).astype("timedelta64[D]")
    helped = chance(rng, 0.9, len(homes)) & (day + lag < world.day)
    events = pl.DataFrame(
        {
            "household": homes,
            "event_id": [f"T{home:08d}" for home in homes.tolist()],
            "kind": kind,
            "happened_on": day,
            "loss": choose(rng, ["light", "heavy", "destroyed"], [70, 24, 6], len(homes)),
            "relief_on": np.where(helped, day + lag, np.datetime64("NaT", "D")),
            "relief_amount": np.where(
                helped, choose(rng, [600.0, 1000.0, 3000.0], [4, 3, 1], len(homes)), np.nan
            ),
        },
        schema_overrides={"household": pl.Int64, "event_id": pl.String},
    )
    rows = (
        world.people.drop("kind")
        .join(events, on="household")
        .sort("person")
        .filter(pl.col("died_on").is_null())
    )
    return rows.select(
        *["person", "event_id", "kind", "happened_on", "loss", "relief_on"],
        member_no=(pl.col("person") - pl.col("first_in_household") + 1).cast(pl.String),
        event_county=pl.col("county_code").cast(pl.String),
        relief_amount=pl.col("relief_amount").fill_nan(None),
    )


def tickets(world: World) -> pl.DataFrame:
    """Half a year of calls: usually name and telephone only."""
    rng = stream(world.seed, "rx_ticket")
    adults = world.people.filter((pl.col("age") >= 18) & pl.col("died_on").is_null())
    rows = adults.filter(pl.Series(chance(rng, 0.009, len(adults))))
    n = len(rows)
    received = days_before(world.as_of, between(rng, 1, 180, n))
    closed = received + between(rng, 1, 25, n).astype("timedelta64[D]")
    return rows.select("person").with_columns(
        ticket_no=pl.format("R{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        received_on=received,
        topic=choose(
            rng, ["income", "medical", "housing", "education", "employment", "other"], [3, 3, 2, 1, 2, 4], n
        ),
        closed_on=np.where((closed < world.day) & chance(rng, 0.9, n), closed, np.datetime64("NaT", "D")),
    )


def clean(world: World) -> dict[str, pl.DataFrame]:
    """The newest state of these departments' datasets."""
    held = cards(world)
    return {
        "cl_card": held,
        "cl_subsidy": subsidies(world, held),
        "ny_monitored": monitored(world),
        "zj_housing": housing(world),
        "yj_disaster": disasters(world),
        "rx_ticket": tickets(world),
    }


def batches(world: World, now: dict[str, pl.DataFrame]) -> list[Extract]:
    """Two snapshots of cards, monitored households and houses, the rest as it came."""
    card, old_day = now["cl_card"], world.date_in(1, 16)
    old_level = pl.when("worse").then((pl.col("level") + 1).clip(1, 4)).otherwise("level")
    before = card.filter(pl.col("issued_on") <= old_day).with_columns(level=old_level)
    paid = month_batches(
        "cl_subsidy", now["cl_subsidy"], "paid_on", [world.date_in(k, 18) for k in (3, 2, 1)]
    )
    watched, houses = now["ny_monitored"], now["zj_housing"]
    return [
        Extract("cl_card", old_day, before.drop("worse")),
        Extract("cl_card", world.ago(4), card.drop("worse")),
        *[Extract(e.dataset, e.batch, e.rows.drop("paid_on")) for e in paid],
        Extract("ny_monitored", old_day, watched.filter(pl.col("identified_on") <= old_day)),
        Extract("ny_monitored", world.ago(7), watched),
        Extract("zj_housing", world.ago(38), houses),
        Extract("zj_housing", world.ago(10), houses.filter(pl.col("person") % 4 != 1)),
        *month_batches(
            "yj_disaster",
            now["yj_disaster"],
            "happened_on",
            [world.date_in(k, 8) for k in (6, 3, 1, 0)] + [world.ago(1)],
        ),
        *month_batches(
            "rx_ticket",
            now["rx_ticket"],
            "received_on",
            [world.date_in(k, 2) for k in (3, 2, 1, 0)] + [world.ago(1)],
        ),
    ]
