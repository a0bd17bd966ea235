"""Many hospitals on one scale of scores: each a dot over the bands of the grades, the far ones lettered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.bands import Band
from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink, spread
from reportgen.report.charts.marks import Axis, Dot, Label, Mark, Rect, Rule
from reportgen.report.charts.strip import swarm

LOOKS = ((40, (2.3, 0.28, 32.0, 3)), (160, (1.7, 0.19, 20.0, 5)), (1_000_000, (1.2, 0.145, 11.0, 6)))
"""Up to how many dots: their distance in mm, the height of a row, their size, and rows to a side."""
LETTER_MM = 3.2
TOP = 1.0
ENDS = (-0.6, 101.3)
"""Of the scale: room for dots and words at 0 and at 100, the same in every strip, so that all have one size."""
HALF_WORDS = 6.2
"""Half of the words on the middle, on the scale."""


@dataclass(frozen=True)
class Dots:
    """What the strip shows.

    Attributes:
        values: scores 0–100; far: those that are lettered, each with its letter.
        median: the middle one with its words, None where it is not told.
        ticks: positions of the axis and their words.
    """

    values: tuple[float, ...]
    far: tuple[tuple[float, str], ...]
    bands: tuple[Band, ...]
    ticks: dict[float, str]
    median: tuple[float, str] | None = None


def dot_strip(strip: Dots, alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 23) -> Chart:
    """Dots in a swarm on 0–100, the same for every strip of a page."""
    canvas = Canvas(width_mm - 4, height_mm - 5, ENDS, (-TOP, TOP + 0.75), ink, Axis(strip.ticks))
    per_mm = 100.0 / width_mm
    marks = [*_ground(strip, ink), *_dots(strip, per_mm, ink), *_letters(strip, per_mm, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _ground(strip: Dots, ink: Ink) -> Iterator[Mark]:
    for band in strip.bands:
        yield Rect(band.low, band.high, -TOP, TOP, band.tint, ink["paper"])
    if strip.median is not None:
        at, words = strip.median
        yield Rule(at, at, -TOP, TOP + 0.12, ink["ink"], 1.4)
        place = min(max(at, ENDS[0] + HALF_WORDS), ENDS[1] - HALF_WORDS)
        yield Label(place, TOP + 0.16, words, ink["ink"], 7.5, "center", "bottom", bold=True)


def _dots(strip: Dots, per_mm: float, ink: Ink) -> Iterator[Mark]:
    step, row_height, size, most = next(look for few, look in LOOKS if len(strip.values) <= few)
    for value, row in swarm(strip.values, per_mm * step, most):
        yield Dot(value, row * row_height, ink["bar"], size=size, stroke=ink["paper"], stroke_width=0.3)


def _letters(strip: Dots, per_mm: float, ink: Ink) -> Iterator[Mark]:
    places = _apart([value for value, _ in strip.far], per_mm * LETTER_MM)
    for (_, letter), at in zip(strip.far, places, strict=True):
        yield Label(at, -TOP + 0.04, letter, ink["ink"], 7.5, "center", "bottom", bold=True)


def _apart(values: Sequence[float], gap: float) -> list[float]:
    found = spread(list(values), gap)
    return [min(max(at, gap / 2), 100.0 - gap / 2) for at in found]
