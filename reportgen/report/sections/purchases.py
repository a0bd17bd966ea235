"""Contracts: fulfilled and paid beside the time that has run, what asks for a look, who answers for which figure.

Large equipment: use, return and payback; purchases of the year; appraisal of capital projects.

Materials and drugs watched: purchasing against its lines, what was bought without need, stocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.model import printing
from reportgen.report.charts import DumbbellRow
from reportgen.report.desk import drawings, figures
from reportgen.report.desk.answers import choice, heading, last_year, left_out, scribe, unanswered
from reportgen.report.desk.plans import purchases
from reportgen.report.desk.sheet import ChartFigure, Paragraphs, SectionContent, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.business.appraisal import Responsibility
    from reportgen.analysis.business.assets import Asset, Assets
    from reportgen.analysis.business.contracts import Contract, Contracts
    from reportgen.analysis.business.inventory import Consumables, Inventory, Monitored, PerHundred, Purchasing
    from reportgen.analysis.value.capital import CapitalProjects
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import CellWriter
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.sheet import Block, Table


SECTION: Final = "equipment"


def equipment(context: HospitalContext) -> SectionContent:
    """Equipment in use, then projects that are to be decided."""
    found: Assets | Unavailable = context.material.analysis["business.assets"]
    planned: CapitalProjects | Unavailable = context.material.analysis["value.capital_projects"]
    lacks = [one for one in (found, planned) if isinstance(one, Unavailable)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    if not isinstance(found, Unavailable):
        lacks += [one for one in (found.equipment, found.purchases) if isinstance(one, Unavailable)]
        blocks += [*_equipment(writer, found), *purchases(writer, found)]
    if not isinstance(planned, Unavailable):
        lacks += planned.lacks.values()
        blocks.append(_projects(writer, planned))
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    return SectionContent(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _headline(writer: CellWriter, found: Assets | Unavailable) -> Text:
    say = writer.context.say
    if isinstance(found, Unavailable) or isinstance(found.equipment, Unavailable) or found.use.value is None:
        return say("equipment.headline.plain")
    use = writer.said("headline", say("equipment.head.use"), found.use.value, "percent")
    lowest = next(iter(found.least_used(1)), None)
    if lowest is None or lowest.use.value is None:
        return say("equipment.headline.use", n=len(found.equipment), use=use)
    least = writer.said("headline.least", writer.own(lowest.name), lowest.use.value, "percent")
    return say("equipment.headline", n=len(found.equipment), use=use, name=writer.own(lowest.name), least=least)


def _equipment(writer: CellWriter, found: Assets) -> list[Block]:
    context, say = writer.context, writer.context.say
    if isinstance(found.equipment, Unavailable):
        return []
    table = writer.table()
    heads = {
        "asset": (34.0, ""), "department": (24.0, ""), "cost": (18.0, "n"), "use": (13.0, "n"),
        "examinations": (16.0, "n"), "income_each": (18.0, "n"), "cost_each": (18.0, "n"), "return": (15.0, "n"),
        "payback": (16.0, "n"),
    }  # fmt: skip
    lines = [_asset(table, one) for one in found.equipment]
    annual: Text | str = say("equipment.annual") if context.period.is_partial else ""
    note = say("equipment.note", name=say.currency_name(), annual=annual)
    listed = table.grid("equipment", heads, lines, note, unit=figures.unit(context))
    return [*_figure(writer, found, found.equipment), listed]


def _asset(table: CellWriter, one: Asset) -> TableRow:
    return TableRow((
        table.own(one.name), table.cell(one.department),
        table.write(one.cost, "money"), table.write(one.use, "percent"),
        table.write(one.examinations, "count"), table.write(one.income_per_examination, "number"),
        table.write(one.cost_per_examination, "number"), table.write(one.yearly_return, "percent"),
        table.write(one.payback, "tenths"),
    ))  # fmt: skip


def _figure(writer: CellWriter, found: Assets, equipment: Sequence[Asset]) -> list[ChartFigure]:
    """Use of each machine, the most used first; the mark is what all of them are used."""
    known = sorted((one for one in equipment if one.use.value is not None), key=lambda one: -(one.use.value or 0.0))
    if not known or found.use.value is None:
        return []
    rows = [
        (one.name, (one.use.value or 0.0) * printing.PERCENT, writer.shown(one.use.value or 0.0, "percent"))
        for one in known
    ]
    together = writer.context.say("equipment.together", use=printing.percent(found.use.value, 1))
    return [drawings.shares(writer, rows, (found.use.value * printing.PERCENT, together))]


def _projects(writer: CellWriter, found: CapitalProjects) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "project": (52.0, ""), "rate": (18.0, "n"), "npv": (24.0, "n"), "irr": (18.0, "n"), "back": (20.0, "n"),
        "discounted": (22.0, "n"), "shortfall": (18.0, "n"),
    }  # fmt: skip
    lines = [
        TableRow((
            context.own(one.id), table.write(one.rate, "percent"), table.write(one.npv, "money"),
            table.write(one.irr, "percent"),
            table.write(one.payback, "tenths"), table.write(one.discounted_payback, "tenths"),
            table.write(one.shortfall, "percent"),
        ))
        for one in found.ranked
    ]  # fmt: skip
    return table.grid("projects", heads, lines, say("equipment.projects.note"), unit=figures.unit(context))


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
            if one.line is None else (context.printed(one.indicator, one.line), state)
        )  # fmt: skip
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
        DumbbellRow(one.department, one.change.against.value, one.value.value,
             drawings.moved(writer, one.value.value, one.change.against.value))
        for one in found if one.value.value is not None
    ]  # fmt: skip
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
        TableRow((
            say(f"materials_watch.class.{one.id}"), *(table.write(getattr(one, part), "money") for part in parts),
            table.write(one.days, "tenths"),
        ), "grand" if one is found.total else "")
        for one in (*found.classes, found.total)
    ]  # fmt: skip
    gap = table.write(found.statement_gap, "money", sign=True)
    notes = [say("materials_watch.stocks.note", gap=gap, days=found.unmoved_days)]
    if found.broken:
        apart = table.write(found.total.gap, "money", sign=True)
        notes.append(say("materials_watch.stocks.gaps", n=len(found.broken), gap=apart))
    return table.grid("stocks", heads, lines, *notes, unit=figures.unit(context))


CONTRACTS_SECTION: Final = "contracts"
HEADS: Final = {
    "contract": (40.0, ""), "owner": (19.0, ""), "amount": (21.0, "n"), "paid": (21.0, "n"), "fulfilled": (15.0, "n"),
    "share": (15.0, "n"), "elapsed": (15.0, "n"), "term": (26.0, ""),
}  # fmt: skip


def contracts(context: HospitalContext) -> SectionContent:
    """Contracts, sums by class, and figures that nobody answers for."""
    found: Contracts | Unavailable = context.material.analysis["business.contracts"]
    owners: Responsibility = context.material.analysis["business.responsibility"]
    writer = scribe(context, CONTRACTS_SECTION)
    if isinstance(found, Unavailable) and not owners.figures:
        return unanswered(context, CONTRACTS_SECTION, found)
    blocks: list[Block] = []
    if not isinstance(found, Unavailable):
        blocks += [*_contracts_figure(writer, found), _contracts(writer, found), _sums(writer, found)]
    blocks.append(_owners(writer, owners))
    if owners.unowned:
        names = context.say.join([_figure_name(context, one.kind, one.id, one.name) for one in owners.unowned])
        words = context.say("contracts.unowned", n=len(owners.unowned), names=names)
        blocks.append(Paragraphs((words,), context.say("contracts.unowned.title")))
    lacks = [found] if isinstance(found, Unavailable) else []
    return SectionContent(_contracts_headline(context, found, owners), (*blocks, *left_out(context, lacks)))


def _figure_name(context: HospitalContext, kind: str, identifier: str, name: str) -> Text:
    return context.named(identifier) if kind == "indicators" else context.own(name or identifier)


def _contracts_headline(context: HospitalContext, found: Contracts | Unavailable, owners: Responsibility) -> Text:
    unowned = len(owners.unowned)
    if isinstance(found, Unavailable):
        return context.say("contracts.headline.owners", n=len(owners.figures), unowned=unowned)
    return context.say("contracts.headline", n=len(found.contracts), marked=len(found.marked), unowned=unowned)


def _contracts_figure(writer: CellWriter, found: Contracts) -> list[ChartFigure]:
    """What is paid and what is fulfilled, those that are paid furthest ahead first."""
    rows = []
    for one in found.contracts:
        paid, done = one.paid_share.value, one.fulfilled_share.value
        if paid is not None and done is not None:
            said = writer.shown(done - paid, "percent", sign=True)
            rows.append(
                DumbbellRow(
                    one.subject,
                    paid * printing.PERCENT,
                    done * printing.PERCENT,
                    said,
                )
            )
    rows.sort(key=lambda row: row.now - (row.before or 0.0))
    return [drawings.pairs(writer, rows, n=len(rows))] if rows else []


def _contracts(writer: CellWriter, found: Contracts) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    lines = [_contract(table, one) for one in found.contracts]
    return table.grid("contracts", HEADS, lines, say("contracts.note"), unit=figures.unit(context))


def _contract(table: CellWriter, one: Contract) -> TableRow:
    say = table.context.say
    marks = [say(f"analysis.mark.{mark}") for mark in one.marks]
    term = [say(f"analysis.term.{one.term}")] if one.term else []
    return TableRow((
        table.own(one.subject), table.cell(one.owner), table.write(one.amount, "money"), table.write(one.paid, "money"),
        table.write(one.fulfilled_share, "percent"), table.write(one.paid_share, "percent"),
        table.write(one.elapsed, "percent"), say.join([*term, *marks], "list.semicolon") if term or marks else "",
    ))  # fmt: skip


def _sums(writer: CellWriter, found: Contracts) -> Table:
    context, table = writer.context, writer.table()
    heads = {"class": (52.0, ""), "count": (20.0, "n"), **dict.fromkeys(("amount", "paid", "unpaid"), (33.0, "n"))}
    lines = [
        TableRow((
            choice(context, "contracts", "contract_class", name), table.shown(float(one.count), "count"),
            *(table.write(figure, "money") for figure in (one.amount, one.paid, one.unpaid)),
        ))
        for name, one in found.by_class.items()
    ]  # fmt: skip
    return table.grid("classes", heads, lines, unit=figures.unit(context))


def _owners(writer: CellWriter, found: Responsibility) -> Table:
    """How many figures of each kind have an owner."""
    say, table = writer.context.say, writer.table()
    kinds = dict.fromkeys(one.kind for one in found.figures)
    heads = {"kind": (82.0, ""), "figures": (45.0, "n"), "owned": (45.0, "n")}
    lines = []
    for kind in kinds:
        all_of = found.of(kind)
        owned = sum(one.owner is not None for one in all_of)
        name = say(f"contracts.kind.{kind}")
        lines.append(TableRow((name, table.shown(float(len(all_of)), "count"), table.shown(float(owned), "count"))))
    return table.grid("owners", heads, lines, say("contracts.owners.note"))
