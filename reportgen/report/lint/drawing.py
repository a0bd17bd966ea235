"""A chart's drawing taken apart: labels with their measured ink, shapes, lines and axes; pixels of the SVG.

Text as its font draws it: advances and ink, by the tables of the very face that the pages use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element, XMLParser

from weasyprint.text.ffi import ffi, gobject, pango

from reportgen.report.pdf import reading
from reportgen.report.pdf.markup import font_configuration

REGULAR = 400
MEASURES_BOLD = 700
PANGO_SCALE = 1024
LARGE = 1000
"""Size at which glyphs are measured, so that nothing is lost to rounding."""


@cache
def _face(family: str, bold: bool) -> tuple[Any, float, Any]:  # noqa: FBT001 - a part of the key
    """The face, its units in an em, and what keeps it alive."""
    font_map = font_configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(wanted, family.encode())
    pango.pango_font_description_set_weight(wanted, MEASURES_BOLD if bold else REGULAR)
    pango.pango_font_description_set_absolute_size(wanted, LARGE * PANGO_SCALE)
    font = ffi.gc(pango.pango_font_map_load_font(font_map, context, wanted), gobject.g_object_unref)
    face = pango.pango_font_get_hb_font(font)
    return face, float(reading.scale(face)), font


@cache
def _glyph(character: str, family: str, bold: bool) -> tuple[float, float, float, float, float]:  # noqa: FBT001
    """Advance, and the ink's left, right, top and bottom from the origin on the baseline, in em; y grows upwards."""
    face, em, _ = _face(family, bold)
    glyph = reading.nominal(face, character) or 0
    left, top, width, height = reading.extents(face, glyph)
    return reading.advance(face, glyph) / em, left / em, (left + width) / em, top / em, (top + height) / em


def advance(text: str, family: str, *, bold: bool = False) -> float:
    """Width of a text in em, without kerning."""
    return sum(_glyph(character, family, bold)[0] for character in text)


