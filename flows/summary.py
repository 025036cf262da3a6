"""The end of a run in the terminal: people, merges, signals by category, quarantine, what needs a person, where to look next."""

from __future__ import annotations

import shlex

import duckdb

from flows.console import table
from flows.errors import DONE, NEEDS_ATTENTION
from flows.night import Night

_ATTENTION_SHOWN = 12
_QUARANTINE_SHOWN = 8


def summary(night: Night) -> tuple[str, int]:
    """The text, and the exit code the run ends with."""
    run = night.run
    with duckdb.connect(str(run.warehouse), read_only=True) as con:
        people, links, attention = _one(
            con,
            "SELECT people, links, needs_attention FROM ops.run ORDER BY finished_at DESC LIMIT 1",
        )
        merged, review = _one(
            con,
            "SELECT (SELECT count(*) FROM core.person WHERE mentions > 1), (SELECT count(*) FROM ops.review)",
        )
        head = (
            "Nothing has changed since this night was published."
            if night.unchanged
            else f"Published {run.as_of} ({run.region})."
        )
        lines = [
            head,
            f"  {people:,} people from {links:,} mentions; {merged:,} of them named more than once; {review:,} pairs to review",
            "",
            "Signals by category",
            table(["category", "new", "open", "overdue"], _rows(con, _CATEGORIES), {1, 2, 3}),
            "",
            *_quarantine(con),
            *_attention(con, attention),
            "Where to look next",
            f"  report     {run.report_dir / 'index.html'}",
            f'  warehouse  {run.warehouse}   (doudi sql --home {shlex.quote(str(run.home))} "SELECT * FROM mart.signal_by_county")',
            f"  a signal   doudi explain signal {_example(con)} --home {shlex.quote(str(run.home))}",
        ]
    return "\n".join(lines), NEEDS_ATTENTION if attention else DONE


_CATEGORIES = """
SELECT coalesce(category, 'all'), count(*) FILTER (status = 'new'), count(*), count(*) FILTER (overdue)
FROM mart.open_signal
GROUP BY ROLLUP (category)
ORDER BY category NULLS LAST
"""


def _quarantine(con: duckdb.DuckDBPyConnection) -> list[str]:
    read, accepted, quarantined = _one(
        con,
        "SELECT sum(rows_read), sum(rows_accepted), sum(rows_quarantined) FROM ops.batch WHERE status = 'in_force'",
    )
    lines = [f"Rows: {read or 0:,} read = {accepted or 0:,} accepted + {quarantined or 0:,} quarantined"]
    if quarantined:
        rows = _rows(
            con,
            "SELECT dataset, reason, sum(rows)::BIGINT AS n FROM ops.quarantine_by_reason GROUP BY ALL ORDER BY n DESC, dataset, reason "
            f"LIMIT {_QUARANTINE_SHOWN}",
        )
        lines.append(table(["dataset", "reason", "rows"], rows, {2}))
    return [*lines, ""]


def _attention(con: duckdb.DuckDBPyConnection, count: int) -> list[str]:
    if not count:
        return ["Nothing needs a person.", ""]
    rows = _rows(
        con, f"SELECT kind, subject, message FROM ops.attention ORDER BY ALL LIMIT {_ATTENTION_SHOWN}"
    )
    lines = [f"Needs a person: {count:,}"] + [
        f"  {kind}: {subject}: {message}" for kind, subject, message in rows
    ]
    if count > _ATTENTION_SHOWN:
        lines.append(f"  … and {count - _ATTENTION_SHOWN:,} more in ops.attention and the report")
    return [*lines, ""]


def _example(con: duckdb.DuckDBPyConnection) -> str:
    row = con.execute(
        "SELECT signal_id FROM mart.open_signal ORDER BY severity, signal_id LIMIT 1"
    ).fetchone()
    return str(row[0]) if row else "SIGNAL_ID"


def _one(con: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = con.execute(query).fetchone()
    assert row is not None
    return tuple(row)


def _rows(con: duckdb.DuckDBPyConnection, query: str) -> list[list[object]]:
    return [list(row) for row in con.execute(query).fetchall()]
