"""Progress: how much of each budget is used, against the part of the year that is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Label, Mark, Rect, Rule

NAMES_MM: Final = 62.0
PRINTED_MM: Final = 16.0
TOP_MM: Final = 5.0
FULL: Final = 100.0
HALF_BAR: Final = 0.3


@dataclass(frozen=True)
class Used:
    """One line: its name, the share used in percent, and that share as printed."""

    name: str
    share: float
    printed: str


def progress(  # noqa: PLR0913 - a chart has these parts
    lines: Sequence[Used],
    elapsed: float,
    elapsed_label: str,
    alt: str,
    ink: Ink,
    width_mm: float = 172,
    row_mm: float = 5.4,
) -> Chart:
    """Bars from zero in an outline of the whole budget; the rule is the part of the year that is over."""
    reach = max(FULL, *(line.share for line in lines))
    per_mm = reach / (width_mm - NAMES_MM - PRINTED_MM)
    rows, height = len(lines), TOP_MM + row_mm * len(lines)
    frame = (-per_mm * NAMES_MM, reach + per_mm * PRINTED_MM)
    canvas = Canvas(width_mm, height, frame, (-0.5 - TOP_MM / row_mm, rows - 0.5), ink, downwards=True)
    marks = [
        *layered(_bars(lines, frame[0], ink)),
        Rule(elapsed, elapsed, -0.5, rows - 0.5, ink["accent"], 1.2, (4, 2)),
        Label(elapsed, -0.55, elapsed_label, ink["accent"], 7.5, "center", "bottom"),
    ]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _bars(lines: Sequence[Used], left: float, ink: Ink) -> Iterator[Mark]:
    for row, line in enumerate(lines):
        yield Label(left, row, line.name, ink["ink"], 7.5)
        yield Rect(0, FULL, row - HALF_BAR, row + HALF_BAR, ink["paper"], ink["prev"], 0.8)
    for row, line in enumerate(lines):
        yield Rect(0, max(line.share, 0.0), row - HALF_BAR, row + HALF_BAR, ink["ink-3"])
        yield Label(max(line.share, FULL), row, line.printed, ink["ink"], 7.5, dx=4, bold=True)
