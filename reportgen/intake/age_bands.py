"""Ages that a table divides finer than its register: 0–30, 31–60 and 61–90 days are what is up to three months old."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from reportgen.intake.vocabulary import vocabulary
from reportgen.model.registers import RegisterDefinition

MONTH: Final = 30
YEAR: Final = 365
MONTHS: Final = 12


@dataclass(frozen=True)
class _Band:
    """A column with the first and the last day of its age; the last is open where only the next column says it."""

    column: int
    first: int
    last: int | None


def sums(heads: Mapping[int, str], definition: RegisterDefinition, taken: set[str]) -> dict[str, tuple[int, ...]]:
    """The columns of the register that none is, with those that together are of just their age.

    What is older than so many days, and spans several of them, is none of any.

    Args:
        heads: of the columns that are no other of the register's, as compared.
        definition: the register.
        taken: its columns that the table has.
    """
    bands = sorted(_bands(heads), key=lambda one: one.first)
    ages = {name: one.ages for name, one in definition.columns.items() if one.ages and name not in taken}
    free = {name: age for name, age in ages.items() if not {*definition.columns[name].holds} & taken}
    found: dict[str, tuple[int, ...]] = {}
    for name, (first, last) in free.items():
        within = [one for one in bands if first - (first > 0) <= one.first and (one.last or one.first) <= last]
        used = {column for columns in found.values() for column in columns}
        if within and _fill(within, first, last) and not used & {one.column for one in within}:
            found[name] = tuple(one.column for one in within)
    return found


def _fill(bands: list[_Band], first: int, last: int) -> bool:
    """Whether ages follow each other from the first day to the last, those that meet on a day among them."""
    day = first
    for number, one in enumerate(bands):
        if one.first not in {day, day + 1, day - 1}:
            return False
        following = bands[number + 1].first if number + 1 < len(bands) else None
        end = one.last if one.last is not None else following
        if end is None:
            return False
        day = end + (one.last is not None)
    return day in {last, last + 1}


def _bands(heads: Mapping[int, str]) -> Iterator[_Band]:
    for column, head in heads.items():
        if head in vocabulary().ages["current"]:
            yield _Band(column, 0, None)
        elif match := _pattern().fullmatch(head):
            is_months = bool(match["months"])
            yield _Band(column, _day(match["first"] or "0", months=is_months), _day(match["last"], months=is_months))


def is_age(head: str) -> bool:
    """Whether a head, as compared, is of an age: 91-120, over 180 days, 120+, over 1 year."""
    words = {key: "|".join(map(re.escape, known)) for key, known in vocabulary().ages.items()}
    units = rf"(?:{words['days']}|{words['months']}|{words['years']})?"
    return re.fullmatch(rf"(?:{words['older']})?\d+(?:-\d+)?{units}(?:{words['older']})?", head) is not None


def _day(number: str, *, months: bool) -> int:
    count = int(number)
    return count if not months else YEAR * (count // MONTHS) + MONTH * (count % MONTHS)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = {key: "|".join(map(re.escape, known)) for key, known in vocabulary().ages.items()}
    unit = rf"(?:{words['days']}|(?P<months>{words['months']}))?"
    return re.compile(
        rf"(?:(?P<first>\d+)-|{words['up_to']})?(?P<last>\d+){unit}(?:{words['within']})?(?:{words['behind']})?"
    )
