"""Months side by side in heads, or below each other in front of rows, with two figures of their year: Jan-25, Feb-25.

“Sep-30” alone may be a day or a month. Of three and more of months one after the other that go on with the same number,
or with the next one behind December, the number is the year: each is read as the first of its month, by which
spreadsheets keep it. So is a number that ends no month, above figures: days of statements end one, “Sep-25” does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake.figures import Cell
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import bare, month_names, month_number
from reportgen.model.period import MONTHS

CENTURY: Final = 2000
FEWEST: Final = 3
"""Months in a row from which on they are months and no days."""
KEYS: Final = 3
"""Columns from the left in which the months of rows stand."""
SEARCHED: Final = 40
"""Rows in which a head stands."""
ENDS: Final = 28
"""The first number by which a day may end a month."""
Month = tuple[int, int]
"""Number of the month, and the two figures behind it."""


def dated(sheet: Sheet) -> Sheet:
    """The sheet, with the first day of each month in the heads, or in front of the rows, that name months in words."""
    of_first = sheet.like is not None and _names_months(sheet.like.first.texts)
    if not of_first and not _names_months(sheet.changed_texts if sheet.like else sheet.texts):
        return sheet
    found = {row: cells for row in range(min(SEARCHED, len(sheet.rows))) if (cells := _dated(sheet.rows[row]))}
    rows = [found.get(number, row) for number, row in enumerate(sheet.rows)]
    below = {at: cells for at in range(min(KEYS, sheet.width)) if (cells := _dated([row[at] for row in rows]))}
    if not found and not below:
        return sheet
    for at, cells in below.items():
        rows = [(*row[:at], cell, *row[at + 1 :]) for row, cell in zip(rows, cells, strict=True)]
    return replace(sheet, rows=tuple(rows), like=None)


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
