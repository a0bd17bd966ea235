"""What moved income, expense and the surplus since last year: bridges that add up to the cent."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import called, last_year, left_out, named, scribe, span, unanswered
from reportgen.report.desk.bridges import End, Move, bridge_figure
from reportgen.report.desk.sheet import Column, Line, Sheet, Table, Words
from reportgen.report.section import Piece
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.drivers.bridges import Bridge, Step
    from reportgen.model.definition import Text
    from reportgen.model.reports import Options
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure

SECTION: Final = "drivers"
MOST: Final = 8
"""Steps of a drawing; smaller ones stand together in it, and each by itself in the table of income."""


def pieces(context: Context, options: Options) -> list[Piece]:
    """The bridges that are asked for; where none can be built, what to supply."""
    asked = options.words("of")
    found = {name: context.material.analysis[f"drivers.{name}"] for name in asked}
    built = {name: one for name, one in found.items() if not isinstance(one, Lack)}
    lacks = [one for one in found.values() if isinstance(one, Lack)]
    if not built:
        return [Piece(options.entry, unanswered(context, SECTION, *lacks))]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    for name, one in built.items():
        blocks.append(_figure(writer, name, one) if one.steps else Words((_unmoved(context, one),)))
        if name == "income":
            blocks += _both_orders(writer, one)
    first = next(iter(built.values()))
    return [Piece(options.entry, Sheet(_headline(writer, first), (*blocks, *left_out(context, lacks))))]


def _unmoved(context: Context, found: Bridge) -> Text:
    return context.say("drivers.headline.same", name=called(context, found.item), period=last_year(context))


def _headline(writer: Scribe, found: Bridge) -> Text:
    say, context = writer.context.say, writer.context
    assert found.before.value is not None
    assert found.after.value is not None
    change, period = found.after.value - found.before.value, last_year(context)
    name = called(context, found.item)
    if not found.steps or writer.shown(change, "money") == writer.shown(0.0, "money"):
        return _unmoved(context, found)
    most = max(found.steps, key=lambda step: step.amount if change > 0 else -step.amount)
    key = "up" if change > 0 else "down"
    facts: dict[str, Text | str] = {
        "name": name, "period": period, "change": writer.money(f"{found.item}.change", name, change),
        "factor": say.within(_name(context, most)), "amount": writer.money("most", _name(context, most), most.amount),
    }  # fmt: skip
    return say(f"drivers.headline.{key}", **facts)


def _name(context: Context, step: Step) -> Text:
    """An item by its name; the effect of a factor on an item by what the factor is there."""
    key = f"drivers.step.{step.id}"
    return context.say(key) if key in context.say.words else named(context, step.id)


def _figure(writer: Scribe, name: str, found: Bridge) -> Figure:
    context, say = writer.context, writer.context.say
    assert found.before.value is not None
    assert found.after.value is not None
    ends = (
        End(span(context, found.period_before), found.before.value),
        End(span(context, found.period_after), found.after.value),
    )
    moves = [Move(_name(context, step), step.amount) for step in _largest(found)]
    rest = [step for step in found.steps if step not in _largest(found)]
    if rest:
        others = say("drivers.others", n=len(rest))
        moves.append(Move(others, fsum(step.amount for step in rest)))
    note = say("drivers.note.split" if found.order else "drivers.note", unit=form_rows.unit(context))
    return bridge_figure(writer, name, say(f"drivers.figure.{name}"), ends, moves, "money", note)


def _largest(found: Bridge) -> list[Step]:
    """The largest steps in the order of the bridge; one more than the others would save no row."""
    if len(found.steps) <= MOST + 1:
        return list(found.steps)
    kept = sorted(found.steps, key=lambda step: -abs(step.amount))[:MOST]
    return [step for step in found.steps if step in kept]


def _both_orders(writer: Scribe, found: Bridge) -> list[Block]:
    """Every step of income, free of order and in the order printed."""
    context, say, table = writer.context, writer.context.say, writer.table()
    ordered = context.material.analysis["drivers.income_in_order"]
    if isinstance(ordered, Lack):
        return []
    chained = {step.id: step.amount for step in ordered.steps}
    lines = [
        Line((
            _name(context, step), table.write(step.amount, "money", sign=True),
            table.write(chained.get(step.id, 0.0), "money", sign=True),
        ))
        for step in found.steps
    ]  # fmt: skip
    sums = [fsum(step.amount for step in one.steps) for one in (found, ordered)]
    total = say("drivers.sum")
    cells = [table.write(one, "money", sign=True) for one in sums]
    columns = (
        Column(say("drivers.head.factor"), 80), Column(say("analysis.method.shapley"), 46, "n"),
        Column(say("analysis.method.chain"), 46, "n"),
    )  # fmt: skip
    caption = context.table(SECTION, say("drivers.table", unit=form_rows.unit(context)))
    return [Table(caption, columns, (*lines, Line((total, *cells), "grand")), (_order(context, ordered),), dense=True)]


def _order(context: Context, found: Bridge) -> Text:
    """The order in which factors were replaced, as the method demands that it be said."""
    steps = [step for step in found.steps if "." in step.id]
    listed = context.say.join([_name(context, step) for step in steps], "list.then") if steps else same("")
    return context.say("drivers.order", listed=listed)
