"""Text as its font draws it: advances and ink, by the tables of the very face that the pages use."""

from __future__ import annotations

from functools import cache
from typing import Any

from weasyprint.text.ffi import ffi, gobject, pango

from reportgen.report.pdf import glyphs
from reportgen.report.pdf.faces import font_configuration

REGULAR = 400
BOLD = 700
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
    pango.pango_font_description_set_weight(wanted, BOLD if bold else REGULAR)
    pango.pango_font_description_set_absolute_size(wanted, LARGE * PANGO_SCALE)
    font = ffi.gc(pango.pango_font_map_load_font(font_map, context, wanted), gobject.g_object_unref)
    face = pango.pango_font_get_hb_font(font)
    return face, float(glyphs.scale(face)), font


@cache
def _glyph(character: str, family: str, bold: bool) -> tuple[float, float, float, float, float]:  # noqa: FBT001
    """Advance, and the ink's left, right, top and bottom from the origin on the baseline, in em; y grows upwards."""
    face, em, _ = _face(family, bold)
    glyph = glyphs.nominal(face, character) or 0
    left, top, width, height = glyphs.extents(face, glyph)
    return glyphs.advance(face, glyph) / em, left / em, (left + width) / em, top / em, (top + height) / em


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
