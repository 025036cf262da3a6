"""What is joined: people who have a number, and profiles, numbered as nodes; reviewers' decisions between them.

In: the tables of `exact` and `profiles`, the people in candidate pairs, decisions on mentions.  Out: `Nodes`, and the
decisions as pairs of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from matching import statements
from matching.model import Model


@dataclass(frozen=True)
class Nodes:
    """People (keys of numbers, sorted) come first, then profiles (pids, sorted).  `number`: the valid
    number a node
    stands on; negative where a profile claims a number that belongs to a person of another name.  `shown`: the
    mention that stands for each profile.  `traits`: of every node what one person has only one of, -1 unknown, in the order of
    the model's `exclusive`."""

    keys: np.ndarray
    pids: np.ndarray
    number: np.ndarray
    lead: np.ndarray
    shown: np.ndarray
    traits: tuple[np.ndarray, ...] = ()

    def person(self, keys: np.ndarray) -> np.ndarray:
        """Nodes of people."""
        return np.searchsorted(self.keys, keys)

    def profile(self, pids: np.ndarray) -> np.ndarray:
        """Nodes of profiles."""
        return len(self.keys) + np.searchsorted(self.pids, pids)


def number_nodes(
    con: duckdb.DuckDBPyConnection, model: Model, keys: np.ndarray, decisions: str | None
) -> Nodes:
    """The profiles, and the people with these numbers (`keys`, any order) or of whom a decision speaks."""
    if decisions:
        extra = con.execute(
            f"SELECT DISTINCT exact_key FROM mx_in SEMI JOIN (SELECT mention_a AS mention FROM "
            f"{decisions} UNION "
            f"SELECT mention_b FROM {decisions}) USING (mention) SEMI JOIN (SELECT exact_key FROM "
            f"mx_key WHERE creates) "
            "USING (exact_key)"
        ).to_arrow_table()
        keys = np.concatenate([keys, extra["exact_key"].to_numpy()])
    keys = np.sort(keys)  # np.unique hashes, which takes ten times as long
    keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if keys.size else keys
    traits = "".join(f", coalesce({rule.value}, -1) AS trait_{i}" for i, rule in enumerate(model.exclusive))
    table = con.execute(
        "SELECT pid, mention, lead, CASE WHEN number_status IN ('claimed', 'held') THEN -exact_key ELSE 0 END AS number"
        f"{traits} FROM mx_profile ORDER BY pid"
    ).to_arrow_table()
    statements.keep(con, "mx_node_key", pa.table({"exact_key": keys}))
    numbered = con.execute(
        f"SELECT exact_key{traits} FROM mx_node_key LEFT JOIN mx_key_row USING (exact_key) ORDER BY exact_key"
    ).to_arrow_table()
    number = np.concatenate([keys, table["number"].to_numpy()])
    values = tuple(
        np.concatenate([side[f"trait_{i}"].to_numpy().astype(np.int64) for side in (numbered, table)])
        for i in range(len(model.exclusive))
    )
    return Nodes(
        keys, table["pid"].to_numpy(), number, table["lead"].to_numpy(), table["mention"].to_numpy(), values
    )


def decided_between(con: duckdb.DuckDBPyConnection, nodes: Nodes, decisions: str | None) -> pa.Table:
    """Decisions between nodes: columns a, b (nodes), verdict; those within one node or about unknown
    mentions left out."""
    if not decisions:
        return pa.table(
            {
                "a": pa.array([], pa.int64()),
                "b": pa.array([], pa.int64()),
                "verdict": pa.array([], pa.string()),
            }
        )
    pids = pa.table({"pid": nodes.pids, "node": len(nodes.keys) + np.arange(len(nodes.pids))})
    statements.keep(con, "mx_pids", pids)
    statements.keep(con, "mx_keys", pa.table({"exact_key": nodes.keys, "node": np.arange(len(nodes.keys))}))
    return statements.arrow(con, "engine_decided.sql", decisions=decisions)
