"""Activity and resources: every figure of operations over five years, and by month where there are months.

Activity, beds and staff, attached to a letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.catalog.calendar_words import period_name, period_short, period_with_year
from reportgen.model import printing
from reportgen.model.dataset import View
from reportgen.model.definitions import Kind
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.model.values import growth, why
from reportgen.report.desk.captions import Notes
from reportgen.report.desk.documents.furniture import hospital
from reportgen.report.desk.tables import official_tables, pictures
from reportgen.report.desk.tables.figures import (
    BALANCES,
    ItemFigures,
    item_figures,
    scale,
    to_date,
    unit,
    unit_of,
    unread,
)
from reportgen.report.desk.tables.official_tables import OfficialCell, Sheets
from reportgen.report.desk.tables.official_tables import OfficialColumn as OfficialTablesColumn
from reportgen.report.desk.tables.official_tables import OfficialRow as OfficialTablesLine
from reportgen.report.desk.tables.official_tables import OfficialTable as OfficialTablesSheet
from reportgen.report.desk.tables.sheet import (
    LANDSCAPE_MM,
    PORTRAIT_MM,
    SectionContent,
    Table,
    TableColumn,
    TableRow,
    saying,
)
from reportgen.report.passport import ProvenanceEntry
from reportgen.report.section import Piece

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.definitions import Item
    from reportgen.model.place import Place
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext

SECTION: Final = "activity"
STATEMENTS: Final = ("operations", "inputs")
"""What hospitals do and have comes first; parameters of the evaluation stand last."""
MOST_YEARS: Final = 5
MONTHS_NAME_MM: Final = 50.0
UNIT_MM: Final = 20.0
MOST_EXACT: Final = 3
"""Years whose amounts of money stand beside each other to the hundredth."""
WHOLE: Final = frozenset({"count", "bed", "bed_day", "day", "days", "person", "m2"})
FEWEST_MONTHS: Final = 2
LONG: Final = 1e10
"""Amount from which on twelve do not fit beside each other: then all stand in the unit of the statements' tables."""
AIRY: Final = range(48, 65)
"""Lines of rows that take two pages on their side, the second one less than half: there is room for more air."""
UPRIGHT_UNIT_MM, UPRIGHT_MONTH_MM = 14.0, 10.4
UPRIGHT: Final = 6
"""Characters of a month's figure up to which twelve stand beside each other on an upright page."""
FEW: Final = 24
"""Lines of both tables that one page on its side holds."""
MAIN: Final = ("outpatient_emergency_visits", "discharges")
"""Figures of the title, those that are there."""


@dataclass(frozen=True)
class Activity:
    """Five years of all figures on upright pages, the months of those that have them on their side, airy or not.

    Attributes:
        are_together: whether there are so few that one page on its side has all; is_upright: whether it needs no turn.
    """

    headline: Text
    of_years: SectionContent
    of_months: SectionContent | None
    is_airy: bool = False
    are_together: bool = False
    is_upright: bool = False

    @property
    def lacking(self) -> tuple[Text, ...]:
        """What to supply, where there are no figures at all."""
        return self.of_years.lacking


def activity(context: HospitalContext) -> Activity:
    """Five years of all figures, then the months of those that have them."""
    say, items = context.say, _items(context)
    if not items:
        headline = say("activity.headline.none")
        return Activity(headline, saying(headline, say("activity.none")), None)
    headline, years, months = _headline(context, items), _years(context, items), _months(context, items)
    if months is None:
        return Activity(headline, SectionContent(headline, (years,)), None)
    high = _lines_high(context, months)
    of_years, of_months = (SectionContent(headline, (table,)) for table in (years, months))
    are_few, is_narrow = (
        high + _lines_high(context, years) <= FEW,
        months.columns[-1].width <= UPRIGHT_MONTH_MM,
    )
    return Activity(headline, of_years, of_months, high in AIRY, are_few, is_upright=are_few and is_narrow)


