"""Objects judged against one another: the methods that a scheme can rank hospitals or years by.

A result says where an object stands among these objects. It is no distance to a standard, and another panel gives
another result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from reportgen.model.schemes import RankingRule
from reportgen.scoring.arrays import Floats, moments
from reportgen.scoring.kernels import constant, ratio
from reportgen.scoring.kernels.components import Components, above, factors, principal_components, reaching, suitability
from reportgen.scoring.kernels.ranking import (
    GREY_NORMALISATIONS,
    RANKINGS,
    TOPSIS_NORMALISATIONS,
    distribution,
    fit,
    grade,
    rank_sum_ratio,
    relation,
    topsis,
)
from reportgen.scoring.kernels.weights import correlation

ABOVE: Final = "eigenvalue>"
REACHING: Final = "cumulative>="
FEWEST_COLUMNS: Final = 2


@dataclass(frozen=True, eq=False)
class Objects:
    """Complete figures of some objects: matrix (n, m), directions (m,) of 1 and −1, weights (m,) that add up to 1."""

    matrix: Floats
    directions: Floats
    weights: Floats


@dataclass(frozen=True, eq=False)
class Ranked:
    """What a method makes of n objects.

    Attributes:
        results: (n,), more is better; NaN where the figures leave it undefined.
        parts: (n, m), 0–1, for methods whose result is the weighted sum of such parts.
        fitted: (n,), for rank_sum_ratio.
        facts: of the method as a whole; of_object: of each object, (n,).
    """

    results: Floats
    parts: Floats | None = None
    fitted: Floats | None = None
    facts: Mapping[str, float] = field(default_factory=dict)
    of_object: Mapping[str, Floats] = field(default_factory=dict)


def _topsis(objects: Objects, rule: RankingRule) -> Ranked:
    found = topsis(objects.matrix, objects.weights, objects.directions, rule.normalisation or "vector")
    return Ranked(found.closeness, of_object={"to_ideal": found.to_ideal, "to_anti_ideal": found.to_anti_ideal})


def _rank_sum(objects: Objects, rule: RankingRule) -> Ranked:
    """Ratios of rank sums; undefined, as by the other methods, where all objects are the same."""
    if constant(objects.matrix).all():
        return Ranked(np.full(len(objects.matrix), np.nan))
    ranks = RANKINGS[rule.ranking](objects.matrix, objects.directions)
    ratios = rank_sum_ratio(ranks, objects.weights)
    table, member = distribution(ratios)
    line = fit(table)
    fitted = line.at(table.probit)[member]
    reached = grade(fitted, line.at(np.array(sorted(rule.probit_limits)))).astype(np.float64)
    groups = np.where(np.isnan(fitted), np.nan, reached)
    facts = {"slope": line.slope, "intercept": line.intercept, "r": line.r}
    return Ranked(ratios, ranks / len(ranks), fitted, facts, {"fitted": fitted, "group": groups})


def _grey(objects: Objects, rule: RankingRule) -> Ranked:
    scaled = GREY_NORMALISATIONS[rule.normalisation or "minmax"](objects.matrix, objects.directions)
    found = relation(np.ones(scaled.shape[1]), scaled, rule.rho)
    return Ranked(np.asarray(found.coefficients @ objects.weights, dtype=np.float64), found.coefficients)


def _components(objects: Objects, rule: RankingRule) -> Ranked:
    return _of_correlations(objects, rule, lambda z, found, count: found.composite(z, count))


def _factors(objects: Objects, rule: RankingRule) -> Ranked:
    turned = rule.rotation == "varimax"
    return _of_correlations(objects, rule, lambda z, found, count: factors(z, found, count, turned=turned).composite)


def _of_correlations(
    objects: Objects, rule: RankingRule, composite: Callable[[Floats, Components, int], Floats]
) -> Ranked:
    """Components or factors of the columns that vary; undefined for fewer than two of them."""
    varying = ~constant(objects.matrix)
    if varying.sum() < FEWEST_COLUMNS:
        return Ranked(np.full(len(objects.matrix), np.nan))
    turned = (objects.matrix * objects.directions)[:, varying]
    spread = moments(turned)
    z = (turned - spread.mean) / spread.deviation
    related = correlation(turned)
    found = principal_components(related)
    count = retained(found.eigenvalues, rule.retain)
    suits = suitability(related, len(turned))
    explained = float(found.eigenvalues[:count].sum() / found.eigenvalues.sum())
    facts = {"kmo": suits.kmo, "bartlett_chi2": suits.chi2, "bartlett_p": suits.p, "components": float(count)}
    return Ranked(composite(z, found, count), facts=facts | {"explained": explained})


def retained(eigenvalues: Floats, rule: int | str) -> int:
    """How many components a rule keeps: at least one, and none whose eigenvalue is zero."""
    if isinstance(rule, int):
        count = rule
    elif rule.startswith(ABOVE):
        count = above(eigenvalues, float(rule.removeprefix(ABOVE)))
    else:
        count = reaching(eigenvalues, float(rule.removeprefix(REACHING)))
    return max(1, min(count, above(eigenvalues, 0.0)))


RankingMethod = Callable[[Objects, RankingRule], Ranked]

RANKINGS_OF_OBJECTS: Final[Mapping[str, RankingMethod]] = {
    "topsis": _topsis,
    "rank_sum_ratio": _rank_sum,
    "grey_relation": _grey,
    "principal_components": _components,
    "factor_analysis": _factors,
}
"""Methods by the names that schemes use."""

UNWEIGHTED: Final = frozenset({"principal_components", "factor_analysis"})
"""Methods that find the importance of the indicators themselves; the scheme's weights have no part in them."""

