"""One item in several lines of a statement in words of its own: added where the total above which they stand proves it.

“Bonds payable” and “Mortgage payable” are both long-term debt. Where a total comes to all of its known lines only with
each of them, their sum is what the item is, and names their cells (I102); else nobody can say what the second line is,
which is told (I43), also where both have the same amount and are read as one that no total proves to be one (I104).
Names of a part, such as “Salaries - physicians”, are read only with that proof (I103).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import fsum
from typing import Final

from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.columns import ColumnMeaning
from reportgen.intake.figures import HALF, rounding
from reportgen.intake.tables import SheetLine
from reportgen.intake.vertical import ASSETS, LEFT, OWED, SIDES, sides
from reportgen.model.consolidation import Summand
from reportgen.model.definition import Text
from reportgen.model.definitions import Item
from reportgen.model.place import Place

SEVERAL: Final = 2
SIGNS: Final = {"+": 1, "0": 1, "-": -1}
ADDED: Final = "I102"
PARTS: Final = "I103"
ONCE: Final = "I104"
_Lines = Mapping[Place, SheetLine]
_Column = Sequence[FoundFigure]


def added(cells: Sequence[FoundFigure], lines: _Lines, opened: OpenTable) -> list[FoundFigure]:
    """The cells; of an item in several lines the sum, and of parts without proof none.

    `lines` are those in which the cells stand.
    """
    columns: dict[ColumnMeaning, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        if cell.figure.value is not None:
            columns[cell.meaning].append(cell)
    parts = opened.context.part_names
    times = {meaning: Counter(cell.item for cell in column) for meaning, column in columns.items()}
    several = {item for counted in times.values() for item, count in counted.items() if count >= SEVERAL}
    asked = several | {cell.item for cell in cells if lines[cell.place].key in parts}
    kept = list(cells)
    for item in sorted(asked, key=lambda item: min(lines[cell.place].row for cell in cells if cell.item == item)):
        own = [cell for cell in cells if cell.item == item]
        proofs = [_proof(item, column, lines, opened) for column in columns.values()]
        if None not in proofs:
            kept = together(item, kept, lines, opened)
            if len(labels := _labels(own, lines)) >= SEVERAL:
                total = next(proof for proof in proofs if proof)
                name = opened.context.catalog.items[item].name
                opened.gathered.find(ADDED, own[0].place, lines=labels, item=name, total=total)
        elif any(lines[cell.place].key in parts for cell in own):
            kept = [cell for cell in kept if cell.item != item]
            for cell in own:
                opened.gathered.doubt(item, _entity(cell, opened), cell.meaning.period, cell.place)
            name = opened.context.catalog.items[item].name
            opened.gathered.find(PARTS, own[0].place, lines=_labels(own, lines), item=name)
        elif _is_once(item, columns.values(), lines, opened) is False:
            name = opened.context.catalog.items[item].name
            opened.gathered.find(ONCE, own[0].place, lines=_labels(own, lines), item=name)
    return kept


def _is_once(item: str, columns: Iterable[_Column], lines: _Lines, opened: OpenTable) -> bool | None:
    """Whether a total proves that lines with the same amounts are one; None where they are no such lines.

    Totals are printed again below, and lines once more behind their total or in another statement of the sheet: these
    are one.
    """
    items = opened.context.catalog.items
    alike = [column for column in columns if sum(cell.item == item and bool(cell.amount) for cell in column) >= SEVERAL]
    for column in alike:
        having, own = {cell.item for cell in column}, [cell for cell in column if cell.item == item]
        if len({cell.amount for cell in own}) > 1 or any(_total(one, having, items) == item for one in having):
            return None
        rows = sorted(lines[cell.place].row for cell in own)
        total = _total(item, having, items)
        behind = {any(lines[one.place].row < row for one in column if one.item == total) for row in rows}
        between = {items[cell.item].statement for cell in column if rows[0] < lines[cell.place].row < rows[-1]}
        if len(behind) > 1 or between - {items[item].statement}:
            return None
        once = [cell for cell in column if cell not in own[1:]]
        if _proof(item, once, lines, opened) or _is_left_over(own[0], column):
            return True
    return False if alike else None


def _is_left_over(one: FoundFigure, column: _Column) -> bool:
    """Whether net assets are just what assets less liabilities leave: the line below reserves says it again."""
    held = sides(column)
    if one.item != LEFT or len(held) < len(SIDES):
        return False
    named = {LEFT, *SIDES, *chain.from_iterable(SIDES.values())}
    return abs(held[ASSETS] - held[OWED] - one.amount) <= rounding_of([cell for cell in column if cell.item in named])


def _proof(item: str, column: _Column, lines: _Lines, opened: OpenTable) -> str | None:
    """The name of the total that comes to all of its lines in a column, "" where it has none of the item; else None."""
    items = opened.context.catalog.items
    own = [cell for cell in column if cell.item == item]
    if not own:
        return ""
    having = {cell.item for cell in column}
    total = _total(item, having, items)
    wholes = [cell for cell in column if cell.item == total]
    if total is None or len(wholes) != 1 or any(_total(cell.item, having, items) == item for cell in column):
        return None
    at = lines[wholes[0].place].row
    within = [cell for cell in column if _total(cell.item, having, items) == total and lines[cell.place].row < at]
    if any(cell not in within for cell in own):
        return None
    apart = fsum(SIGNS[items[cell.item].sign] * cell.amount for cell in within) - wholes[0].amount
    return lines[wholes[0].place].label.strip() if is_rounding(apart, [*within, *wholes], own) else None


def _total(item: str, having: Iterable[str], items: Mapping[str, Item]) -> str | None:
    """The nearest total of an item that stands in the column."""
    known, at = set(having), items[item].parent
    while at is not None and at not in known:
        at = items[at].parent if at in items else None
    return at


def is_rounding(apart: float, cells: Sequence[FoundFigure], own: Sequence[FoundFigure]) -> bool:
    """Whether what cells leave of their total is rounding alone, and no amount of some of them (`own`) too many."""
    least = min((abs(cell.amount) for cell in own if cell.amount), default=0.0)
    return abs(apart) <= min(rounding_of(cells), least * HALF)


def rounding_of(cells: Sequence[FoundFigure]) -> float:
    """What rounding may leave between a total and so many lines, in the base unit."""
    return rounding(len(cells), max(cell.figure.decimals for cell in cells), max(cell.factor for cell in cells))


def together(item: str, cells: Iterable[FoundFigure], lines: _Lines, opened: OpenTable) -> list[FoundFigure]:
    """The cells with one of the item in each column; it stands on the sheet, and its parts are kept."""
    kept: list[FoundFigure] = []
    own: dict[ColumnMeaning, list[FoundFigure]] = defaultdict(list)
    for cell in cells:
        (own[cell.meaning] if cell.item == item and cell.figure.value is not None else kept).append(cell)
    named = ((found, [lines[cell.place].label.strip() for cell in found]) for found in own.values())
    return [*kept, *chain.from_iterable(summed(found, names, opened) for found, names in named)]


def summed(found: Sequence[FoundFigure], names: Sequence[str], opened: OpenTable) -> Sequence[FoundFigure]:
    """One figure for those of an item in a column, which stands on the sheet and whose parts are kept by name."""
    if len(found) < SEVERAL:
        return found
    first, item = found[0], found[0].item
    key = (item, _entity(first, opened), first.meaning.period, str(first.meaning.view))
    value = round(fsum(one.amount for one in found), 6)
    opened.gathered.summands[key] = tuple(
        Summand(Text(zh=name, en=name), cell.amount, (cell.place,)) for name, cell in zip(names, found, strict=True)
    )
    figure, parts = replace(first.figure, value=value), sum(cell.parts for cell in found)
    return [replace(first, figure=figure, place=opened.table.sheet.whole, factor=1.0, derived=True, parts=parts)]


def _entity(cell: FoundFigure, opened: OpenTable) -> str:
    named = cell.meaning.entity
    return opened.context.entity(named, opened.gathered) if named else opened.setting.entity


def _labels(cells: Iterable[FoundFigure], lines: _Lines) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines[cell.place].label.strip() for cell in cells))
