"""The words of laid-out pages, in the order in which they are read, and as they copy from the file.

A font draws the middle dot and the bullet alike; a file can say only once what that glyph means, so one of the two
would copy as the other. Runs with such a character carry their own words beside the glyphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import ffi, harfbuzz

from reportgen.report.pdf.documents import PageText

POINTS = 0.75
"""Points in a CSS pixel."""


def pages(made: Iterable[Any]) -> tuple[PageText, ...]:
    """All pages that the engine made of a document; margin boxes are left out."""
    return tuple(
        PageText(
            number=number,
            text="\n".join(_blocks(page._page_box)),  # noqa: SLF001 - no public way to the words
            anchors=tuple(page.anchors),
            size=(page.width * POINTS, page.height * POINTS),
            reach={name: (box[1] * POINTS, box[3] * POINTS) for name, box in page.anchors.items()},
            used=_used(page._page_box),  # noqa: SLF001
            drawn="\n".join(_drawn(page._page_box)),  # noqa: SLF001
            block=_block(page._page_box),  # noqa: SLF001
        )
        for number, page in enumerate(made, start=1)
    )


def _block(page: Any) -> tuple[float, float]:
    """Top and height of the text block, in points."""
    return page.content_box_y() * POINTS, page.height * POINTS


def _used(page: Any) -> float:
    """How far lines and pictures reach down, as a share of the text block."""
    top: float = page.content_box_y()
    height: float = page.height
    return max((bottom - top for bottom in _bottoms(page)), default=0.0) / height


def _bottoms(box: Any) -> Iterator[float]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox | boxes.ReplacedBox):
            yield child.position_y + child.height
        elif not isinstance(child, boxes.MarginBox):
            yield from _bottoms(child)


def _blocks(box: Any) -> Iterator[str]:
    lines = []
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            lines.append("".join(_words(child)).strip())
        elif not isinstance(child, boxes.MarginBox):
            yield from _blocks(child)
    if text := _joined(lines):
        yield text


def _drawn(box: Any) -> Iterator[str]:
    """What stands in drawings, a line for each label."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.ReplacedBox):
            yield from labels(child.replacement)
        elif not isinstance(child, boxes.MarginBox):
            yield from _drawn(child)


def labels(image: Any) -> Iterator[str]:
    """What stands in a drawing, a label at a time."""
    svg = getattr(image, "_svg", None)
    if svg is not None:
        yield from (text for text in svg.tree._etree_node.itertext() if text.strip())  # noqa: SLF001 - as above


def _words(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            yield child.text
        else:
            yield from _words(child)


def _joined(lines: list[str]) -> str:
    """Lines as one text: a break between Latin words was a space, one between Han was nothing."""
    text = ""
    for line in lines:
        gap = " " if text and line and text[-1].isascii() and line[0].isascii() else ""
        text += gap + line
    return text


ffi.cdef("""
    typedef struct { int32_t x_bearing, y_bearing, width, height; } reportgen_extents_t;
    hb_bool_t hb_font_get_nominal_glyph (hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    int32_t hb_font_get_glyph_h_advance (hb_font_t *font, hb_codepoint_t glyph);
    hb_bool_t hb_font_get_glyph_extents (hb_font_t *font, hb_codepoint_t glyph, reportgen_extents_t *extents);
    void hb_font_get_scale (hb_font_t *font, int *x_scale, int *y_scale);
""")


def nominal(font: Any, character: str) -> int | None:
    """The glyph of a character; None where the font has none."""
    glyph = ffi.new("hb_codepoint_t *")
    found = harfbuzz.hb_font_get_nominal_glyph(font, ord(character), glyph)
    return int(glyph[0]) if found else None


def advance(font: Any, glyph: int) -> int:
    """How far a glyph moves the pen, in units of the font's scale."""
    return int(harfbuzz.hb_font_get_glyph_h_advance(font, glyph))


def extents(font: Any, glyph: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of a glyph's ink, in units of the font's scale; y and height upwards."""
    ink = ffi.new("reportgen_extents_t *")
    harfbuzz.hb_font_get_glyph_extents(font, glyph, ink)
    return ink.x_bearing, ink.y_bearing, ink.width, ink.height


def scale(font: Any) -> int:
    """Units of an em across."""
    across, down = ffi.new("int *"), ffi.new("int *")
    harfbuzz.hb_font_get_scale(font, across, down)
    return int(across[0])
