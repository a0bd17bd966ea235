"""A scatter of months with the line of least squares through them.

Break-even: income and cost against the work, and the point at which they meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import MM, Axis, Chart, Dot, Ink, LineMark, Mark, Range, RuleMark, TextMark, padded
from reportgen.report.charts.chart import width_mm as words_mm

POINTS: Final = 7.5
BESIDE: Final = 8
ABOVE: Final = 7
"""Pixels from the middle of a dot to its name."""
DOT_MM: Final = 1.3
LINE_MM: Final = 0.4
TALL_MM: Final = 2.8
FIT_MM: Final = 4.0
"""How far a dot and a line reach from their middle, and how high a name and the words of the line are."""


@dataclass(frozen=True)
class FittedLine:
    """A line: its height at zero, its slope, and its words."""

    intercept: float
    slope: float
    label: str


def scatter(  # noqa: PLR0913 - a chart has these parts
    points: Sequence[tuple[float, float]],
    fit: FittedLine,
    x_ticks: dict[float, str],
    y_ticks: dict[float, str],
    alt: str,
    ink: Ink,
    width_mm: float = 82,
    height_mm: float = 52,
    names: Sequence[str] = (),
) -> Chart:
    """Dots on their own ranges, the newest one marked, the line no longer than the dots reach.

    Of `names`, one for each dot, the newest is told and that of the dot farthest from the line, where there is room.
    """
    x, y = padded([one for one, _ in points], 0.08), padded([two for _, two in points], 0.16)
    ends = [(at, fit.intercept + fit.slope * at) for at in (min(p for p, _ in points), max(p for p, _ in points))]
    x_axis = Axis({at: text for at, text in x_ticks.items() if x[0] <= at <= x[1]})
    y_axis = Axis(
        {at: text for at, text in y_ticks.items() if y[0] <= at <= _below_words(y, height_mm - 6)},
        grid=True,
        domain=False,
        tick_size=0,
    )
    canvas = Canvas(width_mm - 14, height_mm - 6, x, y, ink, x_axis, y_axis)
    marks: list[Mark] = [Dot(one, two, ink["prev"], size=30, stroke=ink["ink-3"]) for one, two in points[:-1]]
    marks.append(Dot(*points[-1], ink["ink"], "diamond", 70))
    marks.append(LineMark(tuple(ends), ink["ink"], 1.4))
    marks.append(TextMark(x[0], y[1], fit.label, ink["ink"], POINTS, baseline="top", dx=4, dy=2, bold=True))
    marks.extend(_names(PlotArea(points, fit, x, y, canvas.width_mm, canvas.height_mm), names, ink))
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _below_words(scale: Range, height_mm: float) -> float:
    """The highest tick whose line does not run through the words of the line under the upper edge."""
    low, high = scale
    return high - (high - low) * (FIT_MM + LINE_MM) / height_mm


@dataclass(frozen=True)
class Box:
    """A rectangle of the plot, in millimetres from its lower left corner."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: Box) -> bool:
        """Whether both have something in common."""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high


