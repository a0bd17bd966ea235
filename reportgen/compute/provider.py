"""What formulas are computed from: items, other indicators and the calendar, moved in time as the context says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reportgen.compute.calendar import QUARTER_SLOT, SLOTS
from reportgen.compute.figures import BALANCES, Figures, first
from reportgen.compute.substitutes import BUDGET, ESTIMATED, substitutes
from reportgen.formula.check import Symbol, calendar_symbols
from reportgen.formula.context import HERE, Aspect, Context
from reportgen.formula.evaluate import Column, Evaluation, Values
from reportgen.model.expression import Expression
from reportgen.model.period import MONTHS
from reportgen.model.reason import Reason

if TYPE_CHECKING:
    from reportgen.formula.evaluate import Marks

PERIOD_DAYS = "period_days"


@dataclass(eq=False)
class Provider:
    """The operands of a dataset.

    Attributes:
        computed: indicators that are done, by id.
        estimated: rows in which an item had to be estimated, by item.
    """

    figures: Figures
    expressions: Mapping[str, Expression]
    symbols: Mapping[str, Symbol]
    computed: dict[str, Column] = field(default_factory=dict)
    estimated: dict[str, Marks] = field(default_factory=dict)
    _operands: dict[tuple[str, Context], Column] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """Number of rows."""
        return len(self.figures.dataset.values)

    def operand(self, name: str, context: Context) -> Column:
        """An item, an indicator, `days` or `months` for every row."""
        key = (name, replace(context, closing_allowed=False))
        if key not in self._operands:
            self._operands[key] = self._operand(*key)
        return self._operands[key]

    def _operand(self, name: str, context: Context) -> Column:
        if name in calendar_symbols():
            values = self._days(context) if name == "days" else self._months(context)
            return Column.of(values, Reason.MISSING_INPUT)
        if name in self.figures.items:
            return self._item(name, context)
        if context == HERE and name in self.computed:
            return self.computed[name]
        return Evaluation(self).column(self.expressions[name], context)

    def _item(self, item: str, context: Context) -> Column:
        values = self._moved(item, context)
        for expression in substitutes(item, self.figures.items):
            missing = np.isnan(values)
            if not missing.any():
                break
            made = Evaluation(self).column(expression, context)
            values = np.where(missing, made.values, values)
            self._note_estimate(item, context, missing & (made.codes == 0))
        return Column.of(values, context.when_missing)

    def _note_estimate(self, item: str, context: Context, rows: Marks) -> None:
        if item in ESTIMATED and not context.is_earlier:
            self.estimated[item] = self.estimated.get(item, np.zeros(self.size, dtype=np.bool_)) | rows

    def _moved(self, item: str, context: Context) -> Values:
        if item.startswith(BUDGET) and context.aspect is Aspect.BASIS:
            budget = self._at(self.figures.figure(item, Aspect.BUDGET), context)
            return first(budget, self._budget_table(item, context))
        values = self.figures.figure(item, context.aspect)
        if not (context.years or context.steps):
            return values
        moved = self._at(values, context)
        return moved if context.aspect is not Aspect.BASIS else self._year_before(item, moved, context)

    def _at(self, values: Values, context: Context) -> Values:
        if not (context.years or context.steps):
            return values
        return self.figures.gathered(values, self.figures.calendar.moved(context.years, context.steps))

    def _budget_table(self, item: str, context: Context) -> Values:
        """A line of the budget table that was read as an ordinary figure of the year, or of the period."""
        calendar, read = self.figures.calendar, self.figures.read(item, "")
        moved = calendar.moved(context.years, context.steps)
        of_year = self.figures.gathered(read, moved - moved % SLOTS)
        return first(of_year, self._at(self.figures.figure(item, Aspect.BASIS), context))

    def _year_before(self, item: str, moved: Values, context: Context) -> Values:
        """Last year's figure in the rows of years: restated opening balances first (E17), comparatives last (E12)."""
        calendar = self.figures.calendar
        if context.steps:
            return moved
        to_date = self.figures.figure(item, Aspect.YEAR_TO_DATE)
        found = first(moved, self.figures.year_end(to_date, calendar.moved(context.years, 0)))
        if context.years == 1 and self.figures.items[item].kind in BALANCES:
            found = first(self.figures.read(item, "open"), found)
        if context.years == 1:
            found = first(found, self.figures.read(item, "comp"))
        return np.where(calendar.years, found, moved)

    def _to_date(self, context: Context) -> bool:
        if context.aspect is Aspect.MONTH:
            return False
        return context.aspect is Aspect.YEAR_TO_DATE or self.figures.basis != "month"

    def _days(self, context: Context) -> Values:
        """E20: calendar days; the days that a source states for its period come first."""
        calendar = self.figures.calendar
        counted = calendar.days(calendar.moved(context.years, context.steps), elapsed=self._to_date(context))
        if PERIOD_DAYS not in self.figures.items:
            return counted
        return first(self._at(self.figures.read(PERIOD_DAYS, ""), context), counted)

    def _months(self, context: Context) -> Values:
        calendar = self.figures.calendar
        elapsed = calendar.elapsed
        if context.steps:
            slots = calendar.moved(context.years, context.steps) % SLOTS
            quarters = np.where(slots > QUARTER_SLOT, 3 * (slots - QUARTER_SLOT), slots)
            elapsed = np.where(slots == 0, MONTHS, quarters)
        return (elapsed if self._to_date(context) else calendar.lasting).astype(np.float64)
