"""Rows of a form that a sheet gives by their parts alone: cash by “cash on hand” and “bank deposits”, say.

The parts stand in the notes, and the form has no row for them. Where the total comes to its lines only with all of
them, they are what that row is (I123): the sum of them, or the one that there is.

Expenses by nature below each of the expenses by function.

What a nature comes to in all functions is the hospital's, where the sheet proves that none of them lacks it (I120);
else its lines are told and not read (I121).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, prod
from typing import Final

from reportgen.catalog import Catalog
from reportgen.intake.columns import amounts, column_periods
from reportgen.intake.columns.column_periods import ColumnMeaning
from reportgen.intake.columns.open_table import FoundFigure, OpenTable
from reportgen.intake.context import ReadingContext
from reportgen.intake.grid.tables import SheetLine, TableSide
from reportgen.intake.statements import footing, keeping
from reportgen.intake.statements.divisions import FunctionBlock, tell
from reportgen.intake.statements.line_meanings import wholes
from reportgen.intake.statements.matching import MATRIX, Match
from reportgen.intake.words.figures import CellValue, figure, rounding
from reportgen.intake.words.labels import bare
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model.definitions import Form
from reportgen.model.place import Place

RULE: Final = "I123"
REPLACED: Final = frozenset({"I13", "I33"})


@dataclass(frozen=True)
class LoosePart:
    """A line that is not on the form.

    Attributes:
        item: what it is by its name.
        row: the item of the form that it is a part of and that is not on the sheet.
        sign: -1 where that row is less by it.
    """

    line: SheetLine
    item: str
    row: str
    sign: int


Parts = Sequence[tuple[LoosePart, FoundFigure]]
"""Parts with their figures, one for each column."""


def loose(opened: OpenTable, matches: Sequence[Match], form: Form) -> list[tuple[TableSide, LoosePart]]:
    """The lines of a sheet that are parts of rows of the form of which it has no figure.

    Args:
        opened: the table.
        matches: each of its sides held against the form.
        form: whose rows these are.
    """
    if form.shape == MATRIX:
        return []
    filled = [
        (match, [index for index, line in enumerate(match.side.lines) if opened.has_figures(match.side, line)])
        for match in matches
    ]
    having = frozenset(match.item(index) for match, lines in filled for index in lines)
    found: list[tuple[TableSide, LoosePart]] = []
    for match, lines in filled:
        inside = {index for block in match.blocks for index in block.lines} | {*match.found.ambiguous}
        for index in lines:
            if match.found.rows[index] is None and index not in inside:
                line = match.side.lines[index]
                part = _part(line, match.item(index), having, form, opened.context)
                found += [(match.side, part)] if part else []
    return found


def of_form(
    opened: OpenTable,
    matches: Sequence[Match],
    form: Form,
    meant: Sequence[Mapping[int, ColumnMeaning]],
    cells: Sequence[FoundFigure],
) -> list[FoundFigure]:
    """The rows of a form that are given by their parts, and these; `meant` says what the columns of each side mean."""
    meanings = dict(zip((match.side for match in matches), meant, strict=True))
    found = [
        (one, cell) for side, one in loose(opened, matches, form) for cell in _cells(one, side, meanings[side], opened)
    ]
    return _made(found, cells, opened, form)


def of_list(opened: OpenTable, lines: Mapping[Place, SheetLine], cells: Sequence[FoundFigure]) -> list[FoundFigure]:
    """The rows that a table which is no form gives by their parts; `lines` are those in which the cells stand."""
    context, made = opened.context, list[FoundFigure]()
    named = {_named(cell, lines): lines[cell.place] for cell in cells}  # a line once, not for each of its columns
    for form in context.catalog.forms.values():
        if form.shape == MATRIX or form.regime != (context.regime or form.regime):
            continue
        having = frozenset(cell.item for cell in (*cells, *made))
        parts = {one: part for one, line in named.items() if (part := _part(line, one[1], having, form, context))}
        if parts:
            found = [(parts[one], cell) for cell in cells if (one := _named(cell, lines)) in parts]
            made += _made(found, cells, opened, form)
    return made


def _named(cell: FoundFigure, lines: Mapping[Place, SheetLine]) -> tuple[int, str]:
    return id(lines[cell.place]), cell.item


def _part(
    line: SheetLine, known: str | None, having: frozenset[str | None], form: Form, context: ReadingContext
) -> LoosePart | None:
    """The item of a line that is no row of the form, the row that it is a part of, and its sign there."""
    if line.key in context.names or line.key in context.unread:
        return None
    items, rows = context.catalog.items, _rows_of(context.catalog)[form.code]
    may_be = [known] if known else context.meant(line.key)
    found = [(one, rows[one]) for one in may_be if one in rows and context.is_in_force(one)]
    if len(found) != 1 or found[0][1] in having:
        return None
    (item, row) = found[0]
    between = (item, *(whole for whole in wholes(item, items) if row in wholes(whole, items)))
    is_deducted = bare(line.label).startswith(vocabulary().deducted)
    return LoosePart(line, item, row, -1 if is_deducted else prod(footing.SIGNS[items[one].sign] for one in between))


@lru_cache(maxsize=4)
def _rows_of(catalog: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Of each form the items that are on no row of it → the nearest row that each is a part of."""
    above = {one: list(wholes(one, catalog.items)) for one in catalog.items}
    return {
        code: {
            one: next(whole for whole in above[one] if whole in form.items)
            for one in above.keys() - form.items
            if not form.items.isdisjoint(above[one])
        }
        for code, form in catalog.forms.items()
    }


