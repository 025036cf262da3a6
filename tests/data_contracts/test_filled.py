"""How many accepted rows have a value, by column."""

import pytest


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
