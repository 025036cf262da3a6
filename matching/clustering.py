"""Links to clusters, with what must not be joined kept apart.

In: weighted links between nodes (numbered 0..n-1), pairs that must not meet, the number each node stands on.
Out: the root node of each node's cluster, and the links refused.  Best links first, so what a
contradiction cuts is the weakest.  Most nodes hang together by links of which nothing speaks against any: their clusters
are found at once, in columns (`hanging_together`); the others link by link (`Clusters`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from matching.union_find import UNKNOWN, Clusters, Spread

Ends = tuple[np.ndarray, np.ndarray]
"""Both ends of pairs of nodes."""


class Trait(NamedTuple):
    """A value that one person has only one of: by how much two may differ, and that of every node (-1 not known)."""

    span: int
    of: np.ndarray


class Step(NamedTuple):
    """Pairs of nodes to hold apart from here on, then links to join, by `score` best first; None: a reviewer said so, and
    only what must not meet stays apart."""

    apart: Ends
    links: Ends
    score: np.ndarray | None


def cluster(
    number: np.ndarray, traits: Sequence[Trait], largest: int, steps: Sequence[Step]
) -> tuple[np.ndarray, list[dict[int, str]]]:
    """Root of every node's cluster; and of every step the links refused and why.

    `number`: the valid number a node stands on (0 none).  Ties of score go by position, so positions must depend on content
    only.
    """
    links = _all([step.links for step in steps])
    root = hanging_together(len(number), *links)
    linked = np.zeros(len(number), dtype=bool)
    for side in links:
        linked[side] = True
    apart = _all([step.apart for step in steps])
    contested = np.isin(root, _contested(root, np.flatnonzero(linked), number, traits, largest, apart))
    at = np.cumsum(contested) - 1
    clusters = Clusters(number[contested].tolist(), largest, [_spread(trait, contested) for trait in traits])
    refused: list[dict[int, str]] = []
    for step in steps:
        for a, b in _among(step.apart, contested, at)[1]:
            clusters.forbid(a, b)
        where, ends = _among(step.links, contested, at)
        sure = step.score is None
        strength = np.zeros(len(ends)) if step.score is None else step.score[where]
        order = np.argsort(-strength, kind="stable").tolist()
        reasons = ((link, clusters.join(ends[link][0], ends[link][1], sure)) for link in order)
        refused.append({int(where[link]): reason for link, reason in reasons if reason})
    root[contested] = np.flatnonzero(contested)[clusters.roots()]
    return root, refused


def _all(pairs: Sequence[Ends]) -> Ends:
    return np.concatenate([a for a, _ in pairs]), np.concatenate([b for _, b in pairs])


def hanging_together(size: int, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Of every node the least node that links (a to b) connect it with."""
    least = np.arange(size)
    while not np.array_equal(low := least[a], high := least[b]):
        low = np.minimum(low, high)
        for ends in (a, b):
            np.minimum.at(least, ends, low)
            np.minimum.at(least, least[ends], low)
        least = least[least]
    return least


def _contested(
    root: np.ndarray,
    nodes: np.ndarray,
    number: np.ndarray,
    traits: Sequence[Trait],
    largest: int,
    apart: Ends,
) -> np.ndarray:
    """Roots of nodes that hang together, though something speaks against it: two to be held apart, two numbers, a trait, size."""
    together = root[apart[0]] == root[apart[1]]
    return np.concatenate(
        [
            root[apart[0][together]],
            _wide(root, nodes[number[nodes] != 0], number, 0),
            *(_wide(root, nodes[of[nodes] >= 0], of, span) for span, of in traits),
            np.flatnonzero(np.bincount(root[nodes], minlength=len(root)) > largest),
        ]
    )


def _wide(root: np.ndarray, nodes: np.ndarray, value: np.ndarray, span: int) -> np.ndarray:
    """Roots whose nodes (of those given) differ in `value` by more than `span`."""
    order = np.argsort(root[nodes], kind="stable")
    roots, value = root[nodes][order], value[nodes][order]
    if not roots.size:
        return roots
    first = np.flatnonzero(np.concatenate([[True], roots[1:] != roots[:-1]]))
    return roots[first][np.maximum.reduceat(value, first) - np.minimum.reduceat(value, first) > span]


def _spread(trait: Trait, among: np.ndarray) -> Spread:
    least, most = UNKNOWN
    known = trait.of[among]
    return Spread(
        trait.span, np.where(known < 0, least, known).tolist(), np.where(known < 0, most, known).tolist()
    )


def _among(ends: Ends, chosen: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The pairs of which both ends are chosen: their positions, and where among the chosen their ends are."""
    where = np.flatnonzero(chosen[ends[0]] & chosen[ends[1]])
    return where, list(zip(at[ends[0][where]].tolist(), at[ends[1][where]].tolist(), strict=True))
