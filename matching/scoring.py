"""Levels of candidate pairs to bits.

In: a level for every comparison of a pair (the best that any record of the person gives), and the model.  Out: the weight in
bits, and what the levels allow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from matching.compare import function
from matching.model import Comparison, Level, Model

MISSING = 127


@dataclass(frozen=True)
class Scored:
    """Aligned arrays, sorted by left and right: ends of the pair, level per comparison (MISSING where nothing to compare),
    total `bits` without prior, `rarity` (by comparison with a frequency: what agreement would be worth)."""

    left: np.ndarray
    right: np.ndarray
    levels: dict[str, np.ndarray]
    bits: np.ndarray
    rarity: dict[str, np.ndarray]

    @cached_property
    def kinds(self) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Pairs with the same levels are of a kind, and there are few: the levels of each kind, and the kind of each pair."""
        code, codes = np.zeros(len(self.left), dtype=np.int64), 1
        for level in self.levels.values():
            most = int(level[level < MISSING].max(initial=0))
            if codes > 2**62 // (most + 2):
                known, code = np.unique(code, return_inverse=True)
                codes = len(known)
            code, codes = code * (most + 2) + np.minimum(level, most + 1), codes * (most + 2)
        _, first, kind = np.unique(code, return_index=True, return_inverse=True)
        return {name: level[first] for name, level in self.levels.items()}, kind


def level_table(comparison: Comparison) -> list[Level | None]:
    """Levels of a comparison by level number; None for those the model does not use."""
    return [comparison.levels.get(name) for name in function(comparison.function).levels]


def flags(comparison: Comparison, field: str) -> np.ndarray:
    """A yes/no field of the levels, indexable by level number (MISSING and unused levels: no)."""
    out = np.zeros(MISSING + 1, dtype=bool)
    for number, level in enumerate(level_table(comparison)):
        out[number] = bool(level and getattr(level, field))
    return out


def weigh(levels: dict[str, np.ndarray], rarity: dict[str, np.ndarray], model: Model) -> np.ndarray:
    """Total bits of every pair: correlated agreement counted once, as the model's groups and `covers` say."""
    return np.sum(list(parts_in_bits(levels, rarity, model).values()), axis=0)


def parts_in_bits(
    levels: dict[str, np.ndarray], rarity: dict[str, np.ndarray], model: Model
) -> dict[str, np.ndarray]:
    """Bits that each comparison adds to each pair, after groups and `covers`."""
    parts = {}
    for comparison in model.comparisons:
        table = np.zeros(MISSING + 1)
        relative = np.zeros(MISSING + 1, dtype=bool)
        for number, level in enumerate(level_table(comparison)):
            table[number] = level.bits if level else 0.0
            relative[number] = bool(level and comparison.frequency and not level.fixed)
        got = levels[comparison.name]
        parts[comparison.name] = table[got]
        if comparison.frequency:
            parts[comparison.name] = table[got] + np.where(relative[got], rarity[comparison.name], 0.0)
    for comparison in model.comparisons:
        for name, covering in _covers(comparison).items():
            if name in parts:
                covered = covering[levels[comparison.name]] & (parts[name] > 0)
                parts[name] = np.where(covered, 0.0, parts[name])
    for group in model.groups:
        strongest = np.maximum.reduce([parts[name] for name in group.of])
        counted = np.zeros(len(strongest), dtype=bool)
        for name in group.of:
            first = ~counted & (parts[name] == strongest)
            counted |= first
            parts[name] = np.where(~first & (parts[name] > 0), parts[name] * group.share, parts[name])
    return parts


def _covers(comparison: Comparison) -> dict[str, np.ndarray]:
    """Comparisons that levels of this one cover, and by which: bool, indexable by level number."""
    found: dict[str, np.ndarray] = {}
    for number, level in enumerate(level_table(comparison)):
        if level and level.covers:
            found.setdefault(level.covers, np.zeros(MISSING + 1, dtype=bool))[number] = True
    return found


def pinned(levels: dict[str, np.ndarray], model: Model) -> np.ndarray:
    """Pairs that some level singles out whatever the number of people: the prior does not count (bool)."""
    out = np.zeros(len(next(iter(levels.values()))), dtype=bool)
    for comparison in model.comparisons:
        out |= flags(comparison, "pinned")[levels[comparison.name]]
    return out
