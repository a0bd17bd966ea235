"""Ways of forecasting tried on the past: what they missed by, and the interval that follows from it.

Ways of continuing a series of months, oldest first and without gaps; each gives the months that follow.

The Theta method (Assimakopoulos and Nikolopoulos 2000, in the form of Hyndman and Billah 2003) on values without their
season: exponential smoothing plus half of the linear trend.

The next year from the years before, by a straight line of least squares with its interval of prediction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Unavailable
from reportgen.analysis.comparison.trends import seasonal_indices
from reportgen.model.period import MONTHS
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

LEAST: Final = 1e-4
MOST: Final = 1.0


@dataclass(frozen=True)
class ForecastMethod:
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


FLOWS: Final[Mapping[str, ForecastMethod]] = {
    "theta": ForecastMethod(3 * MONTHS, theta),
    "same_month_grown": ForecastMethod(MONTHS + 1, same_month_grown),
    "same_month": ForecastMethod(MONTHS, same_month),
}
"""Ways for flows, the most demanding first; the last is the benchmark."""
BALANCES: Final[Mapping[str, ForecastMethod]] = {
    "same_changes": ForecastMethod(MONTHS + 1, same_changes),
    "last_value": ForecastMethod(1, last_value),
}
"""Ways for balances."""


CONFIDENCE: Final = 0.8
FEWEST_TRIALS: Final = 4
MOST_TRIALS: Final = 18


@dataclass(frozen=True)
class Tested:
    """What ways of forecasting did in the past.

    Attributes:
        error: root mean square of the misses of the sum (flows) or the end (balances), in the unit of the item.
        bias: mean of actual − forecast; relative: mean size of a miss over the size of what came; trials: how many.
    """

    error: float
    bias: float
    relative: float | None
    trials: int


@dataclass(frozen=True, eq=False)
class ForecastPart:
    """One item of a forecast: its sign, its months, and the way in which it is continued."""

    item: str
    sign: int
    values: Floats
    way: str
    balance: bool

    @property
    def ways(self) -> Mapping[str, ForecastMethod]:
        """What there is for such an item; the last is the benchmark."""
        return BALANCES if self.balance else FLOWS

    def ahead(self, steps: int, months: int | None = None) -> Floats:
        """The months that follow, from the first so many months alone."""
        return self.sign * self.ways[self.way].follow(self.values[:months], steps)


def tried(parts: Sequence[ForecastPart], steps: int) -> Tested | None:
    """Forecasts from earlier months held against what came; None with fewer than four trials."""
    origins = _origins(parts, steps)
    if not origins:
        return None
    misses, sizes = [], []
    for ahead, came in _trials(parts, steps, origins):
        actual, forecast = (came[-1], ahead[-1]) if parts[0].balance else (came.sum(), ahead.sum())
        misses.append(actual - forecast)
        sizes.append(abs(actual))
    missed = np.array(misses, dtype=np.float64)
    size = float(np.mean(sizes))
    relative = float(np.abs(missed).mean()) / size if size else None
    return Tested(sqrt(float((missed**2).mean())), float(missed.mean()), relative, len(missed))


def _origins(parts: Sequence[ForecastPart], steps: int) -> range:
    """After how many months a forecast of so many steps can be tried, the newest ones; empty where too few."""
    fewest = max(part.ways[part.way].fewest for part in parts)
    found = range(fewest, len(parts[0].values) - steps + 1)[-MOST_TRIALS:]
    return found if len(found) >= FEWEST_TRIALS else range(0)


def _trials(parts: Sequence[ForecastPart], steps: int, origins: range) -> Iterator[tuple[Floats, Floats]]:
    """The months forecast from each origin, and those that came."""
    for origin in origins:
        ahead = np.sum([part.ahead(steps, origin) for part in parts], axis=0)
        yield ahead, np.sum([part.sign * part.values[origin : origin + steps] for part in parts], axis=0)


def bands(parts: Sequence[ForecastPart], ahead: Floats) -> tuple[tuple[float, float], ...]:
    """For each month ahead: ± t · root mean square of what forecasts so many months ahead missed by."""
    found = list(_trials(parts, len(ahead), _origins(parts, len(ahead))))
    if not found:
        return ()
    errors = np.sqrt(np.mean([(came - forecast) ** 2 for forecast, came in found], axis=0))
    half = students(len(found)) * errors
    return tuple((float(at - one), float(at + one)) for at, one in zip(ahead, half, strict=True))


def reach(tested: Tested) -> float:
    """Half the interval: Student's t with as many degrees as trials, times the error."""
    return students(tested.trials) * tested.error


