"""A province in a few lines: `fact`, `past` and `core` tables from compact rows, for tests of the real
evaluator.

In: rows per dataset, with every column that does not matter left out. Out: an open connection with the
published schema, `fact` and (when rows are given for it) `past` attached. Column types come from the data
contracts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import yaml

ROOT = Path(__file__).parents[2]
TYPES = {"date": "DATE", "month": "DATE", "amount": "DECIMAL(18,2)", "integer": "INTEGER"}
COUNTY = "420102"
DEFAULTS: dict[str, dict[str, Any]] = {
    "mz_household": {
        "category": "110",
        "residence": "urban",
        "approved_on": "2024-01-15",
        "household_size": 1,
        "covered_size": 1,
        "verified_on": "2025-10-01",
        "income_per_capita": 500,
        "county_code": COUNTY,
    },
    "mz_member": {"covered": "Y", "relation": "head", "labour": "none", "county_code": COUNTY},
    "mz_payment": {"result": "paid", "amount": 700},
    "mz_application": {"category": "110", "decision": "rejected", "applied_on": "2025-06-01"},
    "mz_visit": {"finding": "normal"},
    "jy_student": {"stage": "primary", "status": "enrolled", "hardship": "none", "entered_on": "2022-09-01"},
    "jy_aid": {"amount": 500},
    "rs_unemployment": {"registered_on": "2025-01-10"},
    "rs_insurance": {"insurance": "employee_pension", "status": "paying", "base": 4000},
    "rs_pension": {"kind": "resident", "basic_amount": 120, "account_amount": 0},
    "wj_illness": {"kind": "serious", "registered_on": "2024-03-01"},
    "yb_enrolment": {"scheme": "390", "year": 2025, "status": "active", "premium": 400, "subsidy": 400},
    "yb_settlement": {
        "med_type": "21",
        "settled_on": "2025-09-01",
        "total": 10000,
        "in_scope": 8000,
        "fund_paid": 6000,
        "aid_paid": 2000,
        "refunded": "N",
    },
    "cl_card": {"type": "4", "level": "1", "issued_on": "2020-05-01", "status": "valid"},
    "cl_subsidy": {"item": "living", "amount": 70},
    "ny_monitored": {
        "kind": "unstable",
        "identified_on": "2024-05-01",
        "risk_cleared": "N",
        "member_no": "1",
    },
    "zj_housing": {"grade": "D", "only_home": "Y"},
    "yj_disaster": {"kind": "flood", "event_county": COUNTY, "loss": "light", "member_no": "1"},
    "rx_ticket": {"topic": "income", "received_on": "2025-11-01"},
}
Rows = dict[str, list[dict[str, Any]]]


def contracts() -> dict[str, dict[str, Any]]:
    """Dataset → its contract as written."""
    folder = ROOT / "data_contracts" / "contracts"
    return {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))}


CONTRACTS = contracts()


@contextmanager
def only(*codes: str) -> Iterator[None]:
    """Let the evaluator know these rules only, so that many short nights stay fast."""
    module = sys.modules["signals.evaluate"]
    every = module.load_rules
    with patch.object(module, "load_rules", lambda extra: [r for r in every(extra) if r.code in codes]):
        yield


def build(
    rows: Rows,
    as_of: date,
    people: Iterable[dict[str, Any]] = (),
    past: Rows | None = None,
    newest: dict[str, date | None] | None = None,
    batches: Iterable[dict[str, Any]] = (),
    uncertain: Iterable[int] = (),
    issues: Iterable[dict[str, Any]] = (),
    counties: Iterable[tuple[str, str, int, int]] = (),
    left_out: Iterable[tuple[str, str, bool | date]] = (),
    emptied: Iterable[tuple[str, str, bool | date]] = (),
    strangers: dict[str, int] | None = None,
) -> duckdb.DuckDBPyConnection:
    """Open a new province.

    `newest` overrides a dataset's newest batch (None: the dataset is absent); `counties`: rows by dataset and county, tonight
    and in the batch before; `left_out`, `emptied`: columns that a dataset's batch lacks, or has without a value, and whether
    an earlier one had them, or which; `strangers`: of so many rows of a dataset the number leads to nobody of their name."""
    con = duckdb.connect(config={"threads": 2})
    for name in ("core", "mart", "ops"):
        con.execute((ROOT / "warehouse" / "schema" / f"{name}.sql").read_text("utf-8"))
    con.execute((ROOT / "transforms" / "normalise" / "row_keys.sql").read_text("utf-8"))
    con.execute("ATTACH ':memory:' AS fact; ATTACH ':memory:' AS past")
    found = dict.fromkeys(CONTRACTS, as_of) | (newest or {})
    for name in CONTRACTS:
        if found[name] is not None:
            _table(con, "fact", name, rows.get(name, []), as_of)
        if past and name in past:
            _table(con, "past", name, past[name], as_of)
    _bookkeeping(con, found, as_of, batches, uncertain, issues)
    for county in counties:
        con.execute("INSERT INTO fact.batch_county VALUES (?, ?, ?, ?)", list(county))
    for delivered, columns in ((False, left_out), (True, emptied)):
        for dataset, column, before in columns:
            filled_in = as_of - timedelta(days=30) if before is True else before or None
            con.execute(
                "INSERT INTO fact.column_absent VALUES (?, ?, ?, ?, ?)",
                [dataset, column, found[dataset], delivered, filled_in],
            )
    _core(con, found, people, as_of)
    for dataset, rows_of in (strangers or {}).items():
        con.execute(
            "UPDATE core.person_link SET rule = 'alone' WHERE dataset = $1 AND row_key IN "
            "(SELECT row_key FROM core.person_link WHERE dataset = $1 ORDER BY row_key LIMIT $2)",
            [dataset, rows_of],
        )
    return con


def _table(
    con: duckdb.DuckDBPyConnection, database: str, name: str, rows: list[dict[str, Any]], as_of: date
) -> None:
    contract = CONTRACTS[name]
    kinds = {column: TYPES.get(spec["type"], "VARCHAR") for column, spec in contract["columns"].items()}
    kinds |= {"county_code": "VARCHAR", "person_id": "BIGINT", "row_key": "UBIGINT", "batch": "DATE"}
    kinds |= {"cancelled": "BOOLEAN"} if name == "yb_settlement" else {}
    con.execute(
        f"CREATE TABLE {database}.{name} ({', '.join(f'{column} {kind}' for column, kind in kinds.items())})"
    )
    ready = []
    for number, row in enumerate(rows, start=1):
        unknown = set(row) - set(kinds)
        assert not unknown, f"{name} has no column {unknown}"
        key = contract["number"] << 59 | (as_of - date(1970, 1, 1)).days << 43 | number
        full = {
            "county_code": COUNTY,
            **DEFAULTS.get(name, {}),
            **row,
            "row_key": row.get("row_key", key),
            "batch": as_of,
        }
        ready.append([full.get(column) for column in kinds])
    if ready:
        text = pa.table(
            {
                column: [None if v is None else str(v) for v in values]
                for column, values in zip(kinds, zip(*ready, strict=True), strict=True)
            }
        )
        con.register("rows_given", text.cast(pa.schema([(column, pa.string()) for column in kinds])))
        con.execute(f"INSERT INTO {database}.{name} SELECT * FROM rows_given")
        con.unregister("rows_given")


def _bookkeeping(
    con: duckdb.DuckDBPyConnection,
    newest: dict[str, Any],
    as_of: date,
    batches: Iterable[dict[str, Any]],
    uncertain: Iterable[int],
    issues: Iterable[dict[str, Any]],
) -> None:
    con.execute("""
        CREATE TABLE fact.dataset (dataset VARCHAR, number INTEGER, department VARCHAR, mode VARCHAR,
            max_age_days INTEGER, newest_batch DATE);
        CREATE TABLE fact.batch (dataset VARCHAR, batch DATE, status VARCHAR, rows_read BIGINT,
            rows_accepted BIGINT,
            rows_quarantined BIGINT, blank_ids BIGINT, unmapped_codes BIGINT, in_force BOOLEAN);
        CREATE TABLE fact.batch_county (dataset VARCHAR, county_code VARCHAR, rows_accepted BIGINT,
            rows_before BIGINT);
        CREATE TABLE fact.column_absent (dataset VARCHAR, column_name VARCHAR, batch DATE, delivered BOOLEAN,
            filled_in DATE);
        CREATE TABLE fact.source_file (dataset VARCHAR, number INTEGER, batch DATE, file_no INTEGER,
            source_file VARCHAR);
        CREATE TABLE fact.identity_issue (kind VARCHAR, person_id BIGINT, row_key UBIGINT,
            dataset VARCHAR, detail VARCHAR);
        CREATE TABLE fact.person_number (person_id BIGINT, id18 VARCHAR);
        CREATE TABLE fact.uncertain_person (person_id BIGINT)""")
    known = [
        [name, c["number"], c["department"], c["mode"], c["freshness"]["max_age_days"], newest[name]]
        for name, c in CONTRACTS.items()
    ]
    con.executemany("INSERT INTO fact.dataset VALUES (?, ?, ?, ?, ?, ?)", known)
    con.execute(
        "INSERT INTO fact.source_file SELECT dataset, number, $1, 0, 'a.parquet' FROM fact.dataset", [as_of]
    )
    for batch in batches:
        full = {
            "status": "checked",
            "rows_read": 100,
            "blank_ids": 0,
            "unmapped_codes": 0,
            "in_force": True,
            **batch,
        }
        con.execute(
            "INSERT INTO fact.batch VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
            [
                full["dataset"],
                full["batch"],
                full["status"],
                full["rows_read"],
                full.get("rows_accepted", full["rows_read"]),
                full["blank_ids"],
                full["unmapped_codes"],
                full["in_force"],
            ],
        )
    for person in uncertain:
        con.execute("INSERT INTO fact.uncertain_person VALUES (?)", [person])
    for issue in issues:
        con.execute(
            "INSERT INTO fact.identity_issue VALUES (?, ?, ?, ?, NULL)",
            [issue["kind"], issue["person_id"], issue.get("row_key"), issue["dataset"]],
        )


def _core(
    con: duckdb.DuckDBPyConnection, newest: dict[str, Any], people: Iterable[dict[str, Any]], as_of: date
) -> None:
    """Assemble `core` from `fact` as the assemble step does, as far as rules look at it."""
    for person in people:
        con.execute(
            "INSERT INTO core.person (person_id, id_status, birth_date, county_code, mentions) "
            "VALUES (?, ?, ?, ?, 1)",
            [
                *(person["person_id"], person.get("id_status", "valid")),
                *(person.get("birth_date"), person.get("county_code", COUNTY)),
            ],
        )
    if newest["wj_death"]:
        con.execute(
            "UPDATE core.person SET died_on = d.died_on FROM fact.wj_death d "
            "WHERE d.person_id = person.person_id"
        )
    if newest["mz_household"]:
        con.execute(
            """
            INSERT INTO core.household BY NAME
            SELECT household_id, category, residence, county_code, approved_on, ended_on, end_reason,
                   income_per_capita,
                   household_size, covered_size, cause, verified_on, grace_started_on, row_key,
                   approved_on <= $1 AND (ended_on IS NULL OR ended_on > $1) AS in_force
            FROM fact.mz_household""",
            [as_of],
        )
    if newest["mz_member"]:
        con.execute("""
            INSERT INTO core.household_member BY NAME
            SELECT household_id, member_no, person_id, relation, covered = 'Y' AS covered, labour,
                   self_care_failed,
                   care_grade, row_key FROM fact.mz_member""")
    for name in (name for name in CONTRACTS if newest[name] and name != "mz_household"):
        role = "lead" if name == "rx_ticket" else "self"
        con.execute(
            f"INSERT INTO core.person_link SELECT '{name}', batch, 'a.parquet', 1, '{role}', person_id, "
            f"'number', NULL, row_key FROM fact.{name} WHERE person_id IS NOT NULL"
        )
