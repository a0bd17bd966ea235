"""Rows of heads: which rows head a table, and what their years and units say.

Years in a row of heads, written as numbers, and amounts that might be some.

Statements with one column of figures, headed by its period, or by its unit alone where a title names the period.

The head of a table with a row for each hospital or period, in one row or two: groups, and the columns below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake.grid import head_columns
from reportgen.intake.grid.head_columns import HeadColumn
from reportgen.intake.grid.head_words import ASIDE, MONEY, Role, role_at, role_of
from reportgen.intake.periods import dates, short_dates, spans
from reportgen.intake.words import units
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.labels import bare, says_ratio
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.period import MONTHS, PeriodKind

EARLIEST: Final = 1990.0
LATEST: Final = 2100.0
"""Numbers of heads that may be years."""
YEAR_DIGITS: Final = 4
MONTHS_SINCE: Final = 100 * EARLIEST
MONTHS_UNTIL: Final = 100 * LATEST + MONTHS
"""Numbers that may be months of these, written as 202511."""
WRITTEN_MONTH: Final = re.compile(r"(?P<year>\d{4})(?P<month>\d\d)\.0000|(?P<before>\d\d?)\.(?P<behind>\d{4})")
BACK: Final = {Role.COMPARATIVE: -1, Role.EARLIER: -2}
"""Heads of groups of columns that are of years before that of their table."""
SAYS_MORE: Final = frozenset({Role.BUDGET, Role.ORIGINAL, Role.ACTUAL})
"""Heads that say, beside their period, what of a plan their column holds."""


def are_years(cells: Sequence[Cell]) -> bool:
    """Whether the numbers of a row are years one after another, which head columns: 2025, 2024.

    A column beside them that says more than its period, such as Budget 2025, is none of these years.
    """
    first = next(index for index, cell in enumerate(cells) if type(cell) in {float, int})
    if _are_months([cell for cell in cells if isinstance(cell, int | float)]):
        return all(stands_by_years(cell) for cell in cells[:first] if isinstance(cell, str) and cell.strip())
    plain = [None if isinstance(cell, str) and role_of(cell) in SAYS_MORE else cell for cell in cells]
    texts = [cell for cell in plain[:first] if isinstance(cell, str) and cell.strip()]
    years = [float(year) for cell in plain if (year := _year(cell)) is not None]
    once = years[: years.index(years[0], 1)] if years[0] in years[1:] else years  # 2025, 2024 and again 2025, 2024
    steps = {after - before for before, after in pairwise(once)}
    if years != once * (len(years) // len(once)):
        return False
    is_one_beside_a_budget = len(years) == 1 and cells[first:] != tuple(plain[first:])
    in_order = steps in ({-1.0}, {1.0}) or is_one_beside_a_budget
    return in_order and all(map(is_year, years)) and all(stands_by_years(one) or dates.head(one) for one in texts)


def _are_months(numbers: Sequence[int | float]) -> bool:
    """Whether numbers are months by year and number, 202511 or 11.2025 and 12.2025, one as far behind the other."""
    months = [named for number in numbers if (named := month(number)) is not None]
    steps = {MONTHS * (after[0] - before[0]) + after[1] - before[1] for before, after in pairwise(months)}
    return len(months) == len(numbers) and len(steps) == 1 and steps != {0}


def are_amounts(sheet: Sheet, row: int) -> bool:
    """Whether a text table has a line here whose amounts might be years, such as 2000 and 2000 of share capital.

    Words that do not stand beside years name it, and they are no years one after another; or they are, but stand below
    figures and repeat no years of above. Another year with words of its own, such as 2025 (as restated), is no name.
    """
    cells = sheet.rows[row]
    columns = [index for index, cell in enumerate(cells) if _is_written_year(cell)]
    before = [cell for cell in cells[: columns[0]] if isinstance(cell, str) and cell.strip()] if columns else []
    texts = [text for text in before if role_of(text) not in SAYS_MORE and dates.head(text) is None]
    if all(stands_by_years(text) and role_of(text) not in ASIDE for text in texts):
        return False
    years = [float(str(cells[column])) for column in columns]
    if {after - before for before, after in pairwise(years)} not in ({-1.0}, {1.0}):
        return True
    rows = [[sheet.at(number, column) for column in columns] for number in range(row + 1)]
    return rows[-1] not in rows[:-1] and row > 0 and all(figure(cell).value is not None for cell in rows[-2])


@lru_cache(maxsize=4096)
def of_group(text: str) -> int | None:
    """The year of the columns below a head, or how many years back they are; None where it tells neither."""
    stated = dates.head(text) if text else None
    if stated is not None:
        return stated.period.year if stated.period.kind is PeriodKind.YEAR else None
    return BACK.get(role_of(text)) if text else None


@lru_cache(maxsize=4096)
def behind_year(text: str) -> tuple[int | None, str]:
    """The year in front of the name of an item, as `of_group` has it, and the name: 2024年出院人数."""
    words = vocabulary()
    same = "|".join(words.years_beside["same"])
    match = re.match(rf"(?P<year>(?:19|20)\d\d){words.year}?\s*(?P<name>[^\W\d].+)|(?P<same>{same})(?P<rest>..+)", text)
    if match is None or role_of(match["name"] or match["rest"]) is not Role.OTHER:
        return None, text
    return of_group(match["year"] or match["same"]), match["name"] or match["rest"]


def _is_written_year(cell: Cell) -> bool:
    """Whether a text is a number that would be read as a year, of whatever century."""
    text = cell.strip() if isinstance(cell, str) else ""
    return len(text) == YEAR_DIGITS and text.isdecimal() and dates.stated(text) is not None


def _year(cell: Cell) -> float | None:
    """A number, or the year that words name."""
    if isinstance(cell, str):
        named = None if dates.names_years(cell) else dates.named(cell)
        return named.period.year if named else None
    return cell if type(cell) is float or type(cell) is int else None


def stands_by_years(text: str) -> bool:
    """Whether words may stand beside years in a head: of labels, notes, the day on which they end, or a unit."""
    folded, words = bare(text).lower(), vocabulary()
    named = (*words.year_ended, *words.months_in_words)
    return (
        role_of(text) in {Role.LABEL, Role.LINE, Role.UNIT, Role.CODE, *ASIDE}
        or folded.startswith("(")
        or any(word in folded for word in named)
        or spans.named(text) is not None
        or bool(units.unit_in(text))
    )


def said(cell: Cell) -> Cell:
    """A cell of a head, a number that is a year as that; of a period with words beside it the period."""
    found = parts(cell)
    return found[1] if isinstance(cell, str) and found == _of_scope(cell) else found[0]


def parts(cell: Cell) -> tuple[Cell, ...]:
    """What a cell of a head says: a period and its unit, as of a line each, “2026 $'000”; else the whole of it."""
    if isinstance(cell, str):
        return _of_scope(cell) or _period_and_unit(cell) or spans.month_to_date(cell) or (short_dates.with_word(cell),)
    named = month(cell)
    return (f"{cell:.0f}",) if is_year(cell) else (cell,) if named is None else ("{:04}{:02}".format(*named),)


