"""The next day's deliveries: the share of rows that was asked for, the same every time, told in the truth."""

from datetime import date
from pathlib import Path

import polars as pl

from tests.benchmarks.nextday import next_day

DAY = date(2026, 11, 21)
ROWS = 2000


def _inbox(folder: Path) -> None:
    inbox, truth = folder / "inbox", folder / "truth"
    truth.mkdir(parents=True)
    rows = pl.DataFrame({"place": range(ROWS)}).select(
        id_number=pl.lit("420102198801011") + pl.col("place").cast(pl.String).str.zfill(4).str.slice(1),
        name=pl.lit("江帆"),
        phone=pl.lit("13900000000"),
        account_id=pl.lit("A") + pl.col("place").cast(pl.String),
    )
    told = []
    for dataset, key in (("rs_insurance", "account_id"), ("mz_visit", "visit_id")):
        batch = inbox / dataset / "2026-11-05"
        batch.mkdir(parents=True)
        rows.rename({"account_id": key}).write_csv(batch / "rows.csv")
        told.append(
            pl.DataFrame({"source_row": range(1, ROWS + 1)}).select(
                dataset=pl.lit(dataset),
                batch=pl.lit(date(2026, 11, 5)),
                source_file=pl.lit("rows.csv"),
                source_row=pl.col("source_row").cast(pl.Int64),
                role=pl.lit("self"),
                person=pl.col("source_row").cast(pl.Int64),
            )
        )
    pl.concat(told).write_parquet(truth / "mentions.parquet")
    rows.select(
        person=pl.int_range(1, ROWS + 1, dtype=pl.Int64), id_number="id_number", name="name"
    ).write_parquet(truth / "people.parquet")


def _delivered(folder: Path, dataset: str) -> pl.DataFrame:
    (file,) = (folder / "inbox" / dataset / DAY.isoformat()).glob("*")
    return pl.read_csv(file, infer_schema=False)


def test_one_percent_of_a_snapshot_changes_and_of_an_append_dataset_comes(tmp_path: Path) -> None:
    _inbox(tmp_path)
    next_day(tmp_path / "inbox", tmp_path / "truth", tmp_path / "next", DAY)
    old = pl.read_csv(tmp_path / "inbox" / "rs_insurance" / "2026-11-05" / "rows.csv", infer_schema=False)
    new = _delivered(tmp_path / "next", "rs_insurance")
    changed = new.join(old, on=old.columns, how="anti")
    assert 0.005 * ROWS <= changed.height <= 0.015 * ROWS
    assert 0 < old.height - new.height < 0.005 * ROWS
    assert changed.filter(pl.col("account_id").str.ends_with("N")).height > 0
    visits = _delivered(tmp_path / "next", "mz_visit")
    assert 0.005 * ROWS <= visits.height <= 0.015 * ROWS
    assert visits["visit_id"].str.ends_with("N").all()


def test_the_same_day_twice_is_the_same(tmp_path: Path) -> None:
    _inbox(tmp_path)
    days = []
    for name in ("one", "two"):
        next_day(tmp_path / "inbox", tmp_path / "truth", tmp_path / name, DAY, 500)
        days.append(_delivered(tmp_path / name, "rs_insurance"))
    assert days[0].equals(days[1])


def test_the_truth_names_a_new_person_for_a_row_that_came(tmp_path: Path) -> None:
    _inbox(tmp_path)
    next_day(tmp_path / "inbox", tmp_path / "truth", tmp_path / "next", DAY)
    told = pl.read_parquet(tmp_path / "next" / "truth" / "mentions.parquet").filter(
        pl.col("dataset") == "rs_insurance"
    )
    new = _delivered(tmp_path / "next", "rs_insurance").with_row_index("source_row", offset=1)
    came = new.filter(pl.col("account_id").str.ends_with("N")).with_columns(
        pl.col("source_row").cast(pl.Int64)
    )
    people = came.join(told, on="source_row")["person"]
    assert len(people) == came.height and (people < 0).all()
