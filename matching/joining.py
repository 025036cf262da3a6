"""From verdicts to clusters: profiles join people, then each other, best evidence first.

In: scored pairs of profiles with people and of profiles, verdicts, reviewers' decisions (as nodes).
Out: `Joined`: a cluster label for every node, the links made, the pairs for review.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from matching.clustering import Ends, Step, Trait, cluster
from matching.deciding import LINK, REVIEW, Verdict
from matching.grounds import (
    after_prior,
    contradicted,
    in_conflict,
    named_apart,
    nameless,
    sound,
    spoken_against,
    vetoed,
)
from matching.model import Model
from matching.nodes import Nodes
from matching.rivals import homes, torn_between, torn_from_person
from matching.scoring import Scored


@dataclass(frozen=True)
class Joined:
    """`root`: cluster of every node.  `person_link`, `residual_link`: positions of scored pairs that were
    used.
    `person_review`, `residual_review`: positions and reasons of pairs for review."""

    root: np.ndarray
    person_link: np.ndarray
    residual_link: np.ndarray
    person_review: dict[int, str]
    residual_review: dict[int, str]


def residual_links(
    scored: Scored, score: np.ndarray, fits: np.ndarray, ambiguous: np.ndarray, home: np.ndarray, model: Model
) -> np.ndarray:
    """Which pairs of profiles, of those that fit (bool), to link (bool).

    `ambiguous`: pids for which several people fit: these join only by the same number as typed.  `home`:
    for both ends (2 x n) the person already found, 0 none: a profile pulled nearly as hard towards two
    people joins neither.
    """
    same_number = (
        scored.levels["number"] <= 1 if "number" in scored.levels else np.zeros(len(score), dtype=bool)
    )
    unsure = np.isin(scored.left, ambiguous) | np.isin(scored.right, ambiguous)
    good = fits & (~unsure | same_number)
    ends = np.concatenate([scored.left, scored.right])
    other_home = np.concatenate([home[1], home[0]])
    strength = np.concatenate([score, score])
    pulled = np.flatnonzero((other_home != 0) & np.concatenate([good, good]))
    order = pulled[np.lexsort((other_home[pulled], -strength[pulled], ends[pulled]))]
    end, first = np.unique(ends[order], return_index=True)
    best, best_home = strength[order[first]], other_home[order[first]]
    at = np.searchsorted(end, ends[order])
    torn = (other_home[order] != best_home[at]) & (strength[order] >= best[at] - model.decide.margin)
    torn_ends = np.unique(ends[order[torn]])
    own = home != 0
    return (
        good
        & ~(np.isin(scored.left, torn_ends) & ~own[0] & own[1])
        & ~(np.isin(scored.right, torn_ends) & ~own[1] & own[0])
    )


def _one_for_each(review: dict[int, str], clusters: Ends, score: np.ndarray) -> dict[int, str]:
    """Of the pairs between two clusters the strongest; none within one cluster."""
    at = np.array(sorted(review), dtype=np.int64)
    ends = np.stack(_of(clusters, at))
    at, ends = at[ends[0] != ends[1]], ends[:, ends[0] != ends[1]]
    strongest_first = np.argsort(-score[at], kind="stable")
    _, first = np.unique(ends[:, strongest_first], axis=1, return_index=True)
    return {one: review[one] for one in np.sort(at[strongest_first][first]).tolist()}


def join(
    nodes: Nodes,
    people: Scored,
    verdict: Verdict,
    residual: Scored,
    prior: float,
    decided: pa.Table,
    model: Model,
) -> Joined:
    """Clusters of nodes; reviewers' decisions first, *not same* before *same*, then links best first."""
    score = after_prior(residual, model, prior)
    against, far = contradicted(people, model), contradicted(residual, model)
    fits = (score >= model.decide.residual_link) & sound(residual, model) & ~vetoed(residual, model)
    torn, ambiguous = torn_from_person(people, verdict, residual, score, fits, against, model.decide.margin)
    link = np.flatnonzero((verdict.outcome == LINK) & ~np.isin(people.left, torn))
    several = people.left[(verdict.outcome == REVIEW) & (verdict.reason == "several_fit")]
    home = homes(people, link, residual)
    usable = residual_links(residual, score, fits, np.union1d(several, ambiguous), home, model)
    undecided = torn_between(residual, usable, far, score, model.decide.margin)
    residual_at = np.flatnonzero(usable & ~undecided)

    with_people = nodes.profile(people.left), nodes.person(people.right)
    among_profiles = nodes.profile(residual.left), nodes.profile(residual.right)
    two_names = named_apart(residual, model) & in_conflict(residual, model)  # under one number
    steps = (
        Step(_decided(decided, "not_same"), _decided(decided, "same"), None),
        Step(_of(among_profiles, two_names), _of(with_people, link), verdict.score[link]),
        Step(
            _both(_of(among_profiles, far), _of(with_people, against)),
            _of(among_profiles, residual_at),
            score[residual_at],
        ),
    )
    number = _numbers_stood_on(
        nodes, _of(with_people, link)[0], _of(among_profiles, fits & in_conflict(residual, model))
    )
    traits = [Trait(rule.span, one) for rule, one in zip(model.exclusive, nodes.traits, strict=True)]
    root, (_, refused, refused_residual) = cluster(number, traits, model.decide.largest, steps)

    review = _doubtful_people(people, verdict, torn) | {
        int(link[place]): reason for place, reason in refused.items()
    }
    unsettled = {int(residual_at[place]): reason for place, reason in refused_residual.items()}
    unsettled |= _doubtful_profiles(residual, score, undecided, model)
    return Joined(
        root,
        np.delete(link, list(refused)),
        np.delete(residual_at, list(refused_residual)),
        _one_for_each(review, (root[with_people[0]], root[with_people[1]]), verdict.score),
        _one_for_each(unsettled, (root[among_profiles[0]], root[among_profiles[1]]), score),
    )


