"""Weights from the spread of the indicators over hospitals or years."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Form,
    Matrix,
    Undefined,
    all_or_nothing,
    array,
    numbers,
)
from reportgen.scoring.moments import moments, shares

if TYPE_CHECKING:
    from reportgen.scoring.arrays import WeightTable

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


CALCULATOR = Calculator("variation_weights", {"": Form(VariationInput, VariationOutput, run)})
