"""The seven links of cost management, each by a number where there is one, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Lack
from reportgen.model import printing
from reportgen.report.desk.answers import last_year, named, scribe, unanswered
from reportgen.report.desk.stages import Stage, Told, budgeted, executed, stage, staged

if TYPE_CHECKING:
    from reportgen.analysis.budget.executed import Executed
    from reportgen.analysis.budget.execution import Execution
    from reportgen.analysis.drivers.bridges import Bridge
    from reportgen.model.definition import Text
    from reportgen.report.desk.answers import Scribe
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.sheet import Sheet

SECTION: Final = "cost_management"
COST: Final = "total_expense"
EXPENSE: Final = "expense"


def cost_management(context: Context) -> Sheet:
    """A link without data is left out, and what it lacks is said below; without any there is only that."""
    writer = scribe(context, SECTION)
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
        return unanswered(context, SECTION, *(lack for one in stages for lack in one.lacks))
    return staged(writer, _headline(writer, stages), stages)


def _headline(writer: Scribe, stages: tuple[Stage, ...]) -> Text:
    say, bridge = writer.context.say, writer.context.material.analysis["drivers.cost"]
    facts = {"n": len(stages), "known": sum(bool(one.told) for one in stages)}
    if isinstance(bridge, Lack) or bridge.after.value is None:
        return say(f"{SECTION}.headline.plain", **facts)
    cost = writer.money("accounting", say(f"{SECTION}.fact.cost"), bridge.after.value, bridge.after.places)
    return say(f"{SECTION}.headline", cost=cost, **facts)


def _fact(writer: Scribe, key: str, figure: Text, section: str, beside: Text | str = "") -> Told:
    return Told(writer.context.say(f"{SECTION}.fact.{key}"), figure, beside, section)


def _forecast(writer: Scribe) -> Told | Lack:
    """Expense of the year to its end, or of the next year where this one is over."""
    context, say = writer.context, writer.context.say
    is_open = context.period.is_partial
    found = context.material.analysis["outlook.year_end" if is_open else "outlook.next_year"]
    one = found.get("cost" if is_open else COST, Lack("months"))
    if isinstance(one, Lack):
        return one
    key = "year_end" if is_open else "next_year"
    total = one.total if is_open else one.forecast
    figure = writer.money("forecast", say(f"{SECTION}.fact.{key}"), total)
    if one.low is None or one.high is None:
        return _fact(writer, key, figure, "forecast")
    bounds = {name: say.money(value) for name, value in (("low", one.low), ("high", one.high))}
    return _fact(writer, key, figure, "forecast", say(f"{SECTION}.between", **bounds))


def _decision(writer: Scribe) -> Told | Lack:
    say, found = writer.context.say, writer.context.material.analysis["drivers.break_even"]
    if isinstance(found, Lack):
        return found
    figure = writer.money("decision", say(f"{SECTION}.fact.break_even"), found.income, found.places)
    margin = printing.percent(found.margin_rate, 1, sign=True)
    return _fact(writer, "break_even", figure, "break_even", say(f"{SECTION}.margin", share=margin))


def _expense(context: Context) -> Executed | Lack:
    found: Execution | Lack = context.material.analysis["budget.execution"]
    if isinstance(found, Lack):
        return found
    return next((one for one in found.totals if one.id == EXPENSE), Lack("budget"))


def _plan(writer: Scribe) -> Told | Lack:
    say, found = writer.context.say, _expense(writer.context)
    if isinstance(found, Lack) or found.budget.value is None:
        return found if isinstance(found, Lack) else Lack("budget")
    figure = budgeted(writer, "plan", say(f"{SECTION}.fact.budget"), found)
    return _fact(writer, "budget", figure, "budget_execution")


def _control(writer: Scribe) -> Told | Lack:
    say, found = writer.context.say, _expense(writer.context)
    if isinstance(found, Lack) or found.execution.value is None:
        return found if isinstance(found, Lack) else Lack("budget")
    share, beside = executed(writer, "control", say(f"{SECTION}.fact.execution"), found)
    return _fact(writer, "execution", say("phrase.words", words=share), "budget_execution", beside)


def _accounting(writer: Scribe) -> Told | Lack:
    found = _cost(writer.context)
    if isinstance(found, Lack):
        return found
    now, then = found
    say, context = writer.context.say, writer.context
    figure = writer.money("accounting", say(f"{SECTION}.fact.cost"), now.value or 0.0, now.places)
    before = say.money(then.value or 0.0)
    return _fact(writer, "cost", figure, "drivers", say(f"{SECTION}.before", base=last_year(context), amount=before))


def _cost(context: Context) -> tuple[Figure, Figure] | Lack:
    found: Bridge | Lack = context.material.analysis["drivers.cost"]
    return found if isinstance(found, Lack) else (found.after, found.before)


def _analysis(writer: Scribe) -> Told | Lack | None:
    """The change since last year and the line of cost that moved most in its direction."""
    context, say = writer.context, writer.context.say
    found: Bridge | Lack = context.material.analysis["drivers.cost"]
    if isinstance(found, Lack) or not found.steps:
        return found if isinstance(found, Lack) else None
    change = (found.after.value or 0.0) - (found.before.value or 0.0)
    side = "up" if change > 0 else "down"
    most = max(found.steps, key=lambda step: step.amount if change > 0 else -step.amount)
    amount = writer.money("analysis", say(f"{SECTION}.fact.change"), change)
    figure = say(f"{SECTION}.change.{side}", amount=amount)
    moved = writer.money("analysis.most", named(context, most.id), most.amount)
    way = "up" if most.amount > 0 else "down"
    beside = say(f"{SECTION}.most.{way}", name=named(context, most.id), amount=moved)
    return _fact(writer, "change", figure, "drivers", beside)


def _appraisal(writer: Scribe) -> Told | Lack:
    say, found = writer.context.say, writer.context.material.analysis["business.appraisal"]
    if isinstance(found, Lack):
        return found
    scores = [one.score.value for one in found.units if one.score.value is not None]
    figure = say(f"{SECTION}.units", n=len(found.units))
    if not scores:
        return _fact(writer, "appraised", figure, "appraisal")
    low, high = (printing.number(end, 2) for end in (min(scores), max(scores)))
    return _fact(writer, "appraised", figure, "appraisal", say(f"{SECTION}.scores", low=low, high=high))
