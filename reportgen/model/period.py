"""Years, quarters and months, and what comes before them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MONTHS = 12

_first_month: ContextVar[int] = ContextVar("first_month", default=1)
"""Calendar month in which the fiscal years begin of the case that is at work."""


def begin_years_in(month: int) -> None:
    """From here on the months of a fiscal year are counted from this one of the calendar: the case at work says so."""
    _first_month.set(month)


@contextmanager
def years_beginning_in(month: int) -> Iterator[None]:
    """Within, the months of a fiscal year are counted from this one of the calendar."""
    token = _first_month.set(month)
    try:
        yield
    finally:
        _first_month.reset(token)


PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")  # 2025, 2025-Q3, 2025-10


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A fiscal year, or a quarter or month of one.

    Paper names a month by the calendar and a fiscal year counts it from its first: of a year that begins in July,
    ``2025-10`` is the fourth month of 2026. What is written is what paper says, what is counted is `number`.

    Attributes:
        year: the fiscal year's name: the calendar year in which it ends.
        kind: year, quarter or month.
        number: 1–4 for a quarter, 1–12 for a month, counted from the first of the fiscal year; 0 for a year.
    """

    year: int
    kind: PeriodKind
    number: int = 0

    @staticmethod
    def parse(text: str) -> Period:
        """Read ``2025``, ``2025-Q3`` or ``2025-10``, a month by the calendar.

        Raises:
            ValueError: if the text is none of these.
        """
        return _parsed(text, _first_month.get())

    @staticmethod
    def of_month(year: int, month: int) -> Period:
        """The month of a calendar year."""
        return _month(year, month, _first_month.get())

    def __str__(self) -> str:
        """The text that `parse` reads."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case PeriodKind.MONTH:
                year, month = self.by_calendar
                return f"{year}-{month:02}"

    @property
    def by_calendar(self) -> tuple[int, int]:
        """Year and month in which a month lies; of a quarter or year those of its last month."""
        first_month = _first_month.get()
        years, month = divmod(self.months_elapsed + first_month - 2, MONTHS)
        return self.year + years - (first_month > 1), month + 1

    def previous_year(self, years: int = 1) -> Period:
        """The same period so many years earlier."""
        return Period(self.year - years, self.kind, self.number)

    def preceding(self) -> Period:
        """The period before: last month, last quarter, last year."""
        if self.kind is PeriodKind.YEAR:
            return self.previous_year()
        if self.number > 1:
            return Period(self.year, self.kind, self.number - 1)
        last = MONTHS if self.kind is PeriodKind.MONTH else 4
        return Period(self.year - 1, self.kind, last)

    def following(self) -> Period:
        """The period after: next month, next quarter, next year."""
        last = {PeriodKind.YEAR: 0, PeriodKind.QUARTER: 4, PeriodKind.MONTH: MONTHS}[self.kind]
        if self.number < last:
            return Period(self.year, self.kind, self.number + 1)
        return Period(self.year + 1, self.kind, min(last, 1))

    @property
    def fiscal_year(self) -> Period:
        """The year that the period belongs to."""
        return Period(self.year, PeriodKind.YEAR)

    @property
    def months_elapsed(self) -> int:
        """Months from the start of the fiscal year to the period's end."""
        return {PeriodKind.YEAR: MONTHS, PeriodKind.QUARTER: 3 * self.number, PeriodKind.MONTH: self.number}[self.kind]

    @property
    def last_month(self) -> Period:
        """The month in which the period ends."""
        return Period(self.year, PeriodKind.MONTH, self.months_elapsed)

    @property
    def months_to_date(self) -> tuple[Period, ...]:
        """The months from the start of the fiscal year to the period's end."""
        return tuple(Period(self.year, PeriodKind.MONTH, number) for number in range(1, self.months_elapsed + 1))

    @property
    def months(self) -> int:
        """Months that the period itself lasts."""
        return {PeriodKind.YEAR: MONTHS, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}[self.kind]

    @property
    def is_partial(self) -> bool:
        """Whether the year is not over at the period's end."""
        return self.months_elapsed < MONTHS

    @property
    def ends_year(self) -> bool:
        """Whether it is the last month or quarter of its year; the year itself is none."""
        return self.kind is not PeriodKind.YEAR and not self.is_partial

    def year_start(self, first_month: int | None = None) -> dt.date:
        """First day of the fiscal year, by default that of the case at work; it is named by the year of its end."""
        first_month = first_month or _first_month.get()
        year = self.year if first_month == 1 else self.year - 1
        return dt.date(year, first_month, 1)

    def start(self, first_month: int | None = None) -> dt.date:
        """First day of the period."""
        begun = self.year_start(first_month)
        year, month = divmod(begun.year * MONTHS + begun.month - 1 + self.months_elapsed - self.months, MONTHS)
        return dt.date(year, month + 1, 1)

    def end(self, first_month: int | None = None) -> dt.date:
        """Last day of the period."""
        start = self.year_start(first_month)
        months = start.year * MONTHS + start.month - 1 + self.months_elapsed - 1
        year, month = divmod(months, MONTHS)
        return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    def days_elapsed(self, first_month: int | None = None) -> int:
        """Calendar days from the start of the fiscal year, both ends included (edge rule E20)."""
        return (self.end(first_month) - self.year_start(first_month)).days + 1

    def sort_key(self) -> tuple[int, int, int]:
        """By end, the longer period after the shorter one."""
        return self.year, self.months_elapsed, self.months


@lru_cache(maxsize=4096)
def _parsed(text: str, first_month: int) -> Period:
    match = PATTERN.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year = int(match["year"])
    if match["quarter"]:
        return Period(year, PeriodKind.QUARTER, int(match["quarter"]))
    if match["month"]:
        return _month(year, int(match["month"]), first_month)
    return Period(year, PeriodKind.YEAR)


def _month(year: int, month: int, first_month: int) -> Period:
    is_of_next = 1 < first_month <= month
    return Period(year + is_of_next, PeriodKind.MONTH, (month - first_month) % MONTHS + 1)
