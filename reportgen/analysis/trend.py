"""Signal or noise: an individuals chart with moving ranges (XmR).

limits = mean ± 2.66 · mean moving range (Wheeler 2000); seven in a row are a run (NHS England, Making Data Count).
A verdict on the direction is about now: it needs the newest twelve points alone to say the same, and none of the older
ones among them may be all that it rests on. A level that was left a year ago is the old level, not a change.
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
    UNCLEAR = "unclear"  # what moved is a single month, or a year old
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
    mean, lower, upper = _limits(values)
    outside = tuple(index for index, value in enumerate(values) if not lower <= value <= upper)
    kind, direction = _verdict(values[-RUN:], mean, lower, upper)
    if direction and not _is_recent(values[-FEWEST_POINTS:], kind, direction):
        kind, direction = SignalKind.UNCLEAR, 0
    if kind is SignalKind.STEADY and any(at >= len(values) - FEWEST_POINTS for at in outside):
        kind = SignalKind.UNCLEAR
    return TrendSignal(kind, direction, mean, lower, upper, outside)


def _limits(values: Sequence[float]) -> tuple[float, float, float]:
    """The mean, and the limits below and above it."""
    mean = fsum(values) / len(values)
    spread = LIMIT_FACTOR * fsum(abs(later - earlier) for earlier, later in pairwise(values)) / (len(values) - 1)
    return mean, mean - spread, mean + spread


def _is_recent(year: Sequence[float], kind: SignalKind, direction: int) -> bool:
    """Whether the newest twelve points say so too; a shift has to outlast the removal of any one month before it."""
    if kind is not SignalKind.SHIFTED:
        return _verdict(year[-RUN:], *_limits(year))[1] == direction
    newest, total = year[-RUN:], fsum(year)
    means = [(total - left_out) / (len(year) - 1) for left_out in year[:-RUN]]
    return all(_sign(value - mean) == direction for mean in means for value in newest)


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
