"""The budget's whole life: from what was asked for to what was booked, its steps, its adjustments, its lessons.

Execution of the budget by item and by department, against the part of the year that is over; the flexible budget.

Projects and carry-overs: money and results against their targets, and what was carried from year to year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.budget.life import INCOME
from reportgen.report.desk.tables import drawings, figures
from reportgen.report.desk.tables.answers import choice, left_out, named, scribe, unanswered
from reportgen.report.desk.tables.sheet import ChartFigure, SectionContent, TableRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.budget.lessons import Lesson
    from reportgen.analysis.budget.life import Adjustments, Life, LifeLine, ProcedureStep
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import Block, Table

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
    }
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
        "line": (50.0, ""),
        "owner": (30.0, ""),
        "original": (26.0, "n"),
        "adjusted": (26.0, "n"),
        "change": (22.0, "n"),
        "rate": (18.0, "n"),
        "since": (20.0, ""),
    }
    lines = [
        TableRow(
            (
                table.own(one.id),
                table.cell(one.owner),
                table.write(one.original, "money"),
                table.write(one.adjusted, "money"),
                table.write(one.change, "money", sign=True),
                table.write(one.rate, "percent", sign=True),
                one.since,
            )
        )
        for one in found.changed
    ]
    note = writer.context.say("budget_life.adjusted.note", moved=table.write(found.moved, "money"))
    return table.grid("adjusted", heads, lines, note, unit=figures.unit(writer.context))


def _suggested(context: HospitalContext, one: Lesson) -> Text:
    """What is usually done; once the year is over nothing is left to schedule in it."""
    key = f"analysis.lesson.{one.kind}"
    over = f"{key}.over"
    return context.say(over if context.is_year and over in context.say.words else key)


def _lessons(writer: CellWriter, found: Sequence[Lesson]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    heads = {"line": (36.0, ""), "owner": (24.0, ""), "amount": (24.0, "n"), "rate": (16.0, "n"), "lesson": (72.0, "")}
    lines = []
    for one in found:
        words = context.own(one.remark) if one.remark else _suggested(context, one)
        name = named(context, one.name) if one.is_item else context.own(one.name)
        amount, rate = table.write(one.amount, "money", sign=True), table.write(one.rate, "percent", sign=True)
        lines.append(TableRow((name, table.cell(one.owner), amount, rate, words)))
    return table.grid("lessons", heads, lines, say("budget_life.lessons.note"), unit=figures.unit(context))
