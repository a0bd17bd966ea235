"""Months side by side in heads that name their year in two figures: Jan-25, Feb-25, Mar-25 and so on.

“Sep-30” alone may be a day or a month. Of three and more of months one after the other that go on with the same number,
or with the next one behind December, the number is the year: each is read as the first of its month, by which
spreadsheets keep it. So is a number that ends no month, above figures: days of statements end one, “Sep-25” does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Final

from reportgen.intake.figures import Cell
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import bare, month_names, month_number, vocabulary
from reportgen.model.period import MONTHS, Period, PeriodKind, years_beginning_in

CENTURY: Final = 2000
FEWEST: Final = 3
"""Months in a row from which on they are months and no days."""
SEARCHED: Final = 40
"""Rows in which a head stands."""
ENDS: Final = 28
"""The first number by which a day may end a month."""
Month = tuple[int, int]
"""Number of the month, and the two figures behind it."""


def dated(sheet: Sheet, first_month: int = 1) -> Sheet:
    """The sheet, with the first day of each month in the heads that name months in words.

    Months that are counted in a fiscal year that begins in `first_month`, “Month 6 2025/26”, are named by the calendar.
    """
    sheet = _by_calendar(sheet, first_month)
    of_first = sheet.like is not None and _names_months(sheet.like.first.texts)
    if not of_first and not _names_months(sheet.changed_texts if sheet.like else sheet.texts):
        return sheet
    found = {row: cells for row in range(min(SEARCHED, len(sheet.rows))) if (cells := _dated(sheet.rows[row]))}
    if not found:
        return sheet
    rows = tuple(found.get(number, row) for number, row in enumerate(sheet.rows))
    return replace(sheet, rows=rows, like=None)


@lru_cache(maxsize=256)
def _names_months(texts: frozenset[str]) -> bool:
    """Whether months are among the texts of a sheet."""
    return any(map(_month, texts))


def _dated(cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """A row of heads with days in place of its months; None where it has none."""
    months = {at: month for at, cell in enumerate(cells) if isinstance(cell, str) and (month := _month(cell))}
    if not months or not (_go_on(list(months.values())) if len(months) >= FEWEST else _are_no_days(cells, months)):
        return None
    days = {at: dt.date(CENTURY + year, month, 1) for at, (month, year) in months.items()}
    return tuple(days.get(at, cell) for at, cell in enumerate(cells))


def _are_no_days(cells: Sequence[Cell], months: Mapping[int, Month]) -> bool:
    """Whether a row of words alone names months by numbers that end none."""
    return all(isinstance(cell, str | None) for cell in cells) and all(year < ENDS for _, year in months.values())


def _go_on(months: Sequence[Month]) -> bool:
    """Whether each month is the one behind the month before it."""
    numbers = [year * MONTHS + month for month, year in months]
    return all(after - before == 1 for before, after in pairwise(numbers))


@lru_cache(maxsize=4096)
def _month(text: str) -> Month | None:
    match = _pattern().fullmatch(bare(text))
    return (month_number(match["name"]), int(match["year"])) if match else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{month_names()})\.?[-/.,]?'?(?P<year>\d{{2}})", re.IGNORECASE)


def _by_calendar(sheet: Sheet, first_month: int) -> Sheet:
    """The sheet, with the calendar's names in place of months counted in a fiscal year."""
    texts = sheet.like.first.texts | sheet.changed_texts if sheet.like else sheet.texts
    if not any(map(_counted().search, texts)):
        return sheet
    named = partial(_named, first_month=first_month)
    rows = tuple(
        tuple(_counted().sub(named, cell) if isinstance(cell, str) else cell for cell in row)
        for row in sheet.rows[:SEARCHED]
    )
    return replace(sheet, rows=(*rows, *sheet.rows[SEARCHED:]), like=None)


def _named(match: re.Match[str], first_month: int) -> str:
    """September 2025 for Month 6 2025/26 of a year that begins in April; as it stands where the years do not fit."""
    first, year = match["first"], int(match["second"] or match["year"]) % 100 + CENTURY
    if first and (first_month == 1 or int(first) + 1 != year):
        return match[0]
    with years_beginning_in(first_month):
        year, month = Period(year, PeriodKind.MONTH, int(match["number"])).by_calendar
    return f"{vocabulary().months_in_words[month - 1].title()} {year}"


@lru_cache(maxsize=1)
def _counted() -> re.Pattern[str]:
    number = r"\b(?:month|mth|period)\s*(?P<number>0?[1-9]|1[0-2])"
    years = r"(?:(?:fy\s*)?(?P<first>20\d\d)\s*[-/]\s*(?P<second>(?:20)?\d\d)|fy\s*'?(?P<year>(?:20)?\d\d))"
    return re.compile(rf"{number}\s*(?:[,:(-]|of)?\s*{years}(?!\d)\)?", re.IGNORECASE)
