"""Where a context points, seen from one cell: the slow way beside `provider`, which it must agree with."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reportgen.compute.barriers import reason_against
from reportgen.compute.calendar import days_of
from reportgen.compute.cells import Cells, Found
from reportgen.compute.days import MEAN_MONTH, PERIOD_DAYS
from reportgen.compute.figures import BALANCES
from reportgen.compute.substitutes import ADJUSTED, BUDGET
from reportgen.formula.context import Aspect, Context
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.reason import Reason
from reportgen.model.terms import Terms


@dataclass(frozen=True, eq=False)
class Places:
    """The cells of one entity, seen from one period."""

    cells: Cells
    here: Period

    @property
    def terms(self) -> Terms:
        """The terms of the case."""
        return self.cells.terms

    def period(self, context: Context) -> Period:
        """The period that a context points to."""
        period = self.here.previous_year(context.years)
        for _ in range(context.steps):
            period = period.preceding()
        return period

    def item(self, item: str, context: Context) -> Found | None:
        """The figure of an item, None where it is missing or must not be used."""
        if self.against(item, context) is not None:
            return None
        period = self.period(context)
        if item.startswith(BUDGET) and context.aspect is Aspect.BASIS:
            return self._budget(item, period)
        found = self.cells.figure(item, period, context.aspect)
        before = context.aspect is Aspect.BASIS and context.years and not context.steps
        if before and self.here.kind is PeriodKind.YEAR:
            return self._year_before(item, found, context.years)
        return found

    def against(self, item: str, context: Context) -> Reason | None:
        """What forbids the use of a figure: no past before a first year, none beyond a change of regime."""
        restated = False
        if self.cells.items[item].kind in BALANCES and not context.steps:
            of_form = context.aspect is Aspect.OPEN and not context.years
            of_year = context.aspect is Aspect.BASIS and context.years == 1 and self.here.kind is PeriodKind.YEAR
            restated = (of_form or of_year) and self.cells.read(item, self.here, "open") is not None
        return reason_against(self.terms, self.here, self.period(context), context, restated=restated)

    def why_missing(self, item: str, context: Context) -> Reason:
        """The reason for a figure that is not there."""
        if (reason := self.against(item, context)) is not None:
            return reason
        year = self.period(context).year
        wrong = (Period.parse(period).year for name, entity, period in self.terms.invalid
                 if (name, entity) == (item, self.cells.entity))  # fmt: skip
        return Reason.INVALID_INPUT if year in wrong else context.when_missing

    def annual(self, context: Context) -> tuple[float, Found | None]:
        """The factor to a whole year, and the cell where a source states the days of a year of odd length."""
        period = self.period(context)
        year_days, stated = period.fiscal_year.days_elapsed(self.terms.first_month), self._stated(period)
        whole_year = period.kind is PeriodKind.YEAR
        if whole_year and stated and stated.value > 0 and math.floor(stated.value / MEAN_MONTH + 0.5) != MONTHS:
            return year_days / stated.value, stated
        to_date, first_month = self._to_date(context), self.terms.first_month
        lasting = period.months_elapsed if to_date else period.months
        if self.terms.annualise == "days" and lasting < MONTHS:
            return year_days / (period.days_elapsed(first_month) if to_date else days_of(period, first_month)), None
        return MONTHS / lasting, None

    def _stated(self, period: Period) -> Found | None:
        return self.cells.read(PERIOD_DAYS, period, "") if PERIOD_DAYS in self.cells.items else None

    def calendar(self, name: str, context: Context) -> tuple[float, Place | None]:
        """`days` or `months`, and the cell where a source states its days."""
        period, to_date = self.period(context), self._to_date(context)
        months = float(period.months_elapsed if to_date else period.months)
        if name == "months":
            return months, None
        if (stated := self._stated(period)) is not None:
            return stated.value, stated.place
        if self.terms.day_base is not None:
            return self.terms.day_base / MONTHS * months, None
        first_month = self.terms.first_month
        return float(period.days_elapsed(first_month) if to_date else days_of(period, first_month)), None

    def _standing(self, item: str, period: Period) -> Found | None:
        """What was last said of an item in the year, from the month in which it was said (E48)."""
        if period not in self.cells.periods:
            return None
        if period.kind is PeriodKind.YEAR and (of_year := self.cells.read(item, period, "")):
            return of_year
        months = (Period(period.year, PeriodKind.MONTH, number) for number in range(period.months_elapsed, 0, -1))
        return next((found for month in months if (found := self.cells.read(item, month, ""))), None)

    def _budget(self, item: str, period: Period) -> Found | None:
        if item.endswith(ADJUSTED):
            return self._standing(item, period)
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
        return context.aspect is Aspect.YEAR_TO_DATE or not self.terms.by_month
