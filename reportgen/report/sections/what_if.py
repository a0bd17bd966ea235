"""What if: the same period under other assumptions, and what that would make of score and grade."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.charts import Band, Outcome, tornado
from reportgen.report.desk import form_rows
from reportgen.report.desk.answers import left_out, scribe, unanswered
from reportgen.report.desk.scale import bounds
from reportgen.report.desk.sheet import Column, Figure, Line, Sheet, Table
from reportgen.report.desk.ticks import ticks
from reportgen.report.tokens import colour, ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.outlook.what_if import Outcome as Scenario
    from reportgen.analysis.outlook.what_if import WhatIf
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Block

SECTION: Final = "what_if"
SHOWN: Final = ("total_income", "total_expense", "period_surplus")


def what_if(context: Context) -> Sheet:
    """Every scenario, the one that moves the score most first."""
    found: WhatIf = context.material.analysis["outlook.what_if"]
    lacks = list(found.lacks.values())
    ranked = sorted(found.outcomes, key=lambda one: (-abs(one.score_change or 0.0), one.id))
    scored = [one for one in ranked if one.score is not None and one.score_change is not None]
    if found.score is None or not scored:
        return unanswered(context, SECTION, *lacks)
    writer = scribe(context, SECTION)
    blocks: tuple[Block, ...] = (
        _figure(writer, found.score, scored),
        _table(writer, scored),
        *left_out(context, lacks),
    )
    return Sheet(_headline(writer, found, scored), blocks, (context.say("what_if.lead"),))


def _graded(context: Context, one: Scenario) -> Text:
    printed = one.printed or ""
    if one.grade is None:
        return context.say("phrase.words", words=printed)
    return context.say("what_if.graded", score=printed, grade=context.grade(one.grade))


def _headline(writer: Scribe, found: WhatIf, scored: Sequence[Scenario]) -> Text:
    context, say, most = writer.context, writer.context.say, scored[0]
    fallen = sum(1 for one in scored if one.grade is not found.grade)
    assert found.score is not None
    facts: dict[str, Text | str] = {
        "name": most.name,
        "before": context.score(found.score),
        "after": most.printed or "",
    }
    return say("what_if.headline" if fallen else "what_if.headline.same", n=len(scored), moved=fallen, **facts)


def _figure(writer: Scribe, now: float, scored: Sequence[Scenario]) -> Figure:
    context = writer.context
    outcomes = [
        Outcome(
            one.name.in_language(context.language),
            one.score or 0.0,
            _graded(context, one).in_language(context.language),
            context.behind(one.name),
        )
        for one in scored
    ]
    bands = [
        Band(low, high, colour(f"{grade}-tint"), context.labelled(context.grade(grade)))
        for low, high, grade in bounds(context)
    ]
    told = [context.say("phrase.named", name=one.name, value=one.printed or "") for one in scored]
    alt = context.text("what_if.alt", now=context.score(now), listed=context.say.join(told, "list.comma_only"))
    printed = context.text("what_if.now", score=context.score(now))
    caption = context.figure(SECTION, context.say("what_if.figure"))
    scale = ticks([now, *(one.score for one in outcomes)])
    picture = context.picture(SECTION, tornado(outcomes, now, printed, bands, scale, alt, ink()))
    return Figure(caption, picture, context.say("what_if.figure.note"))


def _table(writer: Scribe, scored: Sequence[Scenario]) -> Table:
    context, say, table = writer.context, writer.context.say, writer.table()
    columns = (
        Column(say("what_if.head.scenario"), 62), *(Column(context.caption(item), 20, "n") for item in SHOWN),
        Column(say("what_if.head.score"), 16, "n"), Column(say("what_if.head.change"), 18, "n"),
        Column(say("scorecard.head.grade"), 16, "grade"),
    )  # fmt: skip
    lines = []
    for one in scored:
        moved = [table.write(one.changes.get(item, 0.0), "money", sign=True) for item in SHOWN]
        score = table.write(one.score, "score")
        change = table.write(one.score_change, "score", sign=True)
        lines.append(Line((one.name, *moved, score, change, str(one.grade or ""))))
    caption = context.table(SECTION, say("what_if.table", unit=form_rows.unit(context)))
    return Table(caption, columns, tuple(lines), (say("what_if.note"), *table.notes.lines()), dense=True)
