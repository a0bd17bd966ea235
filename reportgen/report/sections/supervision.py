"""Supervision in three stages: budget and targets, execution and warnings, evaluation and measures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.signals.follow_up import Status
from reportgen.model.warnings import Level
from reportgen.report.calendar_words import period_with_year
from reportgen.report.desk.alarms import alarms
from reportgen.report.desk.answers import scribe, unanswered
from reportgen.report.desk.stages import Stage, Told, budgeted, executed, stage, staged

if TYPE_CHECKING:
    from reportgen.analysis.budget.executed import Executed
    from reportgen.analysis.budget.execution import Execution
    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.analysis.signals.risks import Risks
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Sheet

SECTION: Final = "supervision"


def supervision(context: Context) -> Sheet:
    """The same figures as in the sections about each stage; what a stage lacks stands below."""
    writer = scribe(context, SECTION)
    stages = (
        stage("before", _before(writer)),
        stage("during", _during(writer)),
        stage("after", _after(writer)),
    )
    if not any(one.told for one in stages):
        return unanswered(context, SECTION, *(lack for one in stages for lack in one.lacks))
    return staged(writer, _headline(writer, stages), stages)


def _headline(writer: Scribe, stages: tuple[Stage, ...]) -> Text:
    context, say = writer.context, writer.context.say
    found: Execution | Lack = context.material.analysis["budget.execution"]
    score = context.evaluation.score
    expense = None if isinstance(found, Lack) else next((one for one in found.totals if one.id == "expense"), None)
    if expense is None or expense.budget.value is None or expense.execution.value is None or score is None:
        known = sum(bool(one.told) for one in stages)
        return say(f"{SECTION}.headline.plain", n=len(stages), known=known)
    return say(
        f"{SECTION}.headline",
        budget=_amount(writer, expense),
        share=_share(writer, expense)[0],
        score=context.score(score),
    )


def _fact(writer: Scribe, key: str, figure: Text | str, section: str, beside: Text | str = "") -> Told:
    say = writer.context.say
    words = say("phrase.words", words=figure) if isinstance(figure, str) else figure
    return Told(say(f"{SECTION}.fact.{key}"), words, beside, section)


def _amount(writer: Scribe, line: Executed) -> Text:
    key = f"{line.id}.budget"
    return budgeted(writer, key, writer.context.say(f"{SECTION}.fact.{key}"), line)


def _share(writer: Scribe, line: Executed) -> tuple[str, Text]:
    key = f"{line.id}.execution"
    return executed(writer, key, writer.context.say(f"{SECTION}.fact.{key}"), line)


def _before(writer: Scribe) -> Iterator[Told | Lack]:
    """The year's budget by total, and what the hospital set itself for indicators."""
    context, say = writer.context, writer.context.say
    found: Execution | Lack = context.material.analysis["budget.execution"]
    if isinstance(found, Lack):
        yield found
    else:
        for line in found.totals:
            if line.budget.value is not None:
                yield _fact(writer, f"{line.id}.budget", _amount(writer, line), "budget_execution")
    year = str(context.period.fiscal_year)
    targets = {name for name, period in context.material.targets if period in {year, context.material.period}}
    if targets:
        yield _fact(writer, "targets", say(f"{SECTION}.targets", n=len(targets)), "scorecard")


def _during(writer: Scribe) -> Iterator[Told | Lack]:
    """Execution beside the part of the year that is over, and warnings."""
    context, say = writer.context, writer.context.say
    found: Execution | Lack = context.material.analysis["budget.execution"]
    if isinstance(found, Lack):
        yield found
    else:
        for line in found.totals:
            if line.execution.value is not None:
                share, elapsed = _share(writer, line)
                yield _fact(writer, f"{line.id}.execution", share, "budget_execution", elapsed)
    risks: Risks | Lack = context.material.analysis["signals.risks"]
    if isinstance(risks, Lack):
        yield risks
    else:
        listed = alarms(context)
        red = sum(one.level is Level.RED for one in listed)
        figure, beside = say(f"{SECTION}.warnings", n=len(listed)), say(f"{SECTION}.red", n=red)
        yield _fact(writer, "warnings", figure, "risk_watch", beside)


def _after(writer: Scribe) -> Iterator[Told | Lack]:
    """The evaluation with its change, and where the measures stand."""
    context, say = writer.context, writer.context.say
    evaluation, before = context.evaluation, context.before
    if evaluation.score is not None and evaluation.grade is not None:
        figure = say(f"{SECTION}.score", score=context.score(evaluation.score), grade=context.grade(evaluation.grade))
        beside: Text | str = ""
        if before is not None and before.score is not None:
            change = context.points(evaluation.score - before.score)
            beside = say(f"{SECTION}.change", before=period_with_year(before.period), change=change)
        yield _fact(writer, "evaluation", figure, "verdict", beside)
    found: FollowUp | Lack = context.material.analysis["signals.follow_up"]
    if isinstance(found, Lack):
        yield found
        return
    done, late = (found.count(status) for status in (Status.DONE, Status.LATE))
    figure = say(f"{SECTION}.measures", n=len(found.actions))
    worse = len(found.turned)
    key = f"{SECTION}.done.worse" if worse else f"{SECTION}.done"
    yield _fact(writer, "measures", figure, "risk_watch", say(key, done=done, late=late, worse=worse))
