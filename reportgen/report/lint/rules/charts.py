"""L09, L10: the labels of charts, measured as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.contrast import contrast
from reportgen.report.lint.colours import WHITE, normal
from reportgen.report.lint.drawing import Corners, Drawing, Label, Point, Shape, Stroke
from reportgen.report.lint.found import found, millimetres
from reportgen.report.lint.layout import Layout, Page, Picture
from reportgen.report.setting import HAN_RUN

TOUCH_MM: Final = 0.15
"""As far as the inks of two labels may reach into each other, or beyond the edge of the drawing."""
SEEN: Final = 1.7
"""Least contrast with the paper of a line that a label must not lie on; fainter ones are ground."""
LEAST_PT: Final = 6.6
LEAST_HAN_PT: Final = 7.0
POINTS_PER_MM: Final = 72 / 25.4
EPSILON: Final = 0.01


def placed(layout: Layout) -> Iterator[tuple[Page, Picture, Drawing, float]]:
    """Each chart where it stands, with the millimetres of one of its pixels."""
    for page in layout.pages:
        for picture in page.pictures:
            drawing = layout.charts.get(picture.source)
            if drawing is not None and drawing.width:
                yield page, picture, drawing, picture.area.width / drawing.width


def collisions(layout: Layout) -> Iterator[Finding]:
    """L09: a label on another, beyond the edge, or across a mark of another series."""
    for page, picture, drawing, scale in placed(layout):
        touch = TOUCH_MM / scale
        for label, what in _collisions(drawing, touch):
            yield found("L09", page.number, picture.source, picture.heading, label=label.text, what=what)


def _collisions(drawing: Drawing, touch: float) -> Iterator[tuple[Label, str]]:
    labels = [label for label in drawing.labels if label.text.strip()]
    for one, other in combinations(labels, 2):
        if _depth(one.corners, other.corners) > touch:
            yield one, other.text
    edge = (0.0, 0.0, drawing.width, drawing.height)
    strokes = [stroke for stroke in drawing.strokes if _is_mark(stroke)]
    dots = [shape for shape in drawing.shapes if not shape.is_rectangle]
    for label in labels:
        if _excess(label.corners, edge) > touch:
            yield label, "@layout.fault.edge"
        across = any(_crosses(stroke, label, touch) and not _is_freed(label, stroke, drawing) for stroke in strokes)
        if across or any(_covers(dot, label, touch) for dot in dots):
            yield label, "@layout.fault.mark"


def _is_mark(stroke: Stroke) -> bool:
    colour = normal(stroke.colour) if stroke.colour.startswith("#") else WHITE
    return "role-axis" not in stroke.layer and contrast(colour, WHITE) >= SEEN


def _depth(one: Corners, other: Corners) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    return min(across, min(one[3], other[3]) - max(one[1], other[1]))


def _excess(inner: Corners, outer: Corners) -> float:
    return max(outer[0] - inner[0], outer[1] - inner[1], inner[2] - outer[2], inner[3] - outer[3])


def _crosses(stroke: Stroke, label: Label, touch: float) -> bool:
    """Whether a line of another colour goes through a label."""
    if normal(stroke.colour) == normal(label.colour):
        return False
    left, top, right, bottom = label.corners
    inner = (left + touch, top + touch, right - touch, bottom - touch)
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return False
    return any(meets(start, end, inner) for start, end in pairwise(stroke.points))


def _is_freed(label: Label, stroke: Stroke, drawing: Drawing) -> bool:
    """Whether a patch lies between a line and the label over it."""
    return any(
        stroke.order < shape.order < label.order and _excess(label.corners, shape.corners) <= 0
        for shape in drawing.shapes
    )


def _covers(dot: Shape, label: Label, touch: float) -> bool:
    """Whether a point of another colour lies on a label."""
    colour = dot.stroke if dot.stroke.startswith("#") else dot.fill
    return normal(colour) != normal(label.colour) and _depth(dot.corners, label.corners) > touch


def meets(start: Point, end: Point, box: Corners) -> bool:
    """Whether a straight line and a rectangle share a point (Liang and Barsky's clipping)."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        way = end[axis] - start[axis]
        for bound, sign in ((box[axis], -1), (box[axis + 2], 1)):
            room = sign * (bound - start[axis])
            if way == 0:
                if room < 0:
                    return False
            elif sign * way < 0:
                low = max(low, room / (sign * way))
            else:
                high = min(high, room / (sign * way))
    return low <= high


def sizes(layout: Layout) -> Iterator[Finding]:
    """L10: letters of a chart smaller than can be read in print."""
    for page, picture, drawing, scale in placed(layout):
        for label in drawing.labels:
            points = label.size * scale * POINTS_PER_MM
            least = LEAST_HAN_PT if HAN_RUN.search(label.text) else LEAST_PT
            if points < least - EPSILON:
                yield found("L10", page.number, picture.source, picture.heading, label=label.text,
                            size=millimetres(points), least=millimetres(least))  # fmt: skip
