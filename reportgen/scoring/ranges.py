"""Scores of values that are best within a range, where a scheme gives the range and its outer limits.

marks   1 within [L, U], both edges included; outside in proportion to the distance to the nearest edge:
        (x − l) / (L − l) on the left and (u − x) / (u − U) on the right, 0 at the outer limits l and u (edge rule E24)
index   x / L on the left, 1 within, U / x on the right; only where 0 < L (edge rule E25)
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats

Pair = tuple[float, float]
FULL: Final = 1.0


def marks(values: Floats, inner: Pair, outer: Pair) -> Floats:
    """Marks from 1 within the range over 0 at the outer limits and below it beyond them; NaN stays."""
    (low, high), (lowest, highest) = inner, outer
    left, right = (values - lowest) / (low - lowest), (highest - values) / (highest - high)
    found: Floats = np.minimum(FULL, np.minimum(left, right))
    return found


def index(values: Floats, inner: Pair, outer: Pair | None) -> Floats:
    """Indices by the nearest edge; marks held in 0–1 where the range begins at zero or below; else NaN."""
    low, high = inner
    if low > 0:
        safe = np.where(values > 0, values, np.nan)
        return np.where(
            safe < low, safe / low, np.where(safe > high, high / safe, np.where(np.isnan(safe), safe, FULL))
        )
    return np.full(len(values), np.nan) if outer is None else np.clip(marks(values, inner, outer), 0.0, FULL)


def is_nested(inner: Pair, outer: Pair | None) -> bool:
    """Whether a range runs from low to high, strictly within its outer limits where it has any."""
    return inner[0] <= inner[1] and (outer is None or (outer[0] < inner[0] and inner[1] < outer[1]))
