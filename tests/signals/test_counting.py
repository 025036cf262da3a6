"""Y01 counts what is open: also of a rule that could not be evaluated, not what is resolved or dismissed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.signals.nights import ILL, Province

RULES = ("N02", "N03", "N06", "Y01", "D02")
REST: dict[str, list[dict[str, Any]]] = {
    "cl_card": [{"person_id": 1, "issued_on": "2025-11-01"}],
    "yj_disaster": [{"person_id": 1, "happened_on": "2025-11-01"}],
}


@pytest.fixture
def province(tmp_path: Path) -> Province:
    made = Province(tmp_path)
    assert made.night(3, ILL | REST, rules=RULES)["Y01-H1"]["status"] == "new"
    return made


def test_what_could_not_be_evaluated_still_counts(province: Province) -> None:
    found = province.night(4, REST, rules=RULES, newest={"wj_illness": None})
    assert (found["N02-1"]["status"], found["Y01-H1"]["status"]) == ("open", "open")


def test_what_is_resolved_does_not_count(province: Province) -> None:
    assert province.night(4, REST, rules=RULES)["Y01-H1"]["status"] == "resolved"
    found = province.night(5, REST, rules=RULES, newest={"wj_illness": None})
    assert (found["N02-1"]["status"], found["Y01-H1"]["status"]) == ("resolved", "resolved")


def test_what_is_dismissed_does_not_count(province: Province) -> None:
    province.say(
        "INSERT INTO ledger.signal_dismissal BY NAME SELECT 'N02-1' AS signal_id, 'known' AS reason, "
        "'张三' AS dismissed_by, DATE '2025-11-04' AS dismissed_on"
    )
    found = province.night(4, ILL | REST, rules=RULES)
    assert (found["N02-1"]["status"], found["Y01-H1"]["status"]) == ("dismissed", "resolved")
