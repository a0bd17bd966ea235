"""The fan: months that were, months that may follow, and the band in which such forecasts came out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import HATCH, Canvas
from reportgen.report.charts.chart import Chart, Ink, padded
from reportgen.report.charts.marks import FORECAST, Area, Axis, Dot, Label, Line, Mark

PRINTED_MM: Final = 15.0
MOST_WORDS: Final = 6


@dataclass(frozen=True)
class Fan:
    """A series and its continuation.

    Attributes:
        labels: words of all months, those ahead last.
        known: values that were, oldest first; ahead: the forecast; bands: lower and upper bound for each month ahead,
            empty where there were too few trials for any.
        printed: the last forecast as printed.
    """

    labels: tuple[str, ...]
    known: tuple[float, ...]
    ahead: tuple[float, ...]
    bands: tuple[tuple[float, float], ...]
    printed: str


def fan(  # noqa: PLR0913 - a chart has these parts
    rows: Fan, ticks: dict[float, str], alt: str, ink: Ink, width_mm: float = 82, height_mm: float = 36
) -> Chart:
    """The line of the months, dashed where it is a forecast, in a hatched band; not from zero."""
    end = len(rows.labels) - 1
    low, high = padded([*rows.known, *rows.ahead, *(bound for band in rows.bands for bound in band)], 0.1)
    every = max(1, round((end + 1) / MOST_WORDS))
    plot_mm = width_mm - 12
    right = end + 0.5 + (end + 1) * PRINTED_MM / (plot_mm - PRINTED_MM)
    x_axis = Axis({float(at): rows.labels[at] for at in range(end, -1, -every)})
    y_axis = Axis({at: text for at, text in ticks.items() if low <= at <= high}, grid=True, domain=False, tick_size=0)
    canvas = Canvas(plot_mm, height_mm - 6, (-0.5, right), (low, high), ink, x_axis, y_axis)
    return Chart(canvas.draw(list(_marks(rows, ink))), alt, width_mm, height_mm)


def _marks(rows: Fan, ink: Ink) -> Iterator[Mark]:
    now = len(rows.known) - 1
    last = rows.known[-1]
    if rows.bands:
        edges = [(float(now), last, last), *_edges(rows.bands, now)]
        yield Area(tuple(edges), HATCH, FORECAST)
    yield Line(tuple((float(at), value) for at, value in enumerate(rows.known)), ink["ink"], 1.6)
    path = [(float(now), last), *((float(now + 1 + at), value) for at, value in enumerate(rows.ahead))]
    yield Line(tuple(path), ink["ink"], 1.6, (4, 2), FORECAST)
    yield Dot(now, last, ink["ink"], size=20)
    end = now + len(rows.ahead)
    yield Dot(end, rows.ahead[-1], ink["paper"], size=26, stroke=ink["ink"], stroke_width=1.2)
    yield Label(end, rows.ahead[-1], rows.printed, ink["ink"], 8, dx=6, bold=True)


def _edges(bands: Sequence[tuple[float, float]], now: int) -> Iterator[tuple[float, float, float]]:
    return ((float(now + 1 + at), low, high) for at, (low, high) in enumerate(bands))
