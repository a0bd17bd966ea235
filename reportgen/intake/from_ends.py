"""All income and all expense of a statement that prints neither: what its lines come to, down to the surplus (I98).

Hospitals of Hong Kong and Singapore list income, then expense by nature in brackets or not, then what is left, with
totals that bear no name or none at all. Where the lines come to the surplus in every column, their two sums are what
no line says. Which side a line is on its item tells, or its brackets; of a few names that are not known the sum does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.intake.cells import FoundFigure, OpenTable
from reportgen.intake.figures import CellValue, figure, rounding
from reportgen.intake.tables import SheetLine, TableSide
from reportgen.model.definitions import NO_RULES

if TYPE_CHECKING:
    from reportgen.model.definitions import Item

INCOME, EXPENSE, LEFT = "total_income", "total_expense", "period_surplus"
SIGNS: Final = {INCOME: 1, EXPENSE: -1}
RULE: Final = "I98"
FEWEST: Final = 4
"""Lines above the surplus."""
MOST_OPEN: Final = 3
"""Lines of which nothing but the sum tells the side."""
Meant = Mapping[SheetLine, tuple[str, ...]]


@dataclass(frozen=True)
class _Proof:
    """The lines down to the surplus, each with its sign, and whether what is taken off stands in brackets."""

    lines: tuple[tuple[SheetLine, int], ...]
    in_brackets: bool


def made(
    opened: OpenTable, side: TableSide, found: Meant, read: tuple[Sequence[FoundFigure], Mapping[str, SheetLine]]
) -> list[FoundFigure]:
    """Total income and total expense in each column of the surplus, where no line has either and the columns prove it.

    Args:
        opened: the table.
        side: the side of it that is read.
        found: its lines with figures, and what each may mean.
        read: the figures that were found, and the items that have lines of their own.
    """
    cells, named = read
    surplus = named.get(LEFT)
    if opened.context.regime != NO_RULES or SIGNS.keys() & named.keys() or surplus not in found:
        return []
    assert surplus is not None
    proof = _proof(opened, side, found, surplus)
    if proof is None:
        return []
    items, sums = opened.context.catalog.items, list[FoundFigure]()
    for item, sign in SIGNS.items():
        lines = [line for line, one in proof.lines if one == sign]
        labels = tuple(line.label.strip() for line in lines)
        opened.gathered.find(RULE, opened.table.sheet.whole, item=items[item].name, lines=labels)
        for column in _held(opened, side, surplus):
            at = opened.table.sheet.place(surplus.row, column)
            result = next((one for one in cells if one.item == LEFT and one.place == at), None)
            amounts = [value for line in lines if (value := figure(opened.table.sheet.at(line.row, column)).value)]
            if result is not None:
                total = fsum(amounts) * (sign if proof.in_brackets else 1)
                summed = replace(result.figure, value=round(total, 6))
                sums.append(replace(result, item=item, figure=summed, place=opened.table.sheet.whole, derived=True,
                                    parts=max(len(lines), 1)))  # fmt: skip
    return sums


def _proof(opened: OpenTable, side: TableSide, found: Meant, surplus: SheetLine) -> _Proof | None:
    """The lines above the surplus that come to it in every column, where their sides are given in one way only."""
    order, held = [*found], _held(opened, side, surplus)
    above = order[: order.index(surplus)]
    cells = {line: [figure(opened.table.sheet.at(line.row, column)) for column in held] for line in (*above, surplus)}
    sides = {line: _side_of(found[line], opened.context.catalog.items) for line in above}
    for in_brackets in (True, False):
        choices = [_sides(cells[line], sides[line], in_brackets=in_brackets) for line in above]
        if not held or sum(len(one) > 1 for one in choices) > MOST_OPEN:
            continue
        given = (tuple(zip(above, signs, strict=True)) for signs in product(*choices))
        ways = [way for way in given if _comes_to(way, cells, surplus, in_brackets=in_brackets)]
        if len(ways) == 1:
            return _Proof(tuple((line, sign) for line, sign in ways[0] if sign), in_brackets)
    return None


def _sides(cells: Sequence[CellValue], side: int, *, in_brackets: bool) -> tuple[int, ...]:
    """The sides on which a line may be: 1 income, -1 expense, 0 a result of the lines above it."""
    if side and not in_brackets:
        return (side,)
    if not in_brackets:
        return (1, -1, 0)
    said = {1 if one.value > 0 else -1 for one in cells if one.value}
    if side:
        return (side,) if said <= {side} else ()
    return (*said, 0) if len(said) == 1 else (0,)


def _comes_to(
    way: Sequence[tuple[SheetLine, int]], cells: Mapping[SheetLine, Sequence[CellValue]], surplus: SheetLine,
    *, in_brackets: bool,
) -> bool:  # fmt: skip
    """Whether lines with their sides come to the surplus in every column, and to each result among them."""
    counted = list[tuple[Sequence[CellValue], int]]()
    for line, sign in way:
        if not sign and not _is_result(counted, cells[line], in_brackets=in_brackets):
            return False
        counted += [(cells[line], sign)] if sign else []
    are_both = {1, -1} <= {sign for _, sign in counted}
    return len(counted) >= FEWEST and are_both and _is_result(counted, cells[surplus], in_brackets=in_brackets)


def _is_result(
    parts: Sequence[tuple[Sequence[CellValue], int]], whole: Sequence[CellValue], *, in_brackets: bool
) -> bool:
    """Whether lines come to another one in each column."""
    for at, total in enumerate(whole):
        figures = [(cells[at], 1 if in_brackets else sign) for cells, sign in parts]
        if total.value is None or not figures or any(one.problem or one.scaled for one, _ in figures):
            return False
        apart = fsum(sign * (one.value or 0.0) for one, sign in figures) - total.value
        if abs(apart) > rounding(len(figures) + 1, max(one.decimals for one in (total, *(one for one, _ in figures)))):
            return False
    return bool(whole)


def _side_of(items: tuple[str, ...], known: Mapping[str, Item]) -> int:
    """1 of an item of income, -1 of one of expense, 0 of any other."""
    if len(items) != 1 or items[0] not in known:
        return 0
    chain, at = list[str](), known[items[0]].parent
    while at is not None and at in known:
        chain.append(at)
        at = known[at].parent
    return 1 if INCOME in chain else -1 if EXPENSE in chain or known[items[0]].sign == "-" else 0


def _held(opened: OpenTable, side: TableSide, line: SheetLine) -> tuple[int, ...]:
    """The columns in which a line has a cell that is filled."""
    return tuple(one.index for one in side.columns if opened.table.sheet.holds(line.row, one.index))
