"""Common size: parts as shares of their whole, now and last year.

Growth over the years: indices on a fixed base and on the year before, compound rates.
"""

from __future__ import annotations

from dataclasses import replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable, added
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.report.charts import Course, DumbbellRow, lines
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import (
    called,
    form_of,
    heading,
    last_year,
    left_out,
    named,
    scribe,
    unanswered,
)
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, Table, TableColumn, TableRow, saying
from reportgen.report.section import Piece
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.comparison.common_size import CommonSize, WholePart
    from reportgen.analysis.comparison.trends import Trend
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "common_size"
SMALLEST: Final = 0.005
"""Share under which a part has no row of its own in the drawing; the table has it."""


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """The wholes that are asked for, one table for all; that of which the headline speaks is drawn."""
    found: Mapping[str, CommonSize | Unavailable] = context.material.analysis["comparison.common_size"]
    asked = {name: found[name] for name in options.words("of") if name in found}
    known = [one for one in asked.values() if not isinstance(one, Unavailable)]
    lacks = [one for one in asked.values() if isinstance(one, Unavailable)]
    if not known:
        return [Piece(options.entry, unanswered(context, SECTION, *lacks))]
    writer = scribe(context, SECTION)
    moved = [(one, part, _moved(part)) for one in known for part in one.parts]
    blocks: tuple[Block, ...] = (
        _figure(writer, _drawn(known, moved)),
        _table(writer, known),
        *left_out(context, lacks),
    )
    return [Piece(options.entry, SectionContent(_headline(writer, moved), blocks))]


def _moved(part: WholePart) -> float | None:
    if part.share.value is None or part.earlier_share.value is None:
        return None
    return part.share.value - part.earlier_share.value


def _most_moved(moved: list[tuple[CommonSize, WholePart, float | None]]) -> tuple[CommonSize, WholePart, float] | None:
    """The part whose share moved most; None where nothing can be compared."""
    compared = [(one, part, change) for one, part, change in moved if change is not None]
    return max(compared, key=lambda row: abs(row[2]), default=None)


def _drawn(known: list[CommonSize], moved: list[tuple[CommonSize, WholePart, float | None]]) -> CommonSize:
    found = _most_moved(moved)
    return found[0] if found else known[0]


def _headline(writer: CellWriter, moved: list[tuple[CommonSize, WholePart, float | None]]) -> Text:
    context, say = writer.context, writer.context.say
    found = _most_moved(moved)
    if found is None:
        return say("common_size.headline.first", n=len(moved))
    one, part, change = found
    if printing.number(abs(change), 2, times=printing.PERCENT) == printing.number(0.0, 2):
        return say("common_size.headline.same", n=len(moved), base=last_year(context))
    whole = context.material.catalog.structures[one.id].whole
    assert part.share.value is not None
    facts: dict[str, Text | str] = {
        "whole": called(context, whole),
        "part": say.within(named(context, part.id)),
        "base": last_year(context),
        "share": writer.said("headline", named(context, part.id), part.share.value, "share"),
        "change": writer.said("headline.change", named(context, part.id), abs(change), "points"),
    }
    return say(f"common_size.headline.{'up' if change >= 0 else 'down'}", **facts)


def _part_name(context: HospitalContext, one: CommonSize, part: WholePart) -> Text:
    rest = context.material.catalog.structures[one.id].rest
    return rest if part.id == "rest" and rest is not None else named(context, part.id)


def _figure(writer: CellWriter, one: CommonSize) -> ChartFigure:
    context, title = writer.context, writer.context.material.catalog.structures[one.id].title
    known = [part for part in one.parts if part.share.value is not None]
    shown = [part for part in known if abs(part.share.value or 0.0) >= SMALLEST]
    small = [part for part in known if part not in shown]
    if shown and all(_moved(part) is not None for part in known):
        rows = [_shift(writer, _part_name(context, one, part), [part]) for part in shown]
        rows += [_shift(writer, context.say("common_size.small", n=len(small)), small)] if len(small) > 1 else []
        rows += [_shift(writer, _part_name(context, one, part), [part]) for part in small if len(small) == 1]
        return drawings.shifts(writer, rows, title=title, base=last_year(context))
    pairs = [_pair(writer, one, part) for part in shown]
    drawn = drawings.pairs(writer, pairs, one.id, title=title, base=last_year(context))
    return replace(drawn, note=context.say("common_size.figure.shares", base=last_year(context)))


