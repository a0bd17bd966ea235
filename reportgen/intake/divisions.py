"""Lines into which a hospital divides one of a form.

Projects below a line that the form leaves to the hospital: they are in its total, and no items of their own.

Expenses by nature below each of the expenses by function: what a nature comes to in all of them is the hospital's,
where the sheet proves that no function lacks it (I120); else they are told and not read (I121).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.intake import amounts, columns, several_lines
from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.columns import ColumnMeaning
from reportgen.intake.context import ReadingContext
from reportgen.intake.figures import NOTHING, CellValue, figure
from reportgen.intake.neighbours import wholes
from reportgen.intake.tables import NO_RANK, SheetLine, TableSide, rank_of
from reportgen.model.blocks import Structure
from reportgen.model.definitions import FormRow

if TYPE_CHECKING:
    from reportgen.intake.matching import Match, Matched

NAMED: Final = 3
HALF: Final = 0.5
ADDED: Final = "I120"
UNPROVEN: Final = "I121"


def below(lines: Sequence[SheetLine], rows: Sequence[FormRow], found: Matched) -> dict[int, list[int]]:
    """Index of a line that the form lets the hospital divide → indices of the lines it is divided into."""
    parts: dict[int, list[int]] = defaultdict(list)
    owner: int | None = None
    for index, line in enumerate(lines):
        row = found.rows[index]
        if row is not None:
            owner = index if rows[row].free else None
        elif owner is not None and rank_of(line.label) <= rank_of(lines[owner].label):
            owner = None
        elif owner is not None and index not in found.ambiguous:
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
        meant = dict.fromkeys((*context.items_for(key), *(item for item, _ in context.meanings.get(key, ()))))
        found = [
            one
            for one in meant
            if (not items[one].regimes or context.regime in (None, *items[one].regimes))
            and (key, one) not in context.forbidden
            and self.structure.whole in (above := tuple(wholes(one, items)))
            and not {one, *above} & set(self.structure.parts)
        ]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class DividedFigures:
    """What the blocks of a side come to.

    Attributes:
        cells: the natures of which it is proved.
        inside: lines that bear the name of another function and are proved to be in the one above.
    """

    cells: tuple[FoundFigure, ...] = ()
    inside: frozenset[SheetLine] = frozenset()


def figures(opened: OpenTable, match: Match, meanings: Mapping[int, ColumnMeaning]) -> DividedFigures:
    """The hospital's expenses by nature, of each column in which the sheet proves that they are whole."""
    if not match.blocks:
        return DividedFigures()
    side = _Side(opened, match, [column.index for column in match.side.columns if column.index in meanings])
    blocks = [side.closed(block) for block in match.blocks]
    kept: list[FoundFigure] = []
    unread: dict[int, None] = {}
    for nature in dict.fromkeys(item for block in blocks for item in block.natures.values()):
        for column in side.columns:
            found = side.lines_of(nature, blocks, column)
            if found is None:
                lines = (index for block in blocks for index, item in block.natures.items() if item == nature)
                unread |= dict.fromkeys(index for index in lines if side.value(index, column) is not None)
            elif found:
                kept += side.added(nature, found, column, meanings)
    side.report(blocks, kept, unread)
    ended = (block.lines[-1] for block, given in zip(blocks, match.blocks, strict=True) if block.lines != given.lines)
    return DividedFigures(tuple(kept), frozenset(match.side.lines[index] for index in ended))


