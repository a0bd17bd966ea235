"""Principal components with a composite score, and whether the indicators suit them."""

from __future__ import annotations

from typing import Annotated

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import Calculator, Form, Matrix, Undefined, array, number, numbers
from reportgen.scoring.calculators.shapes import Directions, Table, Value, Values, fitting, ranked, signs, table
from reportgen.scoring.kernels.arithmetic import constant, places
from reportgen.scoring.kernels.components import Components, above, principal_components, reaching, suitability
from reportgen.scoring.kernels.objective_weights import correlation
from reportgen.scoring.moments import moments

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
        "pca": Form(ComponentsInput, ComponentsOutput, pca),
        "suitability": Form(SuitabilityInput, SuitabilityOutput, suits),
    },
)
