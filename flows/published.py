"""What is published in a home: which night, made of which inputs, with what left for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from flows.errors import UsageError
from flows.home import attach_ledger
from flows.run import Run


@dataclass(frozen=True)
class Published:
    """The newest row of `ops.run` in the published warehouse."""

    run_id: str
    as_of: date
    region: str
    inputs: str
    needs_attention: int
    finished_at: datetime


def published(warehouse: Path) -> Published | None:
    """The published night, or None when none is; raises UsageError when the file is not a warehouse of ours."""
    if not warehouse.is_file():
        return None
    try:
        with duckdb.connect(str(warehouse), read_only=True) as con:
            row = con.execute(
                "SELECT run_id, as_of, region, inputs, needs_attention, finished_at FROM ops.run ORDER BY finished_at DESC LIMIT 1"
            ).fetchone()
    except (duckdb.CatalogException, duckdb.IOException) as error:
        raise UsageError(
            f"{warehouse} is not a doudi warehouse or cannot be opened: {str(error).splitlines()[0]}. Move it away, or put an "
            "earlier snapshot from snapshots/ in its place."
        ) from None
    return Published(*row) if row else None


def inputs_published(run: Run, inputs: str) -> bool:
    """Whether the published night was made of exactly these inputs."""
    last = published(run.warehouse)
    return last is not None and last.as_of == run.as_of and last.inputs == inputs


def refuse_lost_ledger(run: Run) -> None:
    """Raise UsageError when a night is published and the ledger it goes with is not there, or no ledger."""
    if run.ledger.exists() or run.warehouse.exists():
        with duckdb.connect() as con:
            attach_ledger(con, run.home)


def refuse_earlier_date(run: Run) -> None:
    """Raise UsageError when the run's date lies before the published one, or before the newest night of the ledger."""
    last = published(run.warehouse)
    if last is not None and run.as_of < last.as_of:
        raise UsageError(
            f"--as-of {run.as_of} lies before the published night of {last.as_of}. A night never goes back: use an as-of date of "
            f"{last.as_of} or later."
        )
    newest = _newest_night(run)
    if newest is not None and run.as_of < newest:
        though = f"{last.as_of} was put in force again" if last else "its warehouse is no longer there"
        raise UsageError(
            f"--as-of {run.as_of} lies before the night of {newest}, which the ledger remembers though {though}. "
            f"Use an as-of date of {newest} or later, or run the nights since again: doudi backfill --inbox DIR --home "
            f"{run.home} --from {run.as_of} --to {newest}"
        )


def _newest_night(run: Run) -> date | None:
    """The newest night that was ever published, by the ledger."""
    if not run.ledger.is_file():
        return None
    with duckdb.connect() as con:
        attach_ledger(con, run.home)
        row = con.execute("SELECT max(as_of) FROM ledger.run").fetchone()
    return row[0] if row else None
