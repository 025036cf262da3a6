"""Runs and their batches, kept in the ledger for ever."""

from __future__ import annotations

from importlib.resources import files

import duckdb


def create(con: duckdb.DuckDBPyConnection) -> None:
    """Make `ledger.run` and `ledger.batch` where they are missing."""
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
