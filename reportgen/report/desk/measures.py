"""What to do about a weak indicator: a measure bound to its numbers, never more income, price or surplus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen import analysis
from reportgen.report.desk import standards, ways
from reportgen.report.desk.scale import FULL

if TYPE_CHECKING:
    from reportgen.model.definition import Text
    from reportgen.model.results import ScoredAbility, ScoredIndicator
    from reportgen.report.desk.context import Context


def of_ability(context: Context, ability: ScoredAbility) -> Text:
    """The action for an ability, by the side on which most of its points are lost."""
    rows = [one for one in context.evaluation.indicators if one.ability == ability.id]
    return context.say(keyed(context, f"ability.{ability.id}", rows) or "measure.ability.general")


def keyed(context: Context, name: str, rows: list[ScoredIndicator]) -> str | None:
    """The words of an action; of one that is not the same for too little and for too much, those of the side missed."""
    lost = {"above": 0.0, "below": 0.0}
    for one in rows:
        if (side := standards.side(one)) is not None and one.score is not None:
            lost[side] += (FULL - one.score) * one.effective_weight
    side = max(lost, key=lost.__getitem__)
    known = (f"measure.{name}.{side}" if any(lost.values()) else "", f"measure.{name}")
    return next((key for key in known if key in context.say.words), None)


def measure(context: Context, indicator: ScoredIndicator) -> Text:
    """The action, and the points that it would bring the total, as far as the way to the next grade goes.

    There are none for what is no lever, and none where there is no total.
    """
    key = keyed(context, indicator.id, [indicator])
    general = "measure.rated" if standards.target(indicator) is None else "measure.general"
    action = context.say(key or general)
    if standards.target(indicator) is None or indicator.value is None or indicator.score is None:
        return action
    if context.indicator(indicator.id).not_lever or context.evaluation.score is None:
        return action
    material = context.material
    if indicator.id in analysis.unaffordable(context.evaluation, material.scheme, material.catalog):
        return context.say("measure.unaffordable")
    quarters = material.quarters.get(indicator.id, ())
    step = analysis.improvement(indicator, material.scheme, context.history, quarters)
    gain = step.gain if step else (FULL - indicator.score) * indicator.effective_weight
    if context.points(gain) == context.points(0.0):
        return action
    value = context.spoken(indicator.id, indicator.value)
    target = context.spoken(indicator.id, step.target if step else standards.nearest_edge(indicator))
    points = context.points(gain, sign=False)
    worth = context.say("measure.worth", action=action, value=value, target=target, points=points)
    if (other := ways.shared(context, indicator.id)) is None:
        return worth
    return context.say.join([worth, context.say("measure.shared", name=context.named(other))], "list.sentences")
