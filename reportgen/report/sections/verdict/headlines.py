"""The title of page 1: grade, score, change, and what the change comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.analysis import score_bridge
from reportgen.report.calendar_words import period_spoken
from reportgen.report.desk import doubts, gradings, together, ways
from reportgen.report.passport import Entry

if TYPE_CHECKING:
    from reportgen.analysis import AbilityStep, ScoreBridge
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context
    from reportgen.report.speech import Fact


def headline(context: Context) -> Text:
    """Grade, score, change; then what moved the score most, or where nothing did the indicator that costs most."""
    evaluation = context.evaluation
    if not evaluation.indicators:
        return context.say("verdict.headline.unscored")
    if evaluation.score is None or evaluation.grade is None or evaluation.score_printed is None:
        found = together.headline(context) if together.is_ranked_alone(context) else None
        return found or context.say(
            f"verdict.headline.withheld.{gradings.why_no_total(evaluation)}", name=_withheld_part(context)
        )
    facts: dict[str, Fact] = {"grade": context.grade(evaluation.grade), "score": context.score(evaluation.score)}
    bridge = score_bridge(context.before, evaluation) if context.before else None
    if bridge is None:
        first, cause = context.say("verdict.headline.score", **facts), _costliest(context)
    else:
        change, before = context.points(abs(bridge.change), sign=False), period_spoken(bridge.before_period)
        facts |= {"change": change, "before": before}
        first = context.say(f"verdict.headline.{_direction(context, bridge.change)}", **facts)
        cause = _moved(context, bridge) or _costliest(context)
    return first if cause is None else context.say("verdict.headline.both", first=first, cause=cause)


def _moved(context: Context, bridge: ScoreBridge) -> Text | None:
    """The ability that took the score where it went, and its indicator that did so most; None for a score that held."""
    direction = _direction(context, bridge.change)
    known = {ability.id: ability.name for ability in context.evaluation.abilities}
    along = [step for step in bridge.abilities if step.id in known and _direction(context, step.change) == direction]
    if direction == "same" or not along:
        return None
    most = max(along, key=lambda step: abs(step.change))
    scored = {one.id for one in context.evaluation.indicators}
    own = [one for one in bridge.indicators if one.ability == most.id and one.id in scored]
    first = next((one.id for one in own if _direction(context, one.change) == direction), None)
    ability = known[most.id]
    facts: dict[str, Fact] = {"ability": context.say.within(ability), "points": _entered(context, most, ability)}
    if first is None:
        return context.say(f"verdict.headline.moved.{direction}", **facts)
    led = "asked" if first in doubts.doubted(context) else "led"
    return context.say(f"verdict.headline.moved.{direction}.{led}", name=context.named(first), **facts)


def _entered(context: Context, step: AbilityStep, name: Text) -> str:
    """The points by which an ability moved the score, with their passport."""
    origin, what = context.say("passport.origin.moved"), context.say("verdict.moved", name=name)
    printed = context.points(abs(step.change), sign=False)
    return context.enter(Entry(f"score.moved.{step.id}", what, printed, "verdict", abs(step.change), origin))


def _costliest(context: Context) -> Text | None:
    """The indicator that costs most, and the points with their passport."""
    worst = ways.costliest(context.evaluation)
    if worst is None:
        return None
    name, printed = context.named(worst.id), context.points(worst.points_lost, sign=False)
    origin, what = context.say("passport.origin.lost"), context.say("verdict.lost", name=name)
    lost = context.enter(Entry(f"score.lost.{worst.id}", what, printed, "verdict", worst.points_lost, origin))
    return context.say("verdict.headline.cause", name=name, lost=lost)


def _direction(context: Context, change: float) -> str:
    if context.points(change, sign=False) == context.points(0.0, sign=False):
        return "same"
    return "up" if change > 0 else "down"


def _withheld_part(context: Context) -> Text:
    withheld = [part for part in context.evaluation.parts if part.withheld or part.score is None]
    return withheld[0].name if withheld else context.say("verdict.total")
