"""Accepted batches for tests, made of the few columns a test cares about; the rest is there and NULL."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from transforms.mentions import Accepted, counts, groups, write_mentions

GOOD = "610104196209276908"
OTHER = "932682198501010017"

BLOCK = """id_type VARCHAR, id_number VARCHAR, name VARCHAR, sex VARCHAR, birth_date DATE, phone VARCHAR,
    county_code VARCHAR"""
HOUSEHOLD = """household_id VARCHAR, category VARCHAR, head_name VARCHAR, head_id_number VARCHAR,
    county_code VARCHAR, residence VARCHAR, approved_on DATE, ended_on DATE, end_reason VARCHAR,
    income_per_capita DECIMAL(18,2), household_size INTEGER, covered_size INTEGER, cause VARCHAR,
    verified_on DATE, grace_started_on DATE"""
MEMBER = """household_id VARCHAR, member_no VARCHAR, relation VARCHAR, covered VARCHAR, labour VARCHAR,
    self_care_failed INTEGER, care_grade VARCHAR"""
PAYMENT = """payment_id VARCHAR, household_id VARCHAR, item VARCHAR, pay_month DATE, amount DECIMAL(18,2),
    result VARCHAR"""
APPLICATION = """application_id VARCHAR, applied_on DATE, category VARCHAR, decision VARCHAR,
    decided_on DATE"""
STUDENT = """student_no VARCHAR, school_code VARCHAR, stage VARCHAR, status VARCHAR, hardship VARCHAR,
    guardian_id_number VARCHAR, entered_on DATE"""
SETTLEMENT = """settlement_id VARCHAR, med_type VARCHAR, settled_on DATE, total DECIMAL(18,2),
    in_scope DECIMAL(18,2), fund_paid DECIMAL(18,2), aid_paid DECIMAL(18,2), refunded VARCHAR"""
CARD = """card_no VARCHAR, type VARCHAR, level VARCHAR, issued_on DATE, expires_on DATE, status VARCHAR"""
MONITORED = """monitor_id VARCHAR, member_no VARCHAR, kind VARCHAR, identified_on DATE,
    risk_cleared VARCHAR, cleared_on DATE"""
AID = """aid_id VARCHAR, student_no VARCHAR, term VARCHAR, item VARCHAR, amount DECIMAL(18,2), paid_on DATE"""
UNEMPLOYMENT = """registration_id VARCHAR, registered_on DATE, cancelled_on DATE, service_on DATE"""
PENSION = """pension_payment_id VARCHAR, kind VARCHAR, pay_month DATE, basic_amount DECIMAL(18,2),
    account_amount DECIMAL(18,2)"""
ENROLMENT = """enrolment_id VARCHAR, scheme VARCHAR, year INTEGER, status VARCHAR, premium DECIMAL(18,2),
    subsidy DECIMAL(18,2)"""
HOUSING = """house_id VARCHAR, grade VARCHAR, only_home VARCHAR, renovated_on DATE, rent_aid_until DATE"""
DISASTER = """event_id VARCHAR, member_no VARCHAR, kind VARCHAR, happened_on DATE, event_county VARCHAR,
    loss VARCHAR, relief_on DATE, relief_amount DECIMAL(18,2)"""
DATASETS = {
    "mz_household": (1, HOUSEHOLD),
    "mz_member": (2, f"{BLOCK}, {MEMBER}"),
    "mz_payment": (3, f"{BLOCK}, {PAYMENT}"),
    "mz_application": (4, f"{BLOCK}, {APPLICATION}"),
    "jy_student": (6, f"{BLOCK}, {STUDENT}"),
    "jy_aid": (7, f"{BLOCK}, {AID}"),
    "rs_unemployment": (8, f"{BLOCK}, {UNEMPLOYMENT}"),
    "rs_pension": (10, f"{BLOCK}, {PENSION}"),
    "wj_death": (12, f"{BLOCK}, certificate_no VARCHAR, died_on DATE, cause VARCHAR"),
    "yb_enrolment": (13, f"{BLOCK}, {ENROLMENT}"),
    "yb_settlement": (14, f"{BLOCK}, {SETTLEMENT}"),
    "cl_card": (15, f"{BLOCK}, {CARD}"),
    "ny_monitored": (17, f"{BLOCK}, {MONITORED}"),
    "zj_housing": (18, f"{BLOCK}, {HOUSING}"),
    "yj_disaster": (19, f"{BLOCK}, {DISASTER}"),
    "rx_ticket": (20, f"{BLOCK}, ticket_no VARCHAR, received_on DATE, topic VARCHAR, closed_on DATE"),
}


def write(
    con: duckdb.DuckDBPyConnection,
    folder: Path,
    dataset: str,
    rows: Sequence[dict[str, Any]],
    batch: date = date(2026, 11, 20),
) -> Path:
    """An accepted batch of `rows`, numbered from 1, in one file."""
    number, columns = DATASETS[dataset]
    con.execute(
        "CREATE OR REPLACE TEMP TABLE accepted "
        f"(row_key UBIGINT, batch DATE, source_file VARCHAR, source_row BIGINT, {columns})"
    )
    for place, row in enumerate(rows, 1):
        names = "".join(f', "{name}"' for name in row)
        con.execute(
            f"INSERT INTO accepted (row_key, batch, source_file, source_row{names}) "
            f"VALUES (row_key({number}, 0, ?::DATE, 0, {place}), ?, 'a.parquet', {place}{', ?' * len(row)})",
            [batch, batch, *row.values()],
        )
    path = folder / f"{dataset}-{batch}.accepted.parquet"
    con.execute(f"COPY accepted TO '{path}' (FORMAT parquet)")
    con.execute("DROP TABLE accepted")
    return path


def mentions_of(con: duckdb.DuckDBPyConnection, dataset: str, accepted: Path, out: Path) -> int:
    """Write the mentions of one accepted batch by itself; how many there are."""
    batches = [Accepted(dataset, accepted, out)]
    for group in groups(batches):
        write_mentions(con, group)
    return counts(con, batches)[out]
