"""Which rows of landed batches cannot be used, and why: fills the temporary table ``_unusable``.

In: the landed table ``l`` and the values read from it (``checking.py``) as SQL, and the readings of its columns.
Out: ``_unusable(batch_no, file_no, source_row, reasons)`` and the rows that were kept although others carry their
primary key.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from data_contracts.sql import Reading, literal, quoted


@dataclass(frozen=True)
class Rivals:
    """Rows sharing a primary key: ``identical`` ones that collapsed, ``differing`` ones set aside, ``kept``
    rows that had a differing rival."""

    identical: int
    differing: int
    kept: int


NO_RIVALS = Rivals(0, 0, 0)


def create(con: duckdb.DuckDBPyConnection) -> None:
    """An empty ``_unusable``."""
    con.execute(
        "CREATE OR REPLACE TEMP TABLE _unusable "
        "(batch_no UBIGINT, file_no INTEGER, source_row BIGINT, reasons VARCHAR NOT NULL)"
    )


def add_unreadable(
    con: duckdb.DuckDBPyConnection, table: str, values: str, readings: Sequence[Reading], nobody: str | None
) -> None:
    """Rows that cannot be used for what they say: no key, unreadable required value, nobody named."""
    reasons = [(r.unusable, r.reason) for r in readings if r.unusable]
    suspect = [condition for condition, _ in reasons]
    if nobody:
        suspect.append("unnamed")
        reasons.append(
            (f"(unnamed AND {nobody})", literal("name, id_number: neither a name nor a usable number"))
        )
    parts = ", ".join(f"CASE WHEN {condition} THEN {reason} END" for condition, reason in reasons)
    any_of = " OR ".join(f"({condition})" for condition, _ in reasons)
    con.execute(
        f"INSERT INTO _unusable SELECT batch_no, file_no, source_row, concat_ws('; ', {parts}) "
        f"FROM {table} l JOIN (FROM {values} WHERE {' OR '.join(map(str, suspect))}) t "
        f"USING (batch_no, file_no, source_row) WHERE {any_of}"
    )


def add_rivals(
    con: duckdb.DuckDBPyConnection, table: str, values: str, delivered: Sequence[str], keys: Sequence[Reading]
) -> dict[int, Rivals]:
    """Further rows with the same primary key: the smallest by content stays, whatever the order of rows and
    files.

    ``delivered``: columns of the landed table.  Only rows that are usable otherwise compete.  Returns the rivals of
    each batch that has any.
    """
    content = "{" + ", ".join(f"{literal(c)}: l.{quoted(c)}" for c in sorted(delivered)) + "}"
    exact = ", ".join(r.key_value for r in keys)
    differing = ", ".join(
        f"CASE WHEN content.{quoted(c)} IS DISTINCT FROM kept.{quoted(c)} THEN {literal(c)} END"
        for c in sorted(delivered)
    )
    names = " and ".join(r.column.name for r in keys)
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE _rivals AS
        WITH usable AS (
            SELECT batch_no, file_no, source_row, {exact}, hash({exact}) AS h
            FROM {values} ANTI JOIN _unusable USING (batch_no, file_no, source_row)
        ), shared AS (SELECT batch_no, h FROM usable GROUP BY ALL HAVING count(*) > 1),
        candidates AS (
            SELECT batch_no, {exact}, l.source_file, file_no, source_row, {content} AS content
            FROM {table} l JOIN (FROM usable SEMI JOIN shared USING (batch_no, h)) t
            USING (batch_no, file_no, source_row)
        )
        SELECT batch_no, source_file, file_no, source_row, content, row_number() OVER ranked AS place,
            first_value(content) OVER ranked AS kept,
            first_value(source_file) OVER ranked AS kept_file, first_value(source_row) OVER ranked AS
            kept_row, dense_rank() OVER (ORDER BY batch_no, {exact}) AS key_no
        FROM candidates
        WINDOW ranked AS (PARTITION BY batch_no, {exact} ORDER BY content, file_no, source_row)
        """
    )
    con.execute(
        f"""
        INSERT INTO _unusable
        SELECT batch_no, file_no, source_row, CASE WHEN content IS NOT DISTINCT FROM kept
            THEN 'identical_row: the same as ' || kept_file || ' row ' || kept_row || ', which was kept'
            ELSE 'duplicate_key: {names} is also that of ' || kept_file || ' row ' || kept_row
                || ', which was kept as the smaller by content: they differ in ' || concat_ws(', ', {differing})
                END
        FROM _rivals WHERE place > 1
        """
    )
    rows = con.execute(
        "SELECT batch_no, count(*) FILTER (content IS NOT DISTINCT FROM kept), "
        "count(*) FILTER (content IS DISTINCT FROM kept), "
        "count(DISTINCT key_no) FILTER (content IS DISTINCT FROM kept) FROM _rivals WHERE place > 1 GROUP BY batch_no"
    ).fetchall()
    con.execute("DROP TABLE _rivals")
    return {number: Rivals(*counts) for number, *counts in rows}
