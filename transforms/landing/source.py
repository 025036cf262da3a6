"""One delivered file as DuckDB sees it: its headers, and for each an SQL expression giving the text exactly
as delivered.

In: a file of a batch.  Out: a :class:`Source`, which :mod:`transforms.landing.copying` turns into landed
Parquet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

INTEGERS = {
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
    "UHUGEINT",
}


@dataclass(frozen=True)
class Source:
    """A readable file.  ``kind`` is parquet, csv or xlsx; ``read_from`` the file itself or its converted
    copy.

    ``headers`` as delivered; ``texts`` the SQL expression of each as text.  ``delimiter`` is for csv only.
    """

    kind: str
    name: str
    read_from: Path
    headers: tuple[str, ...]
    texts: tuple[str, ...]
    delimiter: str = ","


def text_of(column: str, type_name: str) -> str:
    """SQL that writes a column of any DuckDB type as text without loss, as a person would have typed it.

    Whole numbers carry no exponent and no ``.0``, dates are YYYY-MM-DD, midnight is left out, times with a
    zone are China's, booleans Y and N, NaN (how data frames write a missing number) is NULL.
    """
    kind = type_name.split("(")[0].upper()
    if kind in ("VARCHAR", "ENUM") or kind in INTEGERS or kind in ("DECIMAL", "DATE", "UUID", "TIME"):
        return column if kind == "VARCHAR" else f"CAST({column} AS VARCHAR)"
    if kind in ("DOUBLE", "FLOAT"):
        return (
            f"CASE WHEN isnan({column}) THEN NULL "
            f"WHEN isfinite({column}) AND {column} = trunc({column}) AND abs({column}) < 1e37 "
            f"THEN CAST(CAST({column} AS HUGEINT) AS VARCHAR) "
            f"WHEN contains(CAST({column} AS VARCHAR), 'e') "
            f"THEN rtrim(rtrim(printf('%.17f', CAST({column} AS DOUBLE)), '0'), '.') "
            f"ELSE CAST({column} AS VARCHAR) END"
        )
    if kind == "BOOLEAN":
        return f"CASE WHEN {column} THEN 'Y' WHEN NOT {column} THEN 'N' END"
    if kind == "TIMESTAMP WITH TIME ZONE":
        return f"regexp_replace(CAST({column} AT TIME ZONE 'Asia/Shanghai' AS VARCHAR), ' 00:00:00$', '')"
    if kind.startswith("TIMESTAMP"):
        return f"regexp_replace(CAST({column} AS VARCHAR), ' 00:00:00$', '')"
    if kind == "BLOB":
        return f"decode({column})"
    if kind in ("STRUCT", "MAP", "UNION") or type_name.endswith("]"):
        return f"CAST(to_json({column}) AS VARCHAR)"
    return f"CAST({column} AS VARCHAR)"


def quoted(identifier: str) -> str:
    """An SQL identifier in double quotes."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: Sequence[str]) -> str:
    """An SQL list of text literals."""
    return "[" + ", ".join(map(literal, texts)) + "]"
