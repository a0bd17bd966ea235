"""The hospital's own measures that are not done yet: who answers, when they are due, and what has come of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Lack
from reportgen.analysis.signals.follow_up import Status
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.analysis.signals.follow_up import Action, FollowUp
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

UNDONE: Final = (Status.LATE, Status.OPEN)
ELSEWHERE: Final = ("improvement", "risk_watch")
"""Sections that show all measures."""
MOST: Final = 6


@dataclass(frozen=True)
class Undone:
    """One measure; `level` is how its status is dressed."""

    level: str
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
    actions = [one for one in found.actions if one.status in UNDONE]
    if not actions:
        return None
    closed, more = len(found.actions) - len(actions), max(len(actions) - MOST, 0)
    note = context.say(f"warnings.measures.{'more' if more else 'note'}", done=closed, more=more)
    return Ledger(tuple(_row(context, one) for one in actions[:MOST]), found.count(Status.LATE), note)


def _row(context: Context, one: Action) -> Undone:
    """What is to be done, by whom and when, and what has become of the indicator."""
    say = context.say
    told = [context.own(one.owner)] if one.owner else []
    told += [say("warnings.measures.due", day=same(one.due))] if one.due else []
    if one.before.value is not None and one.now.value is not None:
        before, now = context.printed(one.indicator, one.before.value), context.spoken(one.indicator, one.now.value)
        told.append(say("path.change", value=before, target=now))
    if one.expected is not None:
        told.append(say("warnings.measures.aim", expected=context.printed(one.indicator, one.expected)))
    facts = {"name": context.short(one.indicator), "measure": context.own(one.measure)}
    return Undone(
        level="red" if one.status is Status.LATE else "yellow",
        status=say(f"analysis.status.{one.status}"),
        words=say("warnings.measures.line", told=say.join(told, "list.comma_only"), **facts),
    )
