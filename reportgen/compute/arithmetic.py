"""Arithmetic on single results: a value, or the reason why there is none. The first reason is kept."""

from __future__ import annotations

import math
import operator as operators
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.formula.evaluate import Divisor, combine
from reportgen.model.values import Reason

PLAIN: Final[Mapping[str, Callable[..., float]]] = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "abs": operators.abs,
}


@dataclass(frozen=True)
class CellResult:
    """A value, or a reason."""

    value: float | None
    reason: Reason | None


def calculated(operator: str, operands: tuple[CellResult, ...]) -> CellResult:
    """An operator or a function of several values."""
    for operand in operands:
        if operand.value is None:
            return operand
    values = [operand.value for operand in operands if operand.value is not None]
    if operator == "**":
        return _power(values[0], values[1])
    if operator in PLAIN:
        return finite(PLAIN[operator](*values))
    with np.errstate(all="ignore"):
        return finite(float(combine(operator, [np.array([value]) for value in values])[0]))


def quotient(judged: Divisor, above: CellResult, below: CellResult) -> CellResult:
    """A division, unless its divisor gives a reason against it."""
    for operand in (above, below):
        if operand.value is None:
            return operand
    assert above.value is not None
    assert below.value is not None
    if abs(below.value) < judged.nothing:
        no_budget = judged.of_budget and above.value > 0
        return CellResult(None, Reason.NO_BUDGET if no_budget else judged.when_zero)
    if below.value < 0 and judged.when_negative is not None:
        return CellResult(None, judged.when_negative)
    return finite(above.value / below.value)


def average(closing: CellResult, opening: CellResult, *, closing_allowed: bool) -> CellResult:
    """The mean of two balances; the closing one alone where that is allowed (E12)."""
    if closing.value is None:
        return closing
    if opening.value is None:
        return closing if closing_allowed or opening.reason is Reason.FIRST_YEAR else opening
    return finite((opening.value + closing.value) / 2)


def trapezoid(ends: list[CellResult]) -> CellResult:
    """The mean of an opening balance and all ends after it, the first and the last by half (E19)."""
    for end in ends:
        if end.value is None:
            return end
    values = [end.value for end in ends if end.value is not None]
    total = values[0] / 2
    for value in values[1:-1]:
        total = total + value
    return finite((total + values[-1] / 2) / (len(values) - 1))


def finite(value: float) -> CellResult:
    """A value that is a number; what is not finite is none."""
    return CellResult(value, None) if math.isfinite(value) else CellResult(None, Reason.INVALID_INPUT)


def _power(base: float, exponent: float) -> CellResult:
    if base < 0 and exponent != math.floor(exponent):
        return CellResult(None, Reason.NEGATIVE_BASE)
    if base == 0 and exponent < 0:
        return CellResult(None, Reason.ZERO_DENOMINATOR)
    with np.errstate(all="ignore"):
        return finite(float(np.power(np.array([base]), np.array([exponent]))[0]))
