"""Birth dates: in which way two differ.

In: aligned int64 arrays yyyymmdd.  Out: int8 levels, positions in `LEVELS`, -1 when either is missing.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

LEVELS = (
    "same",
    "january_first",
    "turned",
    "one_digit",
    "lunar",
    "same_year",
    "near_year",
    "year_digit",
    "far",
)
_AT = {name: number for number, name in enumerate(LEVELS)}

FAR_YEARS = 3
"""Years of birth this far apart are two people's."""


def compare(left: pa.Array, right: pa.Array) -> np.ndarray:
    """Level of every pair of dates given as yyyymmdd."""
    a = left.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    b = right.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
    year = np.abs(a // 10000 - b // 10000)
    level = np.where(
        year >= FAR_YEARS, _AT["far"], np.where(year > 0, _AT["near_year"], _AT["same_year"])
    ).astype(np.int8)
    days = np.abs(_days(a) - _days(b))
    level[(days >= 15) & (days <= 60)] = _AT["lunar"]
    differing = sum((a // 10**place % 10 != b // 10**place % 10).astype(np.int8) for place in range(8))
    level[differing == 1] = np.where(year >= FAR_YEARS, _AT["year_digit"], _AT["one_digit"])[differing == 1]
    turned = (year == 0) & (a // 100 % 100 == b % 100) & (a % 100 == b // 100 % 100)
    level[turned] = _AT["turned"]
    level[a == b] = np.where(a % 10000 == 101, _AT["january_first"], _AT["same"])[a == b]
    level[(a <= 0) | (b <= 0)] = -1
    return level


def _days(date: np.ndarray) -> np.ndarray:
    """Days since 1970 by the proleptic calendar; impossible days run over into the next month."""
    months = (date // 10000 - 1970) * 12 + np.clip(date // 100 % 100, 1, 12) - 1
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + date % 100
