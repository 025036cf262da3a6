"""Human resources 人社: registered unemployed, social insurance accounts, pension payments."""

import numpy as np
import polars as pl

from sample_data.departments import Extract, month_batches
from sample_data.draw import between, chance, choose, days_before, stream
from sample_data.province import World


def unemployment(world: World) -> pl.DataFrame:
    """Registrations of the last two years, some cancelled."""
    rng = stream(world.seed, "rs_unemployment")
    people = world.people.filter(
        pl.col("age").is_between(18, 59)
        & ~pl.col("employed")
        & (pl.col("stage") == "")
        & pl.col("died_on").is_null()
    )
    rows = people.filter(pl.Series(chance(rng, 0.07, len(people))))
    n = len(rows)
    back = between(rng, 5, 700, n)
    registered = days_before(world.as_of, back)
    nat = np.datetime64("NaT", "D")
    cancelled = np.where(
        chance(rng, 0.25, n), days_before(world.as_of, back * between(rng, 10, 90, n) // 100), nat
    )
    service = np.where(
        chance(rng, 0.75, n), days_before(world.as_of, back * between(rng, 0, 99, n) // 100), nat
    )
    return rows.select("person").with_columns(
        registration_id=pl.format("U{}", pl.int_range(1, n + 1).cast(pl.String).str.zfill(8)),
        registered_on=registered,
        cancelled_on=cancelled,
        service_on=service,
        benefit_until=np.where(chance(rng, 0.3, n), registered + np.timedelta64(180, "D"), nat),
    )


def insurance(world: World) -> pl.DataFrame:
    """Accounts: pensions of employees and retired employees, part of the resident pensions, a few others."""
    rng = stream(world.seed, "rs_insurance")
    people = world.people.filter(pl.col("died_on").is_null())
    n = len(people)
    assisted = people["assisted"].fill_null(False).to_numpy()
    employed = people["employed"].to_numpy() & (~assisted | chance(rng, 0.15, n))
    retired = people["retired"].to_numpy() & (~assisted | chance(rng, 0.05, n))
    resident = ~employed & ~retired & (people["age"] >= 18).to_numpy() & chance(rng, 0.12, n)
    kind = np.select([employed | retired, resident], ["employee_pension", "resident_pension"], "")
    wage = np.where(assisted, people["wage"].to_numpy() * 0.1 + 300, people["wage"].to_numpy()).round(0)
    paying = ~retired & chance(rng, 0.95, n)
    status = np.select([retired, paying], ["retired", "paying"], "suspended")
    months = np.where(paying, between(rng, 1, 2, n), between(rng, 3, 20, n))
    last = world.day.astype("datetime64[M]") - months.astype("timedelta64[M]")
    firm = np.char.add(
        choose(rng, ["楚天", "江汉", "长江", "东湖", "荆楚", "汉水"], [1] * 6, n),
        choose(rng, ["纺织厂", "建筑公司", "物业公司", "食品厂", "商贸公司"], [1] * 5, n),
    )
    rows = people.select("person").with_columns(
        insurance=kind,
        status=status,
        last_paid_month=np.where(retired, np.datetime64("NaT", "D"), last.astype("datetime64[D]")),
        base=np.where(retired, 0.0, wage),
        employer=np.where(employed, firm, ""),
    )
    rows = rows.filter(pl.col("insurance") != "")
    helped = world.people.filter(pl.col("assisted"))["person"]
    extra = rows.filter(~pl.col("person").is_in(helped.implode())).filter(
        (pl.col("status") == "paying") & (pl.col("insurance") == "employee_pension")
    )
    extra = extra.filter(pl.Series(chance(rng, 0.06, len(extra))))
    extra = extra.with_columns(
        insurance=pl.Series(choose(rng, ["unemployment", "injury"], [1, 1], len(extra)).astype("U16"))
    )
    rows = pl.concat([rows, extra]).sort("person", maintain_order=True)
    base = pl.when(pl.col("base") > 0).then("base")
    return rows.with_columns(
        base=base, account_id=pl.format("S{}", pl.int_range(1, len(rows) + 1).cast(pl.String).str.zfill(9))
    )


def pensions(world: World) -> pl.DataFrame:
    """Pensions of the last two months: the retired employees', the basic resident pension of other elders."""
    rng = stream(world.seed, "rs_pension")
    people = world.people.filter(pl.col("age") >= 60)
    assisted = people["assisted"].fill_null(False).to_numpy()
    employee = people["retired"].to_numpy() & ~assisted
    people = people.with_columns(employee=employee).filter(
        pl.Series(employee | chance(rng, 0.75, len(people)))
    )
    parts = []
    for back in (2, 1):
        alive = people.filter(pl.col("died_on").is_null() | (pl.col("died_on") >= world.date_in(back, 1)))
        n = len(alive)
        is_employee = alive["employee"].to_numpy()
        parts.append(
            alive.select("person").with_columns(
                kind=np.where(is_employee, "employee", "resident"),
                pay_month=pl.lit(world.date_in(back, 1)),
                paid_on=pl.lit(world.date_in(back, 22)),
                basic_amount=np.where(is_employee, rng.normal(2400, 500, n).clip(900, 5000).round(1), 148.0),
                account_amount=np.where(
                    is_employee, rng.normal(900, 250, n).clip(100, 2500).round(1), between(rng, 8, 60, n)
                ),
            )
        )
    rows = pl.concat(parts)
    return rows.with_columns(
        pension_payment_id=pl.format("Y{}", pl.int_range(1, len(rows) + 1).cast(pl.String).str.zfill(9))
    )


def clean(world: World) -> dict[str, pl.DataFrame]:
    """The newest state of human resources' datasets."""
    return {
        "rs_unemployment": unemployment(world),
        "rs_insurance": insurance(world),
        "rs_pension": pensions(world),
    }


def batches(world: World, now: dict[str, pl.DataFrame]) -> list[Extract]:
    """Two snapshots of the unemployed, one of insurance, pensions by month."""
    out_of_work, old_day = now["rs_unemployment"], world.date_in(1, 12)
    before = out_of_work.filter(pl.col("registered_on") <= old_day).with_columns(
        cancelled_on=pl.when(pl.col("cancelled_on") <= old_day).then("cancelled_on")
    )
    paid = month_batches("rs_pension", now["rs_pension"], "paid_on", [world.date_in(k, 25) for k in (2, 1)])
    return [
        Extract("rs_unemployment", old_day, before),
        Extract("rs_unemployment", world.ago(6), out_of_work),
        Extract("rs_insurance", world.ago(11), now["rs_insurance"]),
        *[Extract(e.dataset, e.batch, e.rows.drop("paid_on")) for e in paid],
    ]