@lru_cache(maxsize=4096)
def _of_scope(text: str) -> tuple[Cell, ...]:
    """A head that says of whom its period is, group or company, as of two lines: Group FY2026 £000, 2025 Trust."""
    words = text.split()
    if len(words) < LEAST:
        return ()
    known = {word for word in (*vocabulary().parents, *vocabulary().consolidated) if not word.startswith("total")}
    for scope, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
        period = " ".join(rest)
        is_dated = dates.head(period) or short_dates.split_year(period) or _period_and_unit(period)
        if scope.lower() in known and is_dated:
            return (scope, *parts(period))
    return ()


@lru_cache(maxsize=4096)
def _period_and_unit(text: str) -> tuple[str, ...]:
    words = text.split()
    for at in range(len(words) - 1, 0, -1):
        period, unit = " ".join(words[:at]), " ".join(words[at:])
        if units.factor_alone(unit) is not None and (dates.stated(period) or short_dates.split_year(period)):
            return period, unit
    return ()


def is_year(cell: Cell) -> bool:
    """Whether a cell holds a number that may be a year."""
    return (type(cell) is float or type(cell) is int) and EARLIEST <= cell <= LATEST and cell == int(cell)


def is_month(cell: Cell) -> bool:
    """Whether a cell holds a number that may be a month by its year and number."""
    return month(cell) is not None


