"""The marks that charts are made of, in data units; colours are values of tokens.

What a mark `says` is not drawn: a page on a screen tells it of the mark that is pointed at.
"""

from __future__ import annotations

from dataclasses import dataclass, field


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


FORECAST = "forecast"
"""The series of what has not happened yet: hatched or dashed, and the lint of pages sees to it."""


@dataclass(frozen=True)
class Axis:
    """An axis with its own tick labels, by position, and their size in points; 0 is that of all axes."""

    ticks: dict[float, str] = field(default_factory=dict)
    grid: bool = False
    domain: bool = True
    tick_size: float = 3
    points: float = 0.0


Mark = Rect | RuleMark | Dot | TextMark | LineMark | AreaMark
