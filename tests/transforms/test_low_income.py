"""The low-income database: windows of households and rejections, and the best category."""

from typing import Any

import pytest

from tests.transforms.made_night import Night, household, member


@pytest.mark.parametrize(
    "row,status,category",
    [
        (household("H"), "current", "120"),
        (household("H", approved="2026-11-20"), "current", "120"),
        (household("H", approved="2026-11-21"), None, None),
        (household("H", ended_on="2026-11-21"), "current", "120"),
        (household("H", ended_on="2026-11-20"), "exited", "120"),
        (household("H", approved="2020-01-01", ended_on="2024-11-21"), "exited", "120"),
        (household("H", approved="2020-01-01", ended_on="2024-11-20"), None, None),
    ],
)
def test_windows_of_households(
    night: Night, row: dict[str, Any], status: str | None, category: str | None
) -> None:
    night.batch("mz_household", row)
    night.batch("mz_member", member("H", 1), member("H", 2, "N"), member("H", 3, None))
    night.run()
    expected = (
        [] if status is None else [(1, status, category, "H", "610104"), (3, status, category, "H", "610104")]
    )
    assert (
        night.rows(
            "SELECT person_id, status, category, household_id, county_code FROM core.low_income ORDER BY 1"
        )
        == expected
    )


@pytest.mark.parametrize(
    "decision,decided,expected",
    [
        ("rejected", "2025-11-21", [("rejected", "110", "2025-11-21")]),
        ("rejected", "2025-11-20", []),
        ("rejected", "2026-11-20", [("rejected", "110", "2026-11-20")]),
        ("rejected", "2026-11-21", []),
        ("rejected", None, [("rejected", "110", "2026-01-01")]),
        ("approved", "2026-05-05", []),
    ],
)
def test_windows_of_rejections(night: Night, decision: str, decided: str | None, expected: list[Any]) -> None:
    night.batch(
        "mz_application",
        {
            "application_id": "A",
            "applied_on": "2026-01-01",
            "category": "110",
            "decision": decision,
            "decided_on": decided,
            "who": 1,
        },
    )
    night.run()
    assert night.rows("SELECT status, category, since::VARCHAR FROM core.low_income") == expected


def test_best_category_in_medical_aid_order(night: Night) -> None:
    night.batch(
        "mz_household",
        household("A", "600"),
        household("B", "120"),
        household("C", "131"),
        household("D", "110", "2020-01-01", ended_on="2026-01-01"),
        household("E", "660"),
    )
    night.batch(
        "mz_member",
        member("A", 1),
        member("B", 1),
        member("C", 1),
        member("D", 1),
        member("D", 2),
        member("E", 3),
    )
    night.batch(
        "ny_monitored",
        {"monitor_id": "M", "identified_on": "2026-02-02", "who": 1},
        {"monitor_id": "N", "identified_on": "2026-02-02", "who": 3},
        {"monitor_id": "O", "identified_on": "2026-02-02", "risk_cleared": "Y", "who": 4},
    )
    night.batch(
        "mz_application",
        {
            "application_id": "A",
            "applied_on": "2026-05-05",
            "category": "600",
            "decision": "rejected",
            "who": 2,
        },
    )
    night.run()
    assert night.rows(
        "SELECT person_id, status, category, categories, household_id FROM core.low_income ORDER BY 1"
    ) == [
        (1, "current", "131", "131,120,monitored,600", "C"),
        (2, "rejected", "600", "600", None),
        (3, "current", "monitored", "monitored,660", None),
    ]


def test_of_rejection_and_exit_the_later_counts(night: Night) -> None:
    night.batch(
        "mz_household",
        household("H", "110", "2020-01-01", ended_on="2026-03-03"),
        household("I", "110", "2020-01-01", ended_on="2025-02-02"),
    )
    night.batch("mz_member", member("H", 1), member("H", 2), member("I", 1), member("H", 3))
    rejected = {"category": "600", "decision": "rejected", "applied_on": "2026-01-01"}
    night.batch(
        "mz_application",
        rejected | {"application_id": "A", "decided_on": "2026-03-02", "who": 1},
        rejected | {"application_id": "B", "decided_on": "2026-03-04", "who": 2},
    )
    night.run()
    assert night.rows("SELECT person_id, status FROM core.low_income ORDER BY 1") == [
        (1, "exited"),
        (2, "rejected"),
        (3, "exited"),
    ]
    dated = night.rows("SELECT since::VARCHAR FROM core.low_income WHERE person_id > 1 ORDER BY person_id")
    assert dated == [("2026-03-04",), ("2026-03-03",)]


def test_being_low_now_outranks_what_came_later(night: Night) -> None:
    night.batch(
        "mz_household",
        household("A", "600", "2024-01-01"),
        household("B", "110", "2020-01-01", ended_on="2026-03-03"),
    )
    night.batch("mz_member", member("A", 1), member("B", 1))
    night.run()
    assert night.rows("SELECT status, category FROM core.low_income") == [("current", "600")]


@pytest.mark.parametrize(
    ("identified", "cleared", "low"),
    [
        ("2026-11-20", "N", True),
        ("2026-11-20", None, True),
        ("2026-11-20", "Y", False),
        ("2026-11-21", "N", False),
    ],
)
def test_monitored_from_the_day_of_identification(
    night: Night, identified: str, cleared: str | None, low: bool
) -> None:
    row = {"monitor_id": "M", "identified_on": identified, "risk_cleared": cleared, "who": 1}
    night.batch("ny_monitored", row)
    night.run()
    assert bool(night.rows("SELECT person_id FROM core.low_income")) == low


def test_marginal_before_rigid_before_other(night: Night) -> None:
    night.batch("mz_household", household("A", "660"), household("B", "650"), household("C", "600"))
    night.batch("mz_member", member("A", 1), member("B", 1), member("C", 1), member("A", 2), member("B", 2))
    night.run()
    query = "SELECT person_id, category, categories, household_id FROM core.low_income ORDER BY 1"
    assert night.rows(query) == [(1, "600", "600,650,660", "C"), (2, "650", "650,660", "B")]


def test_without_a_county_of_its_own_a_row_is_of_its_person(night: Night) -> None:
    rejected = {"category": "110", "decision": "rejected", "applied_on": "2026-01-01"}
    night.batch(
        "mz_application",
        rejected | {"application_id": "A", "who": 1},
        rejected | {"application_id": "B", "who": 2, "county_code": "610105"},
    )
    night.run()
    query = "SELECT person_id, county_code FROM core.low_income ORDER BY 1"
    assert night.rows(query) == [(1, "610104"), (2, "610105")]


def test_of_one_category_the_first_admission_counts_and_the_last_exit(night: Night) -> None:
    night.batch(
        "mz_household",
        household("H", approved="2020-01-01", ended_on="2025-03-01"),
        household("I", approved="2025-06-01", ended_on="2026-02-01"),
        household("J", approved="2021-01-01"),
        household("K", approved="2022-01-01"),
    )
    night.batch("mz_member", member("H", 1), member("I", 1), member("J", 2), member("K", 2))
    night.run()
    found = night.rows(
        "SELECT person_id, status, since::VARCHAR, household_id FROM core.low_income ORDER BY 1"
    )
    assert found == [(1, "exited", "2026-02-01", "I"), (2, "current", "2021-01-01", "J")]
