"""A text handed to Pango: the engine's own way first, then our spacing as attributes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, pango

from reportgen.report.typography.characters import FULL_WIDTH
from reportgen.report.typography.spacing import LARGE, NONE, Spacing, Stretch, spacing

PlainSetText = Callable[[Any, str, bool], None]

NO_STRETCH = Stretch()

ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")


def spaced(plain: PlainSetText, *, is_aired: bool) -> Callable[..., None]:
    """`Layout.set_text` that also spaces and squeezes full-width text; `is_aired` as of `spacing`.

    `justification_spacing` of a layout is a number (the engine's, for lines without full-width text) or a Stretch.
    """

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's signature
        given = layout.justification_spacing
        stretch = given if isinstance(given, Stretch) else Stretch(0.0, given)
        layout.justification_spacing = 0 if FULL_WIDTH.search(text) else stretch.space
        plain(layout, text, justify)
        layout.justification_spacing = given
        _space(layout, stretch if justify else NO_STRETCH, is_aired=is_aired)

    return set_text


def _space(layout: Any, stretch: Stretch, *, is_aired: bool) -> None:
    if layout.style["white_space"] == "pre":
        return
    size = layout.style["font_size"]
    plan = spacing(layout.text, stretch.wide / size if size else 0.0, is_aired=is_aired, is_large=size >= LARGE)
    stale = getattr(layout, "was_spaced", False)
    if plan == NONE and not stale:
        return
    layout.was_spaced = True
    _set_attributes(layout, plan, stretch, size, clear=stale)


def _set_attributes(layout: Any, plan: Spacing, stretch: Stretch, size: float, *, clear: bool) -> None:
    attributes = _attributes(layout)
    base = layout.style["letter_spacing"]
    base = 0.0 if base == "normal" else base
    if clear:  # ranges of the text that this layout held before
        _letter_spacing(attributes, 0, len(layout.text.encode()), base)
    for span in plan.opened:
        _letter_spacing(attributes, span.start, span.end, span.em * size + base)
    for start, end in plan.spaces:
        _letter_spacing(attributes, start, end, stretch.space + base + layout.style["word_spacing"])
    for start, end in plan.squeezed:
        half = pango.pango_attr_font_features_new(b"halt 1")
        half.start_index, half.end_index = start, end
        pango.pango_attr_list_insert(attributes, half)
    for start, end in plan.kept:
        whole = pango.pango_attr_allow_breaks_new(False)  # noqa: FBT003 - Pango's signature
        whole.start_index, whole.end_index = start, end
        pango.pango_attr_list_insert(attributes, whole)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _attributes(layout: Any) -> Any:
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        return ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    return attributes


def _letter_spacing(attributes: Any, start: int, end: int, pixels: float) -> None:
    attribute = pango.pango_attr_letter_spacing_new(round(pixels * TO_UNITS))
    attribute.start_index, attribute.end_index = start, end
    pango.pango_attr_list_change(attributes, attribute)
