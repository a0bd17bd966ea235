"""A table on its side, names across and figures down, set upright; every cell keeps its own place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from reportgen.intake.figures import Cell
from reportgen.intake.head_words import MONEY, Role, role_of
from reportgen.intake.heads import date_role
from reportgen.intake.sheets import Position, Sheet

SEARCHED: Final = 40
LEAST_NAMES: Final = 6
Held = TypeVar("Held")


def upright(sheet: Sheet) -> Sheet | None:
    """The sheet with its table turned, or None where no row of names stands above a column of heads."""
    for row in range(min(SEARCHED, len(sheet.rows) - 1)):
        column = _first(sheet, row)
        if column is None or _names(sheet, row) < LEAST_NAMES:
            continue
        last = _last(sheet, row, column)
        if last > row:
            return _turned(sheet, (row, column), last)
    return None


def _first(sheet: Sheet, row: int) -> int | None:
    """The column in which the heads would stand."""
    filled = next((column for column, cell in enumerate(sheet.rows[row]) if cell not in {"", None}), None)
    if filled is None:
        return None
    return filled if role_of(sheet.text(row, filled)) in {Role.LABEL, Role.LINE} else max(0, filled - 1)


def _names(sheet: Sheet, row: int) -> int:
    if any(isinstance(cell, int | float) for cell in sheet.rows[row]):
        return 0
    return sum(isinstance(cell, str) and role_of(cell) in {Role.OTHER, Role.TOTAL} for cell in sheet.rows[row])


def _last(sheet: Sheet, row: int, column: int) -> int:
    """The last row below `row` whose first cell names a figure or a period."""
    last = row
    while last + 1 < len(sheet.rows) and _role(sheet.rows[last + 1][column]) in MONEY | {Role.LINE, Role.IGNORED}:
        last += 1
    return last


def _role(cell: Cell) -> Role:
    return role_of(cell) if isinstance(cell, str) else date_role(cell)


def _turned(sheet: Sheet, corner: Position, last: int) -> Sheet:
    top, left = corner
    block = [tuple(cells[left:]) for cells in sheet.rows[top : last + 1]]
    across = list(zip(*block, strict=True))
    width = max(sheet.width, last + 1 - top)
    rows = [*sheet.rows[:top], *across, *sheet.rows[last + 1 :]]
    shift = len(across) - (last + 1 - top)

    def origin(row: int, column: int) -> Position:
        if row < top:
            return row, column
        return (top + column, left + row - top) if row < top + len(across) else (row - shift, column)

    def moved(found: Mapping[Position, Held]) -> dict[Position, Held]:
        return {_target(spot, corner, last, shift): held for spot, held in found.items()}

    return replace(
        sheet,
        rows=tuple((*cells, *([""] * (width - len(cells)))) for cells in rows),
        merged=(),
        uncached=moved(sheet.uncached),
        errors=moved(sheet.errors),
        formats=moved(sheet.formats),
        hidden_rows=frozenset(top + column - left for column in sheet.hidden_columns if column >= left),
        hidden_columns=frozenset(row - top for row in sheet.hidden_rows if top <= row <= last),
        origin=_kept(origin, len(sheet.rows), sheet.width),
        like=None,
    )


def _kept(origin: Callable[[int, int], Position], height: int, width: int) -> Callable[[int, int], Position]:
    """The same, for padding the nearest cell there is."""

    def place(row: int, column: int) -> Position:
        there = origin(row, column)
        return min(there[0], height - 1), min(there[1], width - 1)

    return place


def _target(spot: Position, corner: Position, last: int, shift: int) -> Position:
    """Where a cell of the sheet comes to stand."""
    row, column = spot
    if corner[0] <= row <= last:
        return corner[0] + column - corner[1], row - corner[0]
    return (row, column) if row < corner[0] else (row + shift, column)
