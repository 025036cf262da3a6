"""Plain attributes: equal or not.

In: aligned Arrow arrays.  Out: int8 levels, positions in `LEVELS`, -1 when either is missing.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

LEVELS = ("same", "different")


def compare(left: pa.Array, right: pa.Array) -> np.ndarray:
    """0 where equal, 1 where not, -1 where either is NULL."""
    equal = pc.if_else(pc.equal(left, right), pa.scalar(0, pa.int8()), pa.scalar(1, pa.int8()))
    return equal.fill_null(pa.scalar(-1, pa.int8())).to_numpy(zero_copy_only=False)
