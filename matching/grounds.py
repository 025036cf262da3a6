"""What the levels of a pair allow: whether its names may be one person's, whether it has enough to stand on, what forbids it.

In: `Scored` pairs and the model.  Out: a bool for every pair.  Pairs with the same levels are judged once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from matching.compare import function
from matching.model import Model
from matching.scoring import MISSING, Scored, flags, level_table, pinned

Levels = dict[str, np.ndarray]
"""Levels of kinds of pairs, by comparison."""

Judge = Callable[[Levels, Model], np.ndarray]


def _of_kinds(judge: Judge) -> Callable[[Scored, Model], np.ndarray]:
    """The judgement of pairs (bool), passed once for all pairs of a kind."""

    @wraps(judge)
    def judged(scored: Scored, model: Model) -> np.ndarray:
        levels, kind = scored.kinds
        return judge(levels, model)[kind]

    return judged


def _none(levels: Levels) -> np.ndarray:
    return np.zeros(len(next(iter(levels.values()))), dtype=bool)


def _any(levels: Levels, model: Model, field: str) -> np.ndarray:
    out = _none(levels)
    for comparison in model.comparisons:
        out |= flags(comparison, field)[levels[comparison.name]]
    return out


def _vetoed(levels: Levels, model: Model, kind: str = "") -> np.ndarray:
    out = _none(levels)
    for comparison in model.comparisons:
        table = np.zeros(MISSING + 1, dtype=bool)
        for number, level in enumerate(level_table(comparison)):
            table[number] = bool(level and level.veto and (not kind or level.veto == kind))
        out |= table[levels[comparison.name]]
    return out


@_of_kinds
def vetoed(levels: Levels, model: Model) -> np.ndarray:
    """Pairs that some level forbids to link."""
    return _vetoed(levels, model)


@_of_kinds
def of_two_numbers(levels: Levels, model: Model) -> np.ndarray:
    """Pairs with a valid number each, and not the same."""
    return _vetoed(levels, model, "two_numbers")


@_of_kinds
def in_conflict(levels: Levels, model: Model) -> np.ndarray:
    """Pairs that a level singles out whatever the number of people: one number, two names."""
    return pinned(levels, model)


def after_prior(scored: Scored, model: Model, prior: float) -> np.ndarray:
    """Bits of every pair after the prior."""
    return scored.bits + np.where(in_conflict(scored, model), 0.0, prior)


@_of_kinds
def named_alike(levels: Levels, model: Model) -> np.ndarray:
    """Pairs whose names may be one person's (bool)."""
    return _any(levels, model, "compatible")


@_of_kinds
def sound(levels: Levels, model: Model) -> np.ndarray:
    """Pairs with a compatible name and something beside name and birth date to stand on, or what the model
    says is as good, and nothing that it says is unsound."""
    return _enough(levels, model) & ~_unsound(levels, model)


@_of_kinds
def spoken_against(levels: Levels, model: Model) -> np.ndarray:
    """Pairs that have enough to stand on, were it not for what the model says is unsound, short of a veto (bool)."""
    return _enough(levels, model) & _unsound(levels, model) & ~_vetoed(levels, model)


@_of_kinds
def nameless(levels: Levels, model: Model) -> np.ndarray:
    """Pairs that have something to stand on and nothing against them, but the name of one says nothing: a newborn's who has
    none yet (bool)."""
    against = _unsound(levels, model) | _vetoed(levels, model)
    return _any(levels, model, "corroborates") & ~_enough(levels, model) & ~against


@_of_kinds
def contradicted(levels: Levels, model: Model) -> np.ndarray:
    """Pairs that one comparison alone speaks against for good: a veto, or an unsound level of it."""
    return _vetoed(levels, model) | _unsound_alone(levels, model, {one.name for one in model.comparisons})


@_of_kinds
def named_apart(levels: Levels, model: Model) -> np.ndarray:
    """Pairs whose names cannot be one person's, as the model says of the names by themselves (bool)."""
    names = {one.name for one in model.comparisons if any(level.compatible for level in one.levels.values())}
    return _unsound_alone(levels, model, names)


@_of_kinds
def surrounded(levels: Levels, model: Model) -> np.ndarray:
    """Pairs of one name, in its own surroundings (telephone, household) or with nothing against it."""
    near = _none(levels)
    for comparison in model.comparisons:
        if comparison.frequency and comparison.frequency.by == "holders":
            near |= flags(comparison, "corroborates")[levels[comparison.name]]
    allowed = ~_vetoed(levels, model) | _vetoed(levels, model, "two_numbers")
    fits = _any(levels, model, "corroborates") & allowed
    return _any(levels, model, "compatible") & (near | fits)


def _enough(levels: Levels, model: Model) -> np.ndarray:
    enough = _any(levels, model, "corroborates") & _any(levels, model, "compatible")
    for rule in model.also_sound:
        enough |= _fits(levels, model, rule)
    return enough


def _unsound(levels: Levels, model: Model) -> np.ndarray:
    out = _none(levels)
    for rule in model.unsound:
        out |= _fits(levels, model, rule)
    return out


def _unsound_alone(levels: Levels, model: Model, names: set[str]) -> np.ndarray:
    """What is unsound by a level of one of these comparisons, whatever the others say."""
    out = _none(levels)
    for rule in model.unsound:
        if len(rule) == 1 and set(rule) <= names:
            out |= _fits(levels, model, rule)
    return out


def _fits(levels: Levels, model: Model, rule: dict[str, list[str]]) -> np.ndarray:
    """Pairs whose levels are all among those that a rule lists."""
    fits = ~_none(levels)
    for name, allowed in rule.items():
        known = (*function(model.comparison(name).function).levels, "missing")
        allowed_levels = np.zeros(MISSING + 1, dtype=bool)
        allowed_levels[[known.index(level) if level != "missing" else MISSING for level in allowed]] = True
        fits &= allowed_levels[levels[name]]
    return fits
