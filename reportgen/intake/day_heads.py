"""Days in heads above their years: “September 30,” over 2025 and 2024, and over both how many months end with them.

The last day of the year above years is theirs, and stays; of any other day the years below it would be read as whole.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final, TypeVar

from reportgen.intake import spans
from reportgen.intake.figures import Cell
from reportgen.intake.labels import bare, month_names, month_number
from reportgen.intake.sheets import Sheet
from reportgen.intake.vocabulary import vocabulary

SEARCHED: Final = 40
"""Rows in which a head stands."""
YEAR: Final = re.compile(r"20\d\d")
T = TypeVar("T")
Day = tuple[int, int]
"""The number of a month, and a day of it."""


def with_years(sheet: Sheet, year_end: int) -> Sheet:
    """The sheet, with whole days in place of years below such days."""
    if not any(map(_day, sheet.texts)):
        return sheet
    found = {
        row + 1: cells
        for row in range(min(SEARCHED, len(sheet.rows) - 1))
        if (cells := _joined(sheet.rows[max(row - 1, 0)], sheet.rows[row], sheet.rows[row + 1], year_end))
    }
    if not found:
        return sheet
    return replace(sheet, rows=tuple(found.get(at, row) for at, row in enumerate(sheet.rows)), like=None)


def _joined(
    above: Sequence[Cell], days: Sequence[Cell], years: Sequence[Cell], year_end: int
) -> tuple[Cell, ...] | None:
    """A row of years with the day that stands over each; None where other words stand in either row."""
    named = [_day(cell) if isinstance(cell, str) else None for cell in days]
    said = [_year(cell) for cell in years]
    if not any(named[1:]) or not _are_all(days, named) or not _are_all(years, said):
        return None
    over, spoken = list(_carried(named)), list(_carried([cell if isinstance(cell, str) else None for cell in above]))
    whole = {
        at: _whole(year, day, spoken[at] if at < len(spoken) else None)
        for at, (year, day) in enumerate(zip(said, over, strict=False))
        if at and year and day and day[0] != year_end and day[1] == monthrange(year, day[0])[1]
    }
    beside = {at: str(year) for at, year in enumerate(said) if year}
    return tuple(whole.get(at, beside.get(at, cell)) for at, cell in enumerate(years)) if whole else None


def _year(cell: Cell) -> int | None:
    text = f"{cell:g}" if isinstance(cell, int | float) else str(cell).strip()
    return int(text) if YEAR.fullmatch(text) else None


def _whole(year: int, day: Day, above: str | None) -> Cell:
    """The day, or the months that the words above it say to end with it."""
    if above is None or not spans.is_named(f"{above}"):
        return dt.date(year, *day)
    return f"{above} {vocabulary().months_in_words[day[0] - 1].title()} {day[1]}, {year}"


def _are_all(cells: Sequence[Cell], found: Sequence[object]) -> bool:
    """Whether behind the first column nothing else stands in a row."""
    return all(one is not None or cell in {None, ""} for cell, one in zip(cells[1:], found[1:], strict=True))


def _carried(cells: Sequence[T | None]) -> Iterator[T | None]:
    """Each cell, or what stands left of it where it is empty, as words over several columns do."""
    last = None
    for cell in cells:
        last = cell or last
        yield last


@lru_cache(maxsize=4096)
def _day(text: str) -> Day | None:
    match = _pattern().fullmatch(bare(text))
    return (month_number(match["name"]), int(match["day"])) if match else None


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{month_names()})\.?(?P<day>\d{{1,2}}),?", re.IGNORECASE)
