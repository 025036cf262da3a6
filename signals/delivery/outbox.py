"""Lay out the outbox: a Parquet file and a workbook per department and county, a work list per town.

In: the temporary tables `item`, `lead`, `worklist`. Out: files in a folder made beside the outbox and moved in
whole, department by department; what an earlier run of the same date left is replaced.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from signals.delivery.columns import ANSWER, ITEM, LEAD, WORKLIST, Columns
from signals.delivery.workbook import write_workbook

if TYPE_CHECKING:
    import pyarrow as pa

TOWNS = "worklist"
SHEETS = {"new": "新增", "open": "仍未办结", "resolved": "已消除"}
ORDER = {"item": "severity, due_on, household_id, signal_id", "lead": "received_on, ticket_no"}
WORKLIST_ORDER = "village NULLS LAST, household_id NULLS LAST, severity, signal_ids"


def write_outbox(con: duckdb.DuckDBPyConnection, outbox: Path, beside: Path, as_of: date) -> int:
    """Write everything for `as_of` into `beside`, then move it to `outbox`; how many offices were written to."""
    shutil.rmtree(beside, ignore_errors=True)
    offices = 0
    departments = con.execute(
        "SELECT department FROM item UNION SELECT department FROM lead ORDER BY 1"
    ).fetchall()
    for (department,) in departments:
        for county, items, leads in _counties(con, department):
            _write_office(beside / department, county, as_of, items, leads)
            offices += 1
    for town, rows in _groups(con, "worklist", "town", "true", WORKLIST_ORDER):
        folder = beside / TOWNS
        folder.mkdir(parents=True, exist_ok=True)
        _write_parquet(folder / f"{town}.parquet", WORKLIST, rows)
        write_workbook(folder / f"{town}.xlsx", as_of, [("走访清单", WORKLIST, rows)])
    _move_in(beside, outbox, as_of)
    return offices


def _counties(con: duckdb.DuckDBPyConnection, department: str) -> Iterator[tuple[str, pa.Table, pa.Table]]:
    of = f"department = '{department}'"
    found = {table: dict(_groups(con, table, "county_code", of, order)) for table, order in ORDER.items()}
    nothing = {table: con.execute(f"FROM {table} LIMIT 0").to_arrow_table() for table in ORDER}
    for county in sorted({*found["item"], *found["lead"]}):
        yield county, found["item"].get(county, nothing["item"]), found["lead"].get(county, nothing["lead"])


def _groups(
    con: duckdb.DuckDBPyConnection, table: str, key: str, where: str, order: str
) -> Iterator[tuple[str, pa.Table]]:
    """The rows of a table in order, cut into one Arrow table per value of `key`."""
    counts = con.execute(
        f"SELECT {key}, count(*) FROM {table} WHERE {where} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    rows = con.execute(f"FROM {table} WHERE {where} ORDER BY {key}, {order}").to_arrow_table()
    start = 0
    for value, count in counts:
        yield value, rows.slice(start, count)
        start += count


def _write_office(folder: Path, county: str, as_of: date, items: pa.Table, leads: pa.Table) -> None:
    import pyarrow.compute as pc

    folder.mkdir(parents=True, exist_ok=True)
    sheets: list[tuple[str, Columns, pa.Table]] = []
    for change, title in SHEETS.items():
        rows = items.filter(pc.equal(items["change"], change))
        if rows.num_rows or change == "new":
            sheets.append((title, ITEM if change == "resolved" else ITEM + ANSWER, rows))
    if leads.num_rows:
        sheets.append(("热线线索", LEAD, leads))
        _write_parquet(folder / f"{county}-leads.parquet", LEAD, leads)
    write_workbook(folder / f"{county}.xlsx", as_of, sheets)
    _write_parquet(folder / f"{county}.parquet", ITEM, items)


def _write_parquet(path: Path, columns: Columns, table: pa.Table) -> None:
    import pyarrow.parquet as pq

    names = [name for name, _, _ in columns]
    pq.write_table(table.select(names).rename_columns([heading for _, heading, _ in columns]), path)


def _move_in(beside: Path, outbox: Path, as_of: date) -> None:
    """Replace what is there of `as_of` with what was made; folders of offices with nothing tonight go."""
    outbox.mkdir(parents=True, exist_ok=True)
    for old in sorted(outbox.glob(f"*/{as_of}")):
        shutil.rmtree(old)
    for made in sorted(beside.iterdir()) if beside.is_dir() else []:
        (outbox / made.name).mkdir(exist_ok=True)
        made.rename(outbox / made.name / as_of.isoformat())
    shutil.rmtree(beside, ignore_errors=True)
