"""What the engine found: where mentions belong; edges, pairs for review, who else fitted, and issues as files.

In: joined nodes, scored pairs, the temp tables of the earlier parts.  Out: the temp table `mx_placed` (mentions
that are not simply with their number) and up to four Parquet files, ordered by content.
A cluster's label is the 17 leading digits of its number; without one, its smallest mention; they cannot meet.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from matching import statements
from matching.alike import Alike
from matching.deciding import Verdict
from matching.grounds import after_prior, named_alike
from matching.joining import Joined
from matching.model import Model
from matching.nodes import Nodes
from matching.scoring import MISSING, Scored, level_table, parts_in_bits

KEY_LEAST, KEY_BEYOND = 10**16, 10**17
"""Labels made from numbers lie here; mentions must not."""


FILES = ("edges", "pairs_review", "outdone", "issues")
"""What may be asked for as files."""


def write(
    con: duckdb.DuckDBPyConnection, out: Path, files: Collection[str], model: Model, nodes: Nodes, joined: Joined, alike: Alike,
    people: Scored, verdict: Verdict, residual: Scored, two: Scored, prior: float, shown: str,
) -> None:  # fmt: skip
    """Make `mx_placed` and write those of FILES that are asked for to `out`; `shown` as in `profiles.collapse`."""
    label = _labels(nodes, joined.root)
    n = len(nodes.keys)
    has_self = np.zeros(len(joined.root), dtype=bool)
    has_self[:n] = True
    has_self[n:] = ~nodes.lead
    alive = np.zeros(len(joined.root), dtype=bool)
    np.logical_or.at(alive, joined.root, has_self)
    keep = alive[joined.root]
    rule, score = _placed(nodes, joined, people, verdict, residual, model, prior)
    at = np.searchsorted(nodes.pids, alike.pids)
    rule[at[alike.one]], score[at[alike.one]] = "alike", alike.bits[alike.one]
    parted = np.zeros(len(nodes.pids), dtype=bool)
    parted[at[~alike.one]] = True
    statements.keep(con, "mx_label", pa.table({"exact_key": nodes.keys, "cluster": label[:n]}))
    statements.keep(
        con,
        "mx_profile_label",
        pa.table(
            {
                "pid": nodes.pids[keep[n:]],
                "cluster": label[n:][keep[n:]],
                "rule": pa.array(rule[keep[n:]].tolist(), pa.string()),
                "score": pa.array(score[keep[n:]], from_pandas=True),
                "parted": parted[keep[n:]],
            }
        ),
    )
    statements.run(con, "engine_placed.sql")
    if not files:
        return
    among_residual = after_prior(residual, model, prior)
    for name, scored, rows, score in (
        ("mx_edge", people, joined.person_link, verdict.score),
        ("mx_edge_residual", residual, joined.residual_link, among_residual),
    ):
        wanted = rows if "edges" in files else rows[:0]
        statements.keep(con, name, _pairs(scored, wanted, score, model, rules=True))
    for name, scored, reasons, score in (
        ("mx_review", people, joined.person_review, verdict.score),
        ("mx_review_residual", residual, joined.residual_review, among_residual),
    ):
        wanted = np.array(sorted(reasons), dtype=np.int64)
        statements.keep(con, name, _pairs(scored, wanted, score, model, reasons))
    outdone = _runners_up(people, joined.person_link, verdict.score)
    outdone = outdone if "outdone" in files else outdone[:0]
    statements.keep(
        con,
        "mx_outdone",
        _pairs(people, outdone, verdict.score, model, dict.fromkeys(outdone.tolist(), "outdone")),
    )
    alike_in_name = np.flatnonzero(named_alike(two, model))
    statements.keep(
        con,
        "mx_review_two",
        _pairs(
            two,
            alike_in_name,
            after_prior(two, model, prior),
            model,
            dict.fromkeys(alike_in_name.tolist(), "two_numbers"),
        ),
    )
    statements.run(con, "engine_shown.sql", shown=shown)
    for name in FILES:
        if name in files:
            statements.run(con, f"engine_{name}.sql", out=statements.literal(out / f"{name}.parquet"))


def _labels(nodes: Nodes, root: np.ndarray) -> np.ndarray:
    """Label of every node's cluster: its smallest number, else its smallest mention shown."""
    own = np.concatenate([nodes.keys.astype(np.uint64), nodes.shown.astype(np.uint64)])
    person = np.arange(len(own)) < len(nodes.keys)
    order = np.lexsort((own, ~person, root))
    found, first = np.unique(root[order], return_index=True)
    return own[order[first]][np.searchsorted(found, root)]


