"""Fellegi–Sunter by expectation–maximisation: how often each level is seen when two records are one person.

In: patterns of levels with their counts, and `u`, how often each level is seen when the two are strangers.
Out: `Learnt`: `m` of every level and the share of pairs that are one person.  Pure arithmetic on arrays in a
fixed order: the same input gives the same output.  Levels are taken as independent given match or not
(Fellegi and Sunter 1969); a missing level says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST = 1e-6
"""No level is thought impossible."""

MOST_ROUNDS, STILL = 1000, 1e-9
"""EM ends after so many rounds, or when the share of matches moves no more than this."""


@dataclass(frozen=True)
class Learnt:
    """`share` of pairs that are one person; `m` by comparison, by level number; `seen`: expected number of
    matching pairs at each level."""

    share: float
    m: list[np.ndarray]
    seen: list[np.ndarray]


def frequencies(levels: np.ndarray, counts: np.ndarray, sizes: list[int]) -> list[np.ndarray]:
    """How often each level is seen among the pairs that have one (half a pair added to each), by comparison."""
    found = []
    for column, size in enumerate(sizes):
        there = levels[:, column] >= 0
        seen = np.bincount(levels[there, column], weights=counts[there], minlength=size) + 0.5
        found.append(seen / seen.sum())
    return found


def learn(levels: np.ndarray, counts: np.ndarray, u: list[np.ndarray], share: float = 0.5) -> Learnt:
    """Learn from `levels` (patterns x comparisons, -1 missing), seen `counts` times each.

    `share`: first guess of the share of matches.  m starts from what is seen, so that levels which strangers
    hardly ever reach are taken for matches.
    """
    sizes = [len(chance) for chance in u]
    m = frequencies(levels, counts, sizes)
    seen = m
    for _ in range(MOST_ROUNDS):
        odds = np.full(len(levels), np.log(share) - np.log1p(-share))
        for column in range(len(sizes)):
            ratio = np.log(np.maximum(m[column], LEAST)) - np.log(np.maximum(u[column], LEAST))
            there = levels[:, column] >= 0
            odds[there] += ratio[levels[there, column]]
        belief = 1.0 / (1.0 + np.exp(-np.clip(odds, -700, 700)))
        weight = counts * belief
        seen = []
        for column, size in enumerate(sizes):
            there = levels[:, column] >= 0
            seen.append(np.bincount(levels[there, column], weights=weight[there], minlength=size))
        m = [(got + LEAST) / (got + LEAST).sum() for got in seen]
        before, share = share, float(np.clip(weight.sum() / counts.sum(), LEAST, 1 - LEAST))
        if abs(share - before) <= STILL:
            break
    return Learnt(share, m, seen)
