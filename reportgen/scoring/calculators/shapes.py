"""Shapes of inputs and outputs that several calculators share."""

from __future__ import annotations

from collections.abc import Iterable, Sized
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from reportgen.scoring.arrays import Floats
from reportgen.scoring.calculators.base import Matrix, Undefined, array, number, numbers
from reportgen.scoring.kernels.finance import quotient

Value = float | None
Values = tuple[Value, ...]
Table = tuple[Values, ...]
Direction = Literal[1, -1]
"""1 more is better, −1 less is better."""
Directions = tuple[Direction, ...]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Membership = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def fitting(matrix: Matrix, *lists: Sized | None) -> Floats:
    """A matrix of numbers whose rows are as long as each list that is given.

    Raises:
        Undefined: if it is ragged or a list does not fit.
    """
    found = array(matrix)
    if any(given is not None and len(given) != found.shape[1] for given in lists):
        raise Undefined("lengths")
    return found


def signs(directions: Directions | None, columns: int) -> Floats:
    """Directions as numbers; more is better where none are given."""
    return np.ones(columns) if directions is None else np.array(directions, dtype=np.float64)


def portions(weights: tuple[float, ...] | None, columns: int) -> Floats:
    """Weights as given, or equal ones."""
    return np.full(columns, 1 / columns) if weights is None else np.array(weights, dtype=np.float64)


def table(rows: Iterable[Iterable[float]]) -> Table:
    """A matrix, None where undefined."""
    return tuple(numbers(row) for row in rows)


def ranked(places: Floats) -> tuple[int | None, ...]:
    """Ranks as whole numbers, None where there is none."""
    return tuple(None if np.isnan(place) else int(place) for place in places)


def over(numerator: float | None, denominator: float | None) -> Value:
    """A quotient, None where a side is missing or the denominator is 0."""
    return None if numerator is None or denominator is None else number(quotient(numerator, denominator))
