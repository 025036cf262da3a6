"""Mentions of any table of people, for `doudi match`.

In: a Parquet or CSV file with `record_id`, `name` and any of `source`, `id_number`, `id_type`, `sex`,
`birth_date`, `phone`, `county_code`, `household_id`, of any column types. Out: the mentions columns of
docs/inside.md, with `mention` the ordinal of the row (from 0) and `record_id` kept beside it as text.
"""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import duckdb

from transforms.errors import TransformError
from transforms.mentions.batch import sql
from transforms.people_file import relation
from transforms.people_unread import not_understood

if TYPE_CHECKING:
    import numpy as np

REQUIRED = ("record_id", "name")
OPTIONAL = ("source", "id_number", "id_type", "sex", "birth_date", "phone", "county_code", "household_id")

_TAKEN = {
    "source": "source",
    "id_type": "id_type_code(id_type) AS id_type",
    "id_found_in": "CAST(NULL AS VARCHAR) AS id_found_in",
    "sex": "sex",
    "birth_date": "birth_date",
    "phone": "parse_phone(phone) AS phone",
    "county_code": "area6(county_code) AS county_code",
    "household_id": "household_id",
}
"""SQL over a row of the columns that are kept only where they are asked for."""

_COLUMNS = {
    "source": "source",
    "role": "'self' AS role",
    "id_type": "id_type",
    "id_text": "coalesce(id_text, id18) AS id_text",
    "id18": "id18",
    "id_status": "coalesce(id_status, 'valid') AS id_status",
    "id_found_in": "CASE WHEN id_status IS NULL THEN 'id_number' ELSE id_found_in END AS id_found_in",
    "id_second": "CAST(NULL AS VARCHAR) AS id_second",
    "name": "name",
    "sex": "sex",
    "birth_date": "birth_date",
    "phone": "phone",
    "county_code": "county_code",
    "household_id": "household_id",
    "hint": "CAST(NULL AS VARCHAR) AS hint",
}
"""SQL of a mention's columns over what was read, in the order of docs/inside.md."""


@dataclass(frozen=True)
class PeopleRead:
    """Records read, and of every column that is not understood in one filled row of a hundred or more, a sentence."""

    records: int
    not_understood: tuple[str, ...]


def mentions_from_table(
    con: duckdb.DuckDBPyConnection,
    people: Path,
    out: Path | str,
    columns: Collection[str] = tuple(_COLUMNS),
    key: str | None = None,
) -> PeopleRead:
    """Normalise the table of people in `people` into mentions.

    `out` is a Parquet file to write, or the name of a temporary view to create in `con`, over what was read into
    memory. It has `mention`, `record_id`, those mentions columns that are in `columns`, and, where a `key` is given
    (SQL over `id18` and `body`, its first 17 digits as a number), its value as `exact_key` and, made from `record_id`
    alone, `record_key`, a number that no other row has (BIGINT). `con` needs the normalising macros; temporary
    relations named doudi_* are made in it. Raises TransformError for a file that is missing,
    unreadable or empty, for a missing `record_id` or `name` column, and for a `record_id` that is blank or there twice.
    """
    rows = relation(con, people)
    found = _columns(con, people, rows)
    con.execute(f"CREATE OR REPLACE TEMP VIEW doudi_rows AS {_rows_sql(rows, found)}")
    taken = ", ".join(text for name, text in _TAKEN.items() if name in columns)
    found_in = ", j.id_found_in AS id_found_in" if "id_found_in" in columns else ""
    parameters = {"taken": taken, "key": key or "id18", "found": found_in}
    try:
        con.execute(Template(sql("table.sql")).substitute(parameters))
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise TransformError(
            f"{people}: is damaged and cannot be read to its end; export it again"
        ) from error
    keys = _record_keys(con, people)
    with ThreadPoolExecutor(1) as beside:  # ids are sorted while DuckDB judges numbers and names
        twice = beside.submit(_there_twice, keys)
        con.execute(Template(sql("table_judged.sql")).substitute(parameters))
    if repeated := twice.result():
        _refuse_repeated(con, people, repeated)
        _tell_apart(con)
    listed = ", ".join(text for name, text in _COLUMNS.items() if name in columns)
    select = (
        f"SELECT mention, record_id, {listed}{', record_key, exact_key' if key else ''} "
        "FROM doudi_read WHERE NOT odd"
    )
    if isinstance(out, Path):
        part = out.with_name(out.name + ".part")
        quoted = str(part).replace("'", "''")
        con.execute(f"COPY ({select}) TO '{quoted}' (FORMAT parquet)")
        part.replace(out)
    else:
        con.execute(f"CREATE OR REPLACE TEMP VIEW {out} AS {select}")
    read = PeopleRead(len(keys), not_understood(con, rows, found))
    con.execute("DROP VIEW doudi_rows; DROP TABLE IF EXISTS doudi_csv")
    return read


