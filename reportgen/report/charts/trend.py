"""The trend chart: months against their natural limits, with the standard.

One panel of a set of small multiples: own line, the peers' middle half, the standard.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import (
    AreaMark,
    Axis,
    Chart,
    Dot,
    Ink,
    LineMark,
    Mark,
    Range,
    Rect,
    RuleMark,
    TextMark,
    padded,
    width_mm,
)

PRINTED_MM = 13.0
EDGE_MM = 6.0
"""Room beside the first point, at most half a step between points."""
TICK_MM = 8.0
"""Room that the words under a period need."""
TICK_ROOM_MM = 1.6
"""Room that the words beside a tick need under the upper edge; beyond it they would make a drawing taller."""
FLATTEST = 4.0
"""How many times as high as the line the axis may be to show a standard; one farther off is said at the edge."""
STILL = 0.05
"""Share of the largest value that an axis shows at least, lest a line that hardly moves look steep."""
LOOK_MM = 8.0
"""How far apart the places of a line are, at least, at which words are kept clear of it."""
MARK_MM = 2.4
"""Room of the mark before words of a level beyond the edge."""
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
class ControlLimits:
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
    limits: ControlLimits | None = None,
    standard: tuple[float, str] | None = None,
    far_edge: tuple[float, str] | None = None,
    reach: tuple[float, float] | None = None,
    width_mm: float = 112,
    height_mm: float = 50,
) -> Chart:
    """A line from its own range (not from zero), special points as squares, the last value labelled.

    `points` are in order of time, `printed` is the last value as printed, `ticks` are positions and words of the axis;
    `far_edge` is the other end of a standard that is a range, with the words of that end; `reach` is the scale
    that drawings beside each other share. The axis follows the line: what lies too far from it is said at the edge.
    """
    known = [point.value for point in points if point.value is not None]
    known += [limits.lower, limits.upper] if limits else []
    known += reach or ()
    extra = near(known, [one[0] for one in (standard, far_edge) if one])
    known = known if reach else [*ends(known)]
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
    free = Free([values], room, (right + edge) / plot_mm, (low, high), edge)
    marks = [*_ground(free, limits, standard, far_edge, ink), *_line(points, printed, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def ends(known: Sequence[float]) -> tuple[float, float]:
    """The ends of the values, so far apart that a line which hardly moves looks as flat as it is."""
    low, high = min(known), max(known)
    air = max(0.0, STILL * max(abs(low), abs(high)) - (high - low)) / 2
    return low - air, high + air


def near(known: Sequence[float], levels: Sequence[float]) -> list[float]:
    """Those of the levels that an axis can show beside the values without pressing their line flat."""
    low, high = ends(known)
    return [at for at in levels if max(high, at) - min(low, at) <= FLATTEST * (high - low)]


def between(values: Sequence[float | None], fine: int) -> list[float | None]:
    """The line itself at `fine` places for each period: also between two points that lie far from each other."""
    found: list[float | None] = []
    for before, after in pairwise(values):
        steps = [at / fine for at in range(fine)]
        found += [
            before if not at or before is None or after is None else before + at * (after - before) for at in steps
        ]
    return [*found, values[-1]]


@dataclass(frozen=True)
class Free:
    """What words at a level have to keep clear of.

    Attributes:
        lines: the values of each; room: that words need upwards, as a difference of values; per_mm: points for each mm.
        scale: the lowest and the highest value of the plot; edge: room beside the first point, in steps.
    """

    lines: Sequence[Sequence[float | None]]
    room: float
    per_mm: float
    scale: Range
    edge: float

    def place(self, words: str, level: float, others: Sequence[float | None]) -> WordPlace:
        """Where they have most room to the line and to other levels; the first of equals, above."""
        places = [one for sign in (1, -1) for one in self._at(words, level, sign, others)]
        return max(places, key=lambda place: (place.room, -place.start, place.is_above))

    def shows(self, level: float) -> bool:
        """Whether the plot reaches the level."""
        return self.scale[0] <= level <= self.scale[1]

    def at_edge(
        self,
        words: str,
        others: Sequence[float | None],
        mark_mm: float = 0.0,
        taken: Range | None = None,
        *,
        is_up: bool,
    ) -> tuple[WordPlace, float]:
        """Where they have most room under the upper or above the lower edge of the plot, and the level of that edge."""
        edge, sign = (self.scale[1], -1) if is_up else (self.scale[0], 1)
        places = list(self._at(words, edge, sign, others, mark_mm))
        wide = (width_mm(words) + mark_mm) * self.per_mm
        free = [at for at in places if not taken or at.start >= taken[1] or at.start + wide <= taken[0]] or places
        return max(free, key=lambda place: (place.room, -place.start)), edge

    def _at(
        self, words: str, level: float, sign: int, others: Sequence[float | None], mark_mm: float = 0.0
    ) -> Iterator[WordPlace]:
        fine = max(1, int(1 / (LOOK_MM * self.per_mm)))
        lines = [between(values, fine) for values in self.lines]
        span = math.ceil((width_mm(words) + mark_mm) * self.per_mm * fine) + 1
        fixed = [sign * (other - level) for other in others if other is not None]
        for start in range(max(1, len(lines[0]) - span + 1)):
            crossed = [value for line in lines for value in line[start : start + span]]
            gaps = [sign * (value - level) for value in crossed if value is not None]
            yield WordPlace(_room(gaps, fixed), start / fine or -0.6 * self.edge, sign > 0)


def _ground(
    free: Free,
    limits: ControlLimits | None,
    standard: tuple[float, str] | None,
    far_edge: tuple[float, str] | None,
    ink: Ink,
) -> Iterator[Mark]:
    """Limits, mean and standard with their words, where the line and each other leave them room."""
    end = len(free.lines[0]) - 1
    levels = [one[0] for one in (standard, far_edge) if one and free.shows(one[0])]
    if limits:
        yield Rect(-free.edge, end + free.edge, limits.lower, limits.upper, ink["wash"])
        yield RuleMark(-free.edge, end, limits.mean, limits.mean, ink["ink-3"], 0.8)
        place = free.place(limits.label, limits.mean, levels)
        if place.room >= free.room:
            yield place.label(limits.mean, limits.label, ink["ink-3"])
    for level in levels:
        yield RuleMark(-free.edge, end, level, level, ink["accent"], 1.2, (4, 2))
    if standard and free.shows(standard[0]):
        others = [limits.mean] if limits else []
        said = _said(free, standard, [*others, *levels[1:]], ink)
        yield said
        if far_edge and free.shows(far_edge[0]):
            yield _said(free, far_edge, [*others, standard[0]], ink)
        elif far_edge:
            yield from _beyond(free, far_edge, (said.x, said.x + width_mm(said.text) * free.per_mm), ink)
    elif standard:
        yield from _beyond(free, standard, None, ink)


def _beyond(free: Free, told: tuple[float, str], taken: Range | None, ink: Ink) -> Iterator[Mark]:
    """The words of a level beyond the axis, at that edge with a mark; `taken`: where those of the standard stand."""
    level, words = told
    place, at = free.at_edge(words, (), MARK_MM, taken, is_up=level > free.scale[1])
    sign = -1 if place.is_above else 1
    shape = "triangle-down" if place.is_above else "triangle-up"
    yield Dot(place.start + free.per_mm, at - sign * 0.55 * free.room, ink["accent"], shape, 26)
    yield replace(place, start=place.start + MARK_MM * free.per_mm).label(at, words, ink["accent"])


def _said(free: Free, standard: tuple[float, str], others: Sequence[float], ink: Ink) -> TextMark:
    """The words of the standard at its level; at an edge of the plot where the line leaves them no room there."""
    level, words = standard
    place = free.place(words, level, others)
    beyond, edge = max(
        (free.at_edge(words, (level, *others), is_up=up) for up in (True, False)),
        key=lambda found: (found[0].room, found[1], -found[0].start),
    )
    if place.room < free.room <= beyond.room:
        place, level = beyond, edge
    return place.label(level, words, ink["accent"])


@dataclass(frozen=True)
class WordPlace:
    """Where words may stand at a level: the place on the axis of points, above or below, and how much room there is."""

    room: float
    start: float
    is_above: bool

    def label(self, level: float, words: str, color: str, points: float = 7, *, bold: bool = False) -> TextMark:
        """The words there."""
        baseline, shift = ("bottom", -3) if self.is_above else ("top", 3)
        return TextMark(self.start, level, words, color, points, "left", baseline, dy=shift, bold=bold)


def _room(gaps: Sequence[float], fixed: Sequence[float]) -> float:
    """How far it is upwards to the next thing; none where the line crosses the level."""
    if gaps and min(gaps) < 0 < max(gaps):
        return 0.0
    return min((gap for gap in (*gaps, *fixed) if gap >= 0), default=math.inf)


def _line(points: Sequence[TrendPoint], printed: str, ink: Ink) -> Iterator[Mark]:
    yield LineMark(tuple((float(i), point.value) for i, point in enumerate(points)), ink["ink"], 1.6)
    for index, point in enumerate(points):
        if point.value is None:
            continue
        yield Dot(
            index,
            point.value,
            ink["unfav"] if point.special else ink["ink"],
            "square" if point.special else "circle",
            30 if point.special else 13,
            says=f"{point.label} {point.printed}" if point.printed else "",
        )
    last = points[-1]
    if last.value is not None:
        color = ink["unfav"] if last.special else ink["ink"]
        yield TextMark(len(points) - 1, last.value, printed, color, 8.5, "left", "middle", dx=6, bold=True)


@dataclass(frozen=True)
class Multiple:
    """One panel.

    Attributes:
        values: by period, None where there is none.
        first, last: words under the first and the last period.
        printed: the last value as printed.
        peers: lower and upper quartile of the peers, or None.
        standard: the value of the standard, or None; far_edge: the other end of one that is a range.
        alert: whether the last value is drawn as an exception.
    """

    values: tuple[float | None, ...]
    first: str
    last: str
    printed: str
    peers: tuple[float, float] | None = None
    standard: float | None = None
    far_edge: float | None = None
    alert: bool = False


def small_multiple(panel: Multiple, alt: str, ink: Ink, width_mm: float = 54, height_mm: float = 22) -> Chart:
    """A line with its last value labelled; the scale is the panel's own, and the page says so."""
    known = [value for value in panel.values if value is not None]
    extra = [*(panel.peers or ()), *_levels(panel)]
    end = len(panel.values) - 1
    axis = Axis({0: panel.first, end: panel.last}, tick_size=2)
    canvas = Canvas(width_mm - 3, height_mm - 5, (-0.4, end + 0.24 * max(end, 4)), padded([*known, *extra]), ink, axis)
    return Chart(
        canvas.draw([*_multiples_ground(panel, end, ink), *_multiples_line(panel, end, ink)]), alt, width_mm, height_mm
    )


def _multiples_ground(panel: Multiple, end: int, ink: Ink) -> Iterator[Mark]:
    if panel.peers is not None:
        yield AreaMark(((-0.4, *panel.peers), (end, *panel.peers)), ink["wash-2"])
    for level in _levels(panel):
        yield RuleMark(-0.4, end, level, level, ink["accent"], 1.1, (4, 2))


def _levels(panel: Multiple) -> list[float]:
    """The standard, and of a range the other end too unless it would press the line flat."""
    kept = [value for value in (*panel.values, *(panel.peers or ()), panel.standard) if value is not None]
    far = [] if panel.far_edge is None else near(kept, [panel.far_edge])
    return far if panel.standard is None else [panel.standard, *far]


def _multiples_line(panel: Multiple, end: int, ink: Ink) -> Iterator[Mark]:
    points = tuple((float(index), value) for index, value in enumerate(panel.values))
    yield LineMark(points, ink["ink"], 1.5)
    color = ink["unfav"] if panel.alert else ink["ink"]
    if (last := panel.values[end]) is not None:
        yield Dot(end, last, color, size=30)
        yield TextMark(end, last, panel.printed, color, 8, dx=5, bold=True)
