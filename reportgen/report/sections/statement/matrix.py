"""Official forms whose figures stand in rows and columns at once, on landscape pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import form_rows
from reportgen.report.desk.form_rows import Cell, StatementRow
from reportgen.report.desk.furniture import short_name
from reportgen.report.sections.statement.table import Head, Statement
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.definitions import Form, FormColumn
    from reportgen.report.desk.context import Context


def matrices(context: Context, form: Form, identifier: str) -> list[Statement]:
    """One table for each period of the form that has any figure: this year's, then last year's."""
    found = [_matrix(context, form, column, identifier) for column in form.annual or (None,)]
    return [statement for statement in found if statement is not None]


def _matrix(context: Context, form: Form, column: FormColumn | None, identifier: str) -> Statement | None:
    view = column.view if column else ""
    say, material = context.say, context.material
    rows, there = [], False
    for row in form.rows:
        caption, level = form_rows.caption(context, row), form_rows.level(row, form.rows)
        if row.item is None:
            rows.append(StatementRow(caption, level, "heading", ()))
            continue
        items = [f"{row.item}__{suffix}" for suffix in form.matrix_columns.values()]
        values = [material.dataset.value(item, material.entity, material.period, view) for item in items]
        there = there or any(value is not None for value in values)
        cells = tuple(Cell(_printed(context, v)) for v in values)
        rows.append(StatementRow(caption, level, "total" if row.bold else "", cells))
    if not there:
        return None
    span = column.label if column and len(form.annual) > 1 else ""
    return Statement(
        id=f"{identifier}-{view}" if view else identifier,
        kind="matrix",
        title=_titled(context, form, view) if span else form.title,
        form=say(
            "statement.form",
            code=form_rows.form_code(context, form),
            period=period_name(material.period),
            unit=form_rows.unit(context),
            hospital=short_name(context.subject),
        ),
        heads=tuple(Head(_head(context, words)) for words in form.matrix_columns),
        rows=tuple(rows),
        notes=(),
        legend=say("statement.legend.matrix"),
        is_wide=True,
    )


def _titled(context: Context, form: Form, view: str) -> Text:
    return context.say("statement.titled", title=form.title, words=context.say(f"statement.view.{view or 'period'}"))


def _printed(context: Context, value: float | None) -> str:
    """An amount; a cell that the form leaves blank stays blank."""
    return "" if value is None else printing.number(value / form_rows.scale(context), form_rows.DECIMALS)


def _head(context: Context, words: str) -> Text:
    key = f"statement.matrix.{words}"
    return context.say(key) if key in context.say.words else same(words)
