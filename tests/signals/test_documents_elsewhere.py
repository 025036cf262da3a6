"""A document of another region is an example to follow, not the policy an office acts under."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import signals
from signals.explain import explain_signal
from tests.signals.nights import LOW
from tests.signals.office import Office, low
from tests.signals.province import build, only

DAY = date(2025, 11, 30)
ROWS: dict[str, Any] = {
    **LOW,
    "mz_household": [{"household_id": "H1", "category": "131"}],
    "mz_visit": [{"person_id": 2, "visited_on": "2025-10-01"}],
    "yb_settlement": [{"person_id": 1, "aid_paid": 0}],
    "cl_subsidy": [{"person_id": 1, "pay_month": "2025-10-01"}],
}
ELSEWHERE = "依据：参照外地文件："


def bases(region: str, extra: Path | None = None) -> dict[str, bool]:
    """Rule → whether its explanation says that the document is of another region."""
    con = build(ROWS, DAY, people=[{"person_id": 1, "birth_date": date(1950, 1, 1)}])
    with only("P03", "P16", "R03"):
        signals.evaluate(con, DAY, region, extra_policies=extra)
    return {rule: ELSEWHERE in explain_signal(con, f"{rule}-1") for rule in ("P03", "P16", "R03")}


@pytest.mark.parametrize(
    ("region", "of_another"),
    [
        ("hubei", {"P03": False, "P16": True, "R03": False}),
        ("dazhou", {"P03": True, "P16": False, "R03": False}),  # R03: the State Council's
        ("lanzhou", {"P03": True, "P16": True, "R03": False}),
    ],
)
def test_explained(region: str, of_another: dict[str, bool]) -> None:
    assert bases(region) == of_another


def test_a_city_has_the_documents_of_the_province_it_inherits_from(tmp_path: Path) -> None:
    spec = {"basis": "default", "values": {date(2025, 1, 1): {"urban": 800}}}
    city = {"region": "wuhan", "inherits": "hubei", "parameters": {"dibao_standard": spec}}
    (tmp_path / "wuhan.yaml").write_text(yaml.safe_dump(city), "utf-8")
    assert bases("wuhan", tmp_path) == {"P03": False, "P16": True, "R03": False}


def test_delivered(tmp_path: Path) -> None:
    office = Office(tmp_path)
    rows = {
        **low([1]),
        "rx_ticket": [{"ticket_no": "T", "person_id": 1}],
        "yb_settlement": [{"person_id": 1, "aid_paid": 0}],
    }
    office.night(3, rows, codes=("N08", "P03"))
    assert office.read(3, "mz/420102")["N08-1"]["政策依据"].startswith("参照外地文件：重庆市民政局等《")
    assert office.read(3, "yb/420102")["P03-1"]["政策依据"].startswith("湖北省民政厅等《")
