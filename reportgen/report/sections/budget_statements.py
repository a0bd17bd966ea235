"""The budget statements attached to a letter, how appropriations were used, and how the budget is executed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name
from reportgen.model import printing
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents import form_sheets
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.tables import figures as desk_figures
from reportgen.report.desk.tables import official_tables, pictures
from reportgen.report.desk.tables.figures import ItemFigures, item_figures
from reportgen.report.desk.tables.official_tables import (
    OfficialCell,
    OfficialColumn,
    OfficialRow,
    OfficialTable,
    SheetFigure,
    Sheets,
)
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.model.definition import Text
    from reportgen.model.definitions import Form
    from reportgen.model.reports import Options
    from reportgen.report import charts as drawn
    from reportgen.report.desk.context import HospitalContext

NAME: Final = "budget_statements"
APPROPRIATIONS: Final = ("fa_general", "fa_general_basic", "fa_general_project", "fa_govfund", "fa_total")
"""Rows of the appropriation statement; the last is their total."""
USES: Final = {
    "opening": ("open_carryover", "open_surplus", "adj_carryover", "adj_surplus"),
    "moved": ("in", "out", "internal_carryover", "internal_surplus"),
    "received": ("income",),
    "spent": ("expense",),
    "carried": ("close_carryover", "close_surplus"),
}
"""Columns of the table of appropriations: what each adds up of the statement's."""
LEVELS: Final = {"fa_general_basic": 1, "fa_general_project": 1}
"""Rows that stand within another one."""
WIDTH, NAME_WIDTH = 225.0, 60.0
"""Of the tables made here, which lie on their side, and of the names of rows in that of appropriations."""
HEIGHT: Final = 38.0
"""Of the drawing, in millimetres."""
WHOLES: Final = ("total_income", "total_expense", "period_surplus")


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The budget forms of the period, then what is made of them; nothing where there is none of all these."""
    forms = form_sheets.present(context, options.words("forms"))
    found = [sheet for form in forms for sheet in form_sheets.sheets_of(context, form, NAME)]
    made = (appropriations(context), execution(context))
    found += [sheet for sheet in made if sheet is not None]
    return [Piece(NAME, Sheets(tuple(found), _figure(context)))] if found else []


def _figure(context: HospitalContext) -> SheetFigure | None:
    """The income of the year's months beside budget and last year, where months have a budget."""
    months = pictures.month_columns(context)
    marked = [replace(one, above=one.variance_printed or context.text("budget.key.budget")) for one in months]
    picture = pictures.columns_picture(context, marked, HEIGHT) if pictures.has_budget(months) else None
    if picture is None:
        return None
    return SheetFigure(_title(context, months), context.say("submission.figure.note"), picture, is_wide=True)


def _title(context: HospitalContext, months: Sequence[drawn.MonthColumn]) -> Text:
    """How many of the months that have been reached their budget."""
    held = [one.variance >= 0 for one in months if one.variance is not None]
    year, unit = period_name(str(context.period.year)), desk_figures.unit(context)
    key = f"submission.figure.title{pictures.extent(held)}"
    return context.say(key, number=1, year=year, unit=unit, n=len(held), reached=sum(held))


def appropriations(context: HospitalContext) -> OfficialTable | None:
    """What was carried forward, moved, received, spent and carried over; sums are those of the statement."""
    material, notes = context.material, Notes()
    if material.dataset.value("fa_total__income", material.entity, material.period) is None:
        return None
    width = (WIDTH - NAME_WIDTH) / len(USES)
    columns = [OfficialColumn(context.say("submission.head.item"), "row", NAME_WIDTH)]
    columns += [OfficialColumn(context.say(f"submission.subsidy.{use}"), "n", width) for use in USES]
    rows = []
    for row in APPROPRIATIONS:
        cells = [_use(context, row, use, notes) for use in USES]
        is_total = row == APPROPRIATIONS[-1]
        name = OfficialCell(
            context.say(f"submission.subsidy.{row}"), "total" if is_total else "row", LEVELS.get(row, 0)
        )
        rows.append(OfficialRow((name, *cells), "total" if is_total else ""))
    return _made(context, "subsidy", columns, rows, notes)


