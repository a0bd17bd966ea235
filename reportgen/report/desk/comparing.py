"""What is said of an earlier total that does not compare with this one: the same words on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.report.calendar_words import period_with_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.comparability import Comparability
    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context

MOST_NAMES: Final = 3
"""Indicators named in a sentence; more are counted."""


def told(context: Context, compared: Comparability) -> Text:
    """Why the totals do not compare, and how what both periods scored moved."""
    say, reason = context.say, why(context, compared)
    if compared.then is None or compared.now is None or compared.change is None:
        return say("comparing.sentence", words=reason)
    moved = say(
        "comparing.shared", n=len(compared.shared), change=context.points(compared.change),
        then=context.score(compared.then), now=context.score(compared.now),
    )  # fmt: skip
    return say("comparing.both", why=reason, moved=moved)


def why(context: Context, compared: Comparability) -> Text:
    """Why the totals do not compare: what was there in one period alone, or was defined otherwise."""
    period = period_with_year(compared.period)
    if compared.broken is not None:
        return context.say("comparing.broken", period=period, year=str(compared.broken))
    reasons = context.say.join(list(_reasons(context, compared)), "list.comma_only")
    return context.say("comparing.why", period=period, reasons=reasons)


def _reasons(context: Context, compared: Comparability) -> Iterator[Text]:
    for key, names in (
        ("appeared", compared.appeared), ("vanished", compared.vanished), ("redefined", compared.redefined),
    ):  # fmt: skip
        if len(names) > MOST_NAMES or any(name not in _known(context) for name in names):
            yield context.say(f"comparing.{key}.counted", n=printing.whole(len(names)))
        elif names:
            listed = context.say.join([context.say.within(context.short(name)) for name in names])
            yield context.say(f"comparing.{key}.named", n=len(names), names=listed)


def _known(context: Context) -> set[str]:
    return {one.id for one in context.evaluation.indicators}
