"""Learn the weights of a model from the data at hand, and write them as a model in force from a date.

In: a relation of mentions, a model to start from.  Out: a model file with `since` and new `bits`, and what
changed.  Nothing trains by itself: a night uses the newest model whose date is not after its as-of date.

Two records with one trusted number are hardly ever two people: such pairs show how often a level is seen on
one person (m).  Where no number is trusted, pairs of each blocking key do, for the comparisons that the key
does not settle.  Pairs taken at random show how often strangers reach a level (u).  Levels seen too seldom,
and those of numbers, whose chances are arithmetic, keep their weights.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from matching import exact, profiles
from matching.compare import function
from matching.errors import MatchingError
from matching.fellegi_sunter import Learnt, frequencies, learn
from matching.model import Comparison, Model, load, shipped

PEOPLE = 40_000
"""People whose records are paired, and from whom strangers are drawn; the same ones whatever the row order."""

STRANGERS = 40
"""Strangers that each is compared with."""

LEAST_SEEN = 10
"""Pairs, of one person and of strangers, at which a level must have been seen to get a new weight."""

ARITHMETIC = frozenset({"numbers"})
"""Comparisons whose chances are counted, not learnt."""


@dataclass(frozen=True)
class Change:
    """Weight of a level before and after, in bits; `learnt` is false where too little was seen."""

    comparison: str
    level: str
    before: float
    after: float
    learnt: bool


@dataclass(frozen=True)
class TrainReport:
    """The file written, its date, the pairs learnt from, and the weights one by one."""

    out: Path
    since: datetime.date
    pairs: int
    changes: tuple[Change, ...]


def train(
    con: duckdb.DuckDBPyConnection,
    mentions: str,
    out: Path,
    since: datetime.date,
    model: Path | None = None,
) -> TrainReport:
    """Learn from `mentions` and write the model file `out`, in force from `since`.

    `model`: the model file to start from; None means the shipped one.  Raises `MatchingError` when there are
    no pairs to learn from.
    """
    before = load(model) if model else shipped()
    exact.settle(con, mentions, before)
    profiles.collapse(con, before, None, shown="mention")
    chosen = [c for c in before.comparisons if c.function not in ARITHMETIC]
    sizes = [len(function(c.function).levels) for c in chosen]
    sample = _records(con, before)
    strangers, counts = _strangers(sample, chosen)
    u = frequencies(strangers, counts, sizes)
    met = [
        np.bincount(strangers[:, i][strangers[:, i] >= 0], weights=counts[strangers[:, i] >= 0], minlength=n)
        for i, n in enumerate(sizes)
    ]
    seen = [np.zeros(n) for n in sizes]
    pairs = 0
    for settled, table in _sessions(con, before, sample):
        levels, times = _patterns(table, chosen)
        if not len(levels):
            continue
        pairs += int(times.sum())
        free = [i for i, c in enumerate(chosen) if not settled & {*c.columns}]
        learnt: Learnt = learn(levels[:, free], times, [u[i] for i in free])
        for place, i in enumerate(free):
            seen[i] += learnt.seen[place]
    if not pairs:
        raise MatchingError(
            "training: no two records share a trusted number or a blocking key; nothing to learn from"
        )
    changes = tuple(change for i, c in enumerate(chosen) for change in _weights(c, seen[i], u[i], met[i]))
    _write(model or Path(__file__).with_name("model.yaml"), out, since, changes)
    return TrainReport(out, since, pairs, changes)


def in_force(models: Iterable[Path], as_of: datetime.date) -> Path | None:
    """The model file in force on a day: the newest `since` not after it; None when there is none (then the
    shipped model is)."""
    dated = [(found.since, path) for path in models if (found := load(path)).since is not None]
    able = [(since, path) for since, path in dated if since is not None and since <= as_of]
    return max(able)[1] if able else None


def _strangers(train: pa.Table, chosen: list[Comparison]) -> tuple[np.ndarray, np.ndarray]:
    """Patterns of pairs of different people: each of the sample with some others in the order of a hash."""
    size = train.num_rows
    parts = [(np.zeros((0, len(chosen)), np.int64), np.zeros(0))]
    for step in range(7, min(7 * STRANGERS + 7, size), 7):
        parts.append(_patterns(_pairs(train, np.arange(size - step), train, np.arange(step, size)), chosen))
    levels, back = np.unique(np.concatenate([part for part, _ in parts]), axis=0, return_inverse=True)
    return levels, np.bincount(
        back.ravel(), weights=np.concatenate([n for _, n in parts]), minlength=len(levels)
    )


def _records(con: duckdb.DuckDBPyConnection, model: Model) -> pa.Table:
    """One record of each sampled person, in the order of a hash, with the model's columns as a record (`a_`)
    and as a person (`b_`); `mx_spoken` has their other records too."""
    own = ", ".join(f"{c.residual} AS a_{n}" for n, c in model.columns.items())
    entity = ", ".join(f"{c.entity or c.residual} AS b_{n}" for n, c in model.columns.items())
    plain = ", ".join(f"{n} AS a_{n}, {n} AS b_{n}" for n in model.columns)
    content = ", ".join(c.residual for c in model.columns.values())
    con.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE mx_spoken AS
        WITH spoken AS (SELECT *, CAST(NULL AS VARCHAR) AS place FROM mx_in
                        WHERE exact_key IS NOT NULL AND role IN ('self', 'head')
                          AND exact_key NOT IN (SELECT exact_key FROM mx_place)),
        sampled AS (SELECT DISTINCT exact_key FROM spoken ORDER BY hash(exact_key), exact_key LIMIT {PEOPLE})
        SELECT hash(exact_key) AS who, {own}, {entity}, row_number() OVER (PARTITION BY exact_key ORDER BY hash({content}), {content}) AS turn
        FROM spoken SEMI JOIN sampled USING (exact_key);
        CREATE OR REPLACE TEMP TABLE mx_train AS
        SELECT row_number() OVER (ORDER BY who, turn) AS place, * EXCLUDE (turn)
        FROM (SELECT * FROM mx_spoken WHERE turn = 1
              UNION ALL BY NAME
              SELECT hash(pid) AS who, {plain}, 1 AS turn FROM
                (SELECT * FROM mx_profile WHERE NOT (SELECT count(*) > 0 FROM mx_spoken)
                 ORDER BY hash({", ".join(model.columns)}), pid LIMIT {PEOPLE}));
        """
    )
    return con.execute("SELECT * FROM mx_train ORDER BY place").to_arrow_table()


