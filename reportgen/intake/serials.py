"""Heads that are days whose cells lost their format: the numbers by which spreadsheets count days stand there."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from reportgen.intake.context import FoundValues
from reportgen.intake.figures import Cell
from reportgen.intake.head_words import ASIDE, Role, role_of
from reportgen.intake.heads import SEARCHED
from reportgen.intake.sheets import Sheet

RULE: Final = "W68"
NOUGHT: Final = dt.date(1899, 12, 30)
FIRST: Final = 36526
LAST: Final = 58806
"""1 January 2000 and 31 December 2060."""
LEAST: Final = 2
NUMBERS: Final = frozenset({int, float})
BESIDE: Final = frozenset({Role.LABEL, Role.LINE, Role.UNIT, Role.CODE, *ASIDE})


def as_days(sheet: Sheet, gathered: FoundValues) -> Sheet:
    """A sheet with the days that its first row of such numbers means, which W68 tells; any other as it is."""
    for number, row in enumerate(() if sheet.hidden else sheet.rows[:SEARCHED]):
        days = _days(row)
        if days:
            told = tuple(f"{day:%Y-%m-%d}" for day in dict.fromkeys(days.values()))
            gathered.find(RULE, sheet.place(number, min(days)), days=told, number=f"{row[min(days)]:.0f}")
            cells = tuple(days.get(column, cell) for column, cell in enumerate(row))
            return replace(sheet, rows=(*sheet.rows[:number], cells, *sheet.rows[number + 1 :]), like=None)
    return sheet


def _days(row: Sequence[Cell]) -> dict[int, dt.date]:
    """The days of a row of a name and numbers that are all first or last days of months, one after another."""
    if NUMBERS.isdisjoint(map(type, row)) or not all(_is_day(cell) for cell in row if type(cell) in NUMBERS):
        return {}
    numbers = {at: cell for at, cell in enumerate(row) if isinstance(cell, float | int) and not isinstance(cell, bool)}
    days = {at: NOUGHT + dt.timedelta(int(cell)) for at, cell in numbers.items()}
    roles = [role_of(cell) for cell in row if isinstance(cell, str) and cell.strip()] if len(days) >= LEAST else []
    if Role.LABEL not in roles or not all(role in BESIDE for role in roles):
        return {}
    return days if all(map(_is_of_month, days.values())) and _are_in_order(list(days.values())) else {}


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, float | int) and FIRST <= cell <= LAST and cell == int(cell)


def _is_of_month(day: dt.date) -> bool:
    return day.day in {1, calendar.monthrange(day.year, day.month)[1]}


def _are_in_order(days: list[dt.date]) -> bool:
    """Whether days follow each other up or down, the same ones again for another side."""
    once = days[: days.index(days[0], 1)] if days[0] in days[1:] else days
    steps = {after > before for before, after in pairwise(once)}
    return len(once) >= LEAST and len(steps) == 1 and days == once * (len(days) // len(once))
