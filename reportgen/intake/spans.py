"""Months that end with a day: “Three months ended March 31, 2025”, “Quarter ended”, or days a quarter apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake.dates import Stated
from reportgen.intake.labels import bare, month_names, month_number
from reportgen.intake.numerals import arabic
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.period import MONTHS, Period, PeriodKind

QUARTER: Final = 3
LEAST: Final = 3
"""Days one quarter after the other that make a table one of quarters; of two, one may be the end of the last year."""


@dataclass(frozen=True)
class Span:
    """How many months end with a day.

    Attributes:
        month: that of the day, where the same words tell it.
        is_said: whether words tell how many; days a quarter apart leave it open of flows, which may add up the year.
        is_counted: whether they do by a number: “One month ended” is counted, “Month ended” is not.
    """

    months: int
    month: int | None = None
    is_said: bool = True
    is_counted: bool = False


@lru_cache(maxsize=4096)
def named(text: str) -> Span | None:
    """The months that a text says to end somewhere; None where it says nothing of it, or several at once."""
    found = list(_pattern().finditer(bare(text).lower()))
    if not found and (behind := _behind_day().search(arabic(bare(text)))):
        return Span(int(behind["number"]), int(behind["month"]), is_counted=True)
    if len(found) != 1 or found[0]["others"]:
        return None
    number, name = found[0]["number"], found[0]["name"]
    months = QUARTER if found[0]["quarters"] else 1
    if number:
        months = vocabulary().months_ended.numbers.get(number) or int(number)
    return Span(months, month_number(name) if name else None, is_counted=bool(number))


def names_one_month(texts: Iterable[str]) -> bool:
    """Whether one of some heads says that it is of a single month: “Month ended”."""
    return any(span.months == 1 for text in texts if (span := named(text)))


def is_named(text: str) -> bool:
    """Whether a text says of any months that they end."""
    return _pattern().search(bare(text).lower()) is not None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = vocabulary()
    number = rf"(?:{'|'.join(words.months_ended.numbers)}|1[0-2]|[1-9])"
    day = r"(?:\d{1,2}(?:st|nd|rd|th)?(?=[a-z]))?"
    many = rf"(?P<others>{number}(?:months)?(?:,|and|&))?(?<!\d)(?P<number>{number})-?months?(?:period)?"
    return re.compile(rf"(?:{many}|(?P<quarters>quarters?|qtrs?)|month)(?:ended|ending){day}(?P<name>{month_names()})?")


@lru_cache(maxsize=1)
def _behind_day() -> re.Pattern[str]:
    """Months counted behind the day with which they end, as Chinese statements print them."""
    words = vocabulary()
    day = rf"(?<!\d)(?P<month>1[0-2]|[1-9]){words.month}(?:\d{{1,2}}{words.day})?"
    return re.compile(rf"{day}{words.months_ended.until}(?P<number>1[0-2]|[1-9]){words.months_ended.counted}")


def of_table(texts: Iterable[str], heads: Sequence[Stated | None]) -> Span | None:
    """What the words above a table say of all its columns; else a quarter, where the heads are days a quarter apart."""
    said = {span for text in texts if (span := named(text))}
    if said:
        return said.pop() if len(said) == 1 else None
    return Span(QUARTER, is_said=False) if _are_quarters_apart(heads) else None


def _are_quarters_apart(heads: Sequence[Stated | None]) -> bool:
    days = [head.period for head in heads if head is not None and head.day is not None]
    steps = {
        after.year * MONTHS + after.number - before.year * MONTHS - before.number for before, after in pairwise(days)
    }
    return len(days) == len(heads) >= LEAST and steps in ({QUARTER}, {-QUARTER})


def ended(stated: Stated, span: Span, year_end: int, *, by_month: bool = False) -> tuple[Period, bool] | None:
    """The year, quarter or month that these months are, and whether they are the year up to its end; or None.

    Beside single months what ends with one and began with the year is the year up to that month.
    """
    month = stated.period.number if stated.period.kind is PeriodKind.MONTH else span.month
    if month is None:
        return None
    single = Period(stated.period.year, PeriodKind.MONTH, month)
    _, begun = in_fiscal_year(stated.period.year, month, year_end)
    if span.months == 1:
        return single, span.is_counted and begun == 1
    if span.months == MONTHS and not by_month:
        return (Period(stated.period.year, PeriodKind.YEAR), False) if month == year_end else None
    quarter = ended_quarter(stated.period.year, month, year_end)
    if (by_month or quarter is None) and span.months == begun:
        return single, True
    if quarter is None or span.months not in {QUARTER, quarter.number * QUARTER}:
        return None
    return quarter, span.months != QUARTER


def in_fiscal_year(year: int, month: int, year_end: int) -> tuple[int, int]:
    """The fiscal year in which a month of the calendar lies, named by the year of its end, and its number there."""
    return year + (year_end < month), (month - year_end - 1) % MONTHS + 1


def counted_in(own: Period, year_end: int) -> tuple[int, int, int]:
    """The fiscal year of a month or quarter, the months of it until its end, and its number."""
    if own.kind is not PeriodKind.MONTH:
        return own.year, own.months_elapsed, own.number
    return *in_fiscal_year(own.year, own.number, year_end), own.number


def ended_quarter(year: int, month: int, year_end: int) -> Period | None:
    """The quarter that ends with a month, named by the year in which its fiscal year ends; None where none does."""
    named, months = in_fiscal_year(year, month, year_end)
    number, after = divmod(months, QUARTER)
    return None if after else Period(named, PeriodKind.QUARTER, number)
