"""Scores against one standard instead of five: ratio, index, two-point efficacy, marks of a checklist.

ratio, index      x / s where more is better, s / x where less is better
efficacy          (60 + 40 · (x − s) / (h − s)) / 100, held in 0–1
checklist         mark / full mark

A best range instead of a standard is measured as `ranges` says.

Single-line efficacy coefficient: 60 points at the not-allowed value, 100 at the satisfactory one.

score = base + span · (x − s) / (h − s)

Scores of values that are best within a range, where a scheme gives the range and its outer limits.

marks   1 within [L, U], both edges included; outside in proportion to the distance to the nearest edge:
        (x − l) / (L − l) on the left and (u − x) / (u − U) on the right, 0 at the outer limits l and u (edge rule E24)
index   x / L on the left, 1 within, U / x on the right; only where 0 < L (edge rule E25)

Scores by levels and efficacy within the level (rules for enterprise evaluation, 2002; Xu Huijuan for hospitals).

score = base + efficacy · (coefficient of the next better level − base)
efficacy = (x − S_k) / (S_{k−1} − S_k), k the best level whose standard is reached
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.schemes import Bound
from reportgen.model.values import Reason
from reportgen.scoring.arrays import BELOW, Booleans, Floats, Integers, Levels

BASE = 60.0
SPAN = 40.0


def efficacy(values: Floats, unacceptable: Floats, satisfactory: Floats, base: float, span: float) -> Floats:
    """Scores of values against two standards; signed, so lower-is-better needs nothing else.

    Args:
        values: (n, m).
        unacceptable: (m,) the not-allowed values.
        satisfactory: (m,), each different from the not-allowed value.
        base: points at the not-allowed value.
        span: points from there to the satisfactory one.
    """
    result: Floats = base + span * (values - unacceptable) / (satisfactory - unacceptable)
    return result


def clip(scores: Floats, low: float, high: float) -> Floats:
    """Hold scores within limits; NaN stays."""
    return np.clip(scores, low, high)


def efficacy_coefficient(values: Floats, standards: Floats, coefficients: Floats) -> Levels:
    """Score by the outermost two of five standards: excellent is satisfactory, poor is not allowed; held in 0–100.

    Args:
        values: (n,).
        standards: (2, 5) or (2, n, 5) low and high edges, see `level_efficacy`.
        coefficients: not used by this method.
    """
    del coefficients
    low, high = standards
    inside = np.where(np.isnan(values), np.nan, BASE + SPAN)
    below, above = values < low[..., 0], values > high[..., 0]
    score = np.where(below, _side(values, low), np.where(above, _side(values, high), inside))
    share = clip(score, 0.0, BASE + SPAN) / (BASE + SPAN)
    nothing = np.full(len(values), np.nan)
    return Levels(np.full(len(values), -1), nothing, nothing, nothing, nothing, share)


def _side(values: Floats, steps: Floats) -> Floats:
    """Scores on one side of the best standard; NaN on an open side."""
    if not np.isfinite(steps).all():
        return np.full(len(values), np.nan)
    return efficacy(values, steps[..., -1], steps[..., 0], BASE, SPAN)


Pair = tuple[float, float]
RANGE_FULL: Final = 1.0


def marks(values: Floats, inner: Pair, outer: Pair) -> Floats:
    """Marks from 1 within the range over 0 at the outer limits and below it beyond them; NaN stays."""
    (low, high), (lowest, highest) = inner, outer
    left, right = (values - lowest) / (low - lowest), (highest - values) / (highest - high)
    found: Floats = np.minimum(RANGE_FULL, np.minimum(left, right))
    return found


def range_index(values: Floats, inner: Pair, outer: Pair | None) -> Floats:
    """Indices by the nearest edge; marks held in 0–1 where the range begins at zero or below; else NaN."""
    low, high = inner
    if low > 0:
        safe = np.where(values > 0, values, np.nan)
        return np.where(
            safe < low, safe / low, np.where(safe > high, high / safe, np.where(np.isnan(safe), safe, RANGE_FULL))
        )
    return np.full(len(values), np.nan) if outer is None else np.clip(marks(values, inner, outer), 0.0, RANGE_FULL)


def is_nested(inner: Pair, outer: Pair | None) -> bool:
    """Whether a range runs from low to high, strictly within its outer limits where it has any."""
    return inner[0] <= inner[1] and (outer is None or (outer[0] < inner[0] and inner[1] < outer[1]))


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
    def range(self) -> Pair | None:
        """The best range where there is one."""
        return self.value if isinstance(self.value, tuple) else None

    @property
    def limits(self) -> Pair | None:
        """The outer limits of the range."""
        return self.unacceptable if isinstance(self.unacceptable, tuple) else None


SingleMethod = Callable[[Floats, Measure], Floats]
"""values (n,), the measure → scores (n,) where 1 is full or at standard; NaN where the method does not fit."""


def index(values: Floats, measure: Measure) -> Floats:
    """Single indices; undefined for standards of zero or less, across signs, and for ranges unless by their edges."""
    if isinstance(measure.value, tuple):
        if not measure.by_edges:
            return np.full(len(values), np.nan)
        return limited(range_index(values, measure.value, measure.limits), measure)
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
        return BASE + SPAN * marks(values, measure.range, measure.limits)
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


NOISE: Final = 1e-9
"""Share of a standard within which a value is equal to it: what division leaves of amounts kept to the fen."""


def level_efficacy(values: Floats, standards: Floats, coefficients: Floats) -> Levels:
    """Score values that are better inside the nested intervals of five standards.

    Args:
        values: (n,), NaN where missing.
        standards: (2, 5): low edges and high edges, best level first. An open side holds −inf or +inf: higher is
            better has no high edges, lower is better no low ones. (2, n, 5) where each value has its own.
        coefficients: (6,), best first, the last for values beyond the lowest standard.
    """
    low, high = standards
    level = _level(values, low, high)
    return _levels(values, level, _efficacy(values, low, high, level), coefficients)


def _level(values: Floats, low: Floats, high: Floats) -> Integers:
    """The best level whose standard is reached on both sides; being equal to it counts, an unknown standard never."""
    level = np.full(len(values), BELOW, dtype=np.int64)
    least, most = low - NOISE * np.abs(low), high + NOISE * np.abs(high)
    for step in reversed(range(low.shape[-1])):
        level[(values >= least[..., step]) & (values <= most[..., step])] = step
    return level


def _efficacy(values: Floats, low: Floats, high: Floats, level: Integers) -> Floats:
    """How far a value has come from its level's standard to the next better one, 0–1; 0 where it is equal to it."""
    efficacy = np.full(len(values), np.nan)
    rows = np.flatnonzero((level > 0) & (level < BELOW))
    above = values[rows] > (high[rows, 0] if high.ndim > 1 else high[0])
    own = _edge(low, high, rows, level[rows], above)
    better = _edge(low, high, rows, level[rows] - 1, above)
    efficacy[rows] = np.maximum((values[rows] - own) / (better - own), 0.0)
    return efficacy


def _edge(low: Floats, high: Floats, rows: Integers, level: Integers, above: Booleans) -> Floats:
    """The edges of some levels on the side of each value."""
    if low.ndim > 1:
        return np.where(above, high[rows, level], low[rows, level])
    return np.where(above, high[level], low[level])


def _levels(values: Floats, level: Integers, efficacy: Floats, coefficients: Floats) -> Levels:
    """The steps from level and efficacy to the score."""
    missing = np.isnan(values)
    base = np.where(missing, np.nan, coefficients[level])
    gain = coefficients[np.maximum(level - 1, 0)] - coefficients[level]
    inside = (level > 0) & (level < BELOW)
    adjustment = np.where(inside, efficacy * gain, 0.0)
    return Levels(
        level=np.where(missing, -1, level),
        coefficient=base,
        base=base,
        efficacy=np.where(missing, np.nan, efficacy),
        adjustment=np.where(missing, np.nan, adjustment),
        score=base + adjustment,
    )
