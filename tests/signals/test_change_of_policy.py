"""When a parameter changes: what was paid before is measured by what was due then, for its county."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import signals
from signals.explain import explain_signal
from signals.lint import lint_policies
from tests.signals.nights import LOW
from tests.signals.province import COUNTY, build, only

PAID = {"household_id": "H1", "item": "tekun_basic"}


def fired(
    folder: Path, rule: str, day: date, rows: dict[str, Any], **parameters: Any
) -> dict[str, dict[str, Any]]:
    """Facts and parameters of the signals of `rule`, and how they are explained; `parameters`: values, by county too."""
    own = {name: {"basis": "default", **spec} for name, spec in parameters.items()}
    (folder / "hubei.yaml").write_text(yaml.safe_dump({"region": "hubei", "parameters": own}), "utf-8")
    con = build({**LOW, **rows}, day, people=[{"person_id": 1}])
    with only(rule):
        report = signals.evaluate(con, day, "hubei", extra_policies=folder)
    assert not [status for status in report.statuses if status.reason and "failed" in status.reason]
    query = "SELECT signal_id, evidence FROM mart.signal WHERE rule = ?"
    return {
        signal: {**json.loads(evidence), "explained": explain_signal(con, signal)}
        for signal, evidence in con.execute(query, [rule]).fetchall()
    }


def tekun(month: str, amount: float) -> dict[str, Any]:
    home = [{"household_id": "H1", "category": "131"}]
    return {"mz_household": home, "mz_payment": [{**PAID, "pay_month": month, "amount": amount}]}


STANDARD = {"values": {date(2024, 1, 1): {"urban": 760}, date(2025, 11, 1): {"urban": 800}}}


def test_a_standard_that_rose_this_month_does_not_measure_last_months_payment(tmp_path: Path) -> None:
    rows = tekun("2025-10-01", 988)  # 1.3 times the 760 of October; 1.3 times 800 are 1040
    assert fired(tmp_path, "P09", date(2025, 11, 5), rows, dibao_standard=STANDARD) == {}


def test_the_standard_of_the_month_paid_for_is_the_measure_and_is_shown(tmp_path: Path) -> None:
    rows = tekun("2025-10-01", 987)
    (signal,) = fired(tmp_path, "P09", date(2025, 11, 5), rows, dibao_standard=STANDARD).values()
    assert signal["cases"][0]["standard"] == 988
    dated = [
        (value["value"], value["from"], value.get("until"))
        for value in signal["parameters"]
        if (value["name"], value.get("key")) == ("dibao_standard", "urban")
    ]
    assert dated == [(760, "2024-01-01", "2025-10-31"), (800, "2025-11-01", None)]
    assert "自 2024-01-01 起至 2025-10-31 止" in signal["explained"]


def test_a_month_paid_under_the_new_standard_is_measured_by_it(tmp_path: Path) -> None:
    rows = tekun("2025-11-01", 988)
    (signal,) = fired(tmp_path, "P09", date(2025, 12, 1), rows, dibao_standard=STANDARD).values()
    assert signal["cases"][0]["standard"] == 1040


def test_a_countys_own_standard_of_that_month_goes_before_the_regions(tmp_path: Path) -> None:
    series = {
        date(2025, 1, 1): {"value": {"urban": 700}, "end": date(2025, 9, 30)},
        date(2025, 11, 1): {"urban": 900},
    }
    own = {"counties": {COUNTY: series}}
    rows = tekun("2025-10-01", 988)  # between the county's two values the region's 760 holds
    assert fired(tmp_path, "P09", date(2025, 11, 5), rows, dibao_standard=own) == {}
    rows = tekun("2025-10-01", 987)
    (signal,) = fired(tmp_path, "P09", date(2025, 11, 5), rows, dibao_standard=own).values()
    seen = [v for v in signal["parameters"] if (v["name"], v.get("key")) == ("dibao_standard", "urban")]
    assert [(v["value"], v.get("until"), v.get("county_code")) for v in seen] == [
        (760, "2025-10-31", None),
        (700, "2025-09-30", COUNTY),
        (900, None, COUNTY),
    ]
    assert fired(tmp_path, "P09", date(2025, 10, 5), tekun("2025-09-01", 910), dibao_standard=own) == {}
    assert fired(tmp_path, "P09", date(2025, 12, 5), tekun("2025-11-01", 988), dibao_standard=own)


RAISED = {"values": {date(2024, 1, 1): {"dibao": 0.7}, date(2025, 7, 1): {"dibao": 0.8}}}


def settled(day: str, med_type: str = "21") -> dict[str, Any]:
    """Seven tenths of the 2000 yuan of in-scope own payment."""
    return {"yb_settlement": [{"person_id": 1, "med_type": med_type, "settled_on": day, "aid_paid": 1400}]}


@pytest.mark.parametrize(
    ("rule", "med_type", "parameter"),
    [("P03", "21", "inpatient_aid_ratio"), ("P04", "14", "outpatient_aid_ratio")],
)
def test_aid_is_measured_by_the_ratio_of_the_day_of_the_settlement(
    tmp_path: Path, rule: str, med_type: str, parameter: str
) -> None:
    day = date(2025, 11, 30)
    assert fired(tmp_path, rule, day, settled("2025-06-30", med_type), **{parameter: RAISED}) == {}
    (signal,) = fired(tmp_path, rule, day, settled("2025-07-01", med_type), **{parameter: RAISED}).values()
    assert signal["cases"][0]["due_ratio"] == 0.8


@pytest.mark.parametrize(
    ("rule", "med_type", "parameter"),
    [("P03", "21", "inpatient_aid_ratio"), ("P04", "14", "outpatient_aid_ratio")],
)
def test_a_countys_own_ratio_and_deductible_of_medical_aid_count(
    tmp_path: Path, rule: str, med_type: str, parameter: str
) -> None:
    day, rows = date(2025, 11, 30), settled("2025-09-01", med_type)
    own = {"counties": {COUNTY: {date(2025, 1, 1): {"dibao": 0.75}}}}
    (signal,) = fired(tmp_path, rule, day, rows, **{parameter: own}).values()
    assert signal["cases"][0]["due_ratio"] == 0.75
    none = {"counties": {COUNTY: {date(2025, 1, 1): {"dibao": 2000}}}}
    assert fired(tmp_path, rule, day, rows, **{parameter: own, "medical_aid_deductible": none}) == {}


def test_a_countys_own_share_of_the_premium_counts(tmp_path: Path) -> None:
    rows = {"yb_enrolment": [{"person_id": 1, "premium": 400, "subsidy": 360}]}
    own = {"counties": {COUNTY: {date(2025, 1, 1): {"dibao": 1.0}}}}
    (signal,) = fired(tmp_path, "P02", date(2025, 11, 30), rows, premium_subsidy_ratio=own).values()
    assert signal["cases"][0]["due_ratio"] == 1.0


def test_a_county_verifies_as_often_as_it_set_itself(tmp_path: Path) -> None:
    rows = {"mz_household": [{"household_id": "H1", "verified_on": "2025-08-01"}]}
    own = {"counties": {COUNTY: {date(2025, 1, 1): 3}}}
    assert fired(tmp_path, "X08", date(2025, 11, 30), rows) == {}
    (signal,) = fired(tmp_path, "X08", date(2025, 11, 30), rows, verification_months=own).values()
    assert {v["value"] for v in signal["parameters"] if v["name"] == "verification_months"} == {3}


def test_evidence_shows_no_value_of_the_county_that_the_rule_does_not_read(tmp_path: Path) -> None:
    rows = {"wj_illness": [{"person_id": 1, "registered_on": "2025-11-20"}]}
    own = {"counties": {COUNTY: {date(2025, 1, 1): 5}}}
    (signal,) = fired(tmp_path, "N02", date(2025, 11, 30), rows, new_illness_days=own).values()
    assert [v["value"] for v in signal["parameters"]] == [30]
    says = "hubei.yaml: no rule reads parameter 'new_illness_days' by county: give it for the region"
    assert lint_policies(extra_policies=tmp_path) == [says]
