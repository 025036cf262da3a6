"""Links to clusters, with what must not be joined kept apart.

In: weighted links between nodes (numbered 0..n-1), pairs that must not meet, the number each node stands on.
Out: the root node of each node's cluster, and the links refused.  Best links first, so what a
contradiction cuts is the weakest.  Most nodes hang together by links of which nothing speaks against any: their clusters
are found at once, in columns (`hanging_together`); the others link by link (`Clusters`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

Ends = tuple[np.ndarray, np.ndarray]
"""Both ends of pairs of nodes."""

NONE: Ends = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

UNKNOWN = (1 << 40, -1)
"""Least and most of a value that is not known."""


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


def _spread(trait: Trait, among: np.ndarray) -> _Spread:
    least, most = UNKNOWN
    known = trait.of[among]
    return _Spread(
        trait.span, np.where(known < 0, least, known).tolist(), np.where(known < 0, most, known).tolist()
    )


def _among(ends: Ends, chosen: np.ndarray, at: np.ndarray) -> tuple[np.ndarray, list[tuple[int, int]]]:
    """The pairs of which both ends are chosen: their positions, and where among the chosen their ends are."""
    where = np.flatnonzero(chosen[ends[0]] & chosen[ends[1]])
    return where, list(zip(at[ends[0][where]].tolist(), at[ends[1][where]].tolist(), strict=True))


class _Spread(NamedTuple):
    """A trait of clusters: by how much two nodes may differ, and the least and most known of every node's cluster."""

    span: int
    least: list[int]
    most: list[int]


@dataclass
class Clusters:
    """Union–find over nodes; `number` is the valid number a node stands on (0 none), `apart` its
    cannot-link nodes.  `traits`: the values that one person has only one of (UNKNOWN: least above most)."""

    number: list[int]
    largest: int
    traits: list[_Spread] = field(default_factory=list)
    parent: list[int] = field(init=False)
    size: list[int] = field(init=False)
    apart: dict[int, set[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.parent = list(range(len(self.number)))
        self.size = [1] * len(self.number)

    def find(self, node: int) -> int:
        """Root of a node's cluster."""
        parent = self.parent
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def roots(self) -> np.ndarray:
        """Root of every node's cluster."""
        parent = np.array(self.parent, dtype=np.int64)
        while not np.array_equal(up := parent[parent], parent):
            parent = up
        return parent

    def forbid(self, a: int, b: int) -> None:
        """Two nodes must never be in one cluster (unless they are joined already)."""
        a, b = self.find(a), self.find(b)
        if a != b:
            self.apart.setdefault(a, set()).add(b)
            self.apart.setdefault(b, set()).add(a)

    def join(self, a: int, b: int, sure: bool = False) -> str:
        """Join two clusters; the reason if that is refused, else an empty text.  `sure`: a reviewer said
        so, and only what must not meet stays apart."""
        a, b = self.find(a), self.find(b)
        if a == b:
            return ""
        if b in self.apart.get(a, ()):
            return "contradiction"
        if not sure:
            for span, least, most in self.traits:
                if max(most[a], most[b]) - min(least[a], least[b]) > span:
                    return "contradiction"
            if self.number[a] and self.number[b] and self.number[a] != self.number[b]:
                return "two_numbers"
            if self.size[a] + self.size[b] > self.largest:
                return "oversize"
        keep, gone = (a, b) if (-self.size[a], a) <= (-self.size[b], b) else (b, a)
        self.parent[gone] = keep
        self.size[keep] += self.size[gone]
        self.number[keep] = self.number[keep] or self.number[gone]
        for _, least, most in self.traits:
            if least[gone] < least[keep]:
                least[keep] = least[gone]
            if most[gone] > most[keep]:
                most[keep] = most[gone]
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            if other != keep:
                self.apart[other].add(keep)
                self.apart.setdefault(keep, set()).add(other)
        return ""
