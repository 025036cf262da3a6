"""Writes the files of one batch as one landed Parquet: every column as text, with file, file number and row.

In: :class:`Source` values in order of file number and their resolved column names.  Out: the Parquet and
rows per file.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

import duckdb

from transforms.landing import csv_file, parquet_file
from transforms.landing.errors import Unreadable
from transforms.landing.source import Source, literal, literals, quoted

PARQUET_OPTIONS = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"


def copy_batch(
    con: duckdb.DuckDBPyConnection,
    sources: Sequence[Source],
    names: Mapping[str, Sequence[str]],
    target: Path,
) -> dict[str, int]:
    """Write ``target`` and return the rows of each file.  ``names``: file → landing name of each of its
    columns.

    Files whose columns agree are read together in a single scan.  Raises Unreadable, naming the file.
    """
    columns = list(dict.fromkeys(name for source in sources for name in names[source.name]))
    numbered = list(enumerate(sources))
    selects = []
    for _, group in groupby(numbered, key=lambda n: (n[1].kind, n[1].headers, n[1].texts)):
        members = list(group)
        if members[0][1].kind == "parquet":
            selects.append(_parquet_select(members, names, columns))
        else:
            selects += [_file_select(number, source, names, columns) for number, source in members]
    query = "\nUNION ALL\n".join(selects)
    try:
        con.execute(f"COPY (\n{query}\n) TO {literal(str(target))} ({PARQUET_OPTIONS})")
    except duckdb.Error as error:
        raise _blame(con, sources, error) from error
    counted = con.execute(
        f"SELECT file_no, count(*) FROM read_parquet({literal(str(target))}) GROUP BY file_no"
    ).fetchall()
    rows = {int(number): int(count) for number, count in counted}
    return {source.name: rows.get(number, 0) for number, source in numbered}


def _parquet_select(
    members: Sequence[tuple[int, Source]], names: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> str:
    first = members[0][1]
    numbers = ", ".join(str(number) for number, _ in members)
    place = "CAST(file_index AS BIGINT) + 1"
    return (
        f"SELECT {_texts(first, names, columns)}, "
        f"({literals([source.name for _, source in members])})[{place}] AS source_file, "
        f"CAST(([{numbers}])[{place}] AS INTEGER) AS file_no, file_row_number + 1 AS source_row "
        f"FROM read_parquet({literals([str(source.read_from) for _, source in members])}, "
        "file_row_number = true, binary_as_string = true)"
    )


def _file_select(
    number: int, source: Source, names: Mapping[str, Sequence[str]], columns: Sequence[str]
) -> str:
    return (
        f"SELECT {_texts(source, names, columns)}, {literal(source.name)} AS source_file, "
        f"CAST({number} AS INTEGER) AS file_no, source_row FROM {_relation(source)}"
    )


def _relation(source: Source) -> str:
    """The rows of a file with ``source_row``.  CSV is read by one thread, so that counting rows counts
    them in file order.
    """
    path = literal(str(source.read_from))
    if source.kind == "xlsx":
        return f"read_parquet({path})"
    if source.kind == "parquet":
        return f"read_parquet({path}, binary_as_string = true)"
    given = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(len(source.headers)))
    return (
        f"(SELECT *, row_number() OVER () AS source_row FROM read_csv({path}, auto_detect = false, "
        f"header = true, all_varchar = true, columns = {{{given}}}, delim = {literal(source.delimiter)}, "
        "quote = '\"', escape = '\"', "
        "strict_mode = true, parallel = false))"
    )


def _texts(source: Source, names: Mapping[str, Sequence[str]], columns: Sequence[str]) -> str:
    by_name = dict(zip(names[source.name], source.texts, strict=True))
    return ", ".join(
        f"{by_name.get(column, 'CAST(NULL AS VARCHAR)')} AS {quoted(column)}" for column in columns
    )


def _blame(
    con: duckdb.DuckDBPyConnection, sources: Sequence[Source], error: duckdb.Error
) -> Unreadable | duckdb.Error:
    """Which file cannot be read, found by reading each alone; the engine's own error when none can be
    blamed (a full disk).
    """
    for source in sources:
        texts = ", ".join(f"max(length({text}))" for text in source.texts)
        try:
            con.execute(f"SELECT {texts} FROM {_relation(source)}").fetchall()
        except duckdb.Error as own:
            return (
                csv_file.reason(source.name, own)
                if source.kind == "csv"
                else parquet_file.damaged(source.name)
            )
    return error
