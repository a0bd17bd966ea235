"""A scatter of months with the line of least squares through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, padded
from reportgen.report.charts.marks import Axis, Dot, Label, Line, Mark


@dataclass(frozen=True)
class Fit:
    """A line: its height at zero, its slope, and its words."""

    intercept: float
    slope: float
    label: str


def scatter(  # noqa: PLR0913 - a chart has these parts
    points: Sequence[tuple[float, float]],
    fit: Fit,
    x_ticks: dict[float, str],
    y_ticks: dict[float, str],
    alt: str,
    ink: Ink,
    width_mm: float = 82,
    height_mm: float = 52,
    names: Sequence[str] = (),
) -> Chart:
    """Dots on their own ranges, the newest one marked, the line no longer than the dots reach.

    Of `names`, one for each dot, the newest is told and that of the dot farthest from the line.
    """
    x, y = padded([one for one, _ in points], 0.08), padded([two for _, two in points], 0.16)
    ends = [(at, fit.intercept + fit.slope * at) for at in (min(p for p, _ in points), max(p for p, _ in points))]
    x_axis = Axis({at: text for at, text in x_ticks.items() if x[0] <= at <= x[1]})
    y_axis = Axis(
        {at: text for at, text in y_ticks.items() if y[0] <= at <= y[1]}, grid=True, domain=False, tick_size=0
    )
    canvas = Canvas(width_mm - 14, height_mm - 6, x, y, ink, x_axis, y_axis)
    marks: list[Mark] = [Dot(one, two, ink["prev"], size=30, stroke=ink["ink-3"]) for one, two in points[:-1]]
    marks.append(Dot(*points[-1], ink["ink"], "diamond", 70))
    marks.append(Line(tuple(ends), ink["ink"], 1.4))
    marks.append(Label(x[0], y[1], fit.label, ink["ink"], 7.5, baseline="top", dx=4, dy=2, bold=True))
    marks.extend(_names(points, fit, names, sum(x) / 2, ink))
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _names(
    points: Sequence[tuple[float, float]], fit: Fit, names: Sequence[str], middle: float, ink: Ink
) -> Iterator[Label]:
    far = max(range(len(points)), key=lambda at: abs(points[at][1] - fit.intercept - fit.slope * points[at][0]))
    for at in sorted({far, len(points) - 1}) if names else ():
        one, two = points[at]
        is_right = one > middle
        yield Label(one, two, names[at], ink["ink"], 7.5, "right" if is_right else "left", dx=-8 if is_right else 8)
