"""Accepted, quarantined, nulled, counted: what the checker makes of rows."""

import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data_contracts import CheckError
from tests.data_contracts.conftest import check
from transforms.normalise import register

BATCH = date(2026, 3, 1)


def test_a_clean_row_is_typed(checker, payment):
    outcome = checker(
        "mz_payment", [payment(item="低保金", pay_month="2025年11月", amount="￥1,560.5元", sex="女")]
    )
    (row,) = outcome.accepted
    assert (row["payment_id"], row["item"], row["pay_month"]) == ("P1", "dibao", date(2025, 11, 1))
    assert (row["amount"], row["sex"], row["name"]) == (Decimal("1560.50"), "F", "张三")
    assert (row["batch"], row["source_file"], row["source_row"]) == (BATCH, "a.parquet", 1)
    assert row["row_key"] >> 59 == 3 and row["row_key"] & 0xFFFFFFFF == 1
    assert (row["household_id"], row["birth_date"]) == (None, None)
    assert outcome.quarantined == []


def test_accepted_columns_and_types_are_those_of_the_interface(checker, contracts, con):
    kinds = {"date": "DATE", "month": "DATE", "amount": "DECIMAL(18,2)", "integer": "INTEGER"}
    for contract in contracts.values():
        outcome = checker(contract.name, [{c.name: None for c in contract.columns}])
        described = con.execute(
            f"DESCRIBE SELECT * FROM read_parquet('{outcome.checked.accepted}')"
        ).fetchall()
        expected = [
            ("row_key", "UBIGINT"),
            ("batch", "DATE"),
            ("source_file", "VARCHAR"),
            ("source_row", "BIGINT"),
        ]
        expected += [(c.name, kinds.get(c.type, "VARCHAR")) for c in contract.columns]
        assert [(d[0], d[1]) for d in described] == expected
        assert (len(outcome.accepted), len(outcome.quarantined)) == (0, 1)
        for cross in contract.checks:
            con.execute(f"SELECT count(*) FROM '{outcome.checked.accepted}' WHERE {cross.bad_rows}")
        assert list(outcome.quarantined[0]) == ["row_key", "source_file", "source_row", "reasons", "row"]


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


def test_optional_columns_become_null_and_are_counted(checker, payment):
    rows = [
        payment(payment_id="1", birth_date="1980-02-31", sex="x", result="99"),
        payment(payment_id="2", birth_date="无", sex="9", result=""),
        payment(payment_id="3", birth_date="1980.1.2", sex="男", result="成功"),
    ]
    outcome = checker("mz_payment", rows)
    assert outcome.checked.nulled == {"birth_date": 1, "sex": 1, "result": 1}
    assert outcome.checked.unmapped_codes == 1
    assert [a["result"] for a in outcome.accepted] == [None, None, "paid"]


def test_unmapped_codes_count_required_and_optional(checker, payment):
    outcome = checker("mz_payment", [payment(item="x"), payment(payment_id="2", result="y")])
    assert (outcome.checked.unmapped_codes, outcome.checked.rows_quarantined) == (2, 1)


def test_blank_numbers_are_counted(checker, payment):
    numberless = ["无", None, " ", "x", "张三", "000000000000000000", "0", "4.20102E+17"]
    numbers = ["4201", "420102199001011234", "E12345678", "420102********1234", "１２３４"]
    rows = [payment(payment_id=str(i), id_number=n) for i, n in enumerate(numberless + numbers)]
    assert checker("mz_payment", rows).checked.blank_ids == len(numberless)
    household = {"household_id": "H", "category": "110", "approved_on": "2025-01-01", "county_code": "420102"}
    assert checker("mz_household", [household | {"head_id_number": ""}]).checked.blank_ids == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110", "110"),
        ("110.0", "110"),
        ("城市低保", "110"),
        (" １１０ ", "110"),
        ("特困分散供养", "131"),
        ("999", None),
    ],
)
def test_code_spellings(checker, text, code):
    row = {"household_id": "H1", "category": text, "approved_on": "2025-01-01", "county_code": "420102"}
    outcome = checker("mz_household", [row])
    assert [a["category"] for a in outcome.accepted] == ([code] if code else [])


