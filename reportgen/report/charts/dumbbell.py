"""The dumbbell: where something stood and where it stands, row by row on one scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Axis, Dot, Label, Mark, Rule
from reportgen.report.charts.naming import named, row_height

NAMES_MM: Final = 60.0
PRINTED_MM: Final = 30.0
DOT_MM: Final = 2.2
ASIDE: Final = 0.19
"""How far circles that would cover each other move from the middle of their row, in rows."""


@dataclass(frozen=True)
class Pair:
    """One row: its name, both values, and the words at its right end; `before` is None where there was none.

    `behind` is its name in the other language.
    """

    name: str
    before: float | None
    now: float
    printed: str
    behind: str = ""


def dumbbell(  # noqa: PLR0913 - a chart has these parts
    pairs: Sequence[Pair], ticks: dict[float, str], alt: str, ink: Ink, width_mm: float = 172, row_mm: float = 5.4
) -> Chart:
    """A grey circle for before, a dark one for now, below it where they meet.

    The scale begins at zero or lower, and ends at the tick beyond the highest value.
    """
    known = [value for pair in pairs for value in (pair.before, pair.now) if value is not None]
    low, most = min(0.0, *known), max(0.0, *known)
    high = min((at for at in ticks if at >= most > 0), default=most * 1.03 or 1.0)
    per_mm = (high - low) / (width_mm - NAMES_MM - PRINTED_MM - 4)
    frame = (low - per_mm * NAMES_MM, high + per_mm * (PRINTED_MM + 4))
    visible = {at: text for at, text in ticks.items() if low <= at <= high}
    rows, row_mm = len(pairs), row_height(((one.name, one.behind) for one in pairs), NAMES_MM, row_mm)
    axis = Axis(visible, grid=True, domain=False, tick_size=0)
    canvas = Canvas(width_mm - 2, row_mm * rows, frame, (-0.5, rows - 0.5), ink, axis, downwards=True)
    return Chart(canvas.draw(layered(_marks(pairs, frame, per_mm, ink))), alt, width_mm, row_mm * rows + 6)


def _marks(pairs: Sequence[Pair], frame: tuple[float, float], per_mm: float, ink: Ink) -> Iterator[Mark]:
    for row, pair in enumerate(pairs):
        if pair.before is not None:
            yield Rule(min(pair.before, pair.now), max(pair.before, pair.now), row, row, ink["ink-3"], 1.4)
    for row, pair in enumerate(pairs):
        yield from named(pair.name, pair.behind, frame[0], row, ink, room_mm=NAMES_MM, per_mm=per_mm)
        yield Label(frame[1], row, pair.printed, ink["ink"], align="right")
        aside = 0.0
        if pair.before is not None:
            aside = ASIDE if abs(pair.now - pair.before) < per_mm * DOT_MM else 0.0
            yield Dot(pair.before, row - aside, ink["prev"], size=30, stroke=ink["ink-2"], stroke_width=1.1)
        yield Dot(pair.now, row + aside, ink["ink"], size=30)
