"""What a chart is, the measures that charts share, and the marks that they are made of, in data units.

How much room the words of a drawing take, before they are set.

Names beside rows and lines in one language or in two: the second small behind the first, or under it.

What a mark `says` is not drawn: a page on a screen tells it of the mark that is pointed at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from reportgen.model.printing import PrintedNumber

MM = 96 / 25.4
"""Pixels of SVG and CSS in a millimetre."""
PT = 96 / 72
"""Pixels in a point."""

Ink = Mapping[str, str]
"""Design tokens by name without dashes in front: ``ink["accent"]``; the same that the pages use."""

Range = tuple[float, float]
HAN_MM: Final = 2.65
NARROW_MM: Final = 1.4
LAST_NARROW: Final = "\u2e7f"
SMALL_POINTS: Final = 6.6
SMALLER: Final = SMALL_POINTS / 7.5
BEHIND_MM: Final = 0.8
"""How far the second name stands behind the first."""
APART_PX: Final = 5.6
"""By how much two names of a row are moved from its middle."""
TWO_LINES_MM: Final = 6.8
"""Height of a row whose names are on two lines."""
FORECAST = "forecast"
"""The series of what has not happened yet: hatched or dashed, and the lint of pages sees to it."""


class ChartDrawing(bytes):
    """The SVG of a chart, and the figures of its labels, so that they are traced like those of a table."""

    figures: tuple[PrintedNumber, ...]

    def __new__(cls, svg: bytes, figures: tuple[PrintedNumber, ...]) -> Self:
        """A drawing and its figures."""
        drawing = super().__new__(cls, svg)
        drawing.figures = figures
        return drawing


@dataclass(frozen=True)
class Chart:
    """A finished picture.

    Attributes:
        svg: the drawing, with real text.
        alt: one sentence with the finding and its numbers.
        width_mm, height_mm: the size at which it is meant to stand.
    """

    svg: bytes
    alt: str
    width_mm: float
    height_mm: float

    @property
    def figures(self) -> tuple[PrintedNumber, ...]:
        """The figures of its labels; none where it was not drawn by marks."""
        return self.svg.figures if isinstance(self.svg, ChartDrawing) else ()


def padded(values: Sequence[float], share: float = 0.14) -> Range:
    """The range of values with some air on both sides; never of width zero."""
    low, high = min(values), max(values)
    air = (high - low) * share or abs(high) * share or 1.0
    return low - air, high + air


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Move labels as little as needed so that neighbours stand at least `gap` apart; the order is kept.

    Args:
        positions: where the labels would like to stand.
        gap: smallest distance, in the same unit.
    """
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    blocks: list[tuple[float, list[int]]] = []  # centre of a run of touching labels, and its members in order
    for index in order:
        blocks.append((positions[index], [index]))
        while len(blocks) > 1 and _touch(blocks[-2], blocks[-1], gap):
            blocks[-2:] = [_joined(blocks[-2], blocks[-1], positions, gap)]
    placed = [0.0] * len(positions)
    for centre, members in blocks:
        first = centre - gap * (len(members) - 1) / 2
        for rank, index in enumerate(members):
            placed[index] = first + rank * gap
    return placed


def _touch(left: tuple[float, list[int]], right: tuple[float, list[int]], gap: float) -> bool:
    half_widths = gap * (len(left[1]) + len(right[1])) / 2
    return right[0] - left[0] < half_widths - 1e-9


def _joined(
    left: tuple[float, list[int]], right: tuple[float, list[int]], positions: Sequence[float], gap: float
) -> tuple[float, list[int]]:
    members = left[1] + right[1]
    shifts = [positions[index] - gap * rank for rank, index in enumerate(members)]
    return sum(shifts) / len(shifts) + gap * (len(members) - 1) / 2, members


def width_mm(words: str) -> float:
    """About how wide a label of the usual size is: a Han character stands for two others."""
    return sum(HAN_MM if character > LAST_NARROW else NARROW_MM for character in words)


def length_mm(name: str, other: str) -> float:
    """About how wide both names are, one behind the other."""
    return width_mm(name) + (BEHIND_MM + width_mm(other) * SMALLER if other else 0.0)


def row_height(names: Iterable[tuple[str, str]], room_mm: float, row_mm: float) -> float:
    """The height of rows: more where one of them has its names on two lines."""
    return max(row_mm, TWO_LINES_MM) if any(_parted(*both, room_mm) for both in names) else row_mm


def named(  # noqa: PLR0913 - two names, their place, and their measures
    name: str,
    other: str,
    x: float,
    y: float,
    ink: Ink,
    *,
    room_mm: float,
    per_mm: float,
    color: str = "ink",
    dx: float = 0,
    bold: bool = False,
) -> Iterator[TextMark]:
    """The labels of a name at its place.

    Args:
        name: in the leading language.
        other: in the other, or "".
        x: where it begins.
        y: its middle.
        ink: colours.
        room_mm: room for both in a line.
        per_mm: data units of a millimetre across.
        color: token of the first name.
        dx: pixels by which all is moved to the right.
        bold: whether the first name is bold.
    """
    parted = _parted(name, other, room_mm)
    yield TextMark(x, y, name, ink[color], dx=dx, dy=-APART_PX if parted else 0, bold=bold)
    if parted:
        yield TextMark(x, y, other, ink["ink-3"], SMALL_POINTS, dx=dx, dy=APART_PX)
    elif other:
        yield TextMark(x + per_mm * (width_mm(name) + BEHIND_MM), y, other, ink["ink-3"], SMALL_POINTS, dx=dx)


def _parted(name: str, other: str, room_mm: float) -> bool:
    return bool(other) and length_mm(name, other) > room_mm


@dataclass(frozen=True)
class Rect:
    """A filled rectangle; `stroke` draws its edge, `series` names its layer in the drawing."""

    x: float
    x2: float
    y: float
    y2: float
    fill: str
    stroke: str | None = None
    stroke_width: float = 0.9
    series: str = ""
    says: str = ""


@dataclass(frozen=True)
class RuleMark:
    """A straight line; dash as in SVG."""

    x: float
    x2: float
    y: float
    y2: float
    color: str
    width: float = 0.8
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Dot:
    """A point mark of Vega-Lite: circle, square, diamond, triangle-up …; size in square pixels."""

    x: float
    y: float
    fill: str
    shape: str = "circle"
    size: float = 40
    stroke: str | None = None
    stroke_width: float = 1.0
    says: str = ""


@dataclass(frozen=True)
class TextMark:
    """A text; `dx` and `dy` in pixels; `points` is its size."""

    x: float
    y: float
    text: str
    color: str
    points: float = 7.5
    align: str = "left"
    baseline: str = "middle"
    dx: float = 0
    dy: float = 0
    bold: bool = False


@dataclass(frozen=True)
class LineMark:
    """A line through points; a None breaks it (an absent value is never drawn as zero). `series` as of a rectangle."""

    points: tuple[tuple[float, float | None], ...]
    color: str
    width: float = 1.6
    dash: tuple[float, ...] = ()
    series: str = ""


@dataclass(frozen=True)
class AreaMark:
    """A surface between a lower and an upper value at each x. `series` as of a rectangle."""

    points: tuple[tuple[float, float, float], ...]
    fill: str
    series: str = ""


@dataclass(frozen=True)
class Axis:
    """An axis with its own tick labels, by position, and their size in points; 0 is that of all axes."""

    ticks: dict[float, str] = field(default_factory=dict)
    grid: bool = False
    domain: bool = True
    tick_size: float = 3
    points: float = 0.0


Mark = Rect | RuleMark | Dot | TextMark | LineMark | AreaMark
