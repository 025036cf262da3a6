"""Which office reads what of a hotline ticket and of a household."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.signals.office import COUNTY, Office, ill, low


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.mark.parametrize(
    ("ticket", "department"),
    [
        ({"topic": "income"}, "mz"),
        ({"topic": "other"}, "mz"),
        ({"topic": None}, "mz"),
        ({"topic": "housing"}, "zj"),
        ({"topic": "education"}, "jy"),
        ({"topic": "employment"}, "rs"),
        ({"topic": "income", "received_on": "2025-11-03"}, "mz"),
        ({"topic": "income", "closed_on": "2025-11-04"}, "mz"),
        ({"topic": "income", "closed_on": "2025-11-03"}, None),
    ],
)
def test_a_ticket_goes_to_the_office_of_its_topic(
    office: Office, ticket: dict[str, Any], department: str | None
) -> None:
    office.night(3, {**low([1]), "rx_ticket": [{"person_id": None, "ticket_no": "T", **ticket}]})
    found = list(office.outbox.glob("*/2025-11-03/*-leads.parquet"))
    assert [path.parts[-3] for path in found] == ([department] if department else [])


def test_a_ticket_that_is_a_signal_is_no_lead(office: Office) -> None:
    rows = {**low([1]), "rx_ticket": [{"person_id": 1, "ticket_no": "T", "topic": "medical"}]}
    office.night(3, rows, codes=("N08",))
    office.night(4, rows, codes=("N08",))
    office.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'N08-1' AS signal_id, 'called' AS reason, "
        "'张三' AS dismissed_by, DATE '2025-11-05' AS dismissed_on"
    )
    office.night(5, rows, codes=("N08",))
    assert list(office.outbox.glob("*/*/*-leads.parquet")) == []


def test_a_household_has_the_name_of_its_head(office: Office) -> None:
    rows = low([1])
    rows["mz_household"][0]["verified_on"] = "2024-01-01"
    office.night(3, rows, codes=("X08",))
    row = office.read(3, f"town/{COUNTY}")["X08-H1"]
    assert (row["对象"], row["姓名"], row["家庭编号"]) == ("家庭", "张某", "H1")


def test_a_household_in_more_hardship_comes_first(office: Office) -> None:
    people = [1, 2]
    rows: dict[str, Any] = {
        **low(people),
        **ill(people),
        "cl_card": [{"person_id": 3, "issued_on": "2025-11-01"}],
    }
    rows["mz_member"] = rows["mz_member"] + [{"household_id": "H2", "member_no": "2", "person_id": 3}]
    office.night(3, rows, portion=1, codes=("N02", "N03"))
    assert list(office.read(3)) == ["N02-2"]


def test_of_several_signals_the_work_list_has_the_most_severe(office: Office, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.parquet"
    duckdb.sql("SELECT 1::UBIGINT AS row_key, '420102005003' AS county_code").write_parquet(str(accepted))
    rows = {**low([1]), **ill([1]), "yj_disaster": [{"person_id": 1, "happened_on": "2025-11-01"}]}
    office.night(3, rows, codes=("N02", "N06"), accepted=[accepted])
    (row,) = pq.read_table(office.outbox / "worklist/2025-11-03/420102005.parquet").to_pylist()
    assert row["最高级别"] == 1
