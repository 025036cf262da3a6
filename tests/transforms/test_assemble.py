"""Core tables from a night's facts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.transforms.made_night import Night, household, member


def test_death_by_the_earliest_certificate(night: Night) -> None:
    night.batch(
        "wj_death",
        {"certificate_no": "1", "died_on": "2026-03-03", "who": 1},
        {"certificate_no": "2", "died_on": "2026-03-02", "who": 1},
    )
    night.batch("mz_household", household("H", who=2))
    night.run()
    assert night.rows("SELECT person_id, died_on::VARCHAR FROM core.person ORDER BY 1") == [
        (1, "2026-03-02"),
        (2, None),
    ]
    assert night.rows("SELECT head_person_id, in_force FROM core.household") == [(2, True)]


def test_chain_has_what_happened_by_the_as_of_date(night: Night) -> None:
    night.batch("mz_household", household("H", "131", "2026-01-01", ended_on="2026-12-31", who=1))
    night.batch(
        "mz_payment",
        {
            "payment_id": "1",
            "household_id": "H",
            "item": "tekun_basic",
            "pay_month": "2026-11-01",
            "amount": 900,
            "result": "failed",
            "who": 1,
        },
    )
    night.run()
    assert night.rows(
        "SELECT person_id, household_id, kind, department, detail, amount "
        "FROM core.assistance_chain ORDER BY kind"
    ) == [
        (1, "H", "payment", "mz", "特困基本生活费（发放失败）", None),
        (1, "H", "recognition", "mz", "认定特困（分散供养）", None),
    ]


def test_same_tables_whatever_the_order_of_batches(
    night: Night, tmp_path: Path, make_night: Callable[[Path], Night]
) -> None:
    def content(one: Night, backwards: bool) -> list[list[tuple[Any, ...]]]:
        one.batch(
            "mz_household",
            household("A", "600"),
            household("B", "120", ended_on="2026-10-10"),
            household("C", "110"),
        )
        one.batch("mz_member", member("A", 1), member("B", 1), member("C", 2))
        one.batch(
            "mz_payment",
            {"payment_id": "1", "item": "dibao", "pay_month": "2026-10-01", "amount": 5, "who": 2},
        )
        if backwards:
            one.batches.reverse()
            one.links.reverse()
        counts = one.run()
        return [one.rows(f"SELECT * FROM {table} ORDER BY ALL") for table in sorted(counts)]

    assert content(night, False) == content(make_night(tmp_path / "again"), True)
