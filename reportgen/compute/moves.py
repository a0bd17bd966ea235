"""Where a context points, seen from one cell: the slow way beside `provider`, which it must agree with."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.compute.calendar import days_of
from reportgen.compute.cells import Cells, Found
from reportgen.compute.figures import BALANCES
from reportgen.compute.provider import PERIOD_DAYS
from reportgen.compute.substitutes import BUDGET
from reportgen.formula.context import Aspect, Context
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place


@dataclass(frozen=True, eq=False)
class Places:
    """The cells of one entity, seen from one period."""

    cells: Cells
    here: Period
    first_month: int = 1

    def period(self, context: Context) -> Period:
        """The period that a context points to."""
        period = self.here.previous_year(context.years)
        for _ in range(context.steps):
            period = period.preceding()
        return period

    def item(self, item: str, context: Context) -> Found | None:
        """The figure of an item, None where it is missing."""
        period = self.period(context)
        if item.startswith(BUDGET) and context.aspect is Aspect.BASIS:
            return self._budget(item, period)
        found = self.cells.figure(item, period, context.aspect)
        before = context.aspect is Aspect.BASIS and context.years and not context.steps
        if before and self.here.kind is PeriodKind.YEAR:
            return self._year_before(item, found, context.years)
        return found

    def calendar(self, name: str, context: Context) -> tuple[float, Place | None]:
        """`days` or `months`, and the cell where a source states its days."""
        period, to_date = self.period(context), self._to_date(context)
        if name == "months":
            return float(period.months_elapsed if to_date else period.months), None
        if PERIOD_DAYS in self.cells.items and (stated := self.cells.read(PERIOD_DAYS, period, "")):
            return stated.value, stated.place
        return float(period.days_elapsed(self.first_month) if to_date else days_of(period, self.first_month)), None

    def _budget(self, item: str, period: Period) -> Found | None:
        budget = self.cells.figure(item, period, Aspect.BUDGET)
        table = budget or self.cells.read(item, period.fiscal_year, "")
        return table or self.cells.figure(item, period, Aspect.BASIS)

    def _year_before(self, item: str, found: Found | None, years: int) -> Found | None:
        """Last year's figure of a whole year: restated opening balances first, comparatives last (E12, E17)."""

        def to_date(when: Period) -> Found | None:
            return self.cells.figure(item, when, Aspect.YEAR_TO_DATE)

        if years == 1 and self.cells.items[item].kind in BALANCES:
            found = self.cells.read(item, self.here, "open") or found
        found = found or self.cells.year_end(self.here.previous_year(years), to_date)
        return found or (self.cells.read(item, self.here, "comp") if years == 1 else None)

    def _to_date(self, context: Context) -> bool:
        if context.aspect is Aspect.MONTH:
            return False
        return context.aspect is Aspect.YEAR_TO_DATE or self.cells.basis != "month"
