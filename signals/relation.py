"""Shared relations: what many rules need, worked out once per night as `tonight.<name>`.

In: `signals/sql/NN_<name>.sql`, each a block comment of YAML (name, grain, datasets, past, columns) and
one select. Out: `Relation` objects in the order of their files. Where a dataset it needs is not usable
tonight the relation is there all the same, empty, with the columns its header states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signals.errors import RuleError
from signals.reads import Reads, read_select
from signals.strict_yaml import HEADER, read_mapping

SHARED = Path(__file__).parent / "sql"
KEYS = {"name", "grain", "datasets", "past", "columns"}


@dataclass(frozen=True)
class Relation:
    """A table of the night; `columns` are (name, SQL type)."""

    name: str
    datasets: tuple[str, ...]
    past: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    sql: str
    reads: Reads

    def create(self, usable: set[str], past: set[str]) -> str:
        """The statement that makes it, from data or, where a dataset is not usable, empty."""
        if not (usable.issuperset(self.datasets) and past.issuperset(self.past)):
            return self.empty()
        names = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in self.columns)
        return f"CREATE OR REPLACE TABLE tonight.{self.name} AS SELECT {names} FROM (\n{self.sql}\n)"

    def empty(self) -> str:
        """The statement that makes it with its columns and no rows."""
        columns = ", ".join(f'"{name}" {kind}' for name, kind in self.columns)
        return f"CREATE OR REPLACE TABLE tonight.{self.name} ({columns})"


@cache
def load_relations() -> tuple[Relation, ...]:
    """Every shared relation, in the order in which they build on one another."""
    return tuple(_read(path) for path in sorted(SHARED.glob("[0-9]*.sql")))


def behind(relations: set[str]) -> list[Relation]:
    """These shared relations and those that they read, directly or through others."""
    wanted, found = set(relations), []
    for relation in reversed(load_relations()):
        if relation.name in wanted:
            wanted |= relation.reads.of("tonight")
            found.append(relation)
    return found


def parameters_behind(relations: set[str]) -> frozenset[str]:
    """Parameters that these shared relations read, directly or through others."""
    return frozenset().union(*(relation.reads.parameters for relation in behind(relations)))


def _read(path: Path) -> Relation:
    parts = HEADER.match(path.read_text("utf-8"))
    if not parts:
        raise RuleError(f"{path.name}: expected a block comment with name, grain, datasets and columns")
    head = read_mapping(parts[1], path.name, RuleError)
    if set(head) != KEYS:
        raise RuleError(f"{path.name}: expected the keys {', '.join(sorted(KEYS))}")
    columns = tuple((str(name), str(kind)) for name, kind in head["columns"].items())
    sql = parts[2].strip().rstrip(";")
    return Relation(
        head["name"], tuple(head["datasets"]), tuple(head["past"]), columns, sql, read_select(sql, path.name)
    )
