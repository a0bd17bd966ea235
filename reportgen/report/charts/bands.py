"""The band scale: where a score stands between the grades, in true proportions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Dot, Label, Mark, Rect, Rule

FULL = 100.0
ROOM_FOR_LEFT_LABEL = 25.0


@dataclass(frozen=True)
class Band:
    """One grade on the scale: from `low` to `high`, its tint and the words under it."""

    low: float
    high: float
    tint: str
    label: str


@dataclass(frozen=True)
class Reference:
    """A further score on the scale: up-triangle last period, diamond last year, dashed line the peers' median."""

    score: float
    mark: str  # triangle-up, diamond or line


@dataclass(frozen=True)
class BandScale:
    """What the scale shows.

    Attributes:
        score, label: where we are, and the bold words beside the marker.
        target, target_label: the next threshold and the distance to it; None in the best grade.
    """

    bands: tuple[Band, ...]
    score: float
    label: str
    references: tuple[Reference, ...] = ()
    target: float | None = None
    target_label: str = ""


def band_scale(rows: BandScale, alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 19) -> Chart:
    """Tinted bands 0–100 with the score, earlier scores and the way to the next grade."""
    canvas = Canvas(width_mm - 1, height_mm, (0, FULL), (-0.5, 1.72), ink)
    marks = [*_bands(rows.bands, ink), *_references(rows.references, ink), *_now(rows, ink), *_way(rows, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _bands(bands: Sequence[Band], ink: Ink) -> Iterator[Mark]:
    for band in bands:
        yield Rect(band.low, band.high, 0, 1, band.tint, says=f"{band.label} {band.low:g}–{band.high:g}")
    inner = [band.low for band in bands if band.low > 0]
    yield from (Rule(bound, bound, 0, 1, ink["ink-3"], 0.6) for bound in inner)
    for band in bands:
        middle = (band.low + band.high) / 2
        yield Label(middle, -0.05, band.label, ink["ink-2"], align="center", baseline="top", dy=1)
    yield Label(0, -0.05, "0", ink["ink-3"], 7, baseline="top", dy=1)
    yield Label(FULL, -0.05, "100", ink["ink-3"], 7, "right", "top", dy=1)
    yield from (Label(bound, -0.05, f"{bound:g}", ink["ink-3"], 7, "center", "top", dy=1) for bound in inner)


def _references(references: Sequence[Reference], ink: Ink) -> Iterator[Mark]:
    for reference in references:
        if reference.mark == "line":
            yield Rule(reference.score, reference.score, 0, 1, ink["ink"], 1.6, (3, 2))
        else:
            yield Dot(reference.score, 0.3, ink["prev"], reference.mark, 64, ink["ink"], 1.1)


def _now(rows: BandScale, ink: Ink) -> Iterator[Mark]:
    yield Rule(rows.score, rows.score, -0.02, 1, ink["ink"], 2.4)
    yield Dot(rows.score, 1.1, ink["ink"], "triangle-down", 110)
    left = rows.score > ROOM_FOR_LEFT_LABEL
    yield Label(
        rows.score, 1.36, rows.label, ink["ink"], 9, "right" if left else "left", dx=-8 if left else 8, bold=True
    )


def _way(rows: BandScale, ink: Ink) -> Iterator[Mark]:
    if rows.target is None:
        return
    yield Rule(rows.score + 0.9, rows.target, 1.3, 1.3, ink["accent"], 1, (2, 2))
    yield Dot(rows.target, 1.3, ink["accent"], "triangle-right", 36)
    yield Label(rows.target, 1.3, rows.target_label, ink["accent"], 7.5, dx=7, bold=True)
