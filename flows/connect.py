"""DuckDB connections outside the published warehouse: with limits, the normalising macros, and a folder to spill into."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from flows.settings import Settings, memory_limit, read_settings

TIME_ZONE = "Asia/Shanghai"
"""Moments that are delivered with a time zone become days here, wherever the machine stands."""


@contextmanager
def connect(
    settings: Settings, spill: Path, database: Path | None = None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with these limits, in memory unless a file is named; what does not fit goes to the folder `spill`."""
    from transforms.normalise import register

    spill.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = {
        "memory_limit": memory_limit(settings),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    if settings.threads:
        config["threads"] = settings.threads
    con = duckdb.connect(str(database) if database else ":memory:", config=config)
    try:
        con.execute("SET enable_progress_bar = false")
        con.execute(f"SET GLOBAL TimeZone = '{TIME_ZONE}'")  # for this connection's cursors too
        register(con)
        yield con
    finally:
        con.close()


@contextmanager
def connect_in(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory as the settings of `home` have it, which spills there: identities stay in the home."""
    with connect(read_settings(home), home / "work" / "spill") as con:
        yield con


@contextmanager
def connect_beside(folder: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection in memory for work without a home; it spills into a folder of its own in `folder` that is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix=".doudi-spill-", dir=folder) as spill,
        connect(Settings(), Path(spill)) as con,
    ):
        yield con
