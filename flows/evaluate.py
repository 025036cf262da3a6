"""`doudi evaluate`: links judged by a truth."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.connect import connect_beside
from flows.errors import UsageError

_FIXED = {"record_id", "person", "true_person"}


def evaluate_files(links: Path, truth: Path, review: Path | None) -> str:
    """The figures as text, and per value of every further column of the truth. Raises UsageError for files that do not fit."""
    from matching.evaluate import evaluate

    with connect_beside() as con:
        _view(con, "links", links, {"record_id", "person_id"})
        columns = _view(con, "given", truth, {"record_id", "person"})
        con.execute("CREATE TEMP VIEW truth AS SELECT *, person AS true_person FROM given")
        groups = [name for name in columns if name not in _FIXED]
        if review is not None:
            _view(con, "pairs", review, {"record_id_a", "record_id_b"})
        return evaluate(con, "links", "truth", ("record_id",), groups, "pairs" if review else None).table()


def _view(con: duckdb.DuckDBPyConnection, name: str, file: Path, needed: set[str]) -> list[str]:
    if not file.is_file():
        raise UsageError(f"{file} is not a file.")
    quoted = str(file).replace("'", "''")
    try:
        con.execute(f"CREATE TEMP VIEW {name} AS SELECT * FROM read_parquet('{quoted}')")
    except duckdb.Error as error:
        raise UsageError(f"{file} cannot be read as Parquet: {str(error).splitlines()[0]}") from None
    columns = [row[0] for row in con.execute(f"DESCRIBE {name}").fetchall()]
    missing = sorted(needed - set(columns))
    if missing:
        raise UsageError(f"{file} has no column {', '.join(missing)}; it has {', '.join(columns)}.")
    return columns
