"""Records that say the same and resemble nobody else: one person, or namesakes of whom too little is known?

In: the joined nodes; profiles and their mentions in the connection.  Out: `Alike`, for the profiles of several mentions that
stand alone, how sure it is that these are one person.  What a record says is held against itself: what would not link two
records that differ in something does not link two that say the same.  (Where a profile found its person, each of its
mentions did, and nothing is to be asked.)
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from matching import statements
from matching.comparing import compare
from matching.grounds import after_prior, sound, vetoed
from matching.joining import Joined
from matching.model import Model
from matching.nodes import Nodes


@dataclass(frozen=True)
class Alike:
    """`pids` (sorted): lone profiles of several mentions; `bits` that they are of one person, after the prior;
    `one`: whether that is enough."""

    pids: np.ndarray
    bits: np.ndarray
    one: np.ndarray


def judge(con: duckdb.DuckDBPyConnection, model: Model, nodes: Nodes, joined: Joined, prior: float) -> Alike:
    """Judge the lone profiles; their own words are compared as those of two records without a number."""
    statements.keep(con, "mx_lone", pa.table({"pid": _lone(nodes, joined)}))
    con.execute(
        "CREATE OR REPLACE TEMP TABLE mx_alike AS SELECT pid AS pid_a, pid AS pid_b FROM mx_member "
        "SEMI JOIN mx_lone USING (pid) GROUP BY pid HAVING count(*) > 1"
    )
    with ThreadPoolExecutor(1) as beside:
        scored = compare(con, model, beside, "mx_alike", "mx_profile", "pid", ("pid_a", "pid_b")).scored()
    bits = after_prior(scored, model, prior)
    enough = (bits >= model.decide.residual_link) & sound(scored, model) & ~vetoed(scored, model)
    return Alike(scored.left, bits, enough)


def _lone(nodes: Nodes, joined: Joined) -> np.ndarray:
    """Profiles in whose cluster there is, leads aside, nothing else."""
    numbers = len(nodes.keys)
    weight = np.ones(len(joined.root), dtype=np.int64)
    weight[numbers:] = ~nodes.lead
    others = np.bincount(joined.root, weights=weight, minlength=len(joined.root))
    return nodes.pids[(others[joined.root[numbers:]] == 1) & ~nodes.lead]
