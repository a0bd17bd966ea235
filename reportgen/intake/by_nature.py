"""Expenses by nature below each of the expenses by function.

What a nature comes to in all functions is the hospital's, where the sheet proves that none of them lacks it (I120);
else its lines are told and not read (I121).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import Final

from reportgen.intake import amounts, columns, several_lines
from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.columns import ColumnMeaning
from reportgen.intake.context import ReadingContext
from reportgen.intake.divisions import FunctionBlock, tell
from reportgen.intake.figures import CellValue, figure, rounding
from reportgen.intake.matching import Match
from reportgen.intake.neighbours import wholes
from reportgen.intake.tables import SheetLine

ADDED: Final = "I120"
UNPROVEN: Final = "I121"


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
        return len(lines) > 1 and apart <= rounding(len(lines) + 1, places)

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
