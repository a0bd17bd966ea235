"""Fuzzy comprehensive evaluation (Zadeh 1965, Wang Peizhuang 1983): B = W ∘ R."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import ratio

Operator = Callable[[Floats, Floats], Floats]


def _least(weights: Floats, membership: Floats) -> Floats:
    return np.minimum(weights[:, None], membership)


def _product(weights: Floats, membership: Floats) -> Floats:
    return np.asarray(weights[:, None] * membership, dtype=np.float64)


OPERATORS: Final[Mapping[str, Operator]] = {
    "M(min,max)": lambda weights, membership: _least(weights, membership).max(axis=0),
    "M(prod,max)": lambda weights, membership: _product(weights, membership).max(axis=0),
    "M(min,bounded_sum)": lambda weights, membership: np.minimum(_least(weights, membership).sum(axis=0), 1.0),
    "M(prod,sum)": lambda weights, membership: np.minimum(_product(weights, membership).sum(axis=0), 1.0),
}
"""weights (n,), memberships (n, grades) within 0–1 → B (grades,), not normalised."""


def mean_score(membership: Floats, scores: Floats, power: float = 1.0) -> float:
    """Σ μᵏ s / Σ μᵏ over the grades; NaN if all memberships are 0."""
    strength = membership**power
    return float(ratio(strength @ scores, strength.sum()))


def triangular(value: float, feet: Floats) -> Floats:
    """Membership of a value in fuzzy grades.

    Args:
        value: x.
        feet: (grades, 3) left foot, peak and right foot of each triangle, ascending.
    """
    left, peak, right = feet.T
    rising = np.where(value == peak, 1.0, ratio(value - left, peak - left))
    falling = np.where(value == peak, 1.0, ratio(right - value, right - peak))
    shape = np.where(value <= peak, rising, falling)
    return np.where((value < left) | (value > right), 0.0, shape)
