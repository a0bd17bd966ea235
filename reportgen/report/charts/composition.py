"""Composition: stacked bars of a whole, at most five parts, labelled where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Label, Mark, Rect

NAMES_SHARE = 12.0
NARROW = 6.5
UNDER_POINTS = 6.6


@dataclass(frozen=True)
class Part:
    """One part of a bar: its name, its share in percent, the share as printed, and its name in the other language."""

    name: str
    share: float
    printed: str
    under: str = ""


def composition(
    bars: Sequence[tuple[str, Sequence[Part]]], alt: str, ink: Ink, width_mm: float = 172, row_mm: float = 12
) -> Chart:
    """One bar a row, from dark to light, the last part named at its end; the parts of a row add up to about 100.

    Names in the other language stand under the bars.
    """
    greys = [ink[name] for name in ("ink", "ink-2", "ink-3", "prev", "wash-2")]
    light = {ink["prev"], ink["wash-2"]}
    canvas = Canvas(
        width_mm - 1, row_mm * len(bars), (-NAMES_SHARE, 100.5), (-0.62, len(bars) - 0.38), ink, downwards=True
    )
    marks: list[Mark] = []
    for row, (name, parts) in enumerate(bars):
        marks.append(Label(-NAMES_SHARE, row + 0.06, name, ink["ink"], 8))
        start = 0.0
        for part, fill in zip(parts, greys, strict=False):
            said = f"{name} {part.name} {part.printed}"
            marks.append(Rect(start, start + part.share, row - 0.12, row + 0.24, fill, ink["paper"], 1.0, says=said))
            words = ink["ink"] if fill in light else ink["paper"]
            if part.share >= NARROW:
                marks.append(Label(start + part.share / 2, row + 0.06, part.printed, words, 7.5, "center", bold=True))
            start += part.share
            last = part is parts[-1]
            place = (start, "right") if last else (start - part.share + 0.2, "left")
            if part.share >= NARROW or last:
                marks.append(Label(place[0], row - 0.16, part.name, ink["ink-2"], 7, place[1], "bottom"))
                marks.append(Label(place[0], row + 0.27, part.under, ink["ink-3"], UNDER_POINTS, place[1], "top"))
    bars_first = sorted(_written(marks), key=lambda mark: isinstance(mark, Label))
    return Chart(canvas.draw(layered(bars_first)), alt, width_mm, row_mm * len(bars))


def _written(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Without names that are not there."""
    return (mark for mark in marks if not isinstance(mark, Label) or mark.text)
