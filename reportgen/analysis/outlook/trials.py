"""Ways of forecasting tried on the past: what they missed by, and the interval that follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.outlook.methods import BALANCES, FLOWS, Way

if TYPE_CHECKING:
    from reportgen.scoring.arrays import Floats

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
class Part:
    """One item of a forecast: its sign, its months, and the way in which it is continued."""

    item: str
    sign: int
    values: Floats
    way: str
    balance: bool

    @property
    def ways(self) -> Mapping[str, Way]:
        """What there is for such an item; the last is the benchmark."""
        return BALANCES if self.balance else FLOWS

    def ahead(self, steps: int, months: int | None = None) -> Floats:
        """The months that follow, from the first so many months alone."""
        return self.sign * self.ways[self.way].follow(self.values[:months], steps)


def tried(parts: Sequence[Part], steps: int) -> Tested | None:
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


def _origins(parts: Sequence[Part], steps: int) -> range:
    """After how many months a forecast of so many steps can be tried, the newest ones; empty where too few."""
    fewest = max(part.ways[part.way].fewest for part in parts)
    found = range(fewest, len(parts[0].values) - steps + 1)[-MOST_TRIALS:]
    return found if len(found) >= FEWEST_TRIALS else range(0)


def _trials(parts: Sequence[Part], steps: int, origins: range) -> Iterator[tuple[Floats, Floats]]:
    """The months forecast from each origin, and those that came."""
    for origin in origins:
        ahead = np.sum([part.ahead(steps, origin) for part in parts], axis=0)
        yield ahead, np.sum([part.sign * part.values[origin : origin + steps] for part in parts], axis=0)


def bands(parts: Sequence[Part], ahead: Floats) -> tuple[tuple[float, float], ...]:
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
