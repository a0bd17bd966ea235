"""Sheets laid out alike: cut into tables once, and known again by their texts.

How a sheet is cut follows from its texts and merged cells, and where no text decides, from which cells are filled.
A layout remembers just that of one sheet, so that any sheet to which it applies would be cut into the same parts.

What has been found out about sheets laid out alike, so that a process finds it out once.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.grid import beside, head_rows, heads, recognition, tables
from reportgen.intake.grid.beside import joined
from reportgen.intake.grid.head_columns import is_donor_part, is_donor_total
from reportgen.intake.grid.head_words import MONEY, Role, date_role, role_of
from reportgen.intake.grid.recognition import Memory, RecognisedTable
from reportgen.intake.grid.tables import Cut, SheetTable, begins_footer, framed, numbers_columns
from reportgen.intake.periods import dates
from reportgen.intake.words.figures import Cell
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Sheet, Take, takes

Numbers = tuple[Take, tuple[Cell, ...]]
Alike = Callable[[Cell, Cell, frozenset[str]], bool]
MOST: Final = 512
"""Sheets that others repeat of which a layout remembers whether it applies."""
PLAIN: Final = frozenset({float, int, str})
NUMBER: Final = re.compile(r"\d+")
DATED: Final = MONEY - {Role.ENTITY, Role.MATRIX}
"""Roles of words in a head that may stand with a period."""


@dataclass(frozen=True, eq=False)
class SheetLayout:
    """One sheet that was cut, and what another one has to have in common with it; cells are counted row by row.

    Attributes:
        fixed: cells within the tables whose values decide, and those values.
        free: the other cells within the tables: numbers or blank.
        masked: those of them that have to be filled or blank alike, and whether they are filled.
        around: cells outside the tables, whose texts may differ if they mean the same for the cut.
        tables: as cut, not yet joined: heads, sides and last rows.
        dated: cells of the heads that name a period, and may name another one in the same words.
        spots: where the fixed cells stand.
        open: where cells stand whose texts may differ, and when they still mean the same.
        known: by sheets that others repeat, the numbers that decide.
    """

    fixed: tuple[Take, tuple[Cell, ...]]
    free: Take
    masked: tuple[Take, tuple[bool, ...]]
    around: tuple[Take, tuple[Cell, ...]]
    dated: tuple[Take, tuple[Cell, ...]]
    tables: tuple[Cut, ...]
    spots: tuple[int, ...]
    open: Mapping[int, Alike]
    known: dict[int, tuple[weakref.ref[Sheet], Numbers | None]] = field(default_factory=dict)

    def applies(self, sheet: Sheet, words: frozenset[str]) -> bool:
        """Whether a sheet of the same size and merged cells would be cut into the same parts."""
        if sheet.like is None:
            return self._fits(sheet, words)
        first, numbers = sheet.like.first, self._of_first(sheet.like.first, words)
        if numbers is None or not self.open.keys() >= set(sheet.like.changed):
            return self._fits(sheet, words)
        take, deciding = numbers
        return take(sheet.flat) == deciding and all(
            self.open[spot](sheet.flat[spot], first.flat[spot], words) for spot in sheet.like.changed
        )

    def _of_first(self, first: Sheet, words: frozenset[str]) -> Numbers | None:
        """The numbers that have to be those of a sheet for its repetitions to be cut like it; None if it is not."""
        having = self.known.get(id(first))
        if having is None or having[0]() is not first:
            spots = [spot for spot, cell in zip(self.spots, self.fixed[1], strict=True) if not isinstance(cell, str)]
            numbers = (takes(spots), takes(spots)(first.flat)) if self._fits(first, words) else None
            if len(self.known) >= MOST:
                self.known.clear()
            having = self.known[id(first)] = weakref.ref(first), numbers
        return having[1]

    def _fits(self, sheet: Sheet, words: frozenset[str]) -> bool:
        flat = sheet.flat
        take, fixed = self.fixed
        own = take(flat)
        if own != fixed or list(map(type, own)) != list(map(type, fixed)):
            return False
        free = self.free(flat)
        kinds = list(map(type, free))
        if kinds.count(str) != free.count("") or not PLAIN.issuperset(kinds):
            return False
        take, filled = self.masked
        if tuple(cell != "" for cell in take(flat)) != filled:
            return False
        take, dated = self.dated
        dates = zip(take(flat), dated, strict=True)
        if not all(_says_alike(*pair, words) for pair in dates if pair[0] != pair[1]):
            return False
        take, around = self.around
        return all(_alike(*pair, words) for pair in zip(take(flat), around, strict=True) if pair[0] != pair[1])

    def cut(self, sheet: Sheet, words: frozenset[str]) -> list[SheetTable]:
        """The tables of a sheet to which the layout applies, with its own banners and periods; none if these differ."""
        take, dated = self.dated
        dates = take(sheet.flat)
        if dates == dated:
            return beside.joined(framed(sheet, self.tables))
        cuts = [_again(sheet, cut, words) for cut in self.tables]
        again = [cut for cut in cuts if cut]
        if len(again) < len(cuts):
            return []
        return [replace(table, dates=dates) for table in beside.joined(framed(sheet, again))]


def _again(sheet: Sheet, cut: Cut, words: frozenset[str]) -> Cut | None:
    """A table as it was cut, with the periods that its own head names."""
    head = heads.again(sheet, cut[0], words)
    if head is None:
        return None
    sides = (replace(side, columns=tuple(head.columns[column.index] for column in side.columns)) for side in cut[1])
    return head, tuple(sides), cut[2]


@lru_cache(maxsize=8192)
def _says_alike(one: Cell, other: Cell, words: frozenset[str]) -> bool:
    """Whether two cells of a head say the same but for the period that they name."""
    if type(one) is not type(other):
        return False
    if not isinstance(one, str) or not isinstance(other, str):
        alike = (date_role, head_rows.is_year, head_rows.is_month)
        return all(said(one) is said(other) for said in alike)
    return _head_words(one, words) == _head_words(other, words)


@lru_cache(maxsize=8192)
def _head_words(text: str, words: frozenset[str]) -> tuple[object, ...]:
    """What is asked of a text in a head, but for its period."""
    return role_of(text, words), role_of(text), NUMBER.sub("0", bare(text)), _names_period(text, words)


@lru_cache(maxsize=8192)
def _names_period(text: str, words: frozenset[str]) -> bool:
    """Whether a text of a head names a period, and no column of its own."""
    role = role_of(text, words)
    return role in DATED and bool(dates.stated(text) or dates.months_of(text))


def _alike(one: Cell, other: Cell, words: frozenset[str]) -> bool:
    """Whether two cells outside a table mean the same for the cut."""
    if type(one) is not type(other):
        return False
    if isinstance(one, str) and isinstance(other, str):
        return bool(one) == bool(other) and _meaning(one, words) == _meaning(other, words)
    return True


@lru_cache(maxsize=8192)
def _meaning(text: str, words: frozenset[str]) -> tuple[object, ...]:
    """All that is asked of a text outside a table while a sheet is cut."""
    known = vocabulary()
    folded = bare(text).lower()
    tidy = folded if folded.partition("(")[0] in _tidy_heads() else None
    marks = (*known.entity_marks, *known.unit_marks)
    by_donors = is_donor_part(text), is_donor_total(text)
    return role_of(text, words), role_of(text), bare(text).startswith(marks), begins_footer(text), tidy, by_donors


@lru_cache(maxsize=1)
def _tidy_heads() -> frozenset[str]:
    known = vocabulary().tidy
    return frozenset(word for names in known.model_dump().values() for word in names)


def of(sheet: Sheet, tables: Sequence[SheetTable], words: frozenset[str]) -> SheetLayout | None:
    """The layout of a sheet, or None where more than texts and numbers decided how it was cut."""
    inside = {row for table in tables for row in range(table.head.first, table.last)}
    outside = [row for row in range(len(sheet.rows)) if row not in inside]
    if any((top in inside) != (bottom in inside) for top, _, bottom, _ in sheet.merged):
        return None
    heads_ = [column for table in tables for column in table.head.columns]
    if any(column.role is Role.LABEL and Role.LABEL not in column.roles for column in heads_):
        return None
    repeated = [row for table in tables for row in range(table.head.last + 1, table.last)]
    if any(heads.is_head(sheet, row, words) for row in (*outside, *repeated)):
        return None
    width, flat = sheet.width, sheet.flat
    within = [row * width + column for row in sorted(inside) for column in range(width)]
    if any(flat[number] is None for number in within):
        return None
    rows = {row for row in inside if numbers_columns(sheet, row)}
    dated = [number for number in within if _is_dated(sheet, number, tables, words)]
    fixed = [number for number in within if number // width in rows or not _is_free(flat[number])]
    free = sorted(set(within).difference(fixed))
    fixed = sorted(set(fixed).difference(dated))
    deciding = {row: _deciding(sheet, row, tables, words) for row in inside}
    masked = [number for number in free if number % width < deciding[number // width]]
    around = [row * width + column for row in outside for column in range(width)]
    return SheetLayout(
        (takes(fixed), takes(fixed)(flat)),
        takes(free),
        (takes(masked), tuple(cell != "" for cell in takes(masked)(flat))),
        (takes(around), takes(around)(flat)),
        (takes(dated), takes(dated)(flat)),
        tuple((table.head, table.sides, table.last) for table in tables),
        tuple(fixed),
        dict.fromkeys(around, _alike) | dict.fromkeys(dated, _says_alike),
    )


def _is_dated(sheet: Sheet, number: int, tables: Sequence[SheetTable], words: frozenset[str]) -> bool:
    """Whether a cell, counted row by row, stands in a head and names a period."""
    row, cell = number // sheet.width, sheet.flat[number]
    if not any(table.head.first <= row <= table.head.last for table in tables):
        return False
    cell = head_rows.said(cell)
    return _names_period(cell, words) if isinstance(cell, str) else date_role(cell) is Role.PERIOD


def _is_free(cell: Cell) -> bool:
    """Whether a cell is blank or a number."""
    return cell == "" if isinstance(cell, str) else type(cell) is float or type(cell) is int


def _deciding(sheet: Sheet, row: int, tables: Sequence[SheetTable], words: frozenset[str]) -> int:
    """The first so many cells of a row matter for the cut by being blank or filled.

    So do all cells near a head, or where the texts and dates of a row would make a head of it but for its numbers, and
    those before its first text.
    """
    if any(table.head.first <= row <= table.head.last + heads.DEPTH for table in tables):
        return sheet.width
    said = tuple("" if cell is not None and _is_free(cell) else cell for cell in sheet.rows[row])
    if heads.is_head(Sheet("", None, (said,)), 0, words):
        return sheet.width
    return next((index for index, cell in enumerate(said) if isinstance(cell, str) and cell), 0)


KEPT: Final = 8
"""How many are kept of one kind."""
PLANS_MOST: Final = 512
"""Sizes of sheets of which layouts are kept."""


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What a table was found to be; `named` are the forms that its banner names."""

    form: str | None
    nearest: str | None
    named: frozenset[str]
    routes: Memory = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Plans:
    """The layouts that are known under one set of definitions.

    Attributes:
        kept: how many of one size; 0 to look at each sheet as if it were the first.
    """

    kept: int = KEPT
    known: dict[object, list[tuple[SheetLayout, tuple[_Outcome, ...]]]] = field(default_factory=dict)

    def cut(self, sheet: Sheet, words: frozenset[str], catalog: Catalog) -> list[RecognisedTable] | None:
        """The tables of a sheet that is laid out as one of those before, None where it is not."""
        having = self.known.get(_size(sheet), ())
        found = next((known for known in having if known[0].applies(sheet, words)), None)
        if found is None:
            return None
        layout, outcomes = found
        cut = layout.cut(sheet, words)
        if len(cut) != len(outcomes):
            return None
        return [_as_before(table, outcome, catalog) for table, outcome in zip(cut, outcomes, strict=True)]

    def first(self, sheet: Sheet, words: frozenset[str], catalog: Catalog) -> list[RecognisedTable]:
        """The tables of a sheet; how they were found is kept where one of them is a form."""
        raw = tuple(tables.tables(sheet, words))
        whole = joined(raw)
        cut = [part for table in whole for part in recognition.divided(table, catalog)]
        is_kept = self.kept and any(each.form for each in cut) and len(cut) == len(whole)
        layout = of(sheet, raw, words) if is_kept else None
        if layout is None:
            return cut
        if len(self.known) >= PLANS_MOST:
            self.known.clear()
        outcomes = tuple(
            _Outcome(each.form, each.nearest, recognition.named(each.table.banner.texts, catalog)) for each in cut
        )
        self.known[_size(sheet)] = [(layout, outcomes), *self.known.get(_size(sheet), ())][: self.kept]
        return [
            RecognisedTable(each.table, each.form, each.nearest, had.routes)
            for each, had in zip(cut, outcomes, strict=True)
        ]


def _as_before(table: SheetTable, outcome: _Outcome, catalog: Catalog) -> RecognisedTable:
    if recognition.named(table.banner.texts, catalog) == outcome.named:
        return RecognisedTable(table, outcome.form, outcome.nearest, outcome.routes)
    return recognition.found(table, catalog)


def _size(sheet: Sheet) -> object:
    return len(sheet.rows), sheet.width, sheet.merged


_PLANS: Final[dict[int, tuple[weakref.ref[Catalog], Plans]]] = {}


def plans_of(catalog: Catalog) -> Plans:
    """The plans of a set of definitions, as long as it lives."""
    key = id(catalog)
    if key not in _PLANS:
        _PLANS[key] = weakref.ref(catalog, lambda _: _PLANS.pop(key, None)), Plans()
    return _PLANS[key][1]
