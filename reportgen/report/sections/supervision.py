"""Supervision in three stages: budget and targets, execution and warnings, evaluation and measures.

The seven links of cost management, each by a number where there is one, in their order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Unavailable
from reportgen.analysis.signals.follow_up import Status
from reportgen.catalog.calendar_words import period_with_year
from reportgen.model import printing
from reportgen.model.warnings import Level
from reportgen.report.desk.brief.plans import Stage, StageNumber, budgeted, executed, stage, staged
from reportgen.report.desk.judgement.alarms import alarms
from reportgen.report.desk.tables.answers import last_year, named, scribe, unanswered

if TYPE_CHECKING:
    from reportgen.analysis.budget.execution import Executed, Execution
    from reportgen.analysis.drivers.bridges import DriverBridge
    from reportgen.analysis.signals.follow_up import FollowUp
    from reportgen.analysis.signals.risks import Risks
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import HospitalContext
    from reportgen.report.desk.tables.answers import CellWriter
    from reportgen.report.desk.tables.sheet import SectionContent

SECTION: Final = "supervision"


def supervision(context: HospitalContext) -> SectionContent:
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


def _headline(writer: CellWriter, stages: tuple[Stage, ...]) -> Text:
    context, say = writer.context, writer.context.say
    expense, score = _expense(context), context.evaluation.score
    if (
        isinstance(expense, Unavailable)
        or expense.budget.value is None
        or expense.execution.value is None
        or score is None
    ):
        known = sum(bool(one.told) for one in stages)
        return say(f"{SECTION}.headline.plain", n=len(stages), known=known)
    return say(
        f"{SECTION}.headline",
        budget=_amount(writer, expense),
        share=_share(writer, expense)[0],
        score=context.score(score),
    )


def _fact(writer: CellWriter, key: str, figure: Text | str, section: str, beside: Text | str = "") -> StageNumber:
    say = writer.context.say
    words = say("phrase.words", words=figure) if isinstance(figure, str) else figure
    return StageNumber(say(f"{writer.section}.fact.{key}"), words, beside, section)


def _amount(writer: CellWriter, line: Executed) -> Text:
    key = f"{line.id}.budget"
    return budgeted(writer, key, writer.context.say(f"{SECTION}.fact.{key}"), line)


def _share(writer: CellWriter, line: Executed) -> tuple[str, Text]:
    key = f"{line.id}.execution"
    return executed(writer, key, writer.context.say(f"{SECTION}.fact.{key}"), line)


def _totals(context: HospitalContext) -> Iterator[Executed | Unavailable]:
    """The totals of the budget, or why there are none."""
    found: Execution | Unavailable = context.material.analysis["budget.execution"]
    yield from (found,) if isinstance(found, Unavailable) else found.totals


def _before(writer: CellWriter) -> Iterator[StageNumber | Unavailable]:
    """The year's budget by total, and what the hospital set itself for indicators."""
    context, say = writer.context, writer.context.say
    for line in _totals(context):
        if isinstance(line, Unavailable):
            yield line
        elif line.budget.value is not None:
            yield _fact(writer, f"{line.id}.budget", _amount(writer, line), "budget_execution")
    year = str(context.period.fiscal_year)
    targets = {name for name, period in context.material.targets if period in {year, context.material.period}}
    if targets:
        yield _fact(writer, "targets", say(f"{SECTION}.targets", n=len(targets)), "scorecard")


def _during(writer: CellWriter) -> Iterator[StageNumber | Unavailable]:
    """Execution beside the part of the year that is over, and warnings."""
    context, say = writer.context, writer.context.say
    for line in _totals(context):
        if isinstance(line, Unavailable):
            yield line
        elif line.execution.value is not None:
            share, elapsed = _share(writer, line)
            yield _fact(writer, f"{line.id}.execution", share, "budget_execution", elapsed)
    risks: Risks | Unavailable = context.material.analysis["signals.risks"]
    if isinstance(risks, Unavailable):
        yield risks
    else:
        listed = alarms(context)
        red = sum(one.level is Level.RED for one in listed)
        figure, beside = say(f"{SECTION}.warnings", n=len(listed)), say(f"{SECTION}.red", n=red)
        yield _fact(writer, "warnings", figure, "risk_watch", beside)


