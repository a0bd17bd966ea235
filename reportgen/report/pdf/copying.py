"""Text that copies as it was written, also where two characters are drawn by one glyph.

A font draws the middle dot and the bullet alike; a file can say only once what that glyph means, so one of the two
would copy as the other. Runs with such a character carry their own words beside the glyphs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

import pydyf
from weasyprint.text.ffi import ffi, harfbuzz

from reportgen.report.pdf.structure.elements import Content, Spot, Tree

BLANK: Final = frozenset(" \u00a0\u00ad\u200b\u2060\u3000")
"""Characters whose exchange nobody sees: spaces, and marks of where a line may break."""


def keep_words(tree: Tree, document: Any, texts: Mapping[tuple[int, int], str], spots: Mapping[Content, Spot]) -> None:
    """Give each run that would copy wrongly its own words.

    Args:
        tree: the structure, for its pages.
        document: the laid-out pages with the fonts that were drawn.
        texts: the text of a piece of marked content, by page index and number.
        spots: where marked content stands.
    """
    doubtful = doubtful_characters(document.fonts.values(), chain.from_iterable(texts.values()))
    if not doubtful:
        return
    for (page, number), text in texts.items():
        if doubtful.intersection(text):
            spots[Content(tree.pages[page].reference, number)].properties["ActualText"] = pydyf.String(text)


def doubtful_characters(fonts: Iterable[Any], written: Iterable[str]) -> frozenset[str]:
    """Characters whose glyph stands for another one of a text."""
    characters = sorted(set(written) - BLANK)
    return frozenset(chain.from_iterable(_doubtful(font, characters) for font in fonts))


def _doubtful(font: Any, characters: list[str]) -> Iterator[str]:
    for character in characters:
        glyph = nominal(font.hb_font, character)
        if glyph is not None:
            meant = font.to_unicode.get(glyph, character)
            if meant != character:
                yield character


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
