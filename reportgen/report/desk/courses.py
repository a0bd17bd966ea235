"""What became of the indicator that a measure is for, and measures that are marked done though it says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.report.desk import answers
from reportgen.report.desk.sheet import Words
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context


def course(context: Context, one: Action) -> Text | None:
    """The indicator when the measure was raised and now, and whether that is better or worse; None without either."""
    if one.before.value is None or one.now.value is None:
        return None
    before, now = (context.spoken(one.indicator, value) for value in (one.before.value, one.now.value))
    path = context.say("path.change", value=before, target=now)
    if one.better is None:
        return path
    return context.say("risk_watch.course", course=path, moved=answers.course(context, better=one.better))


def outcomes(context: Context, found: FollowUp) -> tuple[Words, ...]:
    """Measures whose status and whose outcome disagree."""
    told = [_outcome(context, one, "turned") for one in found.turned]
    told += [_outcome(context, one, "missed") for one in found.missed]
    return (Words(tuple(told), context.say("risk_watch.measures.outcome")),) if told else ()


def _outcome(context: Context, one: Action, key: str) -> Text:
    say = context.say
    expected = "" if one.expected is None else context.spoken(one.indicator, one.expected)
    reached = "met" if one.is_reached else "missed"
    aim = "" if one.is_reached is None else say(f"risk_watch.measures.aim.{reached}", expected=expected)
    facts = {
        "id": same(one.id),
        "name": context.named(one.indicator),
        "course": course(context, one) or same(printing.DASH),
    }
    return say(f"risk_watch.measures.{key}", aim=aim, expected=expected, **facts)
