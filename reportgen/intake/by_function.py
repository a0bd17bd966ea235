"""Expenses by nature below several functions of a statement in words of its own.

“Personnel” stands below the cost of care and below administration. Where the lines below each function come to it in
every column, those of one name are added up (I120), and what is no item is part of the function (I70); else they are
two lines of one item, which is asked about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from reportgen.intake import divisions, several_lines
from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.figures import figure, rounding
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.model.definitions import NO_RULES
from reportgen.model.place import Place

WHOLE: Final = "total_expense"
SEVERAL: Final = 2
MOST_LINES: Final = 20
"""Below a function."""
Meant = Mapping[SheetLine, tuple[str, ...]]


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


def found(opened: OpenTable, side: TableSide, meant: Meant) -> DividedFunctions:
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
    divisions.tell(opened, side, {at[line]: [at[one] for one in lines] for line, lines in inside.items()})
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


def added(
    cells: Sequence[FoundFigure],
    lines: Mapping[Place, SheetLine],
    opened: OpenTable,
    functions: Iterable[DividedFunctions],
) -> list[FoundFigure]:
    """The cells with one of each item in several lines: of natures what they come to in all functions (I120)."""
    divided = {item: one for one in functions for item in sorted(one.items)}
    kept = several_lines.added([cell for cell in cells if cell.item not in divided], lines, opened)
    for item in divided:
        kept += several_lines.together(item, [cell for cell in cells if cell.item == item], lines, opened)
    for one in dict.fromkeys(divided.values()):
        names = dict.fromkeys(lines[cell.place].key for cell in cells if cell.item in one.items)
        labels = tuple(line.label.strip() for line in one.blocks)
        place = opened.label_place(next(iter(one.blocks)))
        opened.gathered.find("I120", place, functions=labels, names=tuple(names))
    return kept
