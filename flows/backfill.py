"""`doudi backfill`: the nights of a range again, in date order, to the same end state as having run them one by one.

Nights published after the range rest on those in it, so they are run again too. A backfill that was stopped goes on
where it stopped; a finished one says what changed because of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from flows.console import Console, note, table
from flows.errors import UsageError
from flows.home import literal
from flows.lock import home_lock
from flows.night import Night, every_step, prepare
from flows.published import refuse_lost_ledger
from flows.run import Run, digest


@dataclass(frozen=True)
class Backfill:
    """What to run again: the dates, and the one dataset to take from the inbox (None: all)."""

    first: date
    last: date
    only: str | None = None


def backfill(inbox: Path, home: Path, wanted: Backfill, region: str | None = None) -> tuple[str, Night]:
    """Run the nights of `wanted` again; what changed, as text, and the last night.

    The last date is always run, whether or not a batch bears it. Raises UsageError when `first` lies after
    `last` or the inbox has no folder of the dataset, and whatever a night raises.
    """
    console = Console()
    run = prepare(inbox, home, wanted.last, region, console, force=True)
    if wanted.first > wanted.last:
        raise UsageError(f"--from {wanted.first} lies after --to {wanted.last}.")
    with (
        home_lock(run.home, f"doudi backfill --from {wanted.first} --to {wanted.last}"),
        _only(run, wanted.only) as source,
    ):
        refuse_lost_ledger(run)
        dates = _dates(run, wanted)
        done = _progress(run, wanted, dates)
        before = _kept_aside(run, anew=not done)
        for number, day in enumerate(dates, 1):
            if day in done and day != dates[-1]:
                continue
            note(f"night {number} of {len(dates)}: {day}")
            settings = run.settings if day == dates[-1] else replace(run.settings, validate=False)
            last = every_step(replace(source, as_of=day, settings=settings), console)
            done.append(day)
            _remember(run, wanted, dates, done)
        _progress_file(run).unlink()
        text = _changes(before, run.warehouse)
        before.unlink(missing_ok=True)
    return text, last


def _dates(run: Run, wanted: Backfill) -> list[date]:
    """Batch dates of the inbox and published nights within the range, and published nights after it."""
    found = {wanted.last}
    for folder in run.inbox.glob("*/*"):
        try:
            found.add(date.fromisoformat(folder.name))
        except ValueError:
            continue
    within = {day for day in found if wanted.first <= day <= wanted.last}
    nights: set[date] = set()
    if run.ledger.exists():
        with duckdb.connect(str(run.ledger), read_only=True) as con:
            nights = {
                day
                for (day,) in con.execute(
                    "SELECT DISTINCT as_of FROM run WHERE as_of >= ?", [wanted.first]
                ).fetchall()
            }
    return sorted(within | nights)


@contextmanager
def _only(run: Run, dataset: str | None) -> Iterator[Run]:
    """The run with an inbox that shows one dataset alone; the others are taken as they were landed."""
    if dataset is None:
        yield run
        return
    if not (run.inbox / dataset).is_dir():
        raise UsageError(
            f"--only {dataset}: {run.inbox} holds no such dataset. Give the name of one of its folders."
        )
    view = run.home / "work" / "only"
    shutil.rmtree(view, ignore_errors=True)
    view.mkdir(parents=True)
    (view / dataset).symlink_to(run.inbox / dataset, target_is_directory=True)
    try:
        yield replace(run, inbox=view)
    finally:
        shutil.rmtree(view, ignore_errors=True)


def _progress_file(run: Run) -> Path:
    return run.home / "work" / "backfill.json"


def _progress(run: Run, wanted: Backfill, dates: list[date]) -> list[date]:
    """Nights that an interrupted backfill of the same range, dates and inbox has run already."""
    file = _progress_file(run)
    if not file.is_file():
        return []
    left = json.loads(file.read_text(encoding="utf-8"))
    if left["of"] != _same(run, wanted, dates):
        return []
    return [date.fromisoformat(day) for day in left["done"]]


def _remember(run: Run, wanted: Backfill, dates: list[date], done: list[date]) -> None:
    beside = _progress_file(run).with_suffix(".part")
    beside.write_text(
        json.dumps({"of": _same(run, wanted, dates), "done": [day.isoformat() for day in done]}),
        encoding="utf-8",
    )
    beside.rename(_progress_file(run))


def _same(run: Run, wanted: Backfill, dates: list[date]) -> str:
    files = [
        (str(path), path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(run.inbox.glob("*/*/*"))
        if path.is_file()
    ]
    return digest(wanted.first, wanted.last, wanted.only, dates, files, run.region)


def _kept_aside(run: Run, anew: bool) -> Path:
    """The warehouse published before the backfill began, kept until it ends, over interruptions too; `anew`: what another
    backfill that was given up has left does not count."""
    aside = run.home / "work" / "before-backfill.duckdb"
    if anew:
        aside.unlink(missing_ok=True)
    if not aside.exists() and run.warehouse.exists():
        aside.parent.mkdir(exist_ok=True)
        aside.hardlink_to(run.warehouse)
    return aside


def _changes(before: Path, after: Path) -> str:
    """Rows of batches, people and signals that differ between two warehouses."""
    if not before.exists():
        return "Nothing was published before."
    with duckdb.connect() as con:
        con.execute(
            f"ATTACH {literal(before)} AS before (READ_ONLY); ATTACH {literal(after)} AS after (READ_ONLY)"
        )
        signals = con.execute(_SIGNALS).fetchall()
        batches = con.execute(_BATCHES).fetchall()
        people = con.execute(
            "SELECT (SELECT count(*) FROM after.core.person), (SELECT count(*) FROM before.core.person)"
        ).fetchone() or (0, 0)
    lines = [f"People: {people[1]:,} before, {people[0]:,} after"]
    if batches:
        lines += [
            "Batches that differ",
            table(["dataset", "batch", "rows before", "rows after"], [list(row) for row in batches], {2, 3}),
        ]
    if signals:
        lines += [
            "Signals that differ",
            table(
                ["rule", "no longer open", "newly open", "open as before"],
                [list(row) for row in signals],
                {1, 2, 3},
            ),
        ]
    return "\n".join(lines if batches or signals or people[0] != people[1] else ["Nothing changed."])


_SIGNALS = """
SELECT coalesce(b.rule, a.rule) AS rule, count(*) FILTER (a.signal_id IS NULL), count(*) FILTER (b.signal_id IS NULL),
    count(*) FILTER (a.signal_id = b.signal_id)
FROM (SELECT rule, signal_id FROM before.mart.signal WHERE status IN ('new', 'open')) AS b
FULL JOIN (SELECT rule, signal_id FROM after.mart.signal WHERE status IN ('new', 'open')) AS a USING (signal_id)
GROUP BY ALL
HAVING count(*) <> count(*) FILTER (a.signal_id = b.signal_id)
ORDER BY rule
"""
_BATCHES = """
SELECT coalesce(b.dataset, a.dataset) AS dataset, coalesce(b.batch, a.batch)::VARCHAR AS batch, b.rows_accepted, a.rows_accepted
FROM (FROM before.ops.batch WHERE status = 'in_force') AS b
FULL JOIN (FROM after.ops.batch WHERE status = 'in_force') AS a ON a.dataset = b.dataset AND a.batch = b.batch
WHERE a.delivery IS DISTINCT FROM b.delivery
ORDER BY ALL
"""
