"""The next night's deliveries: an inbox with the day's new batches, a small share of their rows changed.

    next_day(inbox, truth, out, day, per_10_000=100)

In: an inbox, and the folder with the truth about it. Out: `out/inbox`, the old batches linked and one new batch of
every dataset under `day`; `out/truth` with the new rows' people. A snapshot dataset is delivered whole again: of
the chosen rows some get another telephone, some the number and name their person truly has, some go, some come
(a new person under a new primary key). An append dataset gets new rows of people it has, under new primary
keys. Which rows is settled by a hash of their place, so the same inbox gives the same day.
"""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts.reading import load_contracts

SPREAD = 10_000
PHONE, RIGHT, GONE = 0.4, 0.7, 0.85
"""Of the chosen rows: below PHONE another telephone, below RIGHT put right (another telephone when nothing is wrong),
below GONE gone, the rest replaced by a new person."""

NUMBER = ("id_number", "身份证号", "身份证号码", "公民身份号码", "证件号码", "公民身份证号")
NAME = ("name", "姓名")
CHECKS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def next_day(inbox: Path, truth: Path, out: Path, day: date, per_10_000: int = 100) -> dict[str, int]:
    """Write the next day; return how many rows were delivered and changed."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(inbox, out / "inbox", copy_function=_link)
    known = pl.read_parquet(truth / "mentions.parquet").filter(pl.col("role") != "guardian")
    people = pl.read_parquet(truth / "people.parquet").select(
        "person", true_number="id_number", true_name="name"
    )
    told: list[pl.DataFrame] = []
    counts = {"rows": 0, "changed": 0}
    for contract in load_contracts().values():
        rows = known.filter(pl.col("dataset") == contract.name)
        if rows.is_empty():
            continue
        newest = rows["batch"].max()
        files = sorted(set(rows.filter(pl.col("batch") == newest)["source_file"]))
        target = out / "inbox" / contract.name / day.isoformat()
        target.mkdir(parents=True)
        for number, name in enumerate(files, start=1):
            source = inbox / contract.name / str(newest) / name
            old = read_delivered(source).with_row_index("source_row", offset=1)
            here = rows.filter((pl.col("batch") == newest) & (pl.col("source_file") == name))
            old = old.join(
                here.select("source_row", "person", "role"),
                on="source_row",
                how="left",
                maintain_order="left",
            )
            old = old.join(people, on="person", how="left", maintain_order="left")
            snapshot = contract.mode == "snapshot"
            share = per_10_000 if snapshot else per_10_000 * rows.height // max(here.height, 1)
            made = _changed(old, contract.primary_key[-1], share, snapshot)
            counts["rows"] += made.height
            gone = old.height - made["came_from"].n_unique() if snapshot else 0
            counts["changed"] += int(made["touched"].sum()) + gone
            part = f"_{number:02}" if len(files) > 1 else ""
            file = f"{contract.name}_{day:%Y%m%d}{part}{source.suffix}"
            told.append(_told(made, contract.name, day, file))
            _write(
                made.drop("source_row", "person", "role", "true_number", "true_name", "touched", "came_from"),
                target / file,
            )
    (out / "truth").mkdir()
    pl.concat(told).write_parquet(out / "truth" / "mentions.parquet")
    (out / "truth" / "as_of.txt").write_text(day.isoformat() + "\n")
    return counts


def _changed(old: pl.DataFrame, key: str, per_10_000: int, snapshot: bool) -> pl.DataFrame:
    """The batch of the next day, with `person` of each row, `touched`, and `came_from`, the row it was."""
    place = (pl.col("source_row").cast(pl.UInt64) * 2_654_435_761) % 4_294_967_296 % SPREAD
    old = old.with_columns(place.alias("place"), came_from=pl.col("source_row"))
    chosen, kept = pl.col("place") < per_10_000, pl.col("place") >= per_10_000
    share = pl.col("place") / per_10_000
    new_key = (pl.col(key).cast(pl.String) + "N").alias(key)
    if not snapshot:
        return old.filter(chosen).with_columns(new_key, touched=pl.lit(True)).drop("place")
    number, name = (next((c for c in names if c in old.columns), None) for names in (NUMBER, NAME))
    parts = [old.filter(kept).with_columns(touched=pl.lit(False))]
    chosen_rows = old.filter(chosen).with_columns(share=share)
    wrong = pl.lit(False)
    if number and name:
        wrong = pl.col(number).ne_missing(pl.col("true_number")) | pl.col(name).ne_missing(
            pl.col("true_name")
        )
    is_right = (
        pl.col("share").is_between(PHONE, RIGHT, closed="left") & wrong & pl.col("person").is_not_null()
    )
    phone = chosen_rows.filter((pl.col("share") < RIGHT) & ~is_right)
    if "phone" in old.columns:
        phone = phone.with_columns(phone=pl.lit("139") + (10_000_000 + pl.col("source_row")).cast(pl.String))
    right = chosen_rows.filter(is_right)
    come = chosen_rows.filter(pl.col("share") >= GONE).with_columns(new_key)
    if number and name:
        right = right.with_columns(pl.col("true_number").alias(number), pl.col("true_name").alias(name))
        come = come.with_columns(
            pl.col("true_number").map_elements(_sibling, return_dtype=pl.String).alias(number),
            (pl.col("true_name").str.head(1) + "新" + pl.col("true_name").str.tail(1)).alias(name),
            person=-1 - pl.col("person"),
        )
    parts += [part.drop("share").with_columns(touched=pl.lit(True)) for part in (phone, right, come)]
    return pl.concat(parts, how="vertical_relaxed").sort("source_row").drop("place")


def _sibling(number: str | None) -> str | None:
    """Another valid number of the same place and birth date; None for what is no resident number."""
    if number is None or len(number) != 18 or not number[:17].isdigit():
        return None
    body = number[:14] + f"{(int(number[14:17]) + 486) % 1000:03}"
    return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]


def _told(made: pl.DataFrame, dataset: str, day: date, file: str) -> pl.DataFrame:
    """The truth about the new rows."""
    return made.select(
        dataset=pl.lit(dataset),
        batch=pl.lit(day),
        source_file=pl.lit(file),
        source_row=pl.int_range(1, made.height + 1, dtype=pl.Int64),
        role=pl.col("role"),
        person=pl.col("person"),
    ).filter(pl.col("person").is_not_null())


def read_delivered(file: Path) -> pl.DataFrame:
    """A delivered file; of CSV and workbooks every column as text."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file)
    if file.suffix == ".xlsx":
        return pl.read_excel(file, infer_schema_length=0)
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)


def _write(rows: pl.DataFrame, file: Path) -> None:
    if file.suffix == ".parquet":
        rows.write_parquet(file)
    elif file.suffix == ".xlsx":
        rows.write_excel(file)
    else:
        rows.write_csv(file)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)
