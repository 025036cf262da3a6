"""What a caseworker reads: the right measure under its right name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.signals.office import Office, low


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def why(office: Office, signal: str) -> tuple[str, str]:
    """What is delivered about a signal to civil affairs, and how it is explained."""
    return office.read(3, "mz/420102")[signal]["预警原因"], office.explained[signal]


def test_nobody_who_needs_full_care_reads_as_without_a_grade(office: Office) -> None:
    rows = low([1])
    rows["mz_household"][0]["category"] = "132"
    rows["mz_member"][0] |= {"self_care_failed": 5, "care_grade": "full"}
    office.night(3, rows, codes=("P10",))
    for text in why(office, "P10-1"):
        assert "现档次：具备生活自理能力" in text and "应定档次：完全丧失生活自理能力" in text


def test_a_household_on_the_edge_of_poverty_is_no_marginal_dibao_household(office: Office) -> None:
    watched = {"person_id": 1, "monitor_id": "M1", "kind": "marginal"}
    office.night(3, {**low([2]), "ny_monitored": [watched]}, codes=("E01",))
    for text in why(office, "E01-1"):
        assert "监测类别：边缘易致贫" in text and "低保边缘" not in text


def test_in_an_emergency_the_county_of_the_event_helps_first(office: Office) -> None:
    hit = [{"person_id": p, "happened_on": "2025-11-02", "loss": "destroyed"} for p in (1, 2)]
    office.night(
        3, {**low([2]), "yj_disaster": [{**row, "event_id": "D"} for row in hit]}, codes=("E11", "N06")
    )
    delivered, _ = why(office, "E11-1")
    assert delivered.endswith("提示“急难对象”，请核实并由急难发生地先行给予临时救助，事后补充说明情况。")
    assert office.read(3, "yj/420102")["N06-2"]["预警原因"].endswith("请核实困难情形并及时救助帮扶。")


def test_no_cost_of_working_is_said_to_be_deducted_where_none_is(office: Office) -> None:
    office.night(3, {**low([1]), "rs_insurance": [{"person_id": 1, "base": 1000}]}, codes=("X03",))
    delivered = office.read(3, "mz/420102")["X03-H1"]["预警原因"]
    assert delivered.startswith(
        "家庭月工资收入1000元，按缴费基数，每名就业者已扣减就业成本0元，计入收入的家庭月养老金0元，"
    )
