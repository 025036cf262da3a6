"""Batches checked together come out as each would alone."""

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

import data_contracts.check
from data_contracts.check import Checked, ToCheck, check_batches
from data_contracts.checking import groups
from tests.data_contracts.conftest import BATCH, Checker, Row, check

NUMBERS = ["000000190001010009", "", None, "无", "42"]


def rows(draw: random.Random, make) -> list[Row]:
    """Payments with everything that can be wrong with one, some of them twice."""
    found = [
        make(
            payment_id=draw.choice([f"P{draw.randrange(12)}", "", None]),
            item=draw.choice(["dibao"] * 6 + ["低保金", "nothing", None]),
            pay_month=draw.choice(["202511"] * 6 + ["2025年10月", "soon"]),
            amount=draw.choice(["560.00"] * 6 + ["-1", "x", ""]),
            name=draw.choice(["张三", "李四", "", None]),
            id_number=draw.choice(NUMBERS),
            paid_on=draw.choice(["2025-11-05", "never", None]),
        )
        for _ in range(draw.randrange(1, 60))
    ]
    return found + draw.choices(found, k=len(found) // 4)


def outcome(checker: Checker, checked: Checked) -> tuple:
    """Everything that was found and written, without the places of files."""
    counts = replace(checked, accepted=Path(), quarantined=Path())
    return counts, checker.read(checked.accepted), checker.read(checked.quarantined)


@pytest.mark.parametrize("seed", range(3))
def test_together_as_alone(checker, payment, seed):
    draw = random.Random(seed)
    batches = []
    for number in range(5):
        found = rows(draw, payment)
        if number == 2:
            found = [{**row, "遗留": "x"} for row in found]
        batches.append(ToCheck(checker.landed(found), BATCH + timedelta(number), f"d{seed}{number}"))
    contract = checker.contracts["mz_payment"]
    together = check_batches(checker.con, contract, batches, checker.folder / "together")
    alone = [
        check(checker.con, contract, b.landed, b.batch, b.delivery, checker.folder / "alone") for b in batches
    ]
    assert [outcome(checker, c) for c in together] == [outcome(checker, c) for c in alone]
    assert (
        sum(c.rows_quarantined for c in alone) > sum(c.identical_rows + c.duplicate_keys for c in alone) > 0
    )
    assert all(c.rows_read == c.rows_accepted + c.rows_quarantined for c in together)
    assert [g for _, g in groups(checker.con, [b.landed for b in batches], 1 << 20)] == [[0, 1], [2], [3, 4]]


def test_only_what_is_new_is_checked(checker, payment, monkeypatch):
    contract = checker.contracts["mz_payment"]
    batches = [ToCheck(checker.landed([payment()]), BATCH + timedelta(n), f"d{n}") for n in range(3)]
    first = check_batches(checker.con, contract, batches[1:2], checker.folder)
    looked_at = []
    monkeypatch.setattr(
        data_contracts.check,
        "groups",
        lambda con, landed, size: looked_at.append(landed) or groups(con, landed, size),
    )
    again = check_batches(checker.con, contract, batches, checker.folder)
    assert looked_at == [[batches[0].landed, batches[2].landed]]
    assert [c.reused for c in again] == [False, True, False]
    assert [c.batch for c in again] == [b.batch for b in batches] and again[1] == replace(
        first[0], reused=True
    )
    receipt = json.loads(next((checker.folder / "mz_payment" / BATCH.isoformat()).glob("*.json")).read_text())
    assert receipt["rows_accepted"] == 1


def test_large_batches_go_alone(checker, payment):
    landed = [checker.landed([payment()]) for _ in range(3)]
    assert [g for _, g in groups(checker.con, landed, 1)] == [[0], [1], [2]]
