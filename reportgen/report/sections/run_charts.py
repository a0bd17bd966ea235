"""Run charts of the months: natural limits, and every rule that gives a special cause away.

Season and rolling twelve months: how the months differ, and what remains when the season is taken out.

Warnings of the year: in which month each began, and in which it ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.process import FEWEST_POINTS
from reportgen.catalog.calendar_words import period_name, period_short, period_spoken, period_tick, period_with_year
from reportgen.model import printing
from reportgen.model.period import MONTHS, Period, PeriodKind
from reportgen.report.charts import ControlLimits, Course, TrendPoint, lines, trend
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.answers import called, form_of, left_out, scribe, single_months, unanswered
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.desk.tables.sheet import (
    ChartFigure,
    Paragraphs,
    SectionContent,
    SheetFigures,
    Table,
    TableColumn,
    TableRow,
    saying,
)
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.analysis.comparison.trends import Monthly, Season
    from reportgen.analysis.signals.process import ProcessChart, Special
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation, ScoredIndicator
    from reportgen.model.schemes import Grade
    from reportgen.report.desk.context import HospitalContext, PlacedChart
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "run_charts"
MOST: Final = 6
MOST_MONTHS: Final = 24


def run_charts(context: HospitalContext) -> SectionContent:
    """Indicators with a special cause in the newest month, those of most weight first; else the heaviest."""
    found: Mapping[str, ProcessChart | Unavailable] = context.material.analysis["signals.process"]
    known = [one for one in found.values() if not isinstance(one, Unavailable)]
    if not known:
        return unanswered(context, SECTION, *(one for one in found.values() if isinstance(one, Unavailable)))
    weight = {row.id: row.effective_weight for row in context.evaluation.indicators}
    ranked = sorted(known, key=lambda one: (not one.current, -weight[one.id], one.id))
    special = [one for one in known if one.current]
    writer = scribe(context, SECTION)
    tables = (_causes(writer, special),) if special else ()
    blocks = (_figures(writer, ranked[:MOST]), *tables, *_too_short(context, found))
    return SectionContent(_headline(context, known, special), blocks, (context.say("run_charts.lead"),))


def _headline(context: HospitalContext, known: list[ProcessChart], special: list[ProcessChart]) -> Text:
    if not special:
        return context.say("run_charts.headline.steady", n=len(known))
    names = context.say.join([context.named(one.id) for one in special[:3]], "list.and")
    key = "run_charts.headline" if len(special) <= 3 else "run_charts.headline.some"  # noqa: PLR2004 - a title's room
    return context.say(key, n=len(known), special=len(special), names=names)


def _figures(writer: CellWriter, charts: list[ProcessChart]) -> SheetFigures:
    context = writer.context
    pictures = tuple((context.short(one.id), _chart(writer, one)) for one in charts)
    return SheetFigures(
        context.figure(SECTION, context.say("run_charts.figure", n=len(charts))),
        pictures,
        context.say("run_charts.figure.note"),
    )


def _chart(writer: CellWriter, one: ProcessChart) -> PlacedChart:
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
    drawn = trend(
        points,
        last,
        ticks([lower, upper, *(point.value or 0.0 for point in points)], 5),
        alt,
        ink(),
        limits=ControlLimits(mean, lower, upper, words),
        width_mm=82,
        height_mm=36,
    )
    return context.picture(f"{SECTION}-{one.id}", drawn)


def _causes(writer: CellWriter, special: list[ProcessChart]) -> Table:
    """What the newest month belongs to, with the limits that it is held against."""
    context, say = writer.context, writer.context.say
    columns = (
        TableColumn(say("run_charts.head.indicator"), 40),
        TableColumn(say("run_charts.head.now"), 18, "n"),
        TableColumn(say("run_charts.head.mean"), 18, "n"),
        TableColumn(say("run_charts.head.lower"), 18, "n"),
        TableColumn(say("run_charts.head.upper"), 18, "n"),
        TableColumn(say("run_charts.head.cause"), 60),
    )
    lines = []
    for one in special:
        cells = [context.printed(one.id, value) for value in (one.values[-1], one.mean, one.lower, one.upper)]
        told = say.join([_cause(context, one, cause) for cause in one.current], "list.semicolon")
        lines.append(TableRow((context.short(one.id), *cells, told)))
    caption = context.table(SECTION, say("run_charts.table", period=period_with_year(context.material.period)))
    notes = (say("run_charts.note"), *single_months(context, [one.id for one in special]))
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _cause(context: HospitalContext, one: ProcessChart, cause: Special) -> Text:
    rule = context.say(f"analysis.rule.{cause.rule}")
    if cause.first == cause.last:
        return rule
    return context.say("run_charts.since", rule=rule, period=period_with_year(one.periods[cause.first]))


def _too_short(context: HospitalContext, found: Mapping[str, ProcessChart | Unavailable]) -> tuple[Paragraphs, ...]:
    """Indicators without months enough, once for all that lack the same."""
    rows = [row for row in context.evaluation.indicators if isinstance(found[row.id], Unavailable)]
    names = [context.named(row.id) for row in rows if gradings.is_quantitative(context, row)]
    if not names:
        return ()
    return (Paragraphs((context.say("run_charts.short", names=context.say.join(names), need=FEWEST_POINTS),)),)


SEASON_SECTION: Final = "season"
SEASON_MOST: Final = 4
"""Series of the drawing."""


def season(context: HospitalContext) -> SectionContent:
    """Indices of the months where two years of them are there, and twelve months to now for all."""
    found: Mapping[str, Monthly | Unavailable] = context.material.analysis["comparison.seasons"]
    known = [one for one in found.values() if not isinstance(one, Unavailable)]
    lacks = [one for one in found.values() if isinstance(one, Unavailable)]
    if not known:
        return unanswered(context, SEASON_SECTION, *lacks)
    lacks += [one.season for one in known if isinstance(one.season, Unavailable)]
    writer = scribe(context, SEASON_SECTION)
    seasonal = [(one, one.season) for one in known if not isinstance(one.season, Unavailable)]
    blocks: list[Block] = [_figure(writer, seasonal), _indices(writer, seasonal)] if seasonal else []
    blocks.append(_rolling(writer, known))
    return SectionContent(_season_headline(writer, seasonal, known), (*blocks, *left_out(context, lacks)))


def _season_headline(writer: CellWriter, seasonal: list[tuple[Monthly, Season]], known: list[Monthly]) -> Text:
    context, say = writer.context, writer.context.say
    if not seasonal:
        return say("season.headline.rolling", n=len(known))
    one, found = seasonal[0]
    high, low = (found.indices.index(choose(found.indices)) for choose in (max, min))
    facts: dict[str, Text | str] = {
        "name": called(context, one.id),
        "high": _month(context, high),
        "low": _month(context, low),
        "most": writer.said("headline.high", called(context, one.id), found.indices[high], "index"),
        "least": writer.said("headline.low", called(context, one.id), found.indices[low], "index"),
    }
    return say("season.headline", **facts)


def _month(context: HospitalContext, at: int) -> Text:
    return period_short(str(Period(context.period.year, PeriodKind.MONTH, at + 1)))


def _figure(writer: CellWriter, seasonal: list[tuple[Monthly, Season]]) -> ChartFigure:
    context, shown = writer.context, seasonal[:SEASON_MOST]
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
    caption = context.figure(SEASON_SECTION, context.say("season.figure"))
    return ChartFigure(
        caption,
        context.picture(SEASON_SECTION, drawn),
        context.say("season.figure.note", last=period_spoken(str(context.period.fiscal_year.last_month))),
    )


def _indices(writer: CellWriter, seasonal: list[tuple[Monthly, Season]]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("season.head.item"), 34),
        *(TableColumn(_month(context, at), 10, "n") for at in range(MONTHS)),
        TableColumn(say("season.head.adjusted"), 18, "n"),
    )
    rows = []
    for one, found in seasonal:
        name = context.caption(one.id)
        cells = [table.write(index, "index") for at, index in enumerate(found.indices)]
        adjusted = table.write(found.adjusted, form_of(context, one.id))
        rows.append(TableRow((name, *cells, adjusted)))
    caption = context.table(SEASON_SECTION, say("season.table"))
    notes = (say("season.note", n=seasonal[0][1].months, unit=figures.unit(context)), *table.notes.lines())
    return Table(caption, columns, tuple(rows), notes, dense=True, is_unlike=True)


def _rolling(writer: CellWriter, known: list[Monthly]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("season.head.item"), 52),
        TableColumn(say("season.head.rolling"), 34, "n"),
        TableColumn(say("season.head.before"), 34, "n"),
        TableColumn(say("season.head.change"), 32, "n"),
        TableColumn(say("season.head.rate"), 20, "n"),
    )
    rows = []
    for one in known:
        name, form, held = context.caption(one.id), form_of(context, one.id), one.rolling
        cells = [table.write(value, form) for value in (one.rolling_now, held.against)]
        cells.append(table.write(held.difference, form, sign=True))
        cells.append(table.write(held.rate, "percent", sign=True))
        rows.append(TableRow((name, *cells)))
    caption = context.table(SEASON_SECTION, say("season.rolling", unit=figures.unit(context)))
    return Table(caption, columns, tuple(rows), table.notes.lines(), dense=True, is_unlike=True)


ALERTS_SECTION: Final = "alerts"


@dataclass(frozen=True)
class Alert:
    """An indicator in a weak grade from one month to another.

    Attributes:
        closed: the first month in which it was out of the weak grades; None while it still is in one.
        worst, worst_score: of these months.
    """

    indicator: str
    opened: str
    closed: str | None
    months: int
    worst: Grade
    worst_score: float


def alerts(context: HospitalContext) -> SectionContent:
    """Every spell of a weak grade within the year, in the order in which they began."""
    say, judged = context.say, _judged(context)
    if not judged:
        key = "unscored" if _months_there(context) else "unknown"
        return saying(say(f"alerts.headline.{key}"), say(f"alerts.{key}"))
    seen = _scored(context, judged)
    found = [alert for i in _watched(context) if i in seen for alert in _spells(context, i, judged)]
    if not found:
        unseen = _unwatched(context, judged)
        some, facts = ".some" if unseen else "", {"n": len(judged), "scored": len(seen)}
        said = Paragraphs((say(f"alerts.none{some}", **facts), *unseen))
        return SectionContent(say(f"alerts.headline.none{some}", **facts), (said,))
    columns = (
        TableColumn(say("scorecard.head.indicator"), 54),
        TableColumn(say("alerts.head.opened"), 34),
        TableColumn(say("alerts.head.closed"), 34),
        TableColumn(say("alerts.head.months"), 14, "n"),
        TableColumn(say("alerts.head.score"), 20, "n"),
        TableColumn(say("alerts.head.worst"), 16, "grade"),
    )
    lines = tuple(_line(context, alert) for alert in sorted(found, key=lambda a: (a.opened, a.indicator)))
    still = sum(1 for alert in found if alert.closed is None)
    caption = context.table(ALERTS_SECTION, say("alerts.table", year=period_name(str(context.period.year))))
    notes = (say("alerts.note", n=len(judged)), *_skipped(context, found, judged), *_unwatched(context, judged))
    table = Table(caption, columns, lines, notes)
    return SectionContent(
        say("alerts.headline" if still else "alerts.headline.closed", n=len(found), still=still), (table,)
    )


def _judged(context: HospitalContext) -> list[Evaluation]:
    """The months of the year as they were judged, the year to date each time."""
    material = context.material
    if material.judge is None:
        return []
    months = _months_there(context)
    judged = [material.evaluation if month == material.period else material.judge(month) for month in months]
    return [found for found in judged if any(i.score is not None for i in found.indicators)]


def _months_there(context: HospitalContext) -> list[str]:
    """The months of the year so far that have figures."""
    material, now = context.material, context.period
    months = list(map(str, now.months_to_date))
    return [month for month in months if (material.entity, month) in material.dataset.values.index]


def _watched(context: HospitalContext) -> list[str]:
    return [i.id for i in context.evaluation.indicators if gradings.is_quantitative(context, i)]


def _scored(context: HospitalContext, judged: list[Evaluation]) -> set[str]:
    """The indicators that have a score in any of the months; of several not merely in that with which the year ends.

    What the form of the year tells of its last month alone was never watched by month.
    """
    earlier = [found for found in judged if not Period.parse(found.period).ends_year] or judged
    return {i.id for found in earlier for i in found.indicators if i.score is not None} & set(_watched(context))


def _unwatched(context: HospitalContext, judged: list[Evaluation]) -> list[Text]:
    """A sentence on indicators that the year judges and no month does."""
    monthly = _scored(context, judged)
    yearly = [i.id for i in context.evaluation.indicators if i.score is not None and i.id in set(_watched(context))]
    names = [context.named(name) for name in yearly if name not in monthly]
    if not names:
        return []
    return [context.say("alerts.unwatched", names=context.say.begun(context.say.join(names)), n=len(names))]


def _spells(context: HospitalContext, identifier: str, judged: list[Evaluation]) -> list[Alert]:
    """The spells of one indicator; a month in which it has no score tells nothing of it."""
    spells: list[Alert] = []
    run: list[tuple[str, ScoredIndicator]] = []
    for found in judged:
        indicator = _scored_one(found, identifier)
        if indicator is None:
            continue
        if context.grade_of(indicator) in gradings.WEAK:
            run.append((found.period, indicator))
        elif run:
            spells.append(_alert(context, run, found.period))
            run = []
    return [*spells, _alert(context, run, None)] if run else spells


def _scored_one(found: Evaluation, identifier: str) -> ScoredIndicator | None:
    return next((i for i in found.indicators if i.id == identifier and i.score is not None), None)


def _skipped(context: HospitalContext, found: list[Alert], judged: list[Evaluation]) -> list[Text]:
    """A sentence on months in which an indicator of the table has no score."""
    names = {alert.indicator for alert in found}
    skipped = any(_scored_one(month, name) is None for month in judged for name in names)
    return [context.say("alerts.skipped")] if skipped else []


def _alert(context: HospitalContext, run: list[tuple[str, ScoredIndicator]], closed: str | None) -> Alert:
    worst = min((indicator for _, indicator in run), key=lambda indicator: indicator.score or 0.0)
    grade = context.grade_of(worst)
    assert grade is not None
    return Alert(worst.id, run[0][0], closed, len(run), grade, worst.score or 0.0)


def _line(context: HospitalContext, alert: Alert) -> TableRow:
    closed: Text = period_with_year(alert.closed) if alert.closed else context.say("alerts.open")
    return TableRow(
        (
            context.short(alert.indicator),
            period_with_year(alert.opened),
            closed,
            printing.whole(alert.months),
            gradings.one_decimal(alert.worst_score),
            str(alert.worst),
        ),
    )
