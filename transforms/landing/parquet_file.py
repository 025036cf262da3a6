"""Opens a delivered Parquet file, or says why it cannot be read."""

from pathlib import Path

import duckdb

from transforms.landing.errors import Unreadable
from transforms.landing.source import Source, literal, quoted, text_of


def open_parquet(con: duckdb.DuckDBPyConnection, file: Path) -> Source:
    """Headers and text expressions of a Parquet file.  Raises Unreadable."""
    size = file.stat().st_size
    with file.open("rb") as handle:
        head = handle.read(4)
        handle.seek(max(size - 4, 0))
        tail = handle.read(4)
    if head == b"PARE" or tail == b"PARE":
        raise Unreadable(
            f"{file.name}: an encrypted Parquet file; deliver it unencrypted through the agreed channel"
        )
    if head != b"PAR1":
        raise Unreadable(f"{file.name}: not a Parquet file (it does not begin with PAR1); export it again")
    if size < 12 or tail != b"PAR1":
        raise Unreadable(
            f"{file.name}: a truncated Parquet file (its footer is missing); deliver it again, complete"
        )
    try:
        described = con.execute(
            f"DESCRIBE SELECT * FROM read_parquet({literal(str(file))}, binary_as_string = true)"
        ).fetchall()
    except duckdb.Error as error:
        raise damaged(file.name) from error
    return Source(
        kind="parquet",
        name=file.name,
        read_from=file,
        headers=tuple(str(row[0]) for row in described),
        texts=tuple(text_of(quoted(str(row[0])), str(row[1])) for row in described),
    )


def damaged(name: str) -> Unreadable:
    """The error for a Parquet file whose inside cannot be read (the engine's own words may hold values, so
    they are left out).
    """
    return Unreadable(
        f"{name}: a damaged Parquet file (footer or pages unreadable, or its text is not UTF-8); "
        "deliver it again"
    )
