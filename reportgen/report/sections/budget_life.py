"""The budget's whole life: from what was asked for to what was booked, its steps, its adjustments, its lessons.

Execution of the budget by item and by department, against the part of the year that is over; the flexible budget.

Projects and carry-overs: money and results against their targets, and what was carried from year to year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.life import INCOME
from reportgen.model import printing
from reportgen.model.period import MONTHS
from reportgen.report.desk import drawings, figures
from reportgen.report.desk.answers import choice, left_out, named, scribe, unanswered
from reportgen.report.desk.drawings import BridgeMove, End, bridge_figure
from reportgen.report.desk.sheet import ChartFigure, SectionContent, TableRow
from reportgen.report.speech import same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.analysis.budget.execution import Executed, Execution
    from reportgen.analysis.budget.lessons import Lesson, SecondSplit
    from reportgen.analysis.budget.life import Adjustments, CarryOver, Life, LifeLine, ProcedureStep
    from reportgen.analysis.budget.projects import Flexible, Projects
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import CellWriter
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.sheet import Block, Table


SECTION: Final = "budget_life"
STAGES: Final = ("compiled", "approved", "adjusted", "requested", "reimbursed", "line_paid", "booked")
MOST: Final = 12


def budget_life(context: HospitalContext) -> SectionContent:
    """Stages of all spending, lines by stage, steps, adjusted lines, lessons."""
    found: Life | Unavailable = context.material.analysis["budget.life"]
    changes: Adjustments | Unavailable = context.material.analysis["budget.adjustments"]
    lessons: tuple[Lesson, ...] | Unavailable = context.material.analysis["budget.lessons"]
    if isinstance(found, Unavailable):
        return unanswered(context, SECTION, found)
    writer = scribe(context, SECTION)
    blocks: list[Block] = []
    if not isinstance(found.lines, Unavailable):
        blocks += [_figure(writer, found), _lines(writer, found.lines)]
    if not isinstance(found.steps, Unavailable):
        blocks.append(_steps(writer, found.steps))
    if not isinstance(changes, Unavailable) and changes.changed:
        blocks.append(_adjusted(writer, changes))
    if not isinstance(lessons, Unavailable) and lessons:
        blocks.append(_lessons(writer, lessons[:MOST]))
    lacks = [one for one in (found.lines, found.steps, changes, lessons) if isinstance(one, Unavailable)]
    return SectionContent(_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _headline(writer: CellWriter, found: Life) -> Text:
    say, total = writer.context.say, found.totals
    late = 0 if isinstance(found.steps, Unavailable) else sum(step.late for step in found.steps)
    adjusted, booked = (total[name].value if name in total else None for name in ("adjusted", "booked"))
    blank = _blank(found, "adjusted") or _blank(found, "booked")
    if blank is not None:
        stage, count = blank
        return say("budget_life.headline.blank", n=count, stage=say.within(say(f"analysis.stage.{stage}")))
    if adjusted is None or booked is None or adjusted <= 0:
        return say("budget_life.headline.plain", late=late)
    facts: dict[str, Text | str] = {
        "adjusted": writer.money("headline.adjusted", say("analysis.stage.adjusted"), adjusted),
        "booked": writer.money("headline.booked", say("analysis.stage.booked"), booked),
        "share": writer.said("headline.share", say("analysis.stage.booked"), booked / adjusted, "percent"),
    }  # fmt: skip
    return say("budget_life.headline", disordered=len(found.disordered), **facts)


def _blank(found: Life, stage: str) -> tuple[str, int] | None:
    """How many lines that are spent leave a stage blank, so that it has no sum."""
    spent = () if isinstance(found.lines, Unavailable) else found.lines
    count = sum(1 for line in spent if line.group != INCOME and line.stages[stage].value is None)
    return (stage, count) if count else None


def _figure(writer: CellWriter, found: Life) -> ChartFigure:
    say = writer.context.say
    known = [(stage, found.totals[stage].value) for stage in STAGES if stage in found.totals]
    rows = [(say.begun(say(f"analysis.stage.{stage}")), value) for stage, value in known if value is not None]
    return drawings.amounts(writer, rows, sign=False)


def _lines(writer: CellWriter, found: Sequence[LifeLine]) -> Table:
    table = writer.table()
    heads = {"line": (38.0, ""), **dict.fromkeys(STAGES, (19.0, "n"))}
    lines = [
        TableRow((table.own(one.id), *(table.write(one.stages[stage], "money") for stage in STAGES))) for one in found
    ]
    note = writer.context.say("budget_life.note")
    return table.grid("lines", heads, lines, note, unit=figures.unit(writer.context))


def _steps(writer: CellWriter, found: Sequence[ProcedureStep]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"step": (30.0, ""), "day": (22.0, ""), "state": (24.0, ""), "owner": (30.0, ""), "remark": (66.0, "")}
    lines = []
    for one in found:
        state = say("analysis.status.late") if one.late else choice(context, "budget_steps", "step_state", one.state)
        name = choice(context, "budget_steps", "step", one.id)
        lines.append(TableRow((name, one.day, state, table.cell(one.owner), table.cell(one.note))))
    return table.grid("steps", heads, lines)


def _adjusted(writer: CellWriter, found: Adjustments) -> Table:
    table = writer.table()
    heads = {
        "line": (50.0, ""), "owner": (30.0, ""), "original": (26.0, "n"), "adjusted": (26.0, "n"),
        "change": (22.0, "n"), "rate": (18.0, "n"), "since": (20.0, ""),
    }  # fmt: skip
    lines = [
        TableRow((
            table.own(one.id), table.cell(one.owner),
            table.write(one.original, "money"), table.write(one.adjusted, "money"),
            table.write(one.change, "money", sign=True), table.write(one.rate, "percent", sign=True), one.since,
        ))
        for one in found.changed
    ]  # fmt: skip
    note = writer.context.say("budget_life.adjusted.note", moved=table.write(found.moved, "money"))
    return table.grid("adjusted", heads, lines, note, unit=figures.unit(writer.context))


def _lessons(writer: CellWriter, found: Sequence[Lesson]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"line": (36.0, ""), "owner": (24.0, ""), "amount": (24.0, "n"), "rate": (16.0, "n"), "lesson": (72.0, "")}
    lines = []
    for one in found:
        words = context.own(one.remark) if one.remark else say(f"analysis.lesson.{one.kind}")
        name = named(context, one.name) if one.is_item else context.own(one.name)
        amount, rate = table.write(one.amount, "money", sign=True), table.write(one.rate, "percent", sign=True)
        lines.append(TableRow((name, table.cell(one.owner), amount, rate, words)))
    return table.grid("lessons", heads, lines, say("budget_life.lessons.note"), unit=figures.unit(context))


BUDGET_EXECUTION_SECTION: Final = "budget_execution"
BUDGET_EXECUTION_MOST: Final = 15
HEADS: Final = {
    "name": (38.0, ""), "owner": (20.0, ""), "budget": (21.0, "n"), "actual": (21.0, "n"), "variance": (20.0, "n"),
    "execution": (13.0, "n"), "gap": (13.0, "n"), "standing": (26.0, ""),
}  # fmt: skip


def budget_execution(context: HospitalContext) -> SectionContent:
    """Lines of the budget, then departments beyond their target, then what the work alone would have cost."""
    found: Execution | Unavailable = context.material.analysis["budget.execution"]
    if isinstance(found, Unavailable):
        return unanswered(context, BUDGET_EXECUTION_SECTION, found)
    split: SecondSplit | Unavailable = context.material.analysis["budget.second_split"]
    flexed: Flexible | Unavailable = context.material.analysis["budget.flexible"]
    writer = scribe(context, BUDGET_EXECUTION_SECTION)
    blocks: list[Block] = [
        _budget_execution_figure(writer, found),
        _budget_execution_lines(writer, "lines", found, [*found.totals, *found.known]),
    ]
    if not isinstance(split, Unavailable) and split.over:
        blocks.append(_budget_execution_lines(writer, "departments", found, split.over[:BUDGET_EXECUTION_MOST]))
    if not isinstance(flexed, Unavailable):
        blocks.append(_flexible(writer, flexed))
    lacks = [one for one in (found.lines, split, flexed) if isinstance(one, Unavailable)]
    return SectionContent(_budget_execution_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _name(context: HospitalContext, line: Executed) -> Text:
    key = f"budget_execution.total.{line.id}"
    return context.say(key) if key in context.say.words else named(context, line.id)


def _budget_execution_headline(writer: CellWriter, found: Execution) -> Text:
    say = writer.context.say
    elapsed = printing.percent(found.elapsed, 1)
    off, over = len(found.off), len(found.overspent)
    return say("budget_execution.headline", n=len(found.known), off=off, over=over, elapsed=elapsed)


def _budget_execution_figure(writer: CellWriter, found: Execution) -> ChartFigure:
    context = writer.context
    known = [line for line in (*found.totals, *found.known) if line.execution.value is not None]
    rows = [
        (_name(context, line), (line.execution.value or 0.0) * printing.PERCENT,
         writer.shown(line.execution.value or 0.0, "percent"))
        for line in known[: BUDGET_EXECUTION_MOST + len(found.totals)]
    ]  # fmt: skip
    elapsed = printing.percent(found.elapsed, 1)
    mark = found.elapsed * printing.PERCENT, context.say("budget_execution.elapsed", elapsed=elapsed)
    return drawings.shares(writer, rows, mark, elapsed=elapsed)


def _budget_execution_lines(writer: CellWriter, name: str, found: Execution, rows: Iterable[Executed]) -> Table:
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
        lines.append(TableRow((_name(context, one), owner, *cells, standing), "total" if one.id in totals else ""))
    notes = [say("budget_execution.note", elapsed=printing.percent(found.elapsed, 1))]
    if name == "lines" and found.overspent:
        notes.insert(0, _over(table, found))
    return table.grid(name, HEADS, lines, *notes, unit=figures.unit(context))


def _over(writer: CellWriter, found: Execution) -> Text:
    """The lines that have used more than the whole year's budget, the largest excess first."""
    context, say = writer.context, writer.context.say
    told = [
        say("phrase.named", name=_name(context, one), value=writer.write(one.variance, "money", sign=True))
        for one in found.overspent
    ]
    return say("budget_execution.overspent", unit=figures.unit(context), listed=say.join(told, "list.comma_only"))


