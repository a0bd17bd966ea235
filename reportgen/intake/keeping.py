"""The figures of a table become values of the data."""

from __future__ import annotations

from reportgen.intake import amounts
from reportgen.intake.cells import Cell, OpenTable
from reportgen.intake.context import Context
from reportgen.model.dataset import Observation

OWN_CURRENCY = "CNY"


def keep(cells: list[Cell], opened: OpenTable) -> None:
    """Values in the base unit, and what has to be said of the sheet as a whole.

    I19 for columns whose heads are not understood, W20 for numbers stored as text, W05 for a sheet in yuan with more
    decimals than money has.
    """
    sheet, gathered, items = opened.table.sheet, opened.gathered, opened.context.catalog.items
    tell_stray(opened)
    texts = [cell.place for cell in cells if cell.figure.is_text]
    if texts and sheet.name is not None:
        gathered.find("W20", texts[0], count=len(texts))
    fine = [cell for cell in cells if cell.factor == 1 and cell.figure.decimals > amounts.MANY]
    money = [cell for cell in fine if items[cell.item].unit == "money"]
    if money:
        gathered.find("W05", money[0].place, reason="@intake.decimals")
    step = amounts.step_of((cell.figure for cell in cells), opened.setting.factor or 1.0)
    for cell in cells:
        if cell.figure.problem:
            gathered.doubt(cell.item, _entity(cell, opened), cell.meaning.period, cell.place)
    gathered.observations += [_observation(cell, opened, step) for cell in cells if cell.figure.value is not None]


def tell_stray(opened: OpenTable) -> None:
    """I19 for columns whose heads are not understood."""
    for column in opened.table.stray:
        opened.gathered.find("I19", opened.table.head_place(column), head="".join(column.words))


def to_fen(unit: str, context: Context) -> bool:
    """Whether values of a unit are held to the fen: yuan are, other currencies stay as they stand."""
    return unit == "money" and (context.case is None or context.case.file.currency == OWN_CURRENCY)


def _observation(cell: Cell, opened: OpenTable, step: float) -> Observation:
    """A cell as a value of the data."""
    context = opened.context
    unit = context.catalog.items[cell.item].unit
    value = amounts.exact(cell.figure.value or 0.0, cell.factor, money=to_fen(unit, context))
    what, entity = cell.meaning, _entity(cell, opened)
    return Observation(cell.item, entity, what.period, what.view, value, unit, cell.place, step, cell.derived)


def _entity(cell: Cell, opened: OpenTable) -> str:
    """Whose figure it is: of the hospital in its column's head, or of the sheet's."""
    named = cell.meaning.entity
    return opened.context.entity(named, opened.gathered) if named else opened.setting.entity
