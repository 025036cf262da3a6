"""Hand-graded pairs of names and of numbers, and the frozen result of comparing them.

`cases/pairs.csv`: what a person thinks of each pair (STRONG: hardly anybody else; MEDIUM: fits, needs more;
WEAK: says nothing, or speaks against) and why.  `cases/frozen.csv`: level, bits and grade that the shipped
model gives.  After a change that is meant, `DOUDI_GOLDEN=write pytest tests/matching/test_cases.py` writes it
anew; what changed is then reviewed in the diff.  Numbers begin with 99 and are nobody's.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pyarrow as pa
import pytest

from matching.compare import function
from matching.model import Level, shipped

CASES = Path(__file__).with_name("cases")
STRONG_NAME, STRONG_NUMBER = -4.0, 19.0
"""Bits from which a level is STRONG; a name's bits are relative to its rarity, a number's are not."""


def read(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def grade(comparison: str, level: Level | None) -> str:
    """The grade that a level's weight amounts to."""
    if level is None:
        return "WEAK"
    if comparison == "name":
        if not level.compatible:
            return "WEAK"
        return "STRONG" if level.bits >= STRONG_NAME else "MEDIUM"
    return "STRONG" if level.bits >= STRONG_NUMBER else "MEDIUM" if level.bits > 0 else "WEAK"


def compared(comparison: str, cases: list[dict[str, str]]) -> list[dict[str, str]]:
    """Level, bits and grade of every case of a comparison, with what was compared."""
    model = shipped().comparison(comparison)
    known = function(model.function)
    sides = ("left", "right") if comparison == "name" else ("left", "left_status", "right", "right_status")
    found = known.compare(*(pa.array([case[side] or None for case in cases], pa.string()) for side in sides))
    rows = []
    for case, number in zip(cases, found.tolist(), strict=True):
        name = known.levels[number] if number >= 0 else ""
        level = model.levels.get(name)
        rows.append(
            {
                "comparison": comparison,
                "left": case["left"],
                "right": case["right"],
                "level": name,
                "bits": f"{level.bits:g}" if level else "",
                "grade": grade(comparison, level),
            }
        )
    return rows


@pytest.fixture(scope="module")
def cases() -> list[dict[str, str]]:
    return read("pairs.csv")


@pytest.fixture(scope="module")
def results(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        row
        for comparison in ("name", "number")
        for row in compared(comparison, [case for case in cases if case["comparison"] == comparison])
    ]


def test_enough_cases_and_every_level_of_both_comparisons(
    cases: list[dict[str, str]], results: list[dict[str, str]]
) -> None:
    assert len(cases) >= 300
    for comparison in ("name", "number"):
        seen = {row["level"] for row in results if row["comparison"] == comparison}
        assert set(shipped().comparison(comparison).levels) <= seen


def test_the_frozen_result_has_not_drifted(results: list[dict[str, str]]) -> None:
    frozen = CASES / "frozen.csv"
    if os.environ.get("DOUDI_GOLDEN") == "write":
        with frozen.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(results[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(results)
    before = read("frozen.csv")
    drift = [f"{old} -> {new}" for old, new in zip(before, results, strict=False) if old != new]
    assert len(before) == len(results)
    assert not drift, "\n".join(drift)


def test_the_engine_grades_as_the_hand_did(
    cases: list[dict[str, str]], results: list[dict[str, str]]
) -> None:
    wrong = [
        f"{case['left']} / {case['right']}: by hand {case['grade']} ({case['why']}), "
        f"engine {row['grade']} ({row['level']})"
        for case, row in zip(cases, results, strict=True)
        if case["grade"] != row["grade"]
    ]
    assert not wrong, "\n".join(wrong)


def test_a_pair_turned_round_compares_the_same(cases: list[dict[str, str]]) -> None:
    for comparison in ("name", "number"):
        mine = [case for case in cases if case["comparison"] == comparison]
        turned = [
            case
            | {
                "left": case["right"],
                "right": case["left"],
                "left_status": case["right_status"],
                "right_status": case["left_status"],
            }
            for case in mine
        ]
        one, other = compared(comparison, mine), compared(comparison, turned)
        assert [row["level"] for row in one] == [row["level"] for row in other]