def ink(text: str, family: str, *, bold: bool = False) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn, in em from the start of the baseline; y grows downwards."""
    at, boxes = 0.0, []
    for character in text:
        width, left, right, top, bottom = _glyph(character, family, bold)
        if right > left:
            boxes.append((at + left, -top, at + right, -bottom))
        at += width
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


SVG: Final = "{http://www.w3.org/2000/svg}"
SHIFT: Final = re.compile(r"translate\(([^,)]+)[ ,]?([^)]*)\)")
STEP: Final = re.compile(r"([A-Za-z])([^A-Za-z]*)")
NUMBER: Final = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
BOLD: Final = frozenset({"bold", "600", "700", "800", "900"})
NONE: Final = "none"

Corners = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Point = tuple[float, float]


@dataclass(frozen=True)
class InkLabel:
    """A text: the corners of its ink, its size in pixels, and its colour.

    `order` is that in which it is painted among all that is drawn.
    """

    text: str
    corners: Corners
    size: float
    colour: str
    layer: str
    order: int


@dataclass(frozen=True)
class Shape:
    """A filled or outlined surface: a bar, a band, a dot; `order` as of a label."""

    corners: Corners
    fill: str
    stroke: str
    layer: str
    is_rectangle: bool
    order: int


@dataclass(frozen=True)
class Stroke:
    """A line through points, with the class of its layer; `order` as of a label."""

    points: tuple[Point, ...]
    colour: str
    is_dashed: bool
    layer: str
    order: int


@dataclass(frozen=True)
class InkScale:
    """An axis with words: position of each along it, upright or level."""

    is_upright: bool
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class ChartInk:
    """All that is drawn, in the order in which it is painted."""

    width: float
    height: float
    labels: tuple[InkLabel, ...]
    shapes: tuple[Shape, ...]
    strokes: tuple[Stroke, ...]
    scales: tuple[InkScale, ...]
    colours: frozenset[str]


@dataclass
class _Sheet:
    """What has been found so far."""

    labels: list[InkLabel]
    shapes: list[Shape]
    strokes: list[Stroke]
    scales: list[InkScale]
    colours: set[str]

    @property
    def order(self) -> int:
        """The number of the next thing painted."""
        return len(self.labels) + len(self.shapes) + len(self.strokes)


def drawing(svg: bytes) -> ChartInk:
    """Take a drawing of vl-convert apart.

    Raises:
        ValueError: it is none: no size, or no well-formed XML.
    """
    parser = XMLParser()  # noqa: S314 - our own drawing, not the user's
    parser.feed(svg)
    root = parser.close()
    found = _Sheet([], [], [], [], set())
    for child in root:
        _visit(child, (0.0, 0.0), "", found)
    return ChartInk(
        _length(root, "width"),
        _length(root, "height"),
        tuple(found.labels),
        tuple(found.shapes),
        tuple(found.strokes),
        tuple(found.scales),
        frozenset(found.colours),
    )


def _length(element: Element, name: str) -> float:
    return float(element.get(name, "0").removesuffix("px").removesuffix("mm"))


def _visit(element: Element, origin: Point, layer: str, found: _Sheet) -> None:
    tag = element.tag.removeprefix(SVG)
    if tag in {"defs", "title", "desc"} or element.get("display") == NONE:
        return
    at = _shifted(element, origin)
    layer = element.get("class") or layer
    found.colours.update(c for name in ("fill", "stroke") if (c := element.get(name)) and c.startswith("#"))
    if tag == "text":
        found.labels.append(_label(element, at, layer, found.order))
    elif tag in {"path", "rect"} and "background" not in layer:
        _surface(element, tag, at, layer, found)
    elif tag == "line":
        end = at[0] + _number(element, "x2"), at[1] + _number(element, "y2")
        start = at[0] + _number(element, "x1"), at[1] + _number(element, "y1")
        found.strokes.append(_stroke(element, (start, end), layer, found.order))
    before = len(found.labels)
    for child in element:
        _visit(child, at, layer, found)
    if "role-axis-label" in layer and tag == "g":
        found.scales.extend(_scale(element, found.labels[before:]))


def _shifted(element: Element, origin: Point) -> Point:
    match = SHIFT.search(element.get("transform", ""))
    return (origin[0] + float(match[1]), origin[1] + float(match[2] or 0)) if match else origin


def _number(element: Element, name: str) -> float:
    return float(element.get(name, 0))


def _label(element: Element, at: Point, layer: str, order: int) -> InkLabel:
    text = "".join(element.itertext())
    size = _length(element, "font-size")
    family = element.get("font-family", "").split(",")[0].strip(" '\"")
    bold = element.get("font-weight", "") in BOLD
    left, top, right, bottom = ink(text, family, bold=bold)
    width = advance(text, family, bold=bold) * size
    x = at[0] + _number(element, "x") - ANCHORS[element.get("text-anchor", "start")] * width
    y = at[1] + _number(element, "y")
    corners = (x + left * size, y + top * size, x + right * size, y + bottom * size)
    return InkLabel(text, corners, size, element.get("fill", "#000000"), layer, order)


def _surface(element: Element, tag: str, at: Point, layer: str, found: _Sheet) -> None:
    points = tuple(_path(element.get("d", ""), at)) if tag == "path" else _rectangle(element, at)
    if not points:
        return
    fill, stroke = element.get("fill", NONE), element.get("stroke", NONE)
    if fill == NONE:
        found.strokes.append(_stroke(element, points, layer, found.order))
        return
    xs, ys = zip(*points, strict=True)
    is_rectangle = tag == "rect" or "mark-rect" in layer
    corners = (min(xs), min(ys), max(xs), max(ys))
    found.shapes.append(Shape(corners, fill, stroke, layer, is_rectangle, found.order))


def _rectangle(element: Element, at: Point) -> tuple[Point, ...]:
    x, y = at[0] + _number(element, "x"), at[1] + _number(element, "y")
    return (x, y), (x + _length(element, "width"), y + _length(element, "height"))


def _stroke(element: Element, points: tuple[Point, ...], layer: str, order: int) -> Stroke:
    dashed = element.get("stroke-dasharray", NONE) not in {NONE, ""}
    return Stroke(points, element.get("stroke", NONE), dashed, layer, order)


def _path(data: str, at: Point) -> Iterator[Point]:
    """The corners of a path; of half a circle its end and the extremes."""
    x, y = at
    for command, rest in STEP.findall(data):
        values = [float(number) for number in NUMBER.findall(rest)]
        match command:
            case "M" | "L":
                x, y = at[0] + values[-2], at[1] + values[-1]
            case "A":
                x, y = at[0] + values[-2], at[1] + values[-1]
                yield x, y - values[1]
                yield x, y + values[1]
            case "H":
                x = at[0] + values[-1]
            case "V":
                y = at[1] + values[-1]
            case "h":
                x += values[-1]
            case "v":
                y += values[-1]
            case "l":
                x, y = x + values[-2], y + values[-1]
            case _:
                continue
        yield x, y


def _scale(group: Element, labels: list[InkLabel]) -> Iterator[InkScale]:
    """Words of an axis are centred on their ticks where it is level, and beside them where it is upright."""
    texts = [element for element in group if element.tag == f"{SVG}text"]
    if not labels:
        return
    is_upright = any(text.get("text-anchor", "start") != "middle" for text in texts)
    ticks = []
    for label in labels:
        left, top, right, bottom = label.corners
        ticks.append(((top + bottom) / 2 if is_upright else (left + right) / 2, label.text))
    yield InkScale(is_upright, tuple(ticks))
