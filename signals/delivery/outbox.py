"""Lay out the outbox: a Parquet file and a workbook per department and county, a work list per town.

In: the temporary tables `item`, `lead`, `worklist`. Out: files in a folder made beside the outbox and moved in
whole, department by department; what an earlier run of the same date left is replaced.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from signals.delivery.cells import create_macros, row_xml
from signals.delivery.columns import ANSWER, ITEM, LEAD, WORKLIST, Columns
from signals.delivery.workbook import MOST_ROWS, Sheet, Workbooks

if TYPE_CHECKING:
    import pyarrow as pa

TOWNS = "worklist"
SHEETS = {"new": "新增", "open": "仍未办结", "resolved": "已消除"}
XML = "xml"
FETCHED = 20_000
"""Rows fetched from the database at a time."""


@dataclass(frozen=True)
class Grouped:
    """A table, what it is cut by into files and into sheets, and the order of rows in both."""

    table: str
    columns: Columns
    key: str
    sheet: str
    order: str


ITEMS = Grouped(
    "item",
    ITEM,
    "department, county_code",
    "department, county_code, change",
    "severity, due_on, household_id, signal_id",
)
LEADS = Grouped("lead", LEAD, "department, county_code", "department, county_code", "received_on, ticket_no")
WORKLISTS = Grouped(
    "worklist", WORKLIST, "town", "town", "village NULLS LAST, household_id NULLS LAST, severity, signal_ids"
)


def write_outbox(con: duckdb.DuckDBPyConnection, outbox: Path, beside: Path, as_of: date) -> int:
    """Write everything for `as_of` into `beside`, then move it to `outbox`; how many offices were written to."""
    shutil.rmtree(beside, ignore_errors=True)
    create_macros(con)
    books = Workbooks(as_of)
    offices = 0
    for (department, county), items, leads in _offices(con):
        _write_office(_folder(beside / department), county, books, items, leads)
        offices += 1
    for (town,), rows in _groups(con, WORKLISTS):
        folder = _folder(beside / TOWNS)
        _write_parquet(folder / f"{town}.parquet", WORKLIST, rows)
        books.write(folder / f"{town}.xlsx", [Sheet("走访清单", WORKLIST, rows[XML].to_pylist())])
    _move_in(beside, outbox, as_of)
    return offices


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path


def _offices(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[tuple[str, ...], pa.Table, pa.Table]]:
    """Items and leads of every office that has any: department and county."""
    nothing = [
        con.execute(f"SELECT *, '' AS {XML} FROM {t.table} LIMIT 0").to_arrow_table() for t in (ITEMS, LEADS)
    ]
    leads = dict(_groups(con, LEADS))
    for office, items in _groups(con, ITEMS):
        yield office, items, leads.pop(office, nothing[1])
    for office in sorted(leads):
        yield office, nothing[0], leads[office]


def _groups(con: duckdb.DuckDBPyConnection, of: Grouped) -> Iterator[tuple[tuple[str, ...], pa.Table]]:
    """The rows of a table in order, cut into one Arrow table per group, with the XML of each row as `xml`.

    Rows are fetched as they are needed, so that a group is in memory and not the table; nothing else may be asked
    of `con` meanwhile.
    """
    import pyarrow as pa

    counts = con.execute(f"SELECT {of.key}, count(*) FROM {of.table} GROUP BY ALL ORDER BY ALL").fetchall()
    number = f"(row_number() OVER (PARTITION BY {of.sheet} ORDER BY {of.order}) - 1) % {MOST_ROWS} + 2"
    xml = row_xml(con, of.table, of.columns, "sheet_row")
    reader = con.execute(
        f"SELECT * EXCLUDE (sheet_row), {xml} AS {XML} FROM (SELECT *, {number} AS sheet_row FROM {of.table}) "
        f"ORDER BY {of.key}, {of.order}"
    ).to_arrow_reader(FETCHED)
    waiting = pa.Table.from_batches([], schema=reader.schema)
    for *group, count in counts:
        while waiting.num_rows < count:
            waiting = pa.concat_tables([waiting, pa.Table.from_batches([reader.read_next_batch()])])
        yield tuple(group), waiting.slice(0, count)
        waiting = waiting.slice(count)


def _write_office(folder: Path, county: str, books: Workbooks, items: pa.Table, leads: pa.Table) -> None:
    import pyarrow.compute as pc

    sheets: list[Sheet] = []
    for change, title in SHEETS.items():
        rows = items.filter(pc.equal(items["change"], change))[XML].to_pylist()
        if rows or change == "new":
            sheets.append(Sheet(title, ITEM if change == "resolved" else ITEM + ANSWER, rows))
    if leads.num_rows:
        sheets.append(Sheet("热线线索", LEAD, leads[XML].to_pylist()))
        _write_parquet(folder / f"{county}-leads.parquet", LEAD, leads)
    books.write(folder / f"{county}.xlsx", sheets)
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
