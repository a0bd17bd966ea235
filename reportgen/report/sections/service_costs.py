"""What services cost beside their prices, and indirect cost month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Number
from reportgen.analysis.answer import Lack
from reportgen.model.reason import Reason
from reportgen.report.calendar_words import period_tick
from reportgen.report.charts import budget_columns
from reportgen.report.charts.columns import Column as Bar
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import left_out, scribe, unanswered
from reportgen.report.desk.sheet import Figure, Line, Sheet
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.business.indirect_costs import IndirectCosts, IndirectLine
    from reportgen.analysis.business.service_costs import ServiceCosts
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Table

SECTION: Final = "service_costs"


def service_costs(context: Context) -> Sheet:
    """Service items, then administration."""
    found: ServiceCosts | Lack = context.material.analysis["business.service_costs"]
    indirect: IndirectCosts | Lack = context.material.analysis["business.indirect_costs"]
    lacks = [one for one in (found, indirect) if isinstance(one, Lack)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = [] if isinstance(found, Lack) else [_services(writer, found)]
    if not isinstance(indirect, Lack):
        blocks += [*_figure(writer, indirect.total), _indirect(writer, indirect)]
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    return Sheet(_headline(writer, found, indirect), (*blocks, *left_out(context, lacks)))


def _headline(writer: Scribe, found: ServiceCosts | Lack, indirect: IndirectCosts | Lack) -> Text:
    say = writer.context.say
    if not isinstance(found, Lack):
        return say("service_costs.headline", n=len(found.services), below=len(found.below_cost))
    if not isinstance(indirect, Lack) and indirect.share.value is not None:
        share = writer.said("headline", say("service_costs.indirect"), indirect.share.value, "percent")
        if indirect.total.over is None:
            return say("service_costs.headline.share", share=share)
        return say("service_costs.headline.indirect", share=share, n=len(indirect.total.over))
    return say("service_costs.headline.plain")


def _services(writer: Scribe, found: ServiceCosts) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "service": (54.0, ""), "price": (20.0, "n"), "unit_cost": (20.0, "n"), "difference": (20.0, "n"),
        "recovery": (18.0, "n"), "given": (20.0, "n"), "effect": (22.0, "n"),
    }  # fmt: skip
    lines = [
        Line((
            context.own(one.name), table.write(one.price, "number"), table.write(one.unit_cost, "number"),
            table.write(one.difference, "number", sign=True), table.write(one.recovery, "percent"),
            table.write(one.given, "count"), table.write(one.effect, "money", sign=True),
        ))
        for one in found.services
    ]  # fmt: skip
    uncovered = table.write(-found.uncovered, "money")
    note = say("service_costs.note", uncovered=uncovered, recovery=table.write(found.recovery, "percent"))
    return table.grid("services", heads, lines, note, unit=form_rows.unit(context), currency=say.currency_name())


def _figure(writer: Scribe, total: IndirectLine) -> list[Figure]:
    """Months of administration against their budget."""
    context, scale = writer.context, form_rows.scale(writer.context)
    known = [month for month in total.months if month.actual.value is not None]
    if not known:
        return []
    amounts = [(month, month.actual.value or 0.0) for month in known]
    bars = [
        Bar(period_tick(month.period), actual / scale, writer.shown(actual, "money"),
            budget=None if month.budget.value is None else month.budget.value / scale)
        for month, actual in amounts
    ]  # fmt: skip
    facts: dict[str, Text | str | int] = {"n": len(known), "last": bars[-1].printed, "unit": form_rows.unit(context)}
    over = "" if total.over is None else context.text("service_costs.alt.over", over=len(total.over))
    alt = context.text("service_costs.alt", over=over, **facts)
    picture = context.picture(SECTION, budget_columns(bars, alt, ink(), height_mm=38))
    caption = context.figure(SECTION, context.say("service_costs.figure"))
    return [Figure(caption, picture, context.say("service_costs.figure.note", unit=form_rows.unit(context)))]


def _months_over(one: IndirectLine) -> Number:
    return Number.missing(Reason.NO_BUDGET) if one.over is None else Number(float(len(one.over)))


def _indirect(writer: Scribe, found: IndirectCosts) -> Table:
    context, table = writer.context, writer.table()
    numbers = {"to_date": (28.0, "n"), "budget": (28.0, "n"), "change": (22.0, "n"), "over": (32.0, "n")}
    heads = {"line": (62.0, ""), **numbers}
    lines = []
    for one, emphasis in [*((each, "") for each in (*found.funds, *found.kinds)), (found.total, "grand")]:
        over = table.write(_months_over(one), "count")
        amounts = [table.write(figure, "money") for figure in (one.to_date, one.budget)]
        change = table.write(one.change.rate, "percent", sign=True)
        lines.append(Line((context.material.catalog.items[one.item].name, *amounts, change, over), emphasis))
    share = table.write(found.share, "percent")
    note = context.say("service_costs.indirect.note", share=share)
    return table.grid("indirect", heads, lines, note, unit=form_rows.unit(context))
