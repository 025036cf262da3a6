"""A night in this process: take the lock, go through the steps in order, measure each, say what came of it."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import duckdb

from flows.errors import RunError
from flows.intake import batches_for_assembly
from flows.lock import home_lock
from flows.memory import peak_rss_mb
from flows.options import inbox_given
from flows.published import refuse_earlier_date, refuse_lost_ledger
from flows.run import Reporter, Run, Step, StepResult
from flows.settings import read_settings
from flows.steps import STEPS


class Watcher(Reporter, Protocol):
    """Follows a night: told when a step begins and ends."""

    def begin(self, step: Step) -> None: ...

    def end(self, step: Step, result: StepResult, seconds: float) -> None: ...


@dataclass
class Night:
    """What a finished night has to show."""

    run: Run
    unchanged: bool = False
    steps: list[dict[str, Any]] = field(default_factory=list)


def prepare(
    inbox: Path, home: Path, as_of: date, region: str | None, watcher: Watcher, force: bool = False
) -> Run:
    """A run with the home's settings. Raises UsageError for an inbox or home that cannot be used."""
    settings = read_settings(home)
    inbox_given(inbox)
    return Run(home.resolve(), inbox.resolve(), as_of, settings, region or settings.region, watcher, force)


def night(run: Run, watcher: Watcher, do: Callable[[Step, Run], StepResult] | None = None) -> Night:
    """Run every step under the home's lock; `do` lets an orchestrator wrap the call of a step.

    Raises RunError when another run holds the lock or the disk is full, UsageError for a date that lies before the
    published one or a ledger that is lost, and whatever the rooms raise. What was published stays in force in every such case.
    """
    with home_lock(run.home, f"doudi run --as-of {run.as_of}"):
        refuse_lost_ledger(run)
        refuse_earlier_date(run)
        return every_step(run, watcher, do)


def every_step(run: Run, watcher: Watcher, do: Callable[[Step, Run], StepResult] | None = None) -> Night:
    """The steps of a night for a caller that holds the home's lock; raises as `night` does."""
    from flows.validation import stop

    clean_spill(run)
    done = Night(run)
    run.leave("started", {"at": datetime.now(UTC).isoformat()})
    try:
        for step in STEPS:
            result = _one(run, step, watcher, done, do)
            if result.ends_run:
                done.unchanged = True
                break
        else:
            _clear_work(run)
    except (OSError, duckdb.Error) as error:
        explained = _explained(error, run, _in_force(run, done))
        if explained is error:
            raise
        raise explained from error
    finally:
        stop()
    return done


def _one(
    run: Run, step: Step, watcher: Watcher, done: Night, do: Callable[[Step, Run], StepResult] | None
) -> StepResult:
    watcher.begin(step)
    began = time.perf_counter()
    result = do(step, run) if do else step.work(run)
    seconds = time.perf_counter() - began
    done.steps.append(
        {
            "step": step.name,
            "seconds": round(seconds, 3),
            "rows": result.rows,
            "reused": result.reused,
            "peak_rss_mb": peak_rss_mb(),
        }
    )
    run.leave("steps", {"steps": done.steps})
    watcher.end(step, result, seconds)
    return result


def _in_force(run: Run, done: Night) -> bool:
    """Whether the new warehouse is in force: made, and no longer where it was made."""
    made = {step["step"] for step in done.steps}
    return "publish" in made or ("signals" in made and not run.new_warehouse.exists())


def _explained(error: OSError | duckdb.Error, run: Run, published: bool) -> Exception:
    """A full disk or exhausted memory as a RunError that says what to do; anything else as it is."""
    text = str(error)
    state = "Nothing was published and nothing is lost"
    if published:
        state = "The night is published, only its report and outbox are not complete"
    if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "No space left on device" in text:
        return RunError(
            f"the disk of {run.home} is full. {state}: free some space, then run again; the run takes up where it stopped."
        )
    if isinstance(error, duckdb.OutOfMemoryException):
        return RunError(
            f"memory_limit = {run.settings.memory_limit} in {run.home / 'doudi.toml'} is too small for this night, or the disk left no room to "
            f"spill. {state}: raise the limit or free disk space, then run again."
        )
    return error


def clean_spill(run: Run) -> None:
    """Remove what a killed run left in the spill folder."""
    for file in (run.home / "work" / "spill").glob("*"):
        if file.is_file():
            file.unlink()


def _clear_work(run: Run) -> None:
    """Drop the databases of a published night, and checked rows and mentions that older code or an older contract made; what
    its steps left stays until the next night of the date."""
    for file in run.work.glob("*.duckdb*"):
        file.unlink()
    for name in ("accepted", "mentions"):
        batches = [Path(batch[name]) for batch in batches_for_assembly(run) if batch.get(name)]
        made_by = {path.parent.parent: _code_of(path) for path in batches}
        for dataset, code in made_by.items():
            for file in dataset.glob("*/*"):
                if _code_of(file) != code:
                    file.unlink()


def _code_of(file: Path) -> str:
    """What the name of a file of `checked` or `mentions` says of the code that made it."""
    return file.name.partition("-")[2].partition(".")[0]
