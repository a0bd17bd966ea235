"""Figures that stand in turn under each line: its budget, what it came to, and by how much these differ.

Each kind of them becomes a sheet of its own, in which every line has one row; every cell keeps its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, TypeVar

from reportgen.intake.grid.head_words import CAPTIONS, MONEY, Role, role_of
from reportgen.intake.grid.heads import TableHead
from reportgen.intake.periods import dates
from reportgen.intake.words import known_names
from reportgen.intake.words.figures import Cell, figure
from reportgen.intake.words.known_names import KnownNames
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.intake.workbooks.sheets import Position, Sheet
from reportgen.model.finding import Fact, Finding

KINDS_IN_TURN, PARTS_IN_TURN = "I170", "I172"
FEWEST: Final = 2
"""Kinds of figures, and lines that have them, by which a table is known as such."""
Held = TypeVar("Held")


@dataclass(frozen=True)
class SplitSheet:
    """The parts of a sheet as sheets, and what is told of those that are not read."""

    parts: Sequence[Sheet]
    told: Sequence[Finding] = ()


def money_of(head: TableHead) -> list[int]:
    """The columns of figures; one of hospitals in front of the names of lines has none."""
    labels = [one.index for one in head.columns if one.role is Role.LABEL]
    in_front = {one.index for one in head.columns if one.role is Role.ENTITY and labels and one.index < labels[0]}
    return [one.index for one in head.columns if one.role in MONEY and one.index not in in_front]


def is_figure(sheet: Sheet, row: int, column: int) -> bool:
    """Whether a number, or a formula without a result, stands in a cell."""
    return (row, column) in sheet.uncached or figure(sheet.at(row, column)).value is not None


@lru_cache(maxsize=8192)
def without_number(text: str) -> str:
    """Words without the number in front of them, the colon behind them and brackets around them."""
    text = text.strip()
    text = next((text.removeprefix(one) for one in vocabulary().prefixes if text.startswith(one)), text)
    numbered = rf"^[(（]?[{vocabulary().ordinals}\d]{{1,2}}[)）、.](?!\d)\s*"
    return re.sub(numbered, "", text).strip("：:【】[]<>《》 \u3000")


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
"""What stands in turn under each line, by words that heads of columns have."""
ITSELF: Final = (Role.ACTUAL, Role.YEAR)
"""Those of them that are the figures of the line."""
MOST: Final = 12
"""Kinds of figures that stand in turn."""


def in_turn(sheet: Sheet, head: TableHead, known: KnownNames) -> SplitSheet | None:
    """A sheet for each kind of figure that stands in turn under the lines, below a line that says what it is.

    Of parts beside their total that is read, and nothing of parts without one; what the others give, as a difference
    does, is left out.
    """
    money = money_of(head)
    names = [at for at in range(min(money, default=0)) if head.columns[at].role is not Role.CODE]
    if not names or any(one.role in {Role.BUDGET, Role.ORIGINAL} for one in head.columns):
        return None
    rows = range(head.last + 1, len(sheet.rows))
    column = next((at for at in reversed(names) if _has_kinds(sheet, rows, (names[0], at), money, known)), None)
    if column is None:
        return None
    found, plain = _in_kinds(sheet, rows, (names[0], column), money)
    itself = next((kind for role in ITSELF for kind in found if role_of(kind) is role), "")
    itself = itself or next((kind for kind in found if _is_whole(kind)), "")
    if len(found) < FEWEST or (itself and len(found[itself]) < FEWEST):
        return None
    first = min(one.figures for of_kind in found.values() for one in of_kind)
    aside = tuple(kind for kind in found if kind != itself and not _says_of_whom_or_when(kind))
    if not itself and aside:
        count = sum(is_figure(sheet, one.figures, at) for of_kind in found.values() for one in of_kind for at in money)
        return SplitSheet([], [Finding(PARTS_IN_TURN, sheet.place(first, column), {"parts": aside, "count": count})])
    top = [ComposedRow(row, row) for row in range(head.last + 1)]
    made = [
        _of_kind(sheet, head, column, [*top, *sorted([*of_kind, *plain], key=lambda one: one.figures)], "")
        if kind == itself
        else _of_kind(sheet, head, column, [*top, *of_kind], kind)
        for kind, of_kind in found.items()
        if kind not in aside
    ]
    kinds = tuple(kind for kind in found if kind not in aside)
    facts: dict[str, Fact] = {"kinds": kinds, "text": itself or None, "parts": aside or None}
    return SplitSheet(made, [Finding(KINDS_IN_TURN, sheet.place(first, column), facts)])


def _in_kinds(
    sheet: Sheet, rows: Iterable[int], columns: Position, money: Sequence[int]
) -> tuple[dict[str, list[ComposedRow]], list[ComposedRow]]:
    """The rows of figures by their kinds, each with the row that names its line; and those of no kind."""
    found, plain, item = dict[str, list[ComposedRow]](), list[ComposedRow](), -1
    label, column = columns
    names = frozenset(range(column)) if column != label else frozenset({label})
    for row in rows:
        text = without_number(sheet.text(row, column))
        is_kind = bool(text) and (column != label or _says_of_whom_or_when(text) or _is_aside(text))
        has_figures = any(is_figure(sheet, row, at) for at in money)
        item = row if sheet.text(row, label).strip() and (column != label or not is_kind) else item
        if is_kind and has_figures and item >= 0:
            found.setdefault(text, []).append(ComposedRow(item, row, names))
        elif has_figures:
            plain.append(ComposedRow(row, row))
    return found, plain


def _has_kinds(sheet: Sheet, rows: Iterable[int], columns: Position, money: Sequence[int], known: KnownNames) -> bool:
    """Whether a column says of figures what they are, several of each line: in a column of its own of all of them.

    In that of the names themselves only words that say it anywhere do, and below most of the lines. Names of lines say
    nothing of the kind, wherever they stand, and what stands beside a name of its own in each row is no kind, either.
    """
    label, column = columns
    held = [row for row in rows if any(is_figure(sheet, row, at) for at in money)]
    said = [(row, text) for row in held if (text := without_number(sheet.text(row, column)))]
    if sum(count for count in Counter(text for _, text in said).values() if count > 1) * 2 <= len(held):
        return False
    if column == label:
        kinds = {text for _, text in said if _says_of_whom_or_when(text) or _is_aside(text)}
        count = sum(text in kinds for _, text in said)
        return len(kinds) >= FEWEST and count * 2 > len(held) and not any(map(known.knows, kinds))
    kinds = {text for _, text in said}
    lines = [sheet.text(row, label).strip() for row in held]
    begun = [text for before, text in zip(["", *lines], lines, strict=False) if text and text != before]
    are_few = FEWEST <= len(kinds) <= MOST and not any(map(known.knows, kinds))
    is_several = len(said) == len(held) and len(begun) * FEWEST <= len(held) and len(begun) >= FEWEST
    return are_few and is_several and sum(map(known.knows, begun)) * 2 > len(begun)


def _is_whole(text: str) -> bool:
    return bare(text).lower() in vocabulary().consolidated


def _is_aside(text: str) -> bool:
    return role_of(text) is Role.WORKED_OUT


def _says_of_whom_or_when(text: str) -> bool:
    """Whether a word says of figures what a line above a table says of all: a budget, 2024, a hospital."""
    is_dated = role_of(text) is Role.PERIOD and dates.stated(text) is not None
    return is_dated or (role_of(text) in IN_TURN and not _is_aside(text)) or known_names.names_hospital(text)


def with_mark(name: str) -> str:
    """The name of a hospital behind the word for it."""
    return f"{vocabulary().entity_marks[0]}:{name}"


def _of_kind(sheet: Sheet, head: TableHead, column: int, rows: Sequence[ComposedRow], kind: str) -> Sheet:
    """The lines with figures of one kind, told in a row above the head unless they are the lines' own."""
    said = dict[Position, Cell]()
    if kind:
        first = rows[head.last + 1]
        rows = [*rows[: head.first], ComposedRow(first.figures, first.figures), *rows[head.first :]]
        above = with_mark(kind) if known_names.names_hospital(kind) else kind
        said = {(head.first, at): above if at == column else "" for at in range(sheet.width)}
    for number, row in enumerate(rows[head.first + bool(kind) :], start=head.first + bool(kind)):
        if column and (row.figures <= head.last or row.names):
            said[number, column] = ""
    return composed(sheet, rows, said)
