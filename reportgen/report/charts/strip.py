"""The peer strip: every peer a dot, the middle half shaded, our own hospital a diamond.

Many hospitals on one scale of scores: each a dot over the bands of the grades, the far ones lettered.

A tree of factors: boxes with a name, the value now and the one before, joined by lines.

An outline of names from left to right, each joined to what it belongs to: the tree of a system of indicators.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reportgen.report.charts import chart
from reportgen.report.charts.canvas import Canvas, layered
from reportgen.report.charts.chart import SMALL_POINTS, Axis, Chart, Dot, Ink, Mark, Range, Rect, RuleMark, TextMark
from reportgen.report.charts.slopes import Band

DOT_MM = 2.3
LABEL_MM = 26.0
AIR_MM: Final = 2.0
BREAK_MM: Final = 2.5
ARROW_MM: Final = 2.5
ARROWS: Final = ("triangle-left", "triangle-right")
FAR: Final = 3.0
"""Quartile distances beyond the quartiles from which on a peer is far (Tukey's outer fence)."""
WORTH: Final = 0.6
"""Share of the whole range under which that of the near peers is worth a break in the axis."""


@dataclass(frozen=True)
class Strip:
    """What the strip shows; `ticks` are positions and their printed words.

    Attributes:
        peers: values of the peers without our own; `printed` the same values in words.
        own, own_label: our value and its words; `alert` colours it as an exception.
        quartiles: lower quartile, median, upper quartile; with the words of the median and of the middle half.
        reach, beyond: the ends of the scale; the words of peers beyond the lower and the upper one.
        standard, standard_label: the standard on the same scale, or None; far_edge: the other end of one that is a
            range, drawn where the scale reaches it.
    """

    peers: tuple[float, ...]
    own: float
    own_label: str
    quartiles: tuple[float, float, float]
    median_label: str
    half_label: str
    ticks: dict[float, str]
    standard: float | None = None
    standard_label: str = ""
    far_edge: float | None = None
    alert: bool = False
    printed: tuple[str, ...] = ()
    reach: Range | None = None
    beyond: tuple[str, str] = ("", "")

    @property
    def scale(self) -> Range:
        """The values at the ends of the scale."""
        ends = [end for end in (self.standard, self.far_edge) if end is not None]
        return self.reach or reach(self.peers, self.quartiles, [self.own, *ends])


def reach(peers: Sequence[float], quartiles: tuple[float, float, float], kept: Sequence[float]) -> Range:
    """What the scale of a strip shows: all, or only those that are near where far ones would press them together.

    Args:
        peers: their values.
        quartiles: of the peers.
        kept: values that are shown in any case: our own and the standard.
    """
    lower, _, upper = quartiles
    fence = FAR * (upper - lower)
    near = [*(value for value in peers if lower - fence <= value <= upper + fence), *kept]
    every = [*peers, *kept]
    is_worth = max(near) - min(near) < WORTH * (max(every) - min(every))
    return (min(near), max(near)) if is_worth else (min(every), max(every))


def peer_strip(strip: Strip, alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 27) -> Chart:
    """Dots in a swarm; labels at three fixed heights, moved apart where they would touch."""
    low, high = chart.padded(strip.scale, 0.05)
    visible = {at: text for at, text in strip.ticks.items() if low <= at <= high}
    rooms = [_room(words) for words in strip.beyond]
    per_mm = (high - low) / (width_mm - sum(rooms))
    scale = low - per_mm * rooms[0], high + per_mm * rooms[1]
    canvas = Canvas(width_mm - 4, height_mm - 5, scale, (-1.2, 1.75), ink, Axis(visible))
    marks = [
        *_reference(strip, per_mm, (low, high), ink),
        *_dots(strip, per_mm, ink),
        *_beyond(strip, per_mm, (low, high), ink),
    ]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _reference(strip: Strip, per_mm: float, scale: Range, ink: Ink) -> Iterator[Mark]:
    lower, median, upper = strip.quartiles
    yield Rect(lower, upper, -0.66, 0.66, ink["wash-2"])
    yield RuleMark(median, median, -0.66, 0.8, ink["ink"], 1.4)
    has_room = upper - scale[0] > per_mm * chart.width_mm(strip.half_label)
    at, side = (upper, "right") if has_room else (lower, "left")
    yield TextMark(at, -0.78, strip.half_label, ink["ink-3"], 7, side, "top")
    places = [median]
    if strip.standard is not None:
        yield RuleMark(strip.standard, strip.standard, -0.66, 0.8, ink["accent"], 1.4, (4, 2))
        places.append(strip.standard)
        if strip.far_edge is not None:
            yield RuleMark(strip.far_edge, strip.far_edge, -0.66, 0.8, ink["accent"], 1.4, (4, 2))
            low, high = sorted((strip.standard, strip.far_edge))
            yield RuleMark(low, high, 0.8, 0.8, ink["accent"], 0.8)
    words = (strip.median_label, strip.standard_label)[: len(places)]
    apart = _apart(places, [chart.width_mm(label) for label in words], per_mm, scale)
    yield TextMark(apart[0], 0.86, strip.median_label, ink["ink"], align="center", baseline="bottom")
    if strip.standard is not None:
        yield TextMark(apart[1], 0.86, strip.standard_label, ink["accent"], align="center", baseline="bottom")


def _apart(places: list[float], widths: list[float], per_mm: float, scale: Range) -> list[float]:
    """Middles of one label or two, inside the scale and beside each other; the one at an edge stays."""
    found = [_inside(at, per_mm, scale, width) for at, width in zip(places, widths, strict=True)]
    if len(found) == 1:
        return found
    first, last = sorted(range(2), key=found.__getitem__)
    between = per_mm * max(LABEL_MM, sum(widths) / 2 + AIR_MM)
    if found[last] - found[first] < between:
        left = max(sum(found) / 2 - between / 2, scale[0] + per_mm * widths[first] / 2)
        beyond = max(left + between - scale[1] + per_mm * widths[last] / 2, 0.0)
        found[first], found[last] = left - beyond, left + between - beyond
    return found


def _inside(at: float, per_mm: float, scale: Range, width_mm: float = 0.0) -> float:
    margin = per_mm * max(LABEL_MM, width_mm) / 2
    return min(max(at, scale[0] + margin), scale[1] - margin)


def _room(words: str) -> float:
    """Millimetres that the words of peers beyond an end of the scale take, with their arrow and the break."""
    return chart.width_mm(words) + BREAK_MM + ARROW_MM if words else 0.0


def _beyond(strip: Strip, per_mm: float, scale: Range, ink: Ink) -> Iterator[Mark]:
    """Beyond a break in the axis an arrow and the words of the peers that are out there."""
    for end, words, sign, shape, side in zip(scale, strip.beyond, (-1, 1), ARROWS, ("left", "right"), strict=True):
        if not words:
            continue
        for stroke in (0.0, 0.7):
            at = end + sign * per_mm * stroke
            yield RuleMark(at - per_mm * 0.4, at + per_mm * 0.4, -1.2, -0.95, ink["ink-3"], 1)
        far = end + sign * per_mm * _room(words)
        yield Dot(far - sign * per_mm, 0, ink["ink-3"], shape, 30)
        yield TextMark(far - sign * per_mm * ARROW_MM, 0, words, ink["ink-3"], 7, side)


def _dots(strip: Strip, per_mm: float, ink: Ink) -> Iterator[Mark]:
    words = dict(zip(strip.peers, strip.printed, strict=False))
    near = [value for value in strip.peers if strip.scale[0] <= value <= strip.scale[1]]
    for value, row in swarm(near, per_mm * DOT_MM):
        said = words.get(value, "")
        yield Dot(value, row * 0.2, ink["prev"], size=32, stroke=ink["paper"], stroke_width=0.7, says=said)
    color = ink["unfav"] if strip.alert else ink["accent"]
    yield Dot(strip.own, 0, color, "diamond", 150, ink["paper"], says=strip.own_label)
    scale = (min(*near, strip.own), max(*near, strip.own))
    at = _inside(strip.own, per_mm * 0.9, scale) if scale[1] - scale[0] > per_mm * LABEL_MM else strip.own
    yield TextMark(at, 1.34, strip.own_label, color, 8.5, "center", "bottom", bold=True)


def swarm(values: Sequence[float], step: float, most: int = 3) -> list[tuple[float, int]]:
    """Rows for dots so that none covers another: 0, 1, −1, 2, −2 …, at most so many rows to a side."""
    rows = [0, *(sign * row for row in range(1, most + 1) for sign in (1, -1))]
    placed: list[tuple[float, int]] = []
    for value in sorted(values):
        near = {row for other, row in placed[-4 * len(rows) :] if abs(value - other) < step}
        placed.append((value, next((row for row in rows if row not in near), 0)))
    return placed


LOOKS = ((40, (2.3, 0.28, 32.0, 3)), (160, (1.7, 0.19, 20.0, 5)), (1_000_000, (1.2, 0.145, 11.0, 6)))
"""Up to how many dots: their distance in mm, the height of a row, their size, and rows to a side."""
LETTER_MM = 3.2
TOP = 1.0
WORDS: Final = 0.75
"""Above the bands, for the words on the middle."""
LANE: Final = 0.46
"""Below them, for letters: inside they lie on the dots where hospitals are many."""
FULL = 100.0
ENDS = (-0.6, 101.3)
"""Of the scale: room for dots and words at 0 and at 100, the same in every strip, so that all have one size."""
HALF_WORDS = 6.2
"""Half of the words on the middle, on the scale."""


@dataclass(frozen=True)
class Dots:
    """What the strip shows.

    Attributes:
        values: scores 0–100; far: those that are lettered, each with its letter.
        median: the middle one with its words, None where it is not told.
        ticks: positions of the axis and their words.
    """

    values: tuple[float, ...]
    far: tuple[tuple[float, str], ...]
    bands: tuple[Band, ...]
    ticks: dict[float, str]
    median: tuple[float, str] | None = None


def dot_strip(strip: Dots, alt: str, ink: Ink, width_mm: float = 172, height_mm: float = 23) -> Chart:
    """Dots in a swarm from 0 to where scores end, the same for every strip of a page."""
    lane = LANE if strip.far else 0.0
    height_mm += lane * (height_mm - 5) / (2 * TOP + WORDS)
    canvas = Canvas(width_mm - 4, height_mm - 5, _ends(strip), (-TOP - lane, TOP + WORDS), ink, Axis(strip.ticks))
    per_mm = _top(strip) / width_mm
    marks = [*_ground(strip, ink), *_dots_dots(strip, per_mm, ink), *_letters(strip, per_mm, ink)]
    return Chart(canvas.draw(marks), alt, width_mm, height_mm)


def _top(strip: Dots) -> float:
    return max((band.high for band in strip.bands), default=FULL)


def _ends(strip: Dots) -> tuple[float, float]:
    """The scale with its room at both ends."""
    return ENDS[0], ENDS[1] - FULL + _top(strip)


def _ground(strip: Dots, ink: Ink) -> Iterator[Mark]:
    for band in strip.bands:
        yield Rect(band.low, band.high, -TOP, TOP, band.tint, ink["paper"])
    if strip.median is not None:
        at, words = strip.median
        yield RuleMark(at, at, -TOP, TOP + 0.12, ink["ink"], 1.4)
        low, high = _ends(strip)
        place = min(max(at, low + HALF_WORDS), high - HALF_WORDS)
        yield TextMark(place, TOP + 0.16, words, ink["ink"], 7.5, "center", "bottom", bold=True)


def _dots_dots(strip: Dots, per_mm: float, ink: Ink) -> Iterator[Mark]:
    step, row_height, size, most = next(look for few, look in LOOKS if len(strip.values) <= few)
    for value, row in swarm(strip.values, per_mm * step, most):
        yield Dot(value, row * row_height, ink["bar"], size=size, stroke=ink["paper"], stroke_width=0.3)


def _letters(strip: Dots, per_mm: float, ink: Ink) -> Iterator[Mark]:
    places = _dots_apart([value for value, _ in strip.far], per_mm * LETTER_MM, _top(strip))
    for (_, letter), at in zip(strip.far, places, strict=True):
        yield TextMark(at, -TOP - LANE + 0.04, letter, ink["ink"], 7.5, "center", "bottom", bold=True)


def _dots_apart(values: Sequence[float], gap: float, top: float) -> list[float]:
    found = chart.spread(list(values), gap)
    return [min(max(at, gap / 2), top - gap / 2) for at in found]


BOX_MM: Final = 46.0
GAP_MM: Final = 5.0
"""Width of a box at most, and the room between two of a full row."""
HEIGHT_MM: Final = 13.5
UNDER_MM: Final = 3.2
"""What a box is higher with its name in two languages."""
APART_MM: Final = 7.5
"""From the foot of a box to the head of that below it."""


@dataclass(frozen=True)
class FactorBox:
    """One box: its name, the value now, and the words of the value before; `parts` are the boxes under it.

    Attributes:
        under: its name in the other language.
        sign: how it is joined to the box at its left, such as ×; "" for the first of a row.
    """

    name: str
    printed: str
    before: str
    sign: str = ""
    parts: tuple[FactorBox, ...] = ()
    under: str = ""


@dataclass(frozen=True)
class PlacedBox:
    """A box with its place: middle, top and width in mm, the middle of the box above it, and the height of all."""

    node: FactorBox
    x: float
    y: float
    width: float
    parent: float | None
    height: float


def tree(root: FactorBox, alt: str, ink: Ink, width_mm: float = 172) -> Chart:
    """The root at the top; each level below it over the whole width."""
    placed = list(_placed(root, width_mm, HEIGHT_MM + (UNDER_MM if root.under else 0.0)))
    height = max(one.y + one.height for one in placed) + 1
    canvas = Canvas(width_mm, height, (0, width_mm), (-0.5, height - 0.5), ink, downwards=True)
    marks = [*layered(_joints(placed, ink)), *layered(_boxes(placed, ink))]
    return Chart(canvas.draw(marks), alt, width_mm, height)


def _placed(root: FactorBox, width: float, height: float) -> Iterator[PlacedBox]:
    level: list[tuple[FactorBox, float | None]] = [(root, None)]
    row = 0
    while level:
        below: list[tuple[FactorBox, float | None]] = []
        step = width / len(level)
        for number, (node, parent) in enumerate(level):
            x = step * (number + 0.5)
            yield PlacedBox(node, x, row * (height + APART_MM), min(BOX_MM, step - GAP_MM), parent, height)
            below += [(part, x) for part in node.parts]
        level, row = below, row + 1


def _joints(placed: Sequence[PlacedBox], ink: Ink) -> Iterator[Mark]:
    for one in placed:
        if one.parent is not None:
            middle = one.y - APART_MM / 2
            yield RuleMark(one.parent, one.parent, one.y - APART_MM, middle, ink["ink-3"], 0.8)
            yield RuleMark(min(one.parent, one.x), max(one.parent, one.x), middle, middle, ink["ink-3"], 0.8)
            yield RuleMark(one.x, one.x, middle, one.y, ink["ink-3"], 0.8)


def _boxes(placed: Sequence[PlacedBox], ink: Ink) -> Iterator[Mark]:
    for one in placed:
        left, right = one.x - one.width / 2, one.x + one.width / 2
        yield Rect(left, right, one.y, one.y + one.height, ink["wash"], ink["ink-3"], 0.8)
        yield TextMark(one.x, one.y + 2.8, one.node.name, ink["ink-2"], 7.5, "center")
        lower = one.y + one.height - HEIGHT_MM
        if one.node.under:
            yield TextMark(one.x, one.y + 2.8 + UNDER_MM, one.node.under, ink["ink-3"], SMALL_POINTS, "center")
        yield TextMark(one.x, lower + 7.0, one.node.printed, ink["ink"], 9, "center", bold=True)
        yield TextMark(one.x, lower + 11.0, one.node.before, ink["ink-2"], 7, "center")
        if one.node.sign:
            yield TextMark(left - GAP_MM / 2, one.y + one.height / 2, one.node.sign, ink["ink"], 9, "center", bold=True)


ROW_MM: Final = 5.4
TREE_AIR_MM: Final = 2.0
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
    yield TextMark(left + TREE_AIR_MM, middle, branch.name, ink["ink"], 7.5, bold=bool(branch.parts))
    yield TextMark(left + column - 2 * TREE_AIR_MM, middle, branch.printed, ink["ink-2"], 7.5, align="right")
    if not branch.parts:
        return
    right, start, ends = left + column, top, []
    for part in branch.parts:
        ends.append(start + part.rows / 2)
        yield RuleMark(right, right + TREE_AIR_MM / 2, ends[-1], ends[-1], ink["rule"])
        yield from _drawn(part, level + 1, start, column, ink)
        start += part.rows
    yield RuleMark(right, right, ends[0], ends[-1], ink["rule"])
    yield RuleMark(right - TREE_AIR_MM, right, middle, middle, ink["rule"])
