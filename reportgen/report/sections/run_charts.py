"""Run charts of the months: natural limits, and every rule that gives a special cause away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.trend import FEWEST_POINTS
from reportgen.model import printing
from reportgen.report.calendar_words import period_tick, period_with_year
from reportgen.report.charts import Limits, TrendPoint, trend
from reportgen.report.desk import gradings
from reportgen.report.desk.annual import single_months
from reportgen.report.desk.answers import scribe, unanswered
from reportgen.report.desk.sheet import Column, Figures, Line, Sheet, Table, Words
from reportgen.report.desk.ticks import ticks
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.signals.process import ProcessChart, Special
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.desk import Picture

SECTION: Final = "run_charts"
MOST: Final = 6
MOST_MONTHS: Final = 24


def run_charts(context: Context) -> Sheet:
    """Indicators with a special cause in the newest month, those of most weight first; else the heaviest."""
    found: Mapping[str, ProcessChart | Lack] = context.material.analysis["signals.process"]
    known = [one for one in found.values() if not isinstance(one, Lack)]
    if not known:
        return unanswered(context, SECTION, *(one for one in found.values() if isinstance(one, Lack)))
    weight = {row.id: row.effective_weight for row in context.evaluation.indicators}
    ranked = sorted(known, key=lambda one: (not one.current, -weight[one.id], one.id))
    special = [one for one in known if one.current]
    writer = scribe(context, SECTION)
    tables = (_causes(writer, special),) if special else ()
    blocks = (_figures(writer, ranked[:MOST]), *tables, *_too_short(context, found))
    return Sheet(_headline(context, known, special), blocks, (context.say("run_charts.lead"),))


def _headline(context: Context, known: list[ProcessChart], special: list[ProcessChart]) -> Text:
    if not special:
        return context.say("run_charts.headline.steady", n=len(known))
    names = context.say.join([context.named(one.id) for one in special[:3]], "list.and")
    key = "run_charts.headline" if len(special) <= 3 else "run_charts.headline.some"  # noqa: PLR2004 - a title's room
    return context.say(key, n=len(known), special=len(special), names=names)


def _figures(writer: Scribe, charts: list[ProcessChart]) -> Figures:
    context = writer.context
    pictures = tuple((context.short(one.id), _chart(writer, one)) for one in charts)
    return Figures(context.figure(SECTION, context.say("run_charts.figure", n=len(charts))), pictures,
                   context.say("run_charts.figure.note"))  # fmt: skip


def _chart(writer: Scribe, one: ProcessChart) -> Picture:
    context, unit = writer.context, writer.context.indicator(one.id).unit
    special = {at for cause in one.causes for at in range(cause.first, cause.last + 1)}
    first = max(0, len(one.values) - MOST_MONTHS)
    points = [
        TrendPoint(period_tick(one.periods[at]), printing.displayed(one.values[at], unit), at in special)
        for at in range(first, len(one.values))
    ]
    mean, lower, upper = (printing.displayed(value, unit) for value in (one.mean, one.lower, one.upper))
    words = context.text("run_charts.mean", value=context.printed(one.id, one.mean))
    last = context.printed(one.id, one.values[-1])
    facts: dict[str, Text | str | int] = {"name": context.name(one.id), "n": len(one.values), "last": last}
    low, high = (context.printed(one.id, value) for value in (one.lower, one.upper))
    alt = context.text("run_charts.alt", low=low, high=high, **facts)
    drawn = trend(points, last, ticks([lower, upper, *(point.value or 0.0 for point in points)], 5), alt, ink(),
                  limits=Limits(mean, lower, upper, words), width_mm=82, height_mm=36)  # fmt: skip
    return context.picture(f"{SECTION}-{one.id}", drawn)


def _causes(writer: Scribe, special: list[ProcessChart]) -> Table:
    """What the newest month belongs to, with the limits that it is held against."""
    context, say = writer.context, writer.context.say
    columns = (
        Column(say("run_charts.head.indicator"), 40), Column(say("run_charts.head.now"), 18, "n"),
        Column(say("run_charts.head.mean"), 18, "n"), Column(say("run_charts.head.lower"), 18, "n"),
        Column(say("run_charts.head.upper"), 18, "n"), Column(say("run_charts.head.cause"), 60),
    )  # fmt: skip
    lines = []
    for one in special:
        cells = [context.printed(one.id, value) for value in (one.values[-1], one.mean, one.lower, one.upper)]
        told = say.join([_cause(context, one, cause) for cause in one.current], "list.semicolon")
        lines.append(Line((context.short(one.id), *cells, told)))
    caption = context.table(SECTION, say("run_charts.table", period=period_with_year(context.material.period)))
    notes = (say("run_charts.note"), *single_months(context, [one.id for one in special]))
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _cause(context: Context, one: ProcessChart, cause: Special) -> Text:
    rule = context.say(f"analysis.rule.{cause.rule}")
    if cause.first == cause.last:
        return rule
    return context.say("run_charts.since", rule=rule, period=period_with_year(one.periods[cause.first]))


def _too_short(context: Context, found: Mapping[str, ProcessChart | Lack]) -> tuple[Words, ...]:
    """Indicators without months enough, once for all that lack the same."""
    rows = [row for row in context.evaluation.indicators if isinstance(found[row.id], Lack)]
    names = [context.named(row.id) for row in rows if gradings.is_quantitative(context, row)]
    if not names:
        return ()
    return (Words((context.say("run_charts.short", names=context.say.join(names), need=FEWEST_POINTS),)),)
