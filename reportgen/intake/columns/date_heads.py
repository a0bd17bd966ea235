"""Heads that tell a date only with those around them: days above years, months in a row, days as mere numbers.

Days in heads above their years: “September 30,” over 2025 and 2024, and over both how many months end with them.

The last day of the year above years is theirs, and stays; of any other day the years below it would be read as whole.

Months side by side in heads, or below each other in front of rows, with two figures of their year: Jan-25, Feb-25.

“Sep-30” alone may be a day or a month. Of three and more of months one after the other, forwards or backwards, that go
on with the same number, or with the next one behind December, the number is the year: each is read as the first of its
month, by which spreadsheets keep it. So is a number that ends no month, above figures: days of statements end one,
“Sep-25” does not. Numbers such as 2025.01 and 2025.02 that go on so are months, too.

Heads that are days whose cells lost their format: the numbers by which spreadsheets count days stand there.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeVar

from reportgen.intake.context import FoundValues
from reportgen.intake.grid.head_words import ASIDE, Role, role_of
from reportgen.intake.grid.heads import SEARCHED
from reportgen.intake.periods import period_names, spans
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare, month_names, month_number
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.period import MONTHS

DAY_ROWS: Final = 40
"""Rows in which a head stands."""
YEAR: Final = re.compile(r"20\d\d")
T = TypeVar("T")
Day = tuple[int, int]
"""The number of a month, and a day of it."""


def years_dated(sheet: Sheet, year_end: int) -> Sheet:
    """The sheet, with whole days in place of years below such days."""
    if not any(map(_day, sheet.texts)):
        return sheet
    found = {
        row + 1: cells
        for row in range(min(DAY_ROWS, len(sheet.rows) - 1))
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
    match = _day_pattern().fullmatch(bare(text))
    return (month_number(match["name"]), int(match["day"])) if match else None


@lru_cache(maxsize=1)
def _day_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{month_names()})\.?(?P<day>\d{{1,2}}),?", re.IGNORECASE)


CENTURY: Final = 2000
EARLIEST: Final = 2000
LATEST: Final = 2100
HUNDRED: Final = 100
TENTH: Final = 10
FEWEST: Final = 3
"""Months in a row from which on they are months and no days."""
KEYS: Final = 3
"""Columns from the left in which the months of rows stand."""
MONTH_ROWS: Final = 40
"""Rows in which a head stands."""
ENDS: Final = 28
"""The first number by which a day may end a month."""
NEAR: Final = 5
"""Years that a table holds side by side; days of several weeks are farther apart, or of one month."""
Month = tuple[int, int]
"""Number of the month, and the two figures behind it."""


def months_dated(sheet: Sheet) -> Sheet:
    """The sheet, with the first day of each month in the heads, or in front of the rows, that name months in words."""
    if not _may_name_months(sheet):
        return sheet
    found = {row: cells for row in range(min(MONTH_ROWS, len(sheet.rows))) if (cells := _dated(sheet.rows[row]))}
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
    heads = (cell for row in sheet.rows[:MONTH_ROWS] for cell in row)
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


def named_by_months(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Sheets with the months that their names are: three or more of one workbook that go on, Jan 25, Feb 25, Mar 25.

    So are 1月, 2月, 3月 of a file that is named after these months of a year.
    """
    months = {sheet.name: month for sheet in sheets if sheet.name and (month := _month(sheet.name))}
    months = months or _of_file(sheets)
    if not _go_on(list(months.values())):
        return sheets
    dates = {name: (CENTURY + year, month) for name, (month, year) in months.items()}
    return [replace(sheet, month=dates[sheet.name]) if sheet.name in dates else sheet for sheet in sheets]


def _of_file(sheets: Sequence[Sheet]) -> dict[str, Month]:
    """The months without a year that sheets are named after, of the year of those that their file is named after."""
    file = sheets[0].file.rpartition("/")[2] if sheets else ""
    stated = period_names.told(file.rpartition(".")[0] or file).stated
    if stated is None or stated.since is None:
        return {}
    named = ((sheet.name, period_names.told(sheet.name).month) for sheet in sheets if sheet.name)
    year, last = stated.period.year - CENTURY, stated.period.number
    return {name: (month, year) for name, month in named if month and stated.since <= month <= last}


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
    match = _month_pattern().fullmatch(bare(text))
    return (month_number(match["name"]), int(match["year"])) if match else None


@lru_cache(maxsize=1)
def _month_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>{month_names()})\.?[-/.,]?'?(?P<year>\d{{2}})", re.IGNORECASE)


RULE: Final = "W68"
NOUGHT: Final = dt.date(1899, 12, 30)
FIRST: Final = 36526
LAST: Final = 58806
"""1 January 2000 and 31 December 2060."""
LEAST: Final = 2
NUMBERS: Final = frozenset({int, float})
BESIDE: Final = frozenset({Role.LABEL, Role.LINE, Role.UNIT, Role.CODE, *ASIDE})


def serials_as_days(sheet: Sheet, gathered: FoundValues) -> Sheet:
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
