"""Codes and numbers of any kind: how many slips apart.

In: aligned Arrow arrays of text.  Out: int8 levels, positions in `LEVELS`, -1 when either is missing.  A slip
is one character replaced, lost, added, or two neighbours swapped (optimal string alignment, RapidFuzz).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

LEVELS = ("same", "one_slip", "two_slips", "different")


def compare(left: pa.Array, right: pa.Array) -> np.ndarray:
    """Level of every pair of texts."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cpdist

    missing = left.is_null().to_numpy(zero_copy_only=False) | right.is_null().to_numpy(zero_copy_only=False)
    a, b = left.fill_null("").to_pylist(), right.fill_null("").to_pylist()
    level = np.minimum(cpdist(a, b, scorer=OSA.distance, dtype=np.int32), 3).astype(np.int8)
    level[missing] = -1
    return level
