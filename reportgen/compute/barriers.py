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
    def _invalid(self) -> dict[str, NDArray[np.bool_]]:
        rows: dict[str, NDArray[np.bool_]] = {}
        for item, entity, period in self.terms.invalid:
            here = np.fromiter((row == (entity, period) for row in self.index), dtype=np.bool_, count=len(self.index))
            rows[item] = rows.get(item, np.zeros(len(self.index), dtype=np.bool_)) | here
        return rows

    def invalid(self, item: str) -> NDArray[np.bool_] | None:
        """Rows whose figures of an item are in error, None where there are none."""
        return self._invalid.get(item) if self.terms.invalid else None

    def tainted(self, item: str, context: Context) -> NDArray[np.bool_] | None:
        """Rows that look at a year in which a figure of the item is in error."""
        wrong = {(entity, Period.parse(at).year) for name, entity, at in self.terms.invalid if name == item}
        if not wrong:
            return None
        years = year_of(self.calendar.moved(context.years, context.steps))
        found = ((row[0], int(year)) in wrong for row, year in zip(self.index, years, strict=True))
        return np.fromiter(found, dtype=np.bool_, count=len(self.index))


def reason_against(terms: Terms, here: Period, there: Period, context: Context, *, restated: bool) -> Reason | None:
    """The same for one cell: the reason against a figure of the period `there`, seen from `here`."""
    origin = there.year - (context.aspect in PRINTED_BESIDE)
    if terms.first_year is not None and origin < terms.first_year <= here.year:
        return Reason.FIRST_YEAR
    crossed = any(origin < year <= here.year for year in terms.breaks)
    return Reason.NOT_COMPARABLE if crossed and not restated else None