def _flexible(writer: CellWriter, found: Flexible) -> ChartFigure:
    say = writer.context.say
    ends = End(say("budget_execution.static"), found.static), End(say("budget_execution.actual"), found.actual)
    moves = [
        BridgeMove(say("budget_execution.by_work"), found.by_work),
        BridgeMove(say("budget_execution.by_spending"), found.by_spending),
    ]
    index = printing.percent(found.work_index, 1)
    share = printing.percent(found.variable_share, 1)
    note = say("budget_execution.flexible.note", unit=figures.unit(writer.context), index=index, share=share)
    return bridge_figure(writer, "flexible", say("budget_execution.flexible"), ends, moves, "money", note)


BUDGET_PROJECTS_SECTION: Final = "budget_projects"


def budget_projects(context: HospitalContext) -> SectionContent:
    """Projects, then the statement of carry-overs."""
    found: Projects | Unavailable = context.material.analysis["budget.projects"]
    carried: CarryOver | Unavailable = context.material.analysis["budget.carry_over"]
    lacks = [one for one in (found, carried) if isinstance(one, Unavailable)]
    writer = scribe(context, BUDGET_PROJECTS_SECTION)
    blocks: list[Block] = []
    if not isinstance(found, Unavailable):
        blocks += [*_budget_projects_figure(writer, found), _projects(writer, found)]
    if not isinstance(carried, Unavailable):
        lacks += [one for one in (carried.funds, carried.projects) if isinstance(one, Unavailable)]
        blocks += _carried(writer, carried)
    if not blocks:
        return unanswered(context, BUDGET_PROJECTS_SECTION, *lacks)
    return SectionContent(_budget_projects_headline(writer, found), (*blocks, *left_out(context, lacks)))


