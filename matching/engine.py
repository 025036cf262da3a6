"""Matching from mentions to clusters: the whole path in one function.

In: a relation of mentions in a DuckDB connection, a model, reviewers' decisions resolved to mentions.
Out: `clusters.parquet`, `edges.parquet`, `pairs_review.parquet`, `issues.parquet` in a folder, and a
`ResolveReport`.
The result depends on what the mentions say, never on the order of rows, the number of threads or the size
of chunks.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import duckdb

from matching import candidates, comparing, exact, outcome, profiles, statements
from matching.alike import judge
from matching.candidates import BlockReport
from matching.comparing import Comparing
from matching.deciding import Verdict, decide
from matching.errors import MatchingError
from matching.joining import join
from matching.model import Model, load, shipped
from matching.nodes import decided_between, number_nodes
from matching.scoring import Scored


@dataclass(frozen=True)
class ResolveReport:
    """What matching did: counts, candidate pairs and dropped blocking keys by block."""

    links: int
    review_pairs: int
    blocks: tuple[BlockReport, ...]


def resolve(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    out: Path,
    model: Model | Path | None = None,
    decisions: str | None = None,
) -> ResolveReport:
    """Resolve `mentions` (with the columns that the model reads) into people.

    `decisions`: a relation (mention_a, mention_b, verdict `same` or `not_same`), which outranks every score.
    Writes into `out` (made if absent):
    `clusters` (mention, cluster, rule, score), a row per mention that has a person; leads and guardians
    never make one; `edges` (mention_a, mention_b, rule, score, evidence), links not made by an equal
    number alone; `pairs_review` (mention_a, mention_b, score, evidence, reason); `outdone`, the same columns, of
    a linked record who else fitted it; `issues` (kind, mention, cluster, detail).  Scores are in bits.
    Raises `MatchingError` when the relation lacks a column or numbers mentions like identity numbers.
    """
    out.mkdir(parents=True, exist_ok=True)
    report = place(con, mentions, out, model, decisions, files=outcome.FILES)
    statements.run(con, "engine_clusters.sql", clusters=statements.literal(out / "clusters.parquet"))
    return report


def place(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    out: Path,
    model: Model | Path | None = None,
    decisions: str | None = None,
    files: Collection[str] = (),
    label: str | None = None,
    beside: str | None = None,
    keyed: bool = False,
) -> ResolveReport:
    """Resolve as `resolve` does, without the file `clusters`, and of the others with those named in `files`.

    Leaves in the connection the temp tables `mx_placed` (mention, cluster, rule, score): the mentions that are
    not simply with their number, cluster NULL for one that has no person; `mx_in`, every mention with
    `exact_key`, and `mx_key`, every number. With `label`, a column of the mentions, `mx_in` has it too and
    `mx_key` the smallest of each number; `beside`: one more that `mx_in` keeps. `keyed`: the mentions are in memory, with the
    model's key as `exact_key`, and are not copied.
    """
    model = load(model) if isinstance(model, Path) else model or shipped()
    _check(con, mentions, model)
    exact.settle(con, mentions, model, [column for column in (label, beside) if column], keyed, label)
    shown = label or f"hash({', '.join(model.inputs)})"
    profiles.collapse(con, model, decisions, shown)
    blocks = candidates.find(con, model)
    blocks += candidates.find_two_numbers(con, model if files else replace(model, two_numbers=None))
    statements.run(con, "engine_person_row.sql", entity=profiles.entity_columns(model))
    prior = comparing.frequencies(con, model)
    numbered = "(SELECT exact_key AS pid, * EXCLUDE (exact_key) FROM mx_person_row)"
    with ThreadPoolExecutor(2) as compared:  # compares and joins while DuckDB finds what comes next
        compare = partial(comparing.compare, con, model, compared)
        at_people = compare("mx_pair", "mx_person_row", "exact_key", ("pid", "exact_key"))
        with_people = compared.submit(_decide, at_people, model, prior)
        at_two = compare("mx_two", "mx_person_row", "exact_key", ("a", "b"), numbered)
        blocks += candidates.find_residual(con, model)
        at_residual = compare("mx_residual_pair", "mx_profile", "pid", ("pid_a", "pid_b"))
        nodes = number_nodes(con, model, at_people.both["r"].to_numpy(), decisions)
        decided = decided_between(con, nodes, decisions)
        at_two_numbers = compared.submit(at_two.scored)
        people, verdict = with_people.result()
        residual = at_residual.scored()
        joined = join(nodes, people, verdict, residual, prior, decided, model)
        two = at_two_numbers.result()
    alike = judge(con, model, nodes, joined, prior)
    outcome.write(con, out, files, model, nodes, joined, alike, people, verdict, residual, two, prior, shown)
    return ResolveReport(
        links=len(joined.person_link) + len(joined.residual_link),
        review_pairs=_shown(con, out, files),
        blocks=tuple(blocks),
    )


def _decide(at_people: Comparing, model: Model, prior: float) -> tuple[Scored, Verdict]:
    """Pairs of profiles and people, and what is to come of them."""
    people = at_people.scored()
    return people, decide(people, model, prior)


def _shown(con: duckdb.DuckDBPyConnection, out: Path, files: Collection[str]) -> int:
    """How many pairs were written for reviewers."""
    if "pairs_review" not in files:
        return 0
    return statements.count(con, f"read_parquet({statements.literal(out / 'pairs_review.parquet')})")


def _check(con: duckdb.DuckDBPyConnection, mentions: str, model: Model) -> None:
    there = {row[0] for row in con.execute(f"DESCRIBE SELECT * FROM {mentions}").fetchall()}
    if lacking := sorted({"mention", "role", *model.inputs} - there):
        raise MatchingError(f"mentions {mentions}: column {', '.join(lacking)} is missing")
    row = con.execute(
        f"SELECT count(*) FROM {mentions} WHERE mention >= {outcome.KEY_LEAST} AND mention < "
        f"{outcome.KEY_BEYOND}"
    ).fetchone()
    if row and row[0]:
        raise MatchingError(
            f"mentions {mentions}: {row[0]} mentions are numbered between 10^16 and 10^17, where "
            f"cluster labels made from "
            "identity numbers lie; number them from 1, or by row key"
        )
