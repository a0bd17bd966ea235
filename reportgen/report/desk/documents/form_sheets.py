"""Official forms as tables of an official document: every row, in the order of the form, to the hundredth."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import day_name, period_name
from reportgen.model.definition import Text
from reportgen.model.submitted import submitted
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.tables import figures, official_tables
from reportgen.report.desk.tables.official_tables import (
    OfficialCell,
    OfficialColumn,
    OfficialRow,
    OfficialSpan,
    OfficialTable,
)
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definitions import Form, FormColumn, FormRow
    from reportgen.report.desk.context import HospitalContext

UPRIGHT: Final = 156.0
WIDE: Final = 225.0
"""Width of the text block upright and on its side, in millimetres."""
AMOUNT: Final = {"one_sided": 36.0, "two_sided": 28.5}
LETTER: Final = 1.9
"""Width of a letter of English captions, in millimetres, taken a little wide."""
INDENT: Final = (0.0, 4.5, 7.8, 11.1, 11.1, 13.0)
"""Indentation of English captions by their level, in millimetres: see `.courtesy` in styles/official/tables.css."""
CHARACTER: Final = 3.71
"""Width of a Chinese character of captions, in millimetres: 10.5 pt."""
CHINESE_INDENT: Final = (0.0, 1.6, 2.6, 3.6, 5.6, 6.6)
"""Indentation of Chinese captions by their level, in characters: see `th.level-1` and so on in the same file."""
ON_A_LINE: Final = 3
"""Characters of a Chinese caption that a line holds at least."""
MATRIX_NAME: Final = 50.0
DENSE_NAME: Final = 29.0
FEWEST_DENSE: Final = 7
MOST_COLUMNS: Final = 8
"""Money columns that fit beside each other on a page on its side; a form with more goes on below."""
STOCKS: Final = "balance_sheet"
BETWEEN: Final = "/"
SCHEDULE: Final = "\u9644"
"""Before the number of a schedule in the code of its form."""


def present(context: HospitalContext, codes: Sequence[str]) -> tuple[Form, ...]:
    """Those of the forms that were read for the hospital and the period, in the order asked for."""
    material = context.material
    there = submitted(material.dataset, material.catalog.items, material.entity, material.period)
    return tuple(material.catalog.forms[code] for code in codes if code in there)


def of_statement(context: HospitalContext, statement: str) -> Form | None:
    """The form of a statement that was read for the hospital and the period."""
    return next(
        (form for form in present(context, tuple(context.material.catalog.forms)) if form.statement == statement), None
    )


def sheets_of(context: HospitalContext, form: Form, section: str) -> tuple[OfficialTable, ...]:
    """One form as one table, or as several where it has more columns than a page holds."""
    if form.shape == "matrix":
        return tuple(_matrix(context, form, section))
    return (_two_sided(context, form, section) if form.right_rows else _one_sided(context, form, section),)


def _money_head(context: HospitalContext, label: str) -> Text:
    key, quarter = f"submission.head.{label}", f"submission.head.quarter.{label}"
    return context.say(quarter if context.span == "quarter" and quarter in context.say.words else key)


FILED_IN_FULL: Final = 1.0
"""Single units of the currency: what is filed to a larger one is printed with more digits than it has."""


def filed_coarsely(context: HospitalContext, form: Form) -> Text | None:
    """That amounts of a form were filed in a larger unit than that in which they are printed; None where none was."""
    dataset, rows = context.material.dataset, [row for row in form.every_row if row.item]
    keys = [figures.figure_key(context, row, column.view) for row in rows for column in money_columns(context, form)]
    coarsest = max((dataset.step(key) for key in keys if dataset.place(key)), default=0.0)
    return context.say("form.coarse", step=context.say.money(coarsest)) if coarsest > FILED_IN_FULL else None


def _sheet(
    context: HospitalContext, form: Form, columns: Sequence[OfficialColumn], rows: Sequence[OfficialRow], notes: Notes
) -> OfficialTable:
    has_stars = any(row.monthly for row in form.every_row)
    starred = (context.say("form.starred"),) if has_stars else ()
    coarse = filed_coarsely(context, form) if form.shape != "matrix" else None
    return OfficialTable(
        id=form.code,
        title=form.title,
        holder=hospital(context),
        period=_period(context, form),
        code=context.say("submission.form", code=form_code(context, form), unit=context.say.currency_name()),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=(*notes.lines(), *starred, *([coarse] if coarse else [])),
        is_wide=sum(column.width for column in columns) > UPRIGHT,
    )


def _period(context: HospitalContext, form: Form) -> Text:
    """A day where balances stand on the form, else the period."""
    if form.statement == STOCKS:
        return day_name(context.period.end(context.material.case.file.fiscal_year_start).isoformat())
    return period_name(context.material.period)


def _one_sided(context: HospitalContext, form: Form, section: str) -> OfficialTable:
    notes, money = Notes(), money_columns(context, form)
    width = AMOUNT[form.shape]
    columns = [
        OfficialColumn(context.say("submission.head.item"), "row", UPRIGHT - width * len(money)),
        *(OfficialColumn(_money_head(context, column.label), "n", width) for column in money),
    ]
    rows = [OfficialRow(_side(context, form, row, money, section, notes), _emphasis(row)) for row in form.rows]
    return _sheet(context, form, columns, rows, notes)


def _two_sided(context: HospitalContext, form: Form, section: str) -> OfficialTable:
    notes, money = Notes(), money_columns(context, form)
    blank = (official_tables.EMPTY,) * (len(money) + 1)
    rows = []
    for pair in _paired(form):
        cells = [_weighed(_side(context, form, row, money, section, notes), row) if row else blank for row in pair]
        rows.append(OfficialRow((*cells[0], *cells[1])))
    names = [cell for row in rows for cell in (row.cells[0], row.cells[len(money) + 1])]
    name = max(WIDE / 2 - AMOUNT[form.shape] * len(money), _longest_word(context, names))
    width = (WIDE / 2 - name) / len(money)
    columns = [
        column
        for title in _side_titles(context, form)
        for column in (
            OfficialColumn(title, "row", name),
            *(OfficialColumn(_money_head(context, each.label), "n", width) for each in money),
        )
    ]
    return _sheet(context, form, columns, rows, notes)


def _longest_word(context: HospitalContext, names: Sequence[OfficialCell]) -> float:
    """Room in millimetres that some captions need, with indentation: their longest word, of Chinese a few letters."""
    rooms = [0.0]
    for cell in names:
        if context.mode != "zh" and isinstance(cell.text, Text):
            rooms += [INDENT[cell.level] + LETTER * len(word) for word in cell.text.en.split()]
        if context.mode != "en" and isinstance(cell.text, Text):
            rooms.append(CHARACTER * (CHINESE_INDENT[cell.level] + min(len(cell.text.zh), ON_A_LINE)))
    return max(rooms) + official_tables.AIR_MM


def _weighed(cells: tuple[OfficialCell, ...], row: FormRow) -> tuple[OfficialCell, ...]:
    """A sum is bold on its own side alone."""
    return tuple(replace(cell, is_bold=True) for cell in cells) if _emphasis(row) else cells


def _paired(form: Form) -> Iterator[tuple[FormRow | None, FormRow | None]]:
    """Rows that stand on one line.

    The totals of a balance sheet do, however many rows each side has; where the left has more, the form leaves its free
    rows between debt and net assets, before the last heading of the right.
    """
    left, right = form.rows, form.right_rows
    if form.statement != STOCKS:
        return zip_longest(left, right)
    last = max((at for at, row in enumerate(right) if row.item is None), default=len(right) - 1)
    gap = (None,) * (len(left) - len(right))
    return chain(zip_longest(left[:-1], (*right[:last], *gap, *right[last:-1])), ((left[-1], right[-1]),))


def _side_titles(context: HospitalContext, form: Form) -> tuple[Text, Text]:
    if form.statement == STOCKS:
        return context.say("submission.head.assets"), context.say("submission.head.liabilities")
    return (context.say("submission.head.item"),) * 2


def _side(  # noqa: PLR0913 - what a row needs to be printed
    context: HospitalContext, form: Form, row: FormRow, money: Sequence[FormColumn], section: str, notes: Notes
) -> tuple[OfficialCell, ...]:
    name = name_of(context, form, row)
    if row.item is None:
        return (name, *(official_tables.EMPTY,) * len(money))
    return (name, *(_amount(context, row, column.view, section, notes) for column in money))


def name_of(context: HospitalContext, form: Form, row: FormRow) -> OfficialCell:
    """The caption of a row with its indentation and weight."""
    side = form.rows if row in form.rows else form.right_rows
    return OfficialCell(figures.caption(context, row), "total" if row.bold else "row", figures.level(row, side))


def _amount(context: HospitalContext, row: FormRow, view: str, section: str, notes: Notes) -> OfficialCell:
    """What the column prints of the row."""
    material, item = context.material, row.item
    assert item is not None
    key = figures.figure_key(context, row, view)
    if material.dataset.value(*key) is None and figures.is_not_asked(context, row, view):
        return official_tables.number(f"{figures.NOT_TO_FILL}{notes.mark(context.say('form.monthly'))}")
    missing = figures.why_absent(context, item, context.say("submission.not_submitted"), view)
    return official_tables.amount(context, (item, *key[2:]), section, notes, missing)


def _emphasis(row: FormRow) -> str:
    return "total" if row.bold and row.item else ""


def _matrix(context: HospitalContext, form: Form, section: str) -> Iterator[OfficialTable]:
    """The columns of a matrix under each of its views, as many beside each other as a page holds."""
    every = [(view, label, suffix) for view in form.annual for label, suffix in form.matrix_columns.items()]
    count = len(every) if len(every) <= MOST_COLUMNS else len(every) // 2
    for start in range(0, len(every), count):
        part, notes = every[start : start + count], Notes()
        name = DENSE_NAME if count >= FEWEST_DENSE else MATRIX_NAME
        width = (WIDE - name) / count
        columns = [OfficialColumn(context.say("submission.head.item"), "row", name)]
        columns += [
            OfficialColumn(_money_head(context, label.rpartition(BETWEEN)[2]), "n", width) for _, label, _ in part
        ]
        rows = [OfficialRow(_matrix_row(context, form, row, part, section, notes), _emphasis(row)) for row in form.rows]
        sheet = _sheet(context, form, columns, rows, notes)
        title = context.say("caption.continued", title=form.title) if start else form.title
        spans = _spans(context, form, part)
        yield replace(sheet, id=f"{form.code}-{start}", title=title, spans=spans, is_part=start > 0)


def _spans(
    context: HospitalContext, form: Form, part: Sequence[tuple[FormColumn, str, str]]
) -> tuple[OfficialSpan, ...]:
    """The upper heads: what stands before the stroke of a label, or the view where a form has several."""
    found: list[OfficialSpan] = []
    for view, label, _ in part:
        upper = label.rpartition(BETWEEN)[0] or (view.label if len(form.annual) > 1 else "")
        words = _money_head(context, upper or label)
        if upper and found and found[-1].words == words:
            found[-1] = OfficialSpan(words, found[-1].span + 1)
        else:
            found.append(OfficialSpan(words, 1 if upper else 0))
    return tuple(found)


def _matrix_row(  # noqa: PLR0913 - what a row needs to be printed
    context: HospitalContext,
    form: Form,
    row: FormRow,
    part: Sequence[tuple[FormColumn, str, str]],
    section: str,
    notes: Notes,
) -> tuple[OfficialCell, ...]:
    return (
        name_of(context, form, row),
        *(_matrix_cell(context, row, (suffix, view.view), section, notes) for view, _, suffix in part),
    )


def _matrix_cell(
    context: HospitalContext, row: FormRow, column: tuple[str, str], section: str, notes: Notes
) -> OfficialCell:
    suffix, view = column
    missing = context.say("submission.not_submitted")
    if row.item is None:
        return official_tables.number(notes.absent(missing))
    item = f"{row.item}__{suffix}"
    if item not in context.material.catalog.items:
        return official_tables.number(figures.NOT_TO_FILL)
    return official_tables.amount(context, (item, context.material.period, view), section, notes, missing)


def money_columns(context: HospitalContext, form: Form) -> tuple[FormColumn, ...]:
    """Columns of a form for the length of the period: within a year those of monthly statements, if any.

    Heads that hospitals write for one and the same column are one column, under the first of them.
    """
    heads = form.annual if context.is_year or not form.monthly else form.monthly
    views = [column.view for column in heads]
    return tuple(column for place, column in enumerate(heads) if column.view not in views[:place])


def form_code(context: HospitalContext, form: Form) -> Text:
    """The number of a form as it is printed on it: that of a schedule names the form that it belongs to.

    The rules by which we tell forms of one number apart are not printed on it.
    """
    respell = context.material.catalog.respell
    main, schedule, number = form.code.removesuffix(f"-{form.regime}").partition(SCHEDULE)
    if not schedule:
        return context.say("form.printed.main", code=Text(zh=respell(main), en=main))
    return context.say("form.printed.schedule", code=Text(zh=respell(main), en=main), number=same(number))
