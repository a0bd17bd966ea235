"""Single-line efficacy coefficients: of one indicator, or of several for several hospitals."""

from __future__ import annotations

from typing import Literal

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import (
    Calculator,
    Finite,
    InputForm,
    Matrix,
    Row,
    Undefined,
    alike,
    array,
    numbers,
    ranks,
)
from reportgen.scoring.relative import BASE, SPAN, clip, efficacy


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


def single(inputs: SingleLineInput) -> SingleLineOutput:
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


CALCULATOR = Calculator(
    "efficacy_coefficient",
    {
        "single": InputForm(SingleLineInput, SingleLineOutput, single),
        "several": InputForm(SeveralInput, SeveralOutput, several),
    },
)
