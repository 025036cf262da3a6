"""Candidate pairs: profiles with the people they may be, and with each other.

In: `mx_profile`, `mx_key`, `mx_row`.  Out: `mx_pair` (pid, exact_key), `mx_residual_pair` (pid_a < pid_b),
and a list of what was dropped because a blocking key was too common.  Every block is an equality join;
nothing else makes pairs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import duckdb
import pyarrow as pa

from matching import statements
from matching.compare.numbers import AREA_DIGITS
from matching.model import Block, Model
from matching.number_candidates import slips


@dataclass(frozen=True)
class BlockReport:
    """What one block made, and how many blocking keys and pairs its bound dropped."""

    name: str
    pairs: int
    dropped_keys: int
    dropped_pairs: int


MASKED_MOST = 300
"""People who share the visible digits of a masked number and a character of the name, beyond whom these say nothing."""


def _key(block: Block) -> tuple[str, str]:
    """SQL of the blocking key and of the condition that it is complete."""
    there = " AND ".join(f"({e}) IS NOT NULL" for e in block.by)
    return f"hash({', '.join(block.by)})", there


def find(con: duckdb.DuckDBPyConnection, model: Model) -> list[BlockReport]:
    """Pairs of a profile and a person with a number."""
    con.execute("CREATE OR REPLACE TEMP TABLE mx_all_pairs (pid UBIGINT, exact_key BIGINT)")
    con.execute(
        "CREATE OR REPLACE TEMP VIEW mx_key_row AS SELECT CAST(NULL AS UBIGINT) AS mention, exact_key, name, "
        + ", ".join(f"{c.entity} AS {n}" for n, c in model.columns.items() if "exact_key" in c.entity)
        + " FROM mx_key WHERE creates"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE mx_dropped (block VARCHAR, pid UBIGINT)")
    failed = _failed(con) if "slips" in model.number_blocks else []
    with ThreadPoolExecutor(1) as beside:  # numbers are thought up while DuckDB joins
        near = beside.submit(slips, failed)
        reports = _by_row(con, model)
    makers: dict[str, Callable[[duckdb.DuckDBPyConnection], None]] = {
        "slips": partial(_slips, near=near.result()),
        "rounded": _rounded,
        "masked": _masked,
    }
    for name in model.number_blocks:
        con.execute("CREATE OR REPLACE TEMP TABLE mx_block_dropped (block_key UBIGINT, pairs BIGINT)")
        makers[name](con)
        reports.append(_report(con, name))
        con.execute("INSERT INTO mx_all_pairs SELECT pid, exact_key FROM mx_block")
    con.execute(
        "INSERT INTO mx_all_pairs SELECT pid, exact_key FROM mx_profile SEMI JOIN (SELECT exact_key "
        "FROM mx_key WHERE creates) "
        "USING (exact_key) WHERE number_status IN ('claimed', 'held')"
    )
    con.execute("CREATE OR REPLACE TEMP TABLE mx_pair AS SELECT DISTINCT pid, exact_key FROM mx_all_pairs")
    return reports


def _by_row(con: duckdb.DuckDBPyConnection, model: Model) -> list[BlockReport]:
    """Pairs by what rows say of the person."""
    reports = []
    for block in model.blocks:
        key, there = _key(block)
        left = f"pid IN (SELECT pid FROM mx_dropped WHERE block = {statements.literal(block.narrows)})"
        among = left if block.narrows else "true"
        statements.run(
            con, "engine_block.sql", key=key, there=there, size=str(block.entity_size), among=among,
            side="mx_key_row" if block.table == "key" else "mx_row",
        )  # fmt: skip
        reports.append(_report(con, block.name))
        con.execute("INSERT INTO mx_all_pairs SELECT pid, exact_key FROM mx_block")
        con.execute(
            f"INSERT INTO mx_dropped SELECT {statements.literal(block.name)}, pid FROM mx_left "
            "SEMI JOIN mx_block_dropped USING (block_key)"
        )
    return reports


def find_two_numbers(con: duckdb.DuckDBPyConnection, model: Model) -> list[BlockReport]:
    """Make `mx_two`: people with a number each who may be one person."""
    rule = model.two_numbers
    if rule is None:
        con.execute("CREATE OR REPLACE TEMP TABLE mx_two (a BIGINT, b BIGINT)")
        return []
    columns = [model.columns[name] for name in rule.same]
    known = " AND ".join(f"({column.residual}) IS NOT NULL" for column in columns)
    told = f"hash({', '.join(column.entity or column.residual for column in columns)})"
    said = f"CASE WHEN {known} THEN hash({', '.join(column.residual for column in columns)}) END"
    con.execute("CREATE OR REPLACE TEMP TABLE mx_beside (exact_key BIGINT, told UBIGINT, said UBIGINT)")
    for name in rule.beside:
        shared = model.columns[name].residual
        statements.run(con, "engine_beside.sql", told=told, said=said, shared=shared)
    statements.run(con, "engine_two_numbers.sql", size=str(rule.entity_size))
    return [_report(con, "two_numbers", "mx_two")]


def find_residual(con: duckdb.DuckDBPyConnection, model: Model) -> list[BlockReport]:
    """Pairs of profiles."""
    con.execute("CREATE OR REPLACE TEMP TABLE mx_all_pairs (pid_a UBIGINT, pid_b UBIGINT)")
    reports = []
    for block in model.residual_blocks:
        key, there = _key(block)
        statements.run(con, "engine_residual_block.sql", key=key, there=there, size=str(block.entity_size))
        reports.append(_report(con, f"residual_{block.name}"))
        con.execute("INSERT INTO mx_all_pairs SELECT pid_a, pid_b FROM mx_block")
    con.execute(
        "CREATE OR REPLACE TEMP TABLE mx_residual_pair AS SELECT DISTINCT pid_a, pid_b FROM mx_all_pairs"
    )
    return reports


def _report(con: duckdb.DuckDBPyConnection, name: str, made: str = "mx_block") -> BlockReport:
    dropped = con.execute("SELECT count(*), coalesce(sum(pairs), 0) FROM mx_block_dropped").fetchone()
    keys, pairs = dropped if dropped else (0, 0)
    return BlockReport(name, statements.count(con, made), int(keys), int(pairs))


def _failed(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Numbers that are not usable and show all their digits."""
    found = con.execute(
        "SELECT DISTINCT number FROM mx_profile WHERE number_status IN ('failed', 'second') AND number "
        "NOT LIKE '%*%' ORDER BY number"
    )
    return [number for (number,) in found.fetchall()]


