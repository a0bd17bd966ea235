"""What to do about a weak indicator: a measure bound to its numbers, never more income, price or surplus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import analysis
from reportgen.report.desk import standards, ways

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import Context


def of_ability(context: Context, ability: ScoredAbility) -> Text:
    """What to do about an ability, where there are words for it by the side on which its weakest indicator misses."""
    words, key = context.say.words, f"measure.ability.{ability.id}"
    low = f"{key}.low"
    if low in words and _falls_short(context, ability):
        return context.say(low)
    return context.say(key if key in words else "measure.ability.general")


def _falls_short(context: Context, ability: ScoredAbility) -> bool:
    """Whether the indicator that scores least stands below its standard."""
    scored = [one for one in context.evaluation.indicators if one.ability == ability.id and one.score is not None]
    weakest = min(scored, key=lambda one: (one.score or 0.0, one.id), default=None)
    if weakest is None or weakest.value is None or (level := standards.line(weakest)) is None:
        return False
    return weakest.value < level


def measure(context: Context, indicator: ScoredIndicator) -> Text:
    """The action, and the points that it would bring the total, as far as the way to the next grade goes.

    There are none for what is no lever, and none where there is no total.
    """
    key = f"measure.{indicator.id}"
    general = "measure.rated" if standards.target(indicator) is None else "measure.general"
    action = context.say(key if key in context.say.words else general)
    if standards.target(indicator) is None or indicator.value is None or indicator.score is None:
        return action
    if context.indicator(indicator.id).not_lever or context.evaluation.score is None:
        return action
    step = analysis.improvement(indicator, context.material.scheme, context.history)
    gain = step.gain if step else (100 - indicator.score) * indicator.effective_weight
    if context.points(gain) == context.points(0.0):
        return action
    value = context.spoken(indicator.id, indicator.value)
    target = context.spoken(indicator.id, step.target if step else standards.nearest_edge(indicator))
    points = context.points(gain, sign=False)
    worth = context.say("measure.worth", action=action, value=value, target=target, points=points)
    if (other := ways.shared(context, indicator.id)) is None:
        return worth
    return context.say.join([worth, context.say("measure.shared", name=context.named(other))], "list.sentences")
