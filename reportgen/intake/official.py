"""An official form, cell by cell, to values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from reportgen.intake import alignment, amounts, columns, derived, proposals
from reportgen.intake.alignment import Matched
from reportgen.intake.cells import Cell, Setting
from reportgen.intake.columns import Meaning
from reportgen.intake.figures import figure
from reportgen.intake.heads import MONEY
from reportgen.intake.context import Context, Gathered
from reportgen.intake.labels import bare, normalised
from reportgen.intake.tables import Line, Side, Table
from reportgen.model.dataset import FormReading, Observation, View
from reportgen.model.definitions import Form, FormRow
from reportgen.model.place import Place


def read(table: Table, form: Form, setting: Setting, context: Context, gathered: Gathered) -> None:
    """Add what an official form says to what has been gathered."""
    cells: list[Cell] = []
    matched_rows = 0
    for index, side in enumerate(table.sides):
        rows, matched = _matched(side, form, context)
        meanings = columns.meanings(table, index, setting.frame, gathered)
        _report(table, side, rows, matched, form, gathered, context)
        cells += _cells(table, side, rows, matched, (form, meanings, setting), context, gathered)
        matched_rows += sum(row is not None and rows[row].item is not None for row in matched.rows)
    if form.shape != "matrix":
        cells += derived.totals(table, form, cells, context, gathered)
    keep(cells, table, setting, context, gathered)
    gathered.forms.extend(_readings(cells, table, form, setting, matched_rows))


def _matched(side: Side, form: Form, context: Context) -> tuple[tuple[FormRow, ...], Matched]:
    """The rows of the form's side that fit best: left, right, or both one below the other."""
    keys = [line.key for line in side.lines]
    own = frozenset(normalised(row.label) for row in (*form.rows, *form.right_rows))
    fits = partial(_fits, form=form, own=own, context=context)
    choices = [rows for rows in (form.rows, form.right_rows, (*form.rows, *form.right_rows)) if rows]
    outcomes = [(rows, alignment.align(keys, rows, fits)) for rows in choices]
    return max(outcomes, key=lambda outcome: outcome[1].count - len(outcome[1].disordered))


def _fits(key: str, row: FormRow, *, form: Form, own: frozenset[str], context: Context) -> bool:
    if key in context.names:
        return row.item == context.names[key]
    if key in own:
        return normalised(row.label) == key
    return row.item is not None and row.item in context.items_for(key, form.code)


def _report(
    table: Table,
    side: Side,
    rows: tuple[FormRow, ...],
    matched: Matched,
    form: Form,
    gathered: Gathered,
    context: Context,
) -> None:
    """Labels that are not on the form, that may mean several rows, or that stand out of order."""
    for index, line in enumerate(side.lines):
        place = table.sheet.place(line.row, line.column)
        if index in matched.ambiguous:
            if _has_figures(table, side, line):
                gathered.find("I14", place, label=line.label)
        elif index in matched.disordered:
            gathered.find("I15", place, label=line.label)
        elif matched.rows[index] is None and not (form.shape == "matrix") and _has_figures(table, side, line):
            proposals.unknown(line, index, (rows, matched), place, context, gathered)


def _has_figures(table: Table, side: Side, line: Line) -> bool:
    return any(table.sheet.at(line.row, column.index) not in {"", None} for column in side.columns)


def _cells(
    table: Table,
    side: Side,
    rows: tuple[FormRow, ...],
    matched: Matched,
    reading: tuple[Form, dict[int, Meaning], Setting],
    context: Context,
    gathered: Gathered,
) -> Iterator[Cell]:
    form, meanings, setting = reading
    for line, row in zip(side.lines, matched.rows, strict=True):
        item = rows[row].item if row is not None else None
        if item is None:
            continue
        for column in side.columns:
            target = _item(item, form, column.words)
            what = meanings.get(column.index)
            if what is None or target not in context.catalog.items:
                _without_item(table, line, column.index, gathered)
                continue
            found = amounts.read_figure(table.sheet, line.row, column.index, gathered)
            factor = amounts.factor_of(target, line.unit, setting.factor, context)
            if factor is not None:
                yield Cell(target, what, found, table.sheet.place(line.row, column.index), factor)


def _without_item(table: Table, line: Line, column: int, gathered: Gathered) -> None:
    """I44: a figure on a row and in a column of the form that together are no item; said, not dropped."""
    if figure(table.sheet.at(line.row, column)).value is not None and column in {c.index for c in table.head.of(*MONEY)}:
        gathered.find("I44", table.sheet.place(line.row, column), label=line.label)


def _item(item: str, form: Form, words: tuple[str, ...]) -> str:
    """The item of a cell: in a matrix the row's and the column's id together."""
    if form.shape != "matrix":
        return item
    said = {bare(word).lower() for word in words}
    for head, suffix in form.matrix_columns.items():
        if {bare(part).lower() for part in head.replace("/", "|").split("|")} <= said:
            return f"{item}__{suffix}"
    return item


def _stray(table: Table, gathered: Gathered) -> None:
    for column in table.stray:
        gathered.find("I19", table.sheet.place(table.head.last, column.index), head="".join(column.words))


def _texts(table: Table, cells: Iterable[Cell], gathered: Gathered) -> None:
    texts = [cell.place for cell in cells if cell.figure.is_text]
    if texts and table.sheet.name is not None:
        gathered.find("W20", texts[0], count=len(texts))


def keep(cells: list[Cell], table: Table, setting: Setting, context: Context, gathered: Gathered) -> None:
    """Values in the base unit; a sheet in yuan with more decimals than money has is asked about."""
    _stray(table, gathered)
    _texts(table, cells, gathered)
    fine = [cell for cell in cells if cell.factor == 1 and cell.figure.decimals > amounts.MANY]
    money = [cell for cell in fine if context.catalog.items[cell.item].unit == "money"]
    if money:
        gathered.find("W05", money[0].place, reason="@intake.decimals")
    step = amounts.step_of((cell.figure for cell in cells), setting.factor or 1.0)
    for cell in cells:
        if cell.figure.value is not None:
            gathered.observations.append(observation(cell, setting.entity, step, context))


def observation(cell: Cell, entity: str, step: float, context: Context) -> Observation:
    """A cell as a value of the data."""
    unit = context.catalog.items[cell.item].unit
    money = unit == "money" and (context.case is None or context.case.file.currency == "CNY")
    value = amounts.exact(cell.figure.value or 0.0, cell.factor, money=money)
    what = cell.meaning
    return Observation(cell.item, entity, what.period, what.view, value, unit, cell.place, step, cell.derived)


def _readings(
    cells: list[Cell], table: Table, form: Form, setting: Setting, matched: int
) -> Iterator[FormReading]:
    """The form, once for each period that its columns hold as their own."""
    official = sum(row.item is not None for row in (*form.rows, *form.right_rows))
    own = [cell for cell in cells if cell.figure.value is not None and cell.meaning.view is not View.BUDGET]
    for period in sorted({cell.meaning.period for cell in own}):
        filled = min(matched, official)
        yield FormReading(
            setting.entity, period, form.code, table.sheet.whole, setting.factor or 1.0, official, filled
        )
