"""Every rule against its own cases: what must fire, and near misses that must not.

Cases are data (`cases/<CODE>.yaml`). Cases of one date, region and set of parameters (`own`: those that
the county sets itself) share one province and one run of the real evaluator; each has people and households of its own, numbered from its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import signals
from tests.signals.province import CONTRACTS, COUNTY, build, only

FOLDER = Path(__file__).parent / "cases"
PARTICULARS = {"why", "fires", "as_of", "region", "parameters", "own", "people", "past"}
PARTICULARS |= {"facts", "department", "county", "on"}
IN_HOUSEHOLD = {"mz_household", "mz_member", "mz_payment"}
STEP = 100


def load() -> Iterator[tuple[str, int, dict[str, Any]]]:
    number = 0
    for path in sorted(FOLDER.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            number += 1
            unknown = set(case) - PARTICULARS - set(CONTRACTS)
            assert not unknown and "why" in case, f"{path.name}: case {number}: {unknown or 'why is missing'}"
            yield path.stem, number, case


CASES = list(load())


def group_of(case: dict[str, Any]) -> tuple[date, str, str]:
    day = case.get("as_of", date(2025, 11, 30))
    given = {"values": case.get("parameters", {}), "own": case.get("own", {})}
    return day, case.get("region", "hubei"), json.dumps(given, sort_keys=True)


def rows_of(number: int, case: dict[str, Any], given: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of a case: `person`, `household` count within it; a household has its person as member."""
    named = dict(given)
    if "mz_household" in named and "mz_member" not in named:
        households = (
            named["mz_household"] if isinstance(named["mz_household"], list) else [named["mz_household"]]
        )
        named["mz_member"] = [{"household": h.get("household", 1)} for h in households]
    for dataset, rows in named.items():
        if dataset not in CONTRACTS:
            continue
        for place, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            full = dict(row)
            person, household = full.pop("person", 1), full.pop("household", 1)
            if dataset != "mz_household" and person is not None:
                full["person_id"] = number * STEP + person
            if dataset in IN_HOUSEHOLD:
                full["household_id"] = f"H{number}-{household}"
            if dataset == "mz_member":
                full.setdefault("member_no", str(place))
            yield dataset, full


def background(day: date) -> dict[str, list[dict[str, Any]]]:
    """Enough rows of every period a rule may want complete, of a person and household of no interest."""
    last = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    begins = day.year if day.month >= 9 else day.year - 1
    term = f"{begins}-{begins + 1}-{1 if day.month >= 9 or day.month < 3 else 2}"
    return {
        "cl_subsidy": [{"person_id": 1, "item": item, "pay_month": last} for item in ("living", "care")] * 30,
        "mz_payment": [{"household_id": "H0", "item": "dibao", "pay_month": last}] * 30,
        "mz_visit": [{"person_id": 1, "visited_on": last}] * 30,
        "jy_aid": [{"person_id": 1, "term": term}] * 30,
        "yb_enrolment": [{"person_id": 1, "year": day.year}] * 30,
        "ny_monitored": [{"person_id": 1, "risk_cleared": "Y"}],
    }


@cache
def fired(day: date, region: str, parameters: str) -> dict[tuple[str, str], dict[str, Any]]:
    """Run the evaluator for every case of a group; (rule, subject) → its signal."""
    rows, past, people = background(day), {}, [{"person_id": 1, "birth_date": date(1970, 1, 1)}]
    for _, number, case in CASES:
        if group_of(case) != (day, region, parameters):
            continue
        for dataset, row in rows_of(number, case, case):
            rows.setdefault(dataset, []).append(row)
        for dataset, row in rows_of(number, case, case.get("past", {})):
            past.setdefault(dataset, []).append(row)
        told = case.get("people", {})
        for person in {1, 2, 3, *told}:
            people.append(
                {"person_id": number * STEP + person, "birth_date": date(1970, 1, 1), **told.get(person, {})}
            )
    con = build(rows, day, people=people, past=past)
    extra = _overrides(region, json.loads(parameters))
    codes = {rule for rule, _, case in CASES if group_of(case) == (day, region, parameters)}
    with only(*codes, "N02", "N03", "N06"):  # Y01 counts these
        report = signals.evaluate(con, day, region, extra_policies=extra)
    failed = [s for s in report.statuses if s.reason and "failed" in s.reason]
    assert not failed, failed
    query = (
        "SELECT rule, coalesce(household_key, person_id::VARCHAR), department, county_code, evidence "
        "FROM (SELECT *, CASE WHEN "
        "subject_kind = 'household' THEN household_id END AS household_key FROM mart.signal)"
    )
    return {
        (rule, subject): {"department": department, "county": county, "cases": json.loads(evidence)["cases"]}
        for rule, subject, department, county, evidence in con.execute(query).fetchall()
    }


def _overrides(region: str, given: dict[str, dict[str, Any]]) -> Path | None:
    if not any(given.values()):
        return None
    import tempfile

    folder = Path(tempfile.mkdtemp())
    spec: dict[str, dict[str, Any]] = {
        name: {"basis": "default", "values": {date(2000, 1, 1): value}}
        for name, value in given["values"].items()
    }
    for name, value in given["own"].items():
        spec.setdefault(name, {"basis": "default"})["counties"] = {COUNTY: {date(2000, 1, 1): value}}
    (folder / f"{region}.yaml").write_text(yaml.safe_dump({"region": region, "parameters": spec}), "utf-8")
    return folder


@pytest.mark.parametrize(("rule", "number", "case"), CASES, ids=[f"{c[0]}-{c[2]['why']}" for c in CASES])
def test_case(rule: str, number: int, case: dict[str, Any]) -> None:
    found = fired(*group_of(case))
    subject = case.get("on", "household" if _subject(rule) == "household" else "person")
    key = f"H{number}-1" if subject == "household" else str(number * STEP + 1)
    signal = found.get((rule, key))
    assert (signal is not None) == case.get("fires", False)
    for place in ("department", "county"):
        if signal and place in case:
            assert signal[place] == case[place]
    if signal and "facts" in case:
        facts = signal["cases"][0]
        assert {name: facts[name] for name in case["facts"]} == case["facts"]


@cache
def _subject(rule: str) -> str:
    from signals.rules import load_rules

    return next(r.subject for r in load_rules() if r.code == rule)


def test_every_rule_has_a_case_that_fires_and_a_near_miss() -> None:
    from signals.rules import load_rules

    by_rule = {
        rule.code: [c.get("fires", False) for code, _, c in CASES if code == rule.code]
        for rule in load_rules()
    }
    elsewhere = {"D01", "D02"}  # about batches and identities: tests/signals/test_data_rules.py
    assert [
        c for c, outcomes in by_rule.items() if c not in elsewhere and set(outcomes) != {True, False}
    ] == []
