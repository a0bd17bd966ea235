"""One line of a budget held against what was done: execution, gap to the elapsed part of the year, standing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from reportgen.analysis.answer import Figure

INCOME: Final = "income"
WHOLE: Final = 1.0


class Standing(StrEnum):
    """How a line stands against its budget and the calendar."""

    OVER = "over"  # more than the whole year's budget
    AHEAD = "ahead"  # further than the year, by more than the case allows
    ON_TRACK = "on_track"
    BEHIND = "behind"


@dataclass(frozen=True)
class Executed:
    """A line of a budget.

    Attributes:
        group: income, expense or capital.
        owner: who answers for the line, "" where nobody is named.
        budget: of the whole year as last adjusted; actual: to date.
        variance: actual − budget; variance_rate: over the budget.
        execution: actual over budget, a fraction; missing where the budget is zero or negative.
        gap: execution − elapsed part of the year, a fraction.
        beyond: actual − budget · elapsed part, money: what the line is ahead of time by.
        standing: None where there is no execution.
        favourable: once the year is over: income that reached its budget, expense that kept to it; None before.
    """

    id: str
    group: str
    owner: str
    budget: Figure
    actual: Figure
    variance: Figure
    variance_rate: Figure
    execution: Figure
    gap: Figure
    beyond: Figure
    standing: Standing | None
    favourable: bool | None


@dataclass(frozen=True)
class Calendar:
    """How much of the year is over, a fraction, and from which share of a budget on a deviation is pointed out."""

    elapsed: float
    off: float


def executed(  # noqa: PLR0913 - a line has a name, a kind, an owner and two amounts
    identifier: str, group: str, budget: Figure, actual: Figure, when: Calendar, owner: str = ""
) -> Executed:
    """Hold a line against its budget."""
    execution, variance = actual.over(budget), actual - budget
    gap = execution + Figure(-when.elapsed)
    return Executed(
        id=identifier,
        group=group,
        owner=owner,
        budget=budget,
        actual=actual,
        variance=variance,
        variance_rate=variance.over(budget),
        execution=execution,
        gap=gap,
        beyond=actual - budget.times(when.elapsed),
        standing=_standing(execution, gap, when.off),
        favourable=_favourable(group, variance) if when.elapsed >= WHOLE else None,
    )


def by_amount(lines: Iterable[Executed], *standings: Standing) -> tuple[Executed, ...]:
    """Lines that stand so, those with the largest amount first."""
    chosen = [line for line in lines if line.standing in standings]
    return tuple(sorted(chosen, key=lambda line: (-abs(_amount(line)), line.id)))


def _amount(line: Executed) -> float:
    found = line.variance if line.standing is Standing.OVER else line.beyond
    return found.value or 0.0


def _standing(execution: Figure, gap: Figure, off: float) -> Standing | None:
    if execution.value is None or gap.value is None:
        return None
    if execution.value > WHOLE:
        return Standing.OVER
    if abs(gap.value) <= off:
        return Standing.ON_TRACK
    return Standing.AHEAD if gap.value > 0 else Standing.BEHIND


def _favourable(group: str, variance: Figure) -> bool | None:
    if variance.value is None:
        return None
    return variance.value >= 0 if group == INCOME else variance.value <= 0