def _placed(
    nodes: Nodes,
    joined: Joined,
    people: Scored,
    verdict: Verdict,
    residual: Scored,
    model: Model,
    prior: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Rule and score (NaN when certain or alone) that placed each profile; a person's link outranks one to
    a profile."""
    size = np.bincount(joined.root, minlength=len(joined.root))
    n = len(nodes.keys)
    rule = np.where(size[joined.root[n:]] > 1, "reviewer", "alone").astype(object)
    score = np.full(len(nodes.pids), np.nan)
    strength = after_prior(residual, model, prior)[joined.residual_link]
    for side in (residual.left, residual.right):
        at = np.searchsorted(nodes.pids, side[joined.residual_link])
        np.fmax.at(score, at, strength)
        rule[at] = "profile"
    at = np.searchsorted(nodes.pids, people.left[joined.person_link])
    rule[at] = np.where(nodes.lead[at], "lead", _rules(people, joined.person_link))
    score[at] = verdict.score[joined.person_link]
    return rule, score


def _rules(scored: Scored, rows: np.ndarray) -> np.ndarray:
    """The evidence that carries a link: the level of the number where it agrees, else `attributes`."""
    from matching.compare import function

    names = np.array([*function("numbers").levels], dtype=object)
    level = scored.levels.get("number", np.full(len(scored.bits), MISSING, dtype=np.int8))[rows]
    speaks = level < list(names).index("unrelated")
    return np.where(speaks, names[np.minimum(level, len(names) - 1)], "attributes")


def _runners_up(scored: Scored, linked: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Of every linked left end the pair that comes next, where its evidence speaks for it (more than 0 bits)."""
    among = np.isin(scored.left, scored.left[linked]) & (score > 0)
    among[linked] = False
    rows = np.flatnonzero(among)
    rows = rows[np.lexsort((scored.right[rows], -score[rows], scored.left[rows]))]
    left = scored.left[rows]
    return rows[np.concatenate([[True], left[1:] != left[:-1]])] if rows.size else rows


def _pairs(
    scored: Scored,
    rows: np.ndarray,
    score: np.ndarray,
    model: Model,
    reasons: dict[int, str] | None = None,
    rules: bool = False,
) -> pa.Table:
    """Chosen pairs with score and evidence: a JSON list of comparison, level, bits."""
    columns = {"l": scored.left[rows], "r": scored.right[rows], "score": np.round(score[rows], 2)}
    table = pa.table(columns).append_column(
        "evidence", pa.array(_evidence(scored, rows, model).tolist(), pa.string())
    )
    if rules:
        return table.append_column("rule", pa.array(_rules(scored, rows).tolist(), pa.string()))
    reason = [(reasons or {})[int(row)] for row in rows]
    return table.append_column("reason", pa.array(reason, pa.string()))


def _evidence(scored: Scored, rows: np.ndarray, model: Model) -> np.ndarray:
    levels = {name: level[rows] for name, level in scored.levels.items()}
    rarity = {name: bits[rows] for name, bits in scored.rarity.items()}
    text = np.full(len(rows), "", dtype=object)
    for name, bits in parts_in_bits(levels, rarity, model).items():
        comparison = model.comparison(name)
        from matching.compare import function

        starts = np.full(MISSING + 1, "", dtype=object)
        for number, level_name in enumerate(function(comparison.function).levels):
            if level_table(comparison)[number]:
                starts[number] = f'{{"comparison": "{name}", "level": "{level_name}", "bits": '
        start = starts[levels[name]]
        rounded = np.round(bits, 1).astype(str).astype(object)
        part = np.where(start == "", "", start + rounded + "}")
        text = np.where(part == "", text, np.where(text == "", part, text + ", " + part))
    return "[" + text + "]" if len(rows) else text
