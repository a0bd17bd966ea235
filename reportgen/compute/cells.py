"""One figure of one item in one cell, found step by step: the slow way beside `figures`, which it must agree with.

Where a context points, seen from one cell: the slow way beside `provider`, which it must agree with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from reportgen.compute import nil
from reportgen.compute.calendar import ADJUSTED, BUDGET, PRINTED_BESIDE, days_of, reason_against
from reportgen.compute.days import MEAN_MONTH, PERIOD_DAYS
from reportgen.compute.figures import BALANCES, FILLED, is_of_whole, on_forms, tells_year_end
from reportgen.formula.context import Aspect, NameContext
from reportgen.model.dataset import LAST_PLACE, Adjustment, Dataset
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.terms import Terms
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

QUARTERS = 4


@dataclass(frozen=True)
class LocatedFigure:
    """A figure and where it comes from.

    Attributes:
        how: "" as read, "blank" for an empty cell that means zero, "sum", "mean" or "difference" of the parts.
        blank: the sheet on which the cell is empty.
    """

    value: float
    period: Period
    view: str = ""
    place: Place | None = None
    how: str = ""
    parts: tuple[LocatedFigure, ...] = field(default=())
    blank: Place | None = None


@dataclass(eq=False)
class Cells:
    """The figures of one entity."""

    dataset: Dataset
    items: Mapping[str, Item]
    entity: str
    terms: Terms = field(default_factory=Terms)
    _columns: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    _figures: dict[tuple[str, Period, Aspect], LocatedFigure | None] = field(default_factory=dict)

    @cached_property
    def periods(self) -> frozenset[Period]:
        """Periods for which there is a row."""
        return frozenset(map(Period.parse, self.dataset.periods(self.entity)))

    @cached_property
    def _sheets(self) -> Mapping[bool, Mapping[tuple[str, str], Place]]:
        """Where the filled forms stand, by form and period: those of whole periods, and those of their ends."""
        return {
            whole: {
                (form.form, form.period): form.place
                for form in self.dataset.filled(throughout=whole)
                if form.entity == self.entity
            }
            for whole in (True, False)
        }

    def figure(self, item: str, period: Period, aspect: Aspect) -> LocatedFigure | None:
        """The figure of an item in the row of a period, None where it is missing or there is no such row.

        The last month or quarter of a year has of the year what it lacks and what the year can tell.
        """
        key = (item, period, aspect)
        if key not in self._figures:
            self._figures[key] = self._of_row(item, period, aspect) or self._at_year_end(item, period, aspect)
        return self._figures[key]

    def _at_year_end(self, item: str, period: Period, aspect: Aspect) -> LocatedFigure | None:
        is_wrong = (item, self.entity, str(period)) in self.terms.invalid and period in self.periods
        if not period.ends_year or is_wrong or not tells_year_end(self.items[item], aspect, self.terms):
            return None
        return self._of_row(item, period.fiscal_year, aspect)

    def _of_row(self, item: str, period: Period, aspect: Aspect) -> LocatedFigure | None:
        if period not in self.periods:
            return None
        return {
            Aspect.BUDGET: lambda: self.read(item, period.fiscal_year, "budget"),
            Aspect.COMPARATIVE: lambda: self.read(item, period, "comp"),
            Aspect.OPEN: lambda: self._opening(item, period),
        }.get(aspect, lambda: self._current(item, period, aspect))()

    def is_nil(self, item: str, period: Period, aspect: Aspect) -> bool:
        """Whether a figure that no cell holds is computed with as nil, for its cell is blank on a filled form."""
        found = self.figure(item, period, aspect)
        return found is not None and found.value == 0 and (self.items[item].blank_is_zero or found.how == "blank")

    def _current(self, item: str, period: Period, aspect: Aspect) -> LocatedFigure | None:
        if self.items[item].kind in BALANCES:
            return self._closing(item, period)
        by_month = aspect is Aspect.MONTH or (aspect is Aspect.BASIS and self.terms.basis == "month")
        return self._of_period(item, period) if by_month else self._to_date(item, period)

    def read(self, item: str, period: Period, view: str) -> LocatedFigure | None:
        """What was read into a cell; zero for a blank cell of a filled form where that means zero (E34)."""
        key = (item, self.entity, str(period))
        if key in self.terms.invalid or (view in PRINTED_BESIDE and key in self.terms.invalid_before):
            return None
        value = self.dataset.value(item, self.entity, str(period), view)
        if value is not None:
            place = self.dataset.place((item, self.entity, str(period), view))
            return LocatedFigure(value, period, view, place)
        defined = self.items[item]
        if period not in self.periods or view not in FILLED[defined.kind in BALANCES]:
            return None
        if (item, self.entity, str(period)) in self.dataset.unread or not self.nils.is_nil(item, str(period), view):
            return None
        sheets = self._sheets[is_of_whole(defined, view)]
        forms = (
            form for form in defined.forms if (form, str(period)) in sheets and self._has_column(form, period, view)
        )
        sheet = next((sheets[form, str(period)] for form in forms), None)
        return LocatedFigure(0.0, period, view, how="blank", blank=sheet) if sheet else None

    def _has_column(self, form: str, period: Period, view: str) -> bool:
        """Whether some line of the form of a period has a figure in a column."""
        key = (form, str(period), view)
        if key not in self._columns:
            values = (self.dataset.value(name, self.entity, key[1], view) for name in self._on_form.get(form, ()))
            self._columns[key] = any(value is not None for value in values)
        return self._columns[key]

    @cached_property
    def _on_form(self) -> Mapping[str, tuple[str, ...]]:
        return on_forms(self.items)

    @cached_property
    def nils(self) -> nil.NilLines:
        """What totals say of lines without a figure."""
        return nil.NilLines(self.dataset, self.items, self.entity)

    def adjustment(self, item: str, found: LocatedFigure) -> Adjustment | None:
        """What an audit changed of a figure that was read."""
        return None if found.how else self.dataset.adjustments.get((item, self.entity, str(found.period), found.view))

    def note(self, item: str, found: LocatedFigure) -> str:
        """What was said of a figure where it was given."""
        return self.dataset.notes.get((item, self.entity, str(found.period), found.view), "")

    def voucher(self, found: LocatedFigure) -> str:
        """By what a figure that was read was booked."""
        return "" if found.place is None else self.dataset.vouchers.get(found.place, "")

    def year_end(self, period: Period, found: Callable[[Period], LocatedFigure | None]) -> LocatedFigure | None:
        """What is found in the last month, or else in the last quarter, of a year."""
        december = found(Period(period.year, PeriodKind.MONTH, MONTHS))
        return december or found(Period(period.year, PeriodKind.QUARTER, QUARTERS))

    def _closing(self, item: str, period: Period) -> LocatedFigure | None:
        def printed(when: Period) -> LocatedFigure | None:
            return self.read(item, when, "") or self.read(item, when, "ytd")

        found = printed(period)
        if found or period.kind is not PeriodKind.YEAR:
            return found
        return self._beginning(item, period) if self.items[item].opening else self.year_end(period, printed)

    def _beginning(self, item: str, year: Period) -> LocatedFigure | None:
        """What a year begins with as its last month tells, or else its first one, or its first quarter."""
        months = (Period(year.year, kind, 1) for kind in (PeriodKind.MONTH, PeriodKind.QUARTER))
        told = self.year_end(year, lambda when: self.read(item, when, "ytd"))
        return told or next(filter(None, (self.read(item, when, "") for when in months)), None)

    def _opening(self, item: str, period: Period) -> LocatedFigure | None:
        def closing(when: Period) -> LocatedFigure | None:
            if self.items[item].kind in BALANCES:
                return self.figure(item, when, Aspect.BASIS)
            return self.read(item, when, "")

        before = period.fiscal_year.previous_year()
        return self.stated_opening(item, period) or closing(before) or self.year_end(before, closing)

    def stated_opening(self, item: str, period: Period) -> LocatedFigure | None:
        """The opening balance of the year as a form states it: that of a year may stand on that of its last month."""

        def printed(when: Period) -> LocatedFigure | None:
            return self.read(item, when, "open")

        return printed(period) or (self.year_end(period, printed) if period.kind is PeriodKind.YEAR else None)

    def _to_date(self, item: str, period: Period) -> LocatedFigure | None:
        printed, whole = self.read(item, period, "ytd"), self.read(item, period, "")
        is_mean = self.items[item].kind is Kind.MEAN
        if period.kind is not PeriodKind.YEAR:
            return printed or (self._mean(item, period) or whole if is_mean else self._sum(item, period))
        found = (
            self._of_quarters(item, whole)
            or printed
            or self.year_end(period, lambda when: self.read(item, when, "ytd"))
        )
        return found or (self._mean(item, period) if is_mean else self._sum(item, period))

    def _of_quarters(self, item: str, whole: LocatedFigure | None) -> LocatedFigure | None:
        """A year's figure, with its quarters where nobody printed it and the reader added these up."""
        if whole is None or not self._is_derived(item, whole.period, ""):
            return whole
        last = Period(whole.period.year, PeriodKind.QUARTER, QUARTERS)
        parts = self._parts(item, whole.period, PeriodKind.QUARTER, QUARTERS)
        is_sum = bool(parts) and self._is_derived(item, last, "ytd") and whole.place == parts[-1].place
        return LocatedFigure(whole.value, whole.period, how="sum", parts=parts) if is_sum else whole

    def _is_derived(self, item: str, period: Period, view: str) -> bool:
        return self.dataset.derived((item, self.entity, str(period), view))

    def _of_period(self, item: str, period: Period) -> LocatedFigure | None:
        if period.kind is PeriodKind.YEAR:
            return self._to_date(item, period)
        whole = self.read(item, period, "")
        if whole or self.items[item].kind is Kind.MEAN:
            return self._of_months(item, whole)
        now, before = self.read(item, period, "ytd"), self.read(item, period.preceding(), "ytd")
        if now is None or period.months_elapsed == period.months:
            return now
        return before and LocatedFigure(now.value - before.value, period, how="difference", parts=(now, before))

    def _of_months(self, item: str, whole: LocatedFigure | None) -> LocatedFigure | None:
        """A quarter's figure, with its months, or two from the start of the year, where it was made of these."""
        if not whole or whole.period.kind is not PeriodKind.QUARTER or not self._is_derived(item, whole.period, ""):
            return whole
        last = whole.period.last_month
        count = 1.0 if self.items[item].kind is not Kind.MEAN else whole.period.months
        months = [self.read(item, replace(last, number=last.number - back), "") for back in (2, 1, 0)]
        until = [last, *(replace(last, number=last.number - 3) for _ in range(whole.period.number > 1))]
        to_date = [self.read(item, when, "ytd") for when in until]
        for how, found, sign in (("sum" if count == 1 else "mean", months, 1), ("difference", to_date, -1)):
            parts = tuple(part for part in found if part)
            made = sum(part.value if not number else sign * part.value for number, part in enumerate(parts)) / count
            if len(parts) == len(found) and math.isclose(made, whole.value, abs_tol=LAST_PLACE):
                told = LocatedFigure(whole.value, whole.period, how=how, parts=parts)
                return told if len(parts) > 1 else replace(parts[0], value=whole.value)
        return whole

    def _sum(self, item: str, period: Period) -> LocatedFigure | None:
        months = self._parts(item, period, PeriodKind.MONTH, period.months_elapsed)
        quarters = period.months_elapsed // 3 if period.months_elapsed % 3 == 0 else 0
        parts = months or self._parts(item, period, PeriodKind.QUARTER, quarters)
        return LocatedFigure(_added(parts), period, how="sum", parts=parts) if parts else None

    def _mean(self, item: str, period: Period) -> LocatedFigure | None:
        parts = self._parts(item, period, PeriodKind.MONTH, period.months_elapsed)
        return LocatedFigure(_added(parts) / period.months_elapsed, period, how="mean", parts=parts) if parts else None

    def _parts(self, item: str, period: Period, kind: PeriodKind, count: int) -> tuple[LocatedFigure, ...]:
        """The first periods of the year, or nothing where one of them is missing."""
        found: list[LocatedFigure] = []
        for when in _first(period, kind, count):
            part = self.read(item, when, "")
            if part is None:
                return ()
            found.append(part)
        return tuple(found)


