"""Official forms whose figures stand in rows and columns at once, on landscape pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.model.submitted import submitted
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import form_rows
from reportgen.report.desk.breaks import Breaks
from reportgen.report.desk.form_rows import Cell, StatementRow
from reportgen.report.desk.furniture import short_name
from reportgen.report.sections.statement.table import Head, Statement
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.model.dataset import OwnLine
    from reportgen.model.definitions import Form, FormColumn, FormRow
    from reportgen.model.place import Place
    from reportgen.report.desk.context import Context

BETWEEN: Final = "/"
HEAD_LINE: Final = 5
SPAN_LINE: Final = 10
"""Characters on a line of a head, of one column and of two."""
ORDINAL: Final = re.compile(r"^\d+\W\s*")


def matrices(context: Context, form: Form, identifier: str) -> list[Statement]:
    """One table for each period of the form that has any figure: this year's, then last year's."""
    found = [_matrix(context, form, column, identifier) for column in form.annual or (None,)]
    known = [statement for statement in found if statement is not None]
    return [replace(known[0], is_alone=True)] if len(known) == 1 else known


def _matrix(context: Context, form: Form, column: FormColumn | None, identifier: str) -> Statement | None:
    view = column.view if column else ""
    rows = [one for row in form.rows for one in _rows(context, form, row, view)]
    if not any(cell.text for row in rows for cell in row.cells):
        return None
    span = column.label if column and len(form.annual) > 1 else ""
    return Statement(
        id=f"{identifier}-{view}" if view else identifier,
        kind="matrix",
        title=_titled(context, form, view) if span else form.title,
        form=context.say(
            "statement.form",
            code=form_rows.form_code(context, form),
            period=period_name(context.material.period),
            unit=form_rows.unit(context),
            hospital=short_name(context.subject),
        ),
        heads=tuple(_heads(context, form)),
        rows=tuple(rows),
        notes=(),
        legend=context.say("statement.legend.matrix"),
        is_wide=True,
    )


def _rows(context: Context, form: Form, row: FormRow, view: str) -> Iterator[StatementRow]:
    """A row of the form, then the lines by which the hospital divides it."""
    caption, level = form_rows.caption(context, row), form_rows.level(row, form.rows)
    if row.item is None:
        yield StatementRow(caption, level, "heading", ())
        return
    material = context.material
    items = [f"{row.item}__{suffix}" for suffix in form.matrix_columns.values()]
    values = [material.dataset.value(item, material.entity, material.period, view) for item in items]
    yield StatementRow(caption, level, "total" if row.bold else "", tuple(_cell(context, value) for value in values))
    for line in _own(context, form, row.item):
        found = {one.item: one for one in line.figures if one.view == view}
        cells = tuple(_cell(context, one.value, one.place) if (one := found.get(item)) else Cell("") for item in items)
        yield StatementRow(_named(context, line.label), level + 1, "", cells)


def _own(context: Context, form: Form, item: str) -> Iterator[OwnLine]:
    """The lines of the hospital's own below a row of the form."""
    material = context.material
    read = submitted(material.dataset, material.catalog.items, material.entity, material.period).get(form.code)
    return (line for line in (read.own if read else ()) if line.row == item)


def _named(context: Context, label: str) -> Text:
    """A line of the hospital's own; in English without its number, as the rows of the form above it."""
    return Text(zh=label, en=context.own(ORDINAL.sub("", label)).en)


def _titled(context: Context, form: Form, view: str) -> Text:
    return context.say("statement.titled", title=form.title, words=context.say(f"statement.view.{view or 'period'}"))


def _cell(context: Context, value: float | None, *places: Place) -> Cell:
    """An amount; a cell that the form leaves blank stays blank."""
    if value is None:
        return Cell("")
    return Cell(printing.placed(printing.number(value, form_rows.DECIMALS, over=form_rows.scale(context)), places))


def _heads(context: Context, form: Form) -> Iterator[Head]:
    """Heads of the columns, and those that they share with their neighbours, which stand before the stroke."""
    labels = [label.rpartition(BETWEEN) for label in form.matrix_columns]
    words = {part: _said(context, part) for label in labels for part in label if part not in {"", BETWEEN}}
    breaks = Breaks(said.zh for said in words.values())

    def head(part: str, most: int, over: Head | None = None) -> Head:
        return Head(words[part], over=over, parts=breaks.parts(words[part].zh, most))

    for upper, _, own in labels:
        yield head(own, HEAD_LINE, head(upper, SPAN_LINE) if upper else None)


def _said(context: Context, words: str) -> Text:
    key = f"submission.head.{words}"
    return context.say(key) if key in context.say.words else same(words)
