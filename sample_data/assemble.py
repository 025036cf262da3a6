"""From a clean extract to the rows a department sends: identity blocks, numbers inside columns, faults.

In: an extract and the records its system holds. Out: the rows, still typed, and beside them `person`,
`guardian` and `fault` (kinds joined by +). Faulty rows that a pipeline must refuse are additional copies, so
that no fact is lost.
"""

import numpy as np
import polars as pl

from sample_data import wrong_numbers
from sample_data.departments import Extract
from sample_data.dirt import Dirt
from sample_data.draw import between, chance, stream
from sample_data.forms import BLOCK, FORMS
from sample_data.province import World

LISTED_TWICE = ["yb_enrolment", "wj_illness", "rs_unemployment"]


def _add_fault(fault: str) -> pl.Expr:
    """The fault column with one more kind."""
    return (
        pl.when(pl.col("fault") == "clean")
        .then(pl.lit(fault))
        .otherwise(pl.col("fault") + f"+{fault}")
        .alias("fault")
    )


def _inside_columns(world: World, extract: Extract, rows: pl.DataFrame, dirt: Dirt) -> pl.DataFrame:
    """Numbers that stand in other columns: heads, guardians, card numbers."""
    rng, n = stream(world.seed, f"inside {extract.dataset}"), len(rows)
    if extract.dataset == "mz_household":
        return (
            rows.with_columns(head_name="name", head_id_number="id_number")
            .drop(*BLOCK)
            .join(
                extract.rows.select("household_id", "county_code"),
                on="household_id",
                how="left",
                maintain_order="left",
            )
            .with_columns(pl.col("county_code").cast(pl.String))
        )
    if extract.dataset == "jy_student":
        guardian = rows["guardian"].to_numpy()
        numbers = world.people["id_number"].gather(np.maximum(guardian, 0)).to_list()
        typo = np.flatnonzero((guardian >= 0) & chance(rng, dirt.typo_substitution * 2, n)).tolist()
        for i in typo:
            numbers[i] = wrong_numbers.spoil(rng, "typo_substitution", [numbers[i]])[0]
        blank = (guardian < 0) | chance(rng, 0.08, n)
        return rows.with_columns(
            guardian_id_number=np.where(blank, "", numbers), guardian=np.where(blank, -1, guardian)
        )
    if extract.dataset == "cl_card":
        carried = chance(rng, 0.15, n) & (rows["fault"] == "clean").to_numpy()
        people = world.people.select("person", "second_number", true_number="id_number")
        rows = rows.join(people, on="person", how="left", maintain_order="left").with_columns(carried=carried)
        old = (pl.col("second_number") != "") & (pl.col("person") % 2 == 0)
        tail = pl.when(pl.col("reissue") > 0).then(pl.format("B{}", "reissue")).otherwise(pl.lit(""))
        number = pl.when(old).then("second_number").otherwise("true_number")
        return rows.with_columns(
            _add_fault("second_number_in_card")
            .pipe(lambda e: pl.when(old).then(e).otherwise("fault"))
            .alias("fault"),
            card_no=pl.format("{}{}{}{}", number, "type", "level", tail),
            id_number=pl.when("carried").then(pl.lit("")).otherwise("id_number"),
        ).with_columns(
            pl.when("carried").then(pl.lit("number_in_card_only")).otherwise("fault").alias("fault")
        )
    return rows


