"""How far a grade hangs on weights and standards; and results scored again with other ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.known import under
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.arrays import Floats
from reportgen.scoring.methods import JOINT, METHODS, VALUED
from reportgen.scoring.parts import scored
from reportgen.scoring.recount import FULL, Recount
from reportgen.scoring.standards import edges

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
ALONE: Final = VALUED - JOINT
"""Methods by which the score of a value depends on that value alone."""
LEVEL_STEPS: Final = 4
"""Steps between five levels."""


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


@dataclass(frozen=True, eq=False)
class Rescoring:
    """An evaluation whose values can be moved."""

    evaluation: Evaluation
    scheme: Scheme
    recount: Recount

    @staticmethod
    def of(evaluation: Evaluation, scheme: Scheme) -> Rescoring:
        """Ready to move."""
        return Rescoring(evaluation, scheme, Recount.of(evaluation, scheme))

    def movable(self) -> tuple[int, ...]:
        """Columns whose score follows from a value."""
        rows = self.evaluation.indicators
        return tuple(
            column
            for column, row in enumerate(rows)
            if self.scheme.parts[row.part].method in ALONE and row.value is not None and row.score is not None
        )

    def is_joint(self, column: int) -> bool:
        """Whether an indicator is judged only together with others: hospitals, periods, or indicators."""
        return self.scheme.parts[self.evaluation.indicators[column].part].method in JOINT

    def scores(self, column: int, values: Floats) -> Floats:
        """(n,) scores 0–100 of other values of one indicator."""
        row = self.evaluation.indicators[column]
        part = self.scheme.parts[row.part]
        indicator = part.indicators[row.id].model_copy(update={"standards": row.standards})
        return FULL * scored(part, indicator, values, row.direction, row.reference).score

    def best(self, column: int) -> float | None:
        """The nearest value that earns the most; None where the method knows no best."""
        row = self.evaluation.indicators[column]
        assert row.value is not None
        if row.standards is not None and self.scheme.parts[row.part].method in METHODS:
            low, high = edges(row.standards, row.direction)[:, 0]
            return float(np.clip(row.value, low, high))
        if row.reference is None:
            return None
        standard = row.reference.value
        if isinstance(standard, tuple):
            return float(np.clip(row.value, *standard))
        better = max if row.direction is Direction.HIGHER else min
        return float(better(row.value, standard))

    def worst(self, column: int) -> float | None:
        """The value of the lowest standard on the side on which the indicator stands."""
        row = self.evaluation.indicators[column]
        assert row.value is not None
        if row.standards is None or self.scheme.parts[row.part].method not in METHODS:
            return None if row.reference is None else _nearest(row.value, row.reference.unacceptable)
        low, high = edges(row.standards, row.direction)
        return _nearest(row.value, tuple(float(end) for end in (low[-1], high[-1]) if np.isfinite(end)))

    def step(self, column: int) -> float:
        """The mean distance between two levels, or a quarter of the way between two points; 0 where unknown."""
        row = self.evaluation.indicators[column]
        return step_of(row)


def step_of(row: ScoredIndicator) -> float:
    """The mean distance between two neighbouring standards of an indicator."""
    if row.standards is not None:
        low, high = edges(row.standards, row.direction)
        sides = [abs(float(side[0] - side[-1])) for side in (low, high) if np.isfinite(side).all()]
        return sum(sides) / len(sides) / LEVEL_STEPS
    if row.reference is None:
        return 0.0
    other = 0.0 if row.reference.unacceptable is None else row.reference.unacceptable
    ends = np.broadcast_to(row.reference.value, 2) - np.broadcast_to(other, 2)
    return float(np.abs(ends).mean()) / LEVEL_STEPS


def _nearest(value: float, ends: float | tuple[float, ...] | None) -> float | None:
    """The end that lies nearest to a value, the lower of two equally near ones."""
    if ends is None:
        return None
    return min(ends if isinstance(ends, tuple) else (ends,), key=lambda end: (abs(value - end), end))