def _decided(decided: pa.Table, verdict: str) -> Ends:
    """Ends of the pairs that reviewers decided so."""
    pairs = decided.filter(pc.equal(decided["verdict"], verdict))
    return pairs["a"].to_numpy(), pairs["b"].to_numpy()


def _of(ends: Ends, chosen: np.ndarray) -> Ends:
    """Ends of chosen pairs (positions, or bool)."""
    return ends[0][chosen], ends[1][chosen]


def _both(one: Ends, other: Ends) -> Ends:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def _numbers_stood_on(nodes: Nodes, placed: np.ndarray, alike: Ends) -> np.ndarray:
    """The number that each node stands on: a profile that found its person (`placed`) no longer on the one it claimed, nor do
    those that claim it with the same name (`alike`)."""
    number = nodes.number.copy()
    number[placed] = 0
    for one, other in (alike, alike[::-1]):
        number[other[np.isin(one, placed)]] = 0
    return number


def _doubtful_people(people: Scored, verdict: Verdict, torn: np.ndarray) -> dict[int, str]:
    """Pairs with people that a reviewer is to see, and why."""
    doubtful = {int(pair): str(verdict.reason[pair]) for pair in np.flatnonzero(verdict.outcome == REVIEW)}
    pulled = np.isin(people.left, torn) & (verdict.outcome == LINK)
    return doubtful | dict.fromkeys(np.flatnonzero(pulled).tolist(), "several_fit")


def _doubtful_profiles(
    residual: Scored, score: np.ndarray, undecided: np.ndarray, model: Model
) -> dict[int, str]:
    """Pairs of profiles that a reviewer is to see, and why; the last reason counts."""
    strong = score >= model.decide.residual_link
    weak = (score >= model.decide.review) & ~strong & sound(residual, model) & ~vetoed(residual, model)
    doubtful: dict[int, str] = {}
    for pairs, reason in (
        (undecided, "several_fit"),
        (strong & spoken_against(residual, model), "spoken_against"),
        (strong & nameless(residual, model), "name_only"),
        (weak, "weak"),
    ):
        doubtful |= dict.fromkeys(np.flatnonzero(pairs).tolist(), reason)
    return doubtful
