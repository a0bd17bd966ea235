"""Gates on fonts: every character has a glyph, in a face that was asked for and may be used.

The font library puts another face in the place of a missing one without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration

from reportgen.model.finding import Finding
from reportgen.report.pdf.documents import PageText
from reportgen.report.pdf.findings import characters, finding

GENERIC: Final = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "math"}
)

NOTDEF: Final = 0


@cache
def font_configuration() -> FontConfiguration:
    """The fonts of this process, looked through once."""
    return FontConfiguration()


def problems(document: Any, families: frozenset[str], pages: Iterable[PageText]) -> Iterator[Finding]:
    """R01 missing glyphs, R02 faces that may not be used, R03 families that are not installed."""
    yield from _missing_glyphs(document.fonts.values(), [page.text for page in pages])
    yield from _unexpected(document.fonts.values(), families)
    yield from _missing_families(document)


def _missing_glyphs(fonts: Iterable[Any], texts: list[str]) -> Iterator[Finding]:
    for font in sorted(fonts, key=lambda font: str(font.hash)):
        found = {chr(codepoint) for codepoint in font.missing} | set(font.to_unicode.get(NOTDEF, ""))
        if found:
            yield finding("R01", characters=characters(found), family=font.family, text=_around(found, texts))


def _around(found: set[str], texts: list[str]) -> str:
    for text in texts:
        for line in text.splitlines():
            if found & set(line):
                return line[:60]
    return ""


def _unexpected(fonts: Iterable[Any], families: frozenset[str]) -> Iterator[Finding]:
    for font in sorted(fonts, key=lambda font: str(font.hash)):
        if font.family not in families:
            yield finding("R02", family=font.family, text="".join(font.to_unicode.values())[:40])


def _missing_families(document: Any) -> Iterator[Finding]:
    stacks = {box.style["font_family"] for page in document.pages for box in page._page_box.descendants()}  # noqa: SLF001
    asked = {family for stack in stacks for family in stack} - GENERIC
    for family in sorted(asked):
        if not is_installed(family):
            yield finding("R03", family=family)


def is_installed(family: str) -> bool:
    """Whether asking for a family brings that family."""
    font_map = font_configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(wanted, family.encode())
    font = pango.pango_font_map_load_font(font_map, context, wanted)
    if font == ffi.NULL:
        return False
    font = ffi.gc(font, gobject.g_object_unref)
    got = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    name = ffi.string(pango.pango_font_description_get_family(got)).decode()
    return bool(name.casefold() == family.casefold())
