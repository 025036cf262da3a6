"""Columns that a department left out of its delivery: a rule is not judged without those it rests on.

In: `fact.column_absent`, a rule. Out: what is missing, as sentences. A column that was there before and is not tonight
is missed by every rule that reads it; one that never was, by the rules that name it in `needs`.
"""

from __future__ import annotations

import duckdb

from signals.reads import Reads
from signals.relation import behind
from signals.rules import Rule

MADE_FROM = {"in_force": {"ended_on"}}
"""Columns of `core`, and those delivered that they come from under another name."""


class Delivered:
    """Knows what tonight's batches lack."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.absent = con.execute(
            "SELECT dataset, column_name, batch, delivered_before FROM fact.column_absent ORDER BY ALL"
        ).fetchall()

    def problems(self, rule: Rule) -> list[str]:
        """A sentence for each column that `rule` cannot do without."""
        if rule.category == "data":
            return []
        read = read_behind(rule.reads)
        return [
            f"column {column} is not in the batch of {dataset} of {batch}"
            for dataset, column, batch, before in self.absent
            if dataset in rule.uses and (f"{dataset}.{column}" in rule.needs or (before and column in read))
        ]


def read_behind(reads: Reads) -> set[str]:
    """Names of the columns that are read, and of those that the shared relations behind decide by."""
    columns = reads.columns.union(*(relation.reads.conditions for relation in behind(reads.of("tonight"))))
    return set(columns).union(*(MADE_FROM.get(name, ()) for name in columns))