def _sessions(
    con: duckdb.DuckDBPyConnection, model: Model, train: pa.Table
) -> Iterable[tuple[set[str], pa.Table]]:
    """Sets of pairs that are often one person, with the columns that made them so."""
    second = con.execute("SELECT * FROM mx_spoken WHERE turn = 2 ORDER BY who").to_arrow_table()
    if second.num_rows:
        left = np.searchsorted(train["who"].to_numpy(), second["who"].to_numpy())
        yield set(), _pairs(train, left, second, np.arange(second.num_rows))
        return
    plain = f"(SELECT place, {', '.join(f'a_{n} AS {n}' for n in model.columns)} FROM mx_train)"
    for block in (b for b in model.residual_blocks if "exact_key" not in b.by):
        there = " AND ".join(f"({e}) IS NOT NULL" for e in block.by)
        pairs = con.execute(
            f"WITH k AS (SELECT place - 1 AS place, hash({', '.join(block.by)}) AS k FROM {plain} WHERE {there}), "
            f"f AS (SELECT k FROM k GROUP BY k HAVING count(*) BETWEEN 2 AND {block.entity_size}) "
            "SELECT x.place AS l, y.place AS r FROM (FROM k SEMI JOIN f USING (k)) x JOIN k y ON y.k = x.k "
            "WHERE x.place < y.place ORDER BY l, r"
        ).to_arrow_table()
        settled = {name for name in model.columns if any(name in e for e in block.by)}
        yield settled, _pairs(train, pairs["l"].to_numpy(), train, pairs["r"].to_numpy())


def _pairs(left: pa.Table, left_at: np.ndarray, right: pa.Table, right_at: np.ndarray) -> pa.Table:
    """Columns a_* of the rows `left_at`, b_* of the rows `right_at`."""
    a, b = left.take(pa.array(left_at)), right.take(pa.array(right_at))
    sides = [(n, a[n]) for n in a.column_names if n.startswith("a_")]
    sides += [(n, b[n]) for n in b.column_names if n.startswith("b_")]
    return pa.table(dict(sides))


def _patterns(table: pa.Table, chosen: list[Comparison]) -> tuple[np.ndarray, np.ndarray]:
    """Distinct patterns of levels and how many pairs show each."""
    found = np.empty((table.num_rows, len(chosen)), dtype=np.int64)
    for i, comparison in enumerate(chosen):
        sides = [_column(table, f"{side}_{name}") for side in "ab" for name in comparison.columns]
        found[:, i] = function(comparison.function).compare(*sides)
    levels, counts = np.unique(found, axis=0, return_counts=True)
    return levels, counts.astype(np.float64)


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name].combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _weights(c: Comparison, seen: np.ndarray, u: np.ndarray, met: np.ndarray) -> list[Change]:
    """New weights of a comparison: log2(m / u); relative to rarity (u of the first level) where the model is."""
    m = (seen + 0.5) / (seen + 0.5).sum()
    found = []
    for number, name in enumerate(function(c.function).levels):
        if (level := c.levels.get(name)) is None:
            continue
        relative = c.frequency is not None and not level.fixed
        enough = seen[number] >= LEAST_SEEN and (met[number] >= LEAST_SEEN or (relative and number == 0))
        if relative and number:
            enough &= met[0] >= LEAST_SEEN
        chance = (u[number] / u[0] if number else 1.0) if relative else u[number]
        after = round(float(np.log2(m[number] / chance)), 2) if enough else level.bits
        found.append(Change(c.name, name, level.bits, after, bool(enough)))
    return found


def _write(base: Path, out: Path, since: datetime.date, changes: tuple[Change, ...]) -> None:
    import yaml

    data: dict[str, Any] = yaml.safe_load(base.read_text(encoding="utf-8"))
    weight = {(change.comparison, change.level): change.after for change in changes}
    for comparison in data["comparisons"]:
        for name, level in comparison["levels"].items():
            level["bits"] = weight.get((comparison["name"], name), level["bits"])
    data["version"] += 1
    data["since"] = since
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_name(out.name + ".part")
    beside.write_text(
        f"# Weights learnt from the data at hand; in force from {since.isoformat()}.\n{text}",
        encoding="utf-8",
    )
    beside.rename(out)
