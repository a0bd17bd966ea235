"""An outline of names from left to right, each joined to what it belongs to: the tree of a system of indicators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Label, Mark, Rule

ROW_MM: Final = 5.4
AIR_MM: Final = 2.0
"""Between a name and the line that leads to what is below it."""


@dataclass(frozen=True)
class Branch:
    """A name with what is printed behind it, such as its weight; `parts` are the names below it."""

    name: str
    printed: str
    parts: tuple[Branch, ...] = ()

    @property
    def depth(self) -> int:
        """Levels from here down."""
        return 1 + max((part.depth for part in self.parts), default=0)

    @property
    def rows(self) -> int:
        """Names without anything below them."""
        return sum(part.rows for part in self.parts) or 1


def outline(roots: Sequence[Branch], alt: str, ink: Ink, width_mm: float = 172) -> Chart:
    """All roots under each other, a column for each level."""
    depth = max(root.depth for root in roots)
    rows = sum(root.rows for root in roots)
    height = rows * ROW_MM
    canvas = Canvas(width_mm, height, (0, width_mm), (0, rows), ink, downwards=True)
    marks: list[Mark] = []
    top = 0.0
    for root in roots:
        marks += _drawn(root, 0, top, width_mm / depth, ink)
        top += root.rows
    return Chart(canvas.draw(layered(marks)), alt, width_mm, height)


def _drawn(branch: Branch, level: int, top: float, column: float, ink: Ink) -> Iterator[Mark]:
    middle, left = top + branch.rows / 2, level * column
    yield Label(left + AIR_MM, middle, branch.name, ink["ink"], 7.5, bold=bool(branch.parts))
    yield Label(left + column - 2 * AIR_MM, middle, branch.printed, ink["ink-2"], 7.5, align="right")
    if not branch.parts:
        return
    right, start, ends = left + column, top, []
    for part in branch.parts:
        ends.append(start + part.rows / 2)
        yield Rule(right, right + AIR_MM / 2, ends[-1], ends[-1], ink["rule"])
        yield from _drawn(part, level + 1, start, column, ink)
        start += part.rows
    yield Rule(right, right, ends[0], ends[-1], ink["rule"])
    yield Rule(right - AIR_MM, right, middle, middle, ink["rule"])
