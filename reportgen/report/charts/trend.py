"""The trend chart: months against their natural limits, with the standard."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, Range, padded
from reportgen.report.charts.marks import Axis, Dot, Label, Line, Mark, Rect, Rule
from reportgen.report.charts.wording import width_mm

PRINTED_MM = 13.0
EDGE_MM = 6.0
"""Room beside the first point, at most half a step between points."""
TICK_MM = 8.0
"""Room that the words under a period need."""
TICK_ROOM_MM = 1.6
"""Room that the words beside a tick need under the upper edge; beyond it they would make a drawing taller."""
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
    far_edge: float | None = None,
    reach: tuple[float, float] | None = None,
    width_mm: float = 112,
    height_mm: float = 50,
) -> Chart:
    """A line from its own range (not from zero), special points as squares, the last value labelled.

    `points` are in order of time, `printed` is the last value as printed, `ticks` are positions and words of the axis;
    `far_edge` is the other end of a standard that is a range, `reach` what the scale shows at least.
    """
    known = [point.value for point in points if point.value is not None]
    extra = [limits.lower, limits.upper] if limits else []
    extra += [standard[0]] if standard else []
    extra += [far_edge] if far_edge is not None else []
    extra += reach or ()
    end = len(points) - 1
    plot_mm = width_mm - 12
    every = max(1, round(len(points) / 8), math.ceil(len(points) * TICK_MM / (plot_mm - PRINTED_MM)))
    x_axis = Axis({float(i): points[i].label for i in range(end, -1, -every)})
    edge = min(0.5, max(end, 1) * EDGE_MM / (plot_mm - PRINTED_MM - EDGE_MM))
    right = end + (end + edge) * PRINTED_MM / (plot_mm - PRINTED_MM)
    low, high = padded([*known, *extra], 0.1)
    top = high - TICK_ROOM_MM * (high - low) / (height_mm - 6)
    visible = {at: text for at, text in ticks.items() if low <= at <= top}
    y_axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-edge, right), (low, high), ink, x_axis, y_axis)
    values = [point.value for point in points]
    room = MEAN_ROOM_MM * (high - low) / (height_mm - 6)
    free = Free(values, room, (right + edge) / plot_mm, (low, high), edge)
    marks = [*_ground(free, limits, standard, far_edge, ink), *_line(points, printed, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


@dataclass(frozen=True)
class Free:
    """What words at a level have to keep clear of.

    Attributes:
        values: of the line; room: that words need upwards, as a difference of values; per_mm: points for each mm.
        scale: the lowest and the highest value of the plot; edge: room beside the first point, in steps.
    """

    values: Sequence[float | None]
    room: float
    per_mm: float
    scale: Range
    edge: float

    def place(self, words: str, level: float, others: Sequence[float | None]) -> Place:
        """Where they have most room to the line and to other levels; the first of equals, above."""
        places = [one for sign in (1, -1) for one in self._at(words, level, sign, others)]
        return max(places, key=lambda place: (place.room, -place.start, place.is_above))

    def at_edge(self, words: str, others: Sequence[float | None]) -> tuple[Place, float]:
        """Where they have most room under the upper or above the lower edge of the plot, and the level of that edge."""
        low, high = self.scale
        places = [(one, edge) for edge, sign in ((high, -1), (low, 1)) for one in self._at(words, edge, sign, others)]
        return max(places, key=lambda found: (found[0].room, found[1], -found[0].start))

    def _at(self, words: str, level: float, sign: int, others: Sequence[float | None]) -> Iterator[Place]:
        span = math.ceil(width_mm(words) * self.per_mm) + 1
        fixed = [sign * (other - level) for other in others if other is not None]
        for start in range(max(1, len(self.values) - span + 1)):
            gaps = [sign * (value - level) for value in self.values[start : start + span] if value is not None]
            yield Place(_room(gaps, fixed), start or -0.6 * self.edge, sign > 0)


def _ground(
    free: Free, limits: Limits | None, standard: tuple[float, str] | None, far_edge: float | None, ink: Ink
) -> Iterator[Mark]:
    """Limits, mean and standard with their words, where the line and each other leave them room."""
    end = len(free.values) - 1
    if limits:
        yield Rect(-free.edge, end + free.edge, limits.lower, limits.upper, ink["wash"])
        yield Rule(-free.edge, end, limits.mean, limits.mean, ink["ink-3"], 0.8)
        place = free.place(limits.label, limits.mean, (standard[0] if standard else None, far_edge))
        if place.room >= free.room:
            yield place.label(limits.mean, limits.label, ink["ink-3"])
    if far_edge is not None:
        yield Rule(-free.edge, end, far_edge, far_edge, ink["accent"], 1.2, (4, 2))
    if standard:
        yield Rule(-free.edge, end, standard[0], standard[0], ink["accent"], 1.2, (4, 2))
        yield _said(free, standard, (limits.mean if limits else None, far_edge), ink)


def _said(free: Free, standard: tuple[float, str], others: Sequence[float | None], ink: Ink) -> Label:
    """The words of the standard at its level; at an edge of the plot where the line leaves them no room there."""
    level, words = standard
    place = free.place(words, level, others)
    beyond, edge = free.at_edge(words, (level, *others))
    if place.room < free.room <= beyond.room:
        place, level = beyond, edge
    return place.label(level, words, ink["accent"])


@dataclass(frozen=True)
class Place:
    """Where words may stand at a level: the place on the axis of points, above or below, and how much room there is."""

    room: float
    start: float
    is_above: bool

    def label(self, level: float, words: str, color: str) -> Label:
        """The words there."""
        baseline, shift = ("bottom", -3) if self.is_above else ("top", 3)
        return Label(self.start, level, words, color, 7, "left", baseline, dy=shift)


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
