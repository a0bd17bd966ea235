"""The year to its end, with interval, plain benchmark and tested error; after its end, the year that follows.

What if: the same period under other assumptions, and what that would make of score and grade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.outlook.trials import CONFIDENCE
from reportgen.catalog.calendar_words import period_name, period_tick
from reportgen.model import printing
from reportgen.report import conditions
from reportgen.report.charts import Band, Fan, ScenarioBar, fan, tornado
from reportgen.report.desk.brief.plans import left_out_later
from reportgen.report.desk.grades.scale import bounds
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.answers import called, form_of, left_out, scribe, unanswered
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, SheetFigures, Table, TableColumn, TableRow
from reportgen.report.section import Piece
from reportgen.report.tokens import colour, ink

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from reportgen.analysis.outlook.trials import Tested
    from reportgen.analysis.outlook.trials import TrendLine as Trend
    from reportgen.analysis.outlook.what_if import ScenarioOutcome as Scenario
    from reportgen.analysis.outlook.what_if import WhatIf
    from reportgen.analysis.outlook.year_end import Forecast
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "forecast"
MOST_MONTHS: Final = 22
SHARE: Final = printing.percent(CONFIDENCE, 0)


def pieces(context: HospitalContext, options: Options) -> list[Piece]:
    """Of a part of a year its end; of a whole year the next one."""
    sheet = _year_end(context, options.words("of")) if context.period.is_partial else _next_year(context)
    title = None if context.period.is_partial else context.say("forecast.title.next")
    return [Piece(options.entry, sheet, title=title)]


def _year_end(context: HospitalContext, asked: Container[str]) -> SectionContent:
    """The months, the year, and what the ways of forecasting missed by, as far as they are asked for."""
    found: Mapping[str, Forecast | Unavailable] = context.material.analysis["outlook.year_end"]
    known = {name: one for name, one in found.items() if not isinstance(one, Unavailable)}
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not known:
        return unanswered(context, SECTION, *lacks)
    writer = scribe(context, SECTION)
    parts: dict[str, Callable[[CellWriter, Mapping[str, Forecast]], Block]] = {
        "months": _fans,
        "year_end": _year_ends,
        "tested": _tested,
    }
    blocks = [part(writer, known) for name, part in parts.items() if name in asked]
    lead = (context.say("forecast.lead" if "tested" in asked else "forecast.lead.short", share=SHARE),)
    return SectionContent(_headline(writer, known), (*blocks, *left_out(context, lacks)), lead)


def _headline(writer: CellWriter, known: Mapping[str, Forecast]) -> Text:
    context, say = writer.context, writer.context.say
    name, one = next(iter(known.items()))
    facts: dict[str, Text | str] = {
        "name": say(f"forecast.name.{name}"),
        "total": writer.money("headline", say(f"forecast.name.{name}"), one.total),
    }
    if one.gap.value is not None and one.budget.value:
        facts["gap"] = writer.money("headline.gap", say("forecast.head.gap"), one.gap.value)
        side = "above" if one.gap.value >= 0 else "below"
        return say(f"forecast.headline.{side}", **facts)
    return context.say("forecast.headline.plain", **facts)


def _fans(writer: CellWriter, known: Mapping[str, Forecast]) -> SheetFigures:
    context, say = writer.context, writer.context.say
    pictures = tuple((say(f"forecast.name.{name}"), _fan(writer, name, one)) for name, one in known.items())
    caption = context.figure(SECTION, say("forecast.figure"))
    return SheetFigures(caption, pictures, say("forecast.figure.note", unit=figures.unit(context), share=SHARE))


def _fan(writer: CellWriter, name: str, one: Forecast) -> PlacedChart:
    """The last months of the items behind a forecast, and those ahead."""
    context, scale = writer.context, figures.scale(writer.context)
    known = [value / scale for _, value in one.past[-MOST_MONTHS:]]
    ahead = [value / scale for _, value in one.ahead]
    bands = tuple((low / scale, high / scale) for low, high in one.bands)
    labels = [period_tick(period) for period, _ in (*one.past[-MOST_MONTHS:], *one.ahead)]
    last = printing.number(ahead[-1], 0)
    rows = Fan(tuple(labels), tuple(known), tuple(ahead), bands, last)
    facts: dict[str, Text | str | int] = {
        "n": len(known),
        "month": labels[-1],
        "value": last,
        "unit": figures.unit(context),
    }
    alt = context.text("forecast.alt", name=context.say(f"forecast.name.{name}"), **facts)
    everything = [*known, *ahead, *(bound for band in bands for bound in band)]
    return context.picture(f"{SECTION}-{name}", fan(rows, ticks(everything, 5), alt, ink()))


def _year_ends(writer: CellWriter, known: Mapping[str, Forecast]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("forecast.head.name"), 26),
        TableColumn(say("forecast.head.to_date"), 22, "n"),
        TableColumn(say("forecast.head.total"), 22, "n"),
        TableColumn(say("forecast.head.low"), 22, "n"),
        TableColumn(say("forecast.head.high"), 22, "n"),
        TableColumn(say("forecast.head.missed"), 18, "n"),
        TableColumn(say("forecast.head.budget"), 22, "n"),
        TableColumn(say("forecast.head.gap"), 18, "n"),
    )
    lines = []
    for name, one in known.items():
        until_now = [table.write(value, "money") for value in (one.to_date, one.total, one.low, one.high)]
        untested = table.notes.absent(say("forecast.untested")) if one.tested is None else ""
        missed = untested or table.write(one.tested.relative if one.tested else None, "share")
        budget = table.write(one.budget, "money"), table.write(one.gap, "money", sign=True)
        lines.append(TableRow((say(f"forecast.name.{name}"), *until_now, missed, *budget)))
    caption = context.table(SECTION, say("forecast.table", unit=figures.unit(context)))
    return Table(caption, columns, tuple(lines), (say("forecast.note", share=SHARE), *table.notes.lines()), dense=True)


def _tested(writer: CellWriter, known: Mapping[str, Forecast]) -> Table:
    """What the ways did in the past, the plain one beside them."""
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("forecast.head.name"), 32),
        TableColumn(say("forecast.head.way"), 62),
        TableColumn(say("forecast.head.trials"), 18, "n"),
        TableColumn(say("forecast.head.relative"), 20, "n"),
        TableColumn(say("forecast.head.error"), 20, "n"),
        TableColumn(say("forecast.head.benchmark"), 20, "n"),
    )
    lines = []
    for name, one in known.items():
        ways = say.join(dict.fromkeys(say(f"analysis.way.{way}") for way in one.ways.values()), "list.comma")
        cells = _errors(table, one.tested, one.benchmark)
        lines.append(TableRow((say(f"forecast.name.{name}"), ways, *cells)))
    caption = context.table(SECTION, say("forecast.tested", unit=figures.unit(context)))
    return Table(
        caption, columns, tuple(lines), (say("forecast.tested.note"), *table.notes.lines()), dense=True, is_unlike=True
    )


def _errors(table: CellWriter, tested: Tested | None, benchmark: Tested | None) -> tuple[str, ...]:
    say = table.context.say
    if tested is None:
        return (table.notes.absent(say("forecast.untested")),) * 4
    against = None if benchmark is None else benchmark.error
    return (
        table.write(float(tested.trials), "count"),
        table.write(tested.relative, "share"),
        table.write(tested.error, "money"),
        table.write(against, "money"),
    )


def _next_year(context: HospitalContext) -> SectionContent:
    found: Mapping[str, Trend | Unavailable] = context.material.analysis["outlook.next_year"]
    known = [one for one in found.values() if not isinstance(one, Unavailable)]
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not known:
        return unanswered(context, SECTION, *lacks)
    if not context.material.case.file.has_official_rules:
        lacks = [one for one in lacks if one.facts.get("have")]  # what its statements never have nobody can supply
    writer = scribe(context, SECTION)
    say, table, first = context.say, writer.table(), known[0]
    next_year = period_name(first.next_year)
    columns = (
        TableColumn(say("forecast.head.name"), 44),
        TableColumn(say("forecast.head.last", year=period_name(first.years[-1][0])), 28, "n"),
        TableColumn(say("forecast.head.next", year=next_year), 28, "n"),
        TableColumn(say("forecast.head.low"), 26, "n"),
        TableColumn(say("forecast.head.high"), 26, "n"),
        TableColumn(say("forecast.head.explained"), 20, "n"),
    )
    lines = []
    for one in known:
        form, name = form_of(context, one.id), context.caption(one.id)
        values = {"last": one.years[-1][1], "next": one.forecast, "low": one.low, "high": one.high}
        cells = [table.write(value, form) for key, value in values.items()]
        lines.append(TableRow((name, *cells, table.write(one.explained, "times"))))
    caption = context.table(SECTION, say("forecast.next", year=next_year, unit=figures.unit(context)))
    said = (say("forecast.next.note", share=SHARE, n=len(first.years)), *left_out_later(context))
    notes = (*said, *table.notes.lines())
    whole = Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)
    facts: dict[str, Text | str] = {"year": next_year, "name": context.say.within(called(context, first.id))}
    total = writer.money("trend", context.caption(first.id), first.forecast)
    headline = say("forecast.headline.next", total=total, **facts)
    return SectionContent(headline, (whole, *left_out(context, lacks)))


WHAT_IF_SECTION: Final = "what_if"
RESULT: Final = "period_surplus"
SHOWN: Final = ("total_income", "total_expense", RESULT)


def what_if(context: HospitalContext) -> SectionContent:
    """Every scenario, the one that moves the score most first."""
    found: WhatIf = context.material.analysis["outlook.what_if"]
    lacks = list(found.lacks.values())
    ranked = sorted(found.outcomes, key=lambda one: (-abs(one.score_change or 0.0), one.id))
    scored = [one for one in ranked if one.score is not None and one.score_change is not None]
    if found.score is None or not scored:
        return unanswered(context, WHAT_IF_SECTION, *lacks)
    writer = scribe(context, WHAT_IF_SECTION)
    blocks: tuple[Block, ...] = (
        _figure(writer, found.score, scored),
        _table(writer, scored),
        *left_out(context, lacks),
    )
    return SectionContent(_what_if_headline(writer, found, scored), blocks, (context.say("what_if.lead"),))


def _graded(context: HospitalContext, one: Scenario) -> Text:
    printed = one.printed or ""
    if one.grade is None:
        return context.say("phrase.words", words=printed)
    return context.say("what_if.graded", score=printed, grade=context.grade(one.grade))


def _what_if_headline(writer: CellWriter, found: WhatIf, scored: Sequence[Scenario]) -> Text:
    context, say, most = writer.context, writer.context.say, scored[0]
    fallen = sum(1 for one in scored if one.grade is not found.grade)
    assert found.score is not None
    facts: dict[str, Text | str] = {
        "name": most.name,
        "before": context.score(found.score),
        "after": most.printed or "",
    }
    if fallen:
        return say("what_if.headline", n=len(scored), moved=fallen, **facts)
    still = facts["before"] == facts["after"]
    return say(f"what_if.headline.{'still' if still else 'same'}", n=len(scored), **({} if still else facts))


def _figure(writer: CellWriter, now: float, scored: Sequence[Scenario]) -> ChartFigure:
    context = writer.context
    outcomes = [
        ScenarioBar(
            one.name.in_language(context.language),
            one.score or 0.0,
            _graded(context, one).in_language(context.language),
            context.behind(one.name),
        )
        for one in scored
    ]
    bands = [
        Band(low, high, colour(f"{grade}-tint"), context.labelled(context.grade(grade)))
        for low, high, grade in bounds(context)
    ]
    told = [context.say("phrase.named", name=one.name, value=one.printed or "") for one in scored]
    alt = context.text("what_if.alt", now=context.score(now), listed=context.say.join(told, "list.comma_only"))
    printed = context.text("what_if.now", score=context.score(now))
    caption = context.figure(WHAT_IF_SECTION, context.say("what_if.figure"))
    scale = ticks([now, *(one.score for one in outcomes)])
    picture = context.picture(WHAT_IF_SECTION, tornado(outcomes, now, printed, bands, scale, alt, ink()))
    return ChartFigure(caption, picture, context.say("what_if.figure.note"))


def _table(writer: CellWriter, scored: Sequence[Scenario]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("what_if.head.scenario"), 62),
        *(TableColumn(_called(context, item), 20, "n") for item in SHOWN),
        TableColumn(say("what_if.head.score"), 16, "n"),
        TableColumn(say("what_if.head.change"), 18, "n"),
        TableColumn(say("scorecard.head.grade"), 16, "grade"),
    )
    lines = []
    for one in scored:
        moved = [table.write(one.changes.get(item, 0.0), "money", sign=True) for item in SHOWN]
        score = table.write(one.score, "score")
        change = table.write(one.score_change, "score", sign=True)
        lines.append(TableRow((one.name, *moved, score, change, str(one.grade or ""))))
    caption = context.table(WHAT_IF_SECTION, say("what_if.table", unit=figures.unit(context)))
    note = conditions.so(context, "what_if.note", "what_if.note.usual")
    return Table(caption, columns, tuple(lines), (note, *table.notes.lines()), dense=True)


def _called(context: HospitalContext, item: str) -> Text:
    """The heading of amounts: what is left by the name that the rules of the case have for it."""
    return called(context, item) if item == RESULT else context.caption(item)
