"""L09, L10: the labels of charts, measured as they are printed.

L23: scales of charts that do not mislead.

L15: colours come from the tokens, and letters can be told from their ground.

L24: letters of a page that are too small to be read in print.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.charts.chart import FORECAST
from reportgen.report.digits import value_of
from reportgen.report.lint.drawing import ChartInk, Corners, InkLabel, InkScale, Point, Shape, Stroke
from reportgen.report.lint.found import WHITE, found, millimetres, normal
from reportgen.report.lint.layout import LaidOutPages, LaidPage, LaidPicture
from reportgen.report.setting import HAN_RUN
from reportgen.report.tokens import contrast

TOUCH_MM: Final = 0.15
"""As far as the inks of two labels may reach into each other, or beyond the edge of the drawing."""
SEEN: Final = 1.7
"""Least contrast with the paper of a line that a label must not lie on; fainter ones are ground."""
LEAST_PT: Final = 6.6
LEAST_HAN_PT: Final = 7.0
POINTS_PER_MM: Final = 72 / 25.4
EPSILON: Final = 0.01


def placed(layout: LaidOutPages) -> Iterator[tuple[LaidPage, LaidPicture, ChartInk, float]]:
    """Each chart where it stands, with the millimetres of one of its pixels."""
    for page in layout.pages:
        for picture in page.pictures:
            drawing = layout.charts.get(picture.source)
            if drawing is not None and drawing.width:
                yield page, picture, drawing, picture.area.width / drawing.width


def collisions(layout: LaidOutPages) -> Iterator[Finding]:
    """L09: a label on another, beyond the edge, or across a mark of another series."""
    for page, picture, drawing, scale in placed(layout):
        touch = TOUCH_MM / scale
        for label, what in _collisions(drawing, touch):
            yield found("L09", page.number, picture.source, picture.heading, label=label.text, what=what)


def _collisions(drawing: ChartInk, touch: float) -> Iterator[tuple[InkLabel, str]]:
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


def _crosses(stroke: Stroke, label: InkLabel, touch: float) -> bool:
    """Whether a line of another colour goes through a label."""
    if normal(stroke.colour) == normal(label.colour):
        return False
    left, top, right, bottom = label.corners
    inner = (left + touch, top + touch, right - touch, bottom - touch)
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        return False
    return any(meets(start, end, inner) for start, end in pairwise(stroke.points))


def _is_freed(label: InkLabel, stroke: Stroke, drawing: ChartInk) -> bool:
    """Whether a patch lies between a line and the label over it."""
    return any(
        stroke.order < shape.order < label.order and _excess(label.corners, shape.corners) <= 0
        for shape in drawing.shapes
    )


def _covers(dot: Shape, label: InkLabel, touch: float) -> bool:
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


def sizes(layout: LaidOutPages) -> Iterator[Finding]:
    """L10: letters of a chart smaller than can be read in print."""
    for page, picture, drawing, scale in placed(layout):
        for label in drawing.labels:
            points = label.size * scale * POINTS_PER_MM
            least = LEAST_HAN_PT if HAN_RUN.search(label.text) else LEAST_PT
            if points < least - EPSILON:
                yield found(
                    "L10",
                    page.number,
                    picture.source,
                    picture.heading,
                    label=label.text,
                    size=millimetres(points),
                    least=millimetres(least),
                )


SAME_PX: Final = 0.6
"""As far as two edges may differ and still be one."""
LABELLED: Final = 2
"""Bars with labels that are needed to hold their lengths against each other."""
HATCH: Final = "url("


def honest(layout: LaidOutPages) -> Iterator[Finding]:
    """L23: two upright axes, bars that do not begin at zero, a forecast that looks like a fact."""
    for page, picture, drawing, _ in placed(layout):
        for what in _faults(drawing):
            yield found("L23", page.number, picture.source, picture.heading, what=f"@layout.fault.{what}")


def _faults(drawing: ChartInk) -> Iterator[str]:
    if sum(scale.is_upright for scale in drawing.scales) > 1:
        yield "axes"
    if any(not _from_zero(bars, drawing) for bars in _bars(drawing)):
        yield "zero"
    if not _forecast_shows(drawing):
        yield "forecast"


class Bars:
    """Bars of one layer that stand on one line, told by their geometry: positions, lengths from it, and where it is."""

    def __init__(self, shapes: Sequence[Shape], *, is_upright: bool, base: float) -> None:
        self.is_upright = is_upright
        self.base = base
        near, far = (1, 3) if is_upright else (0, 2)
        side = (0, 2) if is_upright else (1, 3)
        self.centres = [(s.corners[side[0]] + s.corners[side[1]]) / 2 for s in shapes]
        self.ends = [s.corners[near] if abs(s.corners[far] - base) < SAME_PX else s.corners[far] for s in shapes]

    def lengths(self) -> list[float]:
        """How far each reaches from its line."""
        return [abs(end - self.base) for end in self.ends]


def _bars(drawing: ChartInk) -> Iterator[Bars]:
    layers: dict[tuple[str, str, str], list[Shape]] = defaultdict(list)
    for shape in drawing.shapes:
        if shape.is_rectangle:
            layers[shape.layer, shape.fill, shape.stroke].append(shape)
    for shapes in layers.values():
        for is_upright in (True, False):
            if (base := _base(shapes, is_upright=is_upright)) is not None:
                yield Bars(shapes, is_upright=is_upright, base=base)


def _base(shapes: Sequence[Shape], *, is_upright: bool) -> float | None:
    """The line on which all stand; None where they are no bars: no common line, thickness or lengths that differ."""
    near, far, first, last = (1, 3, 0, 2) if is_upright else (0, 2, 1, 3)
    centres = {round(shape.corners[first] + shape.corners[last]) for shape in shapes}
    widths = [shape.corners[last] - shape.corners[first] for shape in shapes]
    lengths = [shape.corners[far] - shape.corners[near] for shape in shapes]
    if len(centres) < LABELLED or max(widths) - min(widths) > SAME_PX or max(lengths) - min(lengths) < SAME_PX:
        return None
    for base in (shapes[0].corners[far], shapes[0].corners[near]):
        if all(min(abs(s.corners[near] - base), abs(s.corners[far] - base)) < SAME_PX for s in shapes):
            return base
    return None


def _from_zero(bars: Bars, drawing: ChartInk) -> bool:
    for scale in drawing.scales:
        if scale.is_upright == bars.is_upright and (zero := _zero(scale)) is not None:
            return abs(zero - bars.base) < 2 * SAME_PX
    return _in_proportion(bars, drawing)


def _zero(scale: InkScale) -> float | None:
    """Where an axis of numbers has its zero; None for one of words."""
    ticks = [(position, value) for position, text in scale.ticks if (value := value_of(text)) is not None]
    if len(ticks) < LABELLED or len(ticks) < len(scale.ticks):
        return None
    (first, low), (last, high) = ticks[0], ticks[-1]
    return None if high == low else first - low * (last - first) / (high - low)


def _in_proportion(bars: Bars, drawing: ChartInk) -> bool:
    """Whether lengths are to each other as the numbers printed at the bars, within their rounding."""
    least, most = 0.0, float("inf")
    for centre, length in zip(bars.centres, bars.lengths(), strict=True):
        printed = [label.text for label in drawing.labels if abs(_middle(label.corners, bars) - centre) < 1.0]
        value = value_of(printed[0]) if len(printed) == 1 else None
        if value is None:
            return True
        half = 0.5 * 10.0 ** -_decimals(printed[0])
        least = max(least, (length - SAME_PX) / (abs(value) + half))
        most = min(most, (length + SAME_PX) / max(abs(value) - half, 1e-9))
    return least <= most


def _middle(corners: tuple[float, float, float, float], bars: Bars) -> float:
    return (corners[0] + corners[2]) / 2 if bars.is_upright else (corners[1] + corners[3]) / 2


def _decimals(text: str) -> int:
    match = re.search(r"\.(\d+)", text)
    return len(match[1]) if match else 0


def _forecast_shows(drawing: ChartInk) -> bool:
    shapes = [shape for shape in drawing.shapes if FORECAST in shape.layer and "symbol" not in shape.layer]
    strokes = [stroke for stroke in drawing.strokes if FORECAST in stroke.layer]
    return all(shape.fill.startswith(HATCH) for shape in shapes) and all(stroke.is_dashed for stroke in strokes)


LEAST_CONTRAST: Final = 4.5
NONE: Final = "—"


def colours(layout: LaidOutPages) -> Iterator[Finding]:
    """L15: a colour that no token has; letters with less than 4.5 : 1."""
    palette = layout.about.palette
    for page in layout.pages:
        yield from _foreign(page, palette)
        yield from _faint(page)
    for page, picture, drawing, _ in placed(layout):
        for colour in sorted({normal(colour) for colour in drawing.colours} - palette if palette else ()):
            yield found(
                "L15",
                page.number,
                picture.source,
                picture.heading,
                what="@layout.fault.token",
                colour=colour,
                ratio=NONE,
            )
        for label, ground in _faint_labels(drawing):
            yield _faint_finding(
                page, f"{picture.source} {label.text}", picture.heading, (normal(label.colour), ground)
            )


def _foreign(page: LaidPage, palette: frozenset[str]) -> Iterator[Finding]:
    if not palette:
        return
    used = {colour: (heading, heading) for colour, heading in page.paints.items()}
    used |= {run.colour: (run.text, block.heading) for block, run in reversed(page.runs)}
    for colour in sorted(used.keys() - palette):
        words, heading = used[colour]
        yield found("L15", page.number, words, heading, what="@layout.fault.token", colour=colour, ratio=NONE)


def _faint(page: LaidPage) -> Iterator[Finding]:
    told = set()
    for block, run in page.runs:
        pair = run.colour, run.ground
        if pair not in told and contrast(*pair) < LEAST_CONTRAST:
            told.add(pair)
            yield _faint_finding(page, run.text, block.heading, pair)


def _faint_finding(page: LaidPage, words: str, heading: str, pair: tuple[str, str]) -> Finding:
    what, ratio = "@layout.fault.contrast", f"{contrast(*pair):.1f}"
    return found("L15", page.number, words, heading, what=what, colour=" / ".join(pair), ratio=ratio)


def _faint_labels(drawing: ChartInk) -> Iterator[tuple[InkLabel, str]]:
    for label in drawing.labels:
        ground = _ground(label, drawing)
        if contrast(normal(label.colour), ground) < LEAST_CONTRAST:
            yield label, ground


def _ground(label: InkLabel, drawing: ChartInk) -> str:
    """The topmost surface under the middle of a label; what is hatched counts as paper."""
    x, y = (label.corners[0] + label.corners[2]) / 2, (label.corners[1] + label.corners[3]) / 2
    for shape in reversed(drawing.shapes):
        left, top, right, bottom = shape.corners
        is_under = left <= x <= right and top <= y <= bottom and shape.order < label.order
        if is_under and shape.fill.startswith("#"):
            return normal(shape.fill)
    return WHITE


NOISE: Final = 0.05
"""Points that a size computed from shares may miss by."""


def small(layout: LaidOutPages) -> Iterator[Finding]:
    """L24: words under the floor for English and digits, once for each size on a page."""
    for page in layout.pages:
        told: set[str] = set()
        for block, run in page.runs:
            size = millimetres(run.size)
            if run.text.strip() and run.size < LEAST_PT - NOISE and size not in told:
                told.add(size)
                yield found("L24", page.number, run.text, block.heading, size=size, least=millimetres(LEAST_PT))
