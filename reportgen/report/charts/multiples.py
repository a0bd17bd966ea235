"""One panel of a set of small multiples: own line, the peers' middle half, the standard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, padded
from reportgen.report.charts.marks import Area, Axis, Dot, Label, Line, Mark, Rule
from reportgen.report.charts.trend import near


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
    return Chart(canvas.draw([*_ground(panel, end, ink), *_line(panel, end, ink)]), alt, width_mm, height_mm)


def _ground(panel: Multiple, end: int, ink: Ink) -> Iterator[Mark]:
    if panel.peers is not None:
        yield Area(((-0.4, *panel.peers), (end, *panel.peers)), ink["wash-2"])
    for level in _levels(panel):
        yield Rule(-0.4, end, level, level, ink["accent"], 1.1, (4, 2))


def _levels(panel: Multiple) -> list[float]:
    """The standard, and of a range the other end too unless it would press the line flat."""
    kept = [value for value in (*panel.values, *(panel.peers or ()), panel.standard) if value is not None]
    far = [] if panel.far_edge is None else near(kept, [panel.far_edge])
    return far if panel.standard is None else [panel.standard, *far]


def _line(panel: Multiple, end: int, ink: Ink) -> Iterator[Mark]:
    points = tuple((float(index), value) for index, value in enumerate(panel.values))
    yield Line(points, ink["ink"], 1.5)
    color = ink["unfav"] if panel.alert else ink["ink"]
    if (last := panel.values[end]) is not None:
        yield Dot(end, last, color, size=30)
        yield Label(end, last, panel.printed, color, 8, dx=5, bold=True)