def test_sex_and_yes_no(checker, con):
    texts = [
        "男",
        "女",
        "1",
        "2",
        "0",
        "9",
        "M",
        "f",
        "Male",
        "是",
        "否",
        "Y",
        "n",
        "true",
        "F",
        "１",
        " 是 ",
        "x",
        "01",
        None,
    ]
    said = dict.fromkeys(["1", "是", "Y", "true", "１", " 是 "], "Y")
    said |= dict.fromkeys(["0", "否", "n", "f", "F"], "N")
    row = {"household_id": "H", "name": "甲"}
    rows = [row | {"member_no": str(i), "sex": t, "covered": t} for i, t in enumerate(texts)]
    accepted = checker("mz_member", rows).accepted
    assert len(accepted) == len(texts)
    for one in accepted:
        text = texts[int(one["member_no"])]
        (sex,) = con.execute("SELECT parse_sex(?)", [text]).fetchone()
        assert (one["sex"], one["covered"]) == (sex, said.get(text)), text


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2025-2026-1", "2025-2026-1"),
        ("2025-2026学年第二学期", "2025-2026-2"),
        ("2025-2026学年上学期", "2025-2026-1"),
        ("2025-2026春季", "2025-2026-2"),
        ("2025-2027-1", None),
        ("2025-2026-3", None),
    ],
)
def test_terms(checker, text, term):
    outcome = checker("jy_aid", [{"aid_id": "1", "term": text, "amount": "1", "name": "甲"}])
    assert [a["term"] for a in outcome.accepted] == ([term] if term else [])


def test_integers_outside_their_bounds_are_unreadable(checker):
    rows = [
        {"household_id": "H", "member_no": str(i), "name": "甲", "self_care_failed": str(i)} for i in range(9)
    ]
    outcome = checker("mz_member", rows)
    assert [a["self_care_failed"] for a in outcome.accepted] == [0, 1, 2, 3, 4, 5, 6, None, None]


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


def test_reused_when_nothing_changed(con, contracts, checker, payment, tmp_path):
    landed = checker.landed([payment(), payment(item="x")])
    first = check(con, contracts["mz_payment"], landed, BATCH, "d", tmp_path)
    landed.unlink()
    second = check(con, contracts["mz_payment"], landed, BATCH, "d", tmp_path)
    assert (first.reused, second.reused) == (False, True)
    assert second.__dict__ | {"reused": False} == first.__dict__


def test_another_macro_makes_another_result(con, contracts, checker, payment, tmp_path):
    landed = checker.landed([payment()])
    first = check(con, contracts["mz_payment"], landed, BATCH, "d", tmp_path)
    with duckdb.connect() as other:
        register(other)
        other.execute("CREATE OR REPLACE TEMP MACRO parse_amount(t) AS CAST(1 AS DECIMAL(18, 2))")
        changed = check(other, contracts["mz_payment"], landed, BATCH, "d", tmp_path)
    assert not changed.reused and changed.accepted != first.accepted


def test_columns_landed_before_the_contract_knew_their_header_are_found(checker, payment):
    row = payment()
    row["发放金额"] = row.pop("amount")
    assert checker("mz_payment", [row]).accepted[0]["amount"] == Decimal("560.00")


def test_a_landed_batch_without_a_required_column_is_an_error(checker, payment):
    row = payment()
    del row["amount"]
    with pytest.raises(CheckError, match="mz_payment: required column amount"):
        checker("mz_payment", [row])


def test_nothing_half_is_left(checker, payment, tmp_path):
    checker("mz_payment", [payment()])
    assert not list(tmp_path.rglob(".*"))


def test_append_batches_may_have_no_rows(checker, payment):
    landed = checker.landed([payment()])
    checker.con.execute(f"COPY (FROM read_parquet('{landed}') LIMIT 0) TO '{landed}.0' (FORMAT parquet)")
    empty = Path(f"{landed}.0")
    checked = check(checker.con, checker.contracts["mz_payment"], empty, BATCH, "zero", checker.folder)
    assert (checked.rows_read, checked.rows_accepted, checked.rows_quarantined) == (0, 0, 0)


def test_optional_columns_that_a_delivery_lacks_are_told(checker, payment):
    row = payment()
    optional = {"id_type", "sex", "birth_date", "phone", "county_code", "household_id", "result", "id_number"}
    assert set(checker("mz_payment", [row]).checked.undelivered) == optional - set(row)
    full = row | {"result": None, "household_id": None}
    assert not {"result", "household_id"} & set(checker("mz_payment", [full]).checked.undelivered)