def _first(period: Period, kind: PeriodKind, count: int) -> Iterator[Period]:
    return (Period(period.year, kind, number) for number in range(1, count + 1))


def _added(parts: tuple[LocatedFigure, ...]) -> float:
    total = 0.0
    for part in parts:
        total += part.value
    return total


@lru_cache(maxsize=1)
def cells_of(dataset: Dataset, catalog: Catalog, entity: str) -> Cells:
    """Those of the hospital that was asked about last, which is asked about item by item."""
    return Cells(dataset, catalog.items, entity)


@dataclass(frozen=True, eq=False)
class Places:
    """The cells of one entity, seen from one period."""

    cells: Cells
    here: Period

    @property
    def terms(self) -> Terms:
        """The terms of the case."""
        return self.cells.terms

    def period(self, context: NameContext) -> Period:
        """The period that a context points to."""
        period = self.here.previous_year(context.years)
        for _ in range(context.steps):
            period = period.preceding()
        return period

    def item(self, item: str, context: NameContext) -> LocatedFigure | None:
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
        if before and found is None and context.years == 1 and not self.terms.by_month:
            return self.cells.figure(item, self.here, Aspect.COMPARATIVE)  # of the year to date
        return found

    def against(self, item: str, context: NameContext) -> Reason | None:
        """What forbids the use of a figure: no past before a first year, none beyond a change of regime."""
        restated = False
        if self.cells.items[item].kind in BALANCES and not context.steps:
            of_form = context.aspect is Aspect.OPEN and not context.years
            of_year = context.aspect is Aspect.BASIS and context.years == 1 and self.here.kind is PeriodKind.YEAR
            restated = (of_form or of_year) and self.cells.stated_opening(item, self.here) is not None
        return reason_against(self.terms, self.here, self.period(context), context, restated=restated)

    def why_missing(self, item: str, context: NameContext) -> Reason:
        """The reason for a figure that is not there."""
        if (reason := self.against(item, context)) is not None:
            return reason
        year = self.period(context).year
        wrong = (
            Period.parse(period).year
            for name, entity, period in self.terms.invalid
            if (name, entity) == (item, self.cells.entity)
        )
        return Reason.INVALID_INPUT if year in wrong else context.when_missing

    def annual(self, context: NameContext) -> tuple[float, LocatedFigure | None]:
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

    def _stated(self, period: Period) -> LocatedFigure | None:
        return self.cells.read(PERIOD_DAYS, period, "") if PERIOD_DAYS in self.cells.items else None

    def calendar(self, name: str, context: NameContext) -> tuple[float, Place | None]:
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

    def _standing(self, item: str, period: Period) -> LocatedFigure | None:
        """What was last said of an item in the year, from the month in which it was said (E48)."""
        if period not in self.cells.periods:
            return None
        if period.kind is PeriodKind.YEAR and (of_year := self.cells.read(item, period, "")):
            return of_year
        months = (Period(period.year, PeriodKind.MONTH, number) for number in range(period.months_elapsed, 0, -1))
        return next((found for month in months if (found := self.cells.read(item, month, ""))), None)

    def _budget(self, item: str, period: Period) -> LocatedFigure | None:
        if item.endswith(ADJUSTED):
            return self._standing(item, period)
        budget = self.cells.figure(item, period, Aspect.BUDGET)
        table = budget or self.cells.read(item, period.fiscal_year, "")
        return table or self.cells.figure(item, period, Aspect.BASIS)

    def _year_before(self, item: str, found: LocatedFigure | None, years: int) -> LocatedFigure | None:
        """Last year's figure of a whole year: restated opening balances first, comparatives last (E12, E17)."""

        def to_date(when: Period) -> LocatedFigure | None:
            return self.cells.figure(item, when, Aspect.YEAR_TO_DATE)

        if years == 1 and self.cells.items[item].kind in BALANCES:
            found = self.cells.stated_opening(item, self.here) or found
        found = found or self.cells.year_end(self.here.previous_year(years), to_date)
        return found or (self.cells.read(item, self.here, "comp") if years == 1 else None)

    def _to_date(self, context: NameContext) -> bool:
        if context.aspect is Aspect.MONTH:
            return False
        return context.aspect is Aspect.YEAR_TO_DATE or not self.terms.by_month