@dataclass(frozen=True)
class PlotArea:
    """The plot as it is before its dots are named: its two ranges and its size in millimetres."""

    points: Sequence[tuple[float, float]]
    fit: FittedLine
    x: Range
    y: Range
    width: float
    height: float

    def at(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a point lies, in millimetres."""
        (left, right), (low, high) = self.x, self.y
        return (point[0] - left) / (right - left) * self.width, (point[1] - low) / (high - low) * self.height

    def away(self, point: tuple[float, float]) -> float:
        """How far a point lies from the line."""
        return abs(point[1] - self.fit.intercept - self.fit.slope * point[0])

    def taken(self, index: int) -> Iterator[Box]:
        """What the name of a dot must not cover: the other dots, the line and its words."""
        for other, point in enumerate(self.points):
            if other != index:
                across, up = self.at(point)
                yield Box(across - DOT_MM, across + DOT_MM, up - DOT_MM, up + DOT_MM)
        yield Box(0, words_mm(self.fit.label) + LINE_MM, self.height - FIT_MM, self.height)
        ends = sorted(point[0] for point in self.points)
        steps = [ends[0] + (ends[-1] - ends[0]) * step / self.width for step in range(int(self.width) + 1)]
        for one, two in pairwise(self.at((at, self.fit.intercept + self.fit.slope * at)) for at in steps):
            low, high = sorted((one[1], two[1]))
            yield Box(one[0], two[0], low - LINE_MM, high + LINE_MM)

    def holds(self, box: Box) -> bool:
        """Whether a rectangle lies within the plot."""
        return box.left >= 0 and box.right <= self.width and box.low >= 0 and box.high <= self.height


def _names(ground: PlotArea, names: Sequence[str], ink: Ink) -> Iterator[TextMark]:
    """The names of two dots, each on the first side of its dot where it covers nothing; no name is better than that."""
    told: list[Box] = []
    points = ground.points
    far = max(range(len(points)), key=lambda at: ground.away(points[at]))
    for index in (len(points) - 1, *({far} - {len(points) - 1})) if names else ():
        taken = [*told, *ground.taken(index)]
        for label, box in _sides(ground, points[index], names[index], ink):
            if ground.holds(box) and not any(box.meets(other) for other in taken):
                told.append(box)
                yield label
                break


def _sides(ground: PlotArea, point: tuple[float, float], name: str, ink: Ink) -> Iterator[tuple[TextMark, Box]]:
    """Where the name of a dot may stand, towards the middle of the plot first."""
    (across, up), wide = ground.at(point), words_mm(name)
    plain = TextMark(*point, name, ink["ink"], POINTS)
    gap, half = BESIDE / MM, TALL_MM / 2
    right = (
        replace(plain, dx=BESIDE),
        Box(across + gap, across + gap + wide, up - half, up + half),
    )
    left = (
        replace(plain, align="right", dx=-BESIDE),
        Box(across - gap - wide, across - gap, up - half, up + half),
    )
    yield from (left, right) if across > ground.width / 2 else (right, left)
    for sign, baseline in ((1, "bottom"), (-1, "top")):
        near, far = sorted((up + sign * ABOVE / MM, up + sign * (ABOVE / MM + TALL_MM)))
        yield (
            replace(plain, align="center", baseline=baseline, dy=-sign * ABOVE),
            Box(across - wide / 2, across + wide / 2, near, far),
        )


@dataclass(frozen=True)
class CostLines:
    """Fixed and variable cost on a scale of income, in the unit of the page.

    Attributes:
        rate: variable cost for each unit of income.
        point, actual: break-even income and actual income, with their words.
        income_label, cost_label, fixed_label: words at the ends of the lines.
    """

    fixed: float
    rate: float
    point: float
    point_label: str
    actual: float
    actual_label: str
    income_label: str
    cost_label: str
    fixed_label: str


def break_even(rows: CostLines, ticks: dict[float, str], alt: str, ink: Ink, height_mm: float = 56) -> Chart:
    """Both lines from zero; dots where income covers cost and where the hospital stands."""
    width_mm = 172.0
    reach = max(rows.point, rows.actual) * 1.12
    top = max(reach, rows.fixed + rows.rate * reach) * 1.06
    visible = {at: text for at, text in ticks.items() if at <= reach}
    y_axis = Axis(visible, grid=True, tick_size=0)
    canvas = Canvas(width_mm - 12, height_mm - 6, (-reach * 0.015, reach * 1.3), (0, top), ink, Axis(visible), y_axis)
    return Chart(canvas.draw(list(_marks(rows, reach, top, ink))), alt, width_mm, height_mm)


def _marks(rows: CostLines, reach: float, top: float, ink: Ink) -> Iterator[Mark]:
    cost = rows.fixed + rows.rate * reach
    yield RuleMark(0, reach, rows.fixed, rows.fixed, ink["ink-3"], 1.0, (2, 2))
    yield LineMark(((0, 0), (reach, reach)), ink["ink"], 1.8)
    yield LineMark(((0, rows.fixed), (reach, cost)), ink["ink-2"], 1.4, (5, 2))
    apart = max(abs(reach - cost), top * 0.06) / 2
    middle, upper = (reach + cost) / 2, reach >= cost
    yield TextMark(reach, middle + (apart if upper else -apart), rows.income_label, ink["ink"], dx=5, bold=True)
    yield TextMark(reach, middle - (apart if upper else -apart), rows.cost_label, ink["ink-2"], dx=5)
    yield TextMark(reach, rows.fixed, rows.fixed_label, ink["ink-2"], dx=5)
    yield RuleMark(rows.point, rows.point, 0, rows.point, ink["ink-3"], 0.8, (2, 2))
    yield RuleMark(rows.actual, rows.actual, 0, rows.actual, ink["ink-3"], 0.8)
    yield Dot(rows.point, rows.point, ink["paper"], "diamond", 90, ink["ink"], 1.3)
    yield Dot(rows.actual, rows.actual, ink["ink"], size=46)
    left = rows.actual < rows.point
    yield TextMark(
        rows.actual,
        top * 0.03,
        rows.actual_label,
        ink["ink"],
        7.5,
        "right" if left else "left",
        "bottom",
        dx=-4 if left else 4,
        bold=True,
    )
    yield TextMark(
        rows.point,
        top * 0.03,
        rows.point_label,
        ink["ink"],
        7.5,
        "left" if left else "right",
        "bottom",
        dx=4 if left else -4,
    )
