"""What the checker reads: values in their type, every spelling of codes, what cannot be read made empty."""

from datetime import date
from decimal import Decimal

import pytest

from tests.data_contracts.conftest import BATCH


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
