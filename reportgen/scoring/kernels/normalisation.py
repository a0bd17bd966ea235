"""Values made comparable. A missing value (NaN) stays missing and is left out of extremes and sums.

minmax_benefit     low + (high − low)(x − min)/(max − min)
minmax_cost        low + (high − low)(max − x)/(max − min)
distance_to_best   1 − |x − best| / max|x − best|
interval           1 inside [a, b], else 1 − distance to it / max(a − min, max − b)
l2                 x / √Σx²,   mean  x / mean,   initial  x / first

Correction coefficient of the enterprise rules (Document 157 of 2006 for central enterprises).

coefficient = 1 + (band coefficient + efficacy · 0.2 − analysis coefficient), held within limits
at or above excellent 1.2 + 1.0 − analysis; below poor 1.0 − analysis
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import BELOW, Floats, Levels
from reportgen.scoring.kernels import ratio


@dataclass(frozen=True)
class Targeted:
    """Where the results shall lie, and what counts as best.

    Attributes:
        low, high: ends of the new scale, for min-max.
        best: the best value, for the distance to it.
        interval: the best range, ends included.
    """

    low: float = 0.0
    high: float = 1.0
    best: float = np.nan
    interval: tuple[float, float] = (np.nan, np.nan)


def minmax(matrix: Floats, directions: Floats | float = 1.0) -> Floats:
    """Columns (or one list) stretched to 0 … 1 so that 1 is best; a constant one is NaN.

    Args:
        matrix: (n, m) or (n,).
        directions: (m,) of 1 (more is better) and −1 (less is better), or one for all.
    """
    turned = matrix * directions
    lowest, highest = np.nanmin(turned, axis=0), np.nanmax(turned, axis=0)
    return ratio(turned - lowest, highest - lowest)


def _onto(shares: Floats, target: Targeted) -> Floats:
    return np.asarray(target.low + (target.high - target.low) * shares, dtype=np.float64)


def _to_best(values: Floats, target: Targeted) -> Floats:
    distance = np.abs(values - target.best)
    return 1 - ratio(distance, np.nanmax(distance))


def _to_interval(values: Floats, target: Targeted) -> Floats:
    low, high = target.interval
    distance = np.maximum(np.maximum(low - values, values - high), 0.0)
    reach = max(low - np.nanmin(values), np.nanmax(values) - high)
    outside = 1 - ratio(distance, reach)
    return np.where(distance == 0, 1.0, outside)


Normalisation = Callable[[Floats, Targeted], Floats]

NORMALISATIONS: Final[Mapping[str, Normalisation]] = {
    "minmax_benefit": lambda values, target: _onto(minmax(values), target),
    "minmax_cost": lambda values, target: _onto(minmax(values, -1.0), target),
    "distance_to_best": _to_best,
    "interval": _to_interval,
    "l2": lambda values, _: ratio(values, np.sqrt(np.nansum(values**2))),
    "mean": lambda values, _: ratio(values, np.nanmean(values)),
    "initial": lambda values, _: ratio(values, values[~np.isnan(values)][0]),
}
"""values (n,) with at least one known, target → (n,); all NaN where the divisor is 0."""


BAND_COEFFICIENTS: Final = np.array([1.0, 0.8, 0.6, 0.4, 0.2, 0.0])
STEP = 0.2

SPECIAL_CASES: Final[Mapping[str, float]] = {
    "numerator_positive_denominator_negative": 1.1,
    "numerator_negative_denominator_positive": 0.9,
    "both_negative": 0.8,
    "non_performing_assets_all_or_denominator_negative": 0.8,
    "loss_turned_into_profit": 1.1,
    "no_standard": 1.0,
}
"""Coefficients set by the rules where the formula has no meaning."""


def correction_coefficient(levels: Levels, analysis: Floats | float) -> Floats:
    """Coefficients (n,) before they are held within limits.

    Args:
        levels: of `level_efficacy` with BAND_COEFFICIENTS.
        analysis: basic score of the part over its weight.
    """
    gain = np.where(levels.level == 0, STEP, np.where(levels.level == BELOW, 0.0, levels.efficacy * STEP))
    return np.asarray(1 + (levels.coefficient + gain - analysis), dtype=np.float64)
