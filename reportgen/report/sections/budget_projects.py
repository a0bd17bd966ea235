"""Projects and carry-overs: money and results against their targets, and what was carried from year to year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.model import printing
from reportgen.model.period import MONTHS
from reportgen.report.desk import drawings, form_rows
from reportgen.report.desk.answers import left_out, scribe, unanswered
from reportgen.report.desk.sheet import Line, Sheet
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.budget.carry_over import CarryOver
    from reportgen.analysis.budget.projects import Projects
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block, Figure, Table

SECTION: Final = "budget_projects"


def budget_projects(context: Context) -> Sheet:
    """Projects, then the statement of carry-overs."""
    found: Projects | Lack = context.material.analysis["budget.projects"]
    carried: CarryOver | Lack = context.material.analysis["budget.carry_over"]
    lacks = [one for one in (found, carried) if isinstance(one, Lack)]
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    if not isinstance(found, Lack):
        blocks += [*_figure(writer, found), _projects(writer, found)]
    if not isinstance(carried, Lack):
        lacks += [one for one in (carried.funds, carried.projects) if isinstance(one, Lack)]
        blocks += _carried(writer, carried)
    if not blocks:
        return unanswered(context, SECTION, *lacks)
    return Sheet(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _headline(writer: Scribe, found: Projects | Lack) -> Text:
    say = writer.context.say
    if isinstance(found, Lack):
        return say("budget_projects.headline.carried")
    met = sum(one.result == "met" for one in found.projects)
    if found.total.execution.value is None:
        return say("budget_projects.headline.plain", n=len(found.projects), met=met)
    share = writer.said("headline", say("budget_projects.total"), found.total.execution.value, "percent")
    return say("budget_projects.headline", n=len(found.projects), met=met, share=share)


def _figure(writer: Scribe, found: Projects) -> list[Figure]:
    """How much of its money each project has used, beside the part of the year that is over."""
    executed = [(one.name, one.money.execution.value) for one in found.projects]
    rows = [
        (name, share * printing.PERCENT, writer.shown(share, "percent"))
        for name, share in executed
        if share is not None
    ]
    elapsed = writer.context.period.months_elapsed / MONTHS
    said = writer.context.say("budget_execution.elapsed", elapsed=printing.percent(elapsed, 1))
    return [drawings.shares(writer, rows, (elapsed * printing.PERCENT, said))] if rows else []


def _projects(writer: Scribe, found: Projects) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {
        "project": (30.0, ""), "owner": (16.0, ""), "available": (22.0, "n"), "spent": (22.0, "n"),
        "execution": (15.0, "n"), "target": (34.0, ""), "aim": (13.0, "n"), "achieved": (14.0, "n"),
        "result": (17.0, ""),
    }  # fmt: skip
    lines = []
    for one in found.projects:
        result = say(f"analysis.result.{one.result}") if one.result else same(printing.DASH)
        money = [table.write(figure, "money") for figure in (one.money.budget, one.money.actual)]
        shares = [table.write(one.money.execution, "percent")]
        reached = [table.write(figure, "tenths") for figure in (one.aim, one.achieved)]
        names = (table.own(one.name), table.cell(one.owner))
        lines.append(Line((*names, *money, *shares, table.cell(one.target), *reached, result)))
    total = [table.write(figure, "money") for figure in (found.total.budget, found.total.actual)]
    share = table.write(found.total.execution, "percent")
    lines.append(Line((say("budget_projects.total"), "", *total, share, "", "", "", ""), "grand"))
    notes = say.join([say("budget_projects.note"), say("budget_projects.workflow")], "list.sentences")
    return table.grid("projects", heads, lines, notes, unit=form_rows.unit(context))


def _carried(writer: Scribe, found: CarryOver) -> list[Table]:
    context, say = writer.context, writer.context.say
    tables: list[Table] = []
    if not isinstance(found.funds, Lack):
        table = writer.table()
        heads = {"funds": (52.0, ""), **dict.fromkeys(("opening", "adjustment", "change", "closing"), (30.0, "n"))}
        lines = [
            Line((say(f"budget_projects.funds.{one.id}"),
                  *(table.write(figure, "money") for figure in (one.opening, one.adjustment, one.change, one.closing))))
            for one in found.funds
        ]  # fmt: skip
        note = say("budget_projects.carried.note", rate=table.write(found.rate, "percent"))
        tables.append(table.grid("carried", heads, lines, note, year=found.year, unit=form_rows.unit(context)))
    if not isinstance(found.projects, Lack):
        table = writer.table()
        heads = {"project": (82.0, ""), **dict.fromkeys(("carried_in", "used", "left"), (30.0, "n"))}
        lines = [
            Line((table.own(one.name), *(table.write(part, "money") for part in (one.carried_in, one.used, one.left))))
            for one in found.projects
        ]
        tables.append(table.grid("older", heads, lines, unit=form_rows.unit(context)))
    return tables
