"""The figures of one hospital as an analysis asks for them: of a month, of the year to date, at a date, as planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Trace, Unavailable, added
from reportgen.compute.calendar import substitutes
from reportgen.compute.cells import Cells, LocatedFigure
from reportgen.compute.figures import BALANCES
from reportgen.formula.context import Aspect
from reportgen.model.definitions import Item
from reportgen.model.expression import Binary, Expression, Name
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues

CENT: Final = 0.01
"""What sources print at the least, where nothing is known of them."""


@dataclass(frozen=True, eq=False)
class Books:
    """What was read of one hospital, seen from one period.

    Attributes:
        cells: figures by item, period and aspect, by the rules of formulas (E12, E15, E17).
        now: the period of the report.
    """

    cells: Cells
    now: Period
    values: IndicatorValues
    month_values: IndicatorValues | None = None
    trace: Trace = field(default_factory=Trace)

    def item(self, item: str) -> Item:
        """The definition of an item."""
        return self.cells.items[item]

    def is_balance(self, item: str) -> bool:
        """Whether an item is a figure at a date."""
        return self.item(item).kind in BALANCES

    def to_date(self, item: str, period: Period | None = None) -> Figure:
        """A flow from the start of the year, or a balance at the end of the period.

        Where the period has none: of a December that of its year, else what stands beside a year later: comparatives of
        flows (E12), and of whole years the opening balance.
        """
        when = period or self.now
        found = self._figure(item, when, Aspect.YEAR_TO_DATE)
        if found.value is None and when.kind is not PeriodKind.YEAR and not when.is_partial:
            found = self._figure(item, when.fiscal_year, Aspect.YEAR_TO_DATE)
        if found.value is None and item in self.cells.items:
            later = when.previous_year(-1)
            printed = self.cells.figure(item, later, Aspect.COMPARATIVE)
            if printed is None and when.kind is PeriodKind.YEAR and self.is_balance(item):
                printed = self.cells.stated_opening(item, later)
            return found if printed is None else self._seen(printed, Reason.MISSING_INPUT)
        return found

    def unheard(self, item: str, period: Period) -> float | None:
        """An amount to date that is only looked at, not said: nothing rests on its sheet."""
        found = self.cells.figure(item, period, Aspect.YEAR_TO_DATE)
        return None if found is None else found.value

    def place_to_date(self, item: str, period: Period) -> Place | None:
        """Where an amount to date stands; None where it was made of others or is not there."""
        found = self.cells.figure(item, period, Aspect.YEAR_TO_DATE)
        return None if found is None else found.place

    def step(self, item: str, period: Period) -> float:
        """One unit in the last place printed of a figure to date, by which lines may miss their total; else a fen."""
        cells = self.cells
        keys = [(item, cells.entity, str(period), view) for view in ("ytd", "")]
        return max((cells.dataset.step(key) for key in keys if cells.dataset.value(*key) is not None), default=CENT)

    def rounding(self, items: Iterable[str], period: Period) -> float:
        """What a total and its lines may differ by because each was rounded to the unit of its sheet."""
        return fsum(self.step(item, period) / 2 for item in items)

    def of_month(self, item: str, period: Period | None = None) -> Figure:
        """The flow of the period itself, or a balance at its end."""
        return self._figure(item, period or self.now, Aspect.MONTH)

    def opening(self, item: str, period: Period | None = None) -> Figure:
        """A balance at the start of the year, restated where the year's own sheets restate it (E17)."""
        return self._figure(item, period or self.now, Aspect.OPEN)

    def since_opening(self, item: str) -> Figure:
        """By how much a balance moved since the start of the year."""
        return self.to_date(item) - self.opening(item)

    def last_year(self, item: str, period: Period | None = None) -> Figure:
        """The same figure one year earlier."""
        found = self.to_date(item, (period or self.now).previous_year())
        return found if found.value is not None else Figure.missing(Reason.MISSING_PRIOR)

    def average(self, item: str, period: Period | None = None) -> Figure:
        """The mean of opening and closing balance (E19)."""
        total = self.opening(item, period) + self.to_date(item, period)
        return total.times(0.5)

    def budget(self, item: str, period: Period | None = None) -> Figure:
        """The budget of the whole year: beside the line, else in the table of yearly targets."""
        year = (period or self.now).fiscal_year
        found = self.cells.read(item, year, "budget")
        planned = self.item(item).budget
        if found is None and planned is not None:
            found = self.cells.read(planned, year, "budget") or self.cells.read(planned, year, "")
        return self._seen(found, Reason.NO_BUDGET)

    def budget_to_date(self, item: str, period: Period | None = None) -> Figure:
        """The budget of the months of the year so far, by the months of the budget itself; never a share by time."""
        when = period or self.now
        if when.kind is PeriodKind.YEAR:
            return self.budget(item, when)
        return added(self.budget_of_month(item, month) for month in self.months_to_date(when))

    def budget_of_month(self, item: str, period: Period) -> Figure:
        """The budget of a month, as the budget itself states it."""
        return self._seen(self.cells.read(item, period, "budget"), Reason.NO_BUDGET)

    def months_to_date(self, period: Period | None = None) -> tuple[Period, ...]:
        """The months of the year up to the end of the period."""
        when = period or self.now
        return when.months_to_date

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return self.now.end(self.cells.terms.first_month)

    @property
    def days(self) -> int:
        """Days from the start of the year to the end of the period."""
        return self.now.days_elapsed(self.cells.terms.first_month)

    def months_back(self, count: int, period: Period | None = None) -> tuple[Period, ...]:
        """So many months up to the end of the period, oldest first."""
        when = period or self.now
        found = [when.last_month]
        while len(found) < count:
            found.append(found[-1].preceding())
        return tuple(reversed(found))

    @cached_property
    def all_months(self) -> tuple[Period, ...]:
        """Every month up to now for which there is a row, oldest first."""
        last = (self.now.year, self.now.months_elapsed)
        known = (when for when in self.cells.periods if when.kind is PeriodKind.MONTH)
        return tuple(sorted((w for w in known if (w.year, w.number) <= last), key=Period.sort_key))

    @cached_property
    def years(self) -> tuple[Period, ...]:
        """Whole years before now, and the present one if it is over, oldest first."""
        known = {when.fiscal_year for when in self.cells.periods}
        last = self.now.year if self.now.months_elapsed == MONTHS else self.now.year - 1
        return tuple(sorted((year for year in known if year.year <= last), key=_year))

    def monthly(self, item: str) -> Iterator[tuple[Period, Figure]]:
        """The item in every month up to now."""
        return ((when, self.of_month(item, when)) for when in self.all_months)

    def indicator(self, identifier: str, period: Period | None = None) -> Figure:
        """A computed indicator on the basis of the evaluation."""
        found = self.values.at(identifier, self.cells.entity, str(period or self.now))
        return Figure(found.value, found.reason)

    def _figure(self, item: str, period: Period, aspect: Aspect) -> Figure:
        if item not in self.cells.items:
            return Figure.missing()
        found = self._seen(self.cells.figure(item, period, aspect), Reason.MISSING_INPUT)
        if found.value is not None:
            return found
        made = (self._made(expression, period, aspect) for expression in substitutes(item, self.cells.items))
        return next((one for one in made if one is not None and one.value is not None), found)

    def _seen(self, found: LocatedFigure | None, reason: Reason) -> Figure:
        if found is None:
            return Figure(None, reason)
        places = tuple(_cells(found))
        self.trace.read(places)
        return Figure(found.value, None, places)

    def _made(self, node: Expression, period: Period, aspect: Aspect) -> Figure | None:
        """A sum or difference of items in the place of one that nobody supplies; None for anything else."""
        match node:
            case Name(name):
                return self._figure(name, period, aspect)
            case Binary("+" | "-" as sign, left, right):
                one, other = self._made(left, period, aspect), self._made(right, period, aspect)
                if one is None or other is None:
                    return None
                return one + other if sign == "+" else one - other
        return None


def lacking(books: Books, items: Iterable[str], period: Period | None = None) -> Unavailable | None:
    """The first of some items that has no figure to date, None where all have one."""
    when = period or books.now
    for item in items:
        found = books.to_date(item, when)
        if found.value is None:
            facts: Facts = {"item": books.item(item).name, "period": str(when)}
            return Unavailable("item_of", found.reason or Reason.MISSING_INPUT, facts)
    return None


def _cells(found: LocatedFigure) -> Iterator[Place]:
    if found.place is not None:
        yield found.place
    for part in found.parts:
        yield from _cells(part)


def _year(period: Period) -> int:
    return period.year
