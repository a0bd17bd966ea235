"""Scores by levels and efficacy within the level (rules for enterprise evaluation, 2002; Xu Huijuan for hospitals).

score = base + efficacy · (coefficient of the next better level − base)
efficacy = (x − S_k) / (S_{k−1} − S_k), k the best level whose standard is reached
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reportgen.scoring.arrays import BELOW, Booleans, Floats, Integers, Levels

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
