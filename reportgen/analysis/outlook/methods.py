"""Ways of continuing a series of months, oldest first and without gaps; each gives the months that follow.

The Theta method (Assimakopoulos and Nikolopoulos 2000, in the form of Hyndman and Billah 2003) on values without their
season: exponential smoothing plus half of the linear trend.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.comparison.season import seasonal_indices
from reportgen.model.period import MONTHS

if TYPE_CHECKING:
    from reportgen.scoring.arrays import Floats

LEAST: Final = 1e-4
MOST: Final = 1.0


@dataclass(frozen=True)
class Way:
    """A method: the fewest months it needs, and the function from months (n,) and a count to the months that follow."""

    fewest: int
    follow: Callable[[Floats, int], Floats]


def same_month(values: Floats, steps: int) -> Floats:
    """The benchmark: each month as in the year before."""
    return np.array([values[-MONTHS + step % MONTHS] for step in range(steps)])


def same_month_grown(values: Floats, steps: int) -> Floats:
    """Each month as in the year before, times the growth of the months that both years have, at most twelve."""
    count = min(MONTHS, len(values) - MONTHS)
    now, before = values[-count:].sum(), values[-count - MONTHS : -MONTHS if count < len(values) else None].sum()
    growth = now / before if before > 0 and now > 0 else 1.0
    return np.array([values[-MONTHS + step % MONTHS] * growth ** (1 + step // MONTHS) for step in range(steps)])


def last_value(values: Floats, steps: int) -> Floats:
    """A benchmark for balances: as it stands."""
    return np.full(steps, values[-1])


def same_changes(values: Floats, steps: int) -> Floats:
    """A balance that moves as it did in the same months of the year before."""
    changes = np.diff(values)
    moves = np.array([changes[-MONTHS + step % MONTHS] for step in range(steps)], dtype=np.float64)
    return np.asarray(values[-1] + np.cumsum(moves), dtype=np.float64)


def theta(values: Floats, steps: int) -> Floats:
    """The Theta method on positive months."""
    season = np.array(seasonal_indices(values, 1))
    plain = values / season[np.arange(len(values)) % MONTHS]
    slope = float(np.polyfit(np.arange(len(plain)), plain, 1)[0])
    smoothing = best_smoothing(plain)
    ahead = np.arange(steps) + (1 - (1 - smoothing) ** len(plain)) / smoothing
    level = smoothed(plain, smoothing)[-1]
    ahead_season = season[(len(values) + np.arange(steps)) % MONTHS]
    return np.asarray((level + slope / 2 * ahead) * ahead_season, dtype=np.float64)


def smoothed(values: Floats, smoothing: float) -> Floats:
    """Levels after each value, from the first value on."""
    from scipy.signal import lfilter

    start = (1 - smoothing) * values[0]
    levels, _ = lfilter([smoothing], [1, smoothing - 1], values, zi=[start])
    return np.asarray(levels, dtype=np.float64)


def best_smoothing(values: Floats) -> float:
    """The share of the newest value that forecasts the next one with the least squared error."""
    from scipy.optimize import minimize_scalar

    def error(smoothing: float) -> float:
        return float(((values[1:] - smoothed(values, smoothing)[:-1]) ** 2).sum())

    coarse = np.linspace(LEAST, MOST, 21)
    start = int(np.argmin([error(one) for one in coarse]))
    bounds = (coarse[max(start - 1, 0)], coarse[min(start + 1, len(coarse) - 1)])
    return float(minimize_scalar(error, bounds=bounds, method="bounded").x)


FLOWS: Final[Mapping[str, Way]] = {
    "theta": Way(3 * MONTHS, theta),
    "same_month_grown": Way(MONTHS + 1, same_month_grown),
    "same_month": Way(MONTHS, same_month),
}
"""Ways for flows, the most demanding first; the last is the benchmark."""
BALANCES: Final[Mapping[str, Way]] = {
    "same_changes": Way(MONTHS + 1, same_changes),
    "last_value": Way(1, last_value),
}
"""Ways for balances."""
