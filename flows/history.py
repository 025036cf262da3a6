"""Runs, their batches, rollbacks and exports, kept in the ledger for ever."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
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


def record_rollback(home: Path, from_run: str, to_run: str) -> AbstractContextManager[None]:
    """Record in the ledger what the `with` block does; nothing where it fails."""
    return _recorded(home, "rollback", [from_run, to_run])


def record_export(
    home: Path, run_id: str, audience: str, purpose: str, file: str, people: int
) -> AbstractContextManager[None]:
    """Record in the ledger what the `with` block hands over; nothing where it fails."""
    return _recorded(home, "export", [run_id, audience, purpose, file, people])


@contextmanager
def _recorded(home: Path, table: str, values: list[str | int]) -> Iterator[None]:
    with duckdb.connect() as con:
        attach_ledger(con, home, read_only=False)
        create(con)
        con.execute("BEGIN")
        marks = ", ".join("?" for _ in values)
        con.execute(f"INSERT INTO ledger.{table} VALUES (?, {marks})", [datetime.now(UTC), *values])
        yield
        con.execute("COMMIT")
