"""The tornado: what each scenario would make of the score, over the bands of the grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.bands import Band
from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import MM, Chart, Ink
from reportgen.report.charts.marks import Axis, Dot, Label, Mark, Rect, Rule
from reportgen.report.charts.naming import SMALL_POINTS, SMALLER
from reportgen.report.charts.wording import width_mm as wide

NAMES_MM: Final = 62.0
PRINTED_MM: Final = 24.0
TOP_MM: Final = 8.0
AXIS_MM: Final = 6.0
LINE_MM, AIR_MM = 3.2, 2.2
"""From line to line of a name on several, and what a row is higher than they."""
ROOM_FOR_BAND_MM: Final = 8.0


@dataclass(frozen=True)
class Outcome:
    """One scenario: its name, the score it would lead to, and that score with its grade in words.

    `behind` is its name in the other language.
    """

    name: str
    score: float
    printed: str
    behind: str = ""


def tornado(  # noqa: PLR0913 - a chart has these parts
    outcomes: Sequence[Outcome],
    now: float,
    now_printed: str,
    bands: Sequence[Band],
    ticks: dict[float, str],
    alt: str,
    ink: Ink,
    width_mm: float = 172,
    row_mm: float = 6.4,
) -> Chart:
    """Lines from the present score to that of each scenario, names at the left, scores at their ends.

    Lines and not bars: the scale does not begin at zero, so that no length stands for a score.
    """
    scores = [now, *(one.score for one in outcomes)]
    low, high = min(scores), max(scores)
    air = ((high - low) or 1.0) * 0.04
    low, high = low - air, high + air
    plot_mm = width_mm - NAMES_MM - 2 * PRINTED_MM
    per_mm = (high - low) / plot_mm
    left, right = low - per_mm * (NAMES_MM + PRINTED_MM), high + per_mm * PRINTED_MM
    rows = len(outcomes)
    row_mm = max(row_mm, max(len(_lines(one)) for one in outcomes) * LINE_MM + AIR_MM)
    height = TOP_MM + row_mm * rows
    axis = Axis({at: text for at, text in ticks.items() if low <= at <= high}, domain=False)
    frame = (left, right), (-0.5 - TOP_MM / row_mm, rows - 0.5)
    canvas = Canvas(width_mm - 2, height, *frame, ink, axis, downwards=True)
    shown = [(band, max(band.low, low), min(band.high, high)) for band in bands]
    marks = [
        *layered(_ground([one for one in shown if one[2] > one[1]], rows, per_mm, ink)),
        *layered(_paths(outcomes, now, left, ink)),
        Rule(now, now, -0.6, rows - 0.5, ink["ink"], 1.4),
        Label(now, -0.7, now_printed, ink["ink"], 8, "center", "bottom", bold=True),
    ]
    return Chart(canvas.draw(marks), alt, width_mm, height + AXIS_MM)


def _ground(shown: Sequence[tuple[Band, float, float]], rows: int, per_mm: float, ink: Ink) -> Iterator[Mark]:
    for band, low, high in shown:
        yield Rect(low, high, -0.5, rows - 0.5, band.tint, ink["paper"], 1.0)
    for band, low, high in shown:
        if (high - low) / per_mm >= max(ROOM_FOR_BAND_MM, wide(band.label)):
            yield Label((low + high) / 2, rows - 0.5, band.label, ink["ink-2"], 7, "center", "bottom", dy=-1)


def _paths(outcomes: Sequence[Outcome], now: float, left: float, ink: Ink) -> Iterator[Mark]:
    for row, one in enumerate(outcomes):
        parts = _lines(one)
        for at, (words, points, tone) in enumerate(parts):
            yield Label(left, row, words, ink[tone], points, dy=LINE_MM * MM * (at - (len(parts) - 1) / 2))
        yield Rule(now, one.score, row, row, ink["ink-3"], 1.8)
        yield Dot(one.score, row, ink["ink"], size=34)
        down = one.score < now
        yield Label(one.score, row, one.printed, ink["ink"], 7.5, "right" if down else "left", dx=-7 if down else 7)


def _lines(one: Outcome) -> list[tuple[str, float, str]]:
    """The lines of a name with their size and colour; those of the other language below, small."""
    first = [(words, 7.5, "ink") for words in _parted(one.name)]
    return first + [(words, SMALL_POINTS, "ink-3") for words in _parted(one.behind, NAMES_MM / SMALLER) if words]


def _parted(name: str, room_mm: float = NAMES_MM) -> list[str]:
    """A name in its column, on two lines where it is wider than that: at the space that leaves the shortest lines."""
    spaces = [at for at, character in enumerate(name) if character == " "]
    if wide(name) <= room_mm or not spaces:
        return [name]
    best = min(spaces, key=lambda at: max(wide(name[:at]), wide(name[at + 1 :])))
    return [name[:best], name[best + 1 :]]