def _after(writer: CellWriter) -> Iterator[StageNumber | Unavailable]:
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
    found: FollowUp | Unavailable = context.material.analysis["signals.follow_up"]
    if isinstance(found, Unavailable):
        yield found
        return
    done, late = (found.count(status) for status in (Status.DONE, Status.LATE))
    figure = say(f"{SECTION}.measures", n=len(found.actions))
    worse = len(found.turned)
    key = f"{SECTION}.done.worse" if worse else f"{SECTION}.done"
    yield _fact(writer, "measures", figure, "risk_watch", say(key, done=done, late=late, worse=worse))


COST_MANAGEMENT_SECTION: Final = "cost_management"
COST: Final = "total_expense"
EXPENSE: Final = "expense"


def cost_management(context: HospitalContext) -> SectionContent:
    """A link without data is left out, and what it lacks is said below; without any there is only that."""
    writer = scribe(context, COST_MANAGEMENT_SECTION)
    stages = (
        stage("forecast", [_forecast(writer)]),
        stage("decision", [_decision(writer)]),
        stage("plan", [_plan(writer)]),
        stage("control", [_control(writer)]),
        stage("accounting", [_accounting(writer)]),
        stage("analysis", [_analysis(writer)]),
        stage("appraisal", [_appraisal(writer)]),
    )
    if not any(one.told for one in stages):
        return unanswered(context, COST_MANAGEMENT_SECTION, *(lack for one in stages for lack in one.lacks))
    return staged(writer, _cost_management_headline(writer, stages), stages)


def _cost_management_headline(writer: CellWriter, stages: tuple[Stage, ...]) -> Text:
    say, bridge = writer.context.say, writer.context.material.analysis["drivers.cost"]
    facts = {"n": len(stages), "known": sum(bool(one.told) for one in stages)}
    if isinstance(bridge, Unavailable) or bridge.after.value is None:
        return say(f"{COST_MANAGEMENT_SECTION}.headline.plain", **facts)
    cost = writer.money(
        "accounting", say(f"{COST_MANAGEMENT_SECTION}.fact.cost"), bridge.after.value, bridge.after.places
    )
    return say(f"{COST_MANAGEMENT_SECTION}.headline", cost=cost, **facts)


def _forecast(writer: CellWriter) -> StageNumber | Unavailable:
    """Expense of the year to its end, or of the next year where this one is over."""
    context, say = writer.context, writer.context.say
    is_open = context.period.is_partial
    found = context.material.analysis["outlook.year_end" if is_open else "outlook.next_year"]
    one = found.get("cost" if is_open else COST, Unavailable("months"))
    if isinstance(one, Unavailable):
        return one
    key = "year_end" if is_open else "next_year"
    total = one.total if is_open else one.forecast
    figure = writer.money("forecast", say(f"{COST_MANAGEMENT_SECTION}.fact.{key}"), total)
    if one.low is None or one.high is None:
        return _fact(writer, key, figure, "forecast")
    bounds = {name: say.money(value) for name, value in (("low", one.low), ("high", one.high))}
    return _fact(writer, key, figure, "forecast", say(f"{COST_MANAGEMENT_SECTION}.between", **bounds))


def _decision(writer: CellWriter) -> StageNumber | Unavailable:
    say, found = writer.context.say, writer.context.material.analysis["drivers.break_even"]
    if isinstance(found, Unavailable):
        return found
    figure = writer.money("decision", say(f"{COST_MANAGEMENT_SECTION}.fact.break_even"), found.income, found.places)
    margin = printing.percent(found.margin_rate, 1, sign=True)
    return _fact(writer, "break_even", figure, "break_even", say(f"{COST_MANAGEMENT_SECTION}.margin", share=margin))


