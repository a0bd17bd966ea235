"""Fuzzy comprehensive evaluation (Zadeh 1965, Wang Peizhuang 1983): B = W ∘ R.

Figures of a consultation of experts, and the limits that screening sets (Delphi).

limits by boundaries: mean and full-mark rate, mean − s; coefficient of variation, mean + s, over the indicators
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Booleans, Floats, moments
from reportgen.scoring.kernels import ratio

NOISE = 1e-12


@dataclass(frozen=True, eq=False)
class Consultation:
    """Mean, standard deviation, coefficient of variation and share of full marks by indicator (m,)."""

    mean: Floats
    deviation: Floats
    variation: Floats
    full_rate: Floats


@dataclass(frozen=True)
class ScreeningLimits:
    """Least mean, largest variation, least share of full marks; NaN where a limit is not asked."""

    mean: float = np.nan
    variation: float = np.nan
    full_rate: float = np.nan


def consulted(marks: Floats, full_mark: float, ddof: int = 1) -> Consultation:
    """Figures of marks (experts, m); blanks (NaN) leave their column alone."""
    table = moments(marks, ddof)
    full = np.where(np.isnan(marks), 0.0, marks >= full_mark - NOISE).sum(axis=0)
    rate = np.divide(full, table.n, out=np.full(marks.shape[1], np.nan), where=table.n > 0)
    return Consultation(table.mean, table.deviation, table.variation, rate)


def boundaries(found: Consultation, ddof: int = 1) -> ScreeningLimits:
    """Limits from the indicators' own figures; NaN for too few indicators."""

    def ends(values: Floats) -> tuple[float, float]:
        known = values[~np.isnan(values)]
        if len(known) <= ddof:
            return np.nan, np.nan
        return float(known.mean()), float(known.std(ddof=ddof))

    (mean, spread), (variation, more), (rate, less) = (
        ends(values) for values in (found.mean, found.variation, found.full_rate)
    )
    return ScreeningLimits(mean - spread, variation + more, rate - less)


def kept(found: Consultation, limits: ScreeningLimits) -> Booleans:
    """(m,) whether an indicator keeps every limit that is asked; what nobody marked keeps none."""
    passed = ~np.isnan(found.mean)
    passed &= np.isnan(limits.mean) | (found.mean >= limits.mean - NOISE)
    passed &= np.isnan(limits.variation) | (found.variation <= limits.variation + NOISE)
    passed &= np.isnan(limits.full_rate) | (found.full_rate >= limits.full_rate - NOISE)
    return np.asarray(passed, dtype=np.bool_)


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
