"""Figures that stand in turn under each line: its budget, what it came to, and by how much these differ.

Each kind of them becomes a sheet of its own, in which every line has one row; every cell keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, TypeVar

from reportgen.intake.grid.head_words import CAPTIONS, MONEY, Role, role_of
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.finding import Finding

KINDS_IN_TURN: Final = "I170"
FEWEST: Final = 2
"""Kinds of figures, and lines that have them, by which a table is known as such."""
Held = TypeVar("Held")


@dataclass(frozen=True)
class SplitSheet:
    """The parts of a sheet as sheets, and what is told of those that are not read."""

    parts: Sequence[Sheet]
    told: Sequence[Finding] = ()


def money_of(head: TableHead) -> list[int]:
    """The columns of figures."""
    return [one.index for one in head.columns if one.role in MONEY]


def is_figure(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a number, or a formula without a result, stands in a cell."""
    return (row, column) in sheet.uncached or figure(sheet.at(row, column)).value is not None


@lru_cache(maxsize=8192)
def without_number(text: str) -> str:
    """Words without the number in front of them, the colon behind them and brackets around them."""
    numbered = rf"^[(（]?[{vocabulary().ordinals}\d]{{1,2}}[)）、.](?!\d)\s*"
    return re.sub(numbered, "", text.strip()).strip("：:【】[]<>《》 \u3000")


@dataclass(frozen=True)
class ComposedRow:
    """A row made of the names in one row and the figures in another; `names` are the columns of the first."""

    named: int
    figures: int
    names: frozenset[int] = field(default=frozenset())

    def at(self, column: int) -> int:
        """The row in which a cell stands."""
        return self.named if column in self.names else self.figures


def composed(sheet: Sheet, rows: Sequence[ComposedRow], said: Mapping[Position, Cell]) -> Sheet:
    """A sheet of such rows, with other words in some of its cells; the others know where they stand."""
    origin, width = sheet.origin, sheet.width
    first = {row.figures: number for number, row in reversed([*enumerate(rows)])}
    cells = tuple(
        tuple(said.get((number, at), sheet.rows[row.at(at)][at]) for at in range(width))
        for number, row in enumerate(rows)
    )

    def held(found: Mapping[Position, Held]) -> dict[Position, Held]:
        return {
            (number, column): found[row.at(column), column]
            for number, row in enumerate(rows if found else ())
            for column in range(width)
            if (row.at(column), column) in found and (number, column) not in said
        }

    def place(row: int, column: int) -> Position:
        there = rows[row].at(column), column
        return origin(*there) if origin else there

    def area(top: int, bottom: int) -> tuple[int, int] | None:
        held_rows = [first.get(row) for row in range(top, bottom + 1)]
        if held_rows[0] is None or held_rows[-1] is None or held_rows[-1] - held_rows[0] != bottom - top:
            return None
        return held_rows[0], held_rows[-1]

    return replace(
        sheet,
        rows=cells,
        merged=tuple(
            (spot[0], left, spot[1], right)
            for top, left, bottom, right in sheet.merged
            if bottom - top < len(rows) and (spot := area(top, bottom))
        ),
        uncached=held(sheet.uncached),
        formulas={},  # their references are those of the whole sheet
        errors=held(sheet.errors),
        formats=held(sheet.formats),
        signs=held(sheet.signs),
        struck=held(sheet.struck),
        hidden_rows=frozenset(number for number, row in enumerate(rows) if row.figures in sheet.hidden_rows),
        origin=place,
        like=None,
    )


IN_TURN: Final = frozenset({Role.WORKED_OUT, Role.YEAR, *CAPTIONS})
"""What stands in turn under each line."""
ITSELF: Final = frozenset({Role.ACTUAL, Role.YEAR})
"""Those of them that are the figures of the line."""


def in_turn(sheet: Sheet, head: TableHead) -> SplitSheet | None:
    """A sheet for each kind of figure that stands in turn under the lines, below a line that says what it is.

    What the others give, as a difference does, is left out.
    """
    money = money_of(head)
    names = [at for at in range(min(money, default=0)) if head.columns[at].role is not Role.CODE]
    if not names or any(one.role in {Role.BUDGET, Role.ORIGINAL} for one in head.columns):
        return None
    rows = range(head.last + 1, len(sheet.rows))
    column = next((at for at in reversed(names) if _says_kinds(sheet, rows, at, money, is_own=at != names[0])), None)
    if column is None:
        return None
    found, plain, item = dict[str, list[ComposedRow]](), list[ComposedRow](), -1
    own = frozenset(names) - {column} if column != names[0] else frozenset(names)
    for row in rows:
        text = without_number(sheet.text(row, column))
        kind = text if role_of(text) in IN_TURN else ""
        has_name = any(sheet.text(row, at).strip() for at in own)
        item = row if has_name and (column not in own or not kind) else item
        if kind and item >= 0:
            found.setdefault(kind, []).append(ComposedRow(item, row, own))
        elif not kind and any(is_figure(sheet, row, at) for at in money):
            plain.append(ComposedRow(row, row))
    itself = next((kind for kind in found if role_of(kind) in ITSELF), "")
    if len(found) < FEWEST or len(found.get(itself, ())) < FEWEST:
        return None
    top = [ComposedRow(row, row) for row in range(head.last + 1)]
    lines = sorted([*found.pop(itself), *plain], key=lambda one: one.figures)
    aside = {kind: found.pop(kind) for kind in (*found,) if role_of(kind) is Role.WORKED_OUT}
    made = [_of_kind(sheet, head, column, [*top, *lines], "")]
    made += [_of_kind(sheet, head, column, [*top, *of_kind], kind) for kind, of_kind in found.items()]
    told = Finding(
        KINDS_IN_TURN,
        sheet.place(next(one.figures for one in lines if one.names), column),
        {"text": itself, "others": tuple(found) or None, "aside": tuple(aside) or None},
    )
    return SplitSheet(made, [told])


def _says_kinds(sheet: Sheet, rows: Iterable[int], column: int, money: Sequence[int], *, is_own: bool) -> bool:
    """Whether a column says of figures what they are: in a column of its own of all, else of most of them."""
    held = [row for row in rows if any(is_figure(sheet, row, at) for at in money)]
    said = [text for row in held if (text := sheet.text(row, column).strip())]
    kinds = [without_number(text) for text in said if role_of(without_number(text)) in IN_TURN]
    return len({*kinds}) >= FEWEST and len(kinds) * 2 > len(held) and (not is_own or len(kinds) == len(said))


def _of_kind(sheet: Sheet, head: TableHead, column: int, rows: Sequence[ComposedRow], kind: str) -> Sheet:
    """The lines with figures of one kind, told in a row above the head unless they are the lines' own."""
    said = dict[Position, Cell]()
    if kind:
        first = rows[head.last + 1]
        rows = [*rows[: head.first], ComposedRow(first.figures, first.figures), *rows[head.first :]]
        said = {(head.first, at): kind if at == column else "" for at in range(sheet.width)}
    for number, row in enumerate(rows[head.first + bool(kind) :], start=head.first + bool(kind)):
        text = sheet.text(row.at(column), column)
        if (row.figures > head.last and role_of(without_number(text)) in IN_TURN) or (
            row.figures <= head.last and column
        ):
            said[number, column] = ""
    return composed(sheet, rows, said)