def _lines_high(context: HospitalContext, table: Table) -> int:
    """Names in one language take one line."""
    return table.lines_high(LANDSCAPE_MM) if context.mode == "zh-en" else len(table.lines)


def _items(context: HospitalContext) -> list[tuple[str, Item]]:
    """Figures of the period, each statement in the order of its form."""
    items, now = context.material.catalog.items.items(), str(context.period)
    known = [(i, item) for statement in STATEMENTS for i, item in items if item.statement == statement]
    return [(i, item) for i, item in known if _at(context, i, item, now)[0] is not None]


def _at(context: HospitalContext, identifier: str, item: Item, period: str) -> tuple[float | None, Place | None]:
    """The figure of a period, or what the sheet of the year after prints beside its own as that of last year."""
    dataset, entity, when = context.material.dataset, context.material.entity, Period.parse(period)
    own = to_date(dataset, item, identifier, entity, when)
    key = (identifier, entity, str(when.previous_year(-1)), View.COMPARATIVE)
    return own if own[0] is not None else (dataset.value(*key), dataset.place(key))


def _is_of_table(context: HospitalContext, items: list[tuple[str, Item]], period: str) -> bool:
    """Whether a year has figures of its own, or is the last one before the period, whose figures tell the change."""
    if period == str(context.period.previous_year()):
        return any(_at(context, i, item, period)[0] is not None for i, item in items)
    dataset, entity, when = context.material.dataset, context.material.entity, Period.parse(period)
    return any(to_date(dataset, item, i, entity, when)[0] is not None for i, item in items)


def _headline(context: HospitalContext, items: list[tuple[str, Item]]) -> Text:
    say, before = context.say, str(context.period.previous_year())
    pairs = [(_at(context, i, item, str(context.period))[0], _at(context, i, item, before)[0]) for i, item in items]
    known = [
        (now, was) if _printed(item, now) != _printed(item, was) else (now, now)
        for (now, was), (_, item) in zip(pairs, items, strict=True)
        if now is not None and was is not None
    ]
    up, down = sum(1 for now, was in known if now > was), sum(1 for now, was in known if now < was)
    if not known:
        return say("activity.headline.first", n=len(items))
    if main := [told for name in MAIN if (told := _moved(context, name, before)) is not None]:
        return say.join([main[0], *(say.within(told) for told in main[1:])], "list.semicolon")
    if len(items) > 1 and len(items) in {up, down}:
        return say(f"activity.headline.all_{'up' if up else 'down'}", n=len(items))
    of = say("activity.of" if len(known) == len(items) else "activity.of.comparable", n=len(known))
    if not up and not down:
        return say("activity.headline.same", n=len(items))
    return _counted(context, of, up, down)


def _counted(context: HospitalContext, of: Text, up: int, down: int) -> Text:
    """How many of the figures that compare rose and fell, none by that word."""
    if up and down:
        return context.say("activity.headline", of=of, up=up, down=down)
    return (
        context.say("activity.headline.up", of=of, up=up)
        if up
        else context.say("activity.headline.down", of=of, down=down)
    )


def _moved(context: HospitalContext, name: str, before: str) -> Text | None:
    """One of the main figures with its change on last year; None where one of them is missing or the base is none."""
    item = context.material.catalog.items[name]
    now, was = (_at(context, name, item, period)[0] for period in (str(context.period), before))
    rate = growth(now, was)
    if now is None or rate is None:
        return None
    change = printing.percent(rate, 1, sign=True)
    return context.say(
        "activity.moved", name=context.say.begun(context.caption(name)), value=_printed(item, now), change=change
    )