def _copies(world: World, extract: Extract, rows: pl.DataFrame, dirt: Dirt) -> pl.DataFrame:
    """Additional rows: the same again, the same key with another content, and rows that cannot be used."""
    form, rng = FORMS[extract.dataset], stream(world.seed, f"copies {extract.dataset} {extract.batch}")
    key, n, parts = form.key[-1], len(rows), [rows]
    other_key = (pl.col(key) + "9").alias(key)
    unknown = [pl.lit("99").alias(form.code)] if form.code else []
    unreadable = [pl.lit("2026-13-45").alias(form.date)] if form.date else []
    differing = [pl.lit("13900000000").alias("phone")] if form.block else []
    for kind, rate, edits in (
        ("same_row_twice", dirt.same_row_twice, []),
        ("same_key_differing", dirt.same_key_differing if differing else 0.0, differing),
        ("key_missing", dirt.key_missing, [pl.lit("").alias(key)]),
        ("code_unknown", dirt.code_unknown if unknown else 0.0, [other_key, *unknown]),
        ("date_unreadable", dirt.date_unreadable if unreadable else 0.0, [other_key, *unreadable]),
    ):
        at = np.flatnonzero(chance(rng, rate, n))
        if len(at):
            parts.append(rows[at.tolist()].with_columns(*edits, _add_fault(kind)))
    return pl.concat(parts, how="vertical")


def assemble(world: World, extract: Extract, held: list[pl.DataFrame], dirt: Dirt) -> pl.DataFrame:
    """All rows of a batch as text, in a drawn order; `held` are the system's listings of people."""
    form = FORMS[extract.dataset]
    rng = stream(world.seed, f"rows {extract.dataset} {extract.batch}")
    own = extract.rows.drop("county_code", "household", strict=False)
    rows = own.join(held[0], on="person", how="left", maintain_order="left")
    if extract.dataset in LISTED_TWICE:
        again = own.join(held[1], on="person", how="inner", maintain_order="left")
        again = again.with_columns(
            (pl.col(form.key[-1]) + "2").alias(form.key[-1]), _add_fault("listed_twice")
        )
        rows = pl.concat([rows, again], how="vertical_relaxed")
    rows = _inside_columns(world, extract, rows, dirt)
    if "guardian" not in rows.columns:
        rows = rows.with_columns(guardian=pl.lit(-1, dtype=pl.Int64))
    if "amount" in form.columns and "pay_month" in form.columns:
        yearly = chance(rng, dirt.yearly_amount, len(rows)) & ~np.isin(
            rows["person"].to_numpy(), list(world.protected)
        )
        rows = rows.with_columns(
            amount=pl.when(pl.Series(yearly)).then(pl.col("amount") * 12).otherwise("amount")
        )
    if form.optional_code:
        odd = pl.Series(chance(rng, dirt.optional_code_unknown, len(rows)))
        rows = rows.with_columns(
            pl.when(odd).then(pl.lit("99")).otherwise(form.optional_code).alias(form.optional_code)
        )
    rows = rows.select(*(BLOCK if form.block else []), *form.columns, "person", "guardian", "fault")
    rows = as_text(world, extract.dataset, rows)
    rows = _copies(world, extract, rows, dirt)
    return rows[rng.permutation(len(rows)).tolist()]


def as_text(world: World, dataset: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Dates, months, amounts and numbers in this dataset's spelling."""
    rng = stream(world.seed, f"spelling {dataset}")
    day = ["%Y-%m-%d", "%Y%m%d", "%Y.%-m.%-d", "%Y年%-m月%-d日"][int(between(rng, 0, 3, 1)[0])]
    month = ["%Y%m", "%Y-%m", "%Y年%-m月"][int(between(rng, 0, 2, 1)[0])]
    amount = ["{}", "{}元", "¥{}", "￥{}"][int(between(rng, 0, 3, 1)[0])] if len(rows) < 100_000 else "{}"
    for name, dtype in rows.schema.items():
        if name in ("person", "guardian", "fault"):
            continue
        if dtype == pl.Date:
            rows = rows.with_columns(pl.col(name).dt.strftime(month if name.endswith("_month") else day))
        elif dtype == pl.Float64:
            rows = rows.with_columns(pl.format(amount, pl.col(name).round(2)).alias(name))
        elif dtype != pl.String:
            rows = rows.with_columns(pl.col(name).cast(pl.String))
    return rows
