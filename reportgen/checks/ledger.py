"""The figures as they stand on the forms: nothing derived, nothing estimated; a blank in a filled form counts as zero.

`ytd(x)` of a year is that of its last month; before the first month of a year it is zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from reportgen.checks.outcome import Marks
from reportgen.checks.sums import Term
from reportgen.compute.calendar import NO_ROW, SLOTS, Calendar, Rows
from reportgen.compute.matrix import Matrix
from reportgen.formula import Symbol
from reportgen.formula.columns import Column, Values
from reportgen.formula.context import Aspect, Context
from reportgen.formula.functions import CALENDAR
from reportgen.model.dataset import Dataset, Key
from reportgen.model.period import MONTHS
from reportgen.model.reason import Reason

MOVING: Final = (Aspect.BUDGET, Aspect.YEAR_TO_DATE)
"""Columns that a year may keep in another row."""


@dataclass(eq=False)
class Ledger:
    """The operands of one column.

    Attributes:
        view: the column in which a bare name is read.
        read: what was read before, shared by the ledgers of one column.
        blank_is_zero: rows whose forms are full, so that a blank counts as zero in a sum.
    """

    dataset: Dataset
    matrix: Matrix
    calendar: Calendar
    symbols: Mapping[str, Symbol]
    view: str
    blank_is_zero: Marks
    read: dict[tuple[str, Context], Values] = field(default_factory=dict)
    _filled: dict[tuple[str, Context], Values] = field(default_factory=dict)
    _found: dict[Context, Rows] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """Number of rows."""
        return len(self.dataset.values)

    def operand(self, name: str, context: Context) -> Column:
        """A line for every row; `days` and `months` from the calendar."""
        if name == "months":
            return Column.of(self.calendar.elapsed.astype(np.float64), Reason.MISSING_INPUT)
        if name == "days":
            return Column.of(self.calendar.days(self.calendar.keys, elapsed=False), Reason.MISSING_INPUT)
        return Column.of(self.filled(name, context), Reason.MISSING_INPUT)

    def total(self, terms: tuple[Term, ...]) -> Values:
        """Figures added up, NaN where one of them is missing."""
        total = np.zeros(self.size)
        for term in terms:
            filled = self.filled(term.name, term.context)
            total = total + filled if term.sign > 0 else total - filled
        return total

    def filled(self, name: str, context: Context) -> Values:
        """A line, zero where it is blank on a full form."""
        if name in CALENDAR:
            return self.operand(name, context).values
        if (name, context) not in self._filled:
            values = self.raw(name, context)
            if self.blank_is_zero.any() and np.isnan(values).any():
                values = self._blanks_filled(values, context)
            self._filled[name, context] = values
        return self._filled[name, context]

    def _blanks_filled(self, values: Values, context: Context) -> Values:
        zero = self._gathered(self.blank_is_zero.astype(np.float64), context) == 1
        return np.where(np.isnan(values) & zero, 0.0, values)

    def is_there(self, name: str, context: Context) -> bool:
        """Whether any row has a figure of this line."""
        return name in CALENDAR or (name, self._view(context)) in self.matrix

    def present(self, name: str, context: Context) -> Marks:
        """Rows in which a line has a figure."""
        return np.isfinite(self.operand(name, context).values if name in CALENDAR else self.raw(name, context))

    def raw(self, name: str, context: Context) -> Values:
        """A line as it stands, NaN where it is blank."""
        if (name, context) not in self.read:
            self.read[name, context] = self._read(name, context)
        return self.read[name, context]

    def key(self, name: str, context: Context, row: int) -> Key | None:
        """Item, entity, period and view of the cell that a name is read from; None where there is no such row."""
        at = int(self._rows(context)[row])
        if at == NO_ROW:
            return None
        entity, period = self.dataset.values.index[at]
        return name, str(entity), str(period), self._view(context)

    def _view(self, context: Context) -> str:
        return {Aspect.BASIS: self.view, Aspect.MONTH: ""}.get(context.aspect, str(context.aspect))

    def _keys(self, context: Context) -> Rows:
        keys = self.calendar.moved(context.years, context.steps)
        if context.aspect is Aspect.BUDGET:
            return keys - keys % SLOTS
        if context.aspect is Aspect.YEAR_TO_DATE:
            return np.where(keys % SLOTS == 0, keys + MONTHS, keys)
        return keys

    def _read(self, name: str, context: Context) -> Values:
        view = self._view(context)
        if (name, view) not in self.matrix:
            return np.full(self.size, np.nan)
        values = self._gathered(self.matrix.column(name, view), context)
        if context.aspect is Aspect.YEAR_TO_DATE and context.steps == 1:
            values = np.where(self.calendar.elapsed == self.calendar.lasting, 0.0, values)
        return values

    def _gathered(self, values: Values, context: Context) -> Values:
        if not values.size or not (context.is_earlier or context.aspect in MOVING):
            return values
        rows = self._rows(context)
        return np.where(rows == NO_ROW, np.nan, values[rows])

    def _rows(self, context: Context) -> Rows:
        """The row that each row's context points to."""
        if context not in self._found:
            self._found[context] = self.calendar.find(self._keys(context))
        return self._found[context]