def students(degrees: int) -> float:
    """Student's t that so many degrees of freedom stay within, on either side, as surely as an interval claims."""
    from scipy.special import stdtrit  # a third of the time that importing scipy.stats takes

    return float(stdtrit(degrees, 0.5 + CONFIDENCE / 2))


ITEMS: Final = ("total_income", "total_expense", "medical_income", "outpatient_emergency_visits", "discharges")
FEWEST: Final = 4


@dataclass(frozen=True)
class TrendLine:
    """A line through n years and its next point.

    Attributes:
        slope: a year; explained: r²; low, high: of the next year, for `trials.CONFIDENCE` of such forecasts.
        error: mean size of the misses when each year from the fourth on is forecast from those before it, over the
            mean of what came; None with too few years to try.
    """

    id: str
    years: tuple[tuple[str, float], ...]
    slope: float
    intercept: float
    explained: float
    next_year: str
    forecast: float
    low: float
    high: float
    error: float | None


def next_year(analyses: Analyses) -> Mapping[str, TrendLine | Unavailable]:
    """Headline items of the year after the last whole one."""
    books = analyses.books
    found: dict[str, TrendLine | Unavailable] = {}
    for item in ITEMS:
        before = [year.previous_year() for year in books.years[:1]]
        years = [(year, books.to_date(item, year).value) for year in (*before, *books.years)]
        known = [(year.year, value) for year, value in years if value is not None]
        if len(known) < FEWEST or known[-1][0] - known[0][0] != len(known) - 1:
            facts: Facts = {"item": books.item(item).name, "have": len(known), "need": FEWEST}
            found[item] = Unavailable("whole_years", Reason.MISSING_PRIOR, facts)
        else:
            found[item] = line(item, [year for year, _ in known], np.array([value for _, value in known]))
    return found


def line(name: str, years: list[int], values: Floats) -> TrendLine:
    """Least squares over consecutive years, four at least."""
    count = len(values)
    at = np.arange(1, count + 1, dtype=np.float64)
    slope, intercept = (float(one) for one in np.polyfit(at, values, 1))
    residual = float(((values - intercept - slope * at) ** 2).sum())
    total = float(((values - values.mean()) ** 2).sum())
    spread = float(((at - at.mean()) ** 2).sum())
    ahead = count + 1
    forecast = intercept + slope * ahead
    error = sqrt(residual / (count - 2)) * sqrt(1 + 1 / count + (ahead - at.mean()) ** 2 / spread)
    reach = students(count - 2) * error
    return TrendLine(
        name,
        tuple(zip(map(str, years), map(float, values), strict=True)),
        slope,
        intercept,
        1 - residual / total if total else 1.0,
        str(years[-1] + 1),
        forecast,
        forecast - reach,
        forecast + reach,
        _missed(values),
    )


def _missed(values: Floats) -> float | None:
    misses = []
    for count in range(FEWEST - 1, len(values)):
        slope, intercept = np.polyfit(np.arange(count), values[:count], 1)
        misses.append(abs(float(values[count] - intercept - slope * count)))
    mean = float(np.abs(values[FEWEST - 1 :]).mean())
    return float(np.mean(misses)) / mean if len(misses) > 1 and mean else None
