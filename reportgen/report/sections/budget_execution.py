"""Execution of the budget by item and by department, against the part of the year that is over; the flexible budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import left_out, named, scribe, unanswered
from reportgen.report.desk.bridges import End, Move, bridge_figure
from reportgen.report.desk.sheet import Figure, Line, Sheet
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.analysis.budget.executed import Executed
    from reportgen.analysis.budget.execution import Execution
    from reportgen.analysis.budget.flexible import Flexible
    from reportgen.analysis.budget.second_split import SecondSplit
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Table

SECTION: Final = "budget_execution"
MOST: Final = 15
HEADS: Final = {
    "name": (38.0, ""), "owner": (20.0, ""), "budget": (21.0, "n"), "actual": (21.0, "n"), "variance": (20.0, "n"),
    "execution": (13.0, "n"), "gap": (13.0, "n"), "standing": (26.0, ""),
}  # fmt: skip


def budget_execution(context: Context) -> Sheet:
    """Lines of the budget, then departments beyond their target, then what the work alone would have cost."""
    found: Execution | Lack = context.material.analysis["budget.execution"]
    if isinstance(found, Lack):
        return unanswered(context, SECTION, found)
    split: SecondSplit | Lack = context.material.analysis["budget.second_split"]
    flexed: Flexible | Lack = context.material.analysis["budget.flexible"]
    writer = scribe(context, SECTION)
    blocks: list[Block] = [_figure(writer, found), _lines(writer, "lines", found, [*found.totals, *found.known])]
    if not isinstance(split, Lack) and split.over:
        blocks.append(_lines(writer, "departments", found, split.over[:MOST]))
    if not isinstance(flexed, Lack):
        blocks.append(_flexible(writer, flexed))
    lacks = [one for one in (found.lines, split, flexed) if isinstance(one, Lack)]
    return Sheet(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _name(context: Context, line: Executed) -> Text:
    key = f"budget_execution.total.{line.id}"
    return context.say(key) if key in context.say.words else named(context, line.id)


def _headline(writer: Scribe, found: Execution) -> Text:
    say = writer.context.say
    elapsed = printing.percent(found.elapsed, 1)
    off, over = len(found.off), len(found.overspent)
    return say("budget_execution.headline", n=len(found.known), off=off, over=over, elapsed=elapsed)


def _figure(writer: Scribe, found: Execution) -> Figure:
    context = writer.context
    known = [line for line in (*found.totals, *found.known) if line.execution.value is not None]
    rows = [
        (_name(context, line), (line.execution.value or 0.0) * printing.PERCENT,
         writer.shown(line.execution.value or 0.0, "percent"))
        for line in known[: MOST + len(found.totals)]
    ]  # fmt: skip
    elapsed = printing.percent(found.elapsed, 1)
    mark = found.elapsed * printing.PERCENT, context.say("budget_execution.elapsed", elapsed=elapsed)
    return drawings.shares(writer, rows, mark, elapsed=elapsed)


def _lines(writer: Scribe, name: str, found: Execution, rows: Iterable[Executed]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    lines = []
    totals = {line.id for line in found.totals}
    for one in rows:
        standing = say(f"analysis.standing.{one.standing}") if one.standing else same(printing.DASH)
        cells = [table.write(figure, "money") for figure in (one.budget, one.actual)]
        cells.append(table.write(one.variance, "money", sign=True))
        cells.append(table.write(one.execution, "percent"))
        cells.append(table.write(one.gap, "percent", sign=True))
        owner = table.cell(one.owner)
        lines.append(Line((_name(context, one), owner, *cells, standing), "total" if one.id in totals else ""))
    notes = [say("budget_execution.note", elapsed=printing.percent(found.elapsed, 1))]
    if name == "lines" and found.overspent:
        notes.insert(0, _over(table, found))
    return table.grid(name, HEADS, lines, *notes, unit=form_rows.unit(context))


def _over(writer: Scribe, found: Execution) -> Text:
    """The lines that have used more than the whole year's budget, the largest excess first."""
    context, say = writer.context, writer.context.say
    told = [
        say("phrase.named", name=_name(context, one), value=writer.write(one.variance, "money", sign=True))
        for one in found.overspent
    ]
    return say("budget_execution.overspent", unit=form_rows.unit(context), listed=say.join(told, "list.comma_only"))


def _flexible(writer: Scribe, found: Flexible) -> Figure:
    say = writer.context.say
    ends = End(say("budget_execution.static"), found.static), End(say("budget_execution.actual"), found.actual)
    moves = [
        Move(say("budget_execution.by_work"), found.by_work),
        Move(say("budget_execution.by_spending"), found.by_spending),
    ]
    index = printing.percent(found.work_index, 1)
    share = printing.percent(found.variable_share, 1)
    note = say("budget_execution.flexible.note", unit=form_rows.unit(writer.context), index=index, share=share)
    return bridge_figure(writer, "flexible", say("budget_execution.flexible"), ends, moves, "money", note)
