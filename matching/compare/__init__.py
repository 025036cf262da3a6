"""The table of comparisons: what a model file may name under `function`.

A comparison is a pure function from aligned Arrow arrays (left columns, then right columns) to int8 level
numbers, positions in its `levels`; -1 when there is nothing to compare.  It knows no weights: those are
the model's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import numpy as np


@dataclass(frozen=True)
class Function:
    """A comparison function and its levels, best first."""

    compare: Callable[..., np.ndarray]
    levels: tuple[str, ...]


MODULES = {
    "names": "names",
    "numbers": "numbers",
    "dates": "dates",
    "equal": "equality",
    "text": "text",
    "edits": "edits",
    "crossed": "crossed",
}


def function(name: str) -> Function:
    """The comparison called `name` in model files; KeyError when there is none."""
    module = import_module(f"matching.compare.{MODULES[name]}")
    return Function(module.compare, module.LEVELS)
