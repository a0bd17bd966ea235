"""Correction coefficients and single-line efficacy coefficients: of an indicator, a part, several hospitals.

The score of one indicator by levels and efficacy within the level, step by step.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import BELOW, Floats, Levels
from reportgen.scoring.calculators.base import (
    Calculator,
    Finite,
    InputForm,
    Matrix,
    NotNegative,
    Row,
    Undefined,
    Value,
    Values,
    alike,
    array,
    number,
    numbers,
    over,
    ranks,
)
from reportgen.scoring.kernels.normalisation import BAND_COEFFICIENTS, SPECIAL_CASES, correction_coefficient
from reportgen.scoring.relative import BASE, SPAN, clip, efficacy, level_efficacy

LEVELS = 5
Limits = tuple[Finite, Finite]
LIMITS = (0.7, 1.3)
Case = Literal[
    "numerator_positive_denominator_negative",
    "numerator_negative_denominator_positive",
    "both_negative",
    "non_performing_assets_all_or_denominator_negative",
    "loss_turned_into_profit",
    "no_standard",
]


class FiveStandards(Definition):
    """The five standards; one may be null where it is not needed."""

    excellent: Finite | None = None
    good: Finite | None = None
    average: Finite | None = None
    low: Finite | None = None
    poor: Finite | None = None

    def values(self) -> list[float | None]:
        """Best first."""
        return [self.excellent, self.good, self.average, self.low, self.poor]


class LevelEfficacyInput(Definition):
    """One value, its weight and standards."""

    actual: Finite
    weight: Finite
    standards: FiveStandards
    higher_is_better: bool = True
    coefficients: Annotated[tuple[Finite, ...], Field(min_length=LEVELS, max_length=LEVELS)] = (1.0, 0.8, 0.6, 0.4, 0.2)


class LevelEfficacyOutput(Definition):
    """Band 0 (best) … 5 (below the lowest standard), and the steps to the score."""

    band: int
    base: float
    efficacy: float | None
    adjust: float
    score: float


def run(inputs: LevelEfficacyInput) -> LevelEfficacyOutput:
    """Score one value; one that is better lower is mirrored together with its standards."""
    sign = 1.0 if inputs.higher_is_better else -1.0
    edges = np.array([sign * _steps(inputs, sign), np.full(LEVELS, np.inf)])
    levels = level_efficacy(np.array([sign * inputs.actual]), edges, np.array([*inputs.coefficients, 0.0]))
    band, score = int(levels.level[0]), levels.score[0]
    if np.isnan(score) or (band == BELOW and inputs.standards.poor is None):
        raise Undefined("standard_needed")
    return LevelEfficacyOutput(
        band=band,
        base=float(levels.base[0] * inputs.weight),
        efficacy=number(levels.efficacy[0]),
        adjust=float(levels.adjustment[0] * inputs.weight),
        score=float(score * inputs.weight),
    )


def _steps(inputs: LevelEfficacyInput, sign: float) -> Floats:
    """The standards, NaN where there is none."""
    known = [value for value in inputs.standards.values() if value is not None]
    if not all(sign * (better - worse) > 0 for better, worse in pairwise(known)):
        raise Undefined("not_monotone")
    return np.array([np.nan if value is None else value for value in inputs.standards.values()])


LEVEL_EFFICACY_CALCULATOR = Calculator("level_efficacy", {"": InputForm(LevelEfficacyInput, LevelEfficacyOutput, run)})


class SingleInput(Definition):
    """One value with its standards, and the basic score and weight of its part."""

    actual: Finite
    standards: FiveStandards
    higher_is_better: bool = True
    part_basic_score: Finite
    part_weight: Finite
    limits: Limits = LIMITS


class SingleOutput(Definition):
    """Analysis coefficient of the part, the coefficient, and the coefficient within the limits."""

    analysis_coefficient: Value
    unlimited: Value
    coefficient: Value


class CorrectedIndicator(Definition):
    """One correcting indicator of a part: its value and standards, or the case that the rules set a figure for."""

    weight: NotNegative
    actual: Finite | None = None
    standards: FiveStandards | None = None
    higher_is_better: bool = True
    case: Case | None = None


class PartInput(Definition):
    """A part of the evaluation with its correcting indicators."""

    part_basic_score: Finite
    part_weight: Finite
    indicators: Annotated[tuple[CorrectedIndicator, ...], Field(min_length=1)]
    limits: Limits = LIMITS


class PartOutput(Definition):
    """Coefficients of the indicators, their shares by weight, the sum of these, and the corrected score."""

    analysis_coefficient: Value
    single: Values
    weighted: Values
    comprehensive: Value
    corrected_score: Value


class SpecialInput(Definition):
    """A case in which the formula has no meaning."""

    case: Case


class SpecialOutput(Definition):
    """The coefficient that the rules set."""

    coefficient: float


@np.errstate(all="ignore")
def single(inputs: SingleInput) -> SingleOutput:
    """Correct by one indicator."""
    analysis = over(inputs.part_basic_score, inputs.part_weight)
    levels = _levels(inputs.actual, inputs.standards, higher=inputs.higher_is_better)
    free = float("nan") if analysis is None else float(correction_coefficient(levels, analysis)[0])
    return SingleOutput(
        analysis_coefficient=analysis, unlimited=number(free), coefficient=number(_held(free, inputs.limits))
    )


@np.errstate(all="ignore")
def part(inputs: PartInput) -> PartOutput:
    """Correct the basic score of a part."""
    analysis = over(inputs.part_basic_score, inputs.part_weight)
    if analysis is None:
        raise Undefined("degenerate")
    found = np.array([_of(indicator, analysis, inputs.limits) for indicator in inputs.indicators])
    weighted = found * np.array([indicator.weight for indicator in inputs.indicators]) / inputs.part_weight
    return PartOutput(
        analysis_coefficient=analysis,
        single=numbers(found),
        weighted=numbers(weighted),
        comprehensive=number(weighted.sum()),
        corrected_score=number(inputs.part_basic_score * weighted.sum()),
    )


def special(inputs: SpecialInput) -> SpecialOutput:
    """Look the case up."""
    return SpecialOutput(coefficient=SPECIAL_CASES[inputs.case])


def _of(indicator: CorrectedIndicator, analysis: float, limits: Limits) -> float:
    if indicator.case is not None:
        return SPECIAL_CASES[indicator.case]
    if indicator.actual is None or indicator.standards is None:
        raise Undefined("argument")
    levels = _levels(indicator.actual, indicator.standards, higher=indicator.higher_is_better)
    return _held(float(correction_coefficient(levels, analysis)[0]), limits)


def _levels(actual: float, standards: FiveStandards, *, higher: bool) -> Levels:
    """The level of a value; one that is better lower is mirrored together with its standards."""
    sign = 1.0 if higher else -1.0
    given = standards.values()
    known = [value for value in given if value is not None]
    if not all(sign * (better - worse) > 0 for better, worse in pairwise(known)):
        raise Undefined("not_monotone")
    steps = np.array([np.nan if value is None else sign * value for value in given])
    levels = level_efficacy(np.array([sign * actual]), np.array([steps, np.full(LEVELS, np.inf)]), BAND_COEFFICIENTS)
    open_end = int(levels.level[0]) == BELOW and standards.poor is None
    if np.isnan(levels.score[0]) or open_end:
        raise Undefined("standard_needed")
    return levels


def _held(coefficient: float, limits: Limits) -> float:
    if limits[0] > limits[1]:
        raise Undefined("interval")
    return float(np.clip(coefficient, *limits))


CALCULATOR = Calculator(
    "correction_coefficient",
    {
        "": InputForm(SingleInput, SingleOutput, single),
        "part": InputForm(PartInput, PartOutput, part),
        "special": InputForm(SpecialInput, SpecialOutput, special),
    },
)


class SingleLineInput(Definition):
    """One value between the not-allowed and the satisfactory one."""

    actual: Finite
    unacceptable: Finite
    satisfactory: Finite
    base: Finite = BASE
    span: Finite = SPAN
    clip: bool = False


class SingleLineOutput(Definition):
    """The score."""

    score: float


class SeveralInput(Definition):
    """Rows of hospitals, columns of indicators."""

    matrix: Matrix
    unacceptable: Row
    satisfactory: Row
    weights: Row
    aggregate: Literal["arithmetic", "geometric"] = "arithmetic"
    base: Finite = BASE
    span: Finite = SPAN
    clip: bool = False


class SeveralOutput(Definition):
    """Scores of single indicators, totals, ranks."""

    coefficients: tuple[tuple[float | None, ...], ...]
    total: tuple[float | None, ...]
    rank: tuple[int | None, ...]


def single_line(inputs: SingleLineInput) -> SingleLineOutput:
    """Score one value."""
    scores = _scores(np.array([[inputs.actual]]), (inputs.unacceptable,), (inputs.satisfactory,), inputs)
    return SingleLineOutput(score=float(scores[0, 0]))


def several(inputs: SeveralInput) -> SeveralOutput:
    """Score a matrix and put the indicators together."""
    matrix = array(inputs.matrix)
    alike(matrix[0], inputs.unacceptable, inputs.satisfactory, inputs.weights)
    scores = _scores(matrix, inputs.unacceptable, inputs.satisfactory, inputs)
    totals = numbers(_together(scores, np.array(inputs.weights), inputs.aggregate))
    return SeveralOutput(coefficients=tuple(numbers(row) for row in scores), total=totals, rank=ranks(totals))


def _scores(matrix: Floats, low: Row, high: Row, inputs: SingleLineInput | SeveralInput) -> Floats:
    if any(bad == best for bad, best in zip(low, high, strict=True)):
        raise Undefined("degenerate")
    scores = efficacy(matrix, np.array(low), np.array(high), inputs.base, inputs.span)
    return clip(scores, inputs.base, inputs.base + inputs.span) if inputs.clip else scores


def _together(scores: Floats, weights: Floats, aggregate: str) -> Floats:
    """Weighted arithmetic or geometric mean of each row; no geometric one with a score of 0 or less."""
    if aggregate == "arithmetic":
        return np.asarray(scores @ weights, dtype=np.float64)
    positive = np.where(scores > 0, scores, np.nan)
    return np.asarray(np.exp(np.log(positive) @ weights), dtype=np.float64)


EFFICACY = Calculator(
    "efficacy_coefficient",
    {
        "single": InputForm(SingleLineInput, SingleLineOutput, single_line),
        "several": InputForm(SeveralInput, SeveralOutput, several),
    },
)
