"""Which definition of an indicator holds in which year, and where none does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reportgen.compute.calendar import Calendar, Rows, year_of
from reportgen.formula.columns import Column, either, finished
from reportgen.formula.context import Context
from reportgen.formula.evaluate import Evaluation
from reportgen.model.definitions import Indicator
from reportgen.model.expression import Expression
from reportgen.model.reason import CODES, Flag, Reason
from reportgen.model.terms import Terms

Earlier = Mapping[str, tuple[tuple[int, Expression], ...]]


@dataclass(frozen=True, eq=False)
class Validity:
    """The dated definitions of a catalogue over the rows of a dataset."""

    calendar: Calendar
    terms: Terms
    indicators: Mapping[str, Indicator]
    earlier: Earlier = field(default_factory=dict)

    def column(self, name: str, context: Context, evaluation: Evaluation, expression: Expression) -> Column:
        """Each row by the definition of the year it looks at; two definitions are never compared."""
        origin = year_of(self.calendar.moved(context.years, context.steps))
        older = self.earlier.get(name, ())
        column = evaluation.column(expression, context)
        for valid_to, formula in reversed(older):
            column = _chosen(origin <= valid_to, evaluation.column(formula, context), column)
        if older:
            here, there = (_number(years, older) for years in (self.calendar.year_numbers, origin))
            column = _barred(column, here != there, Reason.NOT_COMPARABLE)
            evaluation.mark(Flag.EARLIER_DEFINITION, there < len(older))
        return self._bounded(name, column, origin)

    def _bounded(self, name: str, column: Column, origin: Rows) -> Column:
        defined = self.indicators[name]
        if defined.regimes and self.terms.regime is not None and self.terms.regime not in defined.regimes:
            return _barred(column, np.ones(origin.shape, dtype=np.bool_), Reason.NOT_APPLICABLE)
        if defined.valid_from is not None:
            column = _barred(column, origin < defined.valid_from, Reason.NOT_APPLICABLE)
        if defined.valid_to is not None:
            column = _barred(column, origin > defined.valid_to, Reason.NOT_APPLICABLE)
        return column


def definition_of(year: int, earlier: tuple[tuple[int, Expression], ...]) -> int:
    """Number of the definition that holds in a year: that of the newest is the number of earlier ones."""
    return sum(valid_to < year for valid_to, _ in earlier)


def is_valid(defined: Indicator, year: int, regime: str | None) -> bool:
    """Whether an indicator exists in a year and a regime."""
    in_regime = not defined.regimes or regime is None or regime in defined.regimes
    after = defined.valid_from is None or year >= defined.valid_from
    return in_regime and after and (defined.valid_to is None or year <= defined.valid_to)


def _number(years: Rows, earlier: tuple[tuple[int, Expression], ...]) -> Rows:
    numbers: Rows = np.zeros(years.shape, dtype=np.int64)
    for valid_to, _ in earlier:
        numbers = numbers + (years > valid_to)
    return numbers


def _chosen(rows: NDArray[np.bool_], column: Column, other: Column) -> Column:
    values = np.where(rows, column.values, other.values)
    return Column(values, np.where(rows, column.codes, other.codes).astype(np.int8))


def _barred(column: Column, rows: NDArray[np.bool_], reason: Reason) -> Column:
    """A reason against rows comes before any other."""
    against = np.where(rows, CODES[reason], 0).astype(np.int8)
    return finished(column.values, either(against, column.codes))