def _slips(con: duckdb.DuckDBPyConnection, near: pa.Table) -> None:
    statements.keep(con, "mx_slips", near)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE mx_block AS SELECT DISTINCT p.pid, s.exact_key FROM mx_slips s "
        "SEMI JOIN (SELECT exact_key FROM mx_key WHERE creates) USING (exact_key) "
        "JOIN mx_profile p ON p.number = s.number AND p.number_status IN ('failed', 'second')"
    )


def _rounded(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        "CREATE OR REPLACE TEMP TABLE mx_block AS SELECT p.pid, k.exact_key FROM "
        "(SELECT pid, TRY_CAST(left(number, 14) AS BIGINT) AS start FROM mx_profile WHERE number_status "
        "IN ('failed', 'doubtful') "
        " AND length(number) = 18 AND (number LIKE '%000' OR TRY_CAST(number AS BIGINT) % 16 = 0)) p "
        "JOIN mx_key k ON k.exact_key // 1000 = p.start WHERE k.creates"
    )


def _masked(con: duckdb.DuckDBPyConnection) -> None:
    """One join for each of the commonest patterns of visible digits."""
    con.execute("CREATE OR REPLACE TEMP TABLE mx_block (pid UBIGINT, exact_key BIGINT)")
    con.execute("CREATE OR REPLACE TEMP TABLE mx_masked_dropped (pairs BIGINT)")
    patterns = con.execute(
        "SELECT regexp_replace(left(number, 17), '[0-9]', '9', 'g') AS pattern, count(*) AS n "
        "FROM mx_profile WHERE number_status = 'masked' AND length(number) = 18 "
        "GROUP BY 1 ORDER BY n DESC, pattern LIMIT 20"
    ).fetchall()
    for pattern, _ in patterns:
        places = [place for place, sign in enumerate(pattern) if sign == "9"]
        if len(places) >= 6 and places[-1] >= AREA_DIGITS:
            digits = "concat(" + ", ".join(f"substr(text, {place + 1}, 1)" for place in places) + ")"
            statements.run(
                con,
                "engine_masked.sql",
                pattern=statements.literal(pattern),
                digits=digits,
                seen=_seen(pattern),
                size=str(MASKED_MOST),
            )
    con.execute("CREATE OR REPLACE TEMP TABLE mx_block_dropped AS FROM mx_masked_dropped")


def _seen(pattern: str) -> str:
    """SQL of the number that the digits of `exact_key` make where the pattern shows one: a term for each run of them."""
    terms = []
    for run in re.finditer("9+", pattern):
        hidden = 10 ** (len(pattern) - run.end())
        later = 10 ** pattern.count("9", run.end())
        terms.append(f"exact_key // {hidden} % {10 ** len(run.group())} * {later}")
    return " + ".join(terms)
