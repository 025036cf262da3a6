"""What departments do between nights: whole files and half ones, corrected and spoiled ones, old ones again.

In: an inbox, contracts, a seeded `random.Random`. Out: the inbox with the deliveries of a day. The same seed does the
same to the same inbox.
"""

from __future__ import annotations

import io
import json
import random
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts import load_contracts
from tests.benchmarks.nextday import CHECKS, WEIGHTS

Change = Callable[[pl.DataFrame, random.Random], pl.DataFrame]
"""What a table becomes before it is delivered. In and out: rows as text, the last column of their key first."""


def as_it_is(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows


def half(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    middle = rows.height // 2
    return rows.head(middle) if rng.random() < 0.5 else rows.tail(middle)


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
    return rows.with_columns((pl.lit("R") + pl.int_range(pl.len()).cast(pl.String)).alias(rows.columns[0]))


def numbers_corrected(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    """Every twenty-fifth person gets another number of the same place and birth date."""

    def other(number: str) -> str:
        if len(number) != 18 or not number[:17].isdigit() or rng.random() > 0.04:
            return number
        body = f"{number[:14]}{rng.randrange(1, 1000):03}"
        return body + CHECKS[sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11]

    return _each(rows, "id_number", other)


def names_changed(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return _each(
        rows, "name", lambda name: name[0] + rng.choice("伟芳敏静") + "新" if rng.random() < 0.04 else name
    )


def numbers_masked(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return _each(rows, "id_number", lambda number: number[:6] + "*" * max(len(number) - 10, 0) + number[-4:])


def phones_blank(rows: pl.DataFrame, rng: random.Random) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, dtype=pl.String).alias("phone"))


def _each(rows: pl.DataFrame, column: str, change: Callable[[str], str]) -> pl.DataFrame:
    return rows.with_columns(
        pl.Series(column, [change(t) if t else t for t in rows[column]], dtype=pl.String)
    )


CHANGES: dict[Change, str | None] = {
    as_it_is: None,
    half: None,
    a_county_left_out: "county_code",
    shuffled: None,
    rows_dropped: None,
    rows_twice: None,
    keys_renumbered: None,
    numbers_corrected: "id_number",
    names_changed: "name",
    numbers_masked: "id_number",
    phones_blank: "phone",
}
"""Every change, and the column it needs."""
LASTING = {shuffled, rows_dropped, numbers_corrected, names_changed}
"""Changes that the department keeps; the others are gone from its next delivery."""


def read(file: Path) -> pl.DataFrame:
    """A delivered file as text."""
    if file.suffix == ".parquet":
        return pl.read_parquet(file).cast(pl.String)
    if file.suffix == ".xlsx":
        return pl.read_excel(file, infer_schema_length=0)
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("gb18030")
    return pl.read_csv(io.BytesIO(text.encode()), infer_schema=False)


def files_of(batch: Path) -> list[Path]:
    return sorted(file for file in batch.iterdir() if file.suffix in (".parquet", ".csv", ".xlsx"))


class Departments:
    """All departments of a province. `spoiled`: the batches in the inbox that no department should get away with."""

    def __init__(self, inbox: Path, rng: random.Random, spoiled: set[tuple[str, str]]) -> None:
        self.inbox, self.rng, self.spoiled = inbox, rng, spoiled
        self.contracts = load_contracts()
        self.held = {name: self._newest(name) for name in sorted(self.contracts)}

    def unsteady_day(self, day: date) -> list[str]:
        """Some deliveries of `day`; says what was done, and nothing of what is in them."""
        done = [
            self.deliver(self.rng.choice(sorted(self.held)), day) for _ in range(self.rng.choice((2, 4, 8)))
        ]
        for often, happens in (
            (0.3, self.last_month_again),
            (0.3, self.delivered_otherwise),
            (0.4, self.spoil),
            (0.2, self.cleaned_away),
        ):
            if self.rng.random() < often:
                done.append(happens(day))
        return done

    def deliver(self, dataset: str, day: date) -> str:
        """The batch of `day`, changed in one way, in one of the forms that are allowed, in one part or three."""
        rows = self.held[dataset]
        change = self.rng.choice([c for c, column in CHANGES.items() if column is None or column in rows])
        rows = change(rows, self.rng)
        if not rows.height:
            return f"{dataset}/{day} nothing"
        if change in LASTING:
            self.held[dataset] = rows
        form, parts = self.rng.choice(("parquet", "parquet", "gb18030", "utf-8-sig")), self.rng.choice((1, 3))
        folder = self._emptied(dataset, day)
        for number, part in enumerate(rows.iter_slices(-(-rows.height // parts))):
            if form == "parquet":
                part.write_parquet(folder / f"{number}.parquet")
            else:
                (folder / f"{number} 份.csv").write_bytes(part.write_csv().encode(form))
        return f"{dataset}/{day} {change.__name__} {form} {parts}"

    def last_month_again(self, day: date) -> str:
        """A snapshot's oldest batch once more, as today's."""
        snapshots = [name for name in sorted(self.held) if not self.contracts[name].append]
        choice = [batch for batch in self._good() if batch.parent.name in snapshots and batch.name < str(day)]
        if not choice:
            return "nothing to deliver again"
        old = min(batch for batch in choice if batch.parent == self.rng.choice(choice).parent)
        shutil.copytree(old, self._emptied(old.parent.name, day), dirs_exist_ok=True)
        return f"{old.parent.name}/{day} is that of {old.name}"

    def delivered_otherwise(self, day: date) -> str:
        """An earlier batch under its own date, with other content."""
        batch = self.rng.choice(self._good() or [self.inbox / min(self.held) / str(day)])
        return self.deliver(batch.parent.name, date.fromisoformat(batch.name))

    def spoil(self, day: date) -> str:
        """Today's batch of a dataset, unusable as a whole."""
        dataset, how = self.rng.choice(sorted(self.held)), self.rng.choice(sorted(SPOILS))
        SPOILS[how](self._emptied(dataset, day), self.held[dataset], self.contracts[dataset].required)
        self.spoiled.add((dataset, str(day)))
        return f"{dataset}/{day} {how}"

    def cleaned_away(self, day: date) -> str:
        """Most earlier batches are no longer in the inbox."""
        old = [batch for batch in sorted(self.inbox.glob("*/*")) if batch.name < str(day)]
        gone = [batch for batch in old if self.rng.random() < 0.7]
        for batch in gone:
            shutil.rmtree(batch)
            self.spoiled.discard((batch.parent.name, batch.name))
        return f"{len(gone)} old batches gone"

    def _good(self) -> list[Path]:
        batches = sorted(self.inbox.glob("*/*"))
        return [batch for batch in batches if (batch.parent.name, batch.name) not in self.spoiled]

    def _newest(self, dataset: str) -> pl.DataFrame:
        newest = [batch for batch in self._good() if batch.parent.name == dataset][-1]
        rows = pl.concat([read(file) for file in files_of(newest)], how="diagonal")
        contract = self.contracts[dataset]
        rows = rows.rename({name: contract.header_aliases.get(name, name) for name in rows.columns})
        return rows.select(contract.primary_key[-1], pl.exclude(contract.primary_key[-1]))

    def _emptied(self, dataset: str, day: date) -> Path:
        folder = self.inbox / dataset / str(day)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.spoiled.discard((dataset, str(day)))
        return folder


def _contradicted(folder: Path, rows: pl.DataFrame, required: tuple[str, ...]) -> None:
    rows.write_parquet(folder / "a.parquet")
    told = {"files": {"a.parquet": {"rows": rows.height + 3}}}
    (folder / "_manifest.json").write_text(json.dumps(told))


def _column_missing(folder: Path, rows: pl.DataFrame, required: tuple[str, ...]) -> None:
    rows.drop(required[-1]).write_parquet(folder / "a.parquet")


def _cut_off(folder: Path, rows: pl.DataFrame, required: tuple[str, ...]) -> None:
    whole = io.BytesIO()
    rows.write_parquet(whole)
    (folder / "a.parquet").write_bytes(whole.getvalue()[:-40])


def _empty(folder: Path, rows: pl.DataFrame, required: tuple[str, ...]) -> None:
    (folder / "a.csv").touch()


SPOILS: dict[str, Callable[[Path, pl.DataFrame, tuple[str, ...]], None]] = {
    "contradicted by its manifest": _contradicted,
    "a required column missing": _column_missing,
    "cut off": _cut_off,
    "an empty file": _empty,
}
