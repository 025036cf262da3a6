"""The life of a signal: new, open, resolved, dismissed, merged.

In: the ledger's `signal_*` tables (or none, on the first night) and what fires tonight. Out: every signal
as it stands, and the events the ledger takes over when the night is published (`propose`, then `commit`).
What a night makes of a signal depends on nights before its as-of date and on tonight only.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "ledger"
EVENTS, NIGHTS = "signal_event.parquet", "signal_night.parquet"
REMEMBERED = {
    "signal_short_county": "SELECT as_of() AS as_of, * FROM tonight.short_county",
    "signal_missing_column": (
        "SELECT as_of() AS as_of, * EXCLUDE (delivered) FROM tonight.missing_column WHERE filled_in IS NOT NULL"
    ),
}
"""Tables of the ledger by which a night knows what the batches of the night before lacked, and what they take over."""


def create(con: duckdb.DuckDBPyConnection, ledger: str = "ledger") -> None:
    """Create the `signal_*` tables in the attached database `ledger`, where they are not there yet."""
    run_file(con, "tables.sql", ledger=ledger)


def run_file(con: duckdb.DuckDBPyConnection, name: str, **names: str) -> None:
    """Run a file of `signals/ledger`, its $placeholders replaced by identifiers of ours."""
    sql = (FOLDER / name).read_text("utf-8")
    for placeholder, value in names.items():
        sql = sql.replace(f"${placeholder}", value)
    con.execute(sql)


def open_before(con: duckdb.DuckDBPyConnection, ledger: str | None, merges: Path | None) -> str:
    """Make `tonight.before`, `tonight.short_county` and `tonight.missing_column`; return the database of the ledger tables
    (`tonight` when there is no ledger)."""
    source = ledger if ledger and has_table(con, ledger, "signal_event") else "tonight"
    if source == "tonight":
        create(con, "tonight")
    _mergers(con, ledger, merges)
    run_file(con, "before.sql", source=source)
    for table in REMEMBERED:
        kept = source
        if not has_table(con, source, table):  # a ledger of an earlier release
            kept = "tonight"
            create(con, kept)
        run_file(con, f"{table.removeprefix('signal_')}.sql", source=kept)
    return source


def propose(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write tonight's events, rule outcomes and what batches lack to `folder` as Parquet, for `commit`."""
    folder.mkdir(parents=True, exist_ok=True)
    con.execute(
        "COPY (SELECT as_of() AS as_of, * FROM tonight.life WHERE event IS NOT NULL ORDER BY signal_id) "
        f"TO '{_quoted(folder / EVENTS)}' (FORMAT parquet)"
    )
    con.execute(
        "COPY (SELECT as_of() AS as_of, rule, evaluated, reason, signals FROM tonight.rule_night "
        "ORDER BY rule) "
        f"TO '{_quoted(folder / NIGHTS)}' (FORMAT parquet)"
    )
    for table, rows in REMEMBERED.items():
        con.execute(
            f"COPY ({rows} ORDER BY ALL) TO '{_quoted(folder / f'{table}.parquet')}' (FORMAT parquet)"
        )


def commit(
    con: duckdb.DuckDBPyConnection, folder: Path, run_id: str, as_of: date, ledger: str = "ledger"
) -> None:
    """Take the proposals of `folder` over, inside the caller's transaction.

    Events of this and later dates are replaced: a date that is run again starts from the state before it, and
    dates after it are to be run again too.
    """
    for table, file in (
        ("signal_event", EVENTS),
        ("signal_night", NIGHTS),
        *((table, f"{table}.parquet") for table in REMEMBERED),
    ):
        con.execute(f"DELETE FROM {ledger}.{table} WHERE as_of >= ?", [as_of])
        con.execute(
            f"INSERT INTO {ledger}.{table} BY NAME SELECT *, ?::VARCHAR AS run_id FROM read_parquet(?)",
            [run_id, str(folder / file)],
        )


def _mergers(con: duckdb.DuckDBPyConnection, ledger: str | None, merges: Path | None) -> None:
    """`tonight.merger`: people merged into another, up to the as-of date, followed to the last survivor."""
    parts = [
        "SELECT NULL::BIGINT AS from_person_id, NULL::BIGINT AS into_person_id, NULL::DATE AS as_of "
        "WHERE false"
    ]
    if ledger and has_table(con, ledger, "identity_event"):
        parts.append(
            f"SELECT person_id, into_person_id, as_of FROM {ledger}.identity_event "
            "WHERE kind = 'merge' AND as_of < as_of()"
        )
    if merges and merges.is_file():
        parts.append(
            f"SELECT person_id, into_person_id, as_of() FROM read_parquet('{_quoted(merges)}') WHERE kind = 'merge'"
        )
    run_file(con, "merger.sql", events="\n    UNION ALL ".join(parts))


def has_table(con: duckdb.DuckDBPyConnection, database: str, table: str) -> bool:
    """Whether an attached database has a table of that name."""
    query = "SELECT count(*) FROM duckdb_tables() WHERE database_name = ? AND table_name = ?"
    row = con.execute(query, [database, table]).fetchone()
    return bool(row and row[0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
