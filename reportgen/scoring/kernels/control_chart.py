"""Chart of single values and moving ranges (Shewhart 1931, Wheeler): limits x̄ ± k·R̄, d4·R̄."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.scoring.arrays import Booleans, Floats


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
