"""Methods that are a line or two of arithmetic: checklist, ratio scoring, composite index.

The total of a quantitative and a qualitative score, and the level it falls in.

Weights from the spread of the indicators over hospitals or years.
"""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise
from math import fsum, prod
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.model.printing import half_up
from reportgen.scoring.arrays import moments, shares
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Finite,
    Gaps,
    InputForm,
    Matrix,
    Row,
    Undefined,
    alike,
    all_or_nothing,
    array,
    numbers,
)
from reportgen.scoring.standards import exact

if TYPE_CHECKING:
    from reportgen.scoring.arrays import WeightTable


class ChecklistInput(Definition):
    """Weights and marks; a null mark is not applicable."""

    weights: Row
    scores: Gaps
    max_score: Finite


class ChecklistOutput(Definition):
    """Points, the weight that applies, and points in percent of it."""

    points: float
    applicable_weight: float
    percent: float | None


def checklist(inputs: ChecklistInput) -> ChecklistOutput:
    """Add up what applies."""
    alike(inputs.weights, inputs.scores)
    if inputs.max_score <= 0:
        raise Undefined("degenerate")
    applicable = [(w, s) for w, s in zip(inputs.weights, inputs.scores, strict=True) if s is not None]
    points = fsum(weight * score / inputs.max_score for weight, score in applicable)
    weight = fsum(weight for weight, _ in applicable)
    return ChecklistOutput(points=points, applicable_weight=weight, percent=100 * points / weight if weight else None)


class RatioInput(Definition):
    """Standard scores (weights), standards and values."""

    weights: Row
    standards: Row
    actual: Row
    higher_is_better: tuple[bool, ...]
    cap: Finite | None = None


class RatioOutput(Definition):
    """Relative values, scores, total."""

    relative: tuple[float | None, ...]
    scores: tuple[float | None, ...]
    total: float | None


def ratio(inputs: RatioInput) -> RatioOutput:
    """Weight times actual over standard; the reverse where less is better."""
    alike(inputs.weights, inputs.standards, inputs.actual, inputs.higher_is_better)
    relative = tuple(
        _capped(quotient(x, s) if higher else quotient(s, x), inputs.cap)
        for x, s, higher in zip(inputs.actual, inputs.standards, inputs.higher_is_better, strict=True)
    )
    scores = tuple(None if r is None else w * r for w, r in zip(inputs.weights, relative, strict=True))
    return RatioOutput(relative=relative, scores=scores, total=total(scores))


class PerPointInput(Definition):
    """Standard score and standard, and the best value with the highest score, of each ratio."""

    std_score: Row
    standard: Row
    best: Row
    max_score: Row
    min_score: Row
    actual: Row | None = None


class PerPointOutput(Definition):
    """How much of a ratio is worth one point; with actual values also the scores."""

    per_point: tuple[float | None, ...]
    unlimited: tuple[float | None, ...] | None = None
    scores: tuple[float | None, ...] | None = None
    total: float | None = None


def per_point(inputs: PerPointInput) -> PerPointOutput:
    """Points above or below the standard score, held within the limits."""
    alike(inputs.std_score, inputs.standard, inputs.best, inputs.max_score, inputs.min_score)
    step = tuple(
        quotient(best - standard, most - score)
        for best, standard, most, score in zip(
            inputs.best, inputs.standard, inputs.max_score, inputs.std_score, strict=True
        )
    )
    if inputs.actual is None:
        return PerPointOutput(per_point=step)
    alike(inputs.actual, step)
    free = tuple(
        None if one is None or (gain := quotient(x - standard, one)) is None else score + gain
        for one, x, standard, score in zip(step, inputs.actual, inputs.standard, inputs.std_score, strict=True)
    )
    held = tuple(
        None if one is None else min(max(one, low), high)
        for one, low, high in zip(free, inputs.min_score, inputs.max_score, strict=True)
    )
    return PerPointOutput(per_point=step, unlimited=free, scores=held, total=total(held))


