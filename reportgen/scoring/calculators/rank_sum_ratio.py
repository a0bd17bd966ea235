"""Rank-sum ratio with its distribution, the line through it, and grades."""

from __future__ import annotations

from typing import Literal

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import Calculator, Form, Matrix, Row, Undefined, number, numbers
from reportgen.scoring.calculators.shapes import (
    Directions,
    NotNegative,
    Table,
    Value,
    Values,
    fitting,
    portions,
    ranked,
    signs,
    table,
)
from reportgen.scoring.kernels.arithmetic import places
from reportgen.scoring.kernels.rank_sum import RANKINGS, Distribution, Line, distribution, fit, grade, rank_sum_ratio


class RankSumInput(Definition):
    """Rows of objects; `probit_limits` ascending: 4, 6 make three grades, 3.5, 5, 6.5 four."""

    matrix: Matrix
    directions: Directions
    ranking: Literal["integer", "non_integer"] = "integer"
    weights: tuple[NotNegative, ...] | None = None
    probit_limits: Row | None = None


class DistributionOutput(Definition):
    """Distinct ratios ascending: frequency, cumulated, mean rank, its share of n, probit."""

    rsr: Values
    f: tuple[int, ...]
    cum: tuple[int, ...]
    mean_rank: Values
    p: Values
    probit: Values


class RankSumOutput(Definition):
    """Ranks (1 is worst), ratios, the line of ratio on probit, fitted ratios, order (1 is best), limits, grades."""

    ranks: Table
    rsr: Values
    distribution: DistributionOutput
    slope: Value
    intercept: Value
    r: Value
    fitted: Values
    order: tuple[int | None, ...]
    limits_rsr: Values | None
    grade: tuple[int | None, ...] | None


@np.errstate(all="ignore")
def run(inputs: RankSumInput) -> RankSumOutput:
    """Rank, fit and grade."""
    matrix = fitting(inputs.matrix, inputs.weights, inputs.directions)
    columns = matrix.shape[1]
    ranks = RANKINGS[inputs.ranking](matrix, signs(inputs.directions, columns))
    if np.isnan(ranks).any():
        raise Undefined("too_large")
    ratios = rank_sum_ratio(ranks, portions(inputs.weights, columns))
    found, member = distribution(ratios)
    line = fit(found)
    fitted = line.at(found.probit)[member]
    limits, grades = _grades(line, fitted, inputs.probit_limits)
    return RankSumOutput(
        ranks=table(ranks),
        rsr=numbers(ratios),
        distribution=_table(found),
        slope=number(line.slope),
        intercept=number(line.intercept),
        r=number(line.r),
        fitted=numbers(fitted),
        order=ranked(places(ratios)),
        limits_rsr=limits,
        grade=grades,
    )


def _grades(line: Line, fitted: Floats, probits: Row | None) -> tuple[Values | None, tuple[int | None, ...] | None]:
    if probits is None:
        return None, None
    if list(probits) != sorted(set(probits)):
        raise Undefined("limits")
    limits = line.at(np.array(probits))
    if np.isnan(fitted).any():
        return numbers(limits), (None,) * len(fitted)
    return numbers(limits), tuple(int(place) for place in grade(fitted, limits))


def _table(found: Distribution) -> DistributionOutput:
    return DistributionOutput(
        rsr=numbers(found.ratio),
        f=tuple(int(count) for count in found.frequency),
        cum=tuple(int(count) for count in found.cumulated),
        mean_rank=numbers(found.mean_rank),
        p=numbers(found.share),
        probit=numbers(found.probit),
    )


CALCULATOR = Calculator("rank_sum_ratio", {"": Form(RankSumInput, RankSumOutput, run)})
