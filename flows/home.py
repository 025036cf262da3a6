"""What a home holds between nights: where it lies, and the mentions behind the published night."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import duckdb

from flows.errors import UsageError


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
