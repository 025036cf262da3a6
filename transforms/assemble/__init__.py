"""Assemble: from accepted rows and links to facts about people, and the core tables of tonight's warehouse.

In: batches with their accepted rows and mentions, the folder `match` (docs/inside.md). Out: databases
`fact` and `past`, schema `core` of the main database. SQL lies beside; `chain/` holds the events of help,
one file per dataset.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from transforms.assemble.core import fill_core
from transforms.assemble.facts import fill_fact, fill_past

__all__ = ["assemble"]


def assemble(
    con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]], match_dir: Path, as_of: date
) -> dict[str, int]:
    """Fill `fact`, `past` and `core`; return the rows of every table made, by its name.

    `con`: main database with the schema of warehouse/schema/core.sql, empty; `fact` and `past` attached,
    empty; normalising macros registered. `batches`: one dict per checked batch with `dataset`, `number`,
    `department`, `mode`, `max_age_days`, `primary_key`, `batch`, `accepted` and `mentions` (paths),
    `in_force`, `past`, and the counts of the check. `match_dir` holds what matching decided. The same
    inputs give the same rows, whatever their order.
    """
    fill_fact(con, batches, match_dir)
    fill_past(con, batches)
    present = {batch["dataset"] for batch in batches if batch["in_force"]}
    fill_core(con, present, match_dir, as_of)
    counts: dict[str, int] = {}
    for (table,) in con.execute(
        "SELECT database_name || '.' || table_name FROM duckdb_tables() "
        "WHERE database_name IN ('fact', 'past') "
        "UNION ALL SELECT 'core.' || table_name FROM duckdb_tables() "
        "WHERE database_name = current_database() AND schema_name = 'core' ORDER BY 1"
    ).fetchall():
        row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
