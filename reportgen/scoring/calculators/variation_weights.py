"""Weights from the spread of the indicators over hospitals or years."""

from __future__ import annotations

from typing import Literal

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Degrees, Form, Matrix, all_or_nothing, array, numbers
from reportgen.scoring.moments import moments, shares


class VariationInput(Definition):
    """Rows of objects, columns of indicators; `std` takes the deviation without dividing by the mean."""

    matrix: Matrix
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
    spread = table.variation if inputs.variant == "cv" else table.deviation
    return VariationOutput(
        mean=numbers(table.mean),
        std=numbers(table.deviation),
        cv=numbers(table.variation),
        weights=all_or_nothing(shares(spread)),
    )


CALCULATOR = Calculator("variation_weights", {"": Form(VariationInput, VariationOutput, run)})
