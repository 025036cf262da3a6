"""Valid numbers that an unusable number may have been meant to be.

In: distinct numbers as typed.  Out: Arrow tables (number VARCHAR, exact_key BIGINT) of every 17-digit key
one slip away whose check character agrees with what was typed.  About twenty for each, so an equality join
finds the few that exist.

The check character is a weighted sum modulo 11, a prime, and no weight is 0: at any place only one digit makes the sum
right, so it is worked out, not tried.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
"""GB 11643-1999."""

CHECKS = np.array([1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.int64)
_SUM_OF = np.argsort(CHECKS)
"""The sum modulo 11 that a check character (10 is X) stands for."""
_INVERSE = np.array([pow(int(weight), -1, 11) for weight in WEIGHTS])
_POWERS = 10 ** np.arange(16, -1, -1, dtype=np.int64)

Found = Iterator[tuple[np.ndarray, np.ndarray]]
"""Rows of a table of digits, and the keys found for them."""


def slips(numbers: list[str]) -> pa.Table:
    """Keys one substitution, adjacent swap, lost or doubled character, or century away from each number."""
    typed: list[pa.Array] = []
    keys: list[np.ndarray] = []
    by_length: dict[int, list[str]] = {}
    for number in numbers:
        if number[:-1].isdigit() and number.isascii() and (number[-1].isdigit() or number[-1] == "X"):
            by_length.setdefault(len(number), []).append(number)
    for length, maker in {15: _from_15, 17: _from_17, 18: _from_18, 19: _from_19}.items():
        group = by_length.get(length, [])
        if length == 15:
            group = [number for number in group if number.isdigit()]
        if not group:
            continue
        digit = np.array(group, dtype=f"<U{length}").view(np.uint32).reshape(len(group), length)
        digit = np.where(digit == ord("X"), 10, digit.astype(np.int64) - ord("0"))
        found = list(maker(digit))
        typed.append(pa.array(group, pa.string()).take(pa.array(np.concatenate([rows for rows, _ in found]))))
        keys += [key for _, key in found]
    return pa.table(
        {
            "number": pa.chunked_array(typed, pa.string()),
            "exact_key": pa.array(np.concatenate(keys) if keys else np.zeros(0, np.int64), pa.int64()),
        }
    )


def _from_18(digit: np.ndarray) -> Found:
    body, check = digit[:, :17], digit[:, 17]
    key, total = body @ _POWERS, body @ WEIGHTS
    lacking = (_SUM_OF[check] - total) % 11
    yield np.arange(len(digit)), key
    for place in range(17):
        step = lacking * _INVERSE[place] % 11
        for change in (step, step - 11):
            rows = np.flatnonzero(
                (step > 0) & (body[:, place] + change >= 0) & (body[:, place] + change <= 9)
            )
            yield rows, key[rows] + change[rows] * _POWERS[place]
    for place in range(16):
        change = body[:, place + 1] - body[:, place]
        changed = change * (WEIGHTS[place] - WEIGHTS[place + 1])
        rows = np.flatnonzero((change != 0) & ((changed - lacking) % 11 == 0))
        yield rows, key[rows] + change[rows] * (_POWERS[place] - _POWERS[place + 1])
    swapped = body.copy()  # the last digit and the check character
    swapped[:, 16] = check
    yield _checked(swapped, body[:, 16])


def _from_17(digit: np.ndarray) -> Found:
    """One digit was lost: of the body, so that the last one is the check character, or that."""
    whole = np.flatnonzero(digit[:, 16] < 10)
    yield whole, digit[whole] @ _POWERS
    for place in range(17):
        with_gap = np.insert(digit[:, :16], place, 0, axis=1)
        lost = (_SUM_OF[digit[:, 16]] - with_gap @ WEIGHTS) * _INVERSE[place] % 11
        rows = np.flatnonzero(lost < 10)
        yield rows, with_gap[rows] @ _POWERS + lost[rows] * _POWERS[place]


def _from_19(digit: np.ndarray) -> Found:
    for gone in range(19):
        left = np.delete(digit, gone, axis=1)
        yield _checked(left[:, :17], left[:, 17])


def _from_15(digit: np.ndarray) -> Found:
    """The old form has no check character: every other digit may be meant."""
    century = np.insert(np.insert(digit, 6, 9, axis=1), 6, 1, axis=1)
    key = century @ _POWERS
    for place in (*range(6), *range(8, 17)):
        for step in range(1, 10):
            change = (century[:, place] + step) % 10 - century[:, place]
            yield np.arange(len(digit)), key + change * _POWERS[place]


def _checked(body: np.ndarray, check: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of `body` (n x 17 digits) whose check character is `check`, and their keys."""
    rows = np.flatnonzero((CHECKS[body @ WEIGHTS % 11] == check) & (body < 10).all(axis=1))
    return rows, body[rows] @ _POWERS
