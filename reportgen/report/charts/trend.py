"""The trend chart: months against their natural limits, with the standard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, padded
from reportgen.report.charts.marks import Axis, Dot, Label, Line, Mark, Rect, Rule

PRINTED_MM = 13.0
MEAN_ROOM_MM = 3.2
"""Room that the words of the mean need; the least important label, they are left out where there is less."""


@dataclass(frozen=True)
class TrendPoint:
    """One period: the words under it, its value, and whether a rule marks it as special."""

    label: str
    value: float | None
    special: bool = False


@dataclass(frozen=True)
class Limits:
    """Natural limits of an XmR chart: mean and the limits around it, with the words of the mean."""

    mean: float
    lower: float
    upper: float
    label: str


def trend(  # noqa: PLR0913 - a chart has these parts
    points: Sequence[TrendPoint],
    printed: str,
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    *,
    limits: Limits | None = None,
    standard: tuple[float, str] | None = None,
    width_mm: float = 112,
    height_mm: float = 50,
) -> Chart:
    """A line from its own range (not from zero), special points as squares, the last value labelled.

    `points` are in order of time, `printed` is the last value as printed, `ticks` are positions and words of the axis.
    """
    known = [point.value for point in points if point.value is not None]
    extra = [limits.lower, limits.upper] if limits else []
    extra += [standard[0]] if standard else []
    end = len(points) - 1
    every = max(1, round(len(points) / 8))
    x_axis = Axis({float(i): points[i].label for i in range(end, -1, -every)})
    plot_mm = width_mm - 12
    right = end + 0.5 + (end + 1) * PRINTED_MM / (plot_mm - PRINTED_MM)
    low, high = padded([*known, *extra], 0.1)
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-0.5, right), (low, high), ink, x_axis, y_axis)
    values = [point.value for point in points]
    room = MEAN_ROOM_MM * (high - low) / (height_mm - 6)
    marks = [*_ground(values, limits, standard, ink, room), *_line(points, printed, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _ground(
    values: Sequence[float | None], limits: Limits | None, standard: tuple[float, str] | None, ink: Ink, room: float
) -> Iterator[Mark]:
    end = len(values) - 1
    if limits:
        yield Rect(-0.5, end + 0.5, limits.lower, limits.upper, ink["wash"])
        yield Rule(-0.5, end + 0.5, limits.mean, limits.mean, ink["ink-3"], 0.8)
        start, above, free = _quiet_side(values, limits.mean, standard[0] if standard else None)
        baseline, shift = ("bottom", -3) if above else ("top", 3)
        if free >= room:
            yield Label(start, limits.mean, limits.label, ink["ink-3"], 7, "left", baseline, dy=shift)
    if standard:
        yield Rule(-0.5, end + 0.5, standard[0], standard[0], ink["accent"], 1.2, (4, 2))
        yield Label(-0.3, standard[0], standard[1], ink["accent"], 7, "left", "bottom", dy=-3)


def _quiet_side(values: Sequence[float | None], mean: float, standard: float | None) -> tuple[float, bool, float]:
    """Where the words of the mean have most room to line and standard: start, whether above the mean, and the room."""
    width = max(1, len(values) // 3 + 1)
    fixed = [] if standard is None else [standard - mean]
    rooms = []
    for start in range(max(1, len(values) - width)):
        gaps = [value - mean for value in values[start : start + width] if value is not None] + fixed
        above = min((gap for gap in gaps if gap >= 0), default=math.inf)
        below = min((-gap for gap in gaps if gap <= 0), default=math.inf)
        rooms += [(above, -start, True), (below, -start, False)]
    room, start, is_above = max(rooms)
    return float(-start), is_above, room


def _line(points: Sequence[TrendPoint], printed: str, ink: Ink) -> Iterator[Mark]:
    yield Line(tuple((float(i), point.value) for i, point in enumerate(points)), ink["ink"], 1.6)
    for index, point in enumerate(points):
        if point.value is None:
            continue
        yield Dot(index, point.value, ink["unfav"] if point.special else ink["ink"],
                  "square" if point.special else "circle", 30 if point.special else 13)  # fmt: skip
    last = points[-1]
    if last.value is not None:
        color = ink["unfav"] if last.special else ink["ink"]
        yield Label(len(points) - 1, last.value, printed, color, 8.5, "left", "middle", dx=6, bold=True)
