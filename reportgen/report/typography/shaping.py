"""A text handed to Pango: the engine's own way first, then our spacing as attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weasyprint.text.ffi import TO_UNITS, ffi, pango

from reportgen.report.typography.spacing import FULL_WIDTH, LARGE, NONE, Justification, Spacing, spacing

PlainSetText = Callable[[Any, str, bool], None]
PlainReactivate = Callable[[Any, Any], None]
PlainGetFirstLine = Callable[[Any], tuple[Any, int | None]]

NO_STRETCH = Justification()

TO_THE_END = 2**32 - 1
"""Of a text, however long, as Pango has it."""

ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")


def spaced(plain: PlainSetText, *, is_aired: bool) -> Callable[..., None]:
    """`Layout.set_text` that also spaces and squeezes full-width text; `is_aired` as of `spacing`.

    `justification_spacing` of a layout is a number (the engine's, for lines without full-width text) or a Stretch.
    """

    def set_text(layout: Any, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's signature
        given = layout.justification_spacing
        stretch = given if isinstance(given, Justification) else Justification(0.0, given)
        _forget(layout)
        layout.justification_spacing = 0 if FULL_WIDTH.search(text) else stretch.space
        plain(layout, text, justify)
        layout.justification_spacing = given
        _space(layout, stretch if justify else NO_STRETCH, is_aired=is_aired)

    return set_text


def _space(layout: Any, stretch: Justification, *, is_aired: bool) -> None:
    if layout.style["white_space"] == "pre":
        return
    size = layout.style["font_size"]
    em = 1 / size if size else 0.0
    plan = spacing(
        layout.text, stretch.wide * em, loose=stretch.loose * em, is_aired=is_aired, is_large=is_aired and size >= LARGE
    )
    layout.shifts = {span.start: span.shift * size for span in plan.opened if span.shift}
    if plan != NONE:
        layout.was_spaced = True
        _set_attributes(layout, plan, stretch, size)


def _forget(layout: Any) -> None:
    """Take away the spacing of the text that this layout held before; the engine then gives its own to the new one."""
    if getattr(layout, "was_spaced", False):
        attributes = _attributes(layout)
        _letter_spacing(attributes, 0, TO_THE_END, _base(layout))
        pango.pango_layout_set_attributes(layout.layout, attributes)
        layout.was_spaced = False


def _base(layout: Any) -> float:
    base = layout.style["letter_spacing"]
    return 0.0 if base == "normal" else float(base)


def _set_attributes(layout: Any, plan: Spacing, stretch: Justification, size: float) -> None:
    attributes, base = _attributes(layout), _base(layout)
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


def to_be_drawn(plain: PlainReactivate) -> PlainReactivate:
    """`Layout.reactivate`, after which the next line is the one that is drawn."""

    def reactivate(layout: Any, style: Any) -> None:
        plain(layout, style)
        layout.is_to_be_drawn = True

    return reactivate


def shifted(plain: PlainGetFirstLine) -> PlainGetFirstLine:
    """`Layout.get_first_line` that, in a line to be drawn, gives each side of a character what it was meant to have."""

    def get_first_line(layout: Any) -> tuple[Any, int | None]:
        line, index = plain(layout)
        if getattr(layout, "is_to_be_drawn", False) and (shifts := getattr(layout, "shifts", None)):
            layout.is_to_be_drawn = False
            _shift(line, shifts)
        return line, index

    return get_first_line


def _shift(line: Any, shifts: Mapping[int, float]) -> None:
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        for position in range(glyphs.num_glyphs):
            pixels = shifts.get(item.offset + glyphs.log_clusters[position])
            if pixels is not None:
                glyphs.glyphs[position].geometry.x_offset += round(pixels * TO_UNITS)
        run = run.next


def _attributes(layout: Any) -> Any:
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        return ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    return attributes


def _letter_spacing(attributes: Any, start: int, end: int, pixels: float) -> None:
    attribute = pango.pango_attr_letter_spacing_new(round(pixels * TO_UNITS))
    attribute.start_index, attribute.end_index = start, end
    pango.pango_attr_list_change(attributes, attribute)
