"""What a rule's SQL reads: tables, parameters and functions, found in DuckDB's own parse of it.

In: one SQL text. Out: `Reads`. Errors: `RuleError` when it is not one select, or reaches outside the
night's tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb

from signals.errors import RuleError

SCHEMAS = {"fact", "past", "core", "tonight"}
DATED_MACROS = {"param_on", "param_on_for"}
"""These read a parameter as it was in force on a day of their own."""
COUNTY_MACROS = {"param_at", "param_at_for"} | DATED_MACROS
"""These read a county's own value where it has one."""
PARAMETER_MACROS = {"param", "param_for", "param_list"} | COUNTY_MACROS
CONDITIONS = ("where_clause", "condition", "having")
"""Places of a select, in DuckDB's parse, that decide which rows count."""
TABLE_FUNCTIONS = {"unnest", "range", "generate_series"}
FORBIDDEN = {
    "getvariable",
    "getenv",
    "nextval",
    "query",
    "query_table",
    "current_setting",
    "random",
    "now",
    "today",
    "current_date",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
    "get_current_time",
    "get_current_timestamp",
    "current_localtime",
    "current_localtimestamp",
    "transaction_timestamp",
    "uuid",
    "uuidv4",
    "uuidv7",
    "gen_random_uuid",
}


@dataclass(frozen=True)
class Reads:
    """Tables as (schema, table), names of parameters, of those read as of an earlier day and by county, of columns, and of
    those that conditions are about."""

    tables: frozenset[tuple[str, str]]
    parameters: frozenset[str]
    dated: frozenset[str]
    by_county: frozenset[str]
    columns: frozenset[str]
    conditions: frozenset[str]

    def of(self, schema: str) -> set[str]:
        """Names of the tables of `schema` that are read."""
        return {table for s, table in self.tables if s == schema}


@cache
def read_select(sql: str, where: str) -> Reads:
    """Parse `sql` (never run it) and return what it reads."""
    parsed = _parse(sql, where)
    ctes = {entry["key"].lower() for node in _nodes(parsed) for entry in _cte_entries(node)}
    tables: set[tuple[str, str]] = set()
    parameters: set[str] = set()
    dated: set[str] = set()
    by_county: set[str] = set()
    columns: set[str] = set()
    conditions: set[str] = set()
    for node in _nodes(parsed):
        kind = node.get("type")
        for place in CONDITIONS:
            conditions |= {_column(inner) for inner in _nodes(node.get(place)) if "column_names" in inner}
        if kind == "BASE_TABLE":
            schema, table = node["schema_name"].lower(), node["table_name"].lower()
            if not schema and table in ctes:
                continue
            if schema not in SCHEMAS or node.get("catalog_name"):
                name = ".".join(part for part in (schema, table) if part)
                raise RuleError(
                    f"{where}: reads '{name}'; a rule reads fact., past., core. and tonight. tables only"
                )
            tables.add((schema, table))
        elif kind == "TABLE_FUNCTION" and node["function"]["function_name"] not in TABLE_FUNCTIONS:
            raise RuleError(
                f"{where}: reads through {node['function']['function_name']}(); a rule reads tables only"
            )
        elif (
            kind == "COLUMN_REF"
        ):  # the parser takes current_date and the like, without parentheses, for columns
            columns.add(_column(node))
            if len(node["column_names"]) == 1:
                _refuse(node["column_names"][0].lower(), where)
        elif kind == "FUNCTION":
            name = node["function_name"].lower()
            _refuse(name, where)
            if name == "age" and len(node["children"]) == 1:
                raise RuleError(
                    f"{where}: uses age() of one date, which counts to today; use age_at(date, as_of())"
                )
            if name in PARAMETER_MACROS:
                parameters.add(_parameter_name(node, where))
            if name in DATED_MACROS:
                dated.add(_parameter_name(node, where))
            if name in COUNTY_MACROS:
                by_county.add(_parameter_name(node, where))
    return Reads(
        frozenset(tables),
        frozenset(parameters),
        frozenset(dated),
        frozenset(by_county),
        frozenset(columns),
        frozenset(conditions),
    )


def _column(node: dict[str, Any]) -> str:
    return str(node["column_names"][-1]).lower()


def _refuse(name: str, where: str) -> None:
    if name in FORBIDDEN:
        raise RuleError(f"{where}: uses {name}; its result would not depend on data and as-of date alone")


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection of its own, used for parsing only."""
    return duckdb.connect(config={"threads": 1})


def _parse(sql: str, where: str) -> dict[str, Any]:
    row = _parser().execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchone()
    assert row is not None
    parsed: dict[str, Any] = json.loads(row[0])
    if parsed["error"]:
        if parsed.get("error_type") == "not implemented":
            raise RuleError(f"{where}: the SQL must be one SELECT; a rule may only read")
        raise RuleError(f"{where}: the SQL does not parse: {parsed['error_message']}")
    if len(parsed["statements"]) != 1:
        raise RuleError(f"{where}: expected one SELECT, found {len(parsed['statements'])} statements")
    return dict(parsed["statements"][0])


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            yield node
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)


def _cte_entries(node: dict[str, Any]) -> list[dict[str, Any]]:
    ctes = node.get("cte_map")
    return ctes["map"] if isinstance(ctes, dict) else []


def _parameter_name(node: dict[str, Any], where: str) -> str:
    first = node["children"][0] if node["children"] else {}
    value = first.get("value", {})
    if first.get("type") != "VALUE_CONSTANT" or not isinstance(value.get("value"), str):
        raise RuleError(
            f"{where}: the first argument of {node['function_name']}() must be a parameter name in quotes"
        )
    return str(value["value"])
