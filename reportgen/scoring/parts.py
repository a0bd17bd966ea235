"""One part of the total, scored: for the hospital and, where values make it, for its peers.

Basic scores corrected by further indicators (rules for enterprise evaluation, China, 2002 and 2006).

A = basic score of the content / weight of the content
r = 1 + (coefficient + efficacy · 0.2 − A), held within limits; 1.2 instead of 1 at or above the best standard
R = Σ (weight of the correction indicator / weight of the content) · r
corrected score of the content = basic score · R

The weight of what is not available goes to what is (edge rule E33).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.results import UsedReference
from reportgen.model.schemes import Ranking, SchemeIndicator, SchemePart
from reportgen.model.values import Reason
from reportgen.scoring import relative
from reportgen.scoring.arrays import Booleans, Floats, Integers, Levels
from reportgen.scoring.methods import LAYERED, METHODS
from reportgen.scoring.sample import OrderedValues, Sample
from reportgen.scoring.standards import edges
from reportgen.scoring.weighing import Weights

BEST: Final = 0.2
"""What is added where the best standard is reached."""
CONTENT_SCALE: Final = 1e-12


def coefficients(scores: Floats, analysis: Floats, limits: tuple[float, float]) -> Floats:
    """Correction coefficient of each indicator, NaN where it has no score.

    Args:
        scores: (n, m) level scores 0–1: coefficient + efficacy · 0.2 with the five usual coefficients.
        analysis: (n, m) A of the indicator's content.
        limits: lowest and highest coefficient.
    """
    result: Floats = np.clip(1 + scores + BEST * (scores >= 1) - analysis, *limits)
    return result


def layer_corrections(
    scores: Floats, basic: Floats, own: Floats, groups: Integers, limits: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Coefficients of the correction indicators, and R of each indicator's content.

    A content without a scored correction indicator keeps its basic score: R is 1.

    Args:
        scores: (n, m), NaN where not scored.
        basic: (n, m) effective weights of the basic layer, 0 at correction indicators.
        own: (m,) weights of the correction layer, 0 at basic indicators.
        groups: (m,) number of each indicator's content.
        limits: lowest and highest coefficient.

    Returns:
        (n, m) r, NaN at basic indicators and where there is no score; (n, m) R.
    """
    membership = np.equal.outer(groups, np.arange(groups.max() + 1)).astype(float)
    gained = (np.where(np.isnan(scores), 0.0, scores) * basic) @ membership
    weight = basic @ membership
    analysis = np.divide(gained, weight, out=np.zeros_like(gained), where=weight > CONTENT_SCALE)
    single = np.where(own > 0, coefficients(scores, analysis @ membership.T, limits), np.nan)
    there: Booleans = ~np.isnan(single)
    share = (own * there) @ membership
    total = np.where(there, single * own, 0.0) @ membership
    of_content = np.divide(total, share, out=np.ones_like(total), where=share > 0)
    return single, of_content @ membership.T


def effective_weights(weights: Floats, groups: Integers, present: Booleans) -> Floats:
    """Weights after redistribution: within the group in proportion, a lost group to all other groups.

    Args:
        weights: (m,) nominal weights, or (n, m) where each object has its own.
        groups: (m,) number of each indicator's group, 0 and up.
        present: (n, m) whether each object has a score, or (1, m) for all objects.

    Returns:
        (n, m), each row adding up to the sum of its weights; zeros where a row has nothing.
    """
    membership = np.equal.outer(groups, np.arange(groups.max() + 1)).astype(float)
    nominal = np.atleast_2d(weights)
    kept = nominal * present
    of_group = nominal @ membership
    left = kept @ membership
    within = np.divide(of_group, left, out=np.zeros_like(left), where=left > 0)
    alive = (of_group * (left > 0)).sum(axis=1)
    across = np.divide(nominal.sum(axis=1), alive, out=np.zeros_like(alive), where=alive > 0)
    result: Floats = kept * (within @ membership.T) * across[:, None]
    return result


TOLERANCE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class PartPeers:
    """What a part's results are held against.

    Attributes:
        totals: (n,) scores of the part, 0–1, NaN where withheld.
        values: what they have of each of its m indicators, and scores: what they got for it.
    """

    totals: Floats
    values: tuple[OrderedValues, ...]
    scores: tuple[OrderedValues, ...]

    @staticmethod
    def of(totals: Floats, values: Floats, scores: Floats) -> PartPeers:
        """Those of n peers, each a row of values and of scores."""
        return PartPeers(totals, tuple(map(OrderedValues.of, values.T)), tuple(map(OrderedValues.of, scores.T)))


