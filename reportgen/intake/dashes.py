"""Dashes of a statement in words of its own: its line is there, and nil.

Such a statement prints what it has, and a dash where a line that one of its years has is nil in another. A dash in a
table of another make, an export or a form, may as well mean that nobody knows: there it is a blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.intake.figures import CellValue, figure, is_dash
from reportgen.model.dataset import View
from reportgen.model.definitions import NO_RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.intake.cells import FoundFigure, OpenTable
    from reportgen.intake.columns import ColumnMeaning
    from reportgen.intake.tables import SheetLine


def read(opened: OpenTable, line: SheetLine, column: int, meant: tuple[str, ColumnMeaning]) -> CellValue | None:
    """The nil of a dash among amounts; None where a cell holds none, of what is no money, and of budgets."""
    (item, what), sheet = meant, opened.table.sheet
    if opened.context.regime != NO_RULES or opened.context.catalog.items[item].unit != "money":
        return None
    if what.view is View.BUDGET or not is_dash(sheet.at(line.row, column)):
        return None
    rows = [one.row for side in opened.table.sides for one in side.lines]
    return (
        CellValue(0.0, is_dash=True) if any(figure(sheet.at(row, column)).value is not None for row in rows) else None
    )


def without_doubles(cells: Sequence[FoundFigure]) -> list[FoundFigure]:
    """The cells, but for the dashes of an item of which another line of the same column has an amount."""
    amounts = {(cell.item, cell.meaning) for cell in cells if not cell.figure.is_dash}
    return [cell for cell in cells if not cell.figure.is_dash or (cell.item, cell.meaning) not in amounts]
