"""A batch as a whole: the columns it has, lacks or has without a value, what is counted in it, when its files are made again."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data_contracts import CheckError
from tests.data_contracts.conftest import BATCH, check
from transforms.normalise import register


def test_columns_landed_before_the_contract_knew_their_header_are_found(checker, payment):
    row = payment()
    row["发放金额"] = row.pop("amount")
    assert checker("mz_payment", [row]).accepted[0]["amount"] == Decimal("560.00")


def test_a_landed_batch_without_a_required_column_is_an_error(checker, payment):
    row = payment()
    del row["amount"]
    with pytest.raises(CheckError, match="mz_payment: required column amount"):
        checker("mz_payment", [row])


def test_optional_columns_that_a_delivery_lacks_are_told(checker, payment):
    row = payment()
    optional = {"id_type", "sex", "birth_date", "phone", "county_code", "household_id", "result", "id_number"}
    assert set(checker("mz_payment", [row]).checked.undelivered) == optional - set(row)
    full = row | {"result": None, "household_id": None}
    assert not {"result", "household_id"} & set(checker("mz_payment", [full]).checked.undelivered)


def test_of_each_optional_column_the_accepted_rows_with_a_value_are_counted(checker, payment):
    rows = [payment(payment_id=f"P{n}", result="成功", household_id=" ") for n in range(4)]
    rows[1]["result"], rows[2]["result"], rows[3]["amount"] = "？", None, "x"
    checked = checker("mz_payment", rows).checked
    assert checked.filled == {"result": 1, "household_id": 0, "id_number": 3}


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_blanks_that_are_kept_as_they_were_delivered_are_no_values(checker, payment, blank):
    rows = [payment(payment_id=f"P{n}", county_code=blank) for n in range(2)]
    assert checker("mz_payment", rows).checked.filled["county_code"] == 0
    rows.append(payment(payment_id="P9", county_code="420102"))
    assert checker("mz_payment", rows).checked.filled["county_code"] > 0


def test_a_column_that_is_not_delivered_has_no_count_and_one_without_rows_has_no_value(checker, payment):
    checked = checker("mz_payment", [payment(result="成功", amount="x")]).checked
    assert checked.filled == {"result": 0, "id_number": 0}
    assert not set(checked.filled) & set(checked.undelivered)


def test_what_is_read_again_has_the_same_counts(checker, payment):
    first = checker("mz_payment", [payment(result="成功")])
    checker.calls -= 1
    again = checker("mz_payment", [payment(result="成功")])
    assert again.checked.reused and again.checked.filled == first.checked.filled


def test_dates_may_not_have_come_yet_in_append_datasets_only(contracts):
    assert contracts["rx_ticket"].not_yet == ("closed_on", "birth_date")
    assert contracts["rs_unemployment"].not_yet == ()


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


def test_nothing_half_is_left(checker, payment, tmp_path):
    checker("mz_payment", [payment()])
    assert not list(tmp_path.rglob(".*"))


def test_append_batches_may_have_no_rows(checker, payment):
    landed = checker.landed([payment()])
    checker.con.execute(f"COPY (FROM read_parquet('{landed}') LIMIT 0) TO '{landed}.0' (FORMAT parquet)")
    empty = Path(f"{landed}.0")
    checked = check(checker.con, checker.contracts["mz_payment"], empty, BATCH, "zero", checker.folder)
    assert (checked.rows_read, checked.rows_accepted, checked.rows_quarantined) == (0, 0, 0)
