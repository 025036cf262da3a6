"""Which rows are of use: whom a number can name, what a spreadsheet makes of a value, required whole numbers."""

import pytest

GOOD = "000000190001010009"


@pytest.mark.parametrize(
    ("number", "usable"),
    [
        (GOOD, True),
        (GOOD[:17] + "*", True),
        ("12345678", True),
        ("H12345678", True),
        ("1234567", False),
        ("1" * 18, False),
        ("9" * 18, False),
        ("0" * 15, False),
        ("无", False),
    ],
)
def test_a_number_without_a_name(checker, payment, number, usable):
    outcome = checker("mz_payment", [payment(name="", id_number=number)])
    assert (len(outcome.accepted), len(outcome.quarantined)) == ((1, 0) if usable else (0, 1))


@pytest.mark.parametrize(("number", "usable"), [("G" + GOOD, True), ("0", False)])
def test_a_school_number_is_enough_to_know_somebody(checker, number, usable):
    row = {"student_no": number, "name": "", "stage": "小学", "status": "在读"}
    assert bool(checker("jy_student", [row]).accepted) == usable


@pytest.mark.parametrize(("text", "year"), [("2025", 2025), ("2025.0", 2025), ("去年", None), (None, None)])
def test_a_required_whole_number(checker, text, year):
    row = {"enrolment_id": "1", "name": "甲", "scheme": "390", "year": text, "status": "active"}
    outcome = checker("yb_enrolment", [row])
    assert [a["year"] for a in outcome.accepted] == ([year] if year else [])
    assert [r.split(":")[0] for r in outcome.reasons] == ([] if year else ["year"])


@pytest.mark.parametrize(("text", "covered"), [("1.0", "Y"), ("0.0", "N"), ("2.0", None)])
def test_yes_and_no_of_a_spreadsheet(checker, text, covered):
    (row,) = checker(
        "mz_member", [{"household_id": "H", "member_no": "1", "name": "甲", "covered": text}]
    ).accepted
    assert row["covered"] == covered


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2025-2026秋季", "2025-2026-1"),
        ("2025-2026学年第一学期", "2025-2026-1"),
        ("2025-2026学年下学期", "2025-2026-2"),
        ("2025/2026-2", "2025-2026-2"),
    ],
)
def test_spellings_of_terms(checker, text, term):
    outcome = checker("jy_aid", [{"aid_id": "1", "term": text, "amount": "1", "name": "甲"}])
    assert [a["term"] for a in outcome.accepted] == [term]


def test_what_is_unreadable_in_a_required_column_is_quarantined_and_not_counted_as_emptied(checker, payment):
    checked = checker("mz_payment", [payment(amount="x"), payment(payment_id="2", result="y")]).checked
    assert (checked.rows_quarantined, checked.nulled) == (1, {"result": 1})


def test_blank_numbers_of_rows_that_name_nobody_count_too(checker, payment):
    checked = checker("mz_payment", [payment(), payment(payment_id="2", name="", id_number="无")]).checked
    assert (checked.blank_ids, checked.rows_quarantined) == (1, 1)