def _expense(context: HospitalContext) -> Executed | Unavailable:
    totals = _totals(context)
    return next((one for one in totals if isinstance(one, Unavailable) or one.id == EXPENSE), Unavailable("budget"))


def _plan(writer: CellWriter) -> StageNumber | Unavailable:
    say, found = writer.context.say, _expense(writer.context)
    if isinstance(found, Unavailable) or found.budget.value is None:
        return found if isinstance(found, Unavailable) else Unavailable("budget")
    figure = budgeted(writer, "plan", say(f"{COST_MANAGEMENT_SECTION}.fact.budget"), found)
    return _fact(writer, "budget", figure, "budget_execution")


def _control(writer: CellWriter) -> StageNumber | Unavailable:
    say, found = writer.context.say, _expense(writer.context)
    if isinstance(found, Unavailable) or found.execution.value is None:
        return found if isinstance(found, Unavailable) else Unavailable("budget")
    share, beside = executed(writer, "control", say(f"{COST_MANAGEMENT_SECTION}.fact.execution"), found)
    return _fact(writer, "execution", share, "budget_execution", beside)


def _accounting(writer: CellWriter) -> StageNumber | Unavailable:
    found = _cost(writer.context)
    if isinstance(found, Unavailable):
        return found
    now, then = found
    say, context = writer.context.say, writer.context
    figure = writer.money("accounting", say(f"{COST_MANAGEMENT_SECTION}.fact.cost"), now.value or 0.0, now.places)
    before = say.money(then.value or 0.0)
    return _fact(
        writer,
        "cost",
        figure,
        "drivers",
        say(f"{COST_MANAGEMENT_SECTION}.before", base=last_year(context), amount=before),
    )


def _cost(context: HospitalContext) -> tuple[Figure, Figure] | Unavailable:
    found: DriverBridge | Unavailable = context.material.analysis["drivers.cost"]
    return found if isinstance(found, Unavailable) else (found.after, found.before)


def _analysis(writer: CellWriter) -> StageNumber | Unavailable | None:
    """The change since last year and the line of cost that moved most in its direction."""
    context, say = writer.context, writer.context.say
    found: DriverBridge | Unavailable = context.material.analysis["drivers.cost"]
    if isinstance(found, Unavailable) or not found.steps:
        return found if isinstance(found, Unavailable) else None
    change = (found.after.value or 0.0) - (found.before.value or 0.0)
    side = "up" if change > 0 else "down"
    most = max(found.steps, key=lambda step: step.amount if change > 0 else -step.amount)
    amount = writer.money("analysis", say(f"{COST_MANAGEMENT_SECTION}.fact.change"), change)
    figure = say(f"{COST_MANAGEMENT_SECTION}.change.{side}", amount=amount)
    moved = writer.money("analysis.most", named(context, most.id), most.amount)
    way = "up" if most.amount > 0 else "down"
    beside = say(f"{COST_MANAGEMENT_SECTION}.most.{way}", name=named(context, most.id), amount=moved)
    return _fact(writer, "change", figure, "drivers", beside)


def _appraisal(writer: CellWriter) -> StageNumber | Unavailable:
    say, found = writer.context.say, writer.context.material.analysis["business.appraisal"]
    if isinstance(found, Unavailable):
        return found
    scores = [one.score.value for one in found.units if one.score.value is not None]
    figure = say(f"{COST_MANAGEMENT_SECTION}.units", n=len(found.units))
    if not scores:
        return _fact(writer, "appraised", figure, "appraisal")
    low, high = (printing.number(end, 2) for end in (min(scores), max(scores)))
    return _fact(writer, "appraised", figure, "appraisal", say(f"{COST_MANAGEMENT_SECTION}.scores", low=low, high=high))
