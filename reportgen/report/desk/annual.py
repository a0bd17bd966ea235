"""What is said of values that stand for a year though less than a year is over: once, in the same words everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.model.reason import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportgen.model.definition import Text
    from reportgen.report.desk.context import Context


def annualised(context: Context, identifiers: Iterable[str]) -> tuple[Text, ...]:
    """Which of these indicators are taken to a whole year by the months so far; nothing where none is."""
    material = context.material
    names = [
        context.short(one)
        for one in dict.fromkeys(identifiers)
        if Flag.ANNUALISED in material.values.at(one, material.entity, material.period).flags
    ]
    if not names:
        return ()
    n = context.period.months_elapsed
    return (context.say("analysis.annualised", n=n, names=context.say.join(names)),)


def single_months(context: Context, identifiers: Iterable[str]) -> tuple[Text, ...]:
    """Which of these indicators are taken to a whole year from each month by itself."""
    material = context.material
    values = material.month_values
    if values is None:
        return ()
    names = [
        context.short(one)
        for one in dict.fromkeys(identifiers)
        if Flag.ANNUALISED in values.at(one, material.entity, material.period).flags
    ]
    return (context.say("analysis.annualised.months", names=context.say.join(names)),) if names else ()
