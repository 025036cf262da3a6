"""`doudi rollback`: an earlier published warehouse in force again.

What outlives a run stays: the ledger keeps the ids, decisions and signals of every night, and what offices were told is not
taken back. So the next night may be that of the newest one that ran, or a later one; nights before it are a backfill.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from flows.errors import RunError, UsageError
from flows.history import record_rollback
from flows.home import warehouse_of
from flows.lock import home_lock
from flows.published import Published, published
from flows.settings import read_settings


def rollback(home: Path, to: str | None) -> str:
    """Put the snapshot of run `to`, or of the newest run before the published one, in force; what was done, as text.

    The warehouse that was in force becomes a snapshot, so that a rollback can be taken back. Raises UsageError when nothing is
    published, or no such run is kept, RunError when the home cannot be written.
    """
    from warehouse.publish import put_in_force

    settings = read_settings(home)
    with home_lock(home, "doudi rollback"):
        warehouse = warehouse_of(home)
        last = published(warehouse)
        if last is None:
            raise UsageError(f"nothing is published in {home} yet, so there is nothing to go back from.")
        chosen, snapshot = _chosen(home, last, to)
        try:
            with record_rollback(home, last.run_id, chosen.run_id):
                put_in_force(snapshot, warehouse, home / "snapshots", settings.keep_snapshots)
        except (OSError, duckdb.IOException) as error:
            raise RunError(
                f"{home} cannot be written ({str(error).splitlines()[0]}). Run {last.run_id} stays in force: free some space, then "
                "ask again."
            ) from None
        shutil.rmtree(
            home / "match", ignore_errors=True
        )  # the evidence of the night that is no longer in force
    return (
        f"In force: the night of {chosen.as_of} (run {chosen.run_id}), instead of {last.as_of} (run {last.run_id}).\n"
        f"To take it back: doudi rollback --home {home} --to {last.run_id}"
    )


def _chosen(home: Path, last: Published, to: str | None) -> tuple[Published, Path]:
    """The run to go back to, and its snapshot."""
    nights = [(night, path) for path in (home / "snapshots").glob("*.duckdb") if (night := published(path))]
    kept = sorted(nights, key=lambda one: one[0].finished_at)
    shown = ", ".join(f"{night.run_id} ({night.as_of})" for night, _ in kept) or "none"
    if to == last.run_id:
        raise UsageError(f"run {to} is in force already. Kept in {home / 'snapshots'}: {shown}.")
    found = [
        one
        for one in kept
        if (one[0].run_id == to if to is not None else one[0].finished_at < last.finished_at)
    ]
    if not found:
        wanted = f"run {to}" if to else f"run before {last.run_id}"
        raise UsageError(f"no {wanted} is kept in {home / 'snapshots'}. Kept: {shown}.")
    return found[-1]