def _budget_projects_headline(writer: CellWriter, found: Projects | Unavailable) -> Text:
    say = writer.context.say
    if isinstance(found, Unavailable):
        return say("budget_projects.headline.carried")
    met = sum(one.result == "met" for one in found.projects)
    if found.total.execution.value is None:
        return say("budget_projects.headline.plain", n=len(found.projects), met=met)
    share = writer.said("headline", say("budget_projects.total"), found.total.execution.value, "percent")
    return say("budget_projects.headline", n=len(found.projects), met=met, share=share)


def _budget_projects_figure(writer: CellWriter, found: Projects) -> list[ChartFigure]:
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


def _projects(writer: CellWriter, found: Projects) -> Table:
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
        lines.append(TableRow((*names, *money, *shares, table.cell(one.target), *reached, result)))
    total = [table.write(figure, "money") for figure in (found.total.budget, found.total.actual)]
    share = table.write(found.total.execution, "percent")
    lines.append(TableRow((say("budget_projects.total"), "", *total, share, "", "", "", ""), "grand"))
    notes = say.join([say("budget_projects.note"), say("budget_projects.workflow")], "list.sentences")
    return table.grid("projects", heads, lines, notes, unit=figures.unit(context))


def _carried(writer: CellWriter, found: CarryOver) -> list[Table]:
    context, say = writer.context, writer.context.say
    tables: list[Table] = []
    if not isinstance(found.funds, Unavailable):
        table = writer.table()
        heads = {"funds": (52.0, ""), **dict.fromkeys(("opening", "adjustment", "change", "closing"), (30.0, "n"))}
        lines = [
            TableRow((say(f"budget_projects.funds.{one.id}"),
                  *(table.write(figure, "money") for figure in (one.opening, one.adjustment, one.change, one.closing))))
            for one in found.funds
        ]  # fmt: skip
        note = say("budget_projects.carried.note", rate=table.write(found.rate, "percent"))
        tables.append(table.grid("carried", heads, lines, note, year=found.year, unit=figures.unit(context)))
    if not isinstance(found.projects, Unavailable):
        table = writer.table()
        heads = {"project": (82.0, ""), **dict.fromkeys(("carried_in", "used", "left"), (30.0, "n"))}
        lines = [
            TableRow(
                (table.own(one.name), *(table.write(part, "money") for part in (one.carried_in, one.used, one.left)))
            )
            for one in found.projects
        ]
        tables.append(table.grid("older", heads, lines, unit=figures.unit(context)))
    return tables
