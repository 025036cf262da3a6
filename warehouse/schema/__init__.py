"""The published schema: tables with their comments, made empty before a night fills them; views, made after."""

from __future__ import annotations

from importlib.resources import files

import duckdb


def create_schema(con: duckdb.DuckDBPyConnection) -> None:
    """Create the schemas `core`, `mart` and `ops` with their empty tables in the connection's main database."""
    for name in ("core", "mart", "ops"):
        con.execute(_read(name))


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create the analysts' views over the filled tables."""
    con.execute(_read("views"))


def _read(name: str) -> str:
    return files(__package__).joinpath(f"{name}.sql").read_text(encoding="utf-8")
