"""Lines into which a hospital divides one of a form.

Projects below a line that the form leaves to the hospital: they are in its total, and no items of their own.

Expenses by nature below each of the expenses by function, by their names and places.

Expenses by nature below several functions of a statement in words of its own.

“Personnel” stands below the cost of care and below administration. Where the lines below each function come to it in
every column, those of one name are added up (I120), and what is no item is part of the function (I70); else they are
two lines of one item, which is asked about.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import ReadingContext
from reportgen.intake.grid.tables import NO_RANK, SheetLine, TableSide, rank_of
from reportgen.intake.statements import footing
from reportgen.intake.statements.line_meanings import Meant, wholes
from reportgen.intake.words.figures import NOTHING, CellValue, figure, rounding
from reportgen.model.blocks import Structure
from reportgen.model.definitions import NO_RULES, FormRow
from reportgen.model.place import Place

NAMED: Final = 3


def below(
    lines: Sequence[SheetLine], rows: Sequence[FormRow | None], ambiguous: Container[int]
) -> dict[int, list[int]]:
    """Index of a line that the form lets the hospital divide → indices of the lines it is divided into.

    Args:
        lines: of one side.
        rows: the row of the form of each; None where it has none.
        ambiguous: lines that fit several rows.
    """
    parts: dict[int, list[int]] = defaultdict(list)
    owner: int | None = None
    for index, line in enumerate(lines):
        row = rows[index]
        if row is not None:
            owner = index if row.free else None
        elif owner is not None and rank_of(line.label) <= rank_of(lines[owner].label):
            owner = None
        elif owner is not None and index not in ambiguous:
            parts[owner].append(index)
    return dict(parts)


def tell(opened: OpenTable, side: TableSide, parts: Mapping[int, Sequence[int]]) -> None:
    """I70, once for each divided line: its parts are in its total and no items of their own."""
    for indices in parts.values():
        lines = [side.lines[index] for index in indices if opened.has_figures(side, side.lines[index])]
        if lines:
            names = tuple(line.label.strip() for line in lines[:NAMED])
            opened.gathered.find("I70", opened.label_place(lines[0]), names=names, count=len(lines))


def total(opened: OpenTable, lines: Sequence[SheetLine], column: int) -> CellValue:
    """What the parts of a line add up to in a column; nothing where one of them is no number."""
    sheet = opened.table.sheet
    found = [figure(sheet.at(line.row, column)) for line in lines]
    values = [one.value for one in found if one.value is not None]
    if not values or any(one.problem for one in found):
        return NOTHING
    return CellValue(fsum(values), decimals=max(one.decimals for one in found))


@dataclass(frozen=True)
class FunctionBlock:
    """The lines below an expense by function.

    Attributes:
        function: its item.
        at: the index of its line.
        lines: the indices of those below it.
        natures: of these, the items that are expenses by nature.
        last: the line that ends it and may be another function or, by its name alone, still be in it.
    """

    function: str
    at: int
    lines: tuple[int, ...]
    natures: Mapping[int, str]
    last: int | None = None


def by_nature(
    lines: Sequence[SheetLine], items: Sequence[str | None], rows: Sequence[FormRow | None], context: ReadingContext
) -> tuple[FunctionBlock, ...]:
    """The functions of a sheet that are divided by nature.

    Args:
        lines: of one side.
        items: of each line; None where it is not known.
        rows: the row of the form of each line.
        context: whose rules and names hold.
    """
    found = (
        _Functions(lines, items, rows, structure, context).block(at, item)
        for structure in context.catalog.structures.values()
        for at, item in enumerate(items)
        if item is not None and item in structure.by_nature
    )
    return tuple(block for block in found if block.natures)


@dataclass(frozen=True, eq=False)
class _Functions:
    """The lines of a side, and which of them are expenses by function."""

    lines: Sequence[SheetLine]
    items: Sequence[str | None]
    rows: Sequence[FormRow | None]
    structure: Structure
    context: ReadingContext

    def block(self, at: int, function: str) -> FunctionBlock:
        end, last = self._end(at)
        inside = tuple(index for index in range(at + 1, end) if self.items[index] is None or self._is_loose(index, at))
        meant = {index: self._nature(self.lines[index].key) for index in inside if self.rows[index] is None}
        return FunctionBlock(function, at, inside, {index: item for index, item in meant.items() if item}, last)

    def _end(self, at: int) -> tuple[int, int | None]:
        """The first line behind those below a function, and whether it is one that may still be below it."""
        known, functions = self.context.catalog.items, self.structure
        for index in range(at + 1, len(self.lines)):
            item, rank = self.items[index], rank_of(self.lines[index].label)
            if item is None and rank <= rank_of(self.lines[at].label) and rank < NO_RANK:
                return index, None
            if item is None or known[item].parent == self.items[at] or self._is_loose(index, at):
                continue
            may_be_inside = item in functions.parts and item not in functions.by_nature and rank == NO_RANK
            return index, index if may_be_inside else None
        return len(self.lines), None

    def _is_loose(self, index: int, at: int) -> bool:
        """Whether a line has the name of another function, but not the number that functions have on the sheet."""
        row = self.rows[index]
        is_numbered = rank_of(self.lines[at].label) < NO_RANK
        return is_numbered and row is not None and rank_of(self.lines[index].label) == NO_RANK > rank_of(row.label)

    def _nature(self, key: str) -> str | None:
        """The one expense by nature, of all functions together, that a name means."""
        context, items = self.context, self.context.catalog.items
        if key in context.names or key in context.unread:
            return None
        functions, whole = {*self.structure.parts}, self.structure.whole
        above = {one: tuple(wholes(one, items)) for one in context.meant(key)}
        found = [one for one in above if whole in above[one] and not {one, *above[one]} & functions]
        return found[0] if len(found) == 1 else None


WHOLE: Final = "total_expense"
SEVERAL: Final = 2
MOST_LINES: Final = 20
"""Below a function."""


@dataclass(frozen=True, eq=False)
class DividedFunctions:
    """Functions whose lines come to them.

    Attributes:
        blocks: the lines below each function.
        items: the natures that stand below several of them, and nowhere else.
        inside: the lines of the blocks that are no items.
    """

    blocks: Mapping[SheetLine, tuple[SheetLine, ...]]
    items: frozenset[str] = frozenset()
    inside: frozenset[SheetLine] = frozenset()


NONE: Final = DividedFunctions({})


def functions(opened: OpenTable, side: TableSide, meant: Meant) -> DividedFunctions:
    """The functions of a side with natures in common, told; what mapping.yaml names or leaves unread stays."""
    said, items = opened.context.said, opened.context.catalog.items
    times = Counter(
        known[0] for line, known in meant.items() if line.key not in said and len(known) == 1 and known[0] in items
    )
    natures = {one for one, count in times.items() if count >= SEVERAL and items[one].parent == WHOLE}
    if opened.context.regime != NO_RULES or not natures:
        return NONE
    blocks = {line: run for line, run in _blocks(opened, side, meant) if any({*meant[one]} & natures for one in run)}
    below = Counter(meant[line][0] for run in blocks.values() for line in run if len(meant[line]) == 1)
    whole = frozenset(one for one in natures if below[one] == times[one])
    if not whole:
        return NONE
    inside = {line: [one for one in run if not meant[one] and one.key not in said] for line, run in blocks.items()}
    at = {line: index for index, line in enumerate(side.lines)}
    tell(opened, side, {at[line]: [at[one] for one in lines] for line, lines in inside.items()})
    return DividedFunctions(blocks, whole, frozenset(one for lines in inside.values() for one in lines))


def _blocks(opened: OpenTable, side: TableSide, meant: Meant) -> Iterator[tuple[SheetLine, tuple[SheetLine, ...]]]:
    """Each line that is an item, with the fewest lines right below it that come to it in all of its columns."""
    order = [*meant]
    for at, line in enumerate(order):
        columns = [column.index for column in side.columns if opened.table.sheet.holds(line.row, column.index)]
        below = order[at + 1 : at + 1 + MOST_LINES] if len(meant[line]) == 1 and columns else []
        runs = (tuple(below[:count]) for count in range(SEVERAL, len(below) + 1))
        if run := next((run for run in runs if all(_ties(opened, column, line, run) for column in columns)), None):
            yield line, run


def _ties(opened: OpenTable, column: int, line: SheetLine, run: Sequence[SheetLine]) -> bool:
    sheet = opened.table.sheet
    whole, parts = figure(sheet.at(line.row, column)), [figure(sheet.at(one.row, column)) for one in run]
    if not whole.value or any(part.problem for part in parts):
        return False
    apart = fsum(part.value or 0.0 for part in parts) - whole.value
    return abs(apart) <= rounding(len(parts) + 1, max(one.decimals for one in (whole, *parts)))


def functions_added(
    cells: Sequence[FoundFigure],
    lines: Mapping[Place, SheetLine],
    opened: OpenTable,
    functions: Iterable[DividedFunctions],
) -> list[FoundFigure]:
    """The cells with one of each item in several lines: of natures what they come to in all functions (I120)."""
    divided = {item: one for one in functions for item in sorted(one.items)}
    kept = footing.lines_added([cell for cell in cells if cell.item not in divided], lines, opened)
    for item in divided:
        kept += footing.as_one_line(item, [cell for cell in cells if cell.item == item], lines, opened)
    for one in dict.fromkeys(divided.values()):
        names = dict.fromkeys(lines[cell.place].key for cell in cells if cell.item in one.items)
        labels = tuple(line.label.strip() for line in one.blocks)
        place = opened.label_place(next(iter(one.blocks)))
        opened.gathered.find("I120", place, functions=labels, names=tuple(names))
    return kept
