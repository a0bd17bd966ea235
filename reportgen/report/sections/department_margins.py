"""What departments bring and cost, how that changed, and what no department answers for."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.charts import Effect, effect_bars
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import left_out, scribe, unanswered
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.section import Piece
from reportgen.report.speech import same
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.drivers.departments import Contribution, Department, Departments
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "department_margins"
DRAWN: Final = 10


def pieces(context: Context, options: Options) -> list[Piece]:
    """Departments by income, as many as asked for; contributions to the change of all margins."""
    found: Departments | Lack = context.material.analysis["drivers.departments"]
    if isinstance(found, Lack):
        return [Piece(options.entry, unanswered(context, SECTION, found))]
    writer = scribe(context, SECTION)
    table = _table(writer, found, options.number("most"))
    if isinstance(found.contributions, Lack):
        alone: tuple[Block, ...] = (table, *left_out(context, (found.contributions,)))
        headline = context.say("department_margins.headline.first", n=len(found.departments))
        return [Piece(options.entry, Sheet(headline, alone))]
    blocks = (_figure(writer, found.contributions), table)
    return [Piece(options.entry, Sheet(_headline(writer, found, found.contributions), blocks))]


def _headline(writer: Scribe, found: Departments, contributions: tuple[Contribution, ...]) -> Text:
    say, change = writer.context.say, found.margin_change or 0.0
    most = max(contributions, key=lambda one: one.amount if change >= 0 else -one.amount)
    facts: dict[str, Text | str] = {
        "change": writer.money("headline", say("department_margins.head.margin"), change), "name": same(most.id),
        "amount": writer.money("headline.most", same(most.id), most.amount),
    }  # fmt: skip
    return say(f"department_margins.headline.{'up' if change >= 0 else 'down'}", n=len(found.departments), **facts)


def _figure(writer: Scribe, contributions: tuple[Contribution, ...]) -> Figure:
    context, scale = writer.context, form_rows.scale(writer.context)
    shown, rest = contributions[:DRAWN], contributions[DRAWN:]
    printed = [writer.write(one.amount, "money", sign=True) for one in shown]
    effects = [Effect(one.id, one.amount / scale, text) for one, text in zip(shown, printed, strict=True)]
    if rest:
        total, name = fsum(one.amount for one in rest), context.say("department_margins.others", n=len(rest))
        text = writer.write(total, "money", sign=True)
        effects.append(Effect(name.in_language(context.language), total / scale, text))
    told = [context.say("phrase.named", name=one.name, value=one.printed) for one in effects]
    alt = context.text("department_margins.alt", listed=context.say.join(told, "list.comma_only"))
    drawn = effect_bars(effects, alt, ink(), width_mm=172, judged=False, printed_mm=20)
    caption = context.figure(SECTION, context.say("department_margins.figure"))
    note = context.say("department_margins.figure.note", unit=form_rows.unit(context))
    return Figure(caption, context.picture(SECTION, drawn), note)


def _table(writer: Scribe, found: Departments, most: int) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    widths = {"income": 22, "income_rate": 16, "direct": 22, "cost_rate": 16, "margin": 20, "share": 16, "result": 20}
    columns = (
        Column(say("department_margins.head.name"), 40),
        *(Column(say(f"department_margins.head.{part}"), width, "n") for part, width in widths.items()),
    )
    ranked = sorted(found.departments, key=lambda one: (-(one.income.value or 0.0), one.id))
    lines = [_line(table, one) for one in ranked[:most]]
    if ranked[most:]:
        lines.append(_others(table, ranked[most:]))
    lines.append(_left(table, found))
    caption = context.table(SECTION, say("department_margins.table", n=len(ranked), unit=form_rows.unit(context)))
    notes = (say("department_margins.note"), *table.notes.lines())
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _line(table: Scribe, one: Department) -> Line:
    return Line((
        same(one.id), table.write(one.income, "money"),
        table.write(one.income_change.rate, "percent", sign=True),
        table.write(one.direct_cost, "money"),
        table.write(one.cost_change.rate, "percent", sign=True),
        table.write(one.margin, "money"),
        table.write(one.cost_rate, "percent"),
        table.write(one.result, "money"),
    ))  # fmt: skip


def _others(table: Scribe, rest: list[Department]) -> Line:
    """The smaller departments together; no rates, for their bases differ."""
    from reportgen.analysis.answer import added

    name = table.context.say("department_margins.others", n=len(rest))
    sums = (added(getattr(one, part) for one in rest) for part in ("income", "direct_cost", "margin", "result"))
    income, direct, margin, result = (table.write(figure, "money") for figure in sums)
    return Line((name, income, "", direct, "", margin, "", result))


def _left(table: Scribe, found: Departments) -> Line:
    """What the hospital's statements hold beyond the departments."""
    name = table.context.say("department_margins.left")
    income = table.write(found.income_left, "money")
    return Line((name, income, "", table.write(found.cost_left, "money"), "", "", "", ""), "total")
