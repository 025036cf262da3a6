"""Random streams and small sampling helpers: every part of the generator draws from a stream of its own,
so that a change in one part leaves the others as they were, and a seed gives the same bytes everywhere."""

import zlib
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Array = npt.NDArray[Any]


def stream(seed: int, label: str) -> np.random.Generator:
    """The random stream of one part (`label`) of the province with this seed."""
    return np.random.default_rng([seed, zlib.crc32(label.encode())])


def choose(rng: np.random.Generator, values: Sequence[Any], weights: Sequence[float], n: int) -> Array:
    """`n` values drawn with weights (any positive scale)."""
    w = np.asarray(weights, dtype=float)
    return np.asarray(values)[rng.choice(len(w), size=n, p=w / w.sum())]


def chance(rng: np.random.Generator, p: float | npt.NDArray[np.float64], n: int) -> Bools:
    """`n` independent yes/no draws with probability `p` (one for all, or one each)."""
    return rng.random(n) < p


def between(rng: np.random.Generator, low: int | Array, high: int | Array, n: int) -> Ints:
    """`n` whole numbers from `low` to `high`, both included."""
    return rng.integers(low, np.asarray(high) + 1, size=n)


def days_before(day: date, back: Ints) -> Days:
    """The dates `back` days before `day`."""
    return np.datetime64(day, "D") - back.astype("timedelta64[D]")


def years_old(birth: Days, day: date) -> Ints:
    """Completed years on `day`."""
    b = birth.astype("datetime64[D]")
    year = b.astype("datetime64[Y]").astype(int) + 1970
    month = b.astype("datetime64[M]").astype(int) % 12 + 1
    dom = (b - b.astype("datetime64[M]")).astype(int) + 1
    before = (month * 100 + dom) > (day.month * 100 + day.day)
    return np.asarray(day.year - year - before, dtype=np.int64)
