"""Columns of a table of people whose values are not understood: dates in another form, sexes in other words.

In: the rows of the table as SQL. Out: a sentence for each such column, so that nobody matches without a column he
thinks is there. The query is `mentions/table_unread.sql`.
"""

from __future__ import annotations

from collections.abc import Collection
from string import Template

import duckdb

from transforms.mentions.batch import sql

LOOKED_AT = 100_000
"""Rows, from the first, that are looked at."""
EXPECTED = {
    "birth_date": "a date such as 1987-06-05, 19870605, 1987.6.5 or 1987年6月5日",
    "sex": "男, 女, 1, 2, M or F",
}


def not_understood(con: duckdb.DuckDBPyConnection, rows: str, columns: Collection[str]) -> tuple[str, ...]:
    """A sentence for every column of which one filled value in a hundred, or more, is not understood."""
    parameters = {
        name: f"CAST({name} AS VARCHAR)" if name in columns else "CAST(NULL AS VARCHAR)" for name in EXPECTED
    }
    query = Template(sql("table_unread.sql")).substitute(parameters, rows=rows, first=LOOKED_AT)
    return tuple(
        f"{name}: {unread:,} of {filled:,} values in the first {LOOKED_AT:,} rows are not understood and count as "
        f"missing; expected {EXPECTED[name]}"
        for name, filled, unread in con.execute(query).fetchall()
        if filled and unread * 100 >= filled
    )
