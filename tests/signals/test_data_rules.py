"""D01 and D02: identities and batches that are not to be trusted."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

import signals
from tests.signals.province import build, only

DAY = date(2025, 11, 30)


def found(
    rule: str, rows: dict[str, Any] | None = None, day: date = DAY, **options: Any
) -> list[tuple[str, str, dict[str, Any]]]:
    con = build(rows or {}, day, people=[{"person_id": n} for n in (1, 2)], **options)
    with only("D01", "D02"):
        signals.evaluate(con, day, "hubei")
    query = (
        "SELECT coalesce(batch_ref, person_id::VARCHAR), department, evidence FROM mart.signal "
        "WHERE rule = ? ORDER BY ALL"
    )
    return [
        (ref, department, json.loads(evidence)["cases"][0])
        for ref, department, evidence in con.execute(query, [rule]).fetchall()
    ]


@pytest.mark.parametrize(
    ("kind", "fires"),
    [("number_failed", True), ("number_shared", True), ("two_numbers", True), ("something_else", False)],
)
def test_d01(kind: str, fires: bool) -> None:
    outcome = found("D01", issues=[{"kind": kind, "person_id": 1, "dataset": "cl_card"}])
    assert [(ref, department) for ref, department, _ in outcome] == ([("1", "cl")] if fires else [])


@pytest.mark.parametrize(
    ("before", "tonight", "fires"),
    [
        ({"rows_read": 100}, {"rows_read": 81}, False),
        ({"rows_read": 100}, {"rows_read": 80}, True),
        ({"blank_ids": 5}, {"blank_ids": 9}, False),
        ({"blank_ids": 5}, {"blank_ids": 10}, True),
        ({"blank_ids": 0}, {"blank_ids": 0}, False),
        ({}, {"unmapped_codes": 1}, True),
        ({}, {"rows_read": 300}, False),
        ({}, {"rows_accepted": 81}, False),
        ({}, {"rows_accepted": 80}, True),  # as many rows, but a fifth of no use
    ],
)
def test_d02_against_the_batch_before(before: dict[str, int], tonight: dict[str, int], fires: bool) -> None:
    batches = [
        {"dataset": "cl_card", "batch": "2025-09-30", "rows_read": 1000},
        {"dataset": "cl_card", "batch": "2025-10-30", **before},
        {"dataset": "cl_card", "batch": DAY, **tonight},
    ]
    assert [ref for ref, _, _ in found("D02", batches=batches)] == (["cl_card/2025-11-30"] if fires else [])


@pytest.mark.parametrize(
    ("batches", "fires"),
    [
        ([("2026-08-06", 11), ("2026-10-06", 16), ("2026-11-17", 10)], False),  # fewer days, as many a day
        ([("2025-09-30", 400), ("2025-10-30", 400), ("2025-11-29", 321)], False),
        ([("2025-09-30", 400), ("2025-10-30", 400), ("2025-11-29", 320)], True),
        ([("2025-09-30", 9), ("2025-10-30", 9), ("2025-11-29", 5)], False),  # chance
        ([("2025-09-10", 131), ("2025-10-10", 131), ("2025-11-20", 131)], False),  # a payroll that is late
    ],
)
def test_d02_append_batches_are_compared_by_the_day(batches: list[tuple[str, int]], fires: bool) -> None:
    given = [{"dataset": "wj_death", "batch": batch, "rows_read": rows} for batch, rows in batches]
    assert bool(found("D02", batches=given, day=date(2026, 11, 30))) == fires


@pytest.mark.parametrize(("amount", "fires"), [(419, False), (420, True)])
def test_d02_amounts_six_times_the_usual(amount: int, fires: bool) -> None:
    months = ["2025-07-01", "2025-08-01", "2025-09-01"]
    rows = {
        "cl_subsidy": [{"person_id": 1, "pay_month": month} for month in months]
        + [{"person_id": 1, "pay_month": "2025-10-01", "amount": amount}]
    }
    outcome = found("D02", rows, batches=[{"dataset": "cl_subsidy", "batch": DAY}])
    assert [case["unusual_amounts"] for _, _, case in outcome] == ([1] if fires else [])


def test_d02_says_what_it_found() -> None:
    batches = [
        {"dataset": "cl_card", "batch": "2025-10-30", "blank_ids": 2},
        {"dataset": "cl_card", "batch": DAY, "rows_read": 60, "blank_ids": 9, "unmapped_codes": 1},
    ]
    assert [case["found"] for _, _, case in found("D02", batches=batches)] == [
        ["rows_dropped", "numbers_blank", "codes_unknown"]
    ]
