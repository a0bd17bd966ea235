"""What stands above the drawings of a card: what they show, in words."""

from __future__ import annotations

from math import inf
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
    name = context.short(indicator.id)
    return context.say(f"card.figure.{_nearness(indicator)}", name=name, **_among(indicator))


def place(context: Context, indicator: ScoredIndicator) -> Text:
    """The same for the tile of the peers, which needs no name."""
    return context.say(f"card.tile.{_nearness(indicator)}", **_among(indicator))


def _nearness(indicator: ScoredIndicator) -> str:
    """Whether peers can be better, or only nearer to a range, or at most in it too."""
    if standards.far_edge(indicator) is None:
        return "better"
    return "nearer" if standards.gap(indicator) else "within"


def _among(indicator: ScoredIndicator) -> dict[str, printing.Figure]:
    """How many peers there are, how many stand before the hospital, and how many are in the best range."""
    assert indicator.peer is not None
    found = standards.target(indicator)
    low, high = found if isinstance(found, tuple) else (inf, -inf)
    inside = sum(1 for value in indicator.peer.values if low <= value <= high)
    return {
        "better": printing.whole(indicator.peer.rank - 1),
        "inside": printing.whole(inside),
        "n": printing.whole(indicator.peer.n),
    }


def course(context: Context, indicator: ScoredIndicator, history: Series) -> Text:
    """What the drawing of the periods shows: from where to where, in the unit of the indicator."""
    known = [
        (period, value) for period, value in zip(history.periods, history.values, strict=True) if value is not None
    ]
    (first, was), (last, now) = known[0], known[-1]
    facts = {
        "name": context.short(indicator.id), "first": period_name(first), "last": period_name(last),
        "was": context.spoken(indicator.id, was), "now": context.spoken(indicator.id, now),
    }  # fmt: skip
    period, turn = max(known, key=lambda point: max(point[1] - max(was, now), min(was, now) - point[1]))
    spoken = context.spoken(indicator.id, turn)
    if min(was, now) <= turn <= max(was, now) or spoken in (facts["was"], facts["now"]):
        return context.say("card.figure.course", **facts)
    return context.say("card.figure.turned", turn=spoken, then=period_name(period), **facts)
