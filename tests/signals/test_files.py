"""Rule and policy files: what is refused, and values in force on a date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from signals.errors import PolicyError, RuleError
from signals.policy import load_policy, shipped_regions
from signals.rules import load_rules, read_rule
from signals.workdays import after_workdays, is_workday

HEAD = """/*
code: Z01
title: 试
title_en: trial
category: duplicate
subject: person
department: mz
severity: 3
days: 5
urgency_basis: default
datasets: [mz_household]
parameters: []
legal_basis: {document: d, clause: c}
evidence: {}
*/
"""
SELECT = "SELECT person_id, [row_key] AS rows, {'a': 1} AS facts FROM fact.mz_household"


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "Z01.sql"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as problem:
        read_rule(path)
    assert str(problem.value).startswith("Z01.sql: ")
    return str(problem.value)


def test_a_good_rule_loads_and_replaces_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "R01.sql").write_text(HEAD.replace("Z01", "R01") + SELECT, "utf-8")
    rules = {rule.code: rule for rule in load_rules(tmp_path)}
    assert rules["R01"].title == "试" and rules["R02"].title == "一人多户"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SELECT, "block comment"),
        (HEAD.replace("severity: 3\n", "") + SELECT, "'severity' is missing"),
        (HEAD.replace("severity: 3", "severity: 3\ncolour: red") + SELECT, "unknown key 'colour'"),
        (HEAD.replace("severity: 3", "severity: 3\nseverity: 2") + SELECT, "given twice"),
        (HEAD.replace("duplicate", "strange") + SELECT, "'category'"),
        (HEAD.replace("department: mz", "department: police") + SELECT, "'department'"),
        (HEAD.replace("days: 5", "days: soon") + SELECT, "'days'"),
        (HEAD.replace("days: 5", "days: 5\naction: [a]") + SELECT, "'action'"),
        (HEAD.replace("code: Z01", "code: Z02") + SELECT, "'code'"),
        (HEAD.replace(", clause: c", "") + SELECT, "'legal_basis'"),
        (HEAD + "DROP TABLE fact.mz_household", "one SELECT"),
        (HEAD + SELECT + "; DELETE FROM fact.mz_household", "SELECT"),
        (HEAD + SELECT + "; " + SELECT, "2 statements"),
        (HEAD + "SELEC 1", "does not parse"),
        (HEAD + "SELECT * FROM read_csv('/etc/passwd')", "read_csv"),
        (HEAD + "SELECT * FROM ledger.signal_event", "ledger.signal_event"),
        (HEAD + "SELECT * FROM 'somewhere.parquet'", "somewhere.parquet"),
        (HEAD + "SELECT now() AS facts FROM fact.mz_household", "uses now;"),
        (HEAD + SELECT + " WHERE approved_on < current_date", "uses current_date;"),
        (HEAD + SELECT + " WHERE approved_on < localtimestamp", "uses localtimestamp;"),
        (HEAD + SELECT + " WHERE approved_on < transaction_timestamp()", "uses transaction_timestamp;"),
        (HEAD + SELECT + " WHERE age(approved_on) > INTERVAL 1 YEAR", "age() of one date"),
        (HEAD + "SELECT * FROM fact.cl_card", "fact.cl_card"),
        (HEAD + SELECT + " WHERE 1 < param('adult_age')", "adult_age"),
        (HEAD.replace("parameters: []", "parameters: [adult_age]") + SELECT, "never reads"),
        (
            HEAD.replace("parameters: []", "parameters: []\nabsence: [{dataset: cl_card, period: snapshot}]")
            + SELECT,
            "'absence'",
        ),
    ],
)
def test_a_bad_rule_is_refused(tmp_path: Path, text: str, says: str) -> None:
    assert says in refused(tmp_path, text)


def test_one_absence_may_stand_without_a_list(tmp_path: Path) -> None:
    path = tmp_path / "Z01.sql"
    one = "parameters: []\nabsence: {dataset: mz_household, period: snapshot}"
    path.write_text(HEAD.replace("parameters: []", one) + SELECT, "utf-8")
    assert [absence.dataset for absence in read_rule(path).absence] == ["mz_household"]


def policy(tmp_path: Path, parameters: str, region: str = "hubei") -> Path:
    (tmp_path / "hubei.yaml").write_text(f"region: {region}\nparameters:\n{parameters}", "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ("  adult_age: {basis: default, value: 3, values: {2020-01-01: 3}}", "unknown key 'value'"),
        ("  adult_age: {values: {2020-01-01: 19}}", "no source"),
        ("  adult_age: {document: d, values: {2020-01-01: 19}}", "no source"),
        ("  new_one: {basis: default, values: {2020-01-01: 19}}", "'unit' is missing"),
        ("  adult_age: {unit: days, basis: default, values: {2020-01-01: 19}}", "differs from"),
        ("  adult_age: {basis: default, values: {soon: 19}}", "not a date"),
        ("  adult_age: {basis: default, values: {2020-01-01: old}}", "not a number"),
        ("  adult_age: {basis: default}", "'values' is missing"),
        ("  adult_age: {basis: default, values: {2020-01-01: 1, 2020-01-01: 2}}", "given twice"),
        (
            "  adult_age: {basis: default, values: {2020-01-01: {value: 1, end: 2021-01-01}, 2020-06-01: 2}}",
            "overlaps",
        ),
        (
            "  adult_age: {basis: default, values: {2020-01-01: {value: 1, end: 2019-01-01}}}",
            "before it begins",
        ),
        ("  adult_age: {basis: default, counties: {'42': {2020-01-01: 1}}}", "six digits"),
    ],
)
def test_a_bad_policy_is_refused(tmp_path: Path, parameters: str, says: str) -> None:
    with pytest.raises(PolicyError) as problem:
        load_policy("hubei", policy(tmp_path, parameters))
    assert says in str(problem.value) and "hubei.yaml" in str(problem.value)


def value(
    region: str, name: str, day: date, key: str = "", county: str = "", extra: Path | None = None
) -> object:
    found = {(v.name, v.key, v.county_code): v.value for v in load_policy(region, extra).in_force(day)}
    return found.get((name, key, county))


def test_values_hold_from_their_date(tmp_path: Path) -> None:
    own = policy(
        tmp_path,
        "  dibao_standard:\n    basis: default\n    values:\n      2025-01-01: {urban: 800}\n"
        "    counties: {'420102': {2025-07-01: {urban: 900}}}",
    )
    assert value("hubei", "dibao_standard", date(2024, 12, 31), "urban", extra=own) == 760
    assert value("hubei", "dibao_standard", date(2025, 1, 1), "urban", extra=own) == 800
    assert value("hubei", "dibao_standard", date(2025, 1, 1), "rural", extra=own) == 600
    assert value("hubei", "dibao_standard", date(2025, 6, 30), "urban", "420102", own) is None
    assert value("hubei", "dibao_standard", date(2025, 7, 1), "urban", "420102", own) == 900


def test_an_end_set_by_the_document() -> None:
    assert value("chongqing", "basic_pension_counted", date(2021, 7, 6)) == 1
    assert value("chongqing", "basic_pension_counted", date(2021, 7, 7)) == 0
    assert value("chongqing", "basic_pension_counted", date(2025, 12, 31)) == 0
    assert value("chongqing", "basic_pension_counted", date(2026, 1, 1)) == 1


def test_every_region_loads_and_an_unknown_one_is_named() -> None:
    for region in shipped_regions():
        assert load_policy(region).in_force(date(2025, 11, 30))
    with pytest.raises(PolicyError, match="atlantis"):
        load_policy("atlantis")


def test_working_days() -> None:
    assert not is_workday(date(2025, 10, 1)) and is_workday(
        date(2025, 10, 11)
    )  # National Day; Saturday made up
    assert after_workdays(date(2025, 9, 30), 1) == date(2025, 10, 9)
    years_ahead = [date(2040, 1, day) for day in (6, 7, 8, 9)]  # Friday to Monday
    assert [is_workday(day) for day in years_ahead] == [True, False, False, True]
