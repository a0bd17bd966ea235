"""Individuals charts with moving ranges (XmR) and all their rules, on month values only.

limits = mean ± 2.66 · mean moving range; upper limit of ranges = 3.268 · mean moving range (Wheeler 2000).
Year-to-date figures hang together and would always seem to drift.

Signal or noise: an individuals chart with moving ranges (XmR).

limits = mean ± 2.66 · mean moving range (Wheeler 2000); seven in a row are a run (NHS England, Making Data Count).
A verdict on the direction is about now: it needs the newest twelve points alone to say the same, and none of the older
ones among them may be all that it rests on. A level that was left a year ago is the old level, not a change.

Values far from the others by a measure that the outliers themselves cannot move.

modified z = 0.6745 · (x − median) / MAD, pointed out beyond 3.5 (Iglewicz and Hoaglin 1993); where more than half of
the values agree, the mean absolute deviation · 1.253314 stands in for MAD / 0.6745.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Unavailable
from reportgen.analysis.comparison.against import peer_values
from reportgen.analysis.comparison.trends import unbroken
from reportgen.model.period import PeriodKind
from reportgen.model.values import Reason
from reportgen.scoring.kernels.order_statistics import ControlChart, control_chart

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

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


RANGE_FACTOR: Final = 3.268
NEAR, WINDOW = 3, 4
"""Three of four points in a row nearer to a limit than to the mean."""


class ProcessRule(StrEnum):
    """What gives a special cause away."""

    OUTSIDE = "outside"  # a point beyond a limit
    RUN = "run"  # seven on one side of the mean; a point on the mean ends a run
    DRIFT = "drift"  # seven rising, or falling, one after the other
    NEAR_LIMIT = "near_limit"  # three of four in a row nearer to the same limit than to the mean
    RANGE = "range"  # a step beyond the limit of ranges


@dataclass(frozen=True)
class Special:
    """One finding of a rule.

    Attributes:
        first, last: positions of its points, from 0; direction: 1 up or above, −1 down or below.
    """

    rule: ProcessRule
    first: int
    last: int
    direction: int


@dataclass(frozen=True)
class ProcessChart:
    """A series of months with its natural limits and every special cause, oldest first."""

    id: str
    periods: tuple[str, ...]
    values: tuple[float, ...]
    mean: float
    lower: float
    upper: float
    range_limit: float
    causes: tuple[Special, ...]

    @property
    def current(self) -> tuple[Special, ...]:
        """Special causes that the newest month belongs to."""
        return tuple(one for one in self.causes if one.last == len(self.values) - 1)


def charts(analyses: Analyses) -> Mapping[str, ProcessChart | Unavailable]:
    """The scored indicators, on the values of single months."""
    material, books = analyses.material, analyses.books
    if books.month_values is None or books.now.kind is not PeriodKind.MONTH:
        facts: Facts = {"have": 0, "need": FEWEST_POINTS}
        return {row.id: Unavailable("months_of", Reason.MISSING_INPUT, facts) for row in material.evaluation.indicators}
    return {row.id: _indicator(analyses, row.id) for row in material.evaluation.indicators}


def _indicator(analyses: Analyses, name: str) -> ProcessChart | Unavailable:
    values, books = analyses.books.month_values, analyses.books
    assert values is not None
    found = ((when, values.at(name, books.cells.entity, str(when))) for when in books.all_months)
    series = [(str(when), Figure(one.value, one.reason)) for when, one in found]
    return chart(name, *_newest(series))


def _newest(series: Sequence[tuple[str, Figure]]) -> tuple[tuple[str, ...], Floats]:
    values, periods = unbroken(series)
    return tuple(map(str, periods)), values


def chart(name: str, periods: Sequence[str], values: Floats) -> ProcessChart | Unavailable:
    """One series of months without gaps; nothing with fewer than twelve."""
    if len(values) < FEWEST_POINTS:
        return Unavailable("months_of", Reason.BELOW_MINIMUM_CASES, {"have": len(values), "need": FEWEST_POINTS})
    found = control_chart(values, LIMIT_FACTOR, RANGE_FACTOR)
    causes = sorted(
        (one for rule in RULES.values() for one in rule(values, found)), key=lambda one: (one.last, one.rule)
    )
    return ProcessChart(
        name,
        tuple(periods),
        tuple(map(float, values)),
        found.mean,
        found.lower,
        found.upper,
        found.range_limit,
        tuple(causes),
    )


def _outside(values: Floats, chart: ControlChart) -> Iterator[Special]:
    for at in np.flatnonzero(chart.points_out).tolist():
        yield Special(ProcessRule.OUTSIDE, at, at, 1 if values[at] > chart.mean else -1)


def _ranges(values: Floats, chart: ControlChart) -> Iterator[Special]:
    for at in np.flatnonzero(chart.ranges_out).tolist():
        yield Special(ProcessRule.RANGE, at - 1, at, 1 if values[at] > values[at - 1] else -1)


def _runs(values: Floats, chart: ControlChart) -> Iterator[Special]:
    return (
        Special(ProcessRule.RUN, first, last, sign) for first, last, sign in runs(np.sign(values - chart.mean), RUN)
    )


def _drifts(values: Floats, chart: ControlChart) -> Iterator[Special]:
    del chart
    for first, last, sign in runs(np.sign(np.diff(values)), RUN - 1):
        yield Special(ProcessRule.DRIFT, first, last + 1, sign)


def _near(values: Floats, chart: ControlChart) -> Iterator[Special]:
    if chart.mean_range == 0:
        return
    for sign, limit in ((1, chart.upper), (-1, chart.lower)):
        near = sign * (values - (chart.mean + limit) / 2) > 0
        counts = np.convolve(near, np.ones(WINDOW), mode="valid")
        windows = np.flatnonzero((counts >= NEAR) & near[WINDOW - 1 :]).tolist()
        for first, last in _together(windows):
            yield Special(ProcessRule.NEAR_LIMIT, first, last + WINDOW - 1, sign)


def runs(signs: Floats, least: int) -> Iterator[tuple[int, int, int]]:
    """Stretches of one sign of at least so many: first, last, sign; zeros end a stretch."""
    start = 0
    for at in range(1, len(signs) + 1):
        if at == len(signs) or signs[at] != signs[start]:
            if signs[start] != 0 and at - start >= least:
                yield start, at - 1, int(signs[start])
            start = at


def _together(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of stretches of consecutive numbers."""
    start = None
    for at, place in enumerate(places):
        start = place if start is None else start
        if at + 1 == len(places) or places[at + 1] != place + 1:
            yield start, place
            start = None


