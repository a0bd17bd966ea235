"""Large equipment: use, return and payback; purchases of the year; appraisal of capital projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import left_out, scribe, unanswered
from reportgen.report.desk.purchases import purchases
from reportgen.report.desk.sheet import Figure, Line, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.business.assets import Asset, Assets
    from reportgen.analysis.value.capital_projects import CapitalProjects
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Table

SECTION: Final = "equipment"


def equipment(context: Context) -> Sheet:
    """Equipment in use, then projects that are to be decided."""
    found: Assets | Lack = context.material.analysis["business.assets"]
    planned: CapitalProjects | Lack = context.material.analysis["value.capital_projects"]
    lacks = [one for one in (found, planned) if isinstance(one, Lack)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    if not isinstance(found, Lack):
        lacks += [one for one in (found.equipment, found.purchases) if isinstance(one, Lack)]
        blocks += [*_equipment(writer, found), *purchases(writer, found)]
    if not isinstance(planned, Lack):
        lacks += planned.lacks.values()
        blocks.append(_projects(writer, planned))
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    return Sheet(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _headline(writer: Scribe, found: Assets | Lack) -> Text:
    say = writer.context.say
    if isinstance(found, Lack) or isinstance(found.equipment, Lack) or found.use.value is None:
        return say("equipment.headline.plain")
    use = writer.said("headline", say("equipment.head.use"), found.use.value, "percent")
    lowest = next(iter(found.least_used(1)), None)
    if lowest is None or lowest.use.value is None:
        return say("equipment.headline.use", n=len(found.equipment), use=use)
    least = writer.said("headline.least", writer.own(lowest.name), lowest.use.value, "percent")
    return say("equipment.headline", n=len(found.equipment), use=use, name=writer.own(lowest.name), least=least)


def _equipment(writer: Scribe, found: Assets) -> list[Block]:
    context, say = writer.context, writer.context.say
    if isinstance(found.equipment, Lack):
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
    listed = table.grid("equipment", heads, lines, note, unit=form_rows.unit(context))
    return [*_figure(writer, found, found.equipment), listed]


def _asset(table: Scribe, one: Asset) -> Line:
    return Line((
        table.own(one.name), table.cell(one.department),
        table.write(one.cost, "money"), table.write(one.use, "percent"),
        table.write(one.examinations, "count"), table.write(one.income_per_examination, "number"),
        table.write(one.cost_per_examination, "number"), table.write(one.yearly_return, "percent"),
        table.write(one.payback, "tenths"),
    ))  # fmt: skip


def _figure(writer: Scribe, found: Assets, equipment: Sequence[Asset]) -> list[Figure]:
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


def _projects(writer: Scribe, found: CapitalProjects) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "project": (52.0, ""), "rate": (18.0, "n"), "npv": (24.0, "n"), "irr": (18.0, "n"), "back": (20.0, "n"),
        "discounted": (22.0, "n"), "shortfall": (18.0, "n"),
    }  # fmt: skip
    lines = [
        Line((
            context.own(one.id), table.write(one.rate, "percent"), table.write(one.npv, "money"),
            table.write(one.irr, "percent"),
            table.write(one.payback, "tenths"), table.write(one.discounted_payback, "tenths"),
            table.write(one.shortfall, "percent"),
        ))
        for one in found.ranked
    ]  # fmt: skip
    return table.grid("projects", heads, lines, say("equipment.projects.note"), unit=form_rows.unit(context))
