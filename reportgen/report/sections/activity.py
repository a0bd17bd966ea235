"""Activity and resources: every figure of operations over five years, and by month where there are months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.report.calendar_words import period_short, period_with_year
from reportgen.report.desk.figures import BALANCES, to_date, unit_of
from reportgen.report.desk.notes import Notes
from reportgen.report.desk.sheet import LANDSCAPE_MM, Column, Line, Sheet, Table, saying
from reportgen.report.passport import Entry

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.definitions import Item
    from reportgen.model.place import Place
    from reportgen.report.desk.context import Context

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
AIRY: Final = range(48, 65)
"""Rows of one line that take two pages on their side, the second one less than half: there is room for more air."""
MAIN: Final = ("outpatient_emergency_visits", "discharges")
"""Figures of the title, those that are there."""


@dataclass(frozen=True)
class Activity:
    """Five years of all figures on upright pages, the months of those that have them on their side, airy or not."""

    headline: Text
    of_years: Sheet
    of_months: Sheet | None
    is_airy: bool = False


def activity(context: Context) -> Activity:
    """Five years of all figures, then the months of those that have them."""
    say, items = context.say, _items(context)
    if not items:
        headline = say("activity.headline.none")
        return Activity(headline, saying(headline, say("activity.none")), None)
    headline, years, months = _headline(context, items), _years(context, items), _months(context, items)
    is_airy = months is not None and len(months.lines) in AIRY and context.mode != "zh-en"  # names there take two lines
    of_months = None if months is None else Sheet(headline, (months,))
    return Activity(headline, Sheet(headline, (years,)), of_months, is_airy)


def _items(context: Context) -> list[tuple[str, Item]]:
    """Figures of the period, each statement in the order of its form."""
    items, now = context.material.catalog.items.items(), str(context.period)
    known = [(i, item) for statement in STATEMENTS for i, item in items if item.statement == statement]
    return [(i, item) for i, item in known if _at(context, i, item, now)[0] is not None]


def _at(context: Context, identifier: str, item: Item, period: str) -> tuple[float | None, Place | None]:
    material = context.material
    return to_date(material.dataset, item, identifier, material.entity, Period.parse(period))


def _headline(context: Context, items: list[tuple[str, Item]]) -> Text:
    say, before = context.say, str(context.period.previous_year())
    pairs = [(_at(context, i, item, str(context.period))[0], _at(context, i, item, before)[0]) for i, item in items]
    known = [
        (now, was) if _printed(item, now) != _printed(item, was) else (now, now)
        for (now, was), (_, item) in zip(pairs, items, strict=True) if now is not None and was is not None
    ]  # fmt: skip
    up, down = sum(1 for now, was in known if now > was), sum(1 for now, was in known if now < was)
    if not known:
        return say("activity.headline.first", n=len(items))
    if main := [told for name in MAIN if (told := _moved(context, name, before)) is not None]:
        return say.join([main[0], *(say.within(told) for told in main[1:])], "list.semicolon")
    return say("activity.headline", n=len(items), up=up, down=down)


def _moved(context: Context, name: str, before: str) -> Text | None:
    """One of the main figures with its change on last year; None where one of them is missing or the base is none."""
    item = context.material.catalog.items[name]
    now, was = (_at(context, name, item, period)[0] for period in (str(context.period), before))
    if now is None or not was or was < 0:
        return None
    change = printing.percent(now / was - 1, 1, sign=True)
    return context.say("activity.moved", name=context.say.begun(context.caption(name)), value=_printed(item, now),
                       change=change)  # fmt: skip


def _years(context: Context, items: list[tuple[str, Item]]) -> Table:
    say, notes = context.say, Notes()
    periods = [str(context.period.previous_year(back)) for back in range(MOST_YEARS - 1, -1, -1)]
    there = [p for p in periods if any(_at(context, i, item, p)[0] is not None for i, item in items)]
    columns = (
        Column(say("activity.head.item"), 52), Column(say("scorecard.head.unit"), 24, "c"),
        *(Column(period_with_year(period), 18, "n") for period in there),
        Column(say("statement.column.percent"), 15, "n"),
    )  # fmt: skip
    lines = tuple(_line(context, i, item, there, notes) for i, item in items)
    caption = context.table(SECTION, say("activity.years", n=len(there)))
    is_rounded = len(there) > MOST_EXACT and any(item.unit == "money" for _, item in items)
    rounded = (say("activity.years.note"),) if is_rounded else ()
    return Table(caption, columns, lines, (*rounded, *notes.lines()), dense=True, is_unlike=is_rounded)


def _line(context: Context, identifier: str, item: Item, periods: list[str], notes: Notes) -> Line:
    found = [_at(context, identifier, item, period) for period in periods]
    cells = []
    for period, (value, place) in zip(periods, found, strict=True):
        if value is None:
            cells.append(notes.absent(context.say("statement.not_submitted")))
            continue
        key = f"item.{identifier}" if period == str(context.period) else f"item.{identifier}.{period}"
        places = (place,) if place else ()
        origin = None if place else context.say("passport.origin.months")
        printed = (_whole if len(periods) > MOST_EXACT else _printed)(item, value)
        cells.append(context.enter(Entry(key, item.name, printed, SECTION, value, origin, places)))
    change = _change(context, [value for value, _ in found], notes)
    return Line((context.caption(identifier), unit_of(context, item), *cells, change), level=1 if item.parent else 0)


def _change(context: Context, values: list[float | None], notes: Notes) -> str:
    now, was = values[-1], values[-2] if len(values) > 1 else None
    if now is None or was is None:
        return notes.absent(context.say("statement.no_last_year"))
    if was <= 0:
        return notes.absent(context.say("statement.base_zero" if was == 0 else "statement.base_negative"))
    return printing.number(now / was - 1, 1, sign=True, times=printing.PERCENT)


def _printed(item: Item, value: float) -> str:
    return printing.number(value, 0 if item.unit in WHOLE else 2)


def _whole(item: Item, value: float) -> str:
    """Of a month: amounts of money without their fen, so that twelve stand side by side."""
    return printing.number(value, 0) if item.unit == "money" else _printed(item, value)


def _months(context: Context, items: list[tuple[str, Item]]) -> Table | None:
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
    columns = (
        Column(say("activity.head.item"), MONTHS_NAME_MM),
        Column(say("scorecard.head.unit"), UNIT_MM, "c"),
        *(Column(period_short(month), (LANDSCAPE_MM - MONTHS_NAME_MM - UNIT_MM) / MONTHS, "n") for month in months),
    )
    lines = tuple(
        Line(
            (
                context.caption(i),
                unit_of(context, item),
                *(notes.absent(missing) if v is None else _whole(item, v) for v in values),
            )
        )
        for i, item, values in rows
    )
    caption = context.table(SECTION, say("activity.months", year=str(context.period.year)))
    rounded = (say("activity.months.note"),) if any(item.unit == "money" for _, item, _ in rows) else ()
    return Table(caption, columns, lines, (*rounded, *notes.lines()), dense=True, is_unlike=True)