def month(cell: Cell) -> tuple[int, int] | None:
    """The year and the month that a number names, written as 202511 or as 11.2025; None where it names none."""
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return None
    if not (1 < cell <= MONTHS + 1 or MONTHS_SINCE <= cell <= MONTHS_UNTIL):  # nearly all figures of a statement
        return None
    named = WRITTEN_MONTH.fullmatch(f"{cell:.4f}")
    if named is None or float(named[0]) != cell:
        return None
    year, number = int(named["year"] or named["behind"]), int(named["month"] or named["before"])
    return (year, number) if is_year(year) and 1 <= number <= MONTHS else None


MOST: Final = 3
"""Words in front of the figures, of labels and notes, and the head itself."""
ALONE: Final = frozenset({Role.CURRENT, Role.ACTUAL, Role.YEAR_TO_DATE, Role.MONTH, Role.YEAR, Role.CLOSING})
"""Of the one column of figures, below a period."""


def is_of_one_period(sheet: Sheet, row: int) -> bool:
    """Whether all that a row names is the period of one column, the first figures of which stand below beside words.

    So are statements of a single year headed, or by “Amount”, “Actual”, “Total” or the unit of the amounts, with the
    period above, a second one below its title. A date above a form has the heads of its columns below it; a unit may
    stand between the period and the figures.
    """
    cells = enumerate(sheet.rows[row])
    filled = [index for index, cell in cells if cell not in {"", None} and not _is_worked_out(cell)]
    if not filled or len(filled) > MOST or not filled[-1]:  # words of labels and notes, the period behind
        return False
    *words, period = (said(sheet.rows[row][index]) for index in filled)
    is_whole = isinstance(period, str) and bare(period).lower() in vocabulary().whole_heads
    is_head = dates.stated(period) or role_at(period) in ALONE or is_whole or _is_only_unit(sheet, row, filled)
    if not is_head or not all(isinstance(word, str) and stands_by_years(word) for word in words):
        return False
    column = [rows[filled[-1]] for rows in sheet.rows]
    below = range(row + 1, len(column))
    held = (number for number in below if sheet.holds(number, filled[-1]) and not is_unit(sheet, number))
    first = next((number for number in held if not _is_total(column[number])), row)
    is_below = any(figure(cell).value is not None for cell in column[:row])
    if first == row or (is_below and not _is_below_title(sheet, row)):
        return False
    names = [name for left in range(filled[-1]) if (name := sheet.text(first, left).strip())]
    is_figure = (first, filled[-1]) in sheet.uncached or (
        figure(column[first]).value is not None
        and (not dates.stated(said(column[first])) or not all(map(stands_by_years, names)))
    )
    return is_figure and bool(names)


def _is_below_title(sheet: Sheet, row: int) -> bool:
    """Whether the nearest row above is of words alone, as of a title: an amount without a name follows others."""
    rows = (sheet.rows[above] for above in range(row - 1, -1, -1))
    cells = next((found for one in rows if (found := [cell for cell in one if cell not in {"", None}])), [])
    return all(isinstance(cell, str) and figure(cell).value is None for cell in cells)


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and head_columns.is_donor_total(cell)


def _is_only_unit(sheet: Sheet, row: int, filled: Sequence[int]) -> bool:
    """Whether the last word of a row is a unit, and no column without a word of its own holds figures below it.

    Of two columns below a unit one is last year's, and nothing tells which.
    """
    if not says_unit(sheet.rows[row][filled[-1]]):
        return False
    others = [column for column in range(sheet.width) if column not in filled]
    below = range(row + 1, len(sheet.rows))
    return not any(figure(sheet.at(one, column)).value is not None for one in below for column in others)


