"""The trend chart: months against their natural limits, with the standard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, padded
from reportgen.report.charts.marks import Axis, Dot, Label, Line, Mark, Rect, Rule
from reportgen.report.charts.wording import width_mm

PRINTED_MM = 13.0
TICK_MM = 8.0
"""Room that the words under a period need."""
MEAN_ROOM_MM = 3.2
"""Room that the words of the mean need; the least important label, they are left out where there is less."""


@dataclass(frozen=True)
class TrendPoint:
    """One period: the words under it, its value, whether a rule marks it as special, and the value as printed."""

    label: str
    value: float | None
    special: bool = False
    printed: str = ""


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
    reach: tuple[float, float] | None = None,
    width_mm: float = 112,
    height_mm: float = 50,
) -> Chart:
    """A line from its own range (not from zero), special points as squares, the last value labelled.

    `points` are in order of time, `printed` is the last value as printed, `ticks` are positions and words of the axis;
    `reach` is what the scale shows at least.
    """
    known = [point.value for point in points if point.value is not None]
    extra = [limits.lower, limits.upper] if limits else []
    extra += [standard[0]] if standard else []
    extra += reach or ()
    end = len(points) - 1
    plot_mm = width_mm - 12
    every = max(1, round(len(points) / 8), math.ceil(len(points) * TICK_MM / (plot_mm - PRINTED_MM)))
    x_axis = Axis({float(i): points[i].label for i in range(end, -1, -every)})
    right = end + 0.5 + (end + 1) * PRINTED_MM / (plot_mm - PRINTED_MM)
    low, high = padded([*known, *extra], 0.1)
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-0.5, right), (low, high), ink, x_axis, y_axis)
    values = [point.value for point in points]
    room = MEAN_ROOM_MM * (high - low) / (height_mm - 6)
    free = Free(values, room, (right + 0.5) / plot_mm)
    marks = [*_ground(free, limits, standard, ink), *_line(points, printed, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


@dataclass(frozen=True)
class Free:
    """What words at a level have to keep clear of.

    Attributes:
        values: of the line; room: that words need upwards, as a difference of values; per_mm: points for each mm.
    """

    values: Sequence[float | None]
    room: float
    per_mm: float

    def place(self, words: str, level: float, other: float | None) -> Place:
        """Where they have most room to the line and to the other level; the first of equals, above."""
        span = math.ceil(width_mm(words) * self.per_mm) + 1
        fixed = [] if other is None else [other - level]
        places = []
        for start in range(max(1, len(self.values) - span + 1)):
            gaps = [value - level for value in self.values[start : start + span] if value is not None]
            rooms = {sign: _room([sign * gap for gap in gaps], [sign * gap for gap in fixed]) for sign in (1, -1)}
            places += [Place(room, start, sign > 0) for sign, room in rooms.items()]
        return max(places, key=lambda place: (place.room, -place.start, place.is_above))


def _ground(free: Free, limits: Limits | None, standard: tuple[float, str] | None, ink: Ink) -> Iterator[Mark]:
    """Limits, mean and standard with their words, where the line and each other leave them room."""
    end = len(free.values) - 1
    if limits:
        yield Rect(-0.5, end + 0.5, limits.lower, limits.upper, ink["wash"])
        yield Rule(-0.5, end, limits.mean, limits.mean, ink["ink-3"], 0.8)
        place = free.place(limits.label, limits.mean, standard[0] if standard else None)
        if place.room >= free.room:
            yield place.label(limits.mean, limits.label, ink["ink-3"])
    if standard:
        yield Rule(-0.5, end, standard[0], standard[0], ink["accent"], 1.2, (4, 2))
        place = free.place(standard[1], standard[0], limits.mean if limits else None)
        yield place.label(standard[0], standard[1], ink["accent"])


@dataclass(frozen=True)
class Place:
    """Where words may stand at a level: the number of a point, above or below, and how much room there is."""

    room: float
    start: int
    is_above: bool

    def label(self, level: float, words: str, color: str) -> Label:
        """The words there."""
        baseline, shift = ("bottom", -3) if self.is_above else ("top", 3)
        start = self.start or -0.3
        return Label(start, level, words, color, 7, "left", baseline, dy=shift)


def _room(gaps: Sequence[float], fixed: Sequence[float]) -> float:
    """How far it is upwards to the next thing; none where the line crosses the level."""
    if gaps and min(gaps) < 0 < max(gaps):
        return 0.0
    return min((gap for gap in (*gaps, *fixed) if gap >= 0), default=math.inf)


def _line(points: Sequence[TrendPoint], printed: str, ink: Ink) -> Iterator[Mark]:
    yield Line(tuple((float(i), point.value) for i, point in enumerate(points)), ink["ink"], 1.6)
    for index, point in enumerate(points):
        if point.value is None:
            continue
        yield Dot(index, point.value, ink["unfav"] if point.special else ink["ink"],
                  "square" if point.special else "circle", 30 if point.special else 13,
                  says=f"{point.label} {point.printed}" if point.printed else "")  # fmt: skip
    last = points[-1]
    if last.value is not None:
        color = ink["unfav"] if last.special else ink["ink"]
        yield Label(len(points) - 1, last.value, printed, color, 8.5, "left", "middle", dx=6, bold=True)
