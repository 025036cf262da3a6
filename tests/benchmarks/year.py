"""Twelve months: a backfill over them against running each night in its turn, table by table.

In: a sample province, made into one whose departments delivered every month. Out: seconds of both, and how many
tables of the published warehouses differ (none, or the backfill is wrong).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

from tests.benchmarks.process import measure
from tests.benchmarks.registry import Result, Setting, benchmark
from tests.benchmarks.samples import Sample, doudi, sample
from tests.flows.contents import contents

MONTHS = 12
NEW_OF_A_THOUSAND, CHANGED_OF_A_THOUSAND = 15, 20


@benchmark
def year(setting: Setting) -> Iterator[Result]:
    """A year of nights one by one, and as one backfill."""
    for people in setting.people:
        made = sample(setting.folder, people, setting.seeds[0])
        folder = setting.folder / f"year-{people}-{made.seed}"
        shutil.rmtree(folder, ignore_errors=True)
        days = deliver_monthly(made, folder / "inbox")
        log = folder / "log.txt"
        inbox, nights, backfill = (str(folder / name) for name in ("inbox", "nights", "backfill"))
        for home in (nights, backfill):
            measure([doudi(), "init", home, "--region", "hubei"], log)
        began = time.perf_counter()
        for day in days:
            _run(["run", "--inbox", inbox, "--home", nights, "--as-of", str(day)], log)
        one_by_one = time.perf_counter() - began
        began = time.perf_counter()
        span = ["--from", str(days[0]), "--to", str(days[-1])]
        _run(["backfill", "--inbox", inbox, "--home", backfill, *span], log)
        at_once = time.perf_counter() - began
        first, second = (contents(Path(home) / "warehouse.duckdb") for home in (nights, backfill))
        yield Result(
            "year",
            "backfill",
            made.name,
            {
                "nights": len(days),
                "s one by one": one_by_one,
                "s backfill": at_once,
                "tables": len(first),
                "rows": sum(rows for rows, _ in first.values()),
                "tables that differ": sum(first[name] != second.get(name) for name in first),
                **_lives(Path(nights) / "warehouse.duckdb"),
            },
        )


def deliver_monthly(made: Sample, inbox: Path) -> list[date]:
    """Fill `inbox` with a year of deliveries, one a month; return their dates.

    The newest batch of every snapshot dataset is delivered each month, the earlier the fewer rows, some with another
    telephone; batches of append datasets come with the month's delivery that follows them.
    """
    last = date.fromisoformat((made.folder / "truth" / "as_of.txt").read_text().strip())
    days = [_months_back(last, count) for count in range(MONTHS - 1, -1, -1)]
    for dataset in sorted((made.folder / "inbox").iterdir()):
        batches = sorted(folder for folder in dataset.iterdir() if folder.is_dir())
        if _is_append(dataset.name):
            for batch in batches:
                day = min(day for day in days if day >= min(date.fromisoformat(batch.name), last))
                shutil.copytree(batch, inbox / dataset.name / str(day), dirs_exist_ok=True)
        else:
            for age, day in enumerate(reversed(days)):
                _as_it_was(batches[-1], inbox / dataset.name / str(day), age)
    for manifest in inbox.glob("*/*/_manifest.json"):
        manifest.unlink()
    return days


def _as_it_was(batch: Path, target: Path, age: int) -> None:
    """The rows that a batch may have had `age` months earlier; files other than Parquet as they are."""
    target.mkdir(parents=True)
    for file in sorted(batch.iterdir()):
        if file.suffix != ".parquet":
            shutil.copy(file, target)
            continue
        with duckdb.connect() as con:
            there = [row[0] for row in con.execute("DESCRIBE FROM read_parquet(?)", [str(file)]).fetchall()]
            other = (
                f"CASE WHEN hash(t, {age}) % 1000 < {CHANGED_OF_A_THOUSAND} THEN NULL ELSE phone END AS phone"
            )
            changed = f"REPLACE ({other})" if "phone" in there and age else ""
            con.execute(
                f"COPY (SELECT * {changed} FROM read_parquet($source) t WHERE hash(t) % 1000 >= {age * NEW_OF_A_THOUSAND}) "
                "TO $target (FORMAT parquet)",
                {"source": str(file), "target": str(target / file.name)},
            )


def _is_append(dataset: str) -> bool:
    from data_contracts.reading import load_contracts

    return load_contracts()[dataset].mode == "append"


def _months_back(day: date, count: int) -> date:
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        day = day.replace(day=min(day.day, 20))
    return day


def _run(command: list[str], log: Path) -> None:
    """A `doudi` command; one that ends with 3 has published, and somebody is to look at something."""
    measure(["sh", "-c", '"$@" || test $? -eq 3', "doudi", doudi(), *command], log)


def _lives(warehouse: Path) -> dict[str, int]:
    """Signals by status at the end of the year, and how many of them had come back."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = con.execute("SELECT status, count(*) FROM mart.signal GROUP BY ALL ORDER BY ALL").fetchall()
        again = con.execute("SELECT count(*) FROM mart.signal WHERE reopened_count > 0").fetchone()
    return {**dict(found), "reopened": again[0] if again else 0}
