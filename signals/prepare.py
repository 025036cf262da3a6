"""Set the night's table: the policy in force, the macros rules are written in, and the shared relations.

In: a connection with `core` filled and `fact` (perhaps `past`) attached. Out: an in-memory database
`tonight` on that connection, holding what rules share, and `Night`, what is known about tonight's
datasets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from signals.policy import Policy, Value
from signals.relation import load_relations

HERE = Path(__file__).parent


@dataclass
class Night:
    """What is usable tonight: `newest` batch and `max_age` (days) per known dataset; `past`; failures."""

    as_of: date
    values: list[Value]
    newest: dict[str, date | None]
    max_age: dict[str, int | None]
    past: set[str]
    broken: dict[str, str] = field(default_factory=dict)

    def unusable(self, dataset: str) -> str | None:
        """Why a dataset cannot be used tonight; None when it can."""
        newest = self.newest.get(dataset)
        if newest is None:
            return f"{dataset} is absent"
        age, limit = (self.as_of - newest).days, self.max_age.get(dataset)
        if limit is not None and age > limit:
            return f"{dataset}: newest batch {newest} is {age} days old, more than {limit}"
        return None

    def stale(self, dataset: str) -> bool:
        """Delivered once, but too old to be used tonight."""
        return self.newest.get(dataset) is not None and self.unusable(dataset) is not None


def set_table(con: duckdb.DuckDBPyConnection, policy: Policy, as_of: date) -> Night:
    """Create `tonight` with its macros and relations and return what was found."""
    con.execute("ATTACH IF NOT EXISTS ':memory:' AS tonight")
    night = _look(con, policy.in_force(as_of), as_of)
    con.execute(f"SET VARIABLE as_of = DATE '{as_of}'")
    _set_parameters(con, policy, night.values, as_of)
    con.execute((HERE / "sql" / "macros.sql").read_text("utf-8"))
    usable = {name for name in night.newest if night.unusable(name) is None}
    for relation in load_relations():
        try:
            con.execute(relation.create(usable, night.past))
        except duckdb.Error as problem:
            night.broken[relation.name] = first_line(problem)
            con.execute(relation.empty())
    return night


def clear_table(con: duckdb.DuckDBPyConnection) -> None:
    """Drop `tonight`."""
    con.execute("DETACH DATABASE IF EXISTS tonight")


def first_line(problem: Exception) -> str:
    """The first line of a database error, without what it quotes of the data: names of columns and tables stay."""
    line = str(problem).strip().splitlines()[0]
    if isinstance(problem, (duckdb.CatalogException, duckdb.BinderException, duckdb.ParserException)):
        return line
    return re.sub(r"\d{4,}", "…", re.sub(r"'[^']*'|\"[^\"]*\"", "'…'", line))


def _look(con: duckdb.DuckDBPyConnection, values: list[Value], as_of: date) -> Night:
    tables: dict[str, set[str]] = {"fact": set(), "past": set()}
    for database, name in con.execute(
        "SELECT database_name, table_name FROM duckdb_tables() WHERE database_name IN ('fact', 'past') "
        "UNION ALL SELECT database_name, view_name FROM duckdb_views() "
        "WHERE database_name IN ('fact', 'past')"
    ).fetchall():
        tables[database].add(name)
    newest: dict[str, date | None] = {}
    max_age: dict[str, int | None] = {}
    for name, batch, limit in con.execute(
        "SELECT dataset, newest_batch, max_age_days FROM fact.dataset"
    ).fetchall():
        newest[name] = batch if name in tables["fact"] else None
        max_age[name] = limit
    return Night(as_of, values, newest, max_age, tables["past"])


def _set_parameters(con: duckdb.DuckDBPyConnection, policy: Policy, values: list[Value], as_of: date) -> None:
    """`param.<name>` maps `county|key` to a number; `list.<name>` is a list of numbers or of months; `dated.<name>` maps
    `county|key` to the numbers that were in force one after another, the newest first."""
    numbers: dict[str, dict[str, float]] = {}
    for name in policy.names():
        con.execute(f'RESET VARIABLE "param.{name}"')
        con.execute(f'RESET VARIABLE "list.{name}"')
        con.execute(f'RESET VARIABLE "dated.{name}"')
    for value in values:
        if isinstance(value.value, float):
            numbers.setdefault(value.name, {})[f"{value.county_code}|{value.key}"] = value.value
        elif value.unit == "months":
            months = ", ".join(f"DATE '{month}-01'" for month in value.value)
            con.execute(f'SET VARIABLE "list.{value.name}" = [{months}]::DATE[]')
        else:
            con.execute(f'SET VARIABLE "list.{value.name}" = {list(value.value)}::INTEGER[]')
    for name, by_key in numbers.items():
        keys = ", ".join(f"'{key}': {number!r}::DOUBLE" for key, number in sorted(by_key.items()))
        con.execute(f'SET VARIABLE "param.{name}" = MAP {{{keys}}}')
    for name, series in _numbers_since(policy, as_of).items():
        keys = ", ".join(f"'{key}': [{', '.join(reversed(dated))}]" for key, dated in sorted(series.items()))
        con.execute(f'SET VARIABLE "dated.{name}" = MAP {{{keys}}}')


def _numbers_since(policy: Policy, as_of: date) -> dict[str, dict[str, list[str]]]:
    """Parameter → `county|key` → what was in force up to `as_of`, the earliest first; NULL from when nothing was."""
    series: dict[str, dict[str, list[str]]] = {}
    before: dict[tuple[str, str], float] = {}
    for turn, values in policy.history(as_of):
        now = {(v.name, f"{v.county_code}|{v.key}"): v.value for v in values if isinstance(v.value, float)}
        for name, key in sorted(now.keys() | before.keys()):
            number = now.get((name, key))
            if number != before.get((name, key)):
                value = "NULL" if number is None else repr(number)
                dated = f"{{'since': DATE '{turn}', 'value': {value}::DOUBLE}}"
                series.setdefault(name, {}).setdefault(key, []).append(dated)
        before = now
    return series
