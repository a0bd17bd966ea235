"""What to do about a weak indicator: a measure bound to its numbers, never more income, price or surplus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import analysis
from reportgen.report.desk import standards, ways

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context


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
