"""Activity, beds and staff, attached to a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.definitions import Kind
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import activity_pictures, sheets
from reportgen.report.desk.figures import ItemFigures, item_figures, unit_of
from reportgen.report.desk.furniture import hospital
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet_rows import Cell, Column, Line
from reportgen.report.desk.sheets import Sheet, Sheets
from reportgen.report.passport import Entry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import Context

NAME: Final = "activity_table"
OPERATIONS: Final = "operations"
WHOLE: Final = frozenset({"count", "person", "bed", "bed_day", "level", "day", "days"})
"""Units of what is counted, not measured."""
LEAST_CHANGE: Final = 0.005
"""In percent; what is less is printed as no change."""
WIDTHS: Final = (54.0, 24.0, 30.0, 30.0, 18.0)


def pieces(context: Context, options: Options) -> list[Piece]:
    """One table of all that was read; nothing where there is none."""
    del options
    items = context.material.catalog.items
    members = [identifier for identifier, item in items.items() if item.statement == OPERATIONS]
    found = [figures for i in members if (figures := item_figures(context.material, i)) is not None]
    return [Piece(NAME, Sheets((_sheet(context, found),), activity_pictures.figure(context)))] if found else []


def _sheet(context: Context, found: list[ItemFigures]) -> Sheet:
    notes, say = Notes(), context.say
    heads = ("item", "unit", "now", "last_full_year" if context.is_year else "last_year", "change")
    kinds = ("row", "c", "n", "n", "n")
    columns = [
        Column(say(f"submission.activity.{head}"), kind, width)
        for head, kind, width in zip(heads, kinds, WIDTHS, strict=True)
    ]
    rows = tuple(_line(context, figures, notes) for figures in found)
    unrounded = (say("submission.activity.unrounded"),) if any(map(_differs_unseen, found)) else ()
    return Sheet(
        id=NAME,
        title=say("submission.activity.title"),
        holder=hospital(context),
        period=period_name(context.material.period),
        code=say("submission.activity.basis"),
        columns=tuple(columns),
        rows=rows,
        notes=(*notes.lines(), *unrounded),
    )


def _differs_unseen(figures: ItemFigures) -> bool:
    """Whether a figure changed by what is rounded away where it is printed, though not where its change is."""
    if figures.now is None or figures.last_year is None or figures.change is None:
        return False
    is_alike = _printed(figures, figures.now) == _printed(figures, figures.last_year)
    return is_alike and abs(figures.change) * printing.PERCENT >= LEAST_CHANGE


def _line(context: Context, figures: ItemFigures, notes: Notes) -> Line:
    say = context.say
    assert figures.now is not None
    printed = _printed(figures, figures.now)
    places = (figures.place,) if figures.place else ()
    origin = None if places else say("passport.origin.months")
    context.enter(Entry(f"item.{figures.id}.to_date", figures.item.name, printed, NAME, figures.now, origin, places))
    before = figures.last_year
    return Line(
        (
            sheets.named(figures.item.name),
            Cell(unit_of(context, figures.item), "c"),
            sheets.number(printed),
            sheets.number(
                _printed(figures, before) if before is not None else notes.absent(say("statement.no_last_year"))
            ),
            sheets.number(
                printing.number(figures.change, 2, sign=True, times=printing.PERCENT)
                if figures.change is not None
                else notes.absent(say("submission.no_base"))
            ),
        )
    )


def _printed(figures: ItemFigures, value: float) -> str:
    if figures.item.unit == "money":
        return printing.number(value, sheets.FEN)
    if figures.item.unit in WHOLE and figures.item.kind is not Kind.MEAN:
        return printing.number(value, 0)
    return printing.number(value, sheets.FEN)
