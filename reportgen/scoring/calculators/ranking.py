"""Rank-sum ratio with its distribution, the line through it, and grades.

Ranking by distance and likeness: TOPSIS and grey relation.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import (
    Calculator,
    Directions,
    InputForm,
    Matrix,
    Membership,
    NotNegative,
    Row,
    Table,
    Undefined,
    Value,
    Values,
    alike,
    fitting,
    number,
    numbers,
    portions,
    ranked,
    signs,
    table,
)
from reportgen.scoring.kernels import places, ratio
from reportgen.scoring.kernels.ranking import (
    GREY_NORMALISATIONS,
    RANKINGS,
    Distribution,
    Incidence,
    RegressionLine,
    distribution,
    fit,
    grade,
    incidence,
    rank_sum_ratio,
    relation,
    topsis,
)

Weights = tuple[NotNegative, ...]
Rho = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
"""The distinguishing coefficient."""
Ranks = tuple[int | None, ...]


class TopsisInput(Definition):
    """Rows of objects; weights as given, equal where null."""

    matrix: Matrix
    weights: Weights | None
    directions: Directions
    normalisation: Literal["vector", "minmax", "none"] = "vector"


class TopsisOutput(Definition):
    """Weighted ideal and anti-ideal, distances to them, closeness, rank; null where all objects are alike."""

    ideal: Values
    anti_ideal: Values
    d_plus: Values
    d_minus: Values
    closeness: Values
    rank: Ranks


class SequencesInput(Definition):
    """A reference and sequences of its length; `mean` divides each by its own mean."""

    reference: Row
    sequences: Matrix
    rho: Rho = 0.5
    dimensionless: Literal["mean"] | None = None


class SequencesOutput(Definition):
    """Extremes of the distances over all sequences, coefficients, and their mean for each sequence."""

    delta_min: Value
    delta_max: Value
    coefficients: Table
    grade: Values


class RelationInput(Definition):
    """Rows of objects against an ideal of 1; weights equal where null."""

    matrix: Matrix
    directions: Directions
    weights: Weights | None = None
    rho: Rho = 0.5
    normalisation: Literal["minmax", "max_ratio"] = "minmax"


class RelationOutput(Definition):
    """Coefficients, grades, ranks; null where all objects are alike."""

    coefficients: Table
    grade: Values
    rank: Ranks


class NearnessInput(Definition):
    """Rows of objects; here weights scale the values, not the coefficients."""

    matrix: Matrix
    directions: Directions
    weights: Weights | None = None
    rho: Rho = 0.5


class NearnessOutput(Definition):
    """Mean coefficients to the best and to the worst, the share of the former in both, and the rank by it."""

    ideal_grade: Values
    anti_grade: Values
    closeness: Values
    rank: Ranks


class IncidenceInput(Definition):
    """Two series of one length; `relative` divides each by its first value; `theta` is for `synthetic`."""

    x0: Row
    x1: Row
    variant: Literal["absolute", "relative", "synthetic"] = "absolute"
    theta: Membership = 0.5


class IncidenceOutput(Definition):
    """Areas, the area between, and the degree; `synthetic` has the degree alone: theta · absolute + rest · relative."""

    s0: Value
    s1: Value
    diff: Value
    incidence: Value


@np.errstate(all="ignore")
def closeness(inputs: TopsisInput) -> TopsisOutput:
    """Rank by closeness to the ideal."""
    matrix = fitting(inputs.matrix, inputs.weights, inputs.directions)
    columns = matrix.shape[1]
    weights, directions = portions(inputs.weights, columns), signs(inputs.directions, columns)
    found = topsis(matrix, weights, directions, inputs.normalisation)
    return TopsisOutput(
        ideal=numbers(found.ideal),
        anti_ideal=numbers(found.anti_ideal),
        d_plus=numbers(found.to_ideal),
        d_minus=numbers(found.to_anti_ideal),
        closeness=numbers(found.closeness),
        rank=ranked(places(found.closeness)),
    )


@np.errstate(all="ignore")
def sequences(inputs: SequencesInput) -> SequencesOutput:
    """Relate sequences to a reference."""
    rows = fitting(inputs.sequences, inputs.reference)
    reference = np.array(inputs.reference)
    if inputs.dimensionless == "mean":
        rows, reference = ratio(rows, rows.mean(axis=1)[:, None]), ratio(reference, reference.mean())
    found = relation(reference, rows, inputs.rho)
    return SequencesOutput(
        delta_min=number(found.smallest),
        delta_max=number(found.largest),
        coefficients=table(found.coefficients),
        grade=numbers(found.coefficients.mean(axis=1)),
    )


@np.errstate(all="ignore")
def to_ideal(inputs: RelationInput) -> RelationOutput:
    """Relate objects to the ideal."""
    matrix = fitting(inputs.matrix, inputs.weights, inputs.directions)
    columns = matrix.shape[1]
    weights = portions(inputs.weights, columns)
    scaled = GREY_NORMALISATIONS[inputs.normalisation](matrix, signs(inputs.directions, columns))
    found = relation(np.ones(columns), scaled, inputs.rho)
    grade = found.coefficients @ weights
    return RelationOutput(coefficients=table(found.coefficients), grade=numbers(grade), rank=ranked(places(grade)))


@np.errstate(all="ignore")
def nearness(inputs: NearnessInput) -> NearnessOutput:
    """Relate objects to the best and to the worst among them."""
    matrix = fitting(inputs.matrix, inputs.weights, inputs.directions)
    columns = matrix.shape[1]
    scaled = GREY_NORMALISATIONS["minmax"](matrix, signs(inputs.directions, columns))
    scaled = scaled * portions(inputs.weights, columns)
    ideal, anti = (
        relation(end, scaled, inputs.rho).coefficients.mean(axis=1) for end in (scaled.max(axis=0), scaled.min(axis=0))
    )
    close = ratio(ideal, ideal + anti)
    return NearnessOutput(
        ideal_grade=numbers(ideal), anti_grade=numbers(anti), closeness=numbers(close), rank=ranked(places(close))
    )


@np.errstate(all="ignore")
def degree(inputs: IncidenceInput) -> IncidenceOutput:
    """How alike two series run."""
    alike(inputs.x0, inputs.x1)
    one, other = np.array(inputs.x0), np.array(inputs.x1)
    if inputs.variant == "absolute":
        return _areas(incidence(one, other))
    relative = incidence(_from_one(one), _from_one(other))
    if inputs.variant == "relative":
        return _areas(relative)
    both = inputs.theta * incidence(one, other).degree + (1 - inputs.theta) * relative.degree
    return IncidenceOutput(s0=None, s1=None, diff=None, incidence=number(both))


def _from_one(values: Floats) -> Floats:
    return ratio(values, values[0])


def _areas(found: Incidence) -> IncidenceOutput:
    return IncidenceOutput(
        s0=number(found.first), s1=number(found.second), diff=number(found.difference), incidence=number(found.degree)
    )


TOPSIS = Calculator("topsis", {"": InputForm(TopsisInput, TopsisOutput, closeness)})
GREY = Calculator(
    "grey_relation",
    {
        "sequences": InputForm(SequencesInput, SequencesOutput, sequences),
        "matrix": InputForm(RelationInput, RelationOutput, to_ideal),
        "closeness": InputForm(NearnessInput, NearnessOutput, nearness),
        "incidence": InputForm(IncidenceInput, IncidenceOutput, degree),
    },
)


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


def _grades(
    line: RegressionLine, fitted: Floats, probits: Row | None
) -> tuple[Values | None, tuple[int | None, ...] | None]:
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


CALCULATOR = Calculator("rank_sum_ratio", {"": InputForm(RankSumInput, RankSumOutput, run)})
