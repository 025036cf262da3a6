"""Mentions of accepted batches.

In: `<delivery>-<code>.accepted.parquet`. Out: for each a Parquet file with the mentions columns of docs/inside.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from transforms.mentions.sources import SOURCES, Source

_HERE = Path(__file__).parent
GROUP_BYTES = 8 * 2**20
"""Accepted batches are normalised together up to this size of their files."""
BATCH_BITS = (2**64 - 1) ^ 2**58 ^ (2**43 - 1)
"""The bits of a row key that tell dataset and batch date (docs/inside.md)."""


def sql(name: str) -> str:
    """Text of an SQL file beside this module."""
    return (_HERE / name).read_text(encoding="utf-8")


def names_people(dataset: str) -> bool:
    """Whether rows of `dataset` name a person and can have mentions."""
    return dataset in SOURCES


@dataclass(frozen=True)
class Accepted:
    """An accepted batch of `dataset` at `path`, and where its mentions belong."""

    dataset: str
    path: Path
    out: Path


def groups(batches: Sequence[Accepted]) -> list[list[Accepted]]:
    """The batches whose mentions are not there yet, in groups for `write_mentions`, the largest first.

    Small batches go through together, since planning the work takes longer than doing it for them.
    """
    found = [
        group
        for several in (False, True)
        for group in _together([b for b in batches if _several(b.dataset) is several and not b.out.exists()])
    ]
    return sorted(found, key=lambda group: -sum(batch.path.stat().st_size for batch in group))


def write_mentions(con: duckdb.DuckDBPyConnection, group: Sequence[Accepted]) -> None:
    """Write the mentions of a group of accepted batches, each to its `out`.

    A pure function of each batch. Written beside and renamed in. `con` needs the normalising macros; temporary
    relations named doudi_* are replaced in it.
    """
    _write(con, group, _several(group[0].dataset))


def counts(con: duckdb.DuckDBPyConnection, batches: Sequence[Accepted]) -> dict[Path, int]:
    """How many mentions each batch has, by its `out`."""
    return {b.out: _count(con, b.out) for b in batches}


def _several(dataset: str) -> bool:
    """Whether rows of the dataset may carry more than one number."""
    return SOURCES[dataset].second != "NULL"


def _together(batches: Sequence[Accepted]) -> Iterator[list[Accepted]]:
    """Groups of small batches up to a size in all; large ones alone."""
    group: list[Accepted] = []
    size = 0
    for batch in batches:
        grown = size + batch.path.stat().st_size
        if group and grown > GROUP_BYTES:
            yield group
            group, grown = [], batch.path.stat().st_size
        group, size = [*group, batch], grown
    if group:
        yield group


def _write(con: duckdb.DuckDBPyConnection, group: Sequence[Accepted], several: bool) -> None:
    rows = "UNION ALL ".join(_rows_sql(b.dataset, SOURCES[b.dataset], b.path) for b in group)
    con.execute(f"CREATE OR REPLACE TEMP VIEW doudi_rows AS {rows}")
    con.execute(sql("judged.sql") if several else sql("unclean.sql") + sql("odd.sql"))
    select = sql("mentions_two.sql" if several else "mentions.sql")
    if len(group) > 1:
        con.execute(f"CREATE OR REPLACE TEMP TABLE doudi_mention AS {select}")
    for batch in group:
        batch.out.parent.mkdir(parents=True, exist_ok=True)
        beside = batch.out.with_name(batch.out.name + ".part")
        mine = f"FROM doudi_mention WHERE {_own(con, batch.path)}" if len(group) > 1 else select
        con.execute(f"COPY ({mine}) TO '{_quoted(beside)}' (FORMAT parquet)")
        beside.replace(batch.out)
    con.execute("DROP TABLE IF EXISTS doudi_mention")
    con.execute("DROP TABLE doudi_judged; DROP TABLE doudi_name" if several else "DROP TABLE doudi_odd")


def _own(con: duckdb.DuckDBPyConnection, accepted: Path) -> str:
    """The condition that a mention comes from this batch: dataset and batch date in its row key."""
    row = con.execute(f"SELECT row_key FROM read_parquet('{_quoted(accepted)}') LIMIT 1").fetchone()
    return f"mention & {BATCH_BITS}::UBIGINT = {row[0] & BATCH_BITS}::UBIGINT" if row else "false"


def _count(con: duckdb.DuckDBPyConnection, out: Path) -> int:
    row = con.execute(f"SELECT count(*) FROM read_parquet('{_quoted(out)}')").fetchone()
    return int(row[0]) if row else 0


def _rows_sql(dataset: str, source: Source, accepted: Path) -> str:
    fields = {name: getattr(source, name) for name in source.__dataclass_fields__}
    places = fields | {
        "dataset": dataset,
        "accepted": _quoted(accepted),
        "not_theirs": source.guardian or "NULL",
    }
    rows = sql("rows.sql").format(**places)
    if source.role == "head":
        rows += "WHERE fold_text(head_name) IS NOT NULL OR fold_text(head_id_number) IS NOT NULL\n"
    if source.guardian:
        rows += "UNION ALL\n" + sql("guardians.sql").format(**places)
    return rows


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
