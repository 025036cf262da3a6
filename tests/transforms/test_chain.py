"""The assistance chain: the day, the words and the money of what each department did."""

from typing import Any

import pytest

from tests.transforms.made_night import Night, household, member

SETTLED = {"med_type": "21", "settled_on": "2026-05-05", "total": 900, "aid_paid": 70}


@pytest.mark.parametrize(
    ("dataset", "row", "expected"),
    [
        ("jy_aid", {"term": "2025-2026-1", "amount": 9, "paid_on": "2025-12-24"}, ("2025-12-24", 9)),
        ("jy_aid", {"term": "2025-2026-1", "amount": 9}, ("2025-09-01", 9)),
        ("jy_aid", {"term": "2025-2026-2", "amount": 9}, ("2026-03-01", 9)),
        ("mz_application", {"applied_on": "2026-01-01", "decided_on": "2026-02-02"}, ("2026-01-01", None)),
        ("mz_payment", {"pay_month": "2026-10-01", "amount": 5, "result": "paid"}, ("2026-10-01", 5)),
        ("mz_payment", {"pay_month": "2026-10-01", "amount": 5}, ("2026-10-01", 5)),
        ("mz_payment", {"pay_month": "2026-10-01", "amount": 5, "result": "failed"}, ("2026-10-01", None)),
        ("ny_monitored", {"identified_on": "2026-02-02"}, ("2026-02-02", None)),
        ("ny_monitored", {"cleared_on": "2026-02-02", "risk_cleared": "Y"}, ("2026-02-02", None)),
        ("ny_monitored", {"cleared_on": "2026-02-02", "risk_cleared": "N"}, None),
        (
            "rs_pension",
            {"pay_month": "2026-10-01", "basic_amount": 100, "account_amount": 20},
            ("2026-10-01", 120),
        ),
        ("rs_pension", {"pay_month": "2026-10-01", "basic_amount": 100}, ("2026-10-01", 100)),
        (
            "rs_unemployment",
            {"registered_on": "2026-01-01", "service_on": "2026-04-04"},
            ("2026-04-04", None),
        ),
        ("rs_unemployment", {"registered_on": "2026-01-01"}, None),
        ("yb_enrolment", {"year": 2026, "premium": 400, "subsidy": 360}, ("2026-01-01", 360)),
        ("yb_enrolment", {"year": 2026, "premium": 400, "subsidy": 0}, None),
        ("yb_settlement", SETTLED, ("2026-05-05", 70)),
        ("yb_settlement", SETTLED | {"refunded": "Y"}, None),
        ("yb_settlement", SETTLED | {"aid_paid": 0}, None),
        (
            "yj_disaster",
            {"happened_on": "2026-07-07", "relief_on": "2026-07-09", "relief_amount": 300},
            ("2026-07-09", 300),
        ),
        ("yj_disaster", {"happened_on": "2026-07-07", "relief_amount": 300}, None),
        ("zj_housing", {"renovated_on": "2026-08-08"}, ("2026-08-08", None)),
        ("zj_housing", {"rent_aid_until": "2027-08-08"}, ("2026-11-20", None)),
        ("zj_housing", {"rent_aid_until": "2026-08-08"}, ("2026-08-08", None)),
        ("yj_disaster", {"relief_on": "2026-11-20"}, ("2026-11-20", None)),
        ("yj_disaster", {"relief_on": "2026-11-21"}, None),
    ],
)
def test_day_and_money(
    night: Night, dataset: str, row: dict[str, Any], expected: tuple[str, int | None] | None
) -> None:
    night.batch(dataset, row | {"who": 1})
    night.run()
    found = night.rows("SELECT person_id, happened_on::VARCHAR, amount::INTEGER FROM core.assistance_chain")
    assert found == ([(1, *expected)] if expected else [])


def test_an_exit_is_of_each_covered_member(night: Night) -> None:
    night.batch("mz_household", household("H", "120", "2025-01-01", ended_on="2026-06-30", who=1))
    night.batch("mz_member", member("H", 1), member("H", 2), member("H", 3, "N"))
    night.run()
    query = "SELECT kind, person_id, happened_on::VARCHAR FROM core.assistance_chain ORDER BY ALL"
    assert night.rows(query) == [
        ("exit", 1, "2026-06-30"),
        ("exit", 2, "2026-06-30"),
        ("recognition", 1, "2025-01-01"),
        ("recognition", 2, "2025-01-01"),
    ]


def test_an_exit_without_member_rows_is_of_the_head(night: Night) -> None:
    night.batch("mz_household", household("H", "120", "2025-01-01", ended_on="2026-06-30", who=1))
    night.run()
    query = "SELECT kind, person_id, household_id FROM core.assistance_chain ORDER BY ALL"
    assert night.rows(query) == [("exit", 1, "H"), ("recognition", 1, "H")]


def test_a_payment_without_a_person_is_of_the_household(night: Night) -> None:
    night.batch("mz_payment", {"household_id": "H", "pay_month": "2026-10-01", "amount": 5})
    night.run()
    assert night.rows("SELECT person_id, household_id FROM core.assistance_chain") == [(None, "H")]
