"""A tree of factors: boxes with a name, the value now and the one before, joined by lines.

An outline of names from left to right, each joined to what it belongs to: the tree of a system of indicators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import SMALL_POINTS, Chart, Ink
from reportgen.report.charts.marks import Label, Mark, Rect, Rule

BOX_MM: Final = 46.0
GAP_MM: Final = 5.0
"""Width of a box at most, and the room between two of a full row."""
HEIGHT_MM: Final = 13.5
UNDER_MM: Final = 3.2
"""What a box is higher with its name in two languages."""
APART_MM: Final = 7.5
"""From the foot of a box to the head of that below it."""


@dataclass(frozen=True)
class Node:
    """One box: its name, the value now, and the words of the value before; `parts` are the boxes under it.

    Attributes:
        under: its name in the other language.
        sign: how it is joined to the box at its left, such as ×; "" for the first of a row.
    """

    name: str
    printed: str
    before: str
    sign: str = ""
    parts: tuple[Node, ...] = ()
    under: str = ""


@dataclass(frozen=True)
class Placed:
    """A box with its place: middle, top and width in mm, the middle of the box above it, and the height of all."""

    node: Node
    x: float
    y: float
    width: float
    parent: float | None
    height: float


def tree(root: Node, alt: str, ink: Ink, width_mm: float = 172) -> Chart:
    """The root at the top; each level below it over the whole width."""
    placed = list(_placed(root, width_mm, HEIGHT_MM + (UNDER_MM if root.under else 0.0)))
    height = max(one.y + one.height for one in placed) + 1
    canvas = Canvas(width_mm, height, (0, width_mm), (-0.5, height - 0.5), ink, downwards=True)
    marks = [*layered(_joints(placed, ink)), *layered(_boxes(placed, ink))]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _placed(root: Node, width: float, height: float) -> Iterator[Placed]:
    level: list[tuple[Node, float | None]] = [(root, None)]
    row = 0
    while level:
        below: list[tuple[Node, float | None]] = []
        step = width / len(level)
        for number, (node, parent) in enumerate(level):
            x = step * (number + 0.5)
            yield Placed(node, x, row * (height + APART_MM), min(BOX_MM, step - GAP_MM), parent, height)
            below += [(part, x) for part in node.parts]
        level, row = below, row + 1


def _joints(placed: Sequence[Placed], ink: Ink) -> Iterator[Mark]:
    for one in placed:
        if one.parent is not None:
            middle = one.y - APART_MM / 2
            yield Rule(one.parent, one.parent, one.y - APART_MM, middle, ink["ink-3"], 0.8)
            yield Rule(min(one.parent, one.x), max(one.parent, one.x), middle, middle, ink["ink-3"], 0.8)
            yield Rule(one.x, one.x, middle, one.y, ink["ink-3"], 0.8)


def _boxes(placed: Sequence[Placed], ink: Ink) -> Iterator[Mark]:
    for one in placed:
        left, right = one.x - one.width / 2, one.x + one.width / 2
        yield Rect(left, right, one.y, one.y + one.height, ink["wash"], ink["ink-3"], 0.8)
        yield Label(one.x, one.y + 2.8, one.node.name, ink["ink-2"], 7.5, "center")
        lower = one.y + one.height - HEIGHT_MM
        if one.node.under:
            yield Label(one.x, one.y + 2.8 + UNDER_MM, one.node.under, ink["ink-3"], SMALL_POINTS, "center")
        yield Label(one.x, lower + 7.0, one.node.printed, ink["ink"], 9, "center", bold=True)
        yield Label(one.x, lower + 11.0, one.node.before, ink["ink-2"], 7, "center")
        if one.node.sign:
            yield Label(left - GAP_MM / 2, one.y + one.height / 2, one.node.sign, ink["ink"], 9, "center", bold=True)


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
