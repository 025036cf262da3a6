"""Newest versions in `append` datasets.

In: the batches in force. Out: table `fact.superseded_row`, the row keys of rows that a newer batch replaces.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import duckdb


def superseded_rows(con: duckdb.DuckDBPyConnection, batches: Sequence[dict[str, Any]]) -> int:
    """Create table `fact.superseded_row(row_key)`; return how many there are.

    A row of an `append` dataset is superseded when a batch in force holds a later row with its primary key.
    Row keys order rows by batch date, so the newest version is the one with the largest key. `batches`:
    dicts with `dataset`, `mode`, `in_force`, `primary_key` (column names) and `accepted` (path).
    """
    con.execute("CREATE OR REPLACE TABLE fact.superseded_row (row_key UBIGINT)")
    parts: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for batch in batches:
        if batch["in_force"] and batch["mode"] == "append":
            parts[batch["dataset"]].append(batch)
    for dataset in sorted(parts):
        if len(parts[dataset]) > 1:
            key = ", ".join(f'"{column}"' for column in parts[dataset][0]["primary_key"])
            con.execute(
                f"""
                INSERT INTO fact.superseded_row
                SELECT unnest(list_filter(row_keys, lambda k: k < newest)) FROM (
                    SELECT list(row_key) AS row_keys, max(row_key) AS newest FROM read_parquet($files)
                    GROUP BY {key} HAVING count(*) > 1)
                """,
                {"files": [str(part["accepted"]) for part in parts[dataset]]},
            )
    row = con.execute("SELECT count(*) FROM fact.superseded_row").fetchone()
    return int(row[0]) if row else 0
