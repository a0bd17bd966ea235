"""The hospital's own measures that are not done yet: who answers, when they are due, and what has come of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.signals.follow_up import CASE, UNDONE
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

ELSEWHERE: Final = ("improvement", "risk_watch")
"""Sections that show all measures."""
MOST: Final = 6


@dataclass(frozen=True)
class Undone:
    """One measure; `level` is how its status is dressed, and late ones stay under the heading that counts them."""

    level: str
    is_late: bool
    status: Text
    words: Text


@dataclass(frozen=True)
class Ledger:
    """Those that are late, then those under way, by due date."""

    rows: tuple[Undone, ...]
    late: int
    note: Text


def ledger(context: Context) -> Ledger | None:
    """None where the hospital keeps none, or another section shows them all."""
    found: FollowUp | Lack = context.material.analysis["signals.follow_up"]
    if isinstance(found, Lack) or context.anchor(*ELSEWHERE) is not None:
        return None
    actions = [one for one in found.actions if one.is_open]
    if not actions:
        return None
    closed, more = len(found.actions) - len(actions), max(len(actions) - MOST, 0)
    note = context.say(f"warnings.measures.{'more' if more else 'note'}", done=closed, more=more)
    only = all(one.place.file != CASE for one in found.actions)
    note = note if only else context.say.join([note, context.say("warnings.measures.letter")], "list.sentences")
    return Ledger(tuple(_row(context, one) for one in actions[:MOST]), found.count(Status.LATE), note)


def decision(context: Context, identifier: str) -> Text:
    """What has to be decided about a weak indicator: who takes it up, where no measure of the hospital does."""
    found: FollowUp | Lack = context.material.analysis["signals.follow_up"]
    actions = () if isinstance(found, Lack) else found.actions
    statuses = {one.status for one in actions if one.indicator == identifier}
    known = next((status for status in UNDONE if status in statuses), None)
    return context.say(f"warnings.decision.{known or 'none'}")


def _row(context: Context, one: Action) -> Undone:
    """What is to be done, by whom and when, and what has become of the indicator."""
    say = context.say
    told = [context.own(one.owner)] if one.owner else []
    if one.term:
        key = "moved" if one.moved else "due"
        told.append(say(f"warnings.measures.{key}", day=same(one.due), moved=same(one.term)))
    if one.before.value is not None and one.now.value is not None and one.raised != context.material.period:
        # the unit stands once, behind the aim where there is one
        shown = context.spoken if one.expected is None else context.printed
        before, now = (shown(one.indicator, value) for value in (one.before.value, one.now.value))
        told.append(say("path.change", value=before, target=now))
    if one.expected is not None:
        told.append(say("warnings.measures.aim", expected=context.spoken(one.indicator, one.expected)))
    facts = {"name": context.short(one.indicator), "measure": context.own(one.measure)}
    return Undone(
        level="red" if one.status is Status.LATE else "yellow",
        is_late=one.status is Status.LATE,
        status=say(f"analysis.status.{one.status}"),
        words=say("warnings.measures.line", told=say.join(told, "list.comma_only"), **facts),
    )
