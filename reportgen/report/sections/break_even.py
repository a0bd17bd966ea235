"""Where income covers all cost, how far from it the hospital stands, and how cost follows the work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Number
from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.calendar_words import period_tick
from reportgen.report.charts import CostLines, Fit, scatter
from reportgen.report.charts import break_even as drawn_break_even
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import answered, called, form_of, scribe
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table, Words
from reportgen.report.desk.ticks import ticks
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.drivers.break_even import BreakEven, CostBehaviour
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "break_even"
COST: Final = "total_expense"


def break_even(context: Context) -> Sheet:
    """The point from the costs that the hospital states, and the line through its months."""
    point: BreakEven | Lack = context.material.analysis["drivers.break_even"]
    course: CostBehaviour | Lack = context.material.analysis["drivers.cost_behaviour"]
    lacks = [one for one in (point, course) if isinstance(one, Lack)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    headline = None
    if not isinstance(point, Lack):
        headline = _headline(writer, point)
        blocks += [_figure(writer, point), _table(writer, point)]
    if not isinstance(course, Lack):
        reconciled = () if isinstance(point, Lack) else (_reconciled(writer, point, course),)
        blocks += _behaviour(writer, course, *reconciled)
        headline = headline or _course_headline(writer, course)
    return answered(context, SECTION, headline, blocks, lacks)


def _headline(writer: Scribe, found: BreakEven) -> Text:
    say = writer.context.say
    facts: dict[str, Text | str] = {
        "point": writer.money("headline", say("break_even.row.income"), found.income),
        "margin": writer.money("headline.margin", say("break_even.row.margin"), found.margin),
        "share": writer.said("headline.share", say("break_even.row.margin_rate"), abs(found.margin_rate), "percent"),
    }  # fmt: skip
    return say(f"break_even.headline.{'above' if found.margin >= 0 else 'below'}", **facts)


def _course_headline(writer: Scribe, found: CostBehaviour) -> Text:
    say = writer.context.say
    share = writer.said("headline.explained", say("break_even.row.explained"), found.explained, "percent")
    return say("break_even.headline.course", n=found.months, share=share)


def _figure(writer: Scribe, found: BreakEven) -> Figure:
    context, say, scale = writer.context, writer.context.say, form_rows.scale(writer.context)
    point, actual = (writer.shown(value, "money") for value in (found.income, found.actual))
    rows = CostLines(
        fixed=found.fixed / scale, rate=found.variable / found.actual, point=found.income / scale,
        point_label=_at(context, "point", point), actual=found.actual / scale,
        actual_label=_at(context, "actual", actual),
        income_label=context.labelled(say("break_even.label.income")),
        cost_label=context.labelled(say("break_even.label.cost")),
        fixed_label=context.labelled(say("break_even.label.fixed")),
    )  # fmt: skip
    alt = context.text("break_even.alt", point=point, actual=actual, unit=form_rows.unit(context))
    reach = max(rows.point, rows.actual)
    picture = context.picture(SECTION, drawn_break_even(rows, ticks([0.0, reach * 1.1], 5), alt, ink()))
    caption = context.figure(SECTION, context.say("break_even.figure"))
    return Figure(caption, picture, context.say("break_even.figure.note", unit=form_rows.unit(context)))


def _at(context: Context, name: str, value: printing.Figure) -> str:
    """What stands at a line that falls to the axis: its name, then its value."""
    return printing.composed(f"{context.labelled(context.say(f'break_even.label.{name}'))} {{}}", value)


def _table(writer: Scribe, found: BreakEven) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    values: dict[str, tuple[Number | float, str]] = {
        "actual": (found.actual, "money"), "fixed": (found.fixed, "money"), "variable": (found.variable, "money"),
        "contribution": (found.contribution_rate, "percent"), "income": (found.income, "money"),
        "margin": (found.margin, "money"), "margin_rate": (found.margin_rate, "percent"),
        "leverage": (found.leverage, "times"),
    }  # fmt: skip
    lines = []
    for key, (value, form) in values.items():
        name = say(f"break_even.row.{key}")
        lines.append(Line((name, table.write(value, form), say(f"break_even.means.{key}"))))
    columns = (
        Column(say("break_even.head.name"), 46), Column(say("break_even.head.value"), 30, "n"),
        Column(say("break_even.head.means"), 96),
    )  # fmt: skip
    caption = context.table(SECTION, say("break_even.table", unit=form_rows.unit(context)))
    gap = table.write(context.material.analysis.books.to_date(COST) - Number(found.fixed + found.variable), "money")
    notes = (_note(writer, found), say("break_even.basis", gap=gap), *table.notes.lines())
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _note(writer: Scribe, found: BreakEven) -> Text:
    """What the point is about; below it, what other income has to meet: less than the distance to the point."""
    say, result = writer.context.say, found.fixed + found.variable - found.actual
    if found.margin >= 0:
        return say("break_even.note.above")
    return say("break_even.note.below", result=writer.money("result", say("break_even.result"), result))


def _reconciled(writer: Scribe, point: BreakEven, course: CostBehaviour) -> Text:
    """Why the fixed cost that the hospital states is not that of the line, month for month."""
    say = writer.context.say
    stated = point.fixed / writer.context.period.months_elapsed
    facts = {
        key: writer.money(f"reconciled.{key}", say(f"break_even.named.{key}"), value)
        for key, value in (("stated", stated), ("line", course.fixed), ("gap", stated - course.fixed))
    }
    side = "more" if stated >= course.fixed else "less"
    return say(f"break_even.reconciled.{side}", n=course.months, **facts)


def _behaviour(writer: Scribe, found: CostBehaviour, *more: Text) -> list[Block]:
    """The months as dots with their line, and the line in words; a weak line is called weak."""
    context, scale, books = writer.context, form_rows.scale(writer.context), writer.context.material.analysis.books
    months = books.months_back(found.months)
    costs = [(books.of_month(COST, when).value or 0.0) / scale for when in months]
    works = [books.of_month(found.work, when).value or 0.0 for when in months]
    say, name, key = context.say, called(context, found.work), "firm" if found.firm else "weak"
    facts: dict[str, Text | str | int] = {
        "n": found.months, "work": context.say.within(name),
        "fixed": writer.money("behaviour.fixed", context.say("break_even.named.line"), found.fixed),
        "rate": writer.said("behaviour.rate", context.say("break_even.named.rate"), found.rate, "number"),
        "share": writer.said("behaviour.explained", say("break_even.row.explained"), found.explained, "percent"),
        "sign": context.say.currency_sign(), "name": context.say.currency_name(),
    }  # fmt: skip
    said = Words((context.say(f"break_even.behaviour.{key}", **facts), *more))
    label = context.labelled(context.say("break_even.label.fit", share=writer.shown(found.explained, "percent")))
    fit = Fit(found.fixed / scale, found.rate / scale, label)
    alt = context.text("break_even.behaviour.alt", n=found.months, share=writer.shown(found.explained, "percent"))
    form = form_of(context, found.work)
    last = writer.shown(works[-1], form)
    points = list(zip(works, costs, strict=True))
    drawn = scatter(points, fit, ticks(works, 4), ticks(costs, 5), alt, ink(), width_mm=172,
                    names=[period_tick(str(when)) for when in months])  # fmt: skip
    caption = context.figure(SECTION, context.say("break_even.behaviour.figure"))
    note = context.say("break_even.behaviour.note", work=name, unit=form_rows.unit(context), last=last)
    return [Figure(caption, context.picture(f"{SECTION}-months", drawn), note), said]
