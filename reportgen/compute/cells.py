"""One figure of one item in one cell, found step by step: the slow way beside `figures`, which it must agree with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.compute.figures import BALANCES, FILLED
from reportgen.formula.context import Aspect
from reportgen.model.dataset import Adjustment, Dataset
from reportgen.model.definitions import Item, Kind
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.place import Place
from reportgen.model.terms import Terms

QUARTERS = 4


@dataclass(frozen=True)
class Found:
    """A figure and where it comes from.

    Attributes:
        how: "" as read, "blank" for an empty cell that means zero, "sum", "mean" or "difference" of the parts.
    """

    value: float
    period: Period
    view: str = ""
    place: Place | None = None
    how: str = ""
    parts: tuple[Found, ...] = field(default=())


@dataclass(eq=False)
class Cells:
    """The figures of one entity."""

    dataset: Dataset
    items: Mapping[str, Item]
    entity: str
    terms: Terms = field(default_factory=Terms)

    @cached_property
    def periods(self) -> frozenset[Period]:
        """Periods for which there is a row."""
        return frozenset(map(Period.parse, self.dataset.periods(self.entity)))

    @cached_property
    def forms(self) -> frozenset[tuple[str, str]]:
        """Form and period of the filled forms."""
        mine = (form for form in self.dataset.forms if form.entity == self.entity)
        return frozenset((form.form, form.period) for form in mine if form.filled or not form.rows)

    def figure(self, item: str, period: Period, aspect: Aspect) -> Found | None:
        """The figure of an item in the row of a period, None where it is missing or there is no such row."""
        if period not in self.periods:
            return None
        return {
            Aspect.BUDGET: lambda: self.read(item, period.fiscal_year, "budget"),
            Aspect.COMPARATIVE: lambda: self.read(item, period, "comp"),
            Aspect.OPEN: lambda: self._opening(item, period),
        }.get(aspect, lambda: self._current(item, period, aspect))()

    def _current(self, item: str, period: Period, aspect: Aspect) -> Found | None:
        if self.items[item].kind in BALANCES:
            return self._closing(item, period)
        by_month = aspect is Aspect.MONTH or (aspect is Aspect.BASIS and self.terms.basis == "month")
        return self._of_period(item, period) if by_month else self._to_date(item, period)

    def read(self, item: str, period: Period, view: str) -> Found | None:
        """What was read into a cell; zero for a blank cell of a filled form where that means zero (E34)."""
        if (item, self.entity, str(period)) in self.terms.invalid:
            return None
        value = self.dataset.value(item, self.entity, str(period), view)
        if value is not None:
            place = self.dataset.place((item, self.entity, str(period), view))
            return Found(value, period, view, place)
        defined = self.items[item]
        if period not in self.periods or not defined.blank_is_zero or view not in FILLED[defined.kind in BALANCES]:
            return None
        on_a_form = any((form, str(period)) in self.forms for form in defined.forms)
        return Found(0.0, period, view, how="blank") if on_a_form else None

    def adjustment(self, item: str, found: Found) -> Adjustment | None:
        """What an audit changed of a figure that was read."""
        return None if found.how else self.dataset.adjustments.get((item, self.entity, str(found.period), found.view))

    def note(self, item: str, found: Found) -> str:
        """What was said of a figure where it was given."""
        return self.dataset.notes.get((item, self.entity, str(found.period), found.view), "")

    def voucher(self, found: Found) -> str:
        """By what a figure that was read was booked."""
        return "" if found.place is None else self.dataset.vouchers.get(found.place, "")

    def year_end(self, period: Period, found: Callable[[Period], Found | None]) -> Found | None:
        """What is found in the last month, or else in the last quarter, of a year."""
        december = found(Period(period.year, PeriodKind.MONTH, MONTHS))
        return december or found(Period(period.year, PeriodKind.QUARTER, QUARTERS))

    def _closing(self, item: str, period: Period) -> Found | None:
        def printed(when: Period) -> Found | None:
            return self.read(item, when, "") or self.read(item, when, "ytd")

        whole = period.kind is PeriodKind.YEAR
        return printed(period) or (self.year_end(period, printed) if whole else None)

    def _opening(self, item: str, period: Period) -> Found | None:
        def closing(when: Period) -> Found | None:
            if self.items[item].kind in BALANCES:
                return self.figure(item, when, Aspect.BASIS)
            return self.read(item, when, "")

        def printed(when: Period) -> Found | None:
            return self.read(item, when, "open")

        before = period.fiscal_year.previous_year()
        own = printed(period) or (self.year_end(period, printed) if period.kind is PeriodKind.YEAR else None)
        return own or closing(before) or self.year_end(before, closing)

    def _to_date(self, item: str, period: Period) -> Found | None:
        printed, whole = self.read(item, period, "ytd"), self.read(item, period, "")
        is_mean = self.items[item].kind is Kind.MEAN
        if period.kind is not PeriodKind.YEAR:
            return printed or (self._mean(item, period) or whole if is_mean else self._sum(item, period))
        found = whole or printed or self.year_end(period, lambda when: self.read(item, when, "ytd"))
        return found or (self._mean(item, period) if is_mean else self._sum(item, period))

    def _of_period(self, item: str, period: Period) -> Found | None:
        if period.kind is PeriodKind.YEAR:
            return self._to_date(item, period)
        whole = self.read(item, period, "")
        if whole or self.items[item].kind is Kind.MEAN:
            return whole
        now, before = self.read(item, period, "ytd"), self.read(item, period.preceding(), "ytd")
        if now is None or period.months_elapsed == period.months:
            return now
        return before and Found(now.value - before.value, period, how="difference", parts=(now, before))

    def _sum(self, item: str, period: Period) -> Found | None:
        months = self._parts(item, period, PeriodKind.MONTH, period.months_elapsed)
        quarters = period.months_elapsed // 3 if period.months_elapsed % 3 == 0 else 0
        parts = months or self._parts(item, period, PeriodKind.QUARTER, quarters)
        return Found(_added(parts), period, how="sum", parts=parts) if parts else None

    def _mean(self, item: str, period: Period) -> Found | None:
        parts = self._parts(item, period, PeriodKind.MONTH, period.months_elapsed)
        return Found(_added(parts) / period.months_elapsed, period, how="mean", parts=parts) if parts else None

    def _parts(self, item: str, period: Period, kind: PeriodKind, count: int) -> tuple[Found, ...]:
        """The first periods of the year, or nothing where one of them is missing."""
        found = [self.read(item, when, "") for when in _first(period, kind, count)]
        return tuple(part for part in found if part) if all(found) else ()


def _first(period: Period, kind: PeriodKind, count: int) -> Iterator[Period]:
    return (Period(period.year, kind, number) for number in range(1, count + 1))


def _added(parts: tuple[Found, ...]) -> float:
    total = 0.0
    for part in parts:
        total += part.value
    return total
