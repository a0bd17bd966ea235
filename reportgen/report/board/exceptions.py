"""Which indicators get a page of their own."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from reportgen.model.schemes import Grade
from reportgen.report.board.scale import band_of

if TYPE_CHECKING:
    from reportgen.model.results import ScoredIndicator
    from reportgen.report.board.context import Context

MOST_CARDS: Final = 3
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})


def chosen(context: Context) -> tuple[str, ...]:
    """Weak indicators, most points lost first; where none is weak, the one nearest to a lower grade."""
    judged = [i for i in context.evaluation.indicators if i.value is not None and i.score is not None and i.standards]
    weak = sorted((i for i in judged if context.grade_of(i) in WEAK), key=lambda i: (-_lost(i), i.id))
    if weak:
        return tuple(indicator.id for indicator in weak[:MOST_CARDS])
    nearest = sorted(judged, key=lambda indicator: (_margin(context, indicator), indicator.id))
    return tuple(indicator.id for indicator in nearest[:1])


def _lost(indicator: ScoredIndicator) -> float:
    return (100 - (indicator.score or 0.0)) * indicator.effective_weight


def _margin(context: Context, indicator: ScoredIndicator) -> float:
    grade = context.grade_of(indicator)
    return (indicator.score or 0.0) - band_of(context, grade)[0] if grade else math.inf
