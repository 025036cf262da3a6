"""Rivals without a number: a record that would go to a person fits another record, which is not that person's, as well.

Nor does it join one of two such records that exclude each other.

In: scored pairs of profiles with people and with each other, verdicts.  Out: the profiles and pairs to hold back, and where the
others found their person.
"""

from __future__ import annotations

import numpy as np

from matching.deciding import LINK, Verdict
from matching.scoring import Scored


def torn_from_person(
    people: Scored,
    verdict: Verdict,
    residual: Scored,
    score: np.ndarray,
    fits: np.ndarray,
    against: np.ndarray,
    margin: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Pids whose best person is no sure choice, for another record without a number fits them about as well or better,
    and it is not that person's (it is another's, or contradicts that person); and those of them that do not fit that
    record clearly better either."""
    link = np.flatnonzero(verdict.outcome == LINK)
    if not link.size:
        return link, link
    order = link[np.argsort(people.left[link], kind="stable")]
    linked, person, worth = people.left[order], people.right[order], verdict.score[order]
    good = np.flatnonzero(fits)
    end = np.concatenate([residual.left[good], residual.right[good]])
    other = np.concatenate([residual.right[good], residual.left[good]])
    lead = np.tile(score[good], 2)
    mine, found = _at(linked, end)
    lead = lead - worth[mine]
    near = found & (lead >= -margin)
    end, other, lead, home = end[near], other[near], lead[near], person[mine[near]]
    theirs, other_linked = _at(linked, other)
    elsewhere = other_linked & (person[theirs] != home)
    doubt = np.flatnonzero(against & np.isin(people.left, other[~other_linked]))
    foe = set(zip(people.left[doubt].tolist(), people.right[doubt].tolist(), strict=True))
    foes = np.array([pair in foe for pair in zip(other.tolist(), home.tolist(), strict=True)], dtype=bool)
    rival = elsewhere | foes
    return np.unique(end[rival]), np.unique(end[rival & (lead < margin)])


def torn_between(
    residual: Scored, usable: np.ndarray, against: np.ndarray, score: np.ndarray, margin: float
) -> np.ndarray:
    """Which usable pairs (bool) have an end that fits about as well a record which cannot be the other end's person."""
    torn = np.zeros(len(usable), dtype=bool)
    partners: dict[int, dict[int, int]] = {}
    foes = np.flatnonzero(against)
    linked = np.unique(np.concatenate([residual.left[usable], residual.right[usable]]))
    foes = foes[np.isin(residual.left[foes], linked) & np.isin(residual.right[foes], linked)]
    asked = np.unique(np.concatenate([residual.left[foes], residual.right[foes]]))
    for side, other in ((residual.left, residual.right), (residual.right, residual.left)):
        for at in np.flatnonzero(usable & np.isin(side, asked)).tolist():
            partners.setdefault(int(side[at]), {})[int(other[at])] = at
    for a, b in zip(residual.left[foes].tolist(), residual.right[foes].tolist(), strict=True):
        for shared in partners[a].keys() & partners[b].keys():
            one, two = partners[a][shared], partners[b][shared]
            if abs(score[one] - score[two]) < margin:
                torn[[one, two]] = True
    return torn


def _at(known: np.ndarray, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the values asked for stand among the sorted known ones, and whether they are there."""
    if not known.size:
        return np.zeros(len(asked), dtype=np.int64), np.zeros(len(asked), dtype=bool)
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return at, known[at] == asked


def homes(people: Scored, link: np.ndarray, residual: Scored) -> np.ndarray:
    """For both ends of the pairs of profiles (2 x n) the person found, 0 none."""
    order = link[np.argsort(people.left[link], kind="stable")]
    home = np.zeros((2, len(residual.left)), dtype=np.int64)
    for side, ends in enumerate((residual.left, residual.right)):
        at, found = _at(people.left[order], ends)
        home[side, found] = people.right[order[at[found]]]
    return home