@dataclass(frozen=True, eq=False)
class _Side:
    """One side of a sheet with the columns that are read."""

    opened: OpenTable
    match: Match
    columns: Sequence[int]

    def figure(self, index: int, column: int) -> CellValue:
        return figure(self.opened.table.sheet.at(self.match.side.lines[index].row, column))

    def value(self, index: int, column: int) -> float | None:
        return self.figure(index, column).value

    def closed(self, block: FunctionBlock) -> FunctionBlock:
        """The block with the line behind it where its figures add up only with that."""
        if block.last is None:
            return block
        longer = replace(block, lines=(*block.lines, block.last))
        filled = [column for column in self.columns if self.value(block.at, column)]
        with_it = bool(filled) and all(self.is_whole(longer, column) for column in filled)
        return longer if with_it and not any(self.is_whole(block, column) for column in filled) else block

    def is_whole(self, block: FunctionBlock, column: int) -> bool:
        """Whether the lines below a function, or those that are no parts of others, come to it."""
        whole = self.value(block.at, column)
        if whole is None or any(self.figure(index, column).problem for index in block.lines):
            return False
        return any(self._apart(whole, lines, column) for lines in self._ways(block))

    def _ways(self, block: FunctionBlock) -> Iterator[Sequence[int]]:
        """The lines that may be the parts: all, without those that are of another's item, or further to the right."""
        items, lines = self.opened.context.catalog.items, self.match.side.lines
        natures = set(block.natures.values())
        yield block.lines
        yield [one for one in block.lines if not natures & {*wholes(block.natures.get(one, ""), items)}]
        depth = {index: len(lines[index].label) - len(lines[index].label.lstrip()) for index in block.lines}
        yield [index for index in block.lines if depth[index] == min(depth.values())]

    def _apart(self, whole: float, lines: Sequence[int], column: int) -> bool:
        found = [self.figure(index, column) for index in lines]
        places = max((one.decimals for one in found), default=0)
        apart = abs(fsum(one.value or 0.0 for one in found) - whole)
        return len(lines) > 1 and apart <= HALF * (len(lines) + 1) * 10.0**-places

    def lines_of(self, nature: str, blocks: Sequence[FunctionBlock], column: int) -> list[int] | None:
        """The lines of a nature in all functions that have a figure; None where one of them may hold more of it."""
        divided = {block.at: block for block in blocks}
        found: list[int] = []
        for at, item in enumerate(map(self.match.item, range(len(self.match.side.lines)))):
            if item not in _functions(self.opened.context) or not self.value(at, column):
                continue
            block = divided.get(at)
            own = [] if block is None else [index for index, one in block.natures.items() if one == nature]
            if len(own) > 1 or block is None or not (own or self.is_whole(block, column)):
                return None
            found += [index for index in own if self.value(index, column) is not None]
        return found

    def added(
        self, nature: str, found: Sequence[int], column: int, meanings: Mapping[int, ColumnMeaning]
    ) -> Iterator[FoundFigure]:
        """The figure of a nature in a column: that of its one line, or the sum of several."""
        opened, lines = self.opened, self.match.side.lines
        head = next(one for one in self.match.side.columns if one.index == column)
        printed = head.factor if head.factor is not None else opened.setting.factor
        factor = amounts.factor_of(nature, "", printed, opened.context)
        if factor is None:
            return
        what = columns.of_item(meanings[column], head, opened.context.catalog.items[nature].kind)
        cells = [
            FoundFigure(
                nature, what, self.figure(index, column), opened.table.sheet.place(lines[index].row, column), factor
            )
            for index in found
        ]
        names = [f"{self._function(index)}\N{EM DASH}{lines[index].label.strip()}" for index in found]
        yield from several_lines.summed(cells, names, opened)

    def _function(self, index: int) -> str:
        at = next(block.at for block in self.match.blocks if index in block.lines)
        return self.match.side.lines[at].label.strip()

    def report(self, blocks: Sequence[FunctionBlock], kept: Sequence[FoundFigure], unread: Iterable[int]) -> None:
        """I120 what was added, I70 what else is in a function that adds up, I121 what is not read."""
        lines, opened = self.match.side.lines, self.opened
        functions = tuple(lines[block.at].label.strip() for block in blocks)
        left = dict.fromkeys(unread)
        if taken := {cell.item for cell in kept}:
            inside = (index for block in blocks for index, item in block.natures.items() if item in taken)
            names = tuple(dict.fromkeys(lines[index].key for index in inside))
            opened.gathered.find(ADDED, opened.label_place(lines[blocks[0].at]), functions=functions, names=names)
        for block in blocks:
            others = [
                index
                for index in block.lines
                if index not in block.natures and opened.has_figures(self.match.side, lines[index])
            ]
            if all(self.is_whole(block, column) for column in self.columns if self.value(block.at, column)):
                tell(opened, self.match.side, {block.at: others})
            else:
                left |= dict.fromkeys(others)
        if left:
            first, *_ = sorted(left)
            names = tuple(dict.fromkeys(lines[index].label.strip() for index in sorted(left)))
            opened.gathered.find(UNPROVEN, opened.label_place(lines[first]), functions=functions, names=names)


def _functions(context: ReadingContext) -> frozenset[str]:
    return frozenset(item for structure in context.catalog.structures.values() for item in structure.by_nature)
