"""Periods as sheets print them: a day, a month, months of a year, a year, in words or as 2025-10, or an Excel date.

Months of a year as sheets print them: from one to another, half-years and quarters.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportgen.intake.periods import short_dates
from reportgen.intake.periods.short_dates import arabic
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare, is_month_name, month_names, month_number, says_so_far
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.period import Period, PeriodKind

QUARTER = 3
HALF = 6
YEAR = 12


@dataclass(frozen=True)
class MonthSpan:
    """Months found in a text, and where.

    Attributes:
        is_quarter: whether a quarter was named as such.
        start, end: position in the text.
    """

    year: int
    first: int
    last: int
    start: int
    end: int
    last_year: int
    is_quarter: bool = False


@lru_cache(maxsize=8192)
def found_span(folded: str) -> MonthSpan | None:
    """The months that a text names, its white space gone and its numerals Arabic."""
    for pattern in _ranges():
        if match := pattern.search(folded):
            year = int(match["year"])
            last_year = int(match["until"] or year)
            return MonthSpan(year, int(match["since"] or 1), int(match["month"]), *match.span(), last_year)
    if match := _years().search(folded):
        return MonthSpan(int(match["year"]), 1, YEAR, *match.span(), int(match["until"]))
    for pattern, first, last in _halves():
        if match := pattern.search(folded):
            year = int(match["year"])
            return MonthSpan(year, first, last, *match.span(), year)
    if match := _quarters().search(folded):
        year, last = int(match["year"]), QUARTER * int(match["quarter"])
        first = 1 if match["from"] else last - QUARTER + 1
        return MonthSpan(year, first, last, *match.span(), year, is_quarter=not match["from"])
    if match := _issue().search(folded):
        year, month = int(match["year"]), int(match["month"])
        return MonthSpan(year, month, month, *match.span(), year) if month <= YEAR else None
    return None


@lru_cache(maxsize=1)
def months() -> re.Pattern[str]:
    """A month, or months from one to another, at the beginning of a text and without a year."""
    month = vocabulary().month
    return re.compile(rf"(?:(?P<since>\d{{1,2}}){month}?{_to()})?(?P<month>\d{{1,2}}){month}")


@lru_cache(maxsize=1)
def parts_of_years() -> re.Pattern[str]:
    """A quarter, the first quarters, or a half at the beginning of a text and without a year."""
    words = vocabulary()
    first, second = "|".join(words.first_half), "|".join(words.second_half)
    many = rf"(?P<from>{words.up_to}|{words.ordinal}?1{words.quarter}?{_to()})?{words.ordinal}?"
    return re.compile(
        rf"{many}(?P<quarter>[1-4]){words.quarter}|[Qq](?P<short>[1-4])(?!\d)|(?P<first>{first})|(?P<second>{second})"
    )


def _to() -> str:
    return rf"(?:[-~]+|{'|'.join(vocabulary().until)})"


def _stem(name: str = "year") -> str:
    return rf"(?P<{name}>(?:19|20)\d{{2}})"


def _of_year() -> str:
    return rf"(?:{'|'.join(vocabulary().year_suffixes)})\(?"


def _marked(name: str, *, again: bool = False) -> str:
    """A month behind a mark, with or without a day; the second time behind the same mark."""
    mark = "(?P=mark)" if again else "(?P<mark>[-./])"
    return rf"{mark}(?P<{name}>\d{{1,2}})(?:(?P=mark)\d{{1,2}})?"


@lru_cache(maxsize=1)
def _ranges() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    year, month, day = _of_year(), words.month, words.day
    begin = rf"(?<!\d){_stem()}"
    days = rf"(?:\d{{1,2}}{day})?{words.begin}?"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{begin}{year}(?P<since>\d{{1,2}}){month}{days}{_to()}(?:{_stem('until')}{year})?(?P<month>\d{{1,2}}){month}(?:\d{{1,2}}{day})?",
            rf"{begin}{year}(?P<until>(?!))?(?P<since>\d{{1,2}}){_to()}(?P<month>\d{{1,2}}){month}",
            rf"{begin}{year}{words.up_to_month}(?P<until>(?!))?(?P<since>(?!))?(?P<month>\d{{1,2}}){month}",
            rf"{begin}{_marked('since')}{_to()}{_stem('until')}{_marked('month', again=True)}(?!\d)",
        )
    )


@lru_cache(maxsize=1)
def _years() -> re.Pattern[str]:
    """Several years, from one to another."""
    year = vocabulary().year
    return re.compile(rf"(?<!\d){_stem()}{year}?{_to()}{_stem('until')}{year}")


@lru_cache(maxsize=1)
def _halves() -> tuple[tuple[re.Pattern[str], int, int], ...]:
    words = vocabulary()
    return tuple(
        (re.compile(rf"(?<!\d){_stem()}(?:{_of_year()})?(?:{'|'.join(names)})"), first, last)
        for names, first, last in ((words.second_half, HALF + 1, YEAR), (words.first_half, 1, HALF))
    )


@lru_cache(maxsize=1)
def _quarters() -> re.Pattern[str]:
    """A quarter, or the first quarters of a year."""
    words = vocabulary()
    of = rf"(?P<from>{words.up_to}|{words.ordinal}?1{words.quarter}?{_to()})?{words.ordinal}?(?P<quarter>[1-4])"
    return re.compile(rf"(?<!\d){_stem()}(?:{_of_year()})?{of}{words.quarter}")


@lru_cache(maxsize=1)
def _issue() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(rf"(?<!\d){_stem()}{words.year}{words.ordinal}?(?P<month>\d{{1,2}}){words.issue}")


FIRST_YEAR: Final = 1950
LAST_YEAR: Final = 2100
DECEMBER: Final = 12
LATE: Final = 20
"""Days of a month from which on a year that ends with one of them ends with the month: 52 weeks end a few days off."""
SEVERAL_YEARS: Final = re.compile(r"(?:19|20)\d{2}(?:,?(?:and|&)|,)(?:19|20)\d{2}")
TIME: Final = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?")  # of a day


@dataclass(frozen=True)
class Stated:
    """A period as printed.

    Attributes:
        period: the year, quarter or month; of months of a year the last one.
        day: where a date stood there, which for a balance sheet is a point in time.
        since: of months of a year the first one.
    """

    period: Period
    day: int | None = None
    since: int | None = None

    @property
    def is_month(self) -> bool:
        """Whether a month was named, and not only a date, a year or all of its months."""
        return self.period.kind is PeriodKind.MONTH and self.day is None and not self.is_whole_year

    @property
    def is_whole_year(self) -> bool:
        """Whether January to December were named."""
        return self.since == 1 and self.period.number == DECEMBER

    @property
    def is_to_date(self) -> bool:
        """Whether several months from January on were named."""
        return self.since == 1 and self.period.number > 1

    @property
    def is_odd(self) -> bool:
        """Whether months were named that are no month, quarter or year, and do not begin with January."""
        return self.since not in {None, 1, self.period.number} and self.period.kind is PeriodKind.MONTH


def stated(cell: Cell) -> Stated | None:
    """The most precise period that a cell names, or None."""
    if isinstance(cell, dt.date):  # of an amount shown as a day there is no such year
        return _month(cell.year, cell.month, cell.day) if FIRST_YEAR <= cell.year <= LAST_YEAR else None
    return named(cell) if isinstance(cell, str) else None


@lru_cache(maxsize=8192)
def named(text: str) -> Stated | None:
    """The period in a text: months from one to another, else the first date, month, quarter or year."""
    folded = _folded(text)
    if (span := found_span(folded)) is not None:
        return _of_span(span)
    in_numbers = _of_day(short_dates.found(folded))
    for found in (in_numbers,) if in_numbers else () if short_dates.names_range(folded) else _searched(folded):
        ends_year = any(words in folded.lower() for words in vocabulary().year_ended) and not says_so_far(folded)
        return Stated(found.period.fiscal_year) if ends_year else found
    return None


def _searched(folded: str) -> Iterator[Stated]:
    """What the patterns find anywhere in a text, the most precise first."""
    for pattern in (*_patterns_in_words(), *_patterns()):
        match = pattern.search(folded)
        if match and (found := _of(match.groupdict())):
            yield found


def _of_day(day: short_dates.Day | None) -> Stated | None:
    """A day or a year as it was written short."""
    if day is None:
        return None
    year, month, number = day
    return Stated(Period(year, PeriodKind.YEAR)) if month is None else _month(year, month, number)


@lru_cache(maxsize=8192)
def head(text: str) -> Stated | None:
    """The period of a column head that names a period and little else."""
    folded = _folded(text)
    if (span := found_span(folded)) is not None:
        return _of_span(span) if span.start == 0 and folded[span.end :] in _after() else None
    for pattern in (*_patterns_in_words(), *_patterns()):
        match = pattern.match(folded)
        if match and folded[match.end() :] in _after():
            return _of(match.groupdict())
    return _of_day(short_dates.alone(folded)) or _behind_front(folded)


def _behind_front(folded: str) -> Stated | None:
    """The day or year behind “as of”, “fiscal” and the like."""
    text, patterns = short_dates.without_front(folded), (*_patterns_in_words(), *_patterns())
    match = next((one for pattern in patterns if (one := pattern.fullmatch(text))), None)
    return _of(match.groupdict()) if match and text != folded else None


@lru_cache(maxsize=8192)
def names_years(text: str) -> bool:
    """Whether a text says of which years the columns beside it are, as “Years ended June 30, 2025 and 2024” does."""
    folded = bare(text).lower()
    says_ends = any(words in folded for words in (*vocabulary().year_ended, *vocabulary().months_in_words))
    return says_ends and SEVERAL_YEARS.search(folded) is not None


def _folded(text: str) -> str:
    """A text as it is compared, without what it says of the standing of the figures: 2025 (audited)."""
    folded = arabic(bare(short_dates.apart(TIME.sub("", text))))
    folded = short_dates.with_century(short_dates.without_split_years(folded))
    return _standing().sub("", folded) if folded.isascii() else folded


@lru_cache(maxsize=1)
def _standing() -> re.Pattern[str]:
    return re.compile(rf"\(?(?:{'|'.join(vocabulary().standings)})\)?", re.IGNORECASE)


def _of_span(span: MonthSpan) -> Stated | None:
    """Months of one year; None for those of two years and for what the calendar does not have."""
    if not (FIRST_YEAR <= span.year <= LAST_YEAR and span.last_year == span.year):
        return None
    if not 1 <= span.first <= span.last <= DECEMBER:
        return None
    quarter, after = divmod(span.last, QUARTER)
    if span.is_quarter or (span.first > 1 and not after and span.first == span.last - QUARTER + 1):
        return Stated(Period(span.year, PeriodKind.QUARTER, quarter))
    since = None if span.first == span.last else span.first
    return Stated(Period(span.year, PeriodKind.MONTH, span.last), None, since)


@lru_cache(maxsize=1024)
def month_of(text: str) -> int | None:
    """The month that a text names alone, which needs its year from elsewhere; of several the last."""
    return found[1] if (found := _months(_folded(text))) else None


@lru_cache(maxsize=1024)
def months_of(text: str) -> tuple[int, int] | None:
    """The first and the last month that a head names without a year; those of a quarter or a half too."""
    folded = _folded(text)
    return _months(folded) or _part_of_year(folded)


def behind_months(text: str) -> str:
    """What stands behind the months, quarter or half that a head begins with."""
    folded = _folded(text)
    match = months().match(folded) or parts_of_years().match(folded)
    return folded[match.end() :] if match and not is_month_name(folded) else ""


@lru_cache(maxsize=1024)
def quarter_of(text: str) -> int | None:
    """The quarter that a head names without a year, as such or as its months; those from January on are no quarter."""
    match = parts_of_years().match(_folded(text))
    if match and not match["from"] and (match["quarter"] or match["short"]):
        return int(match["quarter"] or match["short"])
    first, last = months_of(text) or (1, 1)
    return last // QUARTER if first > 1 and last % QUARTER == 0 and first == last - QUARTER + 1 else None


def _months(folded: str) -> tuple[int, int] | None:
    if is_month_name(folded):
        return month_number(folded), month_number(folded)
    if (match := months().match(folded)) is None:
        return None
    last = int(match["month"])
    first = int(match["since"] or last)
    return (first, last) if 1 <= first <= last <= DECEMBER else None


def _part_of_year(folded: str) -> tuple[int, int] | None:
    """The first and the last month of a quarter, of the first quarters, or of a half."""
    if (match := parts_of_years().match(folded)) is None:
        return None
    if match["first"] or match["second"]:
        return (1, HALF) if match["first"] else (HALF + 1, DECEMBER)
    last = QUARTER * int(match["quarter"] or match["short"])
    return (1 if match["from"] else last - QUARTER + 1), last


@lru_cache(maxsize=1)
def _after() -> frozenset[str]:
    return frozenset({"", *vocabulary().year_suffixes, *vocabulary().balances, ":", ")"} | set(_ends()))


@lru_cache(maxsize=1)
def _ends() -> tuple[str, ...]:
    return tuple(bare(suffix).removeprefix(vocabulary().year) for suffix in vocabulary().year_suffixes)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = vocabulary()
    year, month, day = _of_year(), words.month, words.day
    stem = r"(?<!\d)(?P<year>(?:19|20)\d{2})"
    return tuple(
        re.compile(pattern)
        for pattern in (
            rf"{stem}{year}(?P<month>\d{{1,2}}){month}(?P<day>\d{{1,2}}){day}",  # a day in words
            rf"{stem}([-./])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}})(?!\d)",  # 2025-10-31 2025.10.31 2025/10/31
            rf"{stem}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",  # 20251031
            rf"{stem}{year}(?P<month>\d{{1,2}}){month}",  # a month in words
            rf"{stem}[-./](?P<month>\d{{1,2}})(?![\d.])",  # 2025-10
            rf"{stem}-?[Qq](?P<quarter>[1-4])",  # 2025-Q3
            r"(?<!\w)[Qq](?P<quarter>[1-4])[-/,]?(?:FY|fy)?(?P<year>(?:19|20)\d{2})(?!\d)",  # Q3 2025
            r"(?<!\w)(?P<quarter>[1-4])[Qq][-/,]?(?:FY|fy)?(?P<year>(?:19|20)\d{2})(?!\d)",  # 3Q 2025
            rf"{stem}(?P<month>0[1-9]|1[0-2])(?!\d)",  # 202510
            rf"{stem}(?:{words.year}|(?!\d))",  # 2025
        )
    )


@lru_cache(maxsize=1)
def _patterns_in_words() -> tuple[re.Pattern[str], ...]:
    """December 31, 2025; 31 December 2025; Dec 2025; 2025 Dec."""
    name = rf"(?P<name>{month_names()})\.?"
    year, day = r"(?P<year>(?:19|20)\d{2})(?!\d)", r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    return tuple(
        re.compile(pattern, re.IGNORECASE)
        for pattern in (
            rf"(?<!\d){day}[-/,]?{name}[-/,]?{year}",
            rf"{name}{day},?{year}",
            rf"{name}[-/,]?{year}",
            rf"{year}[-/,]?{name}",
        )
    )


def _of(parts: dict[str, str | None]) -> Stated | None:
    year = int(parts["year"] or 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if parts.get("name"):
        return _month(year, month_number(parts["name"] or ""), int(parts["day"] or 0) if parts.get("day") else None)
    if parts.get("quarter"):
        return Stated(Period(year, PeriodKind.QUARTER, int(parts["quarter"] or 0)))
    if parts.get("month"):
        return _month(year, int(parts["month"] or 0), int(parts["day"] or 0) if parts.get("day") else None)
    return Stated(Period(year, PeriodKind.YEAR))


def _month(year: int, month: int, day: int | None) -> Stated | None:
    if not 1 <= month <= DECEMBER:
        return None
    return Stated(Period(year, PeriodKind.MONTH, month), day)
