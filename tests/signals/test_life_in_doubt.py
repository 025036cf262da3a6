"""What becomes of signals when a delivery is short, a county is missing, people are merged or a rule is taken away."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.signals.nights import ILL, Province


@pytest.fixture
def province(tmp_path: Path) -> Province:
    return Province(tmp_path)


def batches(*given: tuple[date, int]) -> list[dict[str, Any]]:
    return [{"dataset": "wj_illness", "batch": day, "rows_read": rows} for day, rows in given]


def test_half_a_file_on_two_nights_running_resolves_nothing(province: Province) -> None:
    days = [date(2025, 11, day) for day in (3, 4, 5, 7)]
    province.night(3, ILL, batches=batches((days[0], 100)))
    half = province.night(4, {}, batches=batches((days[0], 100), (days[1], 50)))
    assert half["N02-1"]["status"] == "open"
    again = province.night(5, {}, batches=batches((days[1], 50), (days[2], 50)))
    assert again["N02-1"]["status"] == "open"
    assert again["D02-wj_illness/2025-11-05"]["status"] == "new"
    none = province.night(6, {}, batches=batches((days[1], 50), (days[2], 50)))  # nothing is delivered
    assert (none["N02-1"]["status"], none["D02-wj_illness/2025-11-05"]["status"]) == ("open", "open")
    whole = province.night(7, {}, batches=batches((days[2], 50), (days[3], 100)))
    assert whole["N02-1"]["status"] == "resolved"


def test_a_short_batch_is_the_measure_of_the_next_when_somebody_says_so(province: Province) -> None:
    whole, short, again = (date(2025, 11, day) for day in (3, 4, 5))
    province.night(4, ILL, batches=batches((whole, 100), (short, 50)))
    province.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'D02-wj_illness/2025-11-04' AS signal_id, "
        "'fewer cases' AS reason, '张三' AS dismissed_by, DATE '2025-11-04' AS dismissed_on"
    )
    found = province.night(5, {}, batches=batches((short, 50), (again, 50)))
    assert found["N02-1"]["status"] == "resolved"


def test_a_batch_of_which_somebody_says_that_it_is_as_it_should_be_suspends_nothing(
    province: Province,
) -> None:
    delivered = batches((date(2025, 11, 3), 100), (date(2025, 11, 4), 50))
    province.night(3, ILL, batches=batches((date(2025, 11, 3), 100)))
    assert province.night(4, {}, batches=delivered)["N02-1"]["status"] == "open"
    province.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'D02-wj_illness/2025-11-04' AS signal_id, "
        "'fewer cases' AS reason, '张三' AS dismissed_by, DATE '2025-11-05' AS dismissed_on, DATE '2025-11-06' AS \"until\""
    )
    found = province.night(5, {}, batches=delivered)
    assert (found["D02-wj_illness/2025-11-04"]["status"], found["N02-1"]["status"]) == (
        "dismissed",
        "resolved",
    )


def test_a_short_batch_is_the_measure_of_the_next_after_a_quarter(province: Province) -> None:
    long_ago, short, again = date(2025, 8, 4), date(2025, 11, 4), date(2025, 11, 5)
    province.night(4, ILL, batches=batches((long_ago, 100), (short, 50)))
    found = province.night(5, {}, batches=batches((short, 50), (again, 50)))
    assert found["N02-1"]["status"] == "resolved"


ONE = [{"person_id": 1, "county_code": "420102"}]


def deliveries(*days: int) -> list[dict[str, Any]]:
    return [{"dataset": "mz_household", "batch": date(2025, 11, day)} for day in days]


def test_where_a_county_is_missing_nothing_resolves_there(province: Province) -> None:
    province.night(3, ILL, people=ONE, batches=deliveries(3))
    missing = [("mz_household", "420102", 0, 40)]
    short = province.night(4, {}, people=ONE, counties=missing, batches=deliveries(3, 4))
    assert short["N02-1"]["status"] == "open"
    elsewhere = [("mz_household", "420103", 0, 40), ("mz_household", "420102", 40, 0)]
    whole = province.night(5, {}, people=ONE, counties=elsewhere, batches=deliveries(4, 5))
    assert whole["N02-1"]["status"] == "resolved"


@pytest.mark.parametrize(
    ("rows", "before", "status"),
    [(32, 40, "resolved"), (80, 100, "open"), (81, 100, "resolved"), (3, 5, "resolved")],
)
def test_a_county_lost_a_fifth_of_its_rows_and_more_than_chance(
    province: Province, rows: int, before: int, status: str
) -> None:
    province.night(3, ILL, people=ONE, batches=deliveries(3))
    counties = [("mz_household", "420102", rows, before)]
    found = province.night(4, {}, people=ONE, counties=counties, batches=deliveries(3, 4))
    assert found["N02-1"]["status"] == status


def test_where_a_county_is_missing_for_days_nothing_resolves_there(province: Province) -> None:
    province.night(3, ILL, people=ONE, batches=deliveries(3))
    missing = [("mz_household", "420102", 0, 40)]
    province.night(4, {}, people=ONE, counties=missing, batches=deliveries(3, 4))
    for day, delivered in ((5, (4, 5)), (6, (5, 6)), (7, (5, 6)), (9, (7, 8))):
        found = province.night(day, {}, people=ONE, batches=deliveries(*delivered))
        assert found["N02-1"]["status"] == "open", day
    few = [("mz_household", "420102", 33, 0)]
    enough = province.night(10, {}, people=ONE, counties=few, batches=deliveries(8, 10))
    assert enough["N02-1"]["status"] == "resolved"


def test_a_county_has_fewer_rows_when_a_quarter_passed_or_somebody_says_so(province: Province) -> None:
    missing = [("mz_household", "420102", 0, 40)]
    long_ago = [{"dataset": "mz_household", "batch": date(2025, 8, 3)}, *deliveries(3)]
    province.night(3, ILL, people=ONE, counties=missing, batches=long_ago)
    assert province.night(4, {}, people=ONE, batches=deliveries(3, 4))["N02-1"]["status"] == "resolved"
    again = province.night(5, ILL, people=ONE, counties=missing, batches=deliveries(4, 5))
    assert again["N02-1"]["status"] == "open"
    province.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'D02-mz_household/2025-11-05' AS signal_id, "
        "'moved away' AS reason, '张三' AS dismissed_by, DATE '2025-11-05' AS dismissed_on"
    )
    assert province.night(6, {}, people=ONE, batches=deliveries(5, 6))["N02-1"]["status"] == "resolved"


def test_a_ledger_that_keeps_no_counties_yet_is_read_all_the_same(province: Province) -> None:
    province.night(3, ILL, people=ONE, batches=deliveries(3))
    province.say("DROP TABLE ledger.signal_short_county")
    missing = [("mz_household", "420102", 0, 40)]
    short = province.night(4, {}, people=ONE, counties=missing, batches=deliveries(3, 4), publish=False)
    assert short["N02-1"]["status"] == "open"


def test_signals_of_a_rule_that_is_taken_away_end(province: Province) -> None:
    province.night(3, ILL)
    assert province.night(4, ILL, rules=("D02",))["N02-1"]["status"] == "resolved"


EIGHT = {
    "mz_member": [{"household_id": "H1", "member_no": "1", "person_id": 8}],
    "wj_illness": [{"person_id": 8, "registered_on": "2025-11-01"}],
}
MERGE = (
    "CREATE TABLE IF NOT EXISTS ledger.identity_event "
    "(as_of DATE, kind VARCHAR, person_id BIGINT, into_person_id BIGINT);"
    "INSERT INTO ledger.identity_event VALUES ('2025-11-04', 'merge', 1, 8)"
)
DISMISS = (
    "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'N02-1' AS signal_id, 'seen' AS reason, "
    "'张三' AS dismissed_by, DATE '2025-11-03' AS dismissed_on"
)


def test_a_dismissal_goes_on_when_its_person_turns_out_to_be_another(province: Province) -> None:
    province.night(3, ILL)
    province.say(DISMISS)
    province.say(MERGE)
    for day in (5, 6):
        assert province.night(day, EIGHT, people=[{"person_id": 8}])["N02-8"]["status"] == "dismissed"


def test_a_dismissal_does_not_reach_what_the_survivor_had_open_already(province: Province) -> None:
    both = {
        "mz_member": [{"household_id": "H1", "member_no": f"{n}", "person_id": n} for n in (1, 8)],
        "wj_illness": [{"person_id": n, "registered_on": "2025-11-01"} for n in (1, 8)],
    }
    province.night(3, both, people=[{"person_id": 1}, {"person_id": 8}])
    province.say(DISMISS)
    province.say(MERGE)
    for day in (5, 6):
        assert province.night(day, EIGHT, people=[{"person_id": 8}])["N02-8"]["status"] == "open"


def test_a_signal_that_a_merger_opens_again_is_not_resolved(province: Province) -> None:
    people = [{"person_id": 1}, {"person_id": 8}]
    province.night(2, EIGHT, people=people)
    assert province.night(3, ILL, people=people)["N02-8"]["resolved_on"] == date(2025, 11, 3)
    province.say(MERGE)
    found = province.night(5, EIGHT, people=people[1:], newest={"wj_illness": None})["N02-8"]
    assert (found["status"], found["resolved_on"], found["due_on"]) == ("open", None, date(2025, 11, 17))
