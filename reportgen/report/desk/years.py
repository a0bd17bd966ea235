"""The years that a report looks back on: values and results of the same period, year by year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.known import under

if TYPE_CHECKING:
    from reportgen.analysis.comparability import Comparability
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
