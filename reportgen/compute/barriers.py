"""Figures of the past that must not be used: before a first year, beyond a change of regime, or known to be wrong.

Edge rules E13 (a hospital has no past before its first year), E18 (what lies on both sides of a change of regime or
scope compares only through restated balances) and E36 (figures in error).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reportgen.compute.calendar import Calendar, year_of
from reportgen.formula.context import Aspect, Context
from reportgen.model.period import Period
from reportgen.model.reason import CODES, Reason
from reportgen.model.terms import Terms

if TYPE_CHECKING:
    import pandas as pd

Codes = NDArray[np.int8]
PRINTED_BESIDE = (Aspect.OPEN, Aspect.COMPARATIVE)
"""Columns of this year's form that hold figures of the year before."""


@dataclass(frozen=True, eq=False)
class Barriers:
    """The barriers of a case, for all rows."""

    calendar: Calendar
    terms: Terms
    index: pd.Index[Any]

    @property
    def any(self) -> bool:
        """Whether there are barriers at all."""
        return self.terms.first_year is not None or bool(self.terms.breaks or self.terms.invalid)

    def codes(self, context: Context, restated: NDArray[np.bool_]) -> Codes:
        """Reason codes against the figures of a context, 0 where none; `restated` rows hold restated balances."""
        here = self.calendar.year_numbers
        origin = year_of(self.calendar.moved(context.years, context.steps)) - (context.aspect in PRINTED_BESIDE)
        codes = np.zeros(here.shape, dtype=np.int8)
        for year in self.terms.breaks:
            codes[(origin < year) & (year <= here) & ~restated] = CODES[Reason.NOT_COMPARABLE]
        if (first := self.terms.first_year) is not None:
            codes[(origin < first) & (first <= here)] = CODES[Reason.FIRST_YEAR]
        return codes

    @cached_property
    def _wrong(self) -> dict[str, list[tuple[str, str]]]:
        """Entity and period of the figures in error, by item."""
        wrong: dict[str, list[tuple[str, str]]] = {}
        for item, entity, period in sorted(self.terms.invalid):
            wrong.setdefault(item, []).append((entity, period))
        return wrong

    def invalid(self, item: str) -> NDArray[np.bool_] | None:
        """Rows whose figures of an item are in error, None where there are none."""
        wrong = self._wrong.get(item)
        return np.asarray(self.index.isin(wrong), dtype=np.bool_) if wrong else None

    def tainted(self, item: str, context: Context) -> NDArray[np.bool_] | None:
        """Rows that look at a year in which a figure of the item is in error."""
        wrong = self._wrong.get(item)
        if not wrong:
            return None
        found = np.zeros(len(self.index), dtype=np.bool_)
        years = year_of(self.calendar.moved(context.years, context.steps))
        for year in {Period.parse(period).year for _, period in wrong}:
            whose = {entity for entity, period in wrong if Period.parse(period).year == year}
            found |= (years == year) & self.index.isin(whose, level=0)
        return found


def reason_against(terms: Terms, here: Period, there: Period, context: Context, *, restated: bool) -> Reason | None:
    """The same for one cell: the reason against a figure of the period `there`, seen from `here`."""
    origin = there.year - (context.aspect in PRINTED_BESIDE)
    if terms.first_year is not None and origin < terms.first_year <= here.year:
        return Reason.FIRST_YEAR
    crossed = any(origin < year <= here.year for year in terms.breaks)
    return Reason.NOT_COMPARABLE if crossed and not restated else None
