"""One list of values made comparable.

Principal components with a composite score, and whether the indicators suit them; factors, turned or as they come.

Places among values, values at places, and the chart of single values.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats, moments
from reportgen.scoring.calculators.base import (
    Calculator,
    Directions,
    Finite,
    Gaps,
    InputForm,
    Matrix,
    Membership,
    NotNegative,
    Table,
    Undefined,
    Value,
    Values,
    array,
    fitting,
    number,
    numbers,
    ranked,
    signs,
    table,
)
from reportgen.scoring.kernels import constant, places
from reportgen.scoring.kernels.components import (
    Components,
    above,
    factors,
    principal_components,
    reaching,
    suitability,
)
from reportgen.scoring.kernels.normalisation import NORMALISATIONS, Targeted
from reportgen.scoring.kernels.order_statistics import QUARTILES, control_chart, cut, percentile, percentile_rank
from reportgen.scoring.kernels.weights import correlation

ABOVE, REACHING = "eigenvalue>", "cumulative>="
Rule = Annotated[str, Field(pattern=r"^(eigenvalue>[0-9]+(\.[0-9]+)?|cumulative>=0\.[0-9]+)$")]
Count = Annotated[int, Field(ge=1)]
TOLERANCE = 1e-6


class ComponentsInput(Definition):
    """Rows of objects with directions, or a correlation matrix; `retain` a count, eigenvalue>1 or cumulative>=0.85."""

    matrix: Matrix | None = None
    correlation: Matrix | None = None
    directions: Directions | None = None
    retain: Count | Rule = "eigenvalue>1"


class ComponentsOutput(Definition):
    """Eigenvalues and shares; of those retained loadings without sign and communalities; composite score and rank."""

    eigenvalues: Values
    proportion: Values
    cumulative: Values
    components: int
    abs_loadings: Table
    communalities: Values
    composite: Values | None
    rank: tuple[int | None, ...] | None


class SuitabilityInput(Definition):
    """Rows of objects, columns of indicators."""

    matrix: Matrix


class SuitabilityOutput(Definition):
    """KMO (from 0.6 on suitable) and Bartlett's test; null if the correlations are singular."""

    kmo: Value
    bartlett_chi2: Value
    df: int
    p: Value


@np.errstate(all="ignore")
def pca(inputs: ComponentsInput) -> ComponentsOutput:
    """Find the components of a matrix or of correlations."""
    if (inputs.matrix is None) == (inputs.correlation is None):
        raise Undefined("matrix_or_correlation")
    matrix = None if inputs.matrix is None else _panel(fitting(inputs.matrix, inputs.directions))
    found = principal_components(_given(inputs) if matrix is None else correlation(_turned(matrix, inputs)))
    count = _count(found, inputs.retain)
    scores = None if matrix is None else found.composite(_standardised(_turned(matrix, inputs)), count)
    loadings = found.loadings(count)
    proportion = found.eigenvalues / found.eigenvalues.sum()
    return ComponentsOutput(
        eigenvalues=numbers(found.eigenvalues),
        proportion=numbers(proportion),
        cumulative=numbers(np.cumsum(proportion)),
        components=count,
        abs_loadings=table(np.abs(loadings)),
        communalities=numbers((loadings**2).sum(axis=1)),
        composite=None if scores is None else numbers(scores),
        rank=None if scores is None else ranked(places(scores)),
    )


@np.errstate(all="ignore")
def suits(inputs: SuitabilityInput) -> SuitabilityOutput:
    """Test the correlations."""
    matrix = _panel(array(inputs.matrix))
    found = suitability(correlation(matrix), len(matrix))
    return SuitabilityOutput(kmo=number(found.kmo), bartlett_chi2=number(found.chi2), df=found.df, p=number(found.p))


def _panel(matrix: Floats) -> Floats:
    """A matrix of which correlations exist."""
    if constant(matrix).any():
        raise Undefined("constant_column")
    if not np.isfinite(moments(matrix).deviation).all():
        raise Undefined("too_large")
    return matrix


def _turned(matrix: Floats, inputs: ComponentsInput) -> Floats:
    return matrix * signs(inputs.directions, matrix.shape[1])


def _standardised(matrix: Floats) -> Floats:
    table_of = moments(matrix)
    return np.asarray((matrix - table_of.mean) / table_of.deviation, dtype=np.float64)


