"""Columns that a department left out of its delivery, or left empty: a rule is not judged without those it rests on.

In: `tonight.missing_column`, a rule. Out: what is missing, as sentences. A column that an earlier batch had and tonight's
should have is missed by every rule that reads it; one that was never delivered, by the rules that name it in `needs`.
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
        self.missing = con.execute(
            "SELECT dataset, column_name, batch, delivered, filled_in IS NOT NULL FROM tonight.missing_column ORDER BY ALL"
        ).fetchall()

    def problems(self, rule: Rule) -> list[str]:
        """A sentence for each column that `rule` cannot do without."""
        if rule.category == "data":
            return []
        read, found = read_behind(rule.reads), []
        for dataset, column, batch, delivered, missed in self.missing:
            needed = f"{dataset}.{column}" in rule.needs
            waits = needed or column in read if missed else needed and not delivered
            if dataset in rule.uses and waits:
                lacks = "holds no readable value in" if delivered else "is not in"
                found.append(f"column {column} {lacks} the batch of {dataset} of {batch}")
        return found


def read_behind(reads: Reads) -> set[str]:
    """Names of the columns that are read, and of those that the shared relations behind decide by."""
    columns = reads.columns.union(*(relation.reads.conditions for relation in behind(reads.of("tonight"))))
    return set(columns).union(*(MADE_FROM.get(name, ()) for name in columns))
