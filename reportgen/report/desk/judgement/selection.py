"""Which indicators get a page of their own, and which half a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.model.schemes import Grade
from reportgen.report.desk.grades import gradings
from reportgen.report.desk.grades.outlook import is_kept, worsens
from reportgen.report.desk.grades.scale import band_of
from reportgen.report.desk.judgement import alarms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reportgen.model.results import ScoredIndicator
    from reportgen.report.desk.context import HospitalContext

MOST_CARDS: Final = 3
MOST_HALVES: Final = 2


def weak(context: HospitalContext) -> tuple[str, ...]:
    """Weak indicators, most points lost first, then those of the middle grade that worsen significantly.

    Where there is neither, the one of the middle grade that costs most; without one, the one nearest to a lower grade.
    """
    ordered = sorted(_judged(context), key=lambda i: (-_lost(i), i.id))
    frail = [i for i in ordered if context.grade_of(i) in gradings.WEAK][:MOST_CARDS]
    halves = [i for i in ordered if _slips(context, i)][:MOST_HALVES]
    if frail or halves:
        return tuple(indicator.id for indicator in (*frail, *halves))
    if fair := [i.id for i in ordered if context.grade_of(i) is Grade.FAIR]:
        return tuple(fair[:1])
    nearest = sorted(_judged(context), key=lambda indicator: (_margin(context, indicator), indicator.id))
    return tuple(indicator.id for indicator in nearest[:1])


def watched(context: HospitalContext) -> tuple[str, ...]:
    """All that a reader has to know of: weak, worsening significantly, or behind every peer; most points lost first."""
    ordered = sorted(_judged(context), key=lambda i: (-_lost(i), i.id))
    return tuple(i.id for i in ordered if context.grade_of(i) in gradings.WEAK or worsens(context, i) or _is_last(i))


def _is_last(indicator: ScoredIndicator) -> bool:
    return indicator.peer is not None and indicator.peer.rank == indicator.peer.n + 1


def unowned(context: HospitalContext) -> tuple[str, ...]:
    """The weak ones about which something is to be done, and that no measure of the hospital takes up."""
    return tuple(one for one in weak(context) if is_unowned(context, context.evaluation.indicator(one)))


def is_unowned(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    """Whether something is to be done about it that has neither owner nor date; nothing is at the best grade, held."""
    is_held = context.grade_of(indicator) is Grade.EXCELLENT and not worsens(context, indicator)
    return not is_held and alarms.under_way(context, indicator.id) is None and not is_kept(context, indicator)


def rest(context: HospitalContext) -> tuple[str, ...]:
    """All others that are judged."""
    shown = set(watched(context))
    return tuple(one for one in judged(context) if one not in shown)


def judged(context: HospitalContext) -> tuple[str, ...]:
    """All that have a value, a score and standards, in the order of the evaluation."""
    return tuple(indicator.id for indicator in _judged(context))


SELECTIONS: Final[Mapping[str, Callable[[HospitalContext], tuple[str, ...]]]] = {
    "weak": weak,
    "watched": watched,
    "all": judged,
    "rest": rest,
}
"""By the word that a kind of report uses."""


def _judged(context: HospitalContext) -> list[ScoredIndicator]:
    return [
        i for i in context.evaluation.indicators if i.value is not None and i.score is not None and _has_standard(i)
    ]


def _has_standard(indicator: ScoredIndicator) -> bool:
    return gradings.target(indicator) is not None


def is_half(context: HospitalContext, identifier: str) -> bool:
    """Whether half a page is enough: the middle grade, though worsening."""
    return _slips(context, context.evaluation.indicator(identifier))


def _slips(context: HospitalContext, indicator: ScoredIndicator) -> bool:
    return context.grade_of(indicator) is Grade.FAIR and worsens(context, indicator)


def _lost(indicator: ScoredIndicator) -> float:
    return (100 - (indicator.score or 0.0)) * indicator.effective_weight


def _margin(context: HospitalContext, indicator: ScoredIndicator) -> float:
    grade = context.grade_of(indicator)
    return (indicator.score or 0.0) - band_of(context, grade)[0] if grade else math.inf
