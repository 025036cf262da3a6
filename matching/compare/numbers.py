"""Identity numbers of which at least one is not usable as it stands: does it fit the other?

In: aligned Arrow arrays of numbers as typed (folded) and their status, left and right.  Out: int8 levels,
positions in `LEVELS`, -1 when there is nothing to compare.  Statuses: valid, repaired (18 characters,
trusted), claimed (trusted, but the name does not fit its owner), held (claimed, and something shows it to be the row's own),
doubtful (passes its check, but may be a spreadsheet's rounding), void (shown to be another
person's), stopgap (many carry it), second (the other number of such a row), failed, masked, other, none.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LEVELS = (
    "same",
    "claimed",
    "slip",
    "masked_with_birth",
    "rounded",
    "masked",
    "masked_birth",
    "damaged",
    "same_foreign",
    "masked_ends",
    "masked_weak",
    "two_slips",
    "unrelated",
    "contradicts",
    "claimed_elsewhere",
    "other_valid",
)
_AT = {name: number for number, name in enumerate(LEVELS)}
_STATUSES = (
    "valid",
    "repaired",
    "claimed",
    "held",
    "doubtful",
    "void",
    "stopgap",
    "second",
    "failed",
    "masked",
    "other",
    "none",
)
_STATUS = {name: number for number, name in enumerate(_STATUSES)}
_TRUSTED = _STATUS["held"]
"""The last of the statuses that are trusted."""
WIDTH = 24

AREA_DIGITS = 6
"""Digits of a number that name a county; visible alone they say no more than a row's county does."""

ROUNDING = 128
"""A double near 8e17 is a multiple of 128: a number stored as one is at most that far off."""

HALF = 500
"""A number of 18 digits rounded to 15 is at most that far off."""


def compare(left: pa.Array, left_status: pa.Array, right: pa.Array, right_status: pa.Array) -> np.ndarray:
    """Level of every pair of numbers."""
    a, b = _statuses(left_status), _statuses(right_status)
    silent = _nothing(a, left) | _nothing(b, right)
    level = np.full(len(left), -1, dtype=np.int8)
    equal = pc.equal(left, right).fill_null(False).to_numpy(zero_copy_only=False)
    trusted = (a <= _TRUSTED) & (b <= _TRUSTED)
    level[trusted] = np.where(equal, _AT["claimed"], _AT["other_valid"])[trusted]
    one_claimed = (a == _STATUS["claimed"]) != (b == _STATUS["claimed"])
    level[trusted & ~equal & one_claimed] = _AT["claimed_elsewhere"]
    level[~trusted & equal] = _AT["same"]
    masked = (a == _STATUS["masked"]) & (b == _STATUS["masked"])
    other = (a == _STATUS["other"]) | (b == _STATUS["other"])
    level[other & ~equal & (a == b)] = _AT["unrelated"]
    rows = np.flatnonzero(~trusted & (~equal | masked) & ~other & ~silent)
    if rows.size:
        firm = (a <= _TRUSTED) | (b <= _TRUSTED)
        level[rows] = _resembling(left.take(pa.array(rows)), right.take(pa.array(rows)), ~firm[rows])
        # visible digits may differ from a number that is itself wrong
        level[(level == _AT["contradicts"]) & ~firm & ~masked] = _AT["unrelated"]
    passed = (a <= _STATUS["doubtful"]) & (b <= _STATUS["doubtful"])
    level[passed & (level == _AT["unrelated"])] = _AT["other_valid"]
    level[silent] = -1
    level[(a == _STATUS["void"]) & (b == _STATUS["void"]) & equal] = _AT["same_foreign"]
    return level


def _statuses(status: pa.Array) -> np.ndarray:
    """Positions in _STATUSES: a missing status is `none`, an unknown one as good as `failed`."""
    at = pc.index_in(status.fill_null("none"), value_set=pa.array(_STATUSES))
    return at.fill_null(_STATUS["failed"]).to_numpy(zero_copy_only=False)


def _nothing(status: np.ndarray, number: pa.Array) -> np.ndarray:
    """Numbers that say nothing of their own (bool)."""
    missing = number.is_null().to_numpy(zero_copy_only=False)
    return missing | np.isin(status, [_STATUS[name] for name in ("void", "stopgap", "none")])


def _matrix(values: pa.Array) -> np.ndarray:
    texts = np.array(values.to_pylist(), dtype=f"<U{WIDTH}")
    return texts.view(np.uint32).reshape(len(values), WIDTH)


