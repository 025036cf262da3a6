"""From bits to outcomes: link, review or nothing, for each profile against the people it may be.

In: `Scored` pairs and the model.  Out: `Verdict` arrays.  A name, or a name and a birth date, never links
by itself; a link is made only when no other person fits nearly as well; two valid numbers never meet
without a reviewer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.compare import function
from matching.model import Model
from matching.scoring import MISSING, Scored, flags, level_table, pinned

LINK, REVIEW, NOTHING = 2, 1, 0


@dataclass(frozen=True)
class Verdict:
    """Aligned with the scored pairs: `outcome` (LINK, REVIEW, NOTHING), `score` in bits after the prior, `reason` for
    review."""

    outcome: np.ndarray
    score: np.ndarray
    reason: np.ndarray


def _any(scored: Scored, model: Model, field: str) -> np.ndarray:
    out = np.zeros(len(scored.bits), dtype=bool)
    for comparison in model.comparisons:
        out |= flags(comparison, field)[scored.levels[comparison.name]]
    return out


def vetoed(scored: Scored, model: Model, kind: str = "") -> np.ndarray:
    """Pairs that some level forbids to link; with `kind`, only that kind of veto."""
    out = np.zeros(len(scored.bits), dtype=bool)
    for comparison in model.comparisons:
        table = np.zeros(MISSING + 1, dtype=bool)
        for number, level in enumerate(level_table(comparison)):
            table[number] = bool(level and level.veto and (not kind or level.veto == kind))
        out |= table[scored.levels[comparison.name]]
    return out


def after_prior(scored: Scored, model: Model, prior: float) -> np.ndarray:
    """Bits of every pair after the prior."""
    return scored.bits + np.where(pinned(scored.levels, model), 0.0, prior)


def named_alike(scored: Scored, model: Model) -> np.ndarray:
    """Pairs whose names may be one person's (bool)."""
    return _any(scored, model, "compatible")


def sound(scored: Scored, model: Model) -> np.ndarray:
    """Pairs with a compatible name and something beside name and birth date to stand on, or what the model
    says is as good, and nothing that it says is unsound."""
    return _enough(scored, model) & ~_unsound(scored, model)


def spoken_against(scored: Scored, model: Model) -> np.ndarray:
    """Pairs that have enough to stand on, were it not for what the model says is unsound, short of a veto (bool)."""
    return _enough(scored, model) & _unsound(scored, model) & ~vetoed(scored, model)


def _enough(scored: Scored, model: Model) -> np.ndarray:
    enough = _any(scored, model, "corroborates") & _any(scored, model, "compatible")
    for rule in model.also_sound:
        enough |= _fits(scored, model, rule)
    return enough


def _unsound(scored: Scored, model: Model) -> np.ndarray:
    out = np.zeros(len(scored.bits), dtype=bool)
    for rule in model.unsound:
        out |= _fits(scored, model, rule)
    return out


def _fits(scored: Scored, model: Model, rule: dict[str, list[str]]) -> np.ndarray:
    """Pairs whose levels are all among those that a rule lists."""
    fits = np.ones(len(scored.bits), dtype=bool)
    for name, allowed in rule.items():
        known = (*function(model.comparison(name).function).levels, "missing")
        allowed_levels = np.zeros(MISSING + 1, dtype=bool)
        allowed_levels[[known.index(level) if level != "missing" else MISSING for level in allowed]] = True
        fits &= allowed_levels[scored.levels[name]]
    return fits


def contradicted(scored: Scored, model: Model) -> np.ndarray:
    """Pairs that one comparison alone speaks against for good: a veto, or an unsound level of it."""
    out = vetoed(scored, model)
    for rule in model.unsound:
        if len(rule) == 1:
            out |= _fits(scored, model, rule)
    return out


def namesake_at_hand(scored: Scored, model: Model, conflict: np.ndarray) -> np.ndarray:
    """Pairs whose left end has, among its other candidates, one of its own name: in its own surroundings
    (telephone, household), or not contradicting it.  Then the number in conflict is rather that one's
    relative's than a sign of a changed name."""
    near = np.zeros(len(scored.bits), dtype=bool)
    for comparison in model.comparisons:
        if comparison.frequency and comparison.frequency.by == "holders":
            near |= flags(comparison, "corroborates")[scored.levels[comparison.name]]
    fits = _any(scored, model, "corroborates") & (
        ~vetoed(scored, model) | vetoed(scored, model, "two_numbers")
    )
    other = ~conflict & _any(scored, model, "compatible") & (near | fits)
    return np.isin(scored.left, scored.left[other])


def decide(scored: Scored, model: Model, prior: float) -> Verdict:
    """Outcome of every pair; at most one LINK for each left end."""
    score = after_prior(scored, model, prior)
    two = vetoed(scored, model, "two_numbers")
    forbidden = vetoed(scored, model)
    able_to = sound(scored, model)
    conflict = pinned(
        scored.levels, model
    )  # a number in conflict speaks for its owner only if something else does
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
