"""Years, quarters and months, and what comes before them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

MONTHS = 12


PATTERN = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")  # 2025, 2025-Q3, 2025-10


class PeriodKind(StrEnum):
    """How long a period is."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A fiscal year, or a quarter or month of one.

    Attributes:
        year: the fiscal year's name.
        kind: year, quarter or month.
        number: 1–4 for a quarter, 1–12 for a month (counted within a calendar-year fiscal year), 0 for a year.
    """

    year: int
    kind: PeriodKind
    number: int = 0

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> Period:
        """Read ``2025``, ``2025-Q3`` or ``2025-10``.

        Raises:
            ValueError: if the text is none of these.
        """
        match = PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year = int(match["year"])
        if match["quarter"]:
            return Period(year, PeriodKind.QUARTER, int(match["quarter"]))
        if match["month"]:
            return Period(year, PeriodKind.MONTH, int(match["month"]))
        return Period(year, PeriodKind.YEAR)

    def __str__(self) -> str:
        """The text that `parse` reads."""
        match self.kind:
            case PeriodKind.YEAR:
                return f"{self.year}"
            case PeriodKind.QUARTER:
                return f"{self.year}-Q{self.number}"
            case PeriodKind.MONTH:
                return f"{self.year}-{self.number:02}"

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

    def year_start(self, first_month: int = 1) -> dt.date:
        """First day of the fiscal year; one that begins after January is named by the year in which it ends."""
        year = self.year if first_month == 1 else self.year - 1
        return dt.date(year, first_month, 1)

    def start(self, first_month: int = 1) -> dt.date:
        """First day of the period."""
        begun = self.year_start(first_month)
        year, month = divmod(begun.year * MONTHS + begun.month - 1 + self.months_elapsed - self.months, MONTHS)
        return dt.date(year, month + 1, 1)

    def end(self, first_month: int = 1) -> dt.date:
        """Last day of the period."""
        start = self.year_start(first_month)
        months = start.year * MONTHS + start.month - 1 + self.months_elapsed - 1
        year, month = divmod(months, MONTHS)
        return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    def days_elapsed(self, first_month: int = 1) -> int:
        """Calendar days from the start of the fiscal year, both ends included (edge rule E20)."""
        return (self.end(first_month) - self.year_start(first_month)).days + 1

    def sort_key(self) -> tuple[int, int, int]:
        """By end, the longer period after the shorter one."""
        return self.year, self.months_elapsed, self.months
