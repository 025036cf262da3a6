"""Candidate pairs to levels, chunk by chunk, while DuckDB puts the next together.

In: pairs in the connection and the model.  Out: `Scored`.  The comparison of a chunk is a pure function of Arrow columns.
"""

from __future__ import annotations

import math
from collections import deque
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from matching import statements
from matching.compare import function
from matching.model import Comparison, Frequency, Model
from matching.scoring import MISSING, Scored, weigh

CHUNK = 50_000
"""Records of candidate pairs compared at once; bounds memory, changes no result."""

SAYS_NOTHING = -1e6
"""Bits of a value that too many hold for its agreement or difference to say anything."""

AHEAD = 16
"""Chunks that wait to be compared, or are, while DuckDB puts more together."""

SAMPLE = 200_000
"""About how many people the frequency of characters in names is counted on."""


def compare_batch(table: pa.Table, model: Model) -> dict[str, np.ndarray]:
    """Levels of every row of a table with columns `a_<column>`, `b_<column>`."""
    out = {}
    for comparison in model.comparisons:
        left = [_column(table, f"a_{name}") for name in comparison.columns]
        right = [_column(table, f"b_{name}") for name in comparison.columns]
        level = function(comparison.function).compare(*left, *right)
        out[comparison.name] = np.where(level < 0, MISSING, level).astype(np.int8)
    return out


def _column(table: pa.Table, name: str) -> pa.Array:
    column = table[name].combine_chunks()
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _needed(model: Model) -> list[str]:
    return list(dict.fromkeys(name for comparison in model.comparisons for name in comparison.columns))


Compared = tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]
"""Of a chunk: which pairs, their levels by comparison, and their rarity."""


@dataclass(frozen=True)
class Comparing:
    """Pairs put together, their comparison at work in other threads."""

    model: Model
    both: pa.Table
    levels: dict[str, np.ndarray]
    rarity: dict[str, np.ndarray]
    at_work: deque[Future[Compared]]

    def take(self, left_at_work: int) -> None:
        """Put what was compared in its place, until no more than so many chunks are at work."""
        while len(self.at_work) > left_at_work:
            found, levels, rarity = self.at_work.popleft().result()
            for whole, part in ((self.levels, levels), (self.rarity, rarity)):
                for name, least in part.items():
                    whole[name][found] = np.minimum(whole[name][found], least)

    def scored(self) -> Scored:
        """What came of it, once all is compared."""
        self.take(0)
        for comparison in self.model.comparisons:
            if how := comparison.frequency:
                bits = self.rarity[comparison.name]
                self.levels[comparison.name][bits <= SAYS_NOTHING] = MISSING
                np.clip(bits, how.least, how.most, out=bits)
        bits = weigh(self.levels, self.rarity, self.model)
        return Scored(self.both["l"].to_numpy(), self.both["r"].to_numpy(), self.levels, bits, self.rarity)


def compare(
    con: duckdb.DuckDBPyConnection,
    model: Model,
    beside: Executor,
    pairs: str,
    right: str,
    right_key: str,
    ends: tuple[str, str],
    left: str = "mx_profile",
) -> Comparing:
    """Put the pairs in table `pairs` together and have them compared in `beside`.

    `ends`: its two columns; `left`: relation of the records of the first end, under `pid`; `right`: of the second, under
    `right_key`.
    """
    needed = _needed(model)
    rated = [(one, one.frequency) for one in model.comparisons if one.frequency]
    right_list = ", ".join(f"b.{name} AS b_{name}" for name in needed)
    bits_list = "".join(f", {_rarity_of(one, how)} AS rarity_{one.name}" for one, how in rated)
    named = "".join(
        f" LEFT JOIN mx_rarity_{one.name} {one.name}_b ON {one.name}_b.value = b.{one.columns[0]}"
        for one, how in rated
        if how.by == "characters"
    )
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE mx_numbered AS SELECT row_number() OVER (ORDER BY {ends[0]}, "
        f"{ends[1]}) - 1 AS pair, "
        f"{ends[0]} AS l, {ends[1]} AS r FROM {pairs}"
    )
    _rate(con, model, needed, left)
    both = con.execute("SELECT l, r FROM mx_numbered ORDER BY pair").to_arrow_table()
    count = both.num_rows
    levels = {comparison.name: np.full(count, MISSING, dtype=np.int8) for comparison in model.comparisons}
    rarity = {comparison.name: np.full(count, np.inf) for comparison, _ in rated}
    comparing = Comparing(model, both, levels, rarity, deque())
    records = con.execute(
        f"SELECT c.pair, a.* EXCLUDE (pid), {right_list}{bits_list} FROM mx_numbered c JOIN mx_rated_profile a "
        f"ON a.pid = c.l JOIN {right} b ON b.{right_key} = c.r{named}"
    ).to_arrow_reader(CHUNK)
    for chunk in records:  # some are compared while DuckDB puts the next together
        comparing.take(AHEAD)
        comparing.at_work.append(beside.submit(_compared, pa.Table.from_batches([chunk]), model))
    return comparing


