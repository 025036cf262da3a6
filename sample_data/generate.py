"""Make a province: people, lives, extracts, dirt, cases, files and truth, in that order.

In: a folder, a number of people, a seed, the date of the night.  Out: the folder filled and a `SampleReport`.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from sample_data import truth
from sample_data.assemble import LISTED_TWICE, assemble
from sample_data.cases import plant
from sample_data.deliver import refused_batch, write_batch
from sample_data.departments import Extract, health, jy, mz, others, rs
from sample_data.dirt import Dirt, for_system
from sample_data.draw import stream
from sample_data.errors import SampleError
from sample_data.expected import expected
from sample_data.forms import FORMS
from sample_data.households import build
from sample_data.life import live
from sample_data.province import World
from sample_data.records import hold

AS_OF = date(2026, 11, 20)
DEPARTMENTS = (mz, jy, rs, health, others)
MARK = "sample.json"  # in the truth folder: says that a folder was made here


@dataclass(frozen=True)
class SampleReport:
    """What was made; `rows` counts the whole inbox, `mentions_in_force` the rows of mentions.parquet."""

    out: Path
    people: int
    households: int
    rows: int
    mentions_in_force: int
    batches: int
    as_of: date


def _prepare(out: Path, made: dict[str, int | str]) -> None:
    """An empty place for the sample; only an earlier sample is ever removed."""
    if out.exists() and not out.is_dir():
        raise SampleError(f"{out} is a file; give a folder for the sample to be written to")
    if out.exists() and any(out.iterdir()) and not (out / "truth" / MARK).exists():
        raise SampleError(
            f"{out} is not empty and holds no earlier sample; give a new folder, or empty it first"
        )
    for part in ("inbox", "truth"):
        shutil.rmtree(out / part, ignore_errors=True)
    (out / "mentions.parquet").unlink(missing_ok=True)
    (out / "truth").mkdir(parents=True)
    (out / "truth" / MARK).write_text(json.dumps(made) + "\n", encoding="utf-8")
    (out / "inbox").mkdir()


def _systems(world: World, extracts: list[Extract], dirt: Dirt) -> dict[str, tuple[list[pl.DataFrame], Dirt]]:
    """What each system holds about its people: the usual listing and, for some, a second one."""
    held = {}
    for system in sorted({form.system for form in FORMS.values()}):
        of_system = [e for e in extracts if FORMS[e.dataset].system == system]
        persons = np.unique(np.concatenate([e.rows["person"].to_numpy() for e in of_system]))
        rates = for_system(dirt, system, world.seed)
        listings = [hold(world, system, persons, 0, rates)]
        if any(e.dataset in LISTED_TWICE for e in of_system):
            twice = persons[stream(world.seed, f"twice {system}").random(len(persons)) < rates.listed_twice]
            twice = np.setdiff1d(twice, list(world.protected))
            listings.append(hold(world, system, twice, 1, rates))
        held[system] = (listings, rates)
    return held


def generate(
    out: Path,
    people: int,
    seed: int = 1,
    as_of: date = AS_OF,
    progress: Callable[[str], None] | None = None,
    dirt: Dirt | None = None,
) -> SampleReport:
    """Write a province to `out` (inbox, truth, mentions.parquet); the same arguments give the same tables.

    Raises SampleError when `out` holds something else than an earlier sample, or `people` is below 1,000.
    """
    if people < 1000:
        raise SampleError(f"--people {people}: too few for every kind of case; give 1000 or more")
    _prepare(out, {"people": people, "seed": seed, "as_of": as_of.isoformat()})
    say = progress or (lambda line: None)
    say(f"{people:,} people, their households and lives")
    world = live(build(people, seed, as_of))
    now = plant(world, {name: table for module in DEPARTMENTS for name, table in module.clean(world).items()})
    extracts = [e for module in DEPARTMENTS for e in module.batches(world, now)]
    say("what each department's system holds about them")
    held = _systems(world, extracts, dirt or Dirt())
    force = truth.in_force(extracts)
    mentions, flats, total = [], [], 0
    for extract in extracts:
        listings, rates = held[FORMS[extract.dataset].system]
        rows = assemble(world, extract, listings, rates)
        placed = write_batch(out / "inbox", extract.dataset, extract.batch, rows, seed)
        total += len(placed)
        if extract.dataset == "wj_illness" and (extract.dataset, extract.batch) in force:
            total += refused_batch(out / "inbox", extract.dataset, world.ago(1), placed)
        mentions.append(truth.mentions(placed))
        table = truth.flat(placed) if (extract.dataset, extract.batch) in force else None
        if table is not None:
            flats.append(table)
    say(f"{total:,} rows in {len(extracts)} batches; now the truth beside them")
    records = truth.newest_only(pl.concat(flats, how="vertical_relaxed"))
    truth.signals(world, expected(world, now)).write_parquet(
        out / "truth" / "signals.parquet", compression="zstd"
    )
    records.drop("person", "kind", "key").write_parquet(out / "mentions.parquet", compression="zstd")
    records.select("record_id", "person", "kind", "source").write_parquet(
        out / "truth" / "records.parquet", compression="zstd"
    )
    pl.concat(mentions).write_parquet(out / "truth" / "mentions.parquet", compression="zstd")
    truth.people(world).write_parquet(out / "truth" / "people.parquet", compression="zstd")
    (out / "truth" / "as_of.txt").write_text(f"{as_of.isoformat()}\n", encoding="utf-8")
    return SampleReport(out, people, len(world.households), total, len(records), len(extracts), as_of)