def _made(parts: Parts, cells: Sequence[FoundFigure], opened: OpenTable, form: Form) -> list[FoundFigure]:
    """The rows of parts, and the parts that are none of the cells, where a total proves that these are all."""
    found: list[FoundFigure] = []
    there = {(cell.item, cell.place) for cell in cells}
    for total, lines in keeping.parts_on(form, opened.context.catalog).items():
        rows = {row for row, _ in lines}
        own = [(one, cell) for one, cell in parts if one.row in rows and cell.figure.value is not None]
        held = dict.fromkeys(cell.meaning for _, cell in own)
        sums = [
            _TotalColumn(total, lines, what, cells, [pair for pair in own if pair[1].meaning == what]) for what in held
        ]
        if sums and all(column.adds_up for column in sums):
            found += [cell for _, cell in own if (cell.item, cell.place) not in there]
            for column in sums:
                found += column.rows(opened)
            _tell([one for one, _ in own], total, opened)
    return found


@dataclass(frozen=True, eq=False)
class _TotalColumn:
    """One column of a total, of the rows that stand on the sheet, and of the parts of those that do not."""

    total: str
    lines: Sequence[tuple[str, int]]
    meaning: ColumnMeaning
    cells: Sequence[FoundFigure]
    parts: Parts

    @property
    def adds_up(self) -> bool:
        """Whether the total comes to its rows only with the parts."""
        signs = dict(self.lines)
        known = [cell for cell in self.cells if cell.meaning == self.meaning and cell.figure.value is not None]
        totals = [cell for cell in known if cell.item == self.total]
        beside = [(cell, signs[cell.item]) for cell in known if cell.item in signs]
        inside = [(cell, one.sign * signs[one.row]) for one, cell in self.parts]
        if len(totals) != 1 or any(cell.figure.problem for cell, _ in inside):
            return False
        apart = fsum(sign * cell.amount for cell, sign in (*beside, *inside)) - totals[0].amount
        every = [*totals, *(cell for cell, _ in (*beside, *inside))]
        return footing.is_rounding(apart, every, [cell for cell, _ in inside])

    def rows(self, opened: OpenTable) -> Iterator[FoundFigure]:
        """Each row as its one part, or as the sum of several."""
        by_row: dict[str, list[tuple[LoosePart, FoundFigure]]] = defaultdict(list)
        for one, cell in self.parts:
            if cell.figure.value is not None:
                by_row[one.row].append((one, cell))
        for row, found in by_row.items():
            cells = [
                replace(cell, item=row, figure=replace(cell.figure, value=one.sign * (cell.figure.value or 0.0)))
                for one, cell in found
            ]
            yield from footing.as_one_figure(cells, [one.line.label.strip() for one, _ in found], opened)


def _cells(
    one: LoosePart, side: TableSide, meanings: Mapping[int, ColumnMeaning], opened: OpenTable
) -> Iterator[FoundFigure]:
    kind = opened.context.catalog.items[one.item].kind
    for column in side.columns:
        printed = column.factor if column.factor is not None else opened.setting.factor
        factor = amounts.factor_of(one.item, one.line.unit, printed, opened.context)
        if (what := meanings.get(column.index)) is not None and factor is not None:
            place = opened.table.sheet.place(one.line.row, column.index)
            found = figure(opened.table.sheet.at(one.line.row, column.index))
            yield FoundFigure(one.item, column_periods.of_item(what, column, kind), found, place, factor)


def _tell(parts: Sequence[LoosePart], total: str, opened: OpenTable) -> None:
    """I123 for each row, in the place of what was said of its lines."""
    places = {opened.label_place(one.line) for one in parts}
    gathered, items = opened.gathered, opened.context.catalog.items
    gathered.findings[:] = [one for one in gathered.findings if one.place not in places or one.rule not in REPLACED]
    gathered.proposals[:] = [one for one in gathered.proposals if one.place not in places]
    gathered.unread[:] = [one for one in gathered.unread if one.place not in places]
    for row in dict.fromkeys(one.row for one in parts):
        own = [one for one in parts if one.row == row]
        names = tuple(dict.fromkeys(one.line.label.strip() for one in own))
        gathered.find(RULE, opened.label_place(own[0].line), lines=names, item=items[row].name, total=items[total].name)


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


def natures(opened: OpenTable, match: Match, meanings: Mapping[int, ColumnMeaning]) -> DividedFigures:
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
        what = column_periods.of_item(meanings[column], head, opened.context.catalog.items[nature].kind)
        cells = [
            FoundFigure(
                nature, what, self.figure(index, column), opened.table.sheet.place(lines[index].row, column), factor
            )
            for index in found
        ]
        names = [f"{self._function(index)}\N{EM DASH}{lines[index].label.strip()}" for index in found]
        yield from footing.as_one_figure(cells, names, opened)

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