@dataclass(frozen=True, eq=False)
class PartScores:
    """Scores of a part for n objects (the hospital first) and m indicators.

    Attributes:
        weights: (m,) nominal shares within the part; effective: (n, m) after redistribution.
        scores: (n, m), 0–1, NaN where not scored.
        missing: (n,) share of the part's weight without a score, what does not apply left out of the count.
        levels: the steps by indicator, where the method has steps.
        corrections: (n, m) coefficients of a second layer, see `ScoredIndicator.correction`; NaN in schemes of one.
        joint: (n,) scores 0–1 of methods whose result is more than the sum of its indicators, NaN without one.
        additive: whether a part's score is the sum of its indicators' scores by their effective weights.
        ranking: where the hospital stands, for methods that judge objects against one another.
        peers: those that the hospital is held against, itself not among them; None without any.
    """

    part: SchemePart
    weights: Weights
    effective: Floats
    scores: Floats
    missing: Floats
    levels: tuple[Levels, ...] = ()
    corrections: Floats | None = None
    joint: Floats | None = None
    additive: bool = True
    ranking: Ranking | None = None
    peers: PartPeers | None = None

    @property
    def total(self) -> Floats:
        """(n,) score of the part, 0–1; NaN where it is withheld, or where there is a rank alone."""
        lacking = self.missing > self.part.missing_limit + TOLERANCE
        if self.joint is not None:
            return np.where(lacking, np.nan, self.joint)
        points = np.where(np.isnan(self.scores), 0.0, self.scores) * self.effective
        nothing = (np.isnan(self.scores) | (self.weights.shares <= 0)).all(axis=1)
        return np.where(lacking | nothing, np.nan, points.sum(axis=1))

    @property
    def withheld(self) -> Reason | None:
        """Why the hospital's score of the part is withheld, or None; a rank alone is not withheld."""
        ranked_alone = self.ranking is not None and self.missing[0] <= self.part.missing_limit + TOLERANCE
        return Reason.MISSING_INPUT if np.isnan(self.total[0]) and not ranked_alone else None


def score_values(  # noqa: PLR0913 - arrays in step, by name
    part: SchemePart,
    sample: Sample,
    weights: Weights,
    directions: Mapping[str, Direction],
    groups: Integers,
    unscored: Booleans,
    floor: Booleans,
    inapplicable: Booleans,
    references: Mapping[str, UsedReference],
) -> PartScores:
    """Score a part whose indicators have values.

    Args:
        part: the part; an indicator without any standard is not scored.
        sample: values of the hospital and its peers.
        weights: shares within the part.
        directions: which values are better, by indicator.
        groups: (m,) number of each indicator's ability.
        unscored: (n, m) values that are shown but not scored.
        floor: (n, m) missing values that count as the worst.
        inapplicable: (n, m) values that do not apply and do not count as missing.
        references: the single standard of an indicator, where its method takes one.
    """
    shown = np.where(unscored, np.nan, sample.values)
    levels = tuple(
        scored(part, indicator, shown[:, column], directions[name], references.get(name))
        for column, (name, indicator) in enumerate(part.indicators.items())
    )
    scores = np.column_stack([level.score for level in levels])
    return assemble(part, weights, np.where(floor, 0.0, scores), groups, inapplicable, levels)


def scored(
    part: SchemePart, indicator: SchemeIndicator, values: Floats, direction: Direction, reference: UsedReference | None
) -> Levels:
    """The scores of one indicator by five levels or by one standard; none without either."""
    if indicator.standards is not None and part.method in METHODS:
        return METHODS[part.method](values, edges(indicator.standards, direction), np.array(part.coefficients))
    measured = measure(part, indicator, direction, reference)
    nothing = np.full(len(values), np.nan)
    score = nothing if measured is None else relative.SINGLE[part.method](values, measured)
    return Levels(np.full(len(values), -1), nothing, nothing, nothing, nothing, score)


def measure(
    part: SchemePart, indicator: SchemeIndicator, direction: Direction, reference: UsedReference | None
) -> relative.Measure | None:
    """What a value is held against by a method of one standard; None where there is nothing."""
    if part.method not in relative.SINGLE:
        return None
    if indicator.full_mark is not None:
        return relative.Measure(indicator.full_mark, Direction.HIGHER)
    if reference is None:
        return None
    by_edges = part.range_in_ratio == "edge"
    return relative.Measure(reference.value, direction, reference.unacceptable, part.cap, part.floor, by_edges)


def assemble(  # noqa: PLR0913 - as score_values
    part: SchemePart,
    weights: Weights,
    scores: Floats,
    groups: Integers,
    inapplicable: Booleans,
    levels: tuple[Levels, ...] = (),
) -> PartScores:
    """Redistribute weights over what is scored."""
    gone = np.isnan(scores)
    missing = ((gone & ~inapplicable) * weights.shares).sum(axis=1)
    effective = effective_weights(weights.shares, groups, ~gone)
    if part.method != LAYERED:
        joint = geometric(scores, effective) if part.aggregate == "geometric" else None
        return PartScores(part, weights, effective, scores, missing, levels, joint=joint, additive=joint is None)
    own = correction_weights(part)
    single, of_content = layer_corrections(scores, effective, own, groups, part.correction_limits)
    corrections = np.where(own > 0, single, of_content)
    return PartScores(part, weights, effective * of_content, scores, missing, levels, corrections)


def geometric(scores: Floats, effective: Floats) -> Floats:
    """(n,) Π score ^ weight over what is scored; 0 where one score is 0, NaN where nothing is scored.

    Args:
        scores: (n, m), not negative, NaN where not scored.
        effective: (n, m) weights that add up to 1 over what is scored.
    """
    used = ~np.isnan(scores) & (effective > 0)
    with np.errstate(divide="ignore"):
        logarithms = np.log(np.where(used, scores, 1.0))
    exponents = np.where(used, effective, 0.0) * np.where(used, logarithms, 0.0)
    return np.where(used.any(axis=1), np.exp(exponents.sum(axis=1)), np.nan)


def correction_weights(part: SchemePart) -> Floats:
    """(m,) weights of the correction layer, 0 at basic indicators."""
    return np.array(
        [(one.weight or 0.0) if one.layer == "correction" else 0.0 for one in part.indicators.values()],
        dtype=np.float64,
    )
