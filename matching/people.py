"""The best record of each person: what is taken from whom, and from which row it came.

In: tonight's mentions and the links (mention, person_id). Out: `people.parquet` (columns of `core.person` up
to `mentions`, and `*_row` keys) and `numbers.parquet` (person_id, id18, mentions, shared). Trust in the
datasets is in `people_trust.yaml`; SQL in `people.sql`.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from matching import ledger, statements
from matching.statements import literal

_ATTRIBUTES = ("id", "name", "sex", "birth_date", "county_code", "phone")


def best_records(con: duckdb.DuckDBPyConnection, mentions: str, links: str, out: Path) -> int:
    """Write `people.parquet` and `numbers.parquet` to `out`; returns the number of people.

    `mentions` and `links` are relations; the best record does not depend on the order of their rows.
    """
    ledger.register(con)
    _trust(con, mentions)
    statements.run(con, "people.sql", mentions=mentions, links=links)
    con.execute(
        "COPY (SELECT * FROM best_person ORDER BY person_id)"
        f" TO {literal(out / 'people.parquet')} (FORMAT parquet)"
    )
    con.execute(
        "COPY (SELECT person_id, id18, mentions, shared FROM best_number ORDER BY person_id, id18)"
        f" TO {literal(out / 'numbers.parquet')} (FORMAT parquet)"
    )
    return statements.count(con, f"read_parquet({literal(out / 'people.parquet')})")


def _trust(con: duckdb.DuckDBPyConnection, mentions: str) -> None:
    """Make `best_trust`: one row per source seen tonight, its trust 0 to 9 for each attribute."""
    import yaml

    table = yaml.safe_load((Path(__file__).parent / "people_trust.yaml").read_text(encoding="utf-8"))
    columns = ", ".join(f"{name} UTINYINT" for name in _ATTRIBUTES)
    con.execute(f"CREATE OR REPLACE TEMP TABLE best_trust (source VARCHAR, {columns})")
    sources = [row[0] for row in con.execute(f"SELECT DISTINCT source FROM {mentions} ORDER BY 1").fetchall()]
    rows = [
        [source, *({**table["default"], **table["datasets"].get(source, {})}[name] for name in _ATTRIBUTES)]
        for source in sources
    ]
    if rows:
        con.executemany(f"INSERT INTO best_trust VALUES ({', '.join('?' * (len(_ATTRIBUTES) + 1))})", rows)