def _use(context: HospitalContext, row: str, use: str, notes: Notes) -> OfficialCell:
    material = context.material
    values = [
        value
        for column in USES[use]
        if (value := material.dataset.value(f"{row}__{column}", material.entity, material.period)) is not None
    ]
    if not values:
        return official_tables.number(notes.absent(context.say("submission.not_submitted")))
    total, name = sum(values), context.say(f"submission.subsidy.{row}")
    printed = printing.number(total, official_tables.FEN)
    origin = context.say("submission.subsidy.origin")
    return official_tables.number(
        context.enter(ProvenanceEntry(f"subsidy.{row}.{use}", name, printed, NAME, total, origin))
    )


def execution(context: HospitalContext) -> OfficialTable | None:
    """The lines that have a budget: of the year, earned or spent to date, and the share of it."""
    rows = list(_executed(context))
    if not rows:
        return None
    notes = Notes()
    heads = ("budget", "now", "progress", "last_full_year" if context.is_year else "last_year", "change")
    widths = (33.0, 33.0, 21.0, 33.0, 18.0)
    name = WIDTH - sum(widths)
    columns = [OfficialColumn(context.say("submission.head.item"), "row", name)]
    columns += [
        OfficialColumn(context.say(f"submission.execution.{head}"), "n", width)
        for head, width in zip(heads, widths, strict=True)
    ]
    form = form_sheets.of_statement(context, "income")
    lines = [_execution_line(context, figures, form, notes) for figures in rows]
    return _made(context, "execution", columns, lines, notes)


def _executed(context: HospitalContext) -> Iterator[ItemFigures]:
    """The lines of the income statement; costs by nature have targets of their own and cut across these lines."""
    items = context.material.catalog.items
    lines = [identifier for identifier, item in items.items() if item.statement == "income" and item.budget is None]
    for identifier in sorted(lines, key=lambda identifier: items[identifier].order or 0):
        figures = item_figures(context.material, identifier)
        if figures is not None and figures.budget is not None:
            yield figures


def _execution_line(context: HospitalContext, figures: ItemFigures, form: Form | None, notes: Notes) -> OfficialRow:
    """A row as the statement of income has it: caption, indentation, and weight where it is a sum of the whole."""
    row = next((one for one in form.rows if one.item == figures.id), None) if form else None
    if form is None or row is None:
        name, is_whole = (
            official_tables.named(figures.item.name, 0 if figures.id in WHOLES else 1),
            figures.id in WHOLES,
        )
    else:
        name, is_whole = form_sheets.name_of(context, form, row), row.bold
    return OfficialRow((name, *_execution_cells(context, figures, notes)), "total" if is_whole else "")


def _execution_cells(context: HospitalContext, figures: ItemFigures, notes: Notes) -> tuple[OfficialCell, ...]:
    say = context.say
    key = f"item.{figures.id}.to_date"
    assert figures.now is not None
    assert figures.budget is not None
    now = printing.number(figures.now, official_tables.FEN)
    places = (figures.place,) if figures.place else ()
    origin = None if places else desk_figures.unread(context, figures.id, figures.now, context.material.period)
    context.enter(ProvenanceEntry(key, figures.item.name, now, NAME, figures.now, origin, places))
    before = figures.last_year
    base = say("submission.no_base")
    return (
        official_tables.number(printing.number(figures.budget, official_tables.FEN)),
        official_tables.number(now),
        official_tables.number(
            printing.number(figures.progress, 2, times=printing.PERCENT)
            if figures.progress is not None
            else notes.absent(base if figures.budget <= 0 else say("statement.turned_negative"))
        ),
        official_tables.number(
            printing.number(before, official_tables.FEN)
            if before is not None
            else notes.absent(say("statement.no_last_year"))
        ),
        official_tables.number(
            printing.number(figures.change, 2, sign=True, times=printing.PERCENT)
            if figures.change is not None
            else notes.absent(base)
        ),
    )


def _made(
    context: HospitalContext, name: str, columns: list[OfficialColumn], rows: list[OfficialRow], notes: Notes
) -> OfficialTable:
    return OfficialTable(
        id=name,
        title=context.say(f"submission.{name}.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=context.say("submission.unit", unit=context.say.currency_name()),
        columns=tuple(columns),
        rows=tuple(rows),
        notes=notes.lines(),
        is_wide=True,
        runs_on=True,
    )
