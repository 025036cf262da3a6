"""What departments do between nights: whole files and half ones, corrected and spoiled ones, old ones again.

In: an inbox and a seeded `random.Random`. Out: the inbox with the deliveries of a day; the same seed does the same to
the same inbox.
"""

from __future__ import annotations

import json
import random
import shutil
from datetime import date
from pathlib import Path

import polars as pl

from data_contracts import load_contracts
from tests.benchmarks.nextday import read_delivered
from tests.flows.unsteady_rows import LASTING, OF_ALL, OF_COLUMN

Batch = tuple[str, str]
"""Dataset and date."""
SPOILS = ("contradicted by its manifest", "a required column missing", "cut off", "empty")


def read(file: Path) -> pl.DataFrame:
    """A delivered file as text."""
    return read_delivered(file).cast(pl.String)


def files_of(batch: Path) -> list[Path]:
    return sorted(file for file in batch.iterdir() if file.suffix in (".parquet", ".csv", ".xlsx"))


class Departments:
    """All departments of a province. `spoiled`: batches in the inbox that are to be refused."""

    def __init__(self, inbox: Path, rng: random.Random, spoiled: set[Batch]) -> None:
        self.inbox, self.rng, self.spoiled, self.contracts = inbox, rng, spoiled, load_contracts()
        self.held = {dataset: self._newest(dataset) for dataset in sorted(self.contracts)}

    def unsteady_day(self, day: date) -> list[str]:
        """Some deliveries of `day`; says what was done, and nothing of what is in them."""
        datasets = self.rng.choices(list(self.held), k=self.rng.choice((2, 6, 20)))
        done = [self.deliver(dataset, day) for dataset in datasets]
        for happens, often in (
            (self.last_month_again, 0.3),
            (self.delivered_otherwise, 0.3),
            (self.spoil, 0.4),
            (self.clean_up, 0.2),
        ):
            if self.rng.random() < often:
                done.append(happens(day))
        return done

    def deliver(self, dataset: str, day: date) -> str:
        """The batch of `day`, changed in one way, in one of the forms allowed, in one part or three."""
        rows = self.held[dataset]
        own = [change for column, changes in OF_COLUMN.items() if column in rows for change in changes]
        change = self.rng.choice([*OF_ALL, *own])
        form, parts = self.rng.choice(("parquet", "parquet", "gb18030", "utf-8-sig")), self.rng.choice((1, 3))
        rows = change(rows, self.rng)
        if not rows.height:
            return f"{dataset} {change.__name__}: nothing to deliver"
        if change in LASTING:
            self.held[dataset] = rows
        folder = self._emptied(dataset, day)
        for number, part in enumerate(rows.iter_slices(-(-rows.height // parts))):
            if form == "parquet":
                part.write_parquet(folder / f"{number}.parquet")
            else:
                (folder / f"{number} 份.csv").write_bytes(part.write_csv().encode(form))
        return f"{dataset}/{day} {change.__name__} ({form}, {parts})"

    def last_month_again(self, day: date) -> str:
        """A snapshot's oldest batch once more, as today's."""
        oldest: dict[str, Path] = {}
        for batch in self._good():
            if batch.name < str(day) and not self.contracts[batch.parent.name].append:
                oldest.setdefault(batch.parent.name, batch)
        if not oldest:
            return "nothing to deliver again"
        dataset, batch = self.rng.choice(sorted(oldest.items()))
        shutil.copytree(batch, self._emptied(dataset, day), dirs_exist_ok=True)
        return f"{dataset}/{day} is that of {batch.name}"

    def delivered_otherwise(self, day: date) -> str:
        """A batch that is in the inbox, under its own date, with other content."""
        batch = self.rng.choice(self._good())
        return self.deliver(batch.parent.name, date.fromisoformat(batch.name))

    def spoil(self, day: date) -> str:
        """Today's batch of a dataset, unusable as a whole."""
        dataset, how = self.rng.choice(list(self.held)), self.rng.choice(SPOILS)
        rows, file = self.held[dataset], self._emptied(dataset, day) / "a.parquet"
        if how == "a required column missing":
            rows = rows.drop(self.contracts[dataset].required[-1])
        rows.write_parquet(file)
        if how == "contradicted by its manifest":
            told = {"files": {file.name: {"rows": rows.height + 3}}}
            (file.parent / "_manifest.json").write_text(json.dumps(told))
        elif how != "a required column missing":
            file.write_bytes(b"" if how == "empty" else file.read_bytes()[:-40])
        self.spoiled.add((dataset, str(day)))
        return f"{dataset}/{day} {how}"

    def clean_up(self, day: date) -> str:
        """Most earlier batches are no longer in the inbox."""
        old = [batch for batch in sorted(self.inbox.glob("*/*")) if batch.name < str(day)]
        gone = [batch for batch in old if self.rng.random() < 0.7]
        for batch in gone:
            shutil.rmtree(batch)
            self.spoiled.discard((batch.parent.name, batch.name))
        return f"{len(gone)} old batches gone"

    def _good(self) -> list[Path]:
        """Batches that can be used, in order of dataset and date."""
        batches = sorted(self.inbox.glob("*/*"))
        return [batch for batch in batches if (batch.parent.name, batch.name) not in self.spoiled]

    def _newest(self, dataset: str) -> pl.DataFrame:
        contract = self.contracts[dataset]
        batch = [batch for batch in self._good() if batch.parent.name == dataset][-1]
        rows = pl.concat([read(file) for file in files_of(batch)], how="diagonal")
        rows = rows.rename({name: contract.header_aliases.get(name, name) for name in rows.columns})
        return rows.select(contract.primary_key[-1], pl.exclude(contract.primary_key[-1]))

    def _emptied(self, dataset: str, day: date) -> Path:
        folder = self.inbox / dataset / str(day)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.spoiled.discard((dataset, str(day)))
        return folder
