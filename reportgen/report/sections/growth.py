"""Growth over the years: indices on a fixed base and on the year before, compound rates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_with_year
from reportgen.report.charts import Course, lines
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import called, form_of, scribe
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table, saying
from reportgen.report.desk.ticks import ticks
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.comparison.trends import Trend
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context

SECTION: Final = "growth"
DRAWN: Final = ("total_income", "total_expense", "outpatient_emergency_visits", "discharges", "total_assets")
"""Series of the drawing, those that are there; five are as many as a reader can tell apart."""
ELSE: Final = 5
MOST_YEARS: Final = 5
FEWEST: Final = 2


def growth(context: Context) -> Sheet:
    """Whole years where there are two, else the same months of each year."""
    found: Mapping[str, tuple[Trend, ...]] = context.material.analysis["comparison.trends"]
    trends = found["years"] or found["to_date"]
    if not trends:
        return saying(context.say("growth.headline.none"), context.say("growth.none"))
    writer = scribe(context, SECTION)
    blocks = [block for block in (_figure(writer, trends), _table(writer, trends)) if block is not None]
    return Sheet(_headline(writer, trends), tuple(blocks))


def _headline(writer: Scribe, trends: tuple[Trend, ...]) -> Text:
    context, say = writer.context, writer.context.say
    one = _told(trends)
    if one is None or one.growth.value is None:
        return say("growth.headline.plain", n=len(trends))
    first, last = (period_with_year(step.period) for step in (one.steps[0], one.steps[-1]))
    rate = writer.said("headline", called(context, one.id), abs(one.growth.value), "percent")
    side = "up" if one.growth.value >= 0 else "down"
    return say(f"growth.headline.{side}", name=say.within(called(context, one.id)), first=first, last=last, rate=rate)


def _told(trends: tuple[Trend, ...]) -> Trend | None:
    """The series of the title: the first with a rate of growth."""
    return next((trend for trend in trends if trend.growth.value is not None), None)


def _figure(writer: Scribe, trends: tuple[Trend, ...]) -> Figure | None:
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
    told = [context.say("phrase.named", name=called(context, t.id), value=c.printed)
            for t, c in zip(whole, courses, strict=True)]  # fmt: skip
    facts = {"first": period_with_year(periods[0]), "last": period_with_year(periods[-1])}
    alt = context.text("growth.alt", listed=context.say.join(told, "list.comma_only"), **facts)
    labels = [period_with_year(period).in_language(context.language) for period in periods]
    places = ticks([*values, printing.PERCENT], 5)
    drawn = lines(courses, labels, places, alt, ink(), base=printing.PERCENT, height_mm=46)
    caption = context.figure(SECTION, context.say("growth.figure", **facts))
    return Figure(caption, context.picture(SECTION, drawn), context.say("growth.figure.note", first=facts["first"]))


def _course(context: Context, trend: Trend) -> Course:
    values = tuple(None if step.fixed.value is None else step.fixed.value * printing.PERCENT for step in trend.steps)
    last = values[-1]
    printed = "" if last is None else printing.number(last, 1)
    name = called(context, trend.id)
    return Course(name.in_language(context.language), values, printed, context.behind(name))


def _table(writer: Scribe, trends: tuple[Trend, ...]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    periods = sorted({step.period for trend in trends for step in trend.steps})[-MOST_YEARS:]
    columns = (
        Column(say("growth.head.item"), 38), *(Column(period_with_year(period), 22, "n") for period in periods),
        Column(say("growth.head.fixed"), 15, "n"), Column(say("growth.head.chain"), 15, "n"),
        Column(say("growth.head.rate"), 16, "n"),
    )  # fmt: skip
    rows = tuple(_line(table, trend, periods) for trend in trends)
    caption = context.table(SECTION, say("growth.table", n=len(periods), unit=form_rows.unit(context)))
    notes = (say("growth.note"), *table.notes.lines())
    return Table(caption, columns, rows, notes, dense=True, is_unlike=True)


def _line(table: Scribe, trend: Trend, periods: list[str]) -> Line:
    form, steps, base = form_of(table.context, trend.id), {step.period: step for step in trend.steps}, _base(trend)
    begins = table.context.say("growth.begins", first=period_with_year(base))
    name = _name(table, trend, base) if trend.steps[0].period < base else table.context.caption(trend.id)
    cells = [
        table.write(steps[period].value, form) if period in steps else table.notes.absent(begins) for period in periods
    ]
    last = trend.steps[-1]
    cells.append(table.write(last.fixed, "index"))
    cells.append(table.write(last.chain, "index"))
    cells.append(table.write(trend.growth, "percent", sign=True))
    return Line((name, *cells))


def _base(trend: Trend) -> str:
    """The first year of the indices: that after the last break, else the first of the series."""
    return next((step.period for step in reversed(trend.steps) if step.breaks), trend.steps[0].period)


def _name(table: Scribe, trend: Trend, base: str) -> Text:
    """The name of a row whose indices begin after a break, with a mark that says so."""
    say, words = table.context.say, table.context.say("growth.base", first=period_with_year(base))
    return say("growth.marked", name=table.context.caption(trend.id), mark=same(table.notes.mark(words)))
