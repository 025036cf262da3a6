"""Links as people write them, `dataset/batch/file:row`, and the row keys that stand for them in one number."""

from __future__ import annotations

from datetime import date

import duckdb

from flows.errors import UsageError


def row_key(con: duckdb.DuckDBPyConnection, link_id: str, links: str = "core.person_link") -> int:
    """The row key of a link; `links` is the table of links in `con`.

    Where a row names two people, the first of them. Raises UsageError for what is no link, or leads to nobody.
    """
    try:
        dataset, batch, place = link_id.split("/", 2)
        file, row = place.rsplit(":", 1)
        values = [dataset, date.fromisoformat(batch), file, int(row)]
    except ValueError:
        raise UsageError(
            f"{link_id!r} is not a link. Write it as dataset/batch/file:row, such as mz_member/2026-11-18/a.parquet:12."
        ) from None
    found = con.execute(
        f"SELECT row_key FROM {links} WHERE dataset = ? AND batch = ? AND source_file = ? AND source_row = ? ORDER BY row_role(row_key)",
        values,
    ).fetchone()
    if found is None:
        raise UsageError(
            f"{link_id} leads to nobody: no such row is in force, it was quarantined, or it names nobody who is known."
        )
    return int(found[0])


def link_of(con: duckdb.DuckDBPyConnection, key: object) -> str:
    """The link of a row key; the key itself where there is none."""
    row = con.execute(
        "SELECT dataset || '/' || batch || '/' || source_file || ':' || source_row FROM core.person_link WHERE row_key = ?",
        [key],
    ).fetchone()
    return str(row[0]) if row else str(key)
