"""Months side by side in heads, or below each other in front of rows, with two figures of their year: Jan-25, Feb-25.

“Sep-30” alone may be a day or a month. Of three and more of months one after the other, forwards or backwards, that go
on with the same number, or with the next one behind December, the number is the year: each is read as the first of its
month, by which spreadsheets keep it. So is a number that ends no month, above figures: days of statements end one,
“Sep-25” does not. Numbers such as 2025.01 and 2025.02 that go on so are months, too.
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
from reportgen.intake.labels import bare, month_names, month_number
from reportgen.intake.sheets import Sheet
from reportgen.model.period import MONTHS

CENTURY: Final = 2000
EARLIEST: Final = 2000
LATEST: Final = 2100
HUNDRED: Final = 100
TENTH: Final = 10
FEWEST: Final = 3
"""Months in a row from which on they are months and no days."""
KEYS: Final = 3
"""Columns from the left in which the months of rows stand."""
SEARCHED: Final = 40
"""Rows in which a head stands."""
ENDS: Final = 28
"""The first number by which a day may end a month."""
NEAR: Final = 5
"""Years that a table holds side by side; days of several weeks are farther apart, or of one month."""
Month = tuple[int, int]
"""Number of the month, and the two figures behind it."""


def dated(sheet: Sheet) -> Sheet:
    """The sheet, with the first day of each month in the heads, or in front of the rows, that name months in words."""
    if not _may_name_months(sheet):
        return sheet
    found = {row: cells for row in range(min(SEARCHED, len(sheet.rows))) if (cells := _dated(sheet.rows[row]))}
    rows = [found.get(number, row) for number, row in enumerate(sheet.rows)]
    below = {at: cells for at in range(min(KEYS, sheet.width)) if (cells := _dated([row[at] for row in rows]))}
    if not found and not below:
        return sheet
    for at, cells in below.items():
        rows = [(*row[:at], cell, *row[at + 1 :]) for row, cell in zip(rows, cells, strict=True)]
    return replace(sheet, rows=tuple(rows), like=None)


def _may_name_months(sheet: Sheet) -> bool:
    """Whether months are among the texts of a sheet, or numbers in the corner of it that may be some."""
    if sheet.like is not None and _names_months(sheet.like.first.texts):
        return True
    if _names_months(sheet.changed_texts if sheet.like else sheet.texts):
        return True
    heads = (cell for row in sheet.rows[:SEARCHED] for cell in row)
    return sum(map(_is_numbered, heads)) >= FEWEST


@lru_cache(maxsize=256)
def _names_months(texts: frozenset[str]) -> bool:
    """Whether months are among the texts of a sheet."""
    return any(map(_month, texts))


def _dated(cells: Sequence[Cell]) -> tuple[Cell, ...] | None:
    """A row of heads with days in place of its months; None where it has none."""
    months = {at: month for at, cell in enumerate(cells) if isinstance(cell, str) and (month := _month(cell))}
    months = months or _numbered(cells)
    if not months or not (_go_on(list(months.values())) or _are_no_days(cells, months)):
        return None
    days = {at: dt.date(CENTURY + year, month, 1) for at, (month, year) in months.items()}
    return tuple(days.get(at, cell) for at, cell in enumerate(cells))


def named(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Sheets with the months that their names are: three or more of one workbook that go on, Jan 25, Feb 25, Mar 25."""
    months = {sheet.name: month for sheet in sheets if sheet.name and (month := _month(sheet.name))}
    if not _go_on(list(months.values())):
        return sheets
    dates = {name: (CENTURY + year, month) for name, (month, year) in months.items()}
    return [replace(sheet, month=dates[sheet.name]) if sheet.name in dates else sheet for sheet in sheets]


def _is_numbered(cell: Cell) -> bool:
    """Whether a number may be a month behind the point of its year: 2025.01."""
    return isinstance(cell, float) and EARLIEST <= cell < LATEST and cell != int(cell) and cell == round(cell, 2)


def _numbered(cells: Sequence[Cell]) -> dict[int, Month]:
    """The months of a row that are numbers: 2025.01 to 2025.12, or 2025.1, 2025.2; none where they do not go on.

    A spreadsheet shows the tenth month as it does the first, 2025.1.
    """
    filled = ((at, cell) for at, cell in enumerate(cells) if isinstance(cell, float) and _is_numbered(cell))
    found = {at: divmod(round(cell * HUNDRED), HUNDRED) for at, cell in filled}
    years, parts = [year - CENTURY for year, _ in found.values()], [part for _, part in found.values()]
    for numbers in (parts, _in_one_figure(parts)):
        months = list(zip(numbers, years, strict=True))
        if all(1 <= month <= MONTHS for month in numbers) and _go_on(months):
            return dict(zip(found, months, strict=True))
    return {}


def _in_one_figure(parts: Sequence[int]) -> list[int]:
    """Months of hundredths written without a nought in front: a tenth is the first, beside 9 and 11 the tenth."""
    found: list[int] = []
    for part in parts:
        is_tenth = part == TENTH and found[-1:] in ([TENTH - 1], [TENTH + 1])
        found.append(part if part % TENTH or is_tenth else part // TENTH)
    return found


def _are_no_days(cells: Sequence[Cell], months: Mapping[int, Month]) -> bool:
    """Whether a row of words alone names months by numbers that end none: of several months, in years side by side."""
    names, years = zip(*months.values(), strict=True)
    are_near = len(months) < FEWEST or (len(set(names)) > 1 and max(years) - min(years) <= NEAR)
    return are_near and max(years) < ENDS and all(isinstance(cell, str | None) for cell in cells)


def _go_on(months: Sequence[Month]) -> bool:
    """Whether each of several months is the one behind the month before it, or each the one in front of it."""
    numbers = [year * MONTHS + month for month, year in months]
    return len(months) >= FEWEST and {after - before for before, after in pairwise(numbers)} in ({1}, {-1})


@lru_cache(maxsize=4096)
def _month(text: str) -> Month | None:
    match = _pattern().fullmatch(bare(text))
    return (month_number(match["name"]), int(match["year"])) if match else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{month_names()})\.?[-/.,]?'?(?P<year>\d{{2}})", re.IGNORECASE)
