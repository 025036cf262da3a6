"""Writes what became of a batch: its accepted and its quarantined rows as Parquet.

In: SQL over the read values (``checking.py``).  Out: the two files, how many rows each holds, and how many of the accepted
ones have a value in each column, which the Parquet writer counts anyway.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from data_contracts.contract import Contract
from data_contracts.sql import LANDED_KEYS, Reading, literal, quoted

PARQUET_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS"
NOTHING_QUARANTINED = (
    "SELECT NULL::UBIGINT AS row_key, NULL::VARCHAR AS source_file, NULL::BIGINT AS source_row, "
    'NULL::VARCHAR AS reasons, NULL::VARCHAR AS "row" WHERE false'
)


def accepted_rows(
    contract: Contract, readings: Iterable[Reading], values: str, number: int, batch: date, unusable: bool
) -> str:
    """SQL of the typed rows of a batch; ``values``: the relation of read values, of which it is batch ``number``."""
    typed = ", ".join(f"{r.value} AS {quoted(r.column.name)}" for r in readings)
    anti = "ANTI JOIN _unusable u USING (batch_no, file_no, source_row)" if unusable else ""
    return (
        f"SELECT {_key(contract, batch)}, DATE '{batch}' AS batch, l.source_file, l.source_row, {typed} "
        f"FROM {values} l {anti} WHERE l.batch_no = {number}"
    )


def quarantined_rows(
    contract: Contract, columns: Sequence[str], landed: Path, number: int, batch: date, unusable: bool
) -> str:
    """SQL of the unusable rows of a batch with their reasons; ``columns``: those of the landed file."""
    if not unusable:
        return NOTHING_QUARANTINED
    delivered = ", ".join(f"{literal(c)}: l.{quoted(c)}" for c in columns if c not in LANDED_KEYS)
    return (
        f"SELECT {_key(contract, batch)}, l.source_file, l.source_row, u.reasons, "
        f'CAST(to_json({{{delivered}}}) AS VARCHAR) AS "row" '
        f"FROM read_parquet({literal(str(landed))}) l "
        f"JOIN _unusable u USING (file_no, source_row) WHERE u.batch_no = {number} ORDER BY row_key"
    )


def _key(contract: Contract, batch: date) -> str:
    return f"row_key({contract.number}, 0, DATE '{batch}', l.file_no, l.source_row) AS row_key"


def copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> tuple[int, dict[str, int]]:
    """Write the rows of ``query``; how many there are, and by column how many hold a value."""
    result = con.execute(f"COPY ({query}) TO {literal(str(path))} ({PARQUET_OPTIONS})")
    names = [column[0] for column in result.description or ()]
    row = result.fetchone()
    assert row is not None
    told = dict(zip(names, row, strict=True))
    statistics: Mapping[str, Mapping[str, str]] = told["column_statistics"]
    return int(told["count"]), {name[1:-1]: _filled(of) for name, of in statistics.items()}


def _filled(statistics: Mapping[str, str]) -> int:
    """Rows that hold a value, by what the writer says of a column; none where its last text in order is of spaces."""
    if not statistics.get("max", "any").strip(" "):
        return 0
    return int(statistics["num_values"]) - int(statistics["null_count"])
