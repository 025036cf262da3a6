"""Audits of a new warehouse before it is published: queries that return what is wrong, and nothing when all is well."""

from __future__ import annotations

from importlib.resources import files

import duckdb

from warehouse.errors import WarehouseError

SHOWN = 5


def audit(con: duckdb.DuckDBPyConnection) -> int:
    """Run every query of `audits/` on the connection's main database; the number of audits passed.

    Raises WarehouseError naming the audits that failed with their first findings.
    """
    failed: list[str] = []
    queries = sorted(
        (f for f in files("warehouse").joinpath("audits").iterdir() if f.name.endswith(".sql")),
        key=lambda f: f.name,
    )
    for query in queries:
        rows = con.execute(query.read_text(encoding="utf-8")).fetchmany(SHOWN)
        if rows:
            failed.append(
                f"{query.name.removesuffix('.sql')}: "
                + "; ".join(f"{subject}: {found}" for subject, found in rows)
            )
    if failed:
        raise WarehouseError(
            "the new warehouse did not pass its audits and was not published; the last one stays in force. "
            + " | ".join(failed)
        )
    return len(queries)
