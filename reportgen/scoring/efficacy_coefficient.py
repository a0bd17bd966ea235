"""Single-line efficacy coefficient: 60 points at the not-allowed value, 100 at the satisfactory one.

score = base + span · (x − s) / (h − s)
"""

from __future__ import annotations

import numpy as np

from reportgen.scoring.arrays import Floats, Levels

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
