"""Where income covers all cost, how far from it the hospital stands, and how cost follows the work.

Return on net assets as a tree of factors, and what each factor did since last year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure as Number
from reportgen.analysis.answer import Unavailable
from reportgen.catalog.calendar_words import period_tick
from reportgen.model import printing
from reportgen.report import conditions
from reportgen.report.charts import CostLines, FactorBox, FittedLine, scatter, tree
from reportgen.report.charts import break_even as drawn_break_even
from reportgen.report.desk.tables import figures
from reportgen.report.desk.tables.answers import (
    answered,
    called,
    form_of,
    last_year,
    left_out,
    named,
    scribe,
    span,
    unanswered,
)
from reportgen.report.desk.tables.drawings import ticks
from reportgen.report.desk.tables.sheet import ChartFigure, Paragraphs, SectionContent, Table, TableColumn, TableRow
from reportgen.report.tokens import ink

if TYPE_CHECKING:
    from reportgen.analysis.drivers.bridges import BreakEven, CostBehaviour
    from reportgen.analysis.drivers.split import Split
    from reportgen.analysis.drivers.substitution import DuPont
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block

SECTION: Final = "return_tree"
TIMES: Final = "\N{MULTIPLICATION SIGN}"
OVER: Final = "\N{DIVISION SIGN}"
FORMS: Final = {"surplus_margin": "share", "asset_turnover": "times", "equity_multiplier": "times"}
PARTS: Final = {
    "surplus_margin": ("period_surplus", "total_income"),
    "asset_turnover": ("total_income", "total_assets"),
    "equity_multiplier": ("total_assets", "net_assets"),
}
"""Numerator and denominator of each factor; balances are averages."""


def return_tree(context: HospitalContext) -> SectionContent:
    """The tree, and the change split in order and free of order."""
    found: DuPont | Unavailable = context.material.analysis["drivers.dupont"]
    if isinstance(found, Unavailable):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    ordered, free = found.in_order, found.order_free
    if isinstance(ordered, Unavailable) or isinstance(free, Unavailable):
        lack = ordered if isinstance(ordered, Unavailable) else Unavailable("last_year")
        return SectionContent(_headline(writer, found, None), (_figure(writer, found), *left_out(context, (lack,))))
    return SectionContent(
        _headline(writer, found, free), (_figure(writer, found), _table(writer, found, ordered, free))
    )


def _headline(writer: CellWriter, found: DuPont, split: Split | None) -> Text:
    context, say = writer.context, writer.context.say
    name, value = say("return_tree.name"), found.now.return_on_net_assets.value
    assert value is not None
    now = writer.said("headline", name, value, "share")
    if split is None or writer.shown(split.change, "share") == writer.shown(0.0, "share"):
        return say("return_tree.headline.plain", now=now)
    most = max(split.effects, key=lambda one: one.amount if split.change > 0 else -one.amount)
    facts: dict[str, Text | str] = {
        "now": now,
        "base": last_year(context),
        "factor": say.within(named(context, most.id)),
        "change": writer.said("headline.change", name, abs(split.change), "points"),
        "amount": writer.said("headline.most", named(context, most.id), abs(most.amount), "points"),
    }
    return say(f"return_tree.headline.{'up' if split.change > 0 else 'down'}", **facts)


def _figure(writer: CellWriter, found: DuPont) -> ChartFigure:
    context, say = writer.context, writer.context.say
    now, before = found.now, found.before
    factors = []
    for at, (name, form) in enumerate(FORMS.items()):
        sign, parts = TIMES if at else "", _parts(writer, name)
        factors.append(_node(writer, named(context, name), now.factors[at], before.factors[at], form, sign, parts))
    root = _node(
        writer,
        say("return_tree.name"),
        now.return_on_net_assets,
        before.return_on_net_assets,
        "share",
        "",
        tuple(factors),
    )
    told = [say("phrase.named", name=factor.name, value=factor.printed) for factor in factors]
    alt = context.text("return_tree.alt", value=root.printed, listed=say.join(told, "list.comma_only"))
    caption = context.figure(SECTION, say("return_tree.figure", period=span(context, context.material.period)))
    key = "return_tree.figure.note.part" if context.period.is_partial else "return_tree.figure.note"
    note = say(key, unit=figures.unit(context))
    return ChartFigure(caption, context.picture(SECTION, tree(root, alt, ink())), note)


def _node(  # noqa: PLR0913 - a box has these parts
    writer: CellWriter, name: Text, now: Number, before: Number, form: str, sign: str, parts: tuple[FactorBox, ...] = ()
) -> FactorBox:
    context, pattern = writer.context, "{}%" if form == "share" else "{}"
    printed, then = (_shown(writer, value, form, pattern) for value in (now, before))
    words = context.text("return_tree.before", value=then)
    return FactorBox(name.in_language(context.language), printed, words, sign, parts, context.behind(name))


def _shown(writer: CellWriter, value: Number, form: str, pattern: str) -> str:
    if value.value is None:
        return writer.context.text("sign.dash")
    return printing.composed(pattern, printing.placed(writer.shown(value.value, form), value.places))


def _parts(writer: CellWriter, factor: str) -> tuple[FactorBox, ...]:
    """What a factor is the quotient of, as amounts of both periods."""
    context, books = writer.context, writer.context.material.analysis.books
    before, found = books.now.previous_year(), []
    for at, item in enumerate(PARTS[factor]):
        of = books.average if books.is_balance(item) else books.to_date
        name = context.say(f"return_tree.part.{item}")
        found.append(_node(writer, name, of(item), of(item, before), "money", OVER if at else ""))
    return tuple(found)


def _table(writer: CellWriter, found: DuPont, ordered: Split, free: Split) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        TableColumn(say("drivers.head.factor"), 46),
        TableColumn(span(context, found.before.period), 28, "n"),
        TableColumn(span(context, found.now.period), 28, "n"),
        TableColumn(say("analysis.method.chain"), 35, "n"),
        TableColumn(say("analysis.method.shapley"), 35, "n"),
    )
    lines = []
    for at, (one, other) in enumerate(zip(ordered.effects, free.effects, strict=True)):
        name, form = named(context, one.id), FORMS[one.id]
        cells = [table.write(value, form) for value in (found.before.factors[at], found.now.factors[at])]
        cells.append(table.write(one.amount, "share", sign=True))
        cells.append(table.write(other.amount, "share", sign=True))
        lines.append(TableRow((say.begun(name), *cells)))
    name = say("return_tree.name")
    whole = [table.write(ordered.before, "share"), table.write(ordered.after, "share")]
    whole += [table.write(split.change, "share", sign=True) for split in (ordered, free)]
    lines.append(TableRow((name, *whole), "grand"))
    caption = context.table(SECTION, say("return_tree.table"))
    notes = [
        say(key)
        for key in ("return_tree.note", "return_tree.note.turnover", "return_tree.note.untaxed")
        if not conditions.untrue({key}, context.material)
    ]
    return Table(caption, columns, tuple(lines), tuple(notes), dense=True, is_unlike=True)


BREAK_EVEN_SECTION: Final = "break_even"
COST: Final = "total_expense"


def break_even(context: HospitalContext) -> SectionContent:
    """The point from the costs that the hospital states, and the line through its months."""
    point: BreakEven | Unavailable = context.material.analysis["drivers.break_even"]
    course: CostBehaviour | Unavailable = context.material.analysis["drivers.cost_behaviour"]
    lacks = [one for one in (point, course) if isinstance(one, Unavailable)]
    writer = scribe(context, BREAK_EVEN_SECTION)
    blocks: list[Block] = []
    headline = None
    if not isinstance(point, Unavailable):
        headline = _break_even_headline(writer, point)
        blocks += [_break_even_figure(writer, point), _break_even_table(writer, point)]
    if not isinstance(course, Unavailable):
        reconciled = () if isinstance(point, Unavailable) else (_reconciled(writer, point, course),)
        blocks += _behaviour(writer, course, *reconciled)
        headline = headline or _course_headline(writer, course)
    return answered(context, BREAK_EVEN_SECTION, headline, blocks, lacks)


def _break_even_headline(writer: CellWriter, found: BreakEven) -> Text:
    say = writer.context.say
    point = writer.money("headline", say("break_even.row.income"), found.income)
    if found.margin < 0:
        lacking = writer.money("result", say("break_even.result"), found.fixed + found.variable - found.actual)
        return say("break_even.headline.below", point=point, result=lacking)
    facts: dict[str, Text | str] = {
        "point": point,
        "margin": writer.money("headline.margin", say("break_even.row.margin"), found.margin),
        "share": writer.said("headline.share", say("break_even.row.margin_rate"), abs(found.margin_rate), "percent"),
    }
    return say("break_even.headline.above", **facts)


def _course_headline(writer: CellWriter, found: CostBehaviour) -> Text:
    say = writer.context.say
    share = writer.said("headline.explained", say("break_even.row.explained"), found.explained, "percent")
    return say("break_even.headline.course", n=found.months, share=share)


def _break_even_figure(writer: CellWriter, found: BreakEven) -> ChartFigure:
    context, say, scale = writer.context, writer.context.say, figures.scale(writer.context)
    point, actual = (writer.shown(value, "money") for value in (found.income, found.actual))
    rows = CostLines(
        fixed=found.fixed / scale,
        rate=found.variable / found.actual,
        point=found.income / scale,
        point_label=_at(context, "point", point),
        actual=found.actual / scale,
        actual_label=_at(context, "actual", actual),
        income_label=context.labelled(say("break_even.label.income")),
        cost_label=context.labelled(say("break_even.label.cost")),
        fixed_label=context.labelled(say("break_even.label.fixed")),
    )
    alt = context.text("break_even.alt", point=point, actual=actual, unit=figures.unit(context))
    reach = max(rows.point, rows.actual)
    picture = context.picture(BREAK_EVEN_SECTION, drawn_break_even(rows, ticks([0.0, reach * 1.1], 5), alt, ink()))
    caption = context.figure(BREAK_EVEN_SECTION, context.say("break_even.figure"))
    return ChartFigure(caption, picture, context.say("break_even.figure.note", unit=figures.unit(context)))


def _at(context: HospitalContext, name: str, value: printing.PrintedNumber) -> str:
    """What stands at a line that falls to the axis: its name, then its value."""
    return printing.composed(f"{context.labelled(context.say(f'break_even.label.{name}'))} {{}}", value)


def _break_even_table(writer: CellWriter, found: BreakEven) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    values: dict[str, tuple[Number | float, str]] = {
        "actual": (found.actual, "money"),
        "fixed": (found.fixed, "money"),
        "variable": (found.variable, "money"),
        "contribution": (found.contribution_rate, "percent"),
        "income": (found.income, "money"),
        "margin": (found.margin, "money"),
        "margin_rate": (found.margin_rate, "percent"),
        "leverage": (found.leverage, "times"),
    }
    lines = []
    for key, (value, form) in values.items():
        name = say(f"break_even.row.{key}")
        lines.append(TableRow((name, table.write(value, form), say(f"break_even.means.{key}"))))
    columns = (
        TableColumn(say("break_even.head.name"), 46),
        TableColumn(say("break_even.head.value"), 30, "n"),
        TableColumn(say("break_even.head.means"), 96),
    )
    caption = context.table(BREAK_EVEN_SECTION, say("break_even.table", unit=figures.unit(context)))
    gap = context.material.analysis.books.to_date(COST) - Number(found.fixed + found.variable)
    notes = (_note(writer, found), table.gap("break_even.basis", gap), *table.notes.lines())
    return Table(caption, columns, tuple(lines), notes, dense=True, is_unlike=True)


def _note(writer: CellWriter, found: BreakEven) -> Text:
    """What the point is about; below it, what other income has to meet: less than the distance to the point."""
    say, result = writer.context.say, found.fixed + found.variable - found.actual
    if found.margin >= 0:
        return say("break_even.note.above")
    return say("break_even.note.below", result=writer.money("result", say("break_even.result"), result))


def _reconciled(writer: CellWriter, point: BreakEven, course: CostBehaviour) -> Text:
    """Why the fixed cost that the hospital states is not that of the line, month for month."""
    say = writer.context.say
    stated = point.fixed / writer.context.period.months_elapsed
    facts = {
        key: writer.money(f"reconciled.{key}", say(f"break_even.named.{key}"), value)
        for key, value in (("stated", stated), ("line", course.fixed), ("gap", stated - course.fixed))
    }
    side = "more" if stated >= course.fixed else "less"
    return say(f"break_even.reconciled.{side}", n=course.months, **facts)


def _behaviour(writer: CellWriter, found: CostBehaviour, *more: Text) -> list[Block]:
    """The months as dots with their line, and the line in words; a weak line is called weak."""
    context, scale, books = writer.context, figures.scale(writer.context), writer.context.material.analysis.books
    months = books.months_back(found.months)
    costs = [(books.of_month(COST, when).value or 0.0) / scale for when in months]
    works = [books.of_month(found.work, when).value or 0.0 for when in months]
    say, name, key = context.say, called(context, found.work), "firm" if found.firm else "weak"
    facts: dict[str, Text | str | int] = {
        "n": found.months,
        "work": context.say.within(name),
        "fixed": writer.money("behaviour.fixed", context.say("break_even.named.line"), found.fixed),
        "rate": writer.said("behaviour.rate", context.say("break_even.named.rate"), found.rate, "number"),
        "share": writer.said("behaviour.explained", say("break_even.row.explained"), found.explained, "percent"),
        "sign": context.say.currency_sign(),
        "name": context.say.currency_name(),
    }
    said = Paragraphs((context.say(f"break_even.behaviour.{key}", **facts), *more))
    label = context.labelled(context.say("break_even.label.fit", share=writer.shown(found.explained, "percent")))
    fit = FittedLine(found.fixed / scale, found.rate / scale, label)
    alt = context.text("break_even.behaviour.alt", n=found.months, share=writer.shown(found.explained, "percent"))
    form = form_of(context, found.work)
    last = writer.shown(works[-1], form)
    points = list(zip(works, costs, strict=True))
    drawn = scatter(
        points,
        fit,
        ticks(works, 4),
        ticks(costs, 5),
        alt,
        ink(),
        width_mm=172,
        names=[period_tick(str(when)) for when in months],
    )
    caption = context.figure(BREAK_EVEN_SECTION, context.say("break_even.behaviour.figure"))
    note = context.say("break_even.behaviour.note", work=name, unit=figures.unit(context), last=last)
    return [ChartFigure(caption, context.picture(f"{BREAK_EVEN_SECTION}-months", drawn), note), said]
