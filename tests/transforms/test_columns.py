"""Columns that a batch lacks, and the batch that had them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from transforms.assemble.columns import missing_columns

FIRST = date(2026, 1, 31)


def batch(
    day: int, filled: int | None, rows: int = 100, unread: int = 0, in_force: bool = False, **more: Any
) -> dict[str, Any]:
    """A batch so many days after the first; `filled`: rows with a subsidy (None: the column is not delivered)."""
    return {
        "dataset": "yb_enrolment",
        "batch": (FIRST + timedelta(days=day)).isoformat(),
        "rows_accepted": rows,
        "undelivered": ["subsidy"] if filled is None else [],
        "filled": {"premium": rows} | ({} if filled is None else {"subsidy": filled}),
        "nulled": {"subsidy": unread} if unread else {},
        "not_yet": [],
        "in_force": in_force,
    } | more


def lacked(*batches: dict[str, Any]) -> list[tuple[str, bool, int | None]]:
    """Of the last batch, which is in force: column, whether it is there, and on which day it was filled."""
    batches[-1]["in_force"] = True
    return [
        (one.column, one.delivered, (one.filled_in - FIRST).days if one.filled_in else None)
        for one in missing_columns("yb_enrolment", [*reversed(batches)])
    ]


def test_a_column_that_was_filled_is_missed_when_it_is_not_delivered_or_empty() -> None:
    assert lacked(batch(0, 1), batch(30, None)) == [("subsidy", False, 0)]
    assert lacked(batch(0, 100), batch(30, 0)) == [("subsidy", True, 0)]
    assert lacked(batch(0, 100), batch(30, 1)) == []


def test_a_column_that_never_had_a_value_is_not_missed() -> None:
    assert lacked(batch(0, None), batch(30, None)) == [("subsidy", False, None)]
    assert lacked(batch(0, 0), batch(30, None)) == [("subsidy", False, None)]
    assert lacked(batch(0, 0)) == [("subsidy", True, None)]


@pytest.mark.parametrize(
    ("filled", "rows", "missed"), [(10, 100, True), (9, 100, False), (100, 10, True), (99, 10, False)]
)
def test_an_empty_column_is_missed_where_ten_values_were_due(filled: int, rows: int, missed: bool) -> None:
    assert lacked(batch(0, filled), batch(30, 0, rows)) == [("subsidy", True, 0 if missed else None)]


@pytest.mark.parametrize(("unread", "missed"), [(10, True), (9, False)])
def test_values_that_cannot_be_read_are_missed_however_few_were_usual(unread: int, missed: bool) -> None:
    found = lacked(batch(0, 1), batch(30, 0, unread=unread))
    assert found == [("subsidy", True, 0 if missed else None)]


def test_a_date_that_no_new_row_has_yet_is_missed_when_it_cannot_be_read_or_is_not_delivered() -> None:
    not_yet = {"not_yet": ["subsidy"]}
    assert lacked(batch(0, 100), batch(30, 0, **not_yet)) == [("subsidy", True, None)]
    assert lacked(batch(0, 100), batch(30, 0, unread=10, **not_yet)) == [("subsidy", True, 0)]
    assert lacked(batch(0, 100), batch(30, None, **not_yet)) == [("subsidy", False, 0)]


def test_a_batch_is_compared_with_the_last_that_had_the_column() -> None:
    assert lacked(batch(0, 100), batch(30, 5), batch(60, 0)) == [("subsidy", True, None)]
    assert lacked(batch(0, 100), batch(30, 50), batch(60, 0)) == [("subsidy", True, 30)]
    assert lacked(batch(0, 5), batch(30, 0), batch(60, 0)) == [("subsidy", True, None)]


def test_what_was_missing_is_missing_however_few_rows_come_until_they_have_it() -> None:
    lacking = [batch(0, 100), batch(30, None)]
    assert lacked(*lacking, batch(60, 0, rows=3)) == [("subsidy", True, 0)]
    assert lacked(*lacking, batch(60, 1), batch(61, 0, rows=3)) == [("subsidy", True, None)]


@pytest.mark.parametrize(("last", "missed"), [(92, True), (93, False)])
def test_what_has_been_missing_for_a_quarter_is_not_missed_any_more(last: int, missed: bool) -> None:
    batches = [batch(0, 100), batch(60, 0), batch(last, 0)]
    assert lacked(*batches) == [("subsidy", True, 0 if missed else None)]
    assert lacked(*batches, batch(94, 0)) == [("subsidy", True, None)]


def test_of_a_dataset_that_comes_twice_a_year_the_batch_before_is_the_measure() -> None:
    assert lacked(batch(0, 100), batch(183, 0)) == [("subsidy", True, 0)]


def test_nothing_is_missed_of_a_dataset_that_is_not_in_force_and_batches_after_it_do_not_count() -> None:
    assert missing_columns("yb_enrolment", [batch(0, 100), batch(30, 0)]) == []
    assert missing_columns("mz_member", [batch(0, 100, in_force=True)]) == []
    (one,) = missing_columns("yb_enrolment", [batch(0, 9), batch(30, 0, in_force=True), batch(60, 100)])
    assert (one.batch, one.filled_in) == (date(2026, 3, 2), None)
