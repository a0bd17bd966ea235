"""How long periods are: days, months, and by what a part of a year becomes a year (edge rules E14, E20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.compute.calendar import SLOTS, Rows, months_of
from reportgen.compute.figures import Figures, first
from reportgen.compute.peer_groups import Values
from reportgen.formula.context import Aspect, NameContext
from reportgen.model.period import MONTHS

PERIOD_DAYS: Final = "period_days"
MEAN_MONTH: Final = 30.4375
"""Days of a month on the mean of four years: a fiscal year of odd length is measured in whole months by it."""


@dataclass(frozen=True, eq=False)
class Days:
    """Days and months for every row."""

    figures: Figures

    def days(self, context: NameContext) -> Values:
        """E20: calendar days; the days that a source states for its period come first, then a fixed base."""
        keys, to_date = self._keys(context), self._to_date(context)
        base = self.figures.terms.day_base
        if base is None:
            counted = self.figures.calendar.days(keys, elapsed=to_date)
        else:
            counted = base / MONTHS * self.months(context)
        return first(self._stated(context), counted)

    def months(self, context: NameContext) -> Values:
        """Months of the year to date, or of the period itself."""
        keys, calendar = self._keys(context), self.figures.calendar
        return (months_of(keys) if self._to_date(context) else calendar.lasting).astype(np.float64)

    def annual(self, context: NameContext) -> tuple[Values, Values]:
        """Factor to a whole year, and months gone by; a year of odd length counts by its stated days."""
        keys, calendar, to_date = self._keys(context), self.figures.calendar, self._to_date(context)
        months, lasting = months_of(keys).astype(np.float64), self.months(context)
        year_days = calendar.days(keys - keys % SLOTS, elapsed=True)
        factor = MONTHS / lasting
        if self.figures.terms.annualise == "days":
            factor = np.where(lasting < MONTHS, year_days / calendar.days(keys, elapsed=to_date), factor)
        stated = np.where(keys % SLOTS == 0, self._stated(context), np.nan)
        covered = stated / MEAN_MONTH
        odd = ~np.isnan(stated) & (stated > 0) & (np.floor(covered + 0.5) != MONTHS)
        with np.errstate(all="ignore"):
            return np.where(odd, year_days / stated, factor), np.where(odd, covered, months)

    def _stated(self, context: NameContext) -> Values:
        if PERIOD_DAYS not in self.figures.items:
            return np.full(len(self.figures.calendar.keys), np.nan)
        return self.figures.at(self.figures.read(PERIOD_DAYS, ""), context)

    def _keys(self, context: NameContext) -> Rows:
        return self.figures.calendar.moved(context.years, context.steps)

    def _to_date(self, context: NameContext) -> bool:
        if context.aspect is Aspect.MONTH:
            return False
        return context.aspect is Aspect.YEAR_TO_DATE or not self.figures.terms.by_month
