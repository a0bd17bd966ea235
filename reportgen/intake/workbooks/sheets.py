"""A sheet as a rectangle of cells, each of which knows its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import chain
from operator import itemgetter
from typing import TypeVar, overload

from reportgen.intake.words.figures import Cell
from reportgen.model.place import Place

LETTERS = 26
MOST_MERGED = 500_000
"""Cells of merged areas that are remembered."""
DIGITS = "0123456789"

Position = tuple[int, int]
"""Row and column, from 0."""
Picked = TypeVar("Picked")
Take = Callable[[Sequence[Cell]], tuple[Cell, ...]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or one text table.

    Attributes:
        file: name relative to the folder that is read.
        name: name of the sheet; None for a text table.
        rows: cell values, all rows of one length, from A1.
        merged: areas as (first row, first column, last row, last column).
        formulas: formulas that have one, without the equals sign.
        uncached: formulas that have no value, by position.
        errors: error values such as #REF!, by position.
        formats: cells whose format shows another number than they hold, by position → the power of ten by which it
            shrinks them, or that of a percentage.
        signs: what formats put beside numbers that may be the sign of a currency, by position.
        struck: cells whose content is struck through, by position.
        hidden_rows, hidden_columns: from 0.
        origin: where a cell of a table that was turned stands in the file.
        like: the sheet that it repeats but for numbers and some texts, None where it was read by itself.
        within: names of the folders in which what is read lies, the nearest first; of a case none is needed.
        month: the year and month that its name is by those of the sheets beside it, as Jan 25 is beside Feb 25.
        mark: what parts the cells of a text table; "" of all others.
    """

    file: str
    name: str | None
    rows: Sequence[tuple[Cell, ...]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncached: Mapping[Position, str] = field(default_factory=dict)
    formulas: Mapping[Position, str] = field(default_factory=dict)
    errors: Mapping[Position, str] = field(default_factory=dict)
    formats: Mapping[Position, int] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    signs: Mapping[Position, str] = field(default_factory=dict)
    struck: Mapping[Position, int] = field(default_factory=dict)
    origin: Callable[[int, int], Position] | None = None
    like: Likeness | None = field(default=None, compare=False, repr=False)
    within: tuple[str, ...] = ()
    month: tuple[int, int] | None = None
    mark: str = ""

    @cached_property
    def flat(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(chain.from_iterable(self.rows))

    @cached_property
    def texts(self) -> frozenset[str]:
        """All texts of its cells, those of the sheet that it repeats among them."""
        if self.like is None:
            return frozenset(cell for cell in self.flat if type(cell) is str)
        return self.like.first.texts | self.changed_texts

    @property
    def changed_texts(self) -> frozenset[str]:
        """The texts that the sheet does not share with the one that it repeats."""
        return frozenset(str(self.flat[spot]) for spot in self.like.changed) if self.like else frozenset()

    def with_cells(self, name: str, cells: tuple[Cell, ...], changed: tuple[int, ...]) -> Sheet:
        """A sheet of another name, with other numbers and with other texts in the cells `changed`, and else the same.

        Cells are counted row by row.
        """
        made = replace(self, name=name, rows=Rows(cells, self.width), like=Likeness(self, changed))
        made.__dict__["flat"] = cells  # known already
        return made

    def replaced(self, cells: Mapping[Position, Cell]) -> Sheet:
        """The sheet with other content in some cells, which then repeats no other one."""
        rows = [list(row) for row in self.rows]
        for (row, column), cell in cells.items():
            rows[row][column] = cell
        return replace(self, rows=tuple(map(tuple, rows)), like=None)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def at(self, row: int, column: int) -> Cell:
        """The value of a cell; an error value is its text."""
        if (row, column) in self.errors:
            return self.errors[row, column]
        return self.rows[row][column]

    def holds(self, row: int, column: int) -> bool:
        """Whether anything stands in a cell, a formula without a result too."""
        return (row, column) in self.uncached or self.at(row, column) not in {"", None}

    def text(self, row: int, column: int) -> str:
        """The text of a cell, "" where it holds a number, a date or nothing."""
        value = self.rows[row][column]
        return value if isinstance(value, str) else ""

    def place(self, row: int, column: int) -> Place:
        """Where a cell stands; in a text table also its line."""
        row, column = self.origin(row, column) if self.origin else (row, column)
        return Place(self.file, self.name, reference(row, column), None if self.name is not None else row + 1)

    @property
    def whole(self) -> Place:
        """The sheet as a place."""
        return Place(self.file, self.name)

    @cached_property
    def owner(self) -> Mapping[Position, Position]:
        """The top-left cell of the merged area to which a position belongs; of endless areas only the beginning."""
        found: dict[Position, Position] = {}
        for top, left, bottom, right in dict.fromkeys(self.merged):
            if len(found) > MOST_MERGED:
                break
            for row in range(top, min(bottom, top + 50) + 1):
                for column in range(left, min(right, left + 50) + 1):
                    found[row, column] = top, left
        return found

    def spread(self, row: int, column: int) -> Cell:
        """The value of a cell, or of the merged area it belongs to."""
        top, left = self.owner.get((row, column), (row, column))
        return self.rows[top][left]


@dataclass(frozen=True, eq=False)
class Rows(Sequence[tuple[Cell, ...]]):
    """Rows that are cut out of all cells once somebody asks for one: of most sheets nobody does."""

    flat: tuple[Cell, ...]
    width: int

    @cached_property
    def _cut(self) -> list[tuple[Cell, ...]]:
        return [self.flat[start : start + self.width] for start in range(0, len(self.flat), self.width)]

    def __len__(self) -> int:
        return len(self.flat) // self.width

    @overload
    def __getitem__(self, index: int) -> tuple[Cell, ...]: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[Cell, ...], ...]: ...
    def __getitem__(self, index: int | slice) -> tuple[Cell, ...] | tuple[tuple[Cell, ...], ...]:
        return tuple(self._cut[index]) if isinstance(index, slice) else self._cut[index]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self._cut)


@dataclass(frozen=True, eq=False)
class Likeness:
    """The sheet that another one repeats, and the cells whose texts differ, counted row by row."""

    first: Sheet
    changed: tuple[int, ...]


def reference(row: int, column: int) -> str:
    """A1 reference of a position from 0."""
    return f"{letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Letters of a column from 0: 0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text


@lru_cache(maxsize=65536)
def position(cell: str) -> Position:
    """The inverse of `reference`."""
    name = cell.rstrip(DIGITS)
    return int(cell[len(name) :]) - 1, number(name)


@lru_cache(maxsize=1024)
def number(name: str) -> int:
    """The inverse of `letters`."""
    column = 0
    for letter in name:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return column - 1


def takes(numbers: Sequence[int]) -> Callable[[Sequence[Picked]], tuple[Picked, ...]]:
    """What picks the cells of these numbers out of all cells of a sheet."""
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return lambda flat: tuple(flat[number] for number in numbers)
