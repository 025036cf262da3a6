"""Reviewers' decisions: same or not the same. They outrank every score, are kept for ever, and can be
undone.

In: two mentions of a relation of mentions and a verdict. Out: rows of `review_decision` and `review_anchor`
in the ledger, which keep what both records said; `decisions_as_mentions` finds those records again tonight,
wherever they lie.
"""

from __future__ import annotations

import datetime
from typing import Any

import duckdb

from matching import ledger as ledger_room
from matching import statements
from matching.contradictions import contradicted, record
from matching.errors import MatchingError, MatchingUsageError

VERDICTS = ("same", "not_same")
_SAID = "source, role, id_type, id_text, id18, name, sex, birth_date, phone, county_code, household_id"

_CONTENT_KEY = (
    "content_key(source, role, id_type, id_text, id18, id_second, name, sex, birth_date, phone, county_code,"
    " household_id)"
)
_IDENTITY_KEY = "identity_key(id_text, id18, name, birth_date)"


def decide(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    mention_a: int,
    mention_b: int,
    verdict: str,
    who: str,
    when: datetime.datetime,
    reason: str | None = None,
    ledger: str = "ledger",
    night: datetime.date | None = None,
) -> int:
    """Record that the two mentions are the `same` person or `not_same`; returns the decision's number.

    `night` is the published night that it was decided on: it counts from that date on, also where nights are run again.
    An earlier decision in force on the same two records is undone by this one. Raises `MatchingError` for an
    unknown verdict, no reviewer's name, a mention that is not in `mentions`, two records that say exactly
    the same, or a verdict that contradicts other decisions in force.
    """
    if verdict not in VERDICTS:
        raise MatchingError(f"verdict '{verdict}': expected one of {', '.join(VERDICTS)}")
    if not who.strip():
        raise MatchingUsageError("a decision needs the name of the person who made it")
    ledger_room.register(con)
    anchors = [_anchor(con, mentions, mention) for mention in (mention_a, mention_b)]
    if anchors[0]["content_key"] == anchors[1]["content_key"]:
        raise MatchingError("both records say exactly the same: a decision could not tell them apart")
    superseded = _in_force(con, ledger, anchors[0]["content_key"], anchors[1]["content_key"])
    _refuse_contradiction(con, ledger, verdict, anchors, superseded)
    for old in superseded:
        undo(con, old, who, when, "superseded by a later decision", ledger, night)
    row = con.execute(f"SELECT coalesce(max(decision_id), 0) + 1 FROM {ledger}.review_decision").fetchone()
    number = int(row[0]) if row else 1
    con.execute(
        f"INSERT INTO {ledger}.review_decision (decision_id, verdict, decided_by, decided_at, reason, counts_from)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [number, verdict, who.strip(), when, reason, night],
    )
    for side, anchor in zip("ab", anchors, strict=True):
        con.execute(
            f"INSERT INTO {ledger}.review_anchor (decision_id, side, {', '.join(anchor)})"
            f" VALUES ({', '.join('?' * (len(anchor) + 2))})",
            [number, side, *anchor.values()],
        )
    return number


def _refuse_contradiction(
    con: duckdb.DuckDBPyConnection,
    ledger: str,
    verdict: str,
    anchors: list[dict[str, Any]],
    superseded: list[int],
) -> None:
    one, other = (record(anchor["content_key"], anchor["identity_key"]) for anchor in anchors)
    if against := contradicted(con, verdict, one, other, ledger, superseded):
        numbers = ", ".join(map(str, against))
        raise MatchingError(
            f"'{verdict}' contradicts what was decided before (decision {numbers}), which ties the records to each"
            f" other or holds them apart; undo what is wrong first: doudi review undo {against[-1]} --who NAME"
        )


def undo(
    con: duckdb.DuckDBPyConnection,
    decision_id: int,
    who: str,
    when: datetime.datetime,
    reason: str | None = None,
    ledger: str = "ledger",
    night: datetime.date | None = None,
) -> None:
    """Take a decision back; it stays in the ledger with who and when. Nights before the published `night` went by it.

    Raises `MatchingError` when no such decision is in force."""
    done = con.execute(
        f"UPDATE {ledger}.review_decision SET undone_by = ?, undone_at = ?, undone_reason = ?, undone_from = ?"
        " WHERE decision_id = ? AND undone_at IS NULL RETURNING decision_id",
        [who, when, reason, night, decision_id],
    ).fetchone()
    if done is None:
        raise MatchingUsageError(
            f"decision {decision_id}: no such decision in force; `doudi review list` shows them"
        )


def decisions_as_mentions(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    ledger: str | None,
    as_of: datetime.date | None = None,
    target: str = "night_decision",
) -> str:
    """Make the temporary table `target` of decisions in force on the night of `as_of` (None: by now); returns its name.

    Columns mention_a, mention_b, verdict, decision_id. Pairs are of tonight's `mentions`; a decision one of
    whose records is not there tonight gives none.
    """
    if ledger is None or not statements.count(con, f"{ledger}.review_decision"):
        con.execute(
            f"CREATE OR REPLACE TEMP TABLE {target}"
            " (mention_a UBIGINT, mention_b UBIGINT, verdict VARCHAR, decision_id BIGINT)"
        )
        return target
    ledger_room.register(con)
    statements.run(
        con, "decisions_tonight.sql",
        ledger=ledger, mentions=mentions, target=target, counts=_counts(con, ledger, as_of),
    )  # fmt: skip
    return target


def _counts(con: duckdb.DuckDBPyConnection, ledger: str, as_of: datetime.date | None) -> str:
    """SQL condition that decision `d` counts on a night; a ledger that an earlier release wrote keeps no nights."""
    kept = con.execute(
        "SELECT 1 FROM duckdb_columns() WHERE database_name = ? AND table_name = 'review_decision' "
        "AND column_name = 'counts_from'",
        [ledger],
    ).fetchone()
    if as_of is None or kept is None:
        return "d.undone_at IS NULL"
    day = f"DATE '{as_of}'"
    return f"coalesce(d.counts_from <= {day}, true) AND (d.undone_at IS NULL OR coalesce(d.undone_from > {day}, false))"


def _anchor(con: duckdb.DuckDBPyConnection, mentions: str, mention: int) -> dict[str, Any]:
    """What one record says: its keys and its columns."""
    cursor = con.execute(
        f"SELECT {_CONTENT_KEY} AS content_key, {_IDENTITY_KEY} AS identity_key, {_SAID}"
        f" FROM {mentions} WHERE mention = ?",
        [mention],
    )
    row = cursor.fetchone()
    if row is None:
        raise MatchingError(f"record {mention} is not among tonight's records; export the review list again")
    return dict(zip([column[0] for column in cursor.description or []], row, strict=True))


def _in_force(con: duckdb.DuckDBPyConnection, ledger: str, key_a: object, key_b: object) -> list[int]:
    """Numbers of the decisions in force on the two contents, in either order."""
    rows = con.execute(
        f"SELECT decision_id FROM {ledger}.review_decision d"
        f" JOIN {ledger}.review_anchor a USING (decision_id)"
        f" JOIN {ledger}.review_anchor b USING (decision_id)"
        " WHERE d.undone_at IS NULL AND a.side = 'a' AND b.side = 'b'"
        " AND ((a.content_key = $a AND b.content_key = $b) OR (a.content_key = $b AND b.content_key = $a))"
        " ORDER BY decision_id",
        {"a": key_a, "b": key_b},
    ).fetchall()
    return [int(row[0]) for row in rows]
