"""Years in a row of heads, written as numbers, and amounts that might be some."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from reportgen.intake import dates, short_dates, spans, units
from reportgen.intake.figures import Cell
from reportgen.intake.head_words import ASIDE, Role, role_of
from reportgen.intake.labels import bare
from reportgen.intake.vocabulary import vocabulary
from reportgen.model.period import MONTHS, PeriodKind

EARLIEST: Final = 1990.0
LATEST: Final = 2100.0
"""Numbers of heads that may be years."""
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
    return in_order and all(map(is_year, years)) and all(map(stands_by_years, texts))


def _are_months(numbers: Sequence[int | float]) -> bool:
    """Whether numbers are months by year and number, 202511 or 11.2025 and 12.2025, one as far behind the other."""
    months = [named for number in numbers if (named := month(number)) is not None]
    steps = {MONTHS * (after[0] - before[0]) + after[1] - before[1] for before, after in pairwise(months)}
    return len(months) == len(numbers) and len(steps) == 1 and steps != {0}


def are_amounts(cells: Sequence[Cell]) -> bool:
    """Whether a text table has a line here whose amounts might be years, such as 2000 and 2000 of share capital.

    Words that do not stand beside years name it, and they are no years one after another.
    """
    first = next((index for index, cell in enumerate(cells) if _is_written_year(cell)), None)
    before = [] if first is None else [cell for cell in cells[:first] if isinstance(cell, str) and cell.strip()]
    texts = [text for text in before if role_of(text) not in SAYS_MORE]
    if all(stands_by_years(text) and role_of(text) not in ASIDE for text in texts):
        return False
    years = [float(str(cell)) for cell in cells if _is_written_year(cell)]
    return {after - before for before, after in pairwise(years)} not in ({-1.0}, {1.0})


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
    return isinstance(cell, str) and cell.strip().isdecimal() and is_year(float(cell))


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
    """A cell of a head, a number that is a year as that; of a period with its unit behind it the period."""
    return parts(cell)[0]


def parts(cell: Cell) -> tuple[Cell, ...]:
    """What a cell of a head says: a period and its unit, as of a line each, “2026 $'000”; else the whole of it."""
    if isinstance(cell, str):
        return _period_and_unit(cell) or (short_dates.with_word(cell),)
    named = month(cell)
    return (f"{cell:.0f}",) if is_year(cell) else (cell,) if named is None else ("{:04}{:02}".format(*named),)


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
    named = WRITTEN_MONTH.fullmatch(f"{cell:.4f}")
    if named is None or float(named[0]) != cell:
        return None
    year, number = int(named["year"] or named["behind"]), int(named["month"] or named["before"])
    return (year, number) if is_year(year) and 1 <= number <= MONTHS else None