def _is_worked_out(cell: Cell) -> bool:
    return isinstance(cell, str) and role_of(cell) is Role.WORKED_OUT


def is_unit(sheet: Sheet, row: int) -> bool:
    """Whether a row holds the unit of one column behind that of the labels, and nothing else: £000, $, 千元."""
    filled = [index for index, cell in enumerate(sheet.rows[row]) if cell not in {"", None}]
    return len(filled) == 1 and filled[0] > 0 and says_unit(sheet.rows[row][filled[0]])


def with_lone_amount(columns: Sequence[HeadColumn]) -> Sequence[HeadColumn]:
    """Columns of a head, that which is headed by its unit alone as the one with the figures, where no other one is."""
    units_ = [one for one in columns if one.written and all(map(says_unit, one.written))]
    if len(units_) != 1 or any(one.role in MONEY for one in columns):
        return columns
    return [replace(one, role=Role.CURRENT) if one is units_[0] else one for one in columns]


def says_unit(cell: Cell) -> bool:
    """Whether a cell says a unit and nothing else: £000, $, in thousands, 千元."""
    if not isinstance(cell, str):
        return False
    is_in_words = units.factor_in(cell) is not None and units.unit_in(cell) == units.unit_folded(cell)
    return is_in_words or units.factor_alone(cell) is not None


LEAST: Final = 2
"""Columns that a second row has to name."""
OWN_NAMES: Final = frozenset({Role.OTHER, Role.ENTITY, Role.LABEL})
"""What a lower head is by itself; any other says which figure of the upper one stands below."""


@dataclass(frozen=True)
class HeadOfRows:
    """The first and the last row of a head, the name of each column, and its year as `of_group` has it."""

    first: int
    last: int
    texts: tuple[str, ...]
    years: tuple[int | None, ...]


def heads_at(sheet: Sheet, row: int) -> Iterator[HeadOfRows]:
    """The head that begins in a row: of this and the next one if these belong together, and of this row alone."""
    texts = tuple(sheet.text(row, column) for column in range(sheet.width))
    if row + 1 < len(sheet.rows) and _goes_on(sheet, row + 1, texts):
        years = tuple(of_group(_above(sheet, row, column).strip()) for column in range(sheet.width))
        yield HeadOfRows(row, row + 1, tuple(_joined(sheet, row, column) for column in range(sheet.width)), years)
    in_front = tuple(map(behind_year, texts))
    yield HeadOfRows(row, row, tuple(name for _, name in in_front), tuple(year for year, _ in in_front))


def _goes_on(sheet: Sheet, row: int, above: tuple[str, ...]) -> bool:
    """Whether a row names columns further: words only, none of them below the first head."""
    filled = [column for column, cell in enumerate(sheet.rows[row]) if cell not in {"", None}]
    upper = [column for column, text in enumerate(above) if text.strip()]
    named = [column for column in filled if sheet.text(row, column).strip()]
    return min(len(upper), len(named)) >= LEAST and named == filled and upper[0] not in filled


def _joined(sheet: Sheet, row: int, column: int) -> str:
    """The name of a column from both rows: of a figure or a ratio that has a name of its own that one alone."""
    upper, lower = str(_above(sheet, row, column)).strip(), sheet.text(row + 1, column).strip()
    if not lower:
        return sheet.text(row, column)
    is_whole = says_ratio(lower) and bare(lower).lower() not in vocabulary().worked_out_heads.within
    return lower if is_whole or role_of(lower) in OWN_NAMES else f"{upper}{lower}"


def _above(sheet: Sheet, row: int, column: int) -> str:
    """The group to which a column belongs: of its merged area, else the nearest one on its left."""
    for left in range(column, -1, -1):
        found = sheet.spread(row, left)
        if isinstance(found, str) and found.strip():
            return found
    return ""
