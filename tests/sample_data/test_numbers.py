"""Numbers are right where they should be and wrong where they should be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sample_data import numbers, wrong_numbers
from sample_data.draw import stream


def independent_check(body: str) -> str:
    """GB 11643-1999 by hand: the sum of digit times 2**(17-i) modulo 11."""
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return "10X98765432"[total % 11]


@given(st.integers(min_value=10**16, max_value=10**17 - 1))
def test_check_character_agrees_with_the_standard(body: int) -> None:
    assert numbers.check_characters(np.array([body]))[0] == independent_check(str(body))


def test_known_numbers() -> None:
    assert numbers.is_valid("610104196209276908")
    assert numbers.is_valid("932682198501010017")
    assert not numbers.is_valid("610104196209276907")


def test_bodies_are_distinct_and_odd_for_men() -> None:
    n = 3000
    birth = np.full(n, np.datetime64("1990-01-01")) + (np.arange(n) % 5).astype("timedelta64[D]")
    male = np.arange(n) % 2 == 0
    body = numbers.resident_bodies(
        stream(1, "t"), np.full(n, 420102) + np.arange(n) % 10, birth, male, np.full(n, -1)
    )
    assert len(set(body.tolist())) == n
    assert ((body % 2 == 1) == male).all()


def test_a_twin_follows_in_number() -> None:
    birth = np.full(2, np.datetime64("2015-03-04"))
    body = numbers.resident_bodies(
        stream(1, "t"), np.array([420102, 420102]), birth, np.array([True, True]), np.array([-1, 0])
    )
    assert 0 < abs(int(body[1] - body[0])) <= 2 or body[0] % 1000 >= 995


@pytest.mark.parametrize("kind", sorted(wrong_numbers.TYPOS))
def test_a_typo_never_passes_the_check(kind: str) -> None:
    rng = stream(3, kind)
    right = numbers.to_number(42010219900101 * 1000 + np.arange(1, 400)).tolist()
    for before, after in zip(right, wrong_numbers.spoil(rng, kind, right), strict=True):
        assert after != before
        assert not numbers.is_valid(after)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("old_15", "610104620927690"),
        ("float_rounded", "610104196209276000"),
        ("masked", "610104********6908"),
        ("full_width", "６１０１０４１９６２０９２７６９０８"),
    ],
)
def test_forms(kind: str, expected: str) -> None:
    assert wrong_numbers.spoil(stream(1, "t"), kind, ["610104196209276908"]) == [expected]


def test_a_double_keeps_the_first_fifteen_digits() -> None:
    spoiled = wrong_numbers.spoil(stream(1, "t"), "double_rounded", ["610104196209276908"])[0]
    assert spoiled[:15] == "610104196209276"
    assert spoiled != "610104196209276908"
