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


def _one_for_each(review: dict[int, str], a: np.ndarray, b: np.ndarray, score: np.ndarray) -> dict[int, str]:
    """Of the pairs between two clusters the strongest; none within one cluster."""
    best: dict[tuple[int, int], int] = {}
    for at in sorted(review, key=lambda at: (-score[at], at)):
        if a[at] != b[at]:
            best.setdefault((int(a[at]), int(b[at])), at)
    return {at: review[at] for at in sorted(best.values())}


def _ends(decided: pa.Table) -> Ends:
    return decided["a"].to_numpy(), decided["b"].to_numpy()


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
    link = np.flatnonzero(verdict.outcome == LINK)
    score = after_prior(residual, model, prior)
    against = contradicted(people, model)
    fits = (score >= model.decide.residual_link) & sound(residual, model) & ~vetoed(residual, model)
    torn, ambiguous = torn_from_person(people, verdict, residual, score, fits, against, model.decide.margin)
    link = link[~np.isin(people.left[link], torn)]
    p_a, p_b = nodes.profile(people.left), nodes.person(people.right)
    r_a, r_b = nodes.profile(residual.left), nodes.profile(residual.right)
    number = nodes.number.copy()
    number[p_a[link]] = 0  # a profile that found its person no longer stands on the number it claimed
    alike = fits & in_conflict(residual, model)  # nor do those that claim it with the same name
    number[r_b[alike & np.isin(r_a, p_a[link])]] = 0
    number[r_a[alike & np.isin(r_b, p_a[link])]] = 0
    same = decided.filter(pc.equal(decided["verdict"], "same"))
    apart = decided.filter(pc.equal(decided["verdict"], "not_same"))
    far, unlike = contradicted(residual, model), named_apart(residual, model)
    home = homes(people, link, residual)
    ambiguous = np.union1d(
        people.left[(verdict.outcome == REVIEW) & (verdict.reason == "several_fit")], ambiguous
    )
    usable = residual_links(residual, score, fits, ambiguous, home, model)
    undecided = torn_between(residual, usable, far, score, model.decide.margin)
    residual_at = np.flatnonzero(usable & ~undecided)
    steps = (
        Step(_ends(apart), _ends(same), None),
        Step((r_a[unlike], r_b[unlike]), (p_a[link], p_b[link]), verdict.score[link]),
        Step(
            (np.concatenate([r_a[far], p_a[against]]), np.concatenate([r_b[far], p_b[against]])),
            (r_a[residual_at], r_b[residual_at]),
            score[residual_at],
        ),
    )
    traits = [Trait(rule.span, one) for rule, one in zip(model.exclusive, nodes.traits, strict=True)]
    root, (_, refused, refused_residual) = cluster(number, traits, model.decide.largest, steps)
    review = {int(pair): str(verdict.reason[pair]) for pair in np.flatnonzero(verdict.outcome == REVIEW)}
    review |= {int(link[place]): reason for place, reason in refused.items()}
    pulled = np.isin(people.left, torn) & (verdict.outcome == LINK)
    review |= dict.fromkeys(np.flatnonzero(pulled).tolist(), "several_fit")
    review = _one_for_each(review, root[p_a], root[p_b], verdict.score)
    unsettled = {int(residual_at[place]): reason for place, reason in refused_residual.items()}
    unsettled |= dict.fromkeys(np.flatnonzero(undecided).tolist(), "several_fit")
    strong = score >= model.decide.residual_link
    for doubted, reason in ((spoken_against, "spoken_against"), (nameless, "name_only")):
        unsettled |= dict.fromkeys(np.flatnonzero(strong & doubted(residual, model)).tolist(), reason)
    weak = (score >= model.decide.review) & (score < model.decide.residual_link)
    weak &= sound(residual, model) & ~vetoed(residual, model)
    unsettled |= dict.fromkeys(np.flatnonzero(weak).tolist(), "weak")
    unsettled = _one_for_each(unsettled, root[r_a], root[r_b], score)
    used = np.setdiff1d(residual_at, residual_at[list(refused_residual)]) if refused_residual else residual_at
    made = np.setdiff1d(link, link[list(refused)]) if refused else link
    return Joined(root, made, used, review, unsettled)
