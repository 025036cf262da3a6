"""The identity ledger: the same human keeps the same person id tomorrow.

In: tonight's mentions and the engine's clusters; the attached ledger database (or none).
Out: temporary table `night_person` (cluster, person_id, fresh) and, in a folder, the proposals that `commit`
takes over when the night is published: `persons`, `keys_opened`, `keys_closed`, `events` (Parquet).

A cluster continues the person with whom it shares most of what its records say (hashes of contents, never
file or row), then a number, then weaker marks; who was merged into somebody and is apart again is who they were
before. New people are numbered by a counter in the order of their contents. A key holds from `since` to before
`until`, so the state before any date can be read, and a date can be run again.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import duckdb

from matching import statements
from matching.statements import literal


@dataclass(frozen=True)
class Assignment:
    """How tonight's people relate to the ledger: people, and ids handed out, merged, split, moved."""

    people: int
    new_people: int
    merges: int
    splits: int
    moves: int


def create(con: duckdb.DuckDBPyConnection, ledger: str = "ledger") -> None:
    """Create the tables `identity_*` and `review_*` in the attached database `ledger`, where missing."""
    statements.run(con, "ledger_tables.sql", ledger=ledger)


def register(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros that turn what a mention says into keys (`keys.sql`) in the connection."""
    statements.run(con, "keys.sql")


def assign(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    clusters: str,
    decisions: str,
    folder: Path,
    ledger: str | None,
    as_of: datetime.date | None,
) -> Assignment:
    """Give every cluster that is a person its id and write the proposals to `folder`.

    `mentions`, `clusters` (mention, cluster, rule) and `decisions` (mention_a, mention_b, verdict) are
    relations. With `ledger` None, ids count from 1. The state used is that before `as_of`; people whom only an
    earlier run of the same date knew keep the ids they were given then. Nothing is written to the ledger.
    """
    register(con)
    statements.run(con, "ledger_keys.sql", mentions=mentions, clusters=clusters)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE night_person (cluster UBIGINT, person_id BIGINT, fresh BOOLEAN)"
    )
    _read_state(con, ledger, as_of)
    _settle(con, mentions, clusters)
    unplaced = (
        "n.cluster NOT IN (SELECT cluster FROM night_person)"
        " AND s.person_id NOT IN (SELECT person_id FROM night_person)"
    )
    if ledger is not None and statements.count(con, "night_state LIMIT 1"):
        statements.run(con, "ledger_apart.sql", ledger=ledger, as_of=literal(as_of))
        _continue(con, "night_apart", f"n.cluster = s.cluster AND {unplaced}")
        _continue(con, "night_state", unplaced)
        _continue(con, "night_past", f"n.kind = 1 AND {unplaced}")
    if statements.count(con, "night_again LIMIT 1"):
        _continue(con, "night_again", f"s.since = {literal(as_of)} AND {unplaced}")
        _continue(con, "night_again", unplaced)
        con.execute(
            "UPDATE night_person SET fresh = true WHERE person_id NOT IN"
            f" (SELECT person_id FROM {ledger}.identity_person WHERE since < {literal(as_of)})"
        )
    last = _last_id(con, ledger)
    con.execute(
        "INSERT INTO night_person SELECT cluster, $last + row_number() OVER (ORDER BY place), true"
        " FROM night_cluster ANTI JOIN night_person USING (cluster)",
        {"last": last},
    )
    statements.run(con, "ledger_proposal.sql", clusters=clusters, decisions=decisions)
    return _write(con, folder)


def _read_state(con: duckdb.DuckDBPyConnection, ledger: str | None, as_of: datetime.date | None) -> None:
    """Make `night_state` (keys in force before the date), `night_past` (keys lost to others before it) and
    `night_again` (keys that an earlier run of the date, or of a later one, opened, taken back since or not).
    """
    empty = 'SELECT 0::UBIGINT AS "key", 0::BIGINT AS person_id, 0::UTINYINT AS kind, NULL::DATE AS since WHERE false'
    state, past, again = empty, empty, empty
    if ledger is not None:
        keys = f'SELECT "key", person_id, kind FROM {ledger}.identity_key WHERE since < {literal(as_of)}'
        state = f'{keys} AND ("until" IS NULL OR "until" >= {literal(as_of)})'
        past = f'{keys} AND "until" < {literal(as_of)}'
        again = " UNION ALL ".join(
            f'SELECT "key", person_id, kind, since FROM {ledger}.{table} WHERE since >= {literal(as_of)}'
            for table in ("identity_key", "identity_taken_back")
        )
    con.execute(f"CREATE OR REPLACE TEMP VIEW night_state AS {state}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW night_past AS {past}")
    con.execute(f"CREATE OR REPLACE TEMP VIEW night_again AS {again}")


def _settle(con: duckdb.DuckDBPyConnection, mentions: str, clusters: str) -> None:
    """Put clusters that go on as they were into `night_person`; make `night_key` and `night_cluster` of all others.

    A settled cluster is one of the others after all where somebody else has a key of its person.
    """
    statements.run(con, "ledger_settled.sql", state="night_state", lost="night_past")
    con.execute('CREATE OR REPLACE TEMP TABLE night_key ("key" UBIGINT, cluster UBIGINT, kind UTINYINT)')
    said = {"mentions": mentions, "clusters": clusters}
    news = "(SELECT DISTINCT cluster FROM night_content ANTI JOIN night_settled USING (cluster))"
    statements.run(con, "ledger_new_keys.sql", **said, wanted=news)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE night_contested AS SELECT cluster FROM night_settled"
        ' SEMI JOIN (SELECT person_id FROM night_state SEMI JOIN night_key USING ("key", kind)) USING (person_id)'
    )
    if statements.count(con, "night_contested"):
        con.execute("DELETE FROM night_settled WHERE cluster IN (SELECT cluster FROM night_contested)")
        statements.run(con, "ledger_new_keys.sql", **said, wanted="night_contested")
    statements.run(con, "ledger_order.sql")
    con.execute("INSERT INTO night_person SELECT cluster, person_id, false FROM night_settled")


def _continue(con: duckdb.DuckDBPyConnection, state: str, wanted: str) -> None:
    """Match clusters to ledger persons one to one, the strongest first; appends to `night_person`."""
    statements.run(con, "ledger_candidates.sql", state=state, wanted=wanted)
    while statements.count(con, "night_open"):
        statements.run(con, "ledger_round.sql")


def _last_id(con: duckdb.DuckDBPyConnection, ledger: str | None) -> int:
    """The highest person id ever handed out; 0 when none was. No id is given to two people, whatever was taken back."""
    if ledger is None:
        return 0
    query = f"SELECT coalesce(max(person_id), 0) FROM {ledger}.identity_person"
    row = con.execute(query).fetchone()
    return int(row[0]) if row else 0


def _write(con: duckdb.DuckDBPyConnection, folder: Path) -> Assignment:
    folder.mkdir(parents=True, exist_ok=True)
    for query, name in (
        ("SELECT person_id FROM night_person WHERE fresh ORDER BY person_id", "persons"),
        ("SELECT * FROM proposal_open", "keys_opened"),
        ("SELECT * FROM proposal_close", "keys_closed"),
        ("SELECT * FROM proposal_event ORDER BY ALL", "events"),
    ):
        con.execute(f"COPY ({query}) TO {literal(folder / (name + '.parquet'))} (FORMAT parquet)")
    events = dict(con.execute("SELECT kind, count(*) FROM proposal_event GROUP BY kind").fetchall())
    return Assignment(
        people=statements.count(con, "night_person"),
        new_people=statements.count(con, "night_person WHERE fresh"),
        merges=events.get("merge", 0),
        splits=events.get("split", 0),
        moves=events.get("move", 0),
    )


def commit(
    con: duckdb.DuckDBPyConnection, folder: Path, run_id: str, as_of: datetime.date, ledger: str = "ledger"
) -> None:
    """Take the proposals in `folder` over into the ledger, in the caller's transaction.

    What the ledger holds of `as_of` and later dates is taken back first, so committing twice changes nothing
    and a date run again starts from the state before it. Ids stay handed out, and reviewers' decisions stand.
    """
    statements.run(
        con,
        "ledger_commit.sql",
        ledger=ledger,
        run_id=literal(run_id),
        as_of=literal(as_of),
        persons=literal(folder / "persons.parquet"),
        opened=literal(folder / "keys_opened.parquet"),
        closed=literal(folder / "keys_closed.parquet"),
        events=literal(folder / "events.parquet"),
    )
