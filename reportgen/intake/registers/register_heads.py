"""Which register a sheet is, by the heads of its columns; or would be, were none of them missing.

Ages that a table divides finer than its register: 0–30, 31–60 and 61–90 days are what is up to three months old.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.catalog.messages import in_a_row
from reportgen.intake.context import ReadingContext
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet
from reportgen.model.definition import Text
from reportgen.model.registers import RegisterColumn, RegisterDefinition

if TYPE_CHECKING:
    from reportgen.catalog import Catalog


SEARCHED: Final = 8
UNIT: Final = re.compile(r"^(.+?)\((?:[^()]*?)([^()]+)\)$")  # a name with its unit in brackets
NEAR: Final = 3
"""Heads of a table from which a sheet is taken for it, though required ones are missing."""
FEN: Final = 0.01

Heads = Mapping[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class RegisterLayout:
    """Which register a sheet is, the row of its head, and column → (name, factor of the unit in the head).

    Attributes:
        sums: columns of the register that the sheet divides further → those of the sheet.
    """

    id: str
    row: int
    columns: Mapping[int, tuple[str, float | None]]
    sums: Mapping[str, tuple[int, ...]]


Columns = dict[int, tuple[str, float | None]]


def layout(sheet: Sheet, context: ReadingContext) -> RegisterLayout | None:
    """The register that a sheet is, None where it is none; of several the one with most columns."""
    for row in range(min(SEARCHED, len(sheet.rows))):
        found, known = _matched(sheet.rows[row], _heads(context.catalog)), context.catalog.registers
        sums = {name: _sums(sheet.rows[row], columns, known[name]) for name, columns in found.items()}
        fits = [name for name, columns in found.items() if not _lacking(known[name], columns, sums[name])]
        fits = [name for name in fits if not _is_another(sheet, row, known[name])]
        if fits:
            best = max(fits, key=lambda register: (len(found[register]) + len(sums[register]), register))
            return RegisterLayout(best, row, found[best], sums[best])
    return None


def almost(sheet: Sheet, context: ReadingContext) -> tuple[RegisterDefinition, list[RegisterColumn]] | None:
    """The register that a sheet would be with the columns that it lacks, None where its heads are of none."""
    rows, known = sheet.rows[:SEARCHED], context.catalog.registers
    matched = [_matched(row, _heads(context.catalog)) for row in rows]
    for row, found in zip(rows, matched, strict=True):
        near = [name for name, columns in found.items() if len(columns) >= NEAR]
        if near:
            best = max(near, key=lambda register: (len(found[register]), register))
            definition = known[best]
            lacking = _lacking(definition, found[best], _sums(row, found[best], definition))
            return (definition, lacking) if lacking else None  # all are there, but the title says another table
    lines = ["".join(bare(cell).lower() for cell in row if isinstance(cell, str)) for row in rows]
    for name, definition in known.items():
        if any(all(word in line for word in words) for words in definition.told_by for line in lines):
            heads = [(found.get(name, {}), row) for row, found in zip(rows, matched, strict=True)]
            held = [(columns, _sums(row, columns, definition)) for columns, row in heads]
            columns, sums = max(held, key=lambda one: len(one[0]) + len(one[1]))
            return definition, _lacking(definition, columns, sums)
    return None


def _is_another(sheet: Sheet, row: int, definition: RegisterDefinition) -> bool:
    """Whether the words over a head, or the name of the sheet, say another table of the same heads."""
    above = [cell for cells in sheet.rows[:row] for cell in cells if isinstance(cell, str)]
    title = " ".join(bare(words).lower() for words in (sheet.name or "", *above))
    others = [word for word in definition.never if bare(word) in title]
    for word in others:
        title = title.replace(bare(word), "")
    return bool(others) and not any(all(bare(word) in title for word in words) for words in definition.told_by)


def _matched(cells: Sequence[Cell], known: Heads) -> dict[str, Columns]:
    """The columns of a row of heads by register; the first of several alike."""
    found: dict[str, Columns] = {}
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and cell:
            head, factor = _unit(compared(cell))
            for register, name in known.get(head, ()):
                if name not in {taken for taken, _ in found.get(register, {}).values()}:
                    found.setdefault(register, {})[column] = (name, factor)
    return found


def named(columns: Iterable[RegisterColumn]) -> Text:
    """The heads of columns."""
    return in_a_row(column.name for column in columns)


@lru_cache(maxsize=4)
def _heads(catalog: Catalog) -> Heads:
    """Heads as compared → the registers and columns that they may stand over."""
    found: dict[str, list[tuple[str, str]]] = {}
    for register, definition in catalog.registers.items():
        for name, column in definition.columns.items():
            for words in {column.name.zh, column.name.en, *column.also}:
                found.setdefault(compared(words), []).append((register, name))
    return {head: tuple(meant) for head, meant in found.items()}


def compared(head: str) -> str:
    """A head as it is compared: of a range of months or days whatever stands between its ends."""
    return _between_ends().sub("-", bare(head).lower())


@lru_cache(maxsize=1)
def _between_ends() -> re.Pattern[str]:
    """What stands between the ends of a range, which end in a digit or its unit and begin with a digit."""
    return re.compile(rf"(?<=\w)(?:{'|'.join(map(re.escape, vocabulary().between_ends))})+(?=\d)")


def _sums(cells: Sequence[Cell], columns: Columns, definition: RegisterDefinition) -> dict[str, tuple[int, ...]]:
    """The columns of a register that others of a row of heads come to."""
    heads = {at: compared(cell) for at, cell in enumerate(cells) if isinstance(cell, str) and at not in columns}
    return age_sums(heads, definition, {name for name, _ in columns.values()})


def _lacking(definition: RegisterDefinition, columns: Columns, sums: Iterable[str] = ()) -> list[RegisterColumn]:
    names = {*sums, *(name for name, _ in columns.values())}
    names |= {held for name in names for held in definition.columns[name].holds}
    names |= {*definition.key} if definition.named_by else set()
    return [column for name, column in definition.columns.items() if column.required and name not in names]


def _unit(head: str) -> tuple[str, float | None]:
    """A head without the unit behind it, and the factor of that unit."""
    match = UNIT.match(head)
    units = vocabulary().units
    if match and match[2] in units:
        return match[1], float(units[match[2]])
    if match and match[2] in vocabulary().percents:
        return match[1], FEN
    return head, None


MONTH: Final = 30
YEAR: Final = 365
MONTHS: Final = 12


@dataclass(frozen=True)
class _Band:
    """A column with the first and the last day of its age; the last is open where only the next column says it."""

    column: int
    first: int
    last: int | None


def age_sums(heads: Mapping[int, str], definition: RegisterDefinition, taken: set[str]) -> dict[str, tuple[int, ...]]:
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
