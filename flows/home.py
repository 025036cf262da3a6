"""What a home holds between nights: where it lies, and the mentions behind the published night."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

import duckdb

from flows.errors import RunError, UsageError

READER_WAITS = 30.0
WRITER_WAITS = 120.0
"""Seconds."""
LEDGER_LOST = (
    "It alone holds who has which person id, reviewers' decisions and what became of signals: put it back from a backup. "
    "Where there is none, move warehouse.duckdb away too and backfill all nights: everybody then gets another id."
)


def literal(path: Path | str) -> str:
    """A path as an SQL string, whatever quotes it holds."""
    return "'" + str(path).replace("'", "''") + "'"


def literals(paths: Iterable[Path | str]) -> str:
    """Paths as an SQL list of strings."""
    return "[" + ", ".join(literal(path) for path in paths) + "]"


def warehouse_of(home: Path) -> Path:
    """The published warehouse of a home."""
    return home / "warehouse.duckdb"


def models_of(home: Path) -> list[Path]:
    """The home's own matching models, in order of their names, which are their dates."""
    return sorted((home / "models").glob("*.yaml"))


def ledger_of(home: Path) -> Path:
    """The ledger of a home."""
    return home / "ledger.duckdb"


def attach_ledger(con: duckdb.DuckDBPyConnection, home: Path, read_only: bool = True) -> None:
    """Attach the ledger of a home as `ledger`; waits a while for who has it open otherwise.

    DuckDB lets one process write a file, or several read it. Whoever writes holds the home's lock, for as long as it takes to
    commit a night; whoever reads is done in seconds. Raises RunError when the wait was in vain, UsageError when the
    ledger is not there or is none.
    """
    path = ledger_of(home)
    if not path.is_file():
        raise UsageError(f"{path} is not there. {LEDGER_LOST}")
    until = time.monotonic() + (READER_WAITS if read_only else WRITER_WAITS)
    while True:
        try:
            con.execute(f"ATTACH {literal(path)} AS ledger{' (READ_ONLY)' if read_only else ''}")
            return
        except duckdb.IOException as error:
            if "Could not set lock" not in str(error):
                raise UsageError(
                    f"{path} cannot be opened: {str(error).splitlines()[0].rstrip('.!')}. {LEDGER_LOST}"
                ) from None
            if time.monotonic() >= until:
                raise RunError(
                    f"{path} is in use by another process: a run that is publishing, or somebody who reads it. "
                    "Try again when it is done."
                ) from error
        time.sleep(0.1)


def mentions_of_night(home: Path, con: duckdb.DuckDBPyConnection) -> str:
    """Make the view `mentions` of the published night; its name. Raises UsageError when its files are gone."""
    listed = home / "match" / "mentions.json"
    files = json.loads(listed.read_text(encoding="utf-8")) if listed.is_file() else []
    if not files or not all(Path(file).is_file() for file in files):
        raise UsageError(
            f"the evidence of the published night is no longer in {home} (match/, work/). Run the night again to have it."
        )
    con.execute(f"CREATE OR REPLACE TEMP VIEW mentions AS SELECT * FROM read_parquet({literals(files)})")
    return "mentions"
