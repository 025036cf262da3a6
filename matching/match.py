"""The match step of a night.

In: a relation of mentions (docs/inside.md), the attached identity ledger, a folder.
Out, in the folder: `links`, `people`, `numbers`, `edges`, `outdone`, `review`, `issues` and `ledger/*` (Parquet), as
docs/inside.md says. Nothing is written to the ledger here: `matching.ledger.commit` does that when the night
is published.
"""

from __future__ import annotations

import datetime
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from matching import decisions, people, statements
from matching import ledger as identity_ledger
from matching.statements import literal


@dataclass(frozen=True)
class MatchReport:
    """What matching did tonight, in counts; `decisions_broken`: reviewers' decisions that others in force do not let stand;
    `too_common`: blocking keys that too many records share to be compared."""

    mentions: int
    links: int
    people: int
    review: int
    identity: identity_ledger.Assignment
    decisions_broken: tuple[int, ...]
    too_common: int


def match(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    out: Path,
    ledger: str | None,
    as_of: datetime.date | None = None,
    model: Path | None = None,
) -> MatchReport:
    """Match tonight's `mentions` (a relation) and write the files of the match step to `out`.

    `ledger` is the attached ledger database, or None to count ids from 1. `as_of` is needed with a ledger:
    ids and merges start from its state before that date. `model` is a model file; None means the shipped one.
    """
    from matching import engine

    if ledger is not None and as_of is None:
        raise ValueError("as_of is needed when a ledger is given")
    work = out / "engine"
    work.mkdir(parents=True, exist_ok=True)
    decided = decisions.decisions_as_mentions(con, mentions, ledger, as_of)
    resolved = engine.resolve(con, mentions, work, model, decided)
    found = {name: f"read_parquet({literal(work / (name + '.parquet'))})" for name in _ENGINE_FILES}
    identity = identity_ledger.assign(
        con, mentions, found["clusters"], decided, out / "ledger", ledger, as_of
    )
    statements.run(
        con,
        "links.sql",
        clusters=found["clusters"],
        pairs=found["pairs_review"],
        issues=found["issues"],
        decisions=decided,
    )
    people.best_records(con, mentions, "night_link", out)
    written = f"read_parquet({literal(out / 'people.parquet')})"
    statements.run(con, "people_issues.sql", people=written)
    for name, query in _OUTPUTS.items():
        con.execute(f"COPY ({query}) TO {literal(out / (name + '.parquet'))} (FORMAT parquet)")
    for name in ("edges", "outdone"):
        (work / f"{name}.parquet").replace(out / f"{name}.parquet")
    shutil.rmtree(work)
    return _report(con, mentions, identity, decided, sum(block.dropped_keys for block in resolved.blocks))


_ENGINE_FILES = ("clusters", "edges", "pairs_review", "issues")
_OUTPUTS = {
    "links": "SELECT * FROM night_link ORDER BY mention",
    "review": "SELECT * FROM night_review ORDER BY person_id_a, person_id_b",
    "issues": "SELECT * FROM night_issue ORDER BY kind, person_id, mention, detail",
}


def _report(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    identity: identity_ledger.Assignment,
    decided: str,
    dropped: int,
) -> MatchReport:
    broken = statements.rows(con, "decisions_broken.sql", decisions=decided)
    return MatchReport(
        mentions=statements.count(con, mentions),
        links=statements.count(con, "night_link"),
        people=identity.people,
        identity=identity,
        review=statements.count(con, "night_review"),
        decisions_broken=tuple(number for (number,) in broken),
        too_common=dropped,
    )
