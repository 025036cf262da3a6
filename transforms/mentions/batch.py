"""Mentions of one accepted batch.

In: `<delivery>-<code>.accepted.parquet`. Out: a Parquet file with the mentions columns of docs/inside.md.
"""

from pathlib import Path

import duckdb

from transforms.mentions.sources import SOURCES, Source

_HERE = Path(__file__).parent


def sql(name: str) -> str:
    """Text of an SQL file beside this module."""
    return (_HERE / name).read_text(encoding="utf-8")


def names_people(dataset: str) -> bool:
    """Whether rows of `dataset` name a person and can have mentions."""
    return dataset in SOURCES


def mentions_of(con: duckdb.DuckDBPyConnection, dataset: str, accepted: Path, out: Path) -> int:
    """Write the mentions of the accepted batch `accepted` of `dataset` to `out`; return how many there are.

    A pure function of the batch: an `out` that is there already is left as it is. Written beside and renamed
    in. `con` needs the normalising macros; temporary relations named doudi_* are replaced in it.
    """
    if not out.exists():
        source = SOURCES[dataset]
        con.execute(f"CREATE OR REPLACE TEMP VIEW doudi_rows AS {_rows_sql(dataset, source, accepted)}")
        two = source.second != "NULL"
        con.execute(sql("judged.sql") if two else sql("odd.sql"))
        select = sql("mentions_two.sql" if two else "mentions.sql")
        out.parent.mkdir(parents=True, exist_ok=True)
        beside = out.with_name(out.name + ".part")
        con.execute(f"COPY ({select}) TO '{_quoted(beside)}' (FORMAT parquet)")
        con.execute("DROP TABLE doudi_judged; DROP TABLE doudi_name" if two else "DROP TABLE doudi_odd")
        beside.replace(out)
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
