"""Rows of a period against the usual: which periods count, where, and from how many rows on something is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

import signals
from signals.completeness import Completeness
from signals.policy import load_policy
from signals.prepare import Night
from signals.rules import Span

DAY = date(2025, 11, 30)
A, B = "420102", "420103"
MACROS = (Path(signals.__file__).parent / "sql" / "macros.sql").read_text("utf-8")
Rows = dict[tuple[str | int, str | None], int]
"""When and in which county → how many rows."""
SNAPSHOT = Span("thing", "snapshot")
YEAR = Span("thing", "this_year", "happened")
MONTH = Span("thing", "last_month", "happened")
PAST_YEAR = Span("thing", "past_year", "happened")


def judge(
    span: Span, rows: Rows, past: Rows | None = None, people: dict[str | None, int] | None = None
) -> tuple[str | None, list[str]]:
    """What is said of `span`; a row with a negative count is of another kind."""
    kind = {"this_year": "INTEGER", "this_term": "VARCHAR"}.get(span.period, "DATE")
    values = load_policy("hubei").in_force(DAY)
    with duckdb.connect() as con:
        con.execute("ATTACH ':memory:' AS fact; ATTACH ':memory:' AS past; ATTACH ':memory:' AS tonight")
        con.execute(f"SET VARIABLE as_of = DATE '{DAY}'")
        con.execute(MACROS)
        con.execute("CREATE SCHEMA core; CREATE TABLE core.person (county_code VARCHAR)")
        for county, count in (people or {}).items():
            con.execute("INSERT INTO core.person SELECT ?::VARCHAR FROM range(?)", [county, count])
        for place, given in (("fact", rows), ("past", past)):
            con.execute(f"CREATE TABLE {place}.thing (happened {kind}, county_code VARCHAR, kind VARCHAR)")
            for (when, county), count in (given or {}).items():
                con.execute(
                    f"INSERT INTO {place}.thing SELECT ?, ?::VARCHAR, ? FROM range(?)",
                    [when, county, "right" if count > 0 else "wrong", abs(count)],
                )
        night = Night(DAY, values, {}, {}, {"thing"} if past is not None else set())
        return Completeness(con, night).incomplete(span)


TERMS = ("2024-2025-2", "2024-2025-1", "2023-2024-2", "2023-2024-1")


@pytest.mark.parametrize(
    ("period", "earlier", "usual"),
    [
        ("last_month", [f"2025-{month:02}-17" for month in (9, 8, 7, 6, 5, 4, 3)], 35),
        ("this_year", [2024, 2023, 2022, 2021], 20),
        ("this_term", TERMS, 20),
    ],
)
def test_the_usual_is_the_median_of_the_last_six_months_or_three_years_or_terms(
    period: str, earlier: list[str | int], usual: int
) -> None:
    rows: Rows = {(when, A): 10 * place for place, when in enumerate(earlier, start=1)}
    told, _ = judge(Span("thing", period, "happened"), rows)
    assert told == f"thing, {period.replace('_', ' ')}: 0 rows, less than 80% of the usual {usual}"


@pytest.mark.parametrize(
    ("period", "now"), [("last_month", "2025-10-17"), ("this_year", 2025), ("this_term", "2025-2026-1")]
)
def test_the_first_period_ever_is_as_it_is_but_never_without_rows(period: str, now: str | int) -> None:
    span = Span("thing", period, "happened")
    assert judge(span, {(now, A): 1}) == (None, [])
    assert judge(span, {}) == (f"thing, {period.replace('_', ' ')}: no rows at all", [])


@pytest.mark.parametrize("span", [SNAPSHOT, PAST_YEAR])
def test_nothing_to_compare_with_and_no_rows_are_no_reason_where_there_may_be_none(span: Span) -> None:
    assert judge(span, {}) == (None, [])


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2024-11-29", False), ("2024-11-30", True), ("2025-10-30", True), ("2025-10-31", False)],
)
def test_the_past_year_goes_from_365_to_31_days_ago_then_and_now(day: str, counts: bool) -> None:
    whole: Rows = {("2025-06-01", A): 10}
    told, _ = judge(PAST_YEAR, {("2025-06-01", A): 6, (day, A): 2}, whole)
    assert (told is None) == counts
    told, _ = judge(PAST_YEAR, whole, {("2025-06-01", A): 10, (day, A): 3})
    assert (told is None) == (not counts)


@pytest.mark.parametrize("span", [SNAPSHOT, YEAR, PAST_YEAR])
def test_rows_of_a_month_ago_count_where_the_same_are_looked_for_only(span: Span) -> None:
    when = 2025 if span is YEAR else "2025-06-01"
    only_right = replace(span, where="kind = 'right' OR kind = 'none'")
    assert judge(span, {(when, A): 79}, {(when, A): 100})[0] is not None
    assert judge(span, {(when, A): 80}, {(when, A): 100})[0] is None
    assert judge(only_right, {(when, A): 10}, {(when, A): 10, (when, B): -10}) == (None, [])
    assert judge(only_right, {(when, A): 5, (when, B): -10}, {(when, A): 10})[0] is not None


def test_rows_of_other_periods_do_not_count_a_month_ago() -> None:
    assert judge(YEAR, {(2025, A): 10}, {(2025, A): 10, (2024, A): 100}) == (None, [])


def test_conditions_that_hold_of_either_are_met_within_the_past_year_only() -> None:
    either = replace(PAST_YEAR, where="kind = 'right' OR kind = 'other'")
    told, _ = judge(either, {("2025-06-01", A): 5, ("2020-06-01", A): 50}, {("2025-06-01", A): 10})
    assert told == "thing, past year: 5 rows, less than 80% of the usual 10"


def test_what_is_usual_of_a_county_is_what_it_had_in_each_period_or_a_month_ago_where_that_is_more() -> None:
    steady: Rows = {(year, A): 100 for year in (2022, 2023, 2024, 2025)}
    assert judge(YEAR, steady | {(2023, B): 10}) == (None, []), "two years of three without any"
    often: Rows = {(2023, B): 10, (2024, B): 10}
    assert judge(YEAR, steady | often) == (None, [B])
    assert judge(YEAR, steady | often | {(2025, B): 8}) == (None, [])
    assert judge(YEAR, steady | often | {(2025, B): 8}, {(2025, B): 11}) == (None, [B])
    assert judge(YEAR, steady | often | {(2025, B): 7}, {(2025, B): 1}) == (None, [B])


def test_what_is_usual_of_the_province_is_what_it_had_in_each_period_or_a_month_ago_where_that_is_more() -> (
    None
):
    steady: Rows = {(year, None): 100 for year in (2022, 2023, 2024)}
    for rows, month_ago, complete in ((80, 1, True), (79, 1, False), (80, 101, False), (81, 101, True)):
        told, _ = judge(YEAR, steady | {(2025, None): rows}, {(2025, None): month_ago})
        assert (told is None) == complete, (rows, month_ago)


def test_rows_of_no_county_are_of_the_province() -> None:
    assert judge(SNAPSHOT, {("2025-06-01", None): 80}, {("2025-06-01", None): 100}) == (None, [])
    assert judge(SNAPSHOT, {("2025-06-01", None): 79}, {("2025-06-01", None): 100})[0] is not None


@pytest.mark.parametrize(("people", "short"), [(200, [B]), (199, [])])
def test_a_county_is_missed_where_a_hundred_rows_would_be(people: int, short: list[str]) -> None:
    here: Rows = {("2025-10-17", A): 100}
    assert judge(MONTH, here, people={A: 200, B: people}) == (None, short)
    assert judge(replace(MONTH, everywhere=False), here, people={A: 200, B: people}) == (None, [])
    earlier = here | {("2025-09-17", A): 10, ("2025-08-17", A): 10}
    assert judge(MONTH, earlier, people={A: 200, B: people}) == (None, short), "by the rows of last month"


def test_people_of_no_county_are_missed_nowhere() -> None:
    assert judge(MONTH, {("2025-10-17", A): 100}, people={A: 100, None: 1000}) == (None, [])


def test_what_a_county_calls_complete_is_not_what_the_province_does() -> None:
    values = load_policy("hubei").in_force(DAY)
    (ratio,) = [value for value in values if value.name == "completeness_ratio"]
    its_own = replace(ratio, county_code=A, value=0.1)
    with duckdb.connect() as con:
        con.execute(
            "ATTACH ':memory:' AS tonight; CREATE SCHEMA core; CREATE TABLE core.person (county_code VARCHAR)"
        )
        night = Night(DAY, [its_own, *values], {}, {}, set())
        assert Completeness(con, night).least == ratio.value == 0.8