class IndexInput(Definition):
    """Values against standards; `groups` multiplies within and adds between groups of columns."""

    actual: Row
    standard: Row
    directions: tuple[int, ...]
    weights: Row | None = None
    scale: Finite = 1.0
    groups: tuple[tuple[int, ...], ...] | None = None


class IndexOutput(Definition):
    """Single indices, their weights, each index times its weight, and the sum: the composite index."""

    indices: tuple[float | None, ...]
    weights: tuple[float, ...] | None = None
    weighted: tuple[float | None, ...] | None = None
    index: float | None
    group_products: tuple[float | None, ...] | None = None


def composite(inputs: IndexInput) -> IndexOutput:
    """Put single indices together by weights or by groups."""
    alike(inputs.actual, inputs.standard, inputs.directions)
    indices = tuple(
        None if (q := quotient(x, s) if direction > 0 else quotient(s, x)) is None else inputs.scale * q
        for x, s, direction in zip(inputs.actual, inputs.standard, inputs.directions, strict=True)
    )
    if inputs.groups is not None:
        if not all(0 <= column < len(indices) for group in inputs.groups for column in group):
            raise Undefined("lengths")
        products = tuple(_product([indices[column] for column in group]) for group in inputs.groups)
        return IndexOutput(indices=indices, index=total(products), group_products=products)
    if inputs.weights is None:
        raise Undefined("weights_or_groups")
    alike(inputs.weights, indices)
    weighted = [None if i is None else w * i for w, i in zip(inputs.weights, indices, strict=True)]
    return IndexOutput(indices=indices, weights=inputs.weights, weighted=tuple(weighted), index=total(weighted))


class DeviationInput(Definition):
    """Values and norms by indicator; sign 1 where more is better, -1 where less is."""

    norms: dict[str, Finite]
    sign: dict[str, Literal[1, -1]]
    actual: dict[str, Finite]


class DeviationOutput(Definition):
    """How far each indicator is from its norm, as a share of the norm and positive where it is better; their sum."""

    components: dict[str, float | None]
    index: float | None


def deviation(inputs: DeviationInput) -> DeviationOutput:
    """Add up distances from norms (financial flexibility index)."""
    names = inputs.norms.keys()
    if not names or inputs.sign.keys() != names or inputs.actual.keys() != names:
        raise Undefined("lengths")
    shares = {name: quotient(inputs.actual[name] - norm, norm) for name, norm in inputs.norms.items()}
    components = {name: None if share is None else inputs.sign[name] * share for name, share in shares.items()}
    return DeviationOutput(components=components, index=total(list(components.values())))


def quotient(numerator: float, denominator: float) -> float | None:
    """A quotient, None over zero."""
    return numerator / denominator if denominator else None


def total(values: tuple[float | None, ...] | list[float | None]) -> float | None:
    """A sum, None if one of its terms is undefined."""
    known = [value for value in values if value is not None]
    return fsum(known) if len(known) == len(values) else None