def _rate(con: duckdb.DuckDBPyConnection, model: Model, needed: list[str], left: str) -> None:
    """Make `mx_rated_profile`: records of the left ends of `mx_numbered`, what they say as `a_<column>`, how rare that is as
    `bits_<comparison>`."""
    columns, joins = [f"p.{name} AS a_{name}" for name in needed], []
    for comparison in model.comparisons:
        if frequency := comparison.frequency:
            table, unknown = f"mx_rarity_{comparison.name}", 60 if frequency.by == "characters" else 0
            columns.append(f"coalesce({table}.bits, {unknown}) AS bits_{comparison.name}")
            joins.append(f"LEFT JOIN {table} ON {table}.value = p.{comparison.columns[0]}")
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE mx_rated_profile AS SELECT p.pid, {', '.join(columns)} "
        f"FROM (FROM {left} SEMI JOIN (SELECT l AS pid FROM mx_numbered) USING (pid)) p " + " ".join(joins)
    )


def _rarity_of(comparison: Comparison, frequency: Frequency) -> str:
    """SQL of what agreement is worth by rarity: of names the commoner of the two ends', of other values the left end's
    (with which the right end agrees, if it does)."""
    left = f"a.bits_{comparison.name}"
    return f"least({left}, coalesce({comparison.name}_b.bits, 60))" if frequency.by == "characters" else left


def _compared(table: pa.Table, model: Model) -> Compared:
    """Levels of a chunk of pairs: of several records of a person the best; of rarity the least."""
    pair = table["pair"].to_numpy().astype(np.int64)
    order = np.argsort(pair, kind="stable")
    found, first = np.unique(pair[order], return_index=True)
    if not found.size:
        return found, {}, {}
    levels = {
        name: np.minimum.reduceat(level[order], first) for name, level in compare_batch(table, model).items()
    }
    rated = [comparison.name for comparison in model.comparisons if comparison.frequency]
    rarity = {name: np.minimum.reduceat(table[f"rarity_{name}"].to_numpy()[order], first) for name in rated}
    return found, levels, rarity


def frequencies(con: duckdb.DuckDBPyConnection, model: Model) -> float:
    """Rarity in bits of the values that pairs bear, in `mx_rarity_<comparison>` (value, bits); returns the
    prior in bits (negative)."""
    numbers = statements.count(con, "mx_key WHERE creates")
    people = max(statements.count(con, "mx_profile") + numbers, model.decide.people)
    step = max(1, numbers // SAMPLE)
    rated = [(one, one.frequency) for one in model.comparisons if one.frequency]
    for comparison, frequency in rated:
        file = "engine_frequency.sql" if frequency.by == "characters" else f"engine_{frequency.by}.sql"
        statements.run(
            con, file, table=f"mx_rarity_{comparison.name}", column=comparison.columns[0],
            who=model.told_apart_by or "pid",
            step=str(step), people=str(people), beyond=str(frequency.beyond), nothing=str(SAYS_NOTHING),
        )  # fmt: skip
    return -math.log2(people) + math.log2((1 - model.decide.outside) / model.decide.outside)