def _columns(con: duckdb.DuckDBPyConnection, people: Path, rows: str) -> set[str]:
    try:
        described = con.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    except duckdb.Error as error:
        raise TransformError(f"{people}: cannot be read as Parquet or CSV; export the table again") from error
    columns = {str(row[0]) for row in described}
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        found = ", ".join(sorted(columns - {"file_row_number"}))
        raise TransformError(
            f"{people}: column {' and '.join(missing)} is missing (found: {found}); "
            f"required are {', '.join(REQUIRED)}, optional {', '.join(OPTIONAL)}; rename the columns"
        )
    return columns


def _rows_sql(rows: str, columns: set[str]) -> str:
    def text(name: str) -> str:
        return f"CAST({name} AS VARCHAR)" if name in columns else "CAST(NULL AS VARCHAR)"

    return f"""
SELECT CAST(file_row_number AS UBIGINT) AS mention, {text("record_id")} AS record_id,
    coalesce({text("source")}, 'people') AS source,
    {text("id_type")} AS id_type, {text("id_number")} AS typed, {text("name")} AS name,
    parse_sex({text("sex")}) AS sex, parse_date({text("birth_date")}) AS birth_date,
    {text("phone")} AS phone, {text("county_code")} AS county_code,
    {text("household_id")} AS household_id
FROM {rows}"""


def _record_keys(con: duckdb.DuckDBPyConnection, people: Path) -> np.ndarray:
    """The key of every `record_id`; TransformError when there is none, or a row without one."""
    keys = con.execute("SELECT record_key FROM doudi_read WHERE record_id IS NOT NULL").fetchnumpy()[
        "record_key"
    ]
    row = con.execute("SELECT count(*) FROM doudi_read").fetchone()
    rows, filled = int(row[0]) if row else 0, len(keys)
    if rows == 0:
        raise TransformError(f"{people}: has no rows; expected one row per record")
    if filled < rows:
        raise TransformError(
            f"{people}: record_id is blank in {rows - filled} rows; give every row a record_id of its own"
        )
    return keys


def _there_twice(keys: np.ndarray) -> list[int]:
    import numpy as np

    ordered = np.sort(keys)
    return np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tolist()


def _refuse_repeated(con: duckdb.DuckDBPyConnection, people: Path, keys: list[int]) -> None:
    """Raise when a `record_id` is there twice among those of these keys; equal keys alone are not enough."""
    repeated = con.execute(
        """
        SELECT sum(times - 1)::BIGINT, min(record_id)
        FROM (SELECT record_id, count(*) AS times
              FROM doudi_read WHERE NOT odd AND record_key IN (SELECT unnest($keys::BIGINT[]))
              GROUP BY record_id HAVING count(*) > 1)
        """,
        {"keys": keys},
    ).fetchone()
    if repeated and repeated[0]:
        raise TransformError(
            f"{people}: record_id must be unique; {repeated[0]} rows repeat one, "
            f"for example {repeated[1][:4]}…; number the records anew"
        )


def _tell_apart(con: duckdb.DuckDBPyConnection) -> None:
    """Give all records other keys until no two are the same: of 700,000 tables of five million records one needs it."""
    for attempt in count(1):
        con.execute(f"UPDATE doudi_read SET record_key = hash(record_id, {attempt}) >> 1")
        same = con.execute(
            "SELECT count(*) > count(DISTINCT record_key) FROM doudi_read WHERE NOT odd"
        ).fetchone()
        if same and not same[0]:
            return
