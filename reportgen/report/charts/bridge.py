"""The bridge: how one total became another, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Dot, Label, Mark, Rect, Rule

LABEL_AIR = 0.42
HALF_BAR = 0.3


@dataclass(frozen=True)
class Step:
    """One row: a total (drawn as a dot, since the axis does not begin at zero) or a change.

    Attributes:
        value: the total itself, or the change.
        printed: the words at its end.
        sense: 1 favourable, -1 unfavourable, 0 neither.
    """

    value: float
    printed: str
    is_total: bool = False
    sense: int = 0


def bridge(steps: Sequence[Step], alt: str, ink: Ink, width_mm: float = 42, row_mm: float = 6.2) -> Chart:
    """Totals as dots, changes as bars from where the one before ended; labels stand outside the table of names."""
    ends = list(_running(steps))
    low, high = min(min(pair) for pair in ends), max(max(pair) for pair in ends)
    air = (high - low) or 1.0
    x_range = (low - air * 0.08, high + air * (LABEL_AIR + 0.2))
    height = row_mm * len(steps)
    canvas = Canvas(width_mm, height, x_range, (-0.5, len(steps) - 0.5), ink, downwards=True)
    marks = [*_ground(len(steps), x_range, ink), *_connectors(steps, ends, ink), *layered(_bars(steps, ends, ink))]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _running(steps: Sequence[Step]) -> Iterator[tuple[float, float]]:
    total = 0.0
    for step in steps:
        start, total = (step.value, step.value) if step.is_total else (total, total + step.value)
        yield start, total


def _ground(rows: int, x_range: tuple[float, float], ink: Ink) -> Iterator[Mark]:
    return (Rule(*x_range, row + 0.5, row + 0.5, ink["wash-2"], 0.6) for row in range(rows - 1))


def _connectors(steps: Sequence[Step], ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for row in range(len(steps) - 1):
        start = row if steps[row].is_total else row + HALF_BAR
        stop = row + 1 if steps[row + 1].is_total else row + 1 - HALF_BAR
        yield Rule(ends[row][1], ends[row][1], start, stop, ink["ink-3"], 0.7)


def _bars(steps: Sequence[Step], ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for row, (step, (start, stop)) in enumerate(zip(steps, ends, strict=True)):
        color = ink["ink"] if step.is_total else {1: ink["fav"], -1: ink["unfav"], 0: ink["ink-3"]}[step.sense]
        if step.is_total:
            yield Dot(stop, row, color, size=64)
        else:
            yield Rect(start, stop, row - HALF_BAR, row + HALF_BAR, color)
        yield Label(max(start, stop), row, step.printed, color, 8, dx=6, bold=True)
