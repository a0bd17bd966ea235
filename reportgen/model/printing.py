"""How numbers are printed: half-up, U+2212, thousands commas, units by language; the only place that rounds.

Rounding happens once, where a number is shown, and always half-up.

Years, quarters and months, and what comes before them.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

from reportgen.model.known import Placed, in_unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.definitions import Indicator
    from reportgen.model.place import Place


WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for any float with any decimals: the largest has 309 digits before the point."""


def half_up(value: float, places: int) -> Decimal:
    """Round as printed, at 15 significant digits as spreadsheets do.

    2.675 → 2.68, 84.99499999999999 → 85.00, −0.004 → 0.00 (without sign), −2.345 → −2.35.

    Args:
        value: a finite number.
        places: decimals to keep, 0 or more.
    """
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(f"{value:.15g}").quantize(step, context=WIDE)
    return abs(rounded) if rounded.is_zero() else rounded


MINUS: Final = "\u2212"
NUMBER: Final = re.compile(r"[+\u2212\-\u00b1]?[0-9][0-9,]*(?:\.[0-9]+)?")
POWER: Final = re.compile("\u00d7 10[\u2070-\u2079\u00b9\u00b2\u00b3]+")
DASH: Final = "\u2014"
WAN: Final = 10_000.0
YI: Final = 100_000_000.0
MILLION: Final = 1_000_000.0
PERCENT: Final = 100.0

DECIMALS: Final = {
    "percent": 2, "times": 2, "ratio": 2, "days": 1, "money": 2, "money_per_person": 2, "count": 0, "score": 1,
}  # fmt: skip
"""Decimals of the displayed value where an indicator does not say."""


class PrintedNumber(str):
    """A number as printed.

    Attributes:
        value: what it was rounded from, in the unit in which it is printed.
        base: the same in the base unit: a fraction where per cent are printed, single units of the currency.
    """

    __slots__ = ("base", "value")
    value: float
    base: float

    def __new__(cls, digits: str, value: float, base: float | None = None) -> Self:
        """Digits of a value; `base` where that is in another unit."""
        figure = super().__new__(cls, digits)
        figure.value = value
        figure.base = value if base is None else base
        return figure

    def __getnewargs__(self) -> tuple[str, float, float]:  # type: ignore[override]
        """What makes a copy."""
        return str(self), self.value, self.base


class Composed(str):
    """Several figures in one text, such as a range."""

    __slots__ = ("figures",)
    figures: tuple[PrintedNumber, ...]

    def __new__(cls, text: str, figures: tuple[PrintedNumber, ...]) -> Self:
        """A text and the figures in it."""
        composed = super().__new__(cls, text)
        composed.figures = figures
        return composed

    def __getnewargs__(self) -> tuple[str, tuple[PrintedNumber, ...]]:  # type: ignore[override]
        """What makes a copy."""
        return str(self), self.figures


def composed(pattern: str, *figures: PrintedNumber) -> Composed:
    """Figures in the places ``{}`` of a pattern: ``≥ {}``, ``{}–{}``."""
    return Composed(pattern.format(*figures), figures)


def number(value: float, places: int, *, sign: bool = False, times: float = 1.0, over: float = 1.0) -> PrintedNumber:
    """A number as printed: ``98,642.31``, ``−489.69``, with `sign` ``+5.6``; a true zero has no sign.

    Args:
        value: in the base unit.
        places: decimals.
        sign: whether a plus is printed.
        times: by what it is multiplied to stand in the unit of the page.
        over: by what it is divided for that.
    """
    multiplied = value if times == 1 else value * times
    return _figure(multiplied if over == 1 else multiplied / over, value, places, sign=sign)


def _figure(shown: float, base: float, places: int, *, sign: bool) -> PrintedNumber:
    rounded = half_up(shown, places)
    digits = f"{abs(rounded):,}"
    if rounded < 0:
        return PrintedNumber(MINUS + digits, shown, base)
    return PrintedNumber(f"+{digits}" if sign and rounded > 0 else digits, shown, base)


def placed(figure: PrintedNumber, places: tuple[Place, ...]) -> PrintedNumber:
    """The same figure with the cells that it was worked out of."""
    return PrintedNumber(figure, Placed(figure.value, places), figure.base) if places else figure


def whole(value: int) -> PrintedNumber:
    """A count as printed: ``1,204``."""
    return PrintedNumber(f"{value:,}", value)


def shortest(value: float) -> PrintedNumber:
    """A limit as it was set: ``85``, ``0.5``."""
    return PrintedNumber(f"{value:g}".replace("-", MINUS), value)


def percent(value: float, places: int = 1, *, sign: bool = False) -> PrintedNumber:
    """A fraction as a percentage with its mark: 0.056 → ``5.6%``."""
    shown = in_unit(value * PERCENT, value)
    return PrintedNumber(_figure(shown, value, places, sign=sign) + "%", shown, value)


def digits_of(text: str) -> Iterator[str]:
    """The numbers of a text as digits: signs, thousands' commas and powers of ten left out."""
    for match in NUMBER.finditer(POWER.sub("", text)):
        yield match[0].lstrip("+\u2212-\u00b1").rstrip(",").replace(",", "")


def table_scale(currency: str) -> float:
    """Divisor of the amounts in tables: ten thousands of yuan, millions of other currencies."""
    return WAN if currency == "CNY" else MILLION


def displayed(value: float, unit: str) -> float:
    """The value in the unit of the page: a percentage times 100, money in ten thousands."""
    if unit == "percent":
        return in_unit(value * PERCENT, value)
    return in_unit(value / WAN, value) if unit == "money" else value


def decimals(indicator: Indicator) -> int:
    """Decimals of an indicator on pages."""
    return DECIMALS.get(indicator.unit, 2) if indicator.decimals is None else indicator.decimals


def measured(value: float, indicator: Indicator, *, sign: bool = False) -> PrintedNumber:
    """The value of an indicator without its unit, as it stands in a table whose unit is in another column."""
    return _figure(displayed(value, indicator.unit), value, decimals(indicator), sign=sign)


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
