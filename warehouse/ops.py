"""How the night went, as tables: batches, quarantine, open review pairs, steps, what needs a person, runs.

In: the steps' results as plain values and Parquet paths; out: the `ops` tables of the connection's main database, but for
`ops.rule_status`, which the signals step fills.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import duckdb


def fill_batches(
    con: duckdb.DuckDBPyConnection, batches: Iterable[Mapping[str, Any]], refused: Iterable[Mapping[str, Any]]
) -> None:
    """`ops.batch` from the batches in force and the refused ones; `ops.quarantine` from the former's quarantine files."""
    columns = (
        "dataset",
        "batch",
        "department",
        "delivery",
        "rows_read",
        "rows_accepted",
        "rows_quarantined",
        "blank_ids",
        "unmapped_codes",
    )
    for b in batches:
        row = {name: b[name] for name in columns}
        row |= {
            "status": "in_force",
            "nulled": sum(b["nulled"].values()),
            "unknown_columns": ", ".join(b["unknown_columns"]) or None,
        }
        _insert(con, "ops.batch", row)
        if b["rows_quarantined"]:
            con.execute(
                """
                INSERT INTO ops.quarantine
                SELECT ?, ?, source_file, source_row, reasons, "row" FROM read_parquet(?) ORDER BY source_file, source_row
                """,
                [b["dataset"], b["batch"], str(b["quarantined"])],
            )
    for r in refused:
        _insert(
            con,
            "ops.batch",
            {"dataset": r["dataset"], "batch": r["batch"], "status": "refused", "reason": r["reason"]},
        )


def fill_review(con: duckdb.DuckDBPyConnection, pairs: Path) -> int:
    """`ops.review` from matching's review pairs; the number of open pairs."""
    con.execute(
        """
        INSERT INTO ops.review
        SELECT person_id_a, person_id_b, score, evidence, reason, mention_a, mention_b FROM read_parquet(?)
        ORDER BY ALL
        """,
        [str(pairs)],
    )
    return _count(con, "ops.review")


def fill_match(con: duckdb.DuckDBPyConnection, edges: Path, numbers: Path) -> None:
    """`ops.link_evidence` and `core.person_number` from matching's edges and numbers."""
    con.execute(
        "INSERT INTO ops.link_evidence SELECT mention_a, mention_b, rule, score, evidence FROM read_parquet(?) ORDER BY ALL",
        [str(edges)],
    )
    con.execute(
        "INSERT INTO core.person_number SELECT person_id, id18, mentions FROM read_parquet(?) ORDER BY ALL",
        [str(numbers)],
    )


def fill_steps(con: duckdb.DuckDBPyConnection, steps: Iterable[Mapping[str, Any]]) -> None:
    """`ops.step` in the order given."""
    for ordinal, step in enumerate(steps, 1):
        _insert(con, "ops.step", {**step, "ordinal": ordinal})


def fill_attention(con: duckdb.DuckDBPyConnection, matters: Iterable[tuple[str, str, str]]) -> int:
    """`ops.attention` from (kind, subject, message) and the rules not evaluated; the number of matters."""
    for kind, subject, message in matters:
        _insert(con, "ops.attention", {"kind": kind, "subject": subject, "message": message})
    con.execute(
        "INSERT INTO ops.attention SELECT 'rule_not_evaluated', rule, coalesce(reason, '') FROM ops.rule_status WHERE NOT evaluated ORDER BY rule"
    )
    return _count(con, "ops.attention")


def fill_run(con: duckdb.DuckDBPyConnection, run: Mapping[str, Any]) -> None:
    """Tonight's row of `ops.run`, with the counts of what is in the warehouse; earlier runs from the attached ledger."""
    counts = {
        "people": _count(con, "core.person"),
        "links": _count(con, "core.person_link"),
        "signals": _count(con, "mart.open_signal"),
        "needs_attention": _count(con, "ops.attention"),
    }
    con.execute(
        "INSERT INTO ops.run BY NAME SELECT * FROM ledger.run WHERE run_id <> ? ORDER BY finished_at",
        [run["run_id"]],
    )
    _insert(con, "ops.run", {**run, **counts, "status": "attention" if counts["needs_attention"] else "done"})


def _insert(con: duckdb.DuckDBPyConnection, table: str, row: Mapping[str, Any]) -> None:
    names = ", ".join(row)
    con.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])
