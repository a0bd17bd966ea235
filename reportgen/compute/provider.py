"""What formulas are computed from: items, other indicators and the calendar, moved in time as the context says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from reportgen.compute.calendar import ADJUSTED, BUDGET, ESTIMATED, SLOTS, Barriers, Validity, months_of, substitutes
from reportgen.compute.days import Days
from reportgen.compute.figures import BALANCES, Figures, first, monthly_mean, taken
from reportgen.formula.check import Symbol, calendar_symbols
from reportgen.formula.context import HERE, Aspect, Codes, NameContext, ValueColumn, Values
from reportgen.formula.evaluate import FormulaRun
from reportgen.model.expression import Expression
from reportgen.model.terms import Terms
from reportgen.model.values import CODES, Reason

if TYPE_CHECKING:
    from reportgen.formula.context import Marks, Years


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
    validity: Validity
    computed: dict[str, ValueColumn] = field(default_factory=dict)
    estimated: dict[str, Marks] = field(default_factory=dict)
    _operands: dict[tuple[str, NameContext], ValueColumn] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """Number of rows."""
        return len(self.figures.dataset.values)

    @property
    def terms(self) -> Terms:
        """The terms of the case."""
        return self.figures.terms

    @property
    def barriers(self) -> Barriers:
        """What must not be used."""
        return self.figures.barriers

    @cached_property
    def days(self) -> Days:
        """The lengths of periods."""
        return Days(self.figures)

    def operand(self, name: str, context: NameContext) -> ValueColumn:
        """An item, an indicator, `days` or `months` for every row."""
        key = (name, replace(context, closing_allowed=False) if context.closing_allowed else context)
        if key not in self._operands:
            self._operands[key] = self._operand(*key)
        return self._operands[key]

    def annual(self, context: NameContext) -> tuple[Values, Values]:
        """E14: by what a figure to date is multiplied to be that of a year, and the months it covers."""
        return self.days.annual(context)

    def average(self, node: Expression, context: NameContext) -> ValueColumn | None:
        """E19: the mean of all month ends where the terms ask for it, None where two points are meant."""
        return monthly_mean(self, node, context) if self.terms.averages == "monthly" else None

    @property
    def has_marked(self) -> bool:
        """Whether some figures rest on an audit or are in error."""
        return bool(self._audited or self._doubtful)

    def audited(self, item: str, context: NameContext) -> Marks:
        """Rows in which a figure of an item, where a context points, rests on an audit."""
        return self._rows_of(self._audited.get(item), context)

    def doubtful(self, item: str, context: NameContext) -> Marks:
        """Rows in which a figure of an item, where a context points, is in error and yet used (E36)."""
        return self._rows_of(self._doubtful.get(item), context)

    @cached_property
    def _audited(self) -> dict[str, set[tuple[str, str]]]:
        return _by_item((item, entity, period) for item, entity, period, _ in self.figures.dataset.adjustments)

    @cached_property
    def _doubtful(self) -> dict[str, set[tuple[str, str]]]:
        return _by_item(self.terms.doubtful)

    def _rows_of(self, keys: set[tuple[str, str]] | None, context: NameContext) -> Marks:
        if not keys:
            return np.zeros(self.size, dtype=np.bool_)
        rows = self.figures.dataset.values.index.isin(list(keys)).astype(np.float64)
        found, year = self.figures.at(rows, context), self.figures.ended_years(context)
        found = found if year is None else first(found, taken(rows, year))
        return np.asarray(found == 1, dtype=np.bool_)

    @property
    def by_month(self) -> bool:
        """Whether a part of a year stands for itself."""
        return self.terms.by_month

    @property
    def years_back(self) -> Years:
        """How many years lie between the first row of a row's hospital and the row."""
        return self.figures.calendar.years_back

    def opening(self, year: ValueColumn, last: ValueColumn, context: NameContext) -> ValueColumn:
        """E15: that of the year in the first period of a year and in whole years, else what the period before left."""
        calendar = self.figures.calendar
        first_of_year = months_of(calendar.moved(context.years, context.steps)) == calendar.lasting
        codes = np.where(first_of_year, year.codes, last.codes).astype(np.int8)
        return ValueColumn(np.where(first_of_year, year.values, last.values), codes)

    def indicator(self, name: str, context: NameContext, evaluation: FormulaRun) -> ValueColumn:
        """An indicator by the definition that held in each row's year."""
        return self.validity.column(name, context, evaluation, self.expressions[name])

    def _operand(self, name: str, context: NameContext) -> ValueColumn:
        if name in calendar_symbols():
            values = self.days.days(context) if name == "days" else self.days.months(context)
            return ValueColumn.of(values, Reason.MISSING_INPUT)
        if name in self.figures.items:
            return self._item(name, context)
        if context == HERE and name in self.computed:
            return self.computed[name]
        return self.indicator(name, context, FormulaRun(self, self))

    def _item(self, item: str, context: NameContext) -> ValueColumn:
        against = self._against(item, context)
        values = self._moved(item, context) if self.figures.is_known(item) else self.figures.nothing
        if against is not None:
            values = np.where(against != 0, np.nan, values)
        for expression in substitutes(item, self.figures.items):
            missing = np.isnan(values)
            if not missing.any():
                break
            made = FormulaRun(self, self).column(expression, context)
            values = np.where(missing, made.values, values)
            self._note_estimate(item, context, missing & (made.codes == 0))
        found = ValueColumn.of(values, context.when_missing)
        return found if against is None else self._reasoned(item, context, found, against)

    def _against(self, item: str, context: NameContext) -> Codes | None:
        """Codes of what forbids the use of a figure (E13, E18), None where nothing does."""
        if not self.barriers.any:
            return None
        restated = np.zeros(self.size, dtype=np.bool_)
        if self.figures.items[item].kind in BALANCES and not context.steps:
            opening = ~np.isnan(self.figures.stated_opening(item))
            if context.aspect is Aspect.OPEN and not context.years:
                restated = opening
            elif context.aspect is Aspect.BASIS and context.years == 1:
                restated = opening & self.figures.calendar.years
        return self.barriers.codes(context, restated)

    def _reasoned(self, item: str, context: NameContext, found: ValueColumn, against: Codes) -> ValueColumn:
        codes = np.where((found.codes != 0) & (against != 0), against, found.codes).astype(np.int8)
        tainted = self.barriers.tainted(item, context)
        if tainted is not None:
            codes = np.where((codes != 0) & (against == 0) & tainted, CODES[Reason.INVALID_INPUT], codes)
        return ValueColumn(found.values, codes.astype(np.int8))

    def _note_estimate(self, item: str, context: NameContext, rows: Marks) -> None:
        if item in ESTIMATED and not context.is_earlier:
            self.estimated[item] = self.estimated.get(item, np.zeros(self.size, dtype=np.bool_)) | rows

    def _moved(self, item: str, context: NameContext) -> Values:
        if item.startswith(BUDGET) and context.aspect is Aspect.BASIS:
            if item.endswith(ADJUSTED):
                return self._at(self.figures.standing(item), context)
            budget = self.figures.there(item, Aspect.BUDGET, context)
            return first(budget, self._budget_table(item, context))
        moved = self.figures.there(item, context.aspect, context)
        if not (context.years or context.steps):
            return moved
        return moved if context.aspect is not Aspect.BASIS else self._year_before(item, moved, context)

    def _at(self, values: Values, context: NameContext) -> Values:
        return self.figures.at(values, context)

    def _budget_table(self, item: str, context: NameContext) -> Values:
        """A line of the budget table that was read as an ordinary figure of the year, or of the period."""
        calendar, read = self.figures.calendar, self.figures.read(item, "")
        moved = calendar.moved(context.years, context.steps)
        of_year = self.figures.gathered(read, moved - moved % SLOTS)
        return first(of_year, self.figures.there(item, Aspect.BASIS, context))

    def _year_before(self, item: str, moved: Values, context: NameContext) -> Values:
        """Last year's figure: in the rows of years restated opening balances first (E17), comparatives last (E12).

        The comparative of a month or quarter is of the year to date, which a basis of single months does not ask for.
        """
        calendar = self.figures.calendar
        if context.steps:
            return moved
        to_date = self.figures.figure(item, Aspect.YEAR_TO_DATE)
        found = first(moved, self.figures.year_end(to_date, context.years))
        if context.years == 1 and self.figures.items[item].kind in BALANCES:
            found = first(self.figures.stated_opening(item), found)
        if context.years == 1:
            beside = self.figures.figure(item, Aspect.COMPARATIVE)
            found = first(found, beside)
            moved = moved if self.terms.by_month else first(moved, beside)
        return np.where(calendar.years, found, moved)


def _by_item(keys: Iterable[tuple[str, str, str]]) -> dict[str, set[tuple[str, str]]]:
    """Entity and period of some figures, by item."""
    found: dict[str, set[tuple[str, str]]] = {}
    for item, entity, period in keys:
        found.setdefault(item, set()).add((entity, period))
    return found
