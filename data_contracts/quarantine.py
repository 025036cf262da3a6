"""Which rows of a landed batch cannot be used, and why: fills the temporary table ``_unusable``.

In: the landed table ``l`` as SQL and the readings of its columns.  Out: ``_unusable(file_no, source_row,
reasons)`` and the rows that were kept although others carry their primary key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data_contracts.sql import LANDED_KEYS, Reading, literal, quoted


@dataclass(frozen=True)
class Rivals:
    """Rows sharing a primary key: ``identical`` ones that collapsed, ``differing`` ones set aside, ``kept``
    rows that had a differing rival."""

    identical: int
    differing: int
    kept: int


def create(con: duckdb.DuckDBPyConnection) -> None:
    """An empty ``_unusable``."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _unusable "
        "(file_no INTEGER, source_row BIGINT, reasons VARCHAR NOT NULL)"
    )


def add_unreadable(
    con: duckdb.DuckDBPyConnection, table: str, readings: Sequence[Reading], nobody: str | None
) -> None:
    """Rows that cannot be used for what they say: no key, unreadable required value, nobody named."""
    reasons = [(r.unusable, r.reason) for r in readings if r.unusable]
    if nobody:
        reasons.append((nobody, literal("name, id_number: neither a name nor a usable number")))
    parts = ", ".join(f"CASE WHEN {condition} THEN {reason} END" for condition, reason in reasons)
    any_of = " OR ".join(f"({condition})" for condition, _ in reasons)
    con.execute(
        f"INSERT INTO _unusable SELECT l.file_no, l.source_row, concat_ws('; ', {parts}) "
        f"FROM {table} l WHERE {any_of}"
    )


def add_rivals(
    con: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], readings: Sequence[Reading]
) -> Rivals:
    """Further rows with the same primary key: the smallest by content stays, whatever the order of rows and
    files.

    ``columns``: those of the landed table.  Only rows that are usable otherwise compete.
    """
    keys = [r for r in readings if r.is_key]
    delivered = sorted(c for c in columns if c not in LANDED_KEYS)
    key = "hash(" + ", ".join(r.key for r in keys) + ")"
    content = "{" + ", ".join(f"{literal(c)}: l.{quoted(c)}" for c in delivered) + "}"
    exact = ", ".join(f"key_{i}" for i in range(len(keys)))
    differing = ", ".join(
        f"CASE WHEN content.{quoted(c)} IS DISTINCT FROM kept.{quoted(c)} THEN {literal(c)} END"
        for c in delivered
    )
    names = " and ".join(r.column.name for r in keys)
    usable = f"{table} l ANTI JOIN _unusable u USING (file_no, source_row)"
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE _rivals AS
        WITH shared AS (SELECT {key} AS h FROM {usable} GROUP BY ALL HAVING count(*) > 1),
        candidates AS (
            SELECT {", ".join(f"{r.key} AS key_{i}" for i, r in enumerate(keys))},
                l.source_file, l.file_no, l.source_row, {content} AS content
            FROM {usable} WHERE {key} IN (SELECT h FROM shared)
        )
        SELECT source_file, file_no, source_row, content, row_number() OVER ranked AS place,
            first_value(content) OVER ranked AS kept,
            first_value(source_file) OVER ranked AS kept_file, first_value(source_row) OVER ranked AS
            kept_row, dense_rank() OVER (ORDER BY {exact}) AS key_no
        FROM candidates
        WINDOW ranked AS (PARTITION BY {exact} ORDER BY content, file_no, source_row)
        """
    )
    con.execute(
        f"""
        INSERT INTO _unusable
        SELECT file_no, source_row, CASE WHEN content IS NOT DISTINCT FROM kept
            THEN 'identical_row: the same as ' || kept_file || ' row ' || kept_row || ', which was kept'
            ELSE 'duplicate_key: {names} is also that of ' || kept_file || ' row ' || kept_row
                || ', which was kept as the smaller by content: they differ in ' || concat_ws(', ', {differing})
                END
        FROM _rivals WHERE place > 1
        """
    )
    row = con.execute(
        "SELECT count(*) FILTER (content IS NOT DISTINCT FROM kept), "
        "count(*) FILTER (content IS DISTINCT FROM kept), "
        "count(DISTINCT key_no) FILTER (content IS DISTINCT FROM kept) FROM _rivals WHERE place > 1"
    ).fetchone()
    con.execute("DROP TABLE _rivals")
    assert row is not None
    return Rivals(*row)
