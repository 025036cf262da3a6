"""Putting a finished warehouse in force: the earlier one kept as a snapshot, the new one moved over it in one rename.

Readers who have the earlier file open keep reading it undisturbed. Whatever moment the process dies at, the file at the
published path is a whole warehouse.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse.errors import WarehouseError


def put_in_force(new: Path, published: Path, snapshots: Path, keep: int) -> None:
    """Move the closed, checkpointed warehouse `new` to `published`, and keep at most `keep` earlier ones in `snapshots`.

    A snapshot is named after its run (`<run_id>.duckdb`). Raises WarehouseError when `new` is not complete.
    """
    if new.with_name(new.name + ".wal").exists():
        raise WarehouseError(f"{new} was not closed cleanly and was not published; run the night again.")
    _sync(new)
    if published.exists():
        snapshots.mkdir(exist_ok=True)
        snapshot = snapshots / f"{_run_of(published)}.duckdb"
        snapshot.unlink(missing_ok=True)
        os.link(published, snapshot)
    new.rename(published)
    _sync(published.parent)
    for old in sorted(snapshots.glob("*.duckdb"), key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)[
        keep:
    ]:
        old.unlink()


def _run_of(warehouse: Path) -> str:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        row = con.execute("SELECT run_id FROM ops.run ORDER BY finished_at DESC LIMIT 1").fetchone()
    if row is None:
        raise WarehouseError(f"{warehouse} holds no run; it was left where it is.")
    return str(row[0])


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
