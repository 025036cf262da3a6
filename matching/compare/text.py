"""Free text in an alphabet: how close two spellings are, by Jaro–Winkler similarity (RapidFuzz).

In: aligned Arrow arrays of text.  Out: int8 levels, positions in `LEVELS`, -1 when either is missing.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

LEVELS = ("same", "close", "near", "different")

CLOSE, NEAR = 0.92, 0.85
"""Jaro–Winkler similarity from which two spellings are `close` or `near`."""


def compare(left: pa.Array, right: pa.Array) -> np.ndarray:
    """Level of every pair of texts."""
    from rapidfuzz.distance import JaroWinkler
    from rapidfuzz.process import cpdist

    missing = (left.is_null().to_numpy(zero_copy_only=False)) | (
        right.is_null().to_numpy(zero_copy_only=False)
    )
    a, b = left.fill_null("").to_pylist(), right.fill_null("").to_pylist()
    similar = cpdist(a, b, scorer=JaroWinkler.normalized_similarity, dtype=np.float32)
    level = np.select([similar >= 1, similar >= CLOSE, similar >= NEAR], [0, 1, 2], default=3).astype(np.int8)
    level[missing] = -1
    return level
