"""What money is tied up in beside who pays for it: two bars on one scale.

From an opening to a closing balance: what came hollow, what went solid, so that both are told apart in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink, Mark, Rect, RuleMark, TextMark, padded, width_mm

POINTS: Final = 7.5
NAMES_MM, TOTAL_MM = 24.0, 16.0
"""Room for the name of a bar and for its sum."""
AIR_MM: Final = 1.6
"""Around a label inside its part."""
HALF: Final = 0.3
FULL_GREYS: Final = ("ink-2", "ink-3", "prev", "wash-2", "wash")
LIGHT: Final = frozenset({"prev", "wash-2", "wash", "paper"})
BETWEEN: Final = " · "
UNDER: Final = 0.42
"""Where words stand under the lower bar, in rows."""


@dataclass(frozen=True)
class FundedPart:
    """A part of a bar: its name, its amount, both as printed, and its fill; "" takes the next grey."""

    name: str
    amount: float
    printed: str
    fill: str = ""

    @property
    def label(self) -> str:
        """Its name and amount."""
        return f"{self.name} {self.printed}"


@dataclass(frozen=True)
class FundedBar:
    """A bar: its name, its parts, and its sum as printed."""

    name: str
    parts: tuple[FundedPart, ...]
    printed: str


def use_and_sources(  # noqa: PLR0913 - a chart has these parts
    bars: Sequence[FundedBar], owed: float, said: str, alt: str, ink: Ink, across_mm: float = 172, row_mm: float = 8
) -> Chart:
    """The use over its sources, which may be longer; a dashed line with words where what is borrowed or owed ends.

    Sources too narrow for their names are named behind these words.
    """
    whole = max(fsum(part.amount for part in bar.parts) for bar in bars)
    per_mm = whole / (across_mm - NAMES_MM - TOTAL_MM)
    rows = len(bars)
    frame = (-per_mm * NAMES_MM, whole + per_mm * TOTAL_MM)
    canvas = Canvas(across_mm - 1, row_mm * rows + 3, frame, (-0.5, rows - 0.5 + 3 / row_mm), ink, downwards=True)
    marks = [mark for row, bar in enumerate(bars) for mark in _bar(row, bar, frame[0], per_mm, ink)]
    if owed > 0 and said:
        said = BETWEEN.join((said, *(part.label for part in bars[-1].parts if not _has_room(part.label, part, per_mm))))
        marks.append(RuleMark(owed, owed, rows - 1 - HALF - 0.1, rows - 1 + HALF + 0.1, ink["ink"], 1.0, (3, 2)))
        align = "right" if width_mm(said) < owed / per_mm else "left"
        at = owed if align == "right" else 0.0
        marks.append(TextMark(at, rows - 1 + UNDER, said, ink["ink"], POINTS, align, "top"))
    return Chart(canvas.draw(layered(marks)), alt, across_mm, row_mm * rows + 3)


def _has_room(label: str, part: FundedPart, per_mm: float) -> bool:
    return width_mm(label) + AIR_MM <= part.amount / per_mm


def _bar(row: int, bar: FundedBar, left: float, per_mm: float, ink: Ink) -> Iterator[Mark]:
    """Rectangles first, then words, so that none is covered."""
    yield TextMark(left, row, bar.name, ink["ink"], POINTS, bold=True)
    start, greys = 0.0, iter(FULL_GREYS)
    for part in bar.parts:
        fill = part.fill or next(greys, FULL_GREYS[-1])
        yield Rect(start, start + part.amount, row - HALF, row + HALF, ink[fill], ink["ink-2"], 0.8)
        color = ink["ink"] if fill in LIGHT else ink["paper"]
        for label in (part.label, part.printed):
            if _has_room(label, part, per_mm):
                yield TextMark(start + part.amount / 2, row, label, color, POINTS, "center", bold=True)
                break
        start += part.amount
    yield TextMark(start, row, bar.printed, ink["ink"], 8, dx=6, bold=True)


@dataclass(frozen=True)
class FlowStep:
    """A column: its name, in two languages one under the other, and its amount; `is_total` for a balance."""

    name: str
    under: str
    amount: float
    printed: str
    is_total: bool = False


@dataclass(frozen=True)
class FlowGroup:
    """Neighbouring columns on one ground, with the words over them: from the first to the last, counted from 0."""

    first: int
    last: int
    words: str


HEAD_MM: Final = 8.0
FOOT_MM: Final = 8.0
COLUMN: Final = 0.36
LINE: Final = 11
"""Points from one line of words to the next."""
INSET: Final = 0.42
"""From the middle of the outermost columns of a group to its words, in columns."""


def cash_flows(  # noqa: PLR0913 - a chart has these parts
    columns: Sequence[FlowStep],
    groups: Sequence[FlowGroup],
    alt: str,
    ink: Ink,
    across_mm: float = 172,
    height_mm: float = 52,
) -> Chart:
    """Balances as lines, since the scale does not begin at zero; changes as columns from where the one before ended."""
    ends = list(_running(columns))
    low, high = padded([end for pair in ends for end in pair], 0.1)
    plot = height_mm - FOOT_MM
    per_mm = (high - low) / (plot - HEAD_MM)
    frame = (low - per_mm * FOOT_MM, high + per_mm * HEAD_MM)
    canvas = Canvas(across_mm - 1, height_mm, (-0.5, len(columns) - 0.5), frame, ink)
    marks: list[Mark] = [Rect(one.first - 0.48, one.last + 0.48, low, frame[1], ink["wash"]) for one in groups]
    marks += _heads(groups, len(columns), frame[1], across_mm / len(columns), ink)
    marks += _joints(ends, ink)
    marks += layered(_columns(columns, ends, ink))
    marks += layered(_names(columns, low, ink))
    return Chart(canvas.draw(marks), alt, across_mm, height_mm)


def _heads(groups: Sequence[FlowGroup], columns: int, top: float, column_mm: float, ink: Ink) -> Iterator[TextMark]:
    """The words over each group, one line further down where they would run into those before."""
    taken = -0.5
    for group in groups:
        left, right, align = _reach(group, columns, column_mm)
        where, down = (left if align == "left" else right), 3 + (LINE if left < taken else 0)
        yield TextMark(where, top, group.words, ink["ink"], POINTS, align, "top", dy=down, bold=True)
        taken = right


def _reach(group: FlowGroup, columns: int, column_mm: float) -> tuple[float, float, str]:
    """Words from the left of their group on; up to its right where they would end beyond the drawing and widen it."""
    left, right, across = group.first - INSET, group.last + INSET, width_mm(group.words) / column_mm
    fits = left + across <= columns - 0.5
    return (left, left + across, "left") if fits else (right - across, right, "right")


def _running(columns: Sequence[FlowStep]) -> Iterator[tuple[float, float]]:
    total = 0.0
    for step in columns:
        start, total = (step.amount, step.amount) if step.is_total else (total, total + step.amount)
        yield start, total


def _joints(ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for at, (_, end) in enumerate(ends[:-1]):
        yield RuleMark(at + COLUMN, at + 1 - COLUMN, end, end, ink["ink-3"], 0.7)


def _columns(columns: Sequence[FlowStep], ends: Sequence[tuple[float, float]], ink: Ink) -> Iterator[Mark]:
    for at, (step, (start, end)) in enumerate(zip(columns, ends, strict=True)):
        if step.is_total:
            yield RuleMark(at - COLUMN, at + COLUMN, end, end, ink["ink"], 3.0)
        elif step.amount < 0:
            yield Rect(at - COLUMN, at + COLUMN, end, start, ink["unfav"], ink["unfav"], 1.4)
        else:
            yield Rect(at - COLUMN, at + COLUMN, start, end, ink["paper"], ink["fav"], 1.4)
    for at, (step, pair) in enumerate(zip(columns, ends, strict=True)):
        color = ink["ink"] if step.is_total else ink["unfav" if step.amount < 0 else "fav"]
        yield TextMark(at, max(pair), step.printed, color, 8, "center", "bottom", dy=-3, bold=True)


def _names(columns: Sequence[FlowStep], low: float, ink: Ink) -> Iterator[Mark]:
    for at, step in enumerate(columns):
        yield TextMark(at, low, step.name, ink["ink"], POINTS, "center", "top", dy=4, bold=step.is_total)
        if step.under:
            yield TextMark(at, low, step.under, ink["ink-2"], POINTS, "center", "top", dy=16)
