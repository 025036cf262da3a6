"""Two attributes of which one record may hold each in the other's place (given name and surname).

In: aligned Arrow arrays, both attributes of the left record, then both of the right.  Out: int8 levels,
positions in `LEVELS`, -1 when any is missing, or when left and right agree in their own places.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LEVELS = ("crossed", "not_crossed")


def compare(left_a: pa.Array, left_b: pa.Array, right_a: pa.Array, right_b: pa.Array) -> np.ndarray:
    """`crossed` where each equals the other's other attribute."""
    crossed = pc.and_(pc.equal(left_a, right_b), pc.equal(left_b, right_a))
    level = pc.if_else(crossed, pa.scalar(0, pa.int8()), pa.scalar(1, pa.int8())).fill_null(-1)
    straight = pc.or_(pc.equal(left_a, right_a), pc.equal(left_b, right_b)).fill_null(False)
    return np.where(straight.to_numpy(zero_copy_only=False), -1, level.to_numpy(zero_copy_only=False)).astype(
        np.int8
    )
