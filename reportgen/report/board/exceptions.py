"""Which indicators get a page of their own, and which half a page."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.model.schemes import Grade
from reportgen.report.board import scorecard
from reportgen.report.board.scale import band_of
from reportgen.report.board.signals import worsens

if TYPE_CHECKING:
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.board.context import Context

MOST_CARDS: Final = 3
MOST_HALVES: Final = 2


def chosen(context: Context) -> tuple[str, ...]:
    """Weak indicators, most points lost first, then those of the middle grade that worsen significantly.

    Where there is neither, the one nearest to a lower grade.
    """
    judged = [i for i in context.evaluation.indicators if i.value is not None and i.score is not None and i.standards]
    ordered = sorted(judged, key=lambda i: (-_lost(i), i.id))
    weak = [i for i in ordered if context.grade_of(i) in scorecard.WEAK][:MOST_CARDS]
    halves = [i for i in ordered if _slips(context, i)][:MOST_HALVES]
    if weak or halves:
        return tuple(indicator.id for indicator in (*weak, *halves))
    nearest = sorted(judged, key=lambda indicator: (_margin(context, indicator), indicator.id))
    return tuple(indicator.id for indicator in nearest[:1])


def is_half(context: Context, identifier: str) -> bool:
    """Whether half a page is enough: the middle grade, though worsening."""
    return _slips(context, context.evaluation.indicator(identifier))


def _slips(context: Context, indicator: ScoredIndicator) -> bool:
    return context.grade_of(indicator) is Grade.FAIR and worsens(context, indicator)


def _lost(indicator: ScoredIndicator) -> float:
    return (100 - (indicator.score or 0.0)) * indicator.effective_weight


def _margin(context: Context, indicator: ScoredIndicator) -> float:
    grade = context.grade_of(indicator)
    return (indicator.score or 0.0) - band_of(context, grade)[0] if grade else math.inf
