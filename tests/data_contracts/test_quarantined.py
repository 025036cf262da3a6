"""Which rows are put aside, with which reasons, which never are, and which of those with the same primary key stays."""

import json
import random
from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"payment_id": " "}, "payment_id: is missing (primary key)"),
        (
            {"pay_month": "2025-13"},
            "pay_month: '2025-13' is not a month (expected 202511, 2025-11 or 2025年11月)",
        ),
        ({"pay_month": None}, "pay_month: is missing"),
        ({"amount": "a lot"}, "amount: 'a***' (5 characters) is not an amount in yuan (expected 1234.50"),
        ({"item": "99"}, "item: '99' is not in its code list (expected dibao, tekun_basic, tekun_care"),
        ({"name": "无", "id_number": None}, "name, id_number: neither a name nor a usable number"),
        (
            {"name": "", "id_number": "000000000000000000"},
            "name, id_number: neither a name nor a usable number",
        ),
        (
            {"name": "", "id_number": "000000********0009"},
            "name, id_number: neither a name nor a usable number",
        ),
    ],
)
def test_unusable_rows_are_quarantined_with_their_reason(checker, payment, change, reason):
    outcome = checker("mz_payment", [payment(payment_id="P0"), payment(**change)])
    assert [a["payment_id"] for a in outcome.accepted] == ["P0"]
    (row,) = outcome.quarantined
    assert reason in row["reasons"] and row["source_row"] == 2
    assert json.loads(row["row"]) == payment(**change)


def test_every_reason_is_given(checker, payment):
    outcome = checker("mz_payment", [payment(item="x", amount="y")])
    assert [r.split(":")[0] for r in outcome.reasons[0].split("; ")] == ["item", "amount"]


def test_a_reason_holds_no_number_and_no_name(checker, payment):
    secrets = ("420102190001010009", "欧阳建国", "13900000000")
    for secret in secrets:
        outcome = checker("mz_payment", [payment(pay_month=secret, amount=secret, item=secret)])
        assert not any(secret in reason or secret[:7] in reason for reason in outcome.reasons)
        assert len(outcome.quarantined) == 1 and "欧阳" not in outcome.reasons[0]


@pytest.mark.parametrize(
    "change",
    [
        {"id_number": "1234"},
        {"id_number": "000000000000000000"},
        {"id_number": None},
        {"name": None},
        {"county_code": "999999"},
        {"county_code": "武汉"},
        {"id_type": "999"},
    ],
)
def test_bad_numbers_and_counties_never_quarantine(checker, payment, change):
    outcome = checker("mz_payment", [payment(**change)])
    assert len(outcome.accepted) == 1
    assert {k: outcome.accepted[0][k] for k in change} == change


def test_county_code_never_quarantines_where_it_is_required(checker):
    row = {"household_id": "H1", "category": "110", "approved_on": "2025-01-01", "county_code": None}
    assert len(checker("mz_household", [row]).accepted) == 1


def test_a_card_number_is_enough_to_know_somebody(checker):
    row = {
        "card_no": "00000019000101000931",
        "type": "3",
        "level": "一级",
        "issued_on": "20200101",
        "status": "有效",
    }
    outcome = checker("cl_card", [row | {"name": ""}])
    assert (outcome.accepted[0]["level"], outcome.accepted[0]["status"]) == ("1", "valid")


def test_identical_rows_collapse(checker, payment):
    outcome = checker("mz_payment", [payment(), payment(payment_id="P2"), payment(), payment()])
    assert (outcome.checked.identical_rows, outcome.checked.duplicate_keys, outcome.checked.kept_rivals) == (
        2,
        0,
        0,
    )
    assert {r.split(":")[0] for r in outcome.reasons} == {"identical_row"}
    assert "a.parquet row 1" in outcome.reasons[0]


def test_of_differing_rows_the_smallest_stays_whichever_file_of_the_batch_it_is_in(checker, payment):
    rows = [payment(amount="900"), payment(amount="100")]
    for given in (rows, rows[::-1]):
        outcome = checker("mz_payment", given, files=2)
        assert [float(row["amount"]) for row in outcome.accepted] == [100]
        kept = "ab"[given.index(rows[1])]
        assert f"also that of {kept}.parquet row 1" in outcome.reasons[0]


def test_of_differing_rows_the_smallest_stays_whatever_their_order(checker, payment):
    rows = [payment(amount=a, note=n) for a, n in (("1", "b"), ("1", "a"), ("2", "a"), ("1", "b"))]
    rows += [payment(payment_id=str(i)) for i in range(20)]
    kept = set()
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        outcome = checker("mz_payment", rows)
        (row,) = [a for a in outcome.accepted if a["payment_id"] == "P1"]
        kept.add(rows[row["source_row"] - 1]["note"] + str(row["amount"]))
        assert outcome.checked.duplicate_keys == 3 and outcome.checked.kept_rivals == 1
        assert all(f"a.parquet row {row['source_row']}, which was kept" in r for r in outcome.reasons)
        assert {r.split("they differ in ")[1] for r in outcome.reasons} == {"note", "amount"}
    assert kept == {"a1.00"}


def test_a_row_that_is_unusable_anyway_does_not_oust_a_good_one(checker, payment):
    outcome = checker("mz_payment", [payment(amount="-"), payment(amount="9")])
    assert [a["amount"] for a in outcome.accepted] == [Decimal(9)]


def test_keys_of_several_columns(checker):
    rows = [
        {"household_id": h, "member_no": m, "name": "甲"}
        for h, m in (("1", "1"), ("1", "2"), ("2", "1"), ("1", "1"))
    ]
    outcome = checker("mz_member", rows)
    assert (outcome.checked.rows_accepted, outcome.checked.identical_rows) == (3, 1)
