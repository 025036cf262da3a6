"""SQL files of this room: read a `.sql` file, put names and literals in, run it.

In: the name of a file beside this module and the values of its `$parameters` (relation names, quoted
literals).
Out: nothing; the statements' effects are in the connection. A parameter that is missing raises `KeyError`.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa


@cache
def _template(file: str) -> Template:
    return Template((Path(__file__).parent / file).read_text(encoding="utf-8"))


def run(con: duckdb.DuckDBPyConnection, file: str, **parameters: str) -> None:
    """Run every statement of `matching/<file>` with `$name` replaced by the parameter of that name."""
    con.execute(_template(file).substitute(parameters))


def rows(con: duckdb.DuckDBPyConnection, file: str, **parameters: str) -> list[tuple[Any, ...]]:
    """The rows of the query in `matching/<file>`, parameters put in as by `run`; for small results."""
    return con.execute(_template(file).substitute(parameters)).fetchall()


def arrow(con: duckdb.DuckDBPyConnection, file: str, **parameters: str) -> pa.Table:
    """The rows of the query in `matching/<file>` as an Arrow table, parameters put in as by `run`."""
    return con.execute(_template(file).substitute(parameters)).to_arrow_table()


def keep(con: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Make the temporary table `name` of an Arrow table.

    A copy: DuckDB puts the bounds of a join's other side into the scan of a registered Arrow table, and a row key, whose
    highest bit may be set, does not fit there.
    """
    con.register("mx_arrow", rows)
    con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM mx_arrow")
    con.unregister("mx_arrow")


def literal(value: str | Path | datetime.date | int | None) -> str:
    """A value as a SQL literal: text and paths quoted, dates as DATE, None as NULL."""
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime.date):
        return f"DATE '{value.isoformat()}'"
    return "'" + str(value).replace("'", "''") + "'"


def count(con: duckdb.DuckDBPyConnection, relation: str) -> int:
    """Rows of a relation (a table name or `read_parquet(...)`)."""
    row = con.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return int(row[0]) if row else 0
