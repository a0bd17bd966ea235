"""Scores against one standard instead of five: ratio, index, two-point efficacy, marks of a checklist.

ratio, index      x / s where more is better, s / x where less is better
efficacy          (60 + 40 · (x − s) / (h − s)) / 100, held in 0–1
checklist         mark / full mark

A best range instead of a standard is measured as `ranges` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.reason import Reason
from reportgen.model.schemes import Bound
from reportgen.scoring import ranges
from reportgen.scoring.arrays import Floats
from reportgen.scoring.efficacy_coefficient import BASE, SPAN, clip, efficacy

FULL: Final = 100.0


@dataclass(frozen=True)
class Measure:
    """What values are held against.

    Attributes:
        value: the standard, the satisfactory value, or the full mark; of a best range its two edges.
        unacceptable: the not-allowed value, or the outer limits of a range; None where there is none.
        by_edges: whether an index measures a range by its nearest edge (edge rule E25).
        cap, floor: limits of a single index, None for none.
    """

    value: Bound
    direction: Direction
    unacceptable: Bound | None = None
    cap: float | None = None
    floor: float | None = None
    by_edges: bool = False

    @property
    def range(self) -> ranges.Pair | None:
        """The best range where there is one."""
        return self.value if isinstance(self.value, tuple) else None

    @property
    def limits(self) -> ranges.Pair | None:
        """The outer limits of the range."""
        return self.unacceptable if isinstance(self.unacceptable, tuple) else None


SingleMethod = Callable[[Floats, Measure], Floats]
"""values (n,), the measure → scores (n,) where 1 is full or at standard; NaN where the method does not fit."""


def index(values: Floats, measure: Measure) -> Floats:
    """Single indices; undefined for standards of zero or less, across signs, and for ranges unless by their edges."""
    if isinstance(measure.value, tuple):
        if not measure.by_edges:
            return np.full(len(values), np.nan)
        return limited(ranges.index(values, measure.value, measure.limits), measure)
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
    """Efficacy between the not-allowed and the satisfactory value or range, held in 0–1."""
    return clip(_points(values, measure), 0.0, FULL) / FULL


def _points(values: Floats, measure: Measure) -> Floats:
    if measure.range and measure.limits:
        return BASE + SPAN * ranges.marks(values, measure.range, measure.limits)
    good, bad = measure.value, measure.unacceptable
    if isinstance(good, tuple) or isinstance(bad, tuple) or bad is None or good == bad:
        return np.full(len(values), np.nan)
    return efficacy(values[:, None], np.array([bad]), np.array([good]), BASE, SPAN)[:, 0]


def checklist(values: Floats, measure: Measure) -> Floats:
    """Share of the full mark, held in 0–1."""
    assert not isinstance(measure.value, tuple)
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
    if method in INDICES:
        free = replace(measure, cap=None, floor=None)
        return bool(index(values[:1], free)[0] != index(values[:1], measure)[0])
    if method == "weighted_checklist" and not isinstance(measure.value, tuple):
        return not 0 <= values[0] <= measure.value
    points = _points(values[:1], measure)[0]
    return bool(points < 0 or points > FULL)


def why_not_scored(value: float | None, measure: Measure | None, method: str) -> Reason:
    """Why a value that is there has no score: a negative one where less is better has no ratio (edge rule E25)."""
    lower = measure is not None and measure.range is None and measure.direction is Direction.LOWER
    negative = lower and method in INDICES and value is not None and value < 0
    return Reason.INVALID_INPUT if negative else Reason.NO_STANDARD
