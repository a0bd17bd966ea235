"""Scores against one standard instead of five: ratio, index, two-point efficacy, marks of a checklist.

ratio, index      x / s where more is better, s / x where less is better
efficacy          (60 + 40 · (x − s) / (h − s)) / 100, held in 0–1
checklist         mark / full mark
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.scoring.arrays import Floats
from reportgen.scoring.efficacy_coefficient import BASE, SPAN, clip, efficacy

FULL: Final = 100.0


@dataclass(frozen=True)
class Measure:
    """What values are held against.

    Attributes:
        value: the standard, the satisfactory value, or the full mark.
        unacceptable: the not-allowed value, NaN where the method has none.
        cap, floor: limits of a single index, None for none.
    """

    value: float
    direction: Direction
    unacceptable: float = np.nan
    cap: float | None = None
    floor: float | None = None


SingleMethod = Callable[[Floats, Measure], Floats]
"""values (n,), the measure → scores (n,) where 1 is full or at standard; NaN where the method does not fit."""


def index(values: Floats, measure: Measure) -> Floats:
    """Single indices; undefined for ranges, for standards of zero or less, and across signs (edge rule E25)."""
    if measure.direction is Direction.HIGHER and measure.value > 0:
        found = np.where(values < 0, np.nan, values / measure.value)
    elif measure.direction is Direction.LOWER and measure.value > 0:
        best = np.nan if measure.cap is None else measure.cap
        safe = np.where(values > 0, values, 1.0)
        found = np.where(values > 0, measure.value / safe, np.where(values == 0, best, np.nan))
    else:
        return np.full(len(values), np.nan)
    return limited(found, measure)


def limited(indices: Floats, measure: Measure) -> Floats:
    """Indices within the limits that are set."""
    low = -np.inf if measure.floor is None else measure.floor
    high = np.inf if measure.cap is None else measure.cap
    return np.clip(indices, low, high)


def two_point(values: Floats, measure: Measure) -> Floats:
    """Efficacy between the not-allowed and the satisfactory value, held in 0–1."""
    span = measure.value - measure.unacceptable
    if not np.isfinite(span) or span == 0:
        return np.full(len(values), np.nan)
    ends = np.array([measure.unacceptable]), np.array([measure.value])
    points = efficacy(values[:, None], *ends, BASE, SPAN)[:, 0]
    return clip(points, 0.0, FULL) / FULL


def checklist(values: Floats, measure: Measure) -> Floats:
    """Share of the full mark, held in 0–1."""
    return clip(values / measure.value, 0.0, 1.0)


SINGLE: Final[Mapping[str, SingleMethod]] = {
    "ratio_scoring": index,
    "composite_index": index,
    "efficacy_coefficient": two_point,
    "weighted_checklist": checklist,
}
"""Methods that take one standard, by the names that schemes use."""

INDICES: Final = frozenset({"ratio_scoring", "composite_index"})


def clamped(values: Floats, measure: Measure, method: str) -> bool:
    """Whether a limit acts on the first of some values, so that the page says so (edge rule E26)."""
    if np.isnan(values[0]):
        return False
    free = Measure(measure.value, measure.direction, measure.unacceptable)
    if method in INDICES:
        return bool(index(values[:1], free)[0] != index(values[:1], measure)[0])
    if method == "weighted_checklist":
        return not 0 <= values[0] <= measure.value
    span = measure.value - measure.unacceptable
    points = BASE + SPAN * (values[0] - measure.unacceptable) / span if span else np.nan
    return not 0 <= points <= FULL
