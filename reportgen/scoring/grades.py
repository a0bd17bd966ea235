"""From a score to a grade: decided on the printed figure, so that print and grade agree (edge rules E28, E32)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.model.printing import half_up
from reportgen.model.schemes import Grade


@dataclass(frozen=True)
class Verdict:
    """A score as printed, its grade, and the grade of the score before rounding."""

    printed: str
    grade: Grade
    unrounded: Grade


def exact(value: float) -> Decimal:
    """A float at 15 significant digits, without binary noise."""
    return Decimal(f"{value:.15g}")


def band(score: Decimal, bounds: Mapping[Grade, float]) -> Grade:
    """The grade whose lower bound the score reaches; the lowest grade takes all that is left."""
    falling = sorted(bounds.items(), key=lambda pair: -pair[1])
    return next((grade for grade, bound in falling if score >= exact(bound)), falling[-1][0])


def verdict(score: float, bounds: Mapping[Grade, float], decimals: int) -> Verdict:
    """Round half-up, then grade."""
    printed = half_up(score, decimals)
    return Verdict(str(printed), band(printed, bounds), band(exact(score), bounds))