def _shift(writer: CellWriter, name: Text, parts: list[WholePart]) -> tuple[Text, float, str]:
    """By how many points a share moved, or that of all small parts together, so that the shares make the whole."""
    now = fsum(part.share.value or 0.0 for part in parts) * printing.PERCENT
    change = fsum(_moved(part) or 0.0 for part in parts) * printing.PERCENT
    return name, change, drawings.moved(writer, now, now - change)


def _pair(writer: CellWriter, one: CommonSize, part: WholePart) -> DumbbellRow:
    now = (part.share.value or 0.0) * printing.PERCENT
    before = None if part.earlier_share.value is None else part.earlier_share.value * printing.PERCENT
    name = _part_name(writer.context, one, part)
    words, behind = name.in_language(writer.context.language), writer.context.behind(name)
    return DumbbellRow(words, before, now, drawings.moved(writer, now, before), behind)


def _table(writer: CellWriter, known: list[CommonSize]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("common_size.head.part"), 62),
        TableColumn(say("common_size.head.amount"), 28, "n"),
        TableColumn(say("common_size.head.share"), 20, "n"),
        TableColumn(say("common_size.head.before"), 22, "n"),
        TableColumn(say("common_size.head.change"), 20, "n"),
        TableColumn(say("common_size.head.growth"), 20, "n"),
    )
    lines: list[TableRow] = []
    for one in known:
        lines.append(heading(context.material.catalog.structures[one.id].title))
        lines += [_line(table, one, part) for part in one.parts]
        lines.append(_whole(table, one))
    caption = context.table(SECTION, say("common_size.table", unit=figures.unit(context)))
    return Table(caption, columns, tuple(lines), (say("common_size.note"), *table.notes.lines()), dense=True)


def _line(table: CellWriter, one: CommonSize, part: WholePart) -> TableRow:
    name = _part_name(table.context, one, part)
    change = part.share - part.earlier_share
    return TableRow(
        (
            name,
            table.write(part.amount, "money"),
            table.write(part.share, "share"),
            table.write(part.earlier_share, "share"),
            table.write(change, "share", sign=True),
            table.write(part.against.rate, "percent", sign=True),
        ),
        level=1,
    )


def _whole(table: CellWriter, one: CommonSize) -> TableRow:
    """The whole, of which the parts make up a hundred."""
    context = table.context
    whole = context.material.catalog.structures[one.id].whole
    share = added(part.share for part in one.parts)
    return TableRow(
        (named(context, whole), table.write(one.whole, "money"), table.write(share, "share"), "", "", ""), "total"
    )


GROWTH_SECTION: Final = "growth"
DRAWN: Final = ("total_income", "total_expense", "outpatient_emergency_visits", "discharges", "total_assets")
"""Series of the drawing, those that are there; five are as many as a reader can tell apart."""
ELSE: Final = 5
MOST_YEARS: Final = 5
FEWEST: Final = 2


def growth(context: HospitalContext) -> SectionContent:
    """Whole years where there are two, else the same months of each year."""
    found: Mapping[str, tuple[Trend, ...]] = context.material.analysis["comparison.trends"]
    trends = found["years"] or found["to_date"]
    if not trends:
        return saying(context.say("growth.headline.none"), context.say("growth.none"))
    writer = scribe(context, GROWTH_SECTION)
    blocks = [block for block in (_growth_figure(writer, trends), _growth_table(writer, trends)) if block is not None]
    return SectionContent(_growth_headline(writer, trends), tuple(blocks))


def _growth_headline(writer: CellWriter, trends: tuple[Trend, ...]) -> Text:
    context, say = writer.context, writer.context.say
    one = _told(trends)
    if one is None or one.growth.value is None:
        return say("growth.headline.plain", n=len(trends))
    first, last = (period_with_year(step.period) for step in (one.steps[0], one.steps[-1]))
    rate = writer.said("headline", called(context, one.id), abs(one.growth.value), "percent")
    once = ".once" if len(one.steps) == 2 else ""  # noqa: PLR2004 - from one year to the next nothing is a year's mean
    side = f"{'up' if one.growth.value >= 0 else 'down'}{once}"
    return say(f"growth.headline.{side}", name=say.within(called(context, one.id)), first=first, last=last, rate=rate)


def _told(trends: tuple[Trend, ...]) -> Trend | None:
    """The series of the title: the first with a rate of growth."""
    return next((trend for trend in trends if trend.growth.value is not None), None)


