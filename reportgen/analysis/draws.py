"""How far a grade hangs on weights and standards that could as well have been a little different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.analysis.rescoring import Rescoring
from reportgen.model.known import under
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.arrays import Floats

COUNT: Final = 10_000
SEED: Final = 20_020_225
"""Any number; fixed, so that the same input gives the same result."""
WEIGHT_SPREAD: Final = under(0.2, "rule.weight_spread")
STANDARD_SPREAD: Final = 0.2
INTERVAL: Final = (0.025, 0.975)
NOISE: Final = 1e-9
"""Binary noise below which two totals are one."""
DIGITS: Final = 5e-14
"""Half a unit of the fifteenth digit of a score, which is all that rounding sees."""


@dataclass(frozen=True)
class Assumptions:
    """What is drawn.

    Attributes:
        count: draws; seed: of the generator.
        weights: each weight is multiplied by a number drawn evenly from 1 ± this, then all are made to add up again.
        standards: the standards of each indicator move together by up to this share of the step between two levels.
    """

    count: int = COUNT
    seed: int = SEED
    weights: float = WEIGHT_SPREAD
    standards: float = STANDARD_SPREAD


@dataclass(frozen=True)
class DrawnTotals:
    """The totals of many draws.

    Attributes:
        what: weights, standards or both.
        kept: share of the draws with the same grade; grades: share of each grade, best first.
        low, high: the middle 95 % of the totals.
    """

    what: str
    kept: float
    grades: tuple[tuple[Grade, float], ...]
    mean: float
    low: float
    high: float


def drawn(rescoring: Rescoring, assumed: Assumptions) -> tuple[DrawnTotals, ...]:
    """Draws on weights, on standards, and on both; none where there is no grade.

    A part whose indicators make it only together cannot be drawn for one by one: there the rank and its interval tell.
    What is judged without standards has draws on weights alone.
    """
    if rescoring.evaluation.grade is None or rescoring.recount.is_whole:
        return ()
    generator = np.random.default_rng(assumed.seed)
    weights = drawn_weights(rescoring.recount.weights, assumed, generator)
    scores = drawn_scores(rescoring, assumed, generator)
    recount, scheme = rescoring.recount, rescoring.scheme
    plans = {"weights": (weights, recount.scores[None, :])}
    if rescoring.movable():
        plans |= {"standards": (recount.weights[None, :], scores), "both": (weights, scores)}
    return tuple(_told(what, recount.totals(*pair), rescoring) for what, pair in plans.items() if scheme.parts)


def undrawn(rescoring: Rescoring) -> str | None:
    """Why nothing is drawn for the grade, a key below ``sure.draws`` of the words; None where there are draws."""
    if rescoring.evaluation.grade is not None:
        return "together" if rescoring.recount.is_whole else None
    alone = any(
        part.ranking is not None and part.score is None and part.withheld is None for part in rescoring.evaluation.parts
    )
    return "rank_alone" if alone else "withheld"


def drawn_weights(weights: Floats, assumed: Assumptions, generator: np.random.Generator) -> Floats:
    """(draws, m) weights with the sum that they had."""
    factors = generator.uniform(1 - assumed.weights, 1 + assumed.weights, (assumed.count, len(weights)))
    moved = weights * factors
    sums = moved.sum(axis=1, keepdims=True)
    result: Floats = moved * (weights.sum() / np.where(sums > 0, sums, 1.0))
    return result


def drawn_scores(rescoring: Rescoring, assumed: Assumptions, generator: np.random.Generator) -> Floats:
    """(draws, m) scores; a table that moves one way is a value that moves the other way."""
    scores = np.tile(rescoring.recount.scores, (assumed.count, 1))
    for column in rescoring.movable():
        value = rescoring.evaluation.indicators[column].value
        assert value is not None
        reach = assumed.standards * rescoring.step(column)
        found = rescoring.scores(column, value + generator.uniform(-reach, reach, assumed.count))
        scores[:, column] = np.where(np.isnan(found), scores[:, column], found)
    return scores


def grades_of(totals: Floats, scheme: Scheme) -> tuple[tuple[Grade, float], ...]:
    """Share of the totals in each band, decided on totals rounded half-up as printed."""
    bands = sorted(scheme.grades.items(), key=lambda pair: -pair[1])
    half = 0.5 * 10.0**-scheme.decimals
    bounds = np.array([bound - half - DIGITS for _, bound in bands[:-1]])
    places = (totals[:, None] < bounds).sum(axis=1)
    counts = np.bincount(places, minlength=len(bands))
    return tuple((grade, float(count / len(totals))) for (grade, _), count in zip(bands, counts, strict=True))


def _told(what: str, totals: Floats, rescoring: Rescoring) -> DrawnTotals:
    shares = grades_of(totals, rescoring.scheme)
    low, high = np.quantile(totals, INTERVAL)
    kept = dict(shares).get(rescoring.evaluation.grade or Grade.POOR, 0.0)
    return DrawnTotals(what, kept, shares, float(totals.mean()), float(low), float(high))
