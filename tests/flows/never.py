"""What a published night says, to be compared, and what it may never say, whatever came in.

In: a home, and a connection from `looking_at`. Out: counts, hashes and ids of ours; no name and no number of anybody.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

Told = set[tuple[str, str, str]]
"""Signal, department, county."""

CHANGED = {"新增": "new", "再次出现": "new", "仍未办结": "open"}
"""How the outbox calls what is new and still open; anything else is gone."""

NEVER = {
    "a batch whose rows are neither accepted nor quarantined": """
        FROM ops.batch WHERE status = 'in_force' AND rows_read IS DISTINCT FROM rows_accepted + rows_quarantined""",
    "a refused batch of which nobody is told": """
        FROM ops.batch ANTI JOIN (FROM ops.attention WHERE kind = 'batch_refused') a ON a.subject = dataset || '/' || batch
        WHERE status = 'refused'""",
    "a link to nobody": "FROM core.person_link ANTI JOIN core.person USING (person_id)",
    "a person whom no row names": "FROM core.person ANTI JOIN core.person_link USING (person_id)",
    "a row linked twice": """
        FROM (SELECT 1 FROM core.person_link GROUP BY dataset, batch, source_file, source_row, role HAVING count(*) > 1)""",
    "a signal that stands twice": "FROM (SELECT 1 FROM mart.signal GROUP BY signal_id HAVING count(*) > 1)",
    "a signal open and resolved at once": """
        FROM mart.signal WHERE (status IN ('new', 'open')) = (resolved_on IS NOT NULL) AND status IN ('new', 'open', 'resolved')""",
    "a signal called new on a later night, or old on its first": """
        FROM mart.signal WHERE status IN ('new', 'open') AND (status = 'new') <> (first_seen = getvariable('night'))""",
    "a signal out of time": """
        FROM mart.signal WHERE NOT (first_seen <= last_seen AND greatest(last_seen, resolved_on) <= getvariable('night'))""",
    "a signal seen tonight about somebody who is not there": """
        FROM mart.signal ANTI JOIN core.person USING (person_id)
        WHERE status IN ('new', 'open') AND person_id IS NOT NULL AND last_seen = getvariable('night')""",
    "an open signal not seen tonight that was not carried over": """
        FROM mart.signal s ANTI JOIN (
            FROM ledger.signal_event QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of DESC) = 1) e
        ON e.signal_id = s.signal_id AND e.event = 'carried'
        WHERE s.status IN ('new', 'open') AND s.last_seen < getvariable('night')""",
    "a signal that the ledger says otherwise of": """
        FROM mart.signal s FULL JOIN (
            FROM ledger.signal_event QUALIFY row_number() OVER (PARTITION BY signal_id ORDER BY as_of DESC) = 1) e
        USING (signal_id)
        WHERE (CASE WHEN s.status = 'new' THEN 'open' ELSE s.status END) IS DISTINCT FROM e.status
           OR s.first_seen IS DISTINCT FROM e.first_seen OR s.resolved_on IS DISTINCT FROM e.resolved_on""",
    "a signal that was there the night before and is gone": """
        FROM before.mart.signal ANTI JOIN mart.signal USING (signal_id)""",
    "another first date than the night before, and no signal merged into it": """
        FROM before.mart.signal b JOIN mart.signal s USING (signal_id)
        ANTI JOIN (FROM ledger.signal_event WHERE event = 'merged' AND as_of = getvariable('night')) m
        ON m.into_signal_id = s.signal_id WHERE s.first_seen <> b.first_seen""",
    "a signal that came back and does not count it, and no signal merged into it": """
        FROM before.mart.signal b JOIN mart.signal s USING (signal_id)
        ANTI JOIN (FROM ledger.signal_event WHERE event = 'merged' AND as_of = getvariable('night')) m
        ON m.into_signal_id = s.signal_id
        WHERE s.reopened_count - b.reopened_count <> (b.status = 'resolved' AND s.status = 'open')::INTEGER""",
}
"""Each as a query that is to find nothing: `ledger` is the home's, `before` the warehouse of the night before, `night` the date."""

SAID = """
SELECT person_id, md5(string_agg(DISTINCT said::VARCHAR, ' ' ORDER BY said::VARCHAR)) AS said
FROM (SELECT mention, role, hash(*COLUMNS(* EXCLUDE (mention))) AS said FROM read_parquet(?)) JOIN read_parquet(?) USING (mention)
WHERE role NOT IN ('lead', 'guardian')
GROUP BY person_id"""
"""What all rows of a person say, as one hash; tickets and guardians are only said of a person."""


@contextlib.contextmanager
def looking_at(home: Path, before: Path, day: date) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published night, with the ledger and, where there is one, the night before it."""
    with duckdb.connect() as con:
        for name, file in (
            ("now", home / "warehouse.duckdb"),
            ("ledger", home / "ledger.duckdb"),
            ("before", before),
        ):
            if file.exists():
                con.execute(f"ATTACH '{file}' AS {name} (READ_ONLY)")
        con.execute("USE now")
        con.execute(f"SET VARIABLE night = DATE '{day}'")
        yield con


def things_that_must_not_be(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How often each of NEVER is there, for those that are; on a first night without what asks for the one before."""
    first = con.execute("SELECT 1 FROM duckdb_databases() WHERE database_name = 'before'").fetchone() is None
    found = {}
    for what, query in NEVER.items():
        if not (first and "before." in query):
            (count,) = con.execute(f"SELECT count(*) {query}").fetchone() or (0,)
            if count:
                found[what] = count
    return found


def outbox_of(home: Path, day: date) -> dict[str, Told]:
    """What the outbox of a date tells as new, still open and gone."""
    found: dict[str, Told] = {"new": set(), "open": set(), "resolved": set()}
    for file in (home / "outbox").glob(f"*/{day}/*.parquet"):
        if file.parts[-3] == "worklist" or file.stem.endswith("-leads"):
            continue
        for signal, change in pl.read_parquet(file).select("预警编号", "变化").iter_rows():
            item = (signal, file.parts[-3], file.stem)
            assert not any(item in items for items in found.values()), f"{signal} twice in {file}"
            found[CHANGED.get(change, "resolved")].add(item)
    return found


def without_rows(warehouse: Path) -> dict[str, object]:
    """Every table of core, mart and ops as its rows sorted, less run times and what says where a row lies in its file."""
    ours = "NOT regexp_matches(column_name, '(^|_)row(_key)?(_[ab])?$|^(delivery|evidence|reasons|seconds)$')"
    with duckdb.connect(str(warehouse), read_only=True) as con:
        tables = con.execute(
            "SELECT schema_name || '.' || table_name, string_agg('\"' || column_name || '\"', ', ') FROM duckdb_columns() "
            f"JOIN duckdb_tables() USING (schema_name, table_name) WHERE {ours} GROUP BY ALL ORDER BY 1"
        ).fetchall()
        return {
            name: con.execute(
                f"SELECT md5(string_agg(t::VARCHAR, '|' ORDER BY t::VARCHAR)) FROM (SELECT {columns} FROM {name}) t"
            ).fetchone()
            for name, columns in tables
            if name not in ("ops.run", "ops.step")
        }
