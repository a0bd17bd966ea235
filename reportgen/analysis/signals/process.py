"""Individuals charts with moving ranges (XmR) and all their rules, on month values only.

limits = mean ± 2.66 · mean moving range; upper limit of ranges = 3.268 · mean moving range (Wheeler 2000).
Year-to-date figures hang together and would always seem to drift.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.answer import Facts, Figure, Lack
from reportgen.analysis.comparison.season import unbroken
from reportgen.analysis.trend import FEWEST_POINTS, LIMIT_FACTOR, RUN
from reportgen.model.period import PeriodKind
from reportgen.model.reason import Reason
from reportgen.scoring.kernels.control_chart import ControlChart, control_chart

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.scoring.arrays import Floats

RANGE_FACTOR: Final = 3.268
NEAR, WINDOW = 3, 4
"""Three of four points in a row nearer to a limit than to the mean."""


class Rule(StrEnum):
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

    rule: Rule
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


def charts(analyses: Analyses) -> Mapping[str, ProcessChart | Lack]:
    """The scored indicators, on the values of single months."""
    material, books = analyses.material, analyses.books
    if books.month_values is None or books.now.kind is not PeriodKind.MONTH:
        facts: Facts = {"have": 0, "need": FEWEST_POINTS}
        return {row.id: Lack("months_of", Reason.MISSING_INPUT, facts) for row in material.evaluation.indicators}
    return {row.id: _indicator(analyses, row.id) for row in material.evaluation.indicators}


def _indicator(analyses: Analyses, name: str) -> ProcessChart | Lack:
    values, books = analyses.books.month_values, analyses.books
    assert values is not None
    found = ((when, values.at(name, books.cells.entity, str(when))) for when in books.all_months)
    series = [(str(when), Figure(one.value, one.reason)) for when, one in found]
    return chart(name, *_newest(series))


def _newest(series: Sequence[tuple[str, Figure]]) -> tuple[tuple[str, ...], Floats]:
    values, periods = unbroken(series)
    return tuple(map(str, periods)), values


def chart(name: str, periods: Sequence[str], values: Floats) -> ProcessChart | Lack:
    """One series of months without gaps; nothing with fewer than twelve."""
    if len(values) < FEWEST_POINTS:
        return Lack("months_of", Reason.BELOW_MINIMUM_CASES, {"have": len(values), "need": FEWEST_POINTS})
    found = control_chart(values, LIMIT_FACTOR, RANGE_FACTOR)
    causes = sorted(
        (one for rule in RULES.values() for one in rule(values, found)), key=lambda one: (one.last, one.rule)
    )
    return ProcessChart(
        name, tuple(periods), tuple(map(float, values)), found.mean, found.lower, found.upper, found.range_limit,
        tuple(causes),
    )  # fmt: skip


def _outside(values: Floats, chart: ControlChart) -> Iterator[Special]:
    for at in np.flatnonzero(chart.points_out).tolist():
        yield Special(Rule.OUTSIDE, at, at, 1 if values[at] > chart.mean else -1)


def _ranges(values: Floats, chart: ControlChart) -> Iterator[Special]:
    for at in np.flatnonzero(chart.ranges_out).tolist():
        yield Special(Rule.RANGE, at - 1, at, 1 if values[at] > values[at - 1] else -1)


def _runs(values: Floats, chart: ControlChart) -> Iterator[Special]:
    return (Special(Rule.RUN, first, last, sign) for first, last, sign in runs(np.sign(values - chart.mean), RUN))


def _drifts(values: Floats, chart: ControlChart) -> Iterator[Special]:
    del chart
    for first, last, sign in runs(np.sign(np.diff(values)), RUN - 1):
        yield Special(Rule.DRIFT, first, last + 1, sign)


def _near(values: Floats, chart: ControlChart) -> Iterator[Special]:
    if chart.mean_range == 0:
        return
    for sign, limit in ((1, chart.upper), (-1, chart.lower)):
        near = sign * (values - (chart.mean + limit) / 2) > 0
        counts = np.convolve(near, np.ones(WINDOW), mode="valid")
        windows = np.flatnonzero((counts >= NEAR) & near[WINDOW - 1 :]).tolist()
        for first, last in _together(windows):
            yield Special(Rule.NEAR_LIMIT, first, last + WINDOW - 1, sign)


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


RULES: Final[Mapping[Rule, Callable[[Floats, ControlChart], Iterator[Special]]]] = {
    Rule.OUTSIDE: _outside,
    Rule.RUN: _runs,
    Rule.DRIFT: _drifts,
    Rule.NEAR_LIMIT: _near,
    Rule.RANGE: _ranges,
}
