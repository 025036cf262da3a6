"""Clusters put together link by link, what must not meet kept apart.

In: nodes (numbered 0..n-1), the number and the traits of each; links and pairs to hold apart, one at a time.  Out: the root of
every node's cluster, and why a link is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

UNKNOWN = (1 << 40, -1)
"""Least and most of a value that is not known."""


class Spread(NamedTuple):
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
    traits: list[Spread] = field(default_factory=list)
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
