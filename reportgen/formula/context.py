"""At which time, and in which column, a name of a formula is read.

One figure for every row: values, and reason codes in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reportgen.formula.walk import children
from reportgen.model.expression import Call, Expression, Name, Number
from reportgen.model.values import CODES, Reason


class Aspect(StrEnum):
    """Which figure of an item."""

    BASIS = ""  # closing balance, or the flow on the basis of the evaluation
    OPEN = "open"  # opening balance of the year
    MONTH = "month"  # flow of the period itself
    YEAR_TO_DATE = "ytd"
    BUDGET = "budget"  # of the whole fiscal year
    COMPARATIVE = "comp"  # last year's figure, printed beside this year's


@dataclass(frozen=True)
class NameContext:
    """Where a name is read, seen from the row that is computed.

    Attributes:
        years: how many years earlier.
        steps: how many periods earlier.
        closing_allowed: whether `avg` may take the closing balance where the opening one is missing.
    """

    years: int = 0
    steps: int = 0
    aspect: Aspect = Aspect.BASIS
    closing_allowed: bool = False

    @property
    def is_earlier(self) -> bool:
        """Whether it is a figure of the past, a base for comparison."""
        return bool(self.years or self.steps) or self.aspect in (Aspect.OPEN, Aspect.COMPARATIVE)

    @property
    def when_missing(self) -> Reason:
        """Why a value is not there, if it is not."""
        if self.aspect is Aspect.BUDGET:
            return Reason.NO_BUDGET
        return Reason.MISSING_PRIOR if self.is_earlier else Reason.MISSING_INPUT


HERE: Final = NameContext()

ASPECTS: Final = {
    "open": Aspect.OPEN,
    "month": Aspect.MONTH,
    "ytd": Aspect.YEAR_TO_DATE,
    "annualised": Aspect.YEAR_TO_DATE,
    "budget": Aspect.BUDGET,
    "comp": Aspect.COMPARATIVE,
}


def moved(context: NameContext, call: Call) -> NameContext:
    """The context of what a function stands around; functions that do not move leave it as it is."""
    match call.function:
        case "prev":
            return replace(context, years=context.years + years_of(call))
        case "last":
            return replace(context, steps=context.steps + 1)
        case function if function in ASPECTS:
            return replace(context, aspect=ASPECTS[function])
        case _:
            return context


def period_before(context: NameContext) -> NameContext:
    """The closing balance of the period before: the opening one of a period that stands for itself."""
    return replace(context, steps=context.steps + 1, aspect=Aspect.BASIS)


def years_of(call: Call) -> int:
    """How many years ``prev(x)`` or ``prev(x, n)`` goes back."""
    years = call.arguments[1] if len(call.arguments) > 1 else Number(1.0)
    assert isinstance(years, Number)
    return int(years.value)


def names_with_context(expression: Expression, context: NameContext = HERE) -> Iterator[tuple[str, NameContext]]:
    """Every name and where it is read."""
    if isinstance(expression, Name):
        yield expression.id, context
    inner = moved(context, expression) if isinstance(expression, Call) else context
    for child in children(expression):
        yield from names_with_context(child, inner)


Values = NDArray[np.float64]
Codes = NDArray[np.int8]
Marks = NDArray[np.bool_]
Years = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ValueColumn:
    """One figure for every row: a value, or the code of the reason why there is none."""

    values: Values
    codes: Codes

    @staticmethod
    def of(values: Values, when_missing: Reason) -> ValueColumn:
        """Values as read; NaN is missing."""
        return ValueColumn(values, np.where(np.isnan(values), CODES[when_missing], 0).astype(np.int8))


def either(first: Codes, second: Codes) -> Codes:
    """The first reason, or else the second."""
    return np.where(first != 0, first, second).astype(np.int8)


def finished(values: Values, codes: Codes) -> ValueColumn:
    """Values only where there is no reason against them; what is not finite is no value."""
    wild = (codes == 0) & ~np.isfinite(values)
    codes = np.where(wild, np.int8(CODES[Reason.INVALID_INPUT]), codes).astype(np.int8)
    return ValueColumn(np.where(codes == 0, values, np.nan), codes)
