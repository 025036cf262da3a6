"""A column that is left out or empty although an earlier batch had it: nothing is said that rests on it, night after night, until
a batch has it, somebody says that it is as it should be, or a quarter has passed."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.signals.nights import ILL, Province
from tests.signals.test_not_delivered import INSURED
from tests.signals.test_readiness import run

DAY = date(2025, 11, 4)
COVERED = [("mz_member", "covered", DAY - timedelta(days=30))]
UNKNOWN = [("mz_member", "covered", False)]


@pytest.fixture
def province(tmp_path: Path) -> Province:
    """A province in which N02, which rests on who is covered, fires on the third."""
    found = Province(tmp_path)
    assert found.night(3, ILL)["N02-1"]["status"] == "new"
    return found


def batches(*days: int) -> list[dict[str, Any]]:
    return [{"dataset": "mz_member", "batch": date(2025, 11, day)} for day in days]


def told(found: dict[str, Any], day: int) -> list[str]:
    """The columns of which D02 says that the batch of a day lacks them."""
    (case,) = json.loads(found[f"D02-mz_member/2025-11-{day:02}"]["evidence"])["cases"]
    assert case["found"] == ["columns_missing"]
    return list(case["columns_missing"])


def test_a_rule_is_not_evaluated_on_a_column_that_is_empty_although_an_earlier_batch_had_it() -> None:
    outcome = run(INSURED, "P02", emptied=[("yb_enrolment", "subsidy", True)])
    assert outcome == (
        False,
        "column subsidy holds no readable value in the batch of yb_enrolment of 2025-11-30",
        [],
    )
    assert not run(INSURED, "P02", emptied=[("mz_member", "covered", True)])[0], (
        "shared relations decide by it"
    )
    assert run(INSURED, "P02", emptied=[("yb_enrolment", "identity", True)])[0], "it does not rest on it"


def test_a_column_that_always_was_empty_is_as_it_is_even_where_a_rule_needs_it() -> None:
    assert len(run(INSURED, "P02", emptied=[("yb_enrolment", "subsidy", False)])[2]) == 10


def test_it_stays_missing_while_the_ledger_knows_which_batch_had_it(province: Province) -> None:
    missing = province.night(4, {}, emptied=COVERED, batches=batches(3, 4))
    assert missing["N02-1"]["status"] == "open"
    for day, lacks in ((5, "emptied"), (6, "left_out"), (8, "emptied")):
        never = ("mz_member", "labour", False)
        found = province.night(day, {}, batches=batches(day - 1, day), **{lacks: [*UNKNOWN, never]})
        assert (found["N02-1"]["status"], told(found, day)) == ("open", ["covered"]), day
    assert province.night(9, {}, batches=batches(8, 9))["N02-1"]["status"] == "resolved"
    forgotten = province.night(10, ILL, emptied=UNKNOWN, batches=batches(9, 10))
    assert forgotten["N02-1"]["status"] == "open"


def test_without_a_new_delivery_it_stays_missing(province: Province) -> None:
    old = {"newest": {"mz_member": DAY}, "batches": batches(3, 4)}
    long_ago = [("mz_member", "covered", DAY - timedelta(days=300))]
    province.night(4, {}, left_out=long_ago, **old)
    assert province.night(6, {}, left_out=UNKNOWN, **old)["N02-1"]["status"] == "open"


@pytest.mark.parametrize(("days", "status"), [(92, "open"), (93, "resolved")])
def test_after_a_quarter_the_department_has_no_such_column(
    province: Province, days: int, status: str
) -> None:
    had = [("mz_member", "covered", date(2025, 11, 5) - timedelta(days=days))]
    province.night(4, {}, emptied=had, batches=batches(3, 4))
    assert province.night(5, {}, emptied=UNKNOWN, batches=batches(4, 5))["N02-1"]["status"] == status


def dismissed(day: int, signal: str = "D02-mz_member/2025-11-{:02}") -> str:
    return (
        f"INSERT INTO ledger.signal_dismissal BY NAME SELECT '{signal.format(day)}' AS signal_id, "
        f"'all are covered' AS reason, '张三' AS dismissed_by, DATE '2025-11-{day:02}' AS dismissed_on"
    )


def test_the_department_is_told_and_when_the_batch_is_as_it_should_be_so_are_those_after_it(
    province: Province,
) -> None:
    others = [{"dataset": "cl_card", "batch": date(2025, 11, day)} for day in (3, 4)]
    labour = ("mz_member", "labour", DAY)
    found = province.night(4, {}, emptied=[labour, *COVERED], batches=batches(3, 4) + others)
    assert told(found, 4) == ["covered", "labour"]
    assert [signal for signal in found if signal.startswith("D02")] == ["D02-mz_member/2025-11-04"]
    province.say(dismissed(4))
    again = province.night(5, {}, emptied=COVERED, batches=batches(4, 5))
    assert again["N02-1"]["status"] == "resolved" and "D02-mz_member/2025-11-05" not in again
    later = province.night(6, {}, emptied=[labour, *COVERED], batches=batches(5, 6))
    assert told(later, 6) == ["labour"], "filled in the batch that was as it should be"


@pytest.mark.parametrize(
    "signal", ["D02-mz_member/2025-10-05", "D02-mz_household/2025-11-04", "D02-mz_member/2025-11-05"]
)
def test_what_was_said_of_other_batches_does_not_count(province: Province, signal: str) -> None:
    province.say(dismissed(3, signal))
    found = province.night(4, {}, emptied=COVERED, batches=batches(3, 4))
    assert found["N02-1"]["status"] == "open"


def test_a_missing_column_suspends_only_what_rests_on_it_even_where_rows_are_missing_too() -> None:
    monitored = {"ny_monitored": [{"person_id": 900, "monitor_id": "M1"}]}
    given: list[dict[str, Any]] = [
        {"dataset": "ny_monitored", "batch": "2025-11-29"},
        {"dataset": "ny_monitored", "batch": "2025-11-30"},
    ]
    whole = run(monitored, "E01", batches=given, emptied=[("ny_monitored", "cleared_on", True)])
    assert whole == (True, None, [900])
    given[1]["rows_read"] = 50
    evaluated, reason, _ = run(
        monitored, "E01", batches=given, emptied=[("ny_monitored", "cleared_on", True)]
    )
    assert evaluated and str(reason).startswith("nothing resolved")


def test_a_ledger_that_keeps_no_columns_yet_is_read_all_the_same(province: Province) -> None:
    province.say("DROP TABLE ledger.signal_missing_column")
    found = province.night(4, {}, emptied=COVERED, batches=batches(3, 4), publish=False)
    assert found["N02-1"]["status"] == "open"