def _given(inputs: ComponentsInput) -> Floats:
    """The correlation matrix as it stands."""
    found = fitting(inputs.correlation or (), inputs.directions)
    square = found.shape[0] == found.shape[1]
    if not square or not np.allclose(found, found.T, atol=TOLERANCE) or not np.allclose(np.diag(found), 1.0):
        raise Undefined("not_correlations")
    if (np.abs(found) > 1 + TOLERANCE).any() or np.linalg.eigvalsh(found).min() < -len(found) * TOLERANCE:
        raise Undefined("not_correlations")
    turn = signs(inputs.directions, len(found))
    return np.asarray(found * np.outer(turn, turn), dtype=np.float64)


def _count(found: Components, retain: int | str) -> int:
    if isinstance(retain, int):
        if retain > len(found.eigenvalues):
            raise Undefined("retain")
        return retain
    if retain.startswith(ABOVE):
        return above(found.eigenvalues, float(retain.removeprefix(ABOVE)))
    return reaching(found.eigenvalues, float(retain.removeprefix(REACHING)))


CALCULATOR = Calculator(
    "principal_components",
    {
        "pca": InputForm(ComponentsInput, ComponentsOutput, pca),
        "suitability": InputForm(SuitabilityInput, SuitabilityOutput, suits),
    },
)


class FactorsInput(Definition):
    """Rows of objects with directions; `retain` a count, eigenvalue>1 or cumulative>=0.85; turned by varimax or not."""

    matrix: Matrix
    directions: Directions | None = None
    retain: Count | Rule = "eigenvalue>1"
    rotation: Literal["varimax", "none"] = "varimax"


class FactorsOutput(Definition):
    """Of the factors by falling share: loadings, shares in what they explain, scores; the composite score and rank."""

    eigenvalues: Values
    factors: int
    loadings: Table
    shares: Values
    communalities: Values
    scores: Table
    composite: Values
    rank: tuple[int | None, ...]


@np.errstate(all="ignore")
def common_factors(inputs: FactorsInput) -> FactorsOutput:
    """Find the common factors of a matrix by its principal factors."""
    matrix = _panel(fitting(inputs.matrix, inputs.directions))
    turned = matrix * signs(inputs.directions, matrix.shape[1])
    components = principal_components(correlation(turned))
    count = _count(components, inputs.retain)
    if not 0 < count <= above(components.eigenvalues, 0.0):
        raise Undefined("retain")
    found = factors(_standardised(turned), components, count, turned=inputs.rotation == "varimax")
    return FactorsOutput(
        eigenvalues=numbers(components.eigenvalues),
        factors=count,
        loadings=table(found.loadings),
        shares=numbers(found.shares),
        communalities=numbers((found.loadings**2).sum(axis=1)),
        scores=table(found.scores),
        composite=numbers(found.composite),
        rank=ranked(places(found.composite)),
    )


FACTORS = Calculator(
    "factor_analysis",
    {
        "": InputForm(FactorsInput, FactorsOutput, common_factors),
        "suitability": InputForm(SuitabilityInput, SuitabilityOutput, suits),
    },
)


Sample = Annotated[tuple[Finite, ...], Field(min_length=1)]
Kind = Literal["inclusive", "exclusive"]


class RankInput(Definition):
    """Values, and one whose place is asked for; `digits` cuts the answer off after that many decimals."""

    data: Sample
    x: Finite
    kind: Kind = "inclusive"
    digits: Annotated[int, Field(ge=1, le=12)] | None = None


class RankOutput(Definition):
    """Place from 0 to 1; null outside the values."""

    rank: Value


class QuartilesInput(Definition):
    """Values, and how quartiles are made."""

    data: Sample
    kind: Literal["inclusive", "exclusive", "halves_without_median", "halves_with_median"] = "inclusive"


class QuartilesOutput(Definition):
    """The three quartiles, null where the kind has none for so few values, and the range between the outer two."""

    quartiles: Values
    iqr: Value


class PercentileInput(Definition):
    """Values and a share from 0 to 1."""

    data: Sample
    p: Membership
    kind: Kind = "inclusive"


class PercentileOutput(Definition):
    """The value at that share of the way."""

    value: Value


class ChartInput(Definition):
    """Values in order of time, and the factors of the limits."""

    values: Sample
    k: NotNegative = 2.66
    d4: NotNegative = 3.268


