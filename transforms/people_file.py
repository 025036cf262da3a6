"""A file of people as a relation: Parquet where it lies, CSV (UTF-8, UTF-16 or GB18030) read into a table.

In: the file.  Out: SQL of a relation with the file's columns and `file_row_number`, from 0 in file order.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb

from transforms.errors import TransformError

CSV_ENDINGS = (".csv", ".txt", ".tsv")


def relation(con: duckdb.DuckDBPyConnection, people: Path) -> str:
    """SQL of the rows of `people`; of a CSV the temporary table `doudi_csv`, which is made.

    Raises TransformError for a file that is missing or cannot be read, naming the line of a CSV.
    """
    if not people.is_file():
        raise TransformError(f"{people}: no such file; expected a Parquet or CSV table of people")
    if people.suffix.lower() not in CSV_ENDINGS:
        return f"read_parquet({_quoted(people)}, file_row_number = true)"
    from transforms.landing.errors import Unreadable

    beside = con.execute("SELECT current_setting('temp_directory')").fetchone()
    folder = Path(beside[0]) if beside and beside[0] and Path(beside[0]).is_dir() else None
    try:
        with tempfile.TemporaryDirectory(prefix=".doudi-csv-", dir=folder) as copies:
            _read_csv(con, people, Path(copies) / "utf-8.csv")
    except Unreadable as error:
        raise TransformError(str(error)) from error
    return "doudi_csv"


def _read_csv(con: duckdb.DuckDBPyConnection, people: Path, copy: Path) -> None:
    from transforms.landing.csv_file import open_csv, reason

    source = open_csv(people, copy)
    try:
        con.execute(
            "CREATE OR REPLACE TEMP TABLE doudi_csv AS SELECT *, row_number() OVER () - 1 AS file_row_number "
            f"FROM read_csv({_quoted(source.read_from)}, auto_detect = false, header = true, all_varchar = true, "
            f"columns = {{{', '.join(f'{_quoted(name.strip())}: VARCHAR' for name in source.headers)}}}, "
            f"delim = {_quoted(source.delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
        )
    except duckdb.Error as error:
        raise reason(people.name, error) from error


def _quoted(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"
