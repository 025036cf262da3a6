"""What becomes of a table before a department delivers it: half of it, corrected, masked, in another order.

In: rows as text, the last column of their primary key first, and a seeded `random.Random`. Out: such rows.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl

from tests.benchmarks.nextday import CHECKS, WEIGHTS

Change = Callable[[pl.DataFrame, random.Random], pl.DataFrame]


def as_it_is(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows


def half(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.head(rows.height // 2) if rng.random() < 0.5 else rows.tail(rows.height // 2)


def a_county_left_out(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    county = pl.col("county_code").str.head(6)
    there = sorted(rows.select(county).to_series().drop_nulls().unique())
    return rows.filter(county.ne_missing(rng.choice(there))) if there else rows


def shuffled(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.sample(fraction=1, shuffle=True, seed=rng.randrange(2**32))


def rows_dropped(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.filter(pl.Series([rng.random() < 0.9 for _ in range(rows.height)], dtype=pl.Boolean))


def rows_twice(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return pl.concat([rows, rows.sample(min(rows.height, 40), seed=rng.randrange(2**32))])


def keys_renumbered(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.with_columns(pl.format("R{}", pl.int_range(pl.len())).alias(rows.columns[0]))


def numbers_corrected(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Every twenty-fifth person gets another number of the same place and birth date."""

    def other(number: str) -> str:
        if len(number) != 18 or not number[:17].isdigit() or rng.random() > 0.04:
            return number
        body = f"{number[:14]}{rng.randrange(1, 1000):03}"
        return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]

    return _each(rows, "id_number", other)


def names_changed(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return _each(rows, "name", lambda t: t[0] + rng.choice("伟芳敏静") + "新" if rng.random() < 0.04 else t)


def numbers_masked(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return _each(rows, "id_number", lambda t: t[:6] + "*" * max(len(t) - 10, 0) + t[-4:])


def phones_blank(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias("phone"))


def _each(rows: pl.DataFrame, column: str, change: Callable[[str], str]) -> pl.DataFrame:
    return rows.with_columns(
        pl.Series(column, [change(t) if t else t for t in rows[column]], dtype=pl.String)
    )


OF_ALL: tuple[Change, ...] = (as_it_is, half, shuffled, rows_dropped, rows_twice, keys_renumbered)
OF_COLUMN: dict[str, tuple[Change, ...]] = {
    "county_code": (a_county_left_out,),
    "id_number": (numbers_corrected, numbers_masked),
    "name": (names_changed,),
    "phone": (phones_blank,),
}
"""Changes of a column, for tables that have it."""
LASTING = {shuffled, rows_dropped, numbers_corrected, names_changed}
"""Changes that a department keeps; the others are gone from its next delivery."""