def _resembling(left: pa.Array, right: pa.Array, neither: np.ndarray) -> np.ndarray:
    """Texts of which at least one is not trusted (`neither`: none is): slip, rounded, masked, damaged or unrelated."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    edits = cpdist(left.to_pylist(), right.to_pylist(), scorer=OSA.distance, score_cutoff=2)
    level = np.full(len(left), _AT["unrelated"], dtype=np.int8)
    level[edits <= 2] = np.where(neither, _AT["damaged"], _AT["two_slips"])[edits <= 2]
    closer = np.flatnonzero((edits <= 2) | _of_a_kind(left, right))  # most are neither close nor cut
    if not closer.size:
        return level
    left, right, neither = left.take(pa.array(closer)), right.take(pa.array(closer)), neither[closer]
    x, y = _matrix(left), _matrix(right)
    lx, ly = (x > 0).sum(axis=1), (y > 0).sum(axis=1)
    found = level[closer]
    # one rounded to end in zeros, the other with a slip of its own
    cut = np.flatnonzero(
        neither & (found == _AT["unrelated"]) & (_ends_in_zeros(x, lx) | _ends_in_zeros(y, ly))
    )
    if cut.size:
        starts = (
            pc.utf8_slice_codeunits(side.take(pa.array(cut)), 0, 15).to_pylist() for side in (left, right)
        )
        found[cut[cpdist(*starts, scorer=OSA.distance) <= 1]] = _AT["damaged"]
    found[_rounded(x, y, lx, ly)] = _AT["rounded"]
    found[_one_slip(x, y, lx, ly)] = _AT["slip"]
    hidden = ((x == ord("*")) | (y == ord("*"))).any(axis=1)
    found[hidden] = _masked(x[hidden], y[hidden], lx[hidden] == ly[hidden])
    level[closer] = found
    return level


def _of_a_kind(left: pa.Array, right: pa.Array) -> np.ndarray:
    """Pairs that may agree although many characters differ: masked, 15 digits, ending in zeros, the same beginning."""
    kind = pc.equal(pc.utf8_slice_codeunits(left, 0, 12), pc.utf8_slice_codeunits(right, 0, 12))
    for side in (left, right):
        kind = pc.or_(kind, pc.match_substring(side, "*"))
        kind = pc.or_(kind, pc.or_(pc.ends_with(side, "000"), pc.equal(pc.utf8_length(side), 15)))
    return kind.to_numpy(zero_copy_only=False)


def _masked(x: np.ndarray, y: np.ndarray, as_long: np.ndarray) -> np.ndarray:
    """Levels of pairs of which one hides characters: by what is visible on both sides."""
    hidden = (x == ord("*")) | (y == ord("*"))
    visible = ~hidden & (x > 0)
    seen = visible.sum(axis=1)
    serial = visible[:, 14:18].sum(axis=1) >= 3
    birth = visible[:, 6:14].all(axis=1) & (seen >= 12)
    fits = np.select(
        [
            birth & (visible[:, 14:18].sum(axis=1) >= 2),
            birth,
            serial & (seen >= 9),
            serial & (seen >= 7),
        ],
        [_AT["masked_with_birth"], _AT["masked_birth"], _AT["masked"], _AT["masked_ends"]],
        default=_AT["masked_weak"],
    )
    agree = ((x == y) | hidden).all(axis=1)
    says = as_long & visible[:, AREA_DIGITS:].any(axis=1)
    return np.where(says, np.where(agree, fits, _AT["contradicts"]), -1)


def _ends_in_zeros(x: np.ndarray, length: np.ndarray) -> np.ndarray:
    """18 characters of which the last three are zeros, as a spreadsheet leaves them."""
    return (length == 18) & (x[:, 15:18] == ord("0")).all(axis=1)


def _one_slip(x: np.ndarray, y: np.ndarray, lx: np.ndarray, ly: np.ndarray) -> np.ndarray:
    """One substitution, adjacent swap, lost or doubled character; 15 digits are read as 18 without the
    century."""
    differing = (x != y).sum(axis=1)
    slip = (lx == ly) & (differing == 1)
    two = np.flatnonzero((lx == ly) & (differing == 2))
    for place in range(17):
        slip[two] |= (x[two, place] == y[two, place + 1]) & (x[two, place + 1] == y[two, place])
    longer, shorter = np.where((lx > ly)[:, None], x, y), np.where((lx > ly)[:, None], y, x)
    one = np.flatnonzero(np.abs(lx - ly) == 1)
    for gone in range(19):
        kept = np.delete(longer[one], gone, axis=1)
        slip[one] |= (kept == shorter[one, : WIDTH - 1]).all(axis=1)
    old = (np.minimum(lx, ly) == 15) & (np.maximum(lx, ly) == 18)
    old &= (longer[:, 6] == ord("1")) & (longer[:, 7] == ord("9"))
    without = np.concatenate([longer[:, :6], longer[:, 8:17]], axis=1)
    slip |= old & ((without != shorter[:, :15]).sum(axis=1) <= 1)
    return slip


def _rounded(x: np.ndarray, y: np.ndarray, lx: np.ndarray, ly: np.ndarray) -> np.ndarray:
    """One of two 18-digit numbers went through a double, or was cut or rounded to a spreadsheet's 15 digits."""
    both = (lx == 18) & (ly == 18)
    digits = ((x[:, :18] >= 48) & (x[:, :18] <= 57) & (y[:, :18] >= 48) & (y[:, :18] <= 57)).all(axis=1)
    zeros = _ends_in_zeros(x, lx) | _ends_in_zeros(y, ly)
    cut = zeros & (x[:, :15] == y[:, :15]).all(axis=1)
    apart = np.abs(_value(x) - _value(y))
    return both & (cut | (digits & (apart <= np.where(zeros, HALF, ROUNDING))))


def _value(x: np.ndarray) -> np.ndarray:
    """18 digits as a number; of other texts some number."""
    return sum((x[:, place].astype(np.int64) - 48) * 10 ** (17 - place) for place in range(18))
