"""Where a value stands among others, and which value stands at a given place.

percentile rank   inclusive k/(n − 1), exclusive (k + 1)/(n + 1), k the number of smaller values
percentile        inclusive at 1 + p(n − 1) (Hyndman & Fan 1996, type 7), exclusive at p(n + 1) (type 6)
quartiles         the same, or the medians of the halves (Tukey 1977; Moore & McCabe)

Chart of single values and moving ranges (Shewhart 1931, Wheeler): limits x̄ ± k·R̄, d4·R̄.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Booleans, Floats
from reportgen.scoring.kernels import NOISE, ratio

QUARTERS = (0.25, 0.5, 0.75)


def percentile_rank(values: Floats, value: float, *, inclusive: bool) -> float:
    """Share of the way through the values (n,) at which one stands, 0–1.

    Equal values take the lowest place; between two neighbours the rank runs straight; NaN outside.
    """
    distinct, frequency = np.unique(values, return_counts=True)
    if not distinct[0] <= value <= distinct[-1]:
        return float("nan")
    below = np.cumsum(frequency) - frequency
    n = len(values)
    ranks = ratio(below, n - 1) if inclusive else ratio(below + 1, n + 1)
    return float(np.interp(value, distinct, ranks))


def cut(value: float, digits: int) -> float:
    """Cut off, not round, after some decimals; what is only binary noise below a full digit counts as that digit."""
    if not np.isfinite(value):
        return value
    return float(Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), ROUND_DOWN))


def percentile(values: Floats, share: float, *, inclusive: bool) -> float:
    """The value at a share 0–1 of the way through; NaN where an exclusive place lies outside the values."""
    ordered, n = np.sort(values), len(values)
    place = share * (n - 1) if inclusive else share * (n + 1) - 1
    if place < -NOISE or place > n - 1 + NOISE:
        return float("nan")
    return float(np.interp(place, np.arange(n), ordered))


def _halves(values: Floats, *, with_median: bool) -> Floats:
    ordered, n = np.sort(values), len(values)
    size = n // 2 + (n % 2 if with_median else 0)
    if size == 0:
        return np.array([np.nan, np.median(ordered), np.nan])
    return np.array([np.median(ordered[:size]), np.median(ordered), np.median(ordered[n - size :])])


def _at_quarters(values: Floats, *, inclusive: bool) -> Floats:
    return np.array([percentile(values, share, inclusive=inclusive) for share in QUARTERS])


QUARTILES: Final[Mapping[str, Callable[[Floats], Floats]]] = {
    "inclusive": lambda values: _at_quarters(values, inclusive=True),
    "exclusive": lambda values: _at_quarters(values, inclusive=False),
    "halves_without_median": lambda values: _halves(values, with_median=False),
    "halves_with_median": lambda values: _halves(values, with_median=True),
}
"""values (n,) → the three quartiles."""


@dataclass(frozen=True, eq=False)
class ControlChart:
    """Centre, mean moving range, limits, and which points and ranges lie beyond them; a range is its later point's."""

    mean: float
    mean_range: float
    upper: float
    lower: float
    range_limit: float
    points_out: Booleans
    ranges_out: Booleans


def control_chart(values: Floats, k: float, d4: float) -> ControlChart:
    """Natural process limits of at least two values (n,); nothing is removed, a negative lower limit stays."""
    ranges = np.concatenate([[np.nan], np.abs(np.diff(values))])
    mean, mean_range = float(values.mean()), float(ranges[1:].mean())
    upper, lower, limit = mean + k * mean_range, mean - k * mean_range, d4 * mean_range
    out = (values > upper) | (values < lower)
    return ControlChart(mean, mean_range, upper, lower, limit, out, ranges > limit)
