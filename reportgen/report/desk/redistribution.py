"""What the indicators that are there count, where others of the scheme have no score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.results import Evaluation, ScoredIndicator

NOISE: Final = 1e-9
"""Of binary numbers."""


def times(evaluation: Evaluation) -> list[float]:
    """How many times its weight in the scheme each indicator counts that counts at all."""
    return [row.effective_weight / row.weight for row in evaluation.indicators if row.weight and row.effective_weight]


def is_redistributed(indicator: ScoredIndicator) -> bool:
    """Whether it counts more or less than the scheme says."""
    return abs(indicator.weight - indicator.effective_weight) > NOISE


def has_gaps(evaluation: Evaluation) -> bool:
    """Whether any of those that count at all does."""
    return any(row.effective_weight and is_redistributed(row) for row in evaluation.indicators)