def _product(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return prod(known) if len(known) == len(values) else None


def _capped(value: float | None, cap: float | None) -> float | None:
    return value if value is None or cap is None else min(value, cap)


CHECKLIST = Calculator("weighted_checklist", {"": InputForm(ChecklistInput, ChecklistOutput, checklist)})
RATIO = Calculator(
    "ratio_scoring",
    {
        "ratio": InputForm(RatioInput, RatioOutput, ratio),
        "per_point": InputForm(PerPointInput, PerPointOutput, per_point),
    },
)
INDEX = Calculator(
    "composite_index",
    {
        "": InputForm(IndexInput, IndexOutput, composite),
        "deviation": InputForm(DeviationInput, DeviationOutput, deviation),
    },
)


Bounds = tuple[tuple[str, Finite | None], ...]
"""Level and its lower bound, best first; the last may be open."""


class ScoreSynthesisInput(Definition):
    """Two scores and their weights."""

    quantitative: Finite
    qualitative: Finite
    level_lower_bounds: Bounds
    weight_quantitative: Finite = 0.8
    weight_qualitative: Finite = 0.2
    decimals: int = Field(2, ge=0, le=10)


class LevelInput(Definition):
    """A score to be graded."""

    score: Finite
    level_lower_bounds: Bounds
    decimals: int = Field(2, ge=0, le=10)


class LevelOutput(Definition):
    """Level of the score as printed, and of the score before rounding."""

    level: str
    level_unrounded: str


class ScoreSynthesisOutput(LevelOutput):
    """The exact total and its level."""

    total: float


def synthesis(inputs: ScoreSynthesisInput) -> ScoreSynthesisOutput:
    """Weigh, add, grade."""
    total = inputs.weight_quantitative * inputs.quantitative + inputs.weight_qualitative * inputs.qualitative
    if not math.isfinite(total):
        raise Undefined("too_large")
    graded = level(LevelInput(score=total, level_lower_bounds=inputs.level_lower_bounds, decimals=inputs.decimals))
    return ScoreSynthesisOutput(total=total, level=graded.level, level_unrounded=graded.level_unrounded)


def level(inputs: LevelInput) -> LevelOutput:
    """Grade a score; a lower bound belongs to the better level."""
    printed = half_up(inputs.score, inputs.decimals)
    return LevelOutput(
        level=_level(printed, inputs.level_lower_bounds),
        level_unrounded=_level(exact(inputs.score), inputs.level_lower_bounds),
    )


def _level(score: Decimal, bounds: Bounds) -> str:
    known = [bound for _, bound in bounds if bound is not None]
    open_inside = any(bound is None for _, bound in bounds[:-1])
    if open_inside or any(better <= worse for better, worse in pairwise(known)):
        raise Undefined("bounds")
    for name, bound in bounds:
        if bound is None or score >= exact(bound):
            return name
    raise Undefined("below_all_bounds")


CALCULATOR = Calculator(
    "comprehensive_score",
    {
        "synthesis": InputForm(ScoreSynthesisInput, ScoreSynthesisOutput, synthesis),
        "level": InputForm(LevelInput, LevelOutput, level),
    },
)


FEWEST: Final = 3
"""Objects without which a coefficient of variation says nothing."""


class VariationInput(Definition):
    """Rows of objects, columns of indicators, called by `names` or else by their number.

    `std` takes the deviation without dividing by the mean.
    """

    matrix: Matrix
    names: tuple[str, ...] = ()
    variant: Literal["cv", "std"] = "cv"
    ddof: Degrees = 1


class VariationOutput(Definition):
    """Mean, standard deviation, coefficient of variation and weight of each indicator."""

    mean: tuple[float | None, ...]
    std: tuple[float | None, ...]
    cv: tuple[float | None, ...]
    weights: tuple[float, ...] | None


def run(inputs: VariationInput) -> VariationOutput:
    """Weigh by variation."""
    table = moments(array(inputs.matrix), inputs.ddof)
    names = inputs.names or tuple(str(number) for number, _ in enumerate(table.mean, start=1))
    if len(names) != len(table.mean):
        raise Undefined("lengths")
    if inputs.variant == "cv":
        _insist(table, names)
    spread = table.variation if inputs.variant == "cv" else table.deviation
    return VariationOutput(
        mean=numbers(table.mean),
        std=numbers(table.deviation),
        cv=numbers(table.variation),
        weights=all_or_nothing(shares(spread)),
    )


def _insist(table: WeightTable, names: tuple[str, ...]) -> None:
    """Let no coefficient of variation be of too few objects, or of a mean of 0."""
    few = tuple(name for name, n in zip(names, table.n, strict=True) if n < FEWEST)
    if few:
        raise Undefined("too_few_objects", few)
    zero = tuple(name for name, mean in zip(names, table.mean, strict=True) if mean == 0)
    if zero:
        raise Undefined("zero_mean", zero)


VARIATION_WEIGHTS_CALCULATOR = Calculator("variation_weights", {"": InputForm(VariationInput, VariationOutput, run)})