def _years(context: HospitalContext, items: list[tuple[str, Item]]) -> Table:
    say, notes = context.say, Notes()
    periods = [str(context.period.previous_year(back)) for back in range(MOST_YEARS - 1, -1, -1)]
    there = [period for period in periods if _is_of_table(context, items, period)]
    columns = (
        TableColumn(say("activity.head.item"), 52),
        TableColumn(say("scorecard.head.unit"), 24, "c"),
        *(TableColumn(period_with_year(period), 18, "n") for period in there),
        TableColumn(say("statement.column.percent"), 15, "n"),
    )
    lines = tuple(_line(context, i, item, there, notes) for i, item in items)
    named = say("activity.years", n=len(there)) if len(there) > 1 else say("activity.years.one")
    caption = context.table(SECTION, named)
    is_rounded = len(there) > MOST_EXACT and any(item.unit == "money" for _, item in items)
    rounded = (say("activity.years.note"),) if is_rounded else ()
    return Table(caption, columns, lines, (*rounded, *notes.lines()), dense=True, is_unlike=is_rounded)


def _line(context: HospitalContext, identifier: str, item: Item, periods: list[str], notes: Notes) -> TableRow:
    found = [_at(context, identifier, item, period) for period in periods]
    cells = []
    for period, (value, place) in zip(periods, found, strict=True):
        if value is None:
            cells.append(notes.absent(context.say("statement.not_submitted")))
            continue
        key = f"item.{identifier}" if period == str(context.period) else f"item.{identifier}.{period}"
        places = (place,) if place else ()
        origin = None if place else unread(context, identifier, value, period)
        printed = (_whole if len(periods) > MOST_EXACT else _printed)(item, value)
        cells.append(context.enter(ProvenanceEntry(key, item.name, printed, SECTION, value, origin, places)))
    change = _change(context, [value for value, _ in found], notes)
    return TableRow(
        (context.caption(identifier), unit_of(context, item), *cells, change), level=1 if item.parent else 0
    )


def _change(context: HospitalContext, values: list[float | None], notes: Notes) -> str:
    now, was = values[-1], values[-2] if len(values) > 1 else None
    if now is None or was is None:
        return notes.absent(context.say("statement.no_last_year"))
    rate = growth(now, was)
    if rate is None:
        return notes.absent(context.say(why(was)))
    return printing.number(rate, 1, sign=True, times=printing.PERCENT)


def _printed(item: Item, value: float) -> str:
    return printing.number(value, 0 if item.unit in WHOLE else 2)


def _whole(item: Item, value: float) -> str:
    """Of a month: amounts of money without their fen, so that twelve stand side by side."""
    return printing.number(value, 0) if item.unit == "money" else _printed(item, value)


def _months(context: HospitalContext, items: list[tuple[str, Item]]) -> Table | None:
    """The months of the year; figures that no month has are left out."""
    material, say, notes = context.material, context.say, Notes()
    last = context.period.months_elapsed
    months = [str(Period(context.period.year, PeriodKind.MONTH, number)) for number in range(1, last + 1)]
    rows = []
    for identifier, item in items:
        values = [material.dataset.value(identifier, material.entity, month) for month in months]
        if item.kind not in BALANCES and sum(1 for value in values if value is not None) >= FEWEST_MONTHS:
            rows.append((identifier, item, values))
    if not rows:
        return None
    missing = say("statement.not_submitted")
    money = [abs(value) for _, item, values in rows if item.unit == "money" for value in values if value is not None]
    is_long = max(money, default=0.0) >= LONG
    lines = tuple(
        TableRow(
            (
                context.caption(i),
                unit(context) if is_long and item.unit == "money" else unit_of(context, item),
                *(notes.absent(missing) if v is None else _of_month(context, item, v, is_long) for v in values),
            )
        )
        for i, item, values in rows
    )
    is_upright = len(rows) <= FEW // 2 and max(len(str(cell)) for line in lines for cell in line.cells[2:]) <= UPRIGHT
    month_mm = UPRIGHT_MONTH_MM if is_upright else (LANDSCAPE_MM - MONTHS_NAME_MM - UNIT_MM) / MONTHS
    unit_mm = UPRIGHT_UNIT_MM if is_upright else UNIT_MM
    name_mm = PORTRAIT_MM - unit_mm - MONTHS * month_mm if is_upright else MONTHS_NAME_MM
    columns = (
        TableColumn(say("activity.head.item"), name_mm),
        TableColumn(say("scorecard.head.unit"), unit_mm, "c"),
        *(TableColumn(period_short(month), month_mm, "n") for month in months),
    )
    caption = context.table(SECTION, say("activity.months", year=period_name(str(context.period.year))))
    rounded = (say("activity.months.note"),) if money and not is_long else ()
    return Table(caption, columns, lines, (*rounded, *notes.lines()), dense=True, is_unlike=True)