class ChartOutput(Definition):
    """Mean and mean moving range, limits, and which points and ranges, from 1, lie beyond them."""

    mean: Value
    mr_bar: Value
    unpl: Value
    lnpl: Value
    url: Value
    out_of_limits: tuple[int, ...]
    ranges_out: tuple[int, ...]


@np.errstate(all="ignore")
def place(inputs: RankInput) -> RankOutput:
    """Where a value stands."""
    rank = percentile_rank(np.array(inputs.data), inputs.x, inclusive=inputs.kind == "inclusive")
    return RankOutput(rank=number(rank if inputs.digits is None else cut(rank, inputs.digits)))


@np.errstate(all="ignore")
def quartiles(inputs: QuartilesInput) -> QuartilesOutput:
    """Quarter the values."""
    found = QUARTILES[inputs.kind](np.array(inputs.data))
    return QuartilesOutput(quartiles=numbers(found), iqr=number(found[2] - found[0]))


@np.errstate(all="ignore")
def at(inputs: PercentileInput) -> PercentileOutput:
    """The value at a share of the way."""
    found = percentile(np.array(inputs.data), inputs.p, inclusive=inputs.kind == "inclusive")
    return PercentileOutput(value=number(found))


@np.errstate(all="ignore")
def chart(inputs: ChartInput) -> ChartOutput:
    """Limits, and what lies beyond; one value alone has no limits."""
    values = np.array(inputs.values)
    if len(values) == 1:
        return ChartOutput(
            mean=inputs.values[0], mr_bar=None, unpl=None, lnpl=None, url=None, out_of_limits=(), ranges_out=()
        )
    found = control_chart(values, inputs.k, inputs.d4)
    return ChartOutput(
        mean=number(found.mean),
        mr_bar=number(found.mean_range),
        unpl=number(found.upper),
        lnpl=number(found.lower),
        url=number(found.range_limit),
        out_of_limits=tuple(int(point) + 1 for point in np.flatnonzero(found.points_out)),
        ranges_out=tuple(int(point) + 1 for point in np.flatnonzero(found.ranges_out)),
    )


PERCENTILE_RANK = Calculator("percentile_rank", {"": InputForm(RankInput, RankOutput, place)})
QUARTILE = Calculator(
    "quartiles",
    {
        "quartiles": InputForm(QuartilesInput, QuartilesOutput, quartiles),
        "percentile": InputForm(PercentileInput, PercentileOutput, at),
    },
)
CONTROL_CHART = Calculator("control_chart", {"": InputForm(ChartInput, ChartOutput, chart)})


Variant = Literal["minmax_benefit", "minmax_cost", "distance_to_best", "interval", "l2", "mean", "initial"]


class NormalisationInput(Definition):
    """Values, null where missing; `low` and `high` for min-max, `best` and `interval` for the variants of that name."""

    variant: Variant
    values: Gaps
    low: Finite = 0.0
    high: Finite = 1.0
    best: Finite | None = None
    interval: tuple[Finite, Finite] | None = None


class NormalisationOutput(Definition):
    """The values on the new scale; null as a whole where the divisor is 0."""

    values: Values | None


@np.errstate(all="ignore")
def run(inputs: NormalisationInput) -> NormalisationOutput:
    """Normalise what is there."""
    needed = {"distance_to_best": inputs.best, "interval": inputs.interval}
    if needed.get(inputs.variant, inputs) is None:
        raise Undefined("argument")
    if inputs.interval is not None and inputs.interval[0] > inputs.interval[1]:
        raise Undefined("interval")
    values = np.array([np.nan if value is None else value for value in inputs.values], dtype=np.float64)
    missing = np.isnan(values)
    if missing.all():
        return NormalisationOutput(values=None)
    result = NORMALISATIONS[inputs.variant](values, _target(inputs))
    whole = np.isfinite(result[~missing]).all()
    return NormalisationOutput(values=numbers(result) if whole else None)


def _target(inputs: NormalisationInput) -> Targeted:
    best = np.nan if inputs.best is None else inputs.best
    return Targeted(inputs.low, inputs.high, best, inputs.interval or (np.nan, np.nan))


NORMALISATION_CALCULATOR = Calculator("normalisation", {"": InputForm(NormalisationInput, NormalisationOutput, run)})
