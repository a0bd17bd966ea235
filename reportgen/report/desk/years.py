"""The years that a report looks back on: values and results of the same period, year by year.

What is said of an earlier total that does not compare with this one: the same words on every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model import printing
from reportgen.model.known import under
from reportgen.report.calendar_words import period_with_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.comparability import Comparability
    from reportgen.model.definition import Text
    from reportgen.model.results import Evaluation
    from reportgen.report.desk.context import Context


MOST_YEARS: Final = 5


def years(context: Context) -> tuple[str, ...]:
    """The period and the same one of up to four years before, oldest first, from the first that has any value."""
    material, now = context.material, context.period
    periods = [str(now.previous_year(back)) for back in range(MOST_YEARS - 1, -1, -1)]
    known = [
        any(value(context, i.id, period) is not None for i in material.evaluation.indicators) for period in periods
    ]
    first = next((index for index, there in enumerate(known) if there), len(periods) - 1)
    return tuple(periods[first:])


def value(context: Context, identifier: str, period: str) -> float | None:
    """An indicator in one of the years; of what experts judge there is no value but a score."""
    material = context.material
    if period == material.period:
        return material.evaluation.indicator(identifier).value
    found = material.values.at(identifier, material.entity, period).value
    return None if found is None else under(found, f"{period}.indicator.{identifier}")


def result(context: Context, period: str) -> Evaluation | None:
    """The result of one of the years, as far as it was judged."""
    material = context.material
    return material.evaluation if period == material.period else material.history.get(period)


def year_before(context: Context) -> Evaluation | None:
    """The result of the same period of last year, where totals compare."""
    return context.before if context.is_year else context.year_ago


def unlike(context: Context) -> Comparability | None:
    """What of last year's result compares, where there is one whose total does not."""
    earlier = context.preceding if context.is_year else context.same_last_year
    if earlier is None or earlier.score is None or context.evaluation.score is None:
        return None
    compared = context.material.compared(earlier)
    return None if compared.is_whole else compared


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
