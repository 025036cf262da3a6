"""Valid numbers that an unusable number may have been meant to be.

In: distinct numbers as typed.  Out: Arrow tables (number VARCHAR, exact_key BIGINT) of every 17-digit key
one slip away whose check character agrees with what was typed.  About twenty for each, so an equality join
finds the few that exist.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
"""GB 11643-1999."""

CHECKS = np.array([1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2], dtype=np.int64)
_POWERS = 10 ** np.arange(16, -1, -1, dtype=np.int64)


def slips(numbers: list[str]) -> pa.Table:
    """Keys one substitution, adjacent swap, lost or doubled character, or century away from each number."""
    texts: list[np.ndarray] = []
    keys: list[np.ndarray] = []
    by_length: dict[int, list[str]] = {}
    for number in numbers:
        if number[:-1].isdigit() and number.isascii() and (number[-1].isdigit() or number[-1] == "X"):
            by_length.setdefault(len(number), []).append(number)
    for length, maker in {15: _from_15, 17: _from_17, 18: _from_18, 19: _from_19}.items():
        group = by_length.get(length, [])
        if length in (15,):
            group = [number for number in group if number.isdigit()]
        if not group:
            continue
        digit = (
            np.array(group, dtype=f"<U{length}").view(np.uint32).reshape(len(group), length).astype(np.int64)
            - 48
        )
        digit[digit == ord("X") - 48] = 10
        for row, key in maker(digit):
            texts.append(np.array(group, dtype=object)[row])
            keys.append(key)
    number_column = np.concatenate(texts) if texts else np.zeros(0, dtype=object)
    key_column = np.concatenate(keys) if keys else np.zeros(0, dtype=np.int64)
    return pa.table(
        {
            "number": pa.array(number_column.tolist(), pa.string()),
            "exact_key": pa.array(key_column, pa.int64()),
        }
    )


Found = list[tuple[np.ndarray, np.ndarray]]


def _checked(body: np.ndarray, check: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of `body` (n x 17 digits) whose check character is `check`, and their keys."""
    right = (CHECKS[body @ WEIGHTS % 11] == check) & (body < 10).all(axis=1)
    rows = np.flatnonzero(right)
    return rows, body[rows] @ _POWERS


def _from_18(digit: np.ndarray) -> Found:
    body, check = digit[:, :17], digit[:, 17]
    whole = np.flatnonzero((body < 10).all(axis=1))
    found: Found = [(whole, body[whole] @ _POWERS)]
    for place in range(17):
        for step in range(1, 10):
            other = body.copy()
            other[:, place] = (body[:, place] + step) % 10
            found.append(_checked(other, check))
    for place in range(16):
        other = body.copy()
        other[:, [place, place + 1]] = body[:, [place + 1, place]]
        found.append(_checked(other, check))
    other = body.copy()  # the last digit and the check character swapped
    other[:, 16] = check
    found.append(_checked(other, body[:, 16]))
    return found


def _from_17(digit: np.ndarray) -> Found:
    whole = np.flatnonzero((digit < 10).all(axis=1))
    found: Found = [(whole, digit[whole] @ _POWERS)]
    for place in range(17):
        for lost in range(10):
            other = np.insert(digit[:, :16], place, lost, axis=1)
            found.append(_checked(other, digit[:, 16]))
    return found


def _from_19(digit: np.ndarray) -> Found:
    return [
        _checked(np.delete(digit, gone, axis=1)[:, :17], np.delete(digit, gone, axis=1)[:, 17])
        for gone in range(19)
    ]


def _from_15(digit: np.ndarray) -> Found:
    century = np.insert(np.insert(digit, 6, 9, axis=1), 6, 1, axis=1)
    everyone = np.arange(len(digit))
    found: Found = []
    for place in (*range(6), *range(8, 17)):
        for step in range(1, 10):
            other = century.copy()
            other[:, place] = (century[:, place] + step) % 10
            found.append((everyone, other @ _POWERS))
    return found
