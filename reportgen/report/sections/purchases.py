"""Contracts: fulfilled and paid beside the time that has run, what asks for a look, who answers for which figure.

Large equipment: use, return and payback; purchases of the year; appraisal of capital projects.

Materials and drugs watched: purchasing against its lines, what was bought without need, stocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.report.charts import DumbbellRow
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import heading, last_year, left_out, scribe, unanswered
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.business.inventory import Consumables, Inventory, Monitored, PerHundred, Purchasing
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, Table

MATERIALS_WATCH_SECTION: Final = "materials_watch"
MOST: Final = 5


def materials_watch(context: HospitalContext) -> SectionContent:
    """Indicators with their lines, articles to look at, departments that use most, stocks."""
    found: Consumables = context.material.analysis["business.consumables"]
    stocks: Inventory | Unavailable = context.material.analysis["business.inventory"]
    lacks = [one for one in (found.purchasing, found.departments, stocks) if isinstance(one, Unavailable)]
    writer = scribe(context, MATERIALS_WATCH_SECTION)
    known = [one for one in found.monitor if one.value.value is not None]
    blocks: list[Block] = [_monitor(writer, known)] if known else []
    if not isinstance(found.purchasing, Unavailable):
        blocks += _pointed(writer, found.purchasing)
    if not isinstance(found.departments, Unavailable):
        most = found.departments[: 2 * MOST]
        blocks += [*_materials_watch_figure(writer, most), _departments(writer, most)]
    if not isinstance(stocks, Unavailable):
        blocks.append(_stocks(writer, stocks))
    if not blocks:
        return unanswered(context, MATERIALS_WATCH_SECTION, *lacks)
    return SectionContent(_materials_watch_headline(writer, found, known), (*blocks, *left_out(context, lacks)))


def _materials_watch_headline(writer: CellWriter, found: Consumables, known: Sequence[Monitored]) -> Text:
    say = writer.context.say
    if isinstance(found.purchasing, Unavailable):
        return say("materials_watch.headline.plain", n=len(known), beyond=len(found.beyond))
    excess, unmoved = len(found.purchasing.excess), len(found.purchasing.unmoved)
    return say("materials_watch.headline", n=len(known), beyond=len(found.beyond), excess=excess, unmoved=unmoved)


def _monitor(writer: CellWriter, found: Sequence[Monitored]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    numbers = dict.fromkeys(("value", "before", "line"), (22.0, "n"))
    heads = {"indicator": (52.0, ""), "unit": (18.0, "c"), **numbers, "state": (36.0, "")}
    lines = []
    for one in found:
        earlier = table.indicator(one.indicator, one.change.against.value)
        state = say(f"analysis.level.{one.level}") if one.level else say("materials_watch.inside")
        line = (
            (table.notes.absent(say("materials_watch.no_line")), "")
            if one.line is None
            else (context.printed(one.indicator, one.line), state)
        )
        now = table.indicator(one.indicator, one.value.value)
        lines.append(TableRow((context.short(one.indicator), context.unit(one.indicator), now, earlier, *line)))
    advice = [
        say("materials_watch.advice", name=context.short(one.indicator), measure=one.measure)
        for one in found
        if one.level is not None and one.measure is not None
    ]
    return table.grid("monitor", heads, lines, say("materials_watch.monitor.note"), *advice)


def _pointed(writer: CellWriter, found: Purchasing) -> list[Table]:
    """Articles by what is to be looked at, the largest of each kind."""
    context, say, table = writer.context, writer.context.say, writer.table()
    dearer = () if isinstance(found.dearer, Unavailable) else found.dearer
    kinds = {"disorderly": found.disorderly, "excess": found.excess, "dearer": dearer, "unmoved": found.unmoved}
    lines: list[TableRow] = []
    for kind, articles in kinds.items():
        if articles:
            lines.append(heading(say(f"materials_watch.kind.{kind}", n=len(articles))))
        for one in articles[:MOST]:
            form = "count" if kind == "unmoved" else "percent"
            measure = "" if one.measure is None else table.shown(one.measure, form)
            lines.append(TableRow((context.own(one.name), table.write(one.amount, "money"), measure), level=1))
    if not lines:
        return []
    heads = {"article": (92.0, ""), "amount": (40.0, "n"), "measure": (40.0, "n")}
    note = say("materials_watch.pointed.note", n=MOST)
    return [table.grid("pointed", heads, lines, note, unit=figures.unit(context))]


def _materials_watch_figure(writer: CellWriter, found: Sequence[PerHundred]) -> list[ChartFigure]:
    """Consumables for each hundred of income, last year and now."""
    rows = [
        DumbbellRow(
            one.department,
            one.change.against.value,
            one.value.value,
            drawings.moved(writer, one.value.value, one.change.against.value),
        )
        for one in found
        if one.value.value is not None
    ]
    return [drawings.pairs(writer, rows, n=len(rows), base=last_year(writer.context))] if rows else []


def _departments(writer: CellWriter, found: Sequence[PerHundred]) -> Table:
    table = writer.table()
    heads = {"department": (82.0, ""), "now": (30.0, "n"), "before": (30.0, "n"), "change": (30.0, "n")}
    lines = [
        TableRow(
            (
                table.cell(one.department),
                table.write(one.value, "number"),
                table.write(one.change.against, "number"),
                table.write(one.change.difference, "number", sign=True),
            )
        )
        for one in found
    ]
    return table.grid("departments", heads, lines, n=len(lines))


def _stocks(writer: CellWriter, found: Inventory) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    parts = ("opening", "purchased", "used", "closing")
    heads = {"class": (46.0, ""), **dict.fromkeys(parts, (25.0, "n")), "days": (26.0, "n")}
    lines = [
        TableRow(
            (
                say(f"materials_watch.class.{one.id}"),
                *(table.write(getattr(one, part), "money") for part in parts),
                table.write(one.days, "tenths"),
            ),
            "grand" if one is found.total else "",
        )
        for one in (*found.classes, found.total)
    ]
    gap = table.write(found.statement_gap, "money", sign=True)
    notes = [say("materials_watch.stocks.note", gap=gap, days=found.unmoved_days)]
    if found.broken:
        apart = table.write(found.total.gap, "money", sign=True)
        notes.append(say("materials_watch.stocks.gaps", n=len(found.broken), gap=apart))
    return table.grid("stocks", heads, lines, *notes, unit=figures.unit(context))