RULES: Final[Mapping[ProcessRule, Callable[[Floats, ControlChart], Iterator[Special]]]] = {
    ProcessRule.OUTSIDE: _outside,
    ProcessRule.RUN: _runs,
    ProcessRule.DRIFT: _drifts,
    ProcessRule.NEAR_LIMIT: _near,
    ProcessRule.RANGE: _ranges,
}


NORMAL: Final = 0.6745
MEAN_DEVIATION: Final = 1.253314
FAR: Final = 3.5
FEWEST: Final = 8


@dataclass(frozen=True)
class Outlier:
    """The hospital's value far from those of a set: own months, or peers."""

    id: str
    against: str
    value: float
    median: float
    score: float
    n: int


@dataclass(frozen=True)
class Outliers:
    """All of them, farthest first, and what could not be looked at."""

    found: tuple[Outlier, ...]
    lacks: Mapping[str, Unavailable]


def outliers(analyses: Analyses) -> Outliers:
    """Scored indicators against the own months, and against the peers."""
    found: list[Outlier] = []
    lacks: dict[str, Unavailable] = {}
    for row in analyses.material.evaluation.indicators:
        sets = {"months": _months(analyses, row.id), "peers": _peers(analyses, row.id, row.value)}
        for against, (value, others) in sets.items():
            one = outlier(row.id, against, value, others)
            if isinstance(one, Outlier):
                found.append(one)
                if against == "months":
                    analyses.follow_back(row.id, analyses.books.all_months)
            elif one is not None:
                lacks[f"{row.id}.{against}"] = one
    return Outliers(tuple(sorted(found, key=lambda one: (-abs(one.score), one.id))), lacks)


def outlier(name: str, against: str, value: float | None, others: Floats) -> Outlier | Unavailable | None:
    """A value held against others; None where it is not far from them."""
    if value is None or len(others) < FEWEST:
        return Unavailable("cases", Reason.BELOW_MINIMUM_CASES, {"have": len(others), "need": FEWEST})
    middle = float(np.median(others))
    scale = spread(others)
    if scale == 0:
        return Unavailable("all_alike", Reason.ZERO_DENOMINATOR, {"have": len(others)})
    score = (value - middle) / scale
    return Outlier(name, against, value, middle, score, len(others)) if abs(score) > FAR else None


def spread(values: Floats) -> float:
    """A robust standard deviation; 0 where all values agree."""
    deviations = np.abs(values - np.median(values))
    middle = float(np.median(deviations))
    return middle / NORMAL if middle > 0 else float(deviations.mean()) * MEAN_DEVIATION


def _months(analyses: Analyses, name: str) -> tuple[float | None, Floats]:
    values, books = analyses.books.month_values, analyses.books
    if values is None:
        return None, np.array([])
    found = [values.at(name, books.cells.entity, str(when)).value for when in books.all_months]
    known = np.array([one for one in found[:-1] if one is not None], dtype=np.float64)
    return (found[-1] if found else None), known


def _peers(analyses: Analyses, name: str, value: float | None) -> tuple[float | None, Floats]:
    return value, np.array(list(peer_values(analyses, name).values()), dtype=np.float64)