def _growth_figure(writer: CellWriter, trends: tuple[Trend, ...]) -> ChartFigure | None:
    """Indices of a few series from their common base."""
    context, known = writer.context, {trend.id: trend for trend in trends}
    chosen = [known[name] for name in DRAWN if name in known] or list(trends[:ELSE])
    if (leading := _told(trends)) is not None and leading not in chosen:
        chosen = [leading, *chosen][:ELSE]
    periods = [step.period for step in max(chosen, key=lambda trend: len(trend.steps)).steps]
    whole = [trend for trend in chosen if [step.period for step in trend.steps] == periods]
    if len(periods) < FEWEST or not whole:
        return None
    courses = [_course(context, trend) for trend in whole]
    values = [value for course in courses for value in course.values if value is not None]
    told = [
        context.say("phrase.named", name=called(context, t.id), value=c.printed)
        for t, c in zip(whole, courses, strict=True)
    ]
    facts = {"first": period_with_year(periods[0]), "last": period_with_year(periods[-1])}
    alt = context.text("growth.alt", listed=context.say.join(told, "list.comma_only"), **facts)
    labels = [period_with_year(period).in_language(context.language) for period in periods]
    places = ticks([*values, printing.PERCENT], 5)
    drawn = lines(courses, labels, places, alt, ink(), base=printing.PERCENT, height_mm=46)
    caption = context.figure(GROWTH_SECTION, context.say("growth.figure", **facts))
    return ChartFigure(
        caption, context.picture(GROWTH_SECTION, drawn), context.say("growth.figure.note", first=facts["first"])
    )


def _course(context: HospitalContext, trend: Trend) -> Course:
    values = tuple(None if step.fixed.value is None else step.fixed.value * printing.PERCENT for step in trend.steps)
    last = values[-1]
    printed = "" if last is None else printing.number(last, 1)
    name = called(context, trend.id)
    return Course(name.in_language(context.language), values, printed, context.behind(name))


def _growth_table(writer: CellWriter, trends: tuple[Trend, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    every = sorted({step.period for trend in trends for step in trend.steps})
    first, periods = every[0], every[-MOST_YEARS:]
    columns = (
        TableColumn(say("growth.head.item"), 38),
        *(TableColumn(period_with_year(period), 22, "n") for period in periods),
        TableColumn(say("growth.head.fixed"), 15, "n"),
        TableColumn(say("growth.head.chain"), 15, "n"),
        TableColumn(say("growth.head.rate"), 16, "n"),
    )
    rows = tuple(_growth_line(table, trend, first, periods) for trend in trends)
    caption = context.table(GROWTH_SECTION, say("growth.table", n=len(periods), unit=figures.unit(context)))
    notes = (say("growth.note", first=period_with_year(first)), *table.notes.lines())
    return Table(caption, columns, rows, notes, dense=True, is_unlike=True)


def _growth_line(table: CellWriter, trend: Trend, first: str, periods: list[str]) -> TableRow:
    form, steps, base = form_of(table.context, trend.id), {step.period: step for step in trend.steps}, _base(trend)
    begins = table.context.say("growth.begins", first=period_with_year(base))
    is_broken, is_dashed = trend.steps[0].period < base, not steps.keys() >= {*periods}
    name = table.context.caption(trend.id)
    if is_broken or (base != first and not is_dashed):
        name = _name(table, trend, "growth.base" if is_broken else "growth.later", base)
    cells = [
        table.write(steps[period].value, form) if period in steps else table.notes.absent(begins) for period in periods
    ]
    last = trend.steps[-1]
    cells.append(table.write(last.fixed, "index"))
    cells.append(table.write(last.chain, "index"))
    cells.append(table.write(trend.growth, "percent", sign=True))
    return TableRow((name, *cells))


def _base(trend: Trend) -> str:
    """The first year of the indices: that after the last break, else the first of the series."""
    return next((step.period for step in reversed(trend.steps) if step.breaks), trend.steps[0].period)


def _name(table: CellWriter, trend: Trend, why: str, base: str) -> Text:
    """The name of a row whose indices begin later than those of the table, with a mark that says why and when."""
    say, words = table.context.say, table.context.say(why, first=period_with_year(base))
    return say("growth.marked", name=table.context.caption(trend.id), mark=same(table.notes.mark(words)))
