"""Season and rolling twelve months: how the months differ, and what remains when the season is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.report.calendar_words import period_short
from reportgen.report.charts import Course, lines
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import called, form_of, left_out, scribe, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.desk.ticks import ticks
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.comparison.season import Monthly, Season
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "season"
MOST: Final = 4
"""Series of the drawing."""


def season(context: Context) -> Sheet:
    """Indices of the months where two years of them are there, and twelve months to now for all."""
    found: Mapping[str, Monthly | Lack] = context.material.analysis["comparison.seasons"]
    known = [one for one in found.values() if not isinstance(one, Lack)]
    lacks = [one for one in found.values() if isinstance(one, Lack)]
    if not known:
        return unanswered(context, SECTION, *lacks)
    lacks += [one.season for one in known if isinstance(one.season, Lack)]
    writer = scribe(context, SECTION)
    seasonal = [(one, one.season) for one in known if not isinstance(one.season, Lack)]
    blocks: list[Block] = [_figure(writer, seasonal), _indices(writer, seasonal)] if seasonal else []
    blocks.append(_rolling(writer, known))
    return Sheet(_headline(writer, seasonal, known), (*blocks, *left_out(context, lacks)))


def _headline(writer: Scribe, seasonal: list[tuple[Monthly, Season]], known: list[Monthly]) -> Text:
    context, say = writer.context, writer.context.say
    if not seasonal:
        return say("season.headline.rolling", n=len(known))
    one, found = seasonal[0]
    high, low = (found.indices.index(choose(found.indices)) for choose in (max, min))
    facts: dict[str, Text | str] = {
        "name": called(context, one.id), "high": _month(context, high), "low": _month(context, low),
        "most": writer.said("headline.high", called(context, one.id), found.indices[high], "index"),
        "least": writer.said("headline.low", called(context, one.id), found.indices[low], "index"),
    }  # fmt: skip
    return say("season.headline", **facts)


def _month(context: Context, at: int) -> Text:
    return period_short(str(Period(context.period.year, PeriodKind.MONTH, at + 1)))


def _figure(writer: Scribe, seasonal: list[tuple[Monthly, Season]]) -> Figure:
    context, shown = writer.context, seasonal[:MOST]
    courses = [
        Course(
            called(context, one.id).in_language(context.language),
            tuple(value * printing.PERCENT for value in found.indices),
            printing.number(found.indices[-1], 1, times=printing.PERCENT),
            context.behind(called(context, one.id)),
        )
        for one, found in shown
    ]
    labels = [_month(context, at).in_language(context.language) for at in range(MONTHS)]
    values = [value for course in courses for value in course.values if value is not None]
    names = context.say.join([called(context, one.id) for one, _ in shown])
    low, high = (printing.number(choose(values), 1) for choose in (min, max))
    alt = context.text("season.alt", names=names, low=low, high=high)
    places = ticks([*values, printing.PERCENT], 5)
    drawn = lines(courses, labels, places, alt, ink(), base=printing.PERCENT, height_mm=46)
    caption = context.figure(SECTION, context.say("season.figure"))
    return Figure(caption, context.picture(SECTION, drawn), context.say("season.figure.note"))


def _indices(writer: Scribe, seasonal: list[tuple[Monthly, Season]]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("season.head.item"), 34), *(Column(_month(context, at), 10, "n") for at in range(MONTHS)),
        Column(say("season.head.adjusted"), 18, "n"),
    )  # fmt: skip
    rows = []
    for one, found in seasonal:
        name = context.caption(one.id)
        cells = [table.write(index, "index") for at, index in enumerate(found.indices)]
        adjusted = table.write(found.adjusted, form_of(context, one.id))
        rows.append(Line((name, *cells, adjusted)))
    caption = context.table(SECTION, say("season.table"))
    notes = (say("season.note", n=seasonal[0][1].months, unit=form_rows.unit(context)), *table.notes.lines())
    return Table(caption, columns, tuple(rows), notes, dense=True, is_unlike=True)


def _rolling(writer: Scribe, known: list[Monthly]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("season.head.item"), 52), Column(say("season.head.rolling"), 34, "n"),
        Column(say("season.head.before"), 34, "n"), Column(say("season.head.change"), 32, "n"),
        Column(say("season.head.rate"), 20, "n"),
    )  # fmt: skip
    rows = []
    for one in known:
        name, form, held = context.caption(one.id), form_of(context, one.id), one.rolling
        cells = [table.write(value, form) for value in (one.rolling_now, held.against)]
        cells.append(table.write(held.difference, form, sign=True))
        cells.append(table.write(held.rate, "percent", sign=True))
        rows.append(Line((name, *cells)))
    caption = context.table(SECTION, say("season.rolling", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(rows), table.notes.lines(), dense=True, is_unlike=True)
