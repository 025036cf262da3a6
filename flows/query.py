"""Read-only SQL on the published warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.editions import edition
from flows.errors import UsageError
from flows.home import warehouse_of
from flows.published import published

_ROWS_SHOWN = 200


def run_query(home: Path, query: str, audience: str | None = None) -> str:
    """The result as a text table of at most 200 rows, on the edition of `audience` where one is given.

    Raises UsageError for a query DuckDB refuses, AudienceError for an audience that does not exist.
    """
    warehouse = edition(home, audience) if audience else warehouse_of(home)
    if published(warehouse) is None:
        raise UsageError(
            f"nothing is published in {home} yet. Run a night first: doudi run --inbox DIR --home {home}"
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "enable_external_access": False,
        "lock_configuration": True,
    }
    with duckdb.connect(str(warehouse), read_only=True, config=config) as con:
        try:
            cursor = con.execute(query)
            if cursor is None:  # nothing but blanks, comments or semicolons
                raise UsageError("there is no query. Give one, or write it to standard input.")
            columns = [column[0] for column in cursor.description or []]
            rows = cursor.fetchmany(_ROWS_SHOWN + 1)
        except duckdb.Error as error:
            raise UsageError(f"the query could not be run: {error}") from None
    if not columns:
        return "(no result)"
    from flows.console import table

    numeric = {
        i
        for i, _ in enumerate(columns)
        if rows and all(r[i] is None or isinstance(r[i], int | float) for r in rows)
    }
    text = table(columns, [list(row) for row in rows[:_ROWS_SHOWN]], numeric, grouped=False)
    return text + (f"\n  … only the first {_ROWS_SHOWN} rows are shown" if len(rows) > _ROWS_SHOWN else "")
