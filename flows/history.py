"""Runs, their batches and rollbacks, kept in the ledger for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import duckdb

from flows.home import attach_ledger


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables where they are missing."""
    con.execute(files("flows").joinpath("history.sql").read_text(encoding="utf-8"))


def commit(con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    """Take tonight's `ops.run` and `ops.batch` into the ledger, inside the caller's transaction."""
    con.execute("DELETE FROM ledger.run WHERE run_id = ?", [run_id])
    con.execute("DELETE FROM ledger.batch WHERE run_id = ?", [run_id])
    con.execute("INSERT INTO ledger.run BY NAME SELECT * FROM ops.run WHERE run_id = ?", [run_id])
    con.execute(
        """
        INSERT INTO ledger.batch BY NAME
        SELECT ? AS run_id, dataset, batch, status, rows_read, rows_accepted, rows_quarantined FROM ops.batch
        """,
        [run_id],
    )


@contextmanager
def record_rollback(home: Path, from_run: str, to_run: str) -> Iterator[None]:
    """Record in the ledger what the `with` block does; nothing where it fails."""
    with duckdb.connect() as con:
        attach_ledger(con, home, read_only=False)
        create(con)
        con.execute("BEGIN")
        con.execute("INSERT INTO ledger.rollback VALUES (?, ?, ?)", [datetime.now(UTC), from_run, to_run])
        yield
        con.execute("COMMIT")
