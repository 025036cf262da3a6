"""What a warehouse says, without what differs from run to run though the night is the same (times, run ids)."""

from __future__ import annotations

from pathlib import Path

import duckdb

_TIMED = {"ops.run", "ops.step"}
_EXCEPT = {"ops.rule_status": "EXCLUDE (seconds)"}


def contents(warehouse: Path) -> dict[str, tuple[int, str]]:
    """Rows and a hash over them, whatever their order, of every table of core, mart and ops."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        tables = [
            name
            for (name,) in con.execute(
                "SELECT schema_name || '.' || table_name FROM duckdb_tables() ORDER BY 1"
            ).fetchall()
            if name not in _TIMED
        ]
        return {
            name: con.execute(
                f"SELECT count(*), coalesce(md5(string_agg(row, '|' ORDER BY row)), '') FROM (SELECT t::VARCHAR AS row FROM "
                f"(SELECT * {_EXCEPT.get(name, '')} FROM {name}) AS t)"
            ).fetchone()
            for name in tables
        }
