"""From bits to outcomes: link, review or nothing, for each profile against the people it may be.

In: `Scored` pairs and the model.  Out: `Verdict` arrays.  A name, or a name and a birth date, never links
by itself; a link is made only when no other person fits nearly as well; two valid numbers never meet
without a reviewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.grounds import (
    after_prior,
    in_conflict,
    of_two_numbers,
    sound,
    spoken_against,
    surrounded,
    vetoed,
)
from matching.model import Model
from matching.scoring import Scored

LINK, REVIEW, NOTHING = 2, 1, 0


@dataclass(frozen=True)
class Verdict:
    """Aligned with the scored pairs: `outcome` (LINK, REVIEW, NOTHING), `score` in bits after the prior, `reason` for
    review."""

    outcome: np.ndarray
    score: np.ndarray
    reason: np.ndarray


def namesake_at_hand(scored: Scored, model: Model, conflict: np.ndarray) -> np.ndarray:
    """Pairs whose left end has, among its other candidates, one of its own name: in its own surroundings
    (telephone, household), or not contradicting it.  Then the number in conflict is rather that one's
    relative's than a sign of a changed name."""
    other = ~conflict & surrounded(scored, model)
    return np.isin(scored.left, scored.left[other])


def decide(scored: Scored, model: Model, prior: float) -> Verdict:
    """Outcome of every pair; at most one LINK for each left end."""
    score = after_prior(scored, model, prior)
    two, forbidden = of_two_numbers(scored, model), vetoed(scored, model)
    able_to = sound(scored, model)
    conflict = in_conflict(scored, model)  # it speaks for the number's owner only if something else does
    outcome = np.zeros(len(score), dtype=np.int8)
    reason = np.full(len(score), "", dtype=object)
    worth = np.where(np.where(conflict, able_to, ~forbidden | two), score, -np.inf)
    top, runner_up = _best(worth, scored.left)
    ahead = score[top] - runner_up >= model.decide.margin
    able = able_to[top] & ~forbidden[top] & ~(conflict & namesake_at_hand(scored, model, conflict))[top]
    strong = score[top] >= model.decide.link
    # what does not stand by itself is worth a reviewer's time only where the bits would have been enough
    reviewable = score[top] >= np.where(able, model.decide.review, model.decide.link)
    outcome[top] = np.where(able & strong & ahead, LINK, np.where(reviewable, REVIEW, NOTHING))
    against = spoken_against(scored, model)[top]
    reason[top] = np.select(
        [two[top], strong & able & ~ahead, against, ~able],
        ["two_numbers", "several_fit", "spoken_against", "name_only"],
        default="weak",
    )
    settled = np.isin(scored.left, scored.left[outcome == LINK])
    outcome[conflict & ~settled] = REVIEW
    reason[conflict & ~settled] = "name_differs"
    outcome[~conflict & np.isin(scored.left, scored.left[conflict & ~settled])] = NOTHING
    return Verdict(outcome, score, reason)


def _best(worth: np.ndarray, left: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of every left end (sorted) the position of its best pair (the first of equals), and what the next is worth; none where
    nothing is worth anything."""
    if not len(left):
        return np.zeros(0, dtype=np.int64), worth
    first = np.flatnonzero(np.concatenate([[True], left[1:] != left[:-1]]))
    group = np.repeat(np.arange(len(first)), np.diff(np.append(first, len(left))))
    hit = np.flatnonzero((worth == np.maximum.reduceat(worth, first)[group]) & np.isfinite(worth))
    found, at = np.unique(group[hit], return_index=True)
    best = hit[at]
    rest = worth.copy()
    rest[best] = -np.inf
    return best, np.maximum.reduceat(rest, first)[found]
