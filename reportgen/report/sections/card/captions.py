"""What stands above the drawings of a card: what they show, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model import printing
from reportgen.model.definition import Text
from reportgen.report.calendar_words import period_name
from reportgen.report.desk import indicator_pictures, standards

if TYPE_CHECKING:
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import Context
    from reportgen.report.desk.series import Series


def strip_note(context: Context, indicator: ScoredIndicator) -> Text:
    """What a dot is and where it is best to be; what an arrow is, where there is one."""
    note = context.say(f"card.strip.{indicator.direction}", n=indicator.peer.n if indicator.peer else 0)
    parts = [note, context.say("strip.unit", unit=context.unit(indicator.id))]
    if any(indicator_pictures.beyond(context, indicator)):
        parts.append(context.say("strip.beyond.note"))
    return Text(zh="".join(part.zh for part in parts), en="".join(part.en for part in parts))


def position(context: Context, indicator: ScoredIndicator) -> Text:
    """What the drawing of the peers shows, in words."""
    assert indicator.peer is not None
    better, n = printing.whole(indicator.peer.rank - 1), printing.whole(indicator.peer.n)
    return context.say(f"card.figure.{nearness(indicator)}", name=context.short(indicator.id), better=better, n=n)


def nearness(indicator: ScoredIndicator) -> str:
    """Whether peers can be better, or only nearer to a range."""
    return "better" if standards.far_edge(indicator) is None else "nearer"


def course(context: Context, indicator: ScoredIndicator, history: Series) -> Text:
    """What the drawing of the periods shows: from where to where, in the unit of the indicator."""
    known = [
        (period, value) for period, value in zip(history.periods, history.values, strict=True) if value is not None
    ]
    (first, was), (last, now) = known[0], known[-1]
    return context.say(
        "card.figure.course", name=context.short(indicator.id), first=period_name(first), last=period_name(last),
        was=context.spoken(indicator.id, was), now=context.spoken(indicator.id, now),
    )  # fmt: skip
