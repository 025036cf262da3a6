"""Numbers, dates, plain attributes and free text: in which way two differ; numbers one slip away."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import compare
from matching.compare import dates, numbers, text
from matching.model import shipped
from matching.number_candidates import slips
from tests.matching.population import check

OWN = "99010119800615011" + check("99010119800615011")
OTHER = "99010119800615013" + check("99010119800615013")


@pytest.mark.parametrize(
    ("left", "status", "right", "right_status", "level"),
    [
        (OWN, "claimed", OWN, "valid", "claimed"),
        (OWN, "claimed", OTHER, "valid", "claimed_elsewhere"),
        (OWN, "valid", OTHER, "valid", "other_valid"),
        (OWN, "void", OTHER, "valid", None),
        (OWN, "second", OWN, "valid", "same"),
        ("E1234567", "other", "E1234567", "other", "same"),
        ("E1234567", "other", OWN, "valid", None),
        (OWN[:9] + OWN[10:], "failed", OWN, "valid", "slip"),
        (OWN[:4] + OWN[5] + OWN[4] + OWN[6:], "failed", OWN, "valid", "slip"),
        (OWN[:4] + "7" + OWN[5:], "failed", OWN, "valid", "slip"),
        (OWN[:4] + OWN[4] + OWN[4:], "failed", OWN, "valid", "slip"),
        (OWN[:6] + OWN[8:17], "failed", OWN, "valid", "slip"),
        (OWN[:15] + "000", "failed", OWN, "valid", "rounded"),
        (OWN[:6] + "********" + OWN[14:], "masked", OWN, "valid", "masked"),
        (OWN[:14] + "****", "masked", OWN, "valid", "masked_birth"),
        (OWN[:14] + "**" + OWN[16:], "masked", OWN, "valid", "masked_with_birth"),
        (OWN[:6] + "************", "masked", OWN, "valid", None),
        (OWN[:10] + "********", "masked", OWN, "valid", "masked_weak"),
        ("420102********9999", "masked", OWN, "valid", "contradicts"),
        ("420102199912129999", "failed", OWN, "valid", "unrelated"),
        (None, "none", OWN, "valid", None),
    ],
)
def test_numbers(left: str | None, status: str, right: str, right_status: str, level: str | None) -> None:
    columns = [pa.array([value], pa.string()) for value in (left, status, right, right_status)]
    found = numbers.compare(*columns)[0]
    assert (numbers.LEVELS[found] if found >= 0 else None) == level


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (19800615, 19800615, "same"),
        (19800101, 19800101, "january_first"),
        (19800612, 19801206, "turned"),
        (19800615, 19800625, "one_digit"),
        (19800615, 19810615, "one_digit"),
        (19800615, 19900615, "year_digit"),
        (19800615, 19800720, "lunar"),
        (19791220, 19800118, "lunar"),
        (19800615, 19801130, "same_year"),
        (19800615, 19820930, "near_year"),
        (19800615, 20131130, "far"),
        (None, 19800615, None),
    ],
)
def test_dates(left: int | None, right: int, level: str | None) -> None:
    for a, b in ((left, right), (right, left)):
        found = dates.compare(pa.array([a], pa.int64()), pa.array([b], pa.int64()))[0]
        assert (dates.LEVELS[found] if found >= 0 else None) == level


def test_equality_and_text() -> None:
    equal = compare.function("equal").compare
    assert equal(pa.array(["a", "a", None]), pa.array(["a", "b", "a"])).tolist() == [0, 1, -1]
    found = text.compare(
        pa.array(["michael", "michael", "ann", None]), pa.array(["michael", "micheal", "zoe", "a"])
    )
    assert [text.LEVELS[level] if level >= 0 else None for level in found] == [
        "same",
        "close",
        "different",
        None,
    ]


BODY = st.integers(10**16, 10**17 - 1).map(str)


@given(BODY, st.integers(0, 17), st.integers(0, 9))
def test_the_number_meant_is_among_the_slips(body: str, place: int, digit: int) -> None:
    number = body + check(body)
    typed = [
        number[:place] + str(digit) + number[place + 1 :],
        number[:place] + number[place + 1 :],
        number[:place] + number[place] + number[place:],
        number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :] if place else number,
    ]
    for wrong in typed:
        if wrong[:-1].isdigit():
            found = slips([wrong])
            assert int(body) in found["exact_key"].to_pylist()


@given(st.text("0123456789", min_size=17, max_size=17), st.sampled_from("0123456789X"))
def test_the_slips_are_all_numbers_that_one_slip_makes(start: str, last: str) -> None:
    wrong = start + last
    meant = {wrong[:place] + digit + wrong[place + 1 :] for place in range(17) for digit in "0123456789"}
    meant |= {wrong[:at] + wrong[at + 1] + wrong[at] + wrong[at + 2 :] for at in range(17)}
    right = {int(one[:17]) for one in meant if one[:17].isdigit() and one[17] == check(one[:17])}
    assert set(slips([wrong])["exact_key"].to_pylist()) == right | {int(start)}
    lost = {start[:at] + digit + start[at:16] for at in range(17) for digit in "0123456789"}
    right = {int(one) for one in lost if check(one) == start[16]}
    assert set(slips([start])["exact_key"].to_pylist()) == right | {int(start)}


def test_every_level_of_the_model_is_one_of_its_function() -> None:
    for comparison in shipped().comparisons:
        known = compare.function(comparison.function).levels
        assert set(comparison.levels) == set(known)
