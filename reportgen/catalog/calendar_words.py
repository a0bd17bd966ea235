"""Names of months and years in both languages, by Babel; fiscal years that are no calendar years say that they are."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Final

from babel.dates import format_date, format_skeleton

from reportgen.model.definition import Text
from reportgen.model.period import PATTERN, Period, PeriodKind, begin_years_in

FISCAL_YEAR: Final = "furniture.fiscal.year"
IS_FISCAL: Final = re.compile(r"\d{4}(-Q[1-4])?")
LOCALES: Final[Mapping[str, str]] = {"zh": "zh_Hans_CN", "en": "en_US"}
"""How dates are written in Chinese and in English."""
_locales: ContextVar[Mapping[str, str]] = ContextVar("locales", default=LOCALES)
_fiscal: ContextVar[Text | None] = ContextVar("fiscal", default=None)


@contextmanager
def years_named(words: Text | None) -> Iterator[None]:
    """Within, years are fiscal ones, called by these words with ``{year}``; calendar years with None."""
    token = _fiscal.set(words)
    try:
        yield
    finally:
        _fiscal.reset(token)


@contextmanager
def dates_in(locales: Mapping[str, str]) -> Iterator[None]:
    """Within, dates are written as those locales have it, by place; a place that is not named keeps its own."""
    token = _locales.set({**LOCALES, **locales})
    try:
        yield
    finally:
        _locales.reset(token)


def years_of(words: Mapping[str, Text], first_month: int) -> AbstractContextManager[None]:
    """Within, years are called as those are that begin in a month: fiscal ones, unless they are the calendar's."""
    return years_named(words[FISCAL_YEAR] if first_month != 1 else None)


def begin_years(words: Mapping[str, Text], month: int) -> None:
    """From here on years are those of the case at work: counted from a month of the calendar, and called by it."""
    begin_years_in(month)
    _fiscal.set(words[FISCAL_YEAR] if month != 1 else None)


def as_in_data(period: str) -> Text:
    """A period as data write it, in messages, but for a fiscal year and its quarters: ``2025-10``, ``FY2026``."""
    is_fiscal = _fiscal.get() is not None and IS_FISCAL.fullmatch(period)
    return period_name(period) if is_fiscal else Text(zh=period, en=period)


def in_full(period: str) -> Text:
    """The name of a period as data write it, in messages on paper; other words stay as they are."""
    return period_name(period) if PATTERN.fullmatch(period) else Text(zh=period, en=period)


def period_name(period: str) -> Text:
    """A period in full: 2026-10 is ``October 2026`` and its Chinese like."""
    return _named(period, {PeriodKind.YEAR: "y", PeriodKind.QUARTER: "yQQQ", PeriodKind.MONTH: "yMMMM"})


def period_short(period: str) -> Text:
    """A period beside others of its year: ``Oct``; a year as it is."""
    return _named(period, {PeriodKind.YEAR: "y", PeriodKind.QUARTER: "yQQQ", PeriodKind.MONTH: "MMM"})


def period_spoken(period: str) -> Text:
    """A period in a sentence, beside others of its year: ``October``; a year as it is."""
    parsed = Period.parse(period)
    if parsed.kind is not PeriodKind.MONTH:
        return period_short(period)
    day = dt.date(*parsed.by_calendar, 1)
    return Text(zh=period_short(period).zh, en=format_date(day, "LLLL", locale=_locales.get()["en"]))


def period_with_year(period: str) -> Text:
    """A period beside others of other years: ``Oct 2025``."""
    return _named(period, {PeriodKind.YEAR: "y", PeriodKind.QUARTER: "yQQQ", PeriodKind.MONTH: "yMMM"})


def year_name(year: str) -> Text:
    """A year at the head of a column, which says no more: ``2025``, in English a fiscal one ``FY2025``."""
    return Text(zh=year, en=period_name(year).en)


def period_tick(period: str) -> str:
    """A period on an axis: ``26-10``, ``2026``, a fiscal year ``FY2026``."""
    parsed = Period.parse(period)
    return period_name(period).en if parsed.kind is PeriodKind.YEAR else period[2:]


def day_name(day: str) -> Text:
    """A day in full: 2026-11-05 is ``5 November 2026`` and its Chinese like."""
    found = dt.date.fromisoformat(day)
    locales = _locales.get()
    return Text(
        zh=str(format_date(found, "long", locale=locales["zh"])),
        en=str(format_date(found, "d MMMM y", locale=locales["en"])),
    )


def _named(period: str, skeletons: dict[PeriodKind, str]) -> Text:
    parsed = Period.parse(period)
    fiscal = _fiscal.get()
    if parsed.kind is PeriodKind.YEAR and fiscal is not None:
        return Text(zh=fiscal.zh.format(year=parsed.year), en=fiscal.en.format(year=parsed.year))
    is_month = parsed.kind is PeriodKind.MONTH
    # A quarter is called by its number in the fiscal year, whatever its months.
    year, month = parsed.by_calendar if is_month else (parsed.year, max(1, 3 * parsed.number))
    day = dt.date(year, month, 1)
    skeleton = skeletons[parsed.kind]
    locales = _locales.get()
    name = Text(zh=_format(skeleton, day, locales["zh"]), en=_format(skeleton, day, locales["en"]))
    if fiscal is None or parsed.kind is not PeriodKind.QUARTER:
        return name
    named = _named(str(parsed.fiscal_year), skeletons)
    calendar = {place: _format("y", day, locale) for place, locale in locales.items()}
    return Text(zh=name.zh.replace(calendar["zh"], named.zh), en=name.en.replace(calendar["en"], named.en))


@cache
def _format(skeleton: str, day: dt.date, locale: str) -> str:
    return str(format_skeleton(skeleton, day, fuzzy=True, locale=locale))