def _of_month(context: HospitalContext, item: Item, value: float, is_long: bool) -> str:  # noqa: FBT001 - of its table
    if is_long and item.unit == "money":
        return printing.number(value, 0, over=scale(context))
    return _whole(item, value)


NAME: Final = "activity_table"
OPERATIONS: Final = "operations"
ACTIVITY_TABLE_WHOLE: Final = frozenset({"count", "person", "bed", "bed_day", "level", "day", "days"})
"""Units of what is counted, not measured."""
LEAST_CHANGE: Final = 0.005
"""In percent; what is less is printed as no change."""
WIDTHS: Final = (54.0, 24.0, 30.0, 30.0, 18.0)


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """One table of all that was read; nothing where there is none."""
    del options
    items = context.material.catalog.items
    members = [identifier for identifier, item in items.items() if item.statement == OPERATIONS]
    found = [figures for i in members if (figures := item_figures(context.material, i)) is not None]
    return [Piece(NAME, Sheets((_sheet(context, found),), pictures.figure(context)))] if found else []


def _sheet(context: HospitalContext, found: list[ItemFigures]) -> OfficialTablesSheet:
    notes, say = Notes(), context.say
    heads = ("item", "unit", "now", "last_full_year" if context.is_year else "last_year", "change")
    kinds = ("row", "c", "n", "n", "n")
    columns = [
        OfficialTablesColumn(say(f"submission.activity.{head}"), kind, width)
        for head, kind, width in zip(heads, kinds, WIDTHS, strict=True)
    ]
    rows = tuple(_activity_table_line(context, figures, notes) for figures in found)
    unrounded = (say("submission.activity.unrounded"),) if any(map(_differs_unseen, found)) else ()
    return OfficialTablesSheet(
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
    is_alike = _activity_table_printed(figures, figures.now) == _activity_table_printed(figures, figures.last_year)
    return is_alike and abs(figures.change) * printing.PERCENT >= LEAST_CHANGE


def _activity_table_line(context: HospitalContext, figures: ItemFigures, notes: Notes) -> OfficialTablesLine:
    say = context.say
    assert figures.now is not None
    printed = _activity_table_printed(figures, figures.now)
    places = (figures.place,) if figures.place else ()
    origin = None if places else unread(context, figures.id, figures.now, context.material.period)
    context.enter(
        ProvenanceEntry(f"item.{figures.id}.to_date", figures.item.name, printed, NAME, figures.now, origin, places)
    )
    before = figures.last_year
    return OfficialTablesLine(
        (
            official_tables.named(figures.item.name),
            OfficialCell(unit_of(context, figures.item), "c"),
            official_tables.number(printed),
            official_tables.number(
                _activity_table_printed(figures, before)
                if before is not None
                else notes.absent(say("statement.no_last_year"))
            ),
            official_tables.number(
                printing.number(figures.change, 2, sign=True, times=printing.PERCENT)
                if figures.change is not None
                else notes.absent(say("submission.no_base"))
            ),
        )
    )


def _activity_table_printed(figures: ItemFigures, value: float) -> str:
    if figures.item.unit == "money":
        return printing.number(value, official_tables.FEN)
    if figures.item.unit in ACTIVITY_TABLE_WHOLE and figures.item.kind is not Kind.MEAN:
        return printing.number(value, 0)
    return printing.number(value, official_tables.FEN)
