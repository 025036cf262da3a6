"""Rows of a sheet as XML, made by SQL for a whole table at once.

In: the columns of a sheet and a table. Out: an SQL expression giving each row's XML; `workbook.py` puts it into files.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from signals.delivery.columns import Columns

NUMBERS = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "HUGEINT",
}


def create_macros(con: duckdb.DuckDBPyConnection) -> None:
    """Create the macros that `row_xml` uses in `con`."""
    con.execute((Path(__file__).parent / "cells.sql").read_text("utf-8"))


def row_xml(con: duckdb.DuckDBPyConnection, table: str, columns: Columns, number: str) -> str:
    """SQL for the XML of a row of `table`. `number`: SQL for the row's place in its sheet, which is 2 for the first."""
    types = {row[0]: row[1] for row in con.execute(f"DESCRIBE {table}").fetchall()}
    cells = ", ".join(
        _cell(name, types[name], f"'{letter(place)}' || {number}")
        for place, (name, _, _) in enumerate(columns)
    )
    return f"concat('<row r=\"', {number}, '\">', {cells}, '</row>')"


def _cell(name: str, kind: str, ref: str) -> str:
    if kind in NUMBERS:
        return f"xlsx_number({ref}, {name})"
    if kind == "DATE":
        return f"xlsx_date({ref}, {name})"
    if kind == "BOOLEAN":
        return f"xlsx_text({ref}, CASE WHEN {name} THEN '是' WHEN NOT {name} THEN '否' END)"
    return f"xlsx_text({ref}, {name}::VARCHAR)"


def letter(place: int) -> str:
    """The name of a sheet's column, from 0: A, B … Z, AA."""
    return (letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)