UNBOUNDED: Final = UNWEIGHTED
"""Methods whose results lie around 0 and are no shares of anything: they rank, and score only if a scheme says how."""

OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "topsis": ("objects", "score", "normalisation"),
    "rank_sum_ratio": ("objects", "score", "ranking", "probit_limits"),
    "grey_relation": ("objects", "score", "normalisation", "rho"),
    "principal_components": ("objects", "score", "retain"),
    "factor_analysis": ("objects", "score", "retain", "rotation"),
}
"""The fields of `RankingRule` that each method heeds."""

NORMALISATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "topsis": ("vector", "minmax"),
    "grey_relation": tuple(GREY_NORMALISATIONS),
}


def by_weights(method: str, objects: Objects, rule: RankingRule, weights: Floats) -> Floats:
    """(n, draws) results of the same objects by (draws, m) other weights.

    Methods that find the importance of the indicators themselves take one object out in turn instead: the results are
    (n, n), of all objects by the factors that the others have.
    """
    if method in UNWEIGHTED:
        return np.column_stack([_without(method, objects, rule, place) for place in range(len(objects.matrix))])
    if method == "topsis":
        return _closeness(objects, rule, weights)
    parts = RANKINGS_OF_OBJECTS[method](objects, rule).parts
    assert parts is not None
    return np.asarray(parts @ weights.T, dtype=np.float64)


def _closeness(objects: Objects, rule: RankingRule, weights: Floats) -> Floats:
    """Closeness by many weights at once: weights scale the distances along each indicator."""
    scaled, signs = TOPSIS_NORMALISATIONS[rule.normalisation or "vector"](objects.matrix, objects.directions)
    merits = scaled * signs
    to_best = np.sqrt((merits - merits.max(axis=0)) ** 2 @ weights.T**2)
    to_worst = np.sqrt((merits - merits.min(axis=0)) ** 2 @ weights.T**2)
    return ratio(to_worst, to_best + to_worst)


def _without(method: str, objects: Objects, rule: RankingRule, place: int) -> Floats:
    """(n,) results of all objects by the components or factors of all but one; NaN where these are undefined."""
    keep = np.arange(len(objects.matrix)) != place
    turned = objects.matrix * objects.directions
    varying = ~constant(turned[keep])
    if varying.sum() < FEWEST_COLUMNS:
        return np.full(len(turned), np.nan)
    spread = moments(turned[keep][:, varying])
    z = (turned[:, varying] - spread.mean) / spread.deviation
    found = principal_components(correlation(turned[keep][:, varying]))
    count = retained(found.eigenvalues, rule.retain)
    if method == "factor_analysis":
        return factors(z, found, count, turned=rule.rotation == "varimax").composite
    return found.composite(z, count)


def scores(method: str, ranked: Ranked, rule: RankingRule) -> Floats:
    """(n,) scores 0–1 by the rule's `score`; NaN where there is a rank alone."""
    asked = rule.score or ("none" if method in UNBOUNDED else "native")
    return SCORES[asked](ranked)


def _fitted(ranked: Ranked) -> Floats:
    nothing = np.full(len(ranked.results), np.nan)
    return nothing if ranked.fitted is None else np.clip(ranked.fitted, 0.0, 1.0)


def _percentile(ranked: Ranked) -> Floats:
    results = np.round(ranked.results, 12)
    below = (results[None, :] < results[:, None]).sum(axis=1)
    same = (results[None, :] == results[:, None]).sum(axis=1)
    return np.where(np.isnan(results), np.nan, (below + 0.5 * same) / len(results))


def _stretched(ranked: Ranked) -> Floats:
    low, high = ranked.results.min(), ranked.results.max()
    if not high > low:
        return np.full(len(ranked.results), np.nan)
    return np.asarray((ranked.results - low) / (high - low), dtype=np.float64)


SCORES: Final[Mapping[str, Callable[[Ranked], Floats]]] = {
    "native": lambda ranked: ranked.results,
    "fitted": _fitted,
    "percentile": _percentile,
    "minmax": _stretched,
    "none": lambda ranked: np.full(len(ranked.results), np.nan),
}
"""From results to scores (n,), 0–1, by the names of `RankingRule.score`."""
