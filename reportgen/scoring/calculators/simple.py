"""Methods that are a line or two of arithmetic: checklist, ratio scoring, composite index."""

from __future__ import annotations

from math import fsum, prod
from typing import Literal

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Gaps, Row, Undefined, alike


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


CHECKLIST = Calculator("weighted_checklist", {"": Form(ChecklistInput, ChecklistOutput, checklist)})
RATIO = Calculator(
    "ratio_scoring",
    {"ratio": Form(RatioInput, RatioOutput, ratio), "per_point": Form(PerPointInput, PerPointOutput, per_point)},
)
INDEX = Calculator(
    "composite_index",
    {"": Form(IndexInput, IndexOutput, composite), "deviation": Form(DeviationInput, DeviationOutput, deviation)},
)
