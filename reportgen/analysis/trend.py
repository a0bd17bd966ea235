"""Signal or noise: an individuals chart with moving ranges (XmR).

limits = mean ± 2.66 · mean moving range
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum
from typing import Final

LIMIT_FACTOR: Final = 2.66
FEWEST_POINTS: Final = 12
RUN: Final = 7


class SignalKind(StrEnum):
    """What the newest points say."""

    STEADY = "steady"  # natural variation
    OUTSIDE = "outside"  # the newest point lies outside the limits
    SHIFTED = "shifted"  # the seven newest points lie on one side of the mean
    DRIFTING = "drifting"  # the seven newest points rise, or fall, one after the other


@dataclass(frozen=True)
class TrendSignal:
    """The verdict on a series.

    Attributes:
        direction: 1 up, −1 down, 0 steady; whether that is good depends on the indicator.
        outside: positions of all points outside the limits, from 0.
    """

    kind: SignalKind
    direction: int
    mean: float
    lower: float
    upper: float
    outside: tuple[int, ...] = ()


def trend_signal(values: Sequence[float]) -> TrendSignal | None:
    """What the newest points of a series of month values say; None with fewer than twelve points.

    Args:
        values: oldest first, without gaps, each of a single month (year-to-date figures hang together and would
            always seem to drift).
    """
    if len(values) < FEWEST_POINTS:
        return None
    mean = fsum(values) / len(values)
    spread = LIMIT_FACTOR * fsum(abs(later - earlier) for earlier, later in pairwise(values)) / (len(values) - 1)
    lower, upper = mean - spread, mean + spread
    outside = tuple(index for index, value in enumerate(values) if not lower <= value <= upper)
    kind, direction = _verdict(values[-RUN:], mean, lower, upper)
    return TrendSignal(kind, direction, mean, lower, upper, outside)


def _verdict(newest: Sequence[float], mean: float, lower: float, upper: float) -> tuple[SignalKind, int]:
    last = newest[-1]
    if not lower <= last <= upper:
        return SignalKind.OUTSIDE, 1 if last > upper else -1
    steps = [_sign(later - earlier) for earlier, later in pairwise(newest)]
    if steps[0] and len(set(steps)) == 1:
        return SignalKind.DRIFTING, steps[0]
    sides = {_sign(value - mean) for value in newest}
    if len(sides) == 1 and sides != {0}:
        return SignalKind.SHIFTED, sides.pop()
    return SignalKind.STEADY, 0


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
