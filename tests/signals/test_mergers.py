"""Dates of a signal that takes others over when their people turn out to be one; mergers that do not hold."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.signals.nights import Province


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path)


def sick(*people: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "mz_member": [{"household_id": "H1", "member_no": f"{n}", "person_id": n} for n in people],
        "wj_illness": [{"person_id": n, "registered_on": "2025-11-01"} for n in people],
    }


def merge(province: Province, *pairs: tuple[int, int, int]) -> None:
    events = ", ".join(f"('2025-11-0{day}', 'merge', {old}, {new})" for day, old, new in pairs)
    province.say(
        "CREATE TABLE ledger.identity_event "
        "(as_of DATE, kind VARCHAR, person_id BIGINT, into_person_id BIGINT);"
        f"INSERT INTO ledger.identity_event VALUES {events}"
    )


def of(*people: int) -> list[dict[str, Any]]:
    return [{"person_id": person} for person in people]


FIRST = (date(2025, 11, 3), date(2025, 11, 17))


def test_of_two_that_become_a_third_the_earlier_dates_hold(province: Province) -> None:
    province.night(3, sick(1), people=of(1, 2))
    province.night(4, sick(1, 2), people=of(1, 2))
    merge(province, (4, 1, 8), (4, 2, 8))
    found = province.night(5, sick(8), people=of(8))
    assert (found["N02-8"]["first_seen"], found["N02-8"]["due_on"]) == FIRST
    assert [found[one]["status"] for one in ("N02-1", "N02-2", "N02-8")] == ["merged", "merged", "open"]


def test_a_survivor_takes_over_the_earlier_dates(province: Province) -> None:
    province.night(3, sick(1), people=of(1, 8))
    province.night(4, sick(1, 8), people=of(1, 8))
    merge(province, (4, 1, 8))
    found = province.night(5, sick(8), people=of(8))
    assert (found["N02-8"]["first_seen"], found["N02-8"]["due_on"]) == FIRST


def test_somebody_who_is_there_is_not_merged(province: Province) -> None:
    province.night(3, sick(1), people=of(1))
    merge(province, (3, 1, 8))
    found = province.night(4, sick(1, 8), people=of(1, 8))
    assert (found["N02-1"]["status"], found["N02-8"]["status"]) == ("open", "new")


def test_of_two_mergers_of_one_person_the_later_holds(province: Province) -> None:
    province.night(3, sick(1), people=of(1))
    merge(province, (3, 1, 9), (4, 1, 8))
    found = province.night(5, sick(8, 9), people=of(8, 9))
    assert (found["N02-8"]["status"], found["N02-9"]["status"]) == ("open", "new")


DISMISSED = "INSERT INTO ledger.signal_dismissal VALUES ('N02-1', '2025-11-03', '2026-06-30', 'in care', 'clerk', NULL)"


def test_a_dismissal_does_not_stay_with_the_other_when_they_are_two_again(province: Province) -> None:
    province.night(3, sick(1), people=of(1, 8))
    province.say(DISMISSED)
    merge(province, (4, 1, 8))
    assert province.night(5, sick(8), people=of(8))["N02-8"]["status"] == "dismissed"
    for day in (6, 7):
        found = province.night(day, sick(1, 8), people=of(1, 8))
        assert (found["N02-1"]["status"], found["N02-8"]["status"]) == ("dismissed", "open")


@pytest.mark.parametrize(
    "answer",
    [
        "signal_feedback VALUES ('N02-8', '2025-11-06', 'accepted', 'wj', NULL, NULL)",
        "signal_dismissal VALUES ('N02-8', '2025-11-06', '2025-11-07', 'asked', 'clerk', NULL)",
    ],
)
def test_an_answer_about_the_survivor_ends_the_dismissal_taken_over(province: Province, answer: str) -> None:
    province.night(3, sick(1), people=of(1))
    province.say(DISMISSED)
    merge(province, (4, 1, 8))
    assert province.night(5, sick(8), people=of(8))["N02-8"]["status"] == "dismissed"
    province.say(f"INSERT INTO ledger.{answer}")
    assert province.night(7, sick(8), people=of(8))["N02-8"]["status"] == "open"
