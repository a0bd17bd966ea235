"""What the font library knows of single glyphs, and the layout engine does not ask it."""

from __future__ import annotations

from typing import Any

from weasyprint.text.ffi import ffi, harfbuzz

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
