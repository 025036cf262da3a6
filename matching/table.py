"""Matching alone, on a table of people: links and pairs for review with the table's own record ids.

In: a relation of mentions with `record_id` and `record_key`, and the model.  Out: Parquet files.  No ledger, no best records.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from matching import statements
from matching.model import load, shipped
from matching.statements import literal

if TYPE_CHECKING:
    from matching.candidates import BlockReport


@dataclass(frozen=True)
class TableReport:
    """How many people a table names, and what of its blocks was too common to be compared."""

    people: int
    dropped: tuple[BlockReport, ...]


def match_table(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    out_links: Path,
    out_review: Path | None,
    model: Path | None = None,
    keyed: bool = False,
) -> TableReport:
    """Match a table of people, write one row per record: `record_id`, `person_id`, `rule`, `score`.

    `mentions` needs the columns `record_id` and `record_key` (BIGINT, of every record another) beside those of
    docs/inside.md; every record gets a person, whose id is the smallest `record_key` of its records. `out_review`
    gets `record_id_a`, `record_id_b`, `score`, `evidence`. `keyed`: the mentions are in memory, with the model's key as `exact_key`.
    """
    from matching import engine

    used = load(model) if model else shipped()
    work = out_links.parent / f".{out_links.name}.engine"
    work.mkdir(parents=True, exist_ok=True)
    files = ("pairs_review",) if out_review else ()
    try:
        report = engine.place(
            con, mentions, work, used, files=files, label="record_key", beside="record_id", keyed=keyed
        )
        if out_review is not None:
            pairs = f"read_parquet({literal(work / 'pairs_review.parquet')})"
            statements.run(con, "match_review.sql", pairs=pairs, out=literal(out_review))
        statements.run(con, "match_table.sql", out=literal(out_links))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    people = statements.count(con, "mx_named") + statements.count(con, "mx_alone")
    return TableReport(people, tuple(block for block in report.blocks if block.dropped_keys))
