"""Schema `core`: people, links, households, the low-income database, the chain of help.

In: `fact`, the folder `match`. Out: the tables of warehouse/schema/core.sql, filled. A dataset that is
absent leaves its part empty.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb

from transforms.assemble.sqlfile import files, literal, read
from transforms.normalise import register

_CHAIN = Path(__file__).parent / "chain"


_MONEY = "DECIMAL(18, 2)"
_NEEDED = {
    "wj_death": {"person_id": "BIGINT", "died_on": "DATE"},
    "mz_household": {
        "household_id": "VARCHAR",
        "category": "VARCHAR",
        "residence": "VARCHAR",
        "county_code": "VARCHAR",
        "person_id": "BIGINT",
        "approved_on": "DATE",
        "ended_on": "DATE",
        "end_reason": "VARCHAR",
        "income_per_capita": _MONEY,
        "household_size": "INTEGER",
        "covered_size": "INTEGER",
        "cause": "VARCHAR",
        "verified_on": "DATE",
        "grace_started_on": "DATE",
        "row_key": "UBIGINT",
    },
    "mz_member": {
        "household_id": "VARCHAR",
        "member_no": "VARCHAR",
        "person_id": "BIGINT",
        "relation": "VARCHAR",
        "covered": "VARCHAR",
        "labour": "VARCHAR",
        "self_care_failed": "INTEGER",
        "care_grade": "VARCHAR",
        "row_key": "UBIGINT",
    },
    "mz_application": {
        "person_id": "BIGINT",
        "category": "VARCHAR",
        "decision": "VARCHAR",
        "applied_on": "DATE",
        "decided_on": "DATE",
        "county_code": "VARCHAR",
    },
    "ny_monitored": {
        "person_id": "BIGINT",
        "identified_on": "DATE",
        "risk_cleared": "VARCHAR",
        "county_code": "VARCHAR",
    },
}
"""Columns of the datasets that core tables are made of, so that an absent one can stand empty."""


def fill_core(con: duckdb.DuckDBPyConnection, present: set[str], match_dir: Path, as_of: date) -> None:
    """Fill every table of `core`. `present`: datasets with a table in `fact`."""
    day = f"DATE {literal(as_of)}"
    for dataset, columns in _NEEDED.items():
        con.execute(read("or_empty.sql", view=f"any_{dataset}", select=_or_empty(dataset, columns, present)))
    own = con.cursor()
    with ThreadPoolExecutor(1) as beside:
        linked = beside.submit(_link, own, files([match_dir / "links.parquet"]))
        try:
            _fill(con, present, match_dir, day)
        except BaseException:
            own.interrupt()
            raise
        linked.result()
    for dataset in _NEEDED:
        con.execute(f"DROP VIEW any_{dataset}")


def _fill(con: duckdb.DuckDBPyConnection, present: set[str], match_dir: Path, day: str) -> None:
    """Fill every table but the links."""
    con.execute(read("person.sql", people=files([match_dir / "people.parquet"])))
    con.execute(read("household.sql", as_of=day))
    con.execute(read("low_income.sql", as_of=day))
    for path in sorted(_CHAIN.glob("*.sql")):
        dataset = path.stem.split("-")[0]
        if dataset in present:
            con.execute(
                read("chain.sql", dataset=dataset, as_of=day, events=path.read_text(encoding="utf-8"))
            )


def _link(own: duckdb.DuckDBPyConnection, links: str) -> None:
    register(own)
    own.execute("SET enable_progress_bar = false")
    own.execute(read("person_link.sql", links=links))


def _or_empty(dataset: str, columns: dict[str, str], present: set[str]) -> str:
    if dataset in present:
        return f"SELECT {', '.join(columns)} FROM fact.{dataset}"
    return (
        f"SELECT {', '.join(f'CAST(NULL AS {kind}) AS {name}' for name, kind in columns.items())} WHERE false"
    )
