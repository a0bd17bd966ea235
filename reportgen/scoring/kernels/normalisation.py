"""Values made comparable. A missing value (NaN) stays missing and is left out of extremes and sums.

minmax_benefit     low + (high − low)(x − min)/(max − min)
minmax_cost        low + (high − low)(max − x)/(max − min)
distance_to_best   1 − |x − best| / max|x − best|
interval           1 inside [a, b], else 1 − distance to it / max(a − min, max − b)
l2                 x / √Σx²,   mean  x / mean,   initial  x / first
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import ratio


@dataclass(frozen=True)
class Target:
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


def _onto(shares: Floats, target: Target) -> Floats:
    return np.asarray(target.low + (target.high - target.low) * shares, dtype=np.float64)


def _to_best(values: Floats, target: Target) -> Floats:
    distance = np.abs(values - target.best)
    return 1 - ratio(distance, np.nanmax(distance))


def _to_interval(values: Floats, target: Target) -> Floats:
    low, high = target.interval
    distance = np.maximum(np.maximum(low - values, values - high), 0.0)
    reach = max(low - np.nanmin(values), np.nanmax(values) - high)
    outside = 1 - ratio(distance, reach)
    return np.where(distance == 0, 1.0, outside)


Normalisation = Callable[[Floats, Target], Floats]

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
