"""Chinese typography that the layout engine lacks: lines justified, text shaped, without a character added.

characters   which characters are Han, full width, opening or closing
spacing      where a text opens or closes up, in em: pure, cached
shaping      a text handed to Pango with that spacing
justified    a line stretched evenly between Han instead of in its few spaces
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import create_layout, line_size

from reportgen.report.typography.spacing import (
    FULL_WIDTH,
    LARGE,
    NONE,
    SPACE,
    WIDER,
    WIDEST,
    Justification,
    Spacing,
    has_gap,
    spacing,
)

PRECISION = 0.01
"""CSS pixels by which a line may miss its goal."""

FAR = 2.0
"""Times what a line of Han can give, up to which it gives all: a number kept whole left the gap at its end."""

PlainJustify = Callable[[Any, Any, float], None]
PlainSetText = Callable[[Any, str, bool], None]
PlainReactivate = Callable[[Any, Any], None]
PlainGetFirstLine = Callable[[Any], tuple[Any, int | None]]
NO_STRETCH = Justification()
TO_THE_END = 2**32 - 1
"""Of a text, however long, as Pango has it."""


def justified(plain: PlainJustify) -> PlainJustify:
    """`inline.justify_line` that stretches Han too; a line of nothing but Han that is far too short stays ragged."""

    def justify_line(context: Any, line: Any, extra: float) -> None:
        texts = list(_texts(line))
        if not any(FULL_WIDTH.search(box.text) for box in texts):
            plain(context, line, extra - _unkerned(context, texts, extra))
            return
        after_gaps = frozenset(id(after) for before, after in pairwise(texts) if has_gap(before.text, after.text))
        if stretch := _stretch(context, texts, extra, stretch_limit(line.style), len(after_gaps)):
            _spread(context, line, stretch, 0.0, after_gaps)

    return justify_line


def _unkerned(context: Any, texts: list[Any], extra: float) -> float:
    """By how much words of Latin grow when their spaces do: a space that is widened is kerned no more."""
    spaces = sum(len(SPACE.findall(box.text)) for box in texts)
    if not spaces:
        return 0.0
    widened = Justification(0.0, extra / spaces)
    grown = (_measure(context, box, widened)[0] - _measure(context, box, Justification())[0] for box in texts)
    return float(sum(grown) - extra)


def stretch_limit(style: Any) -> float:
    """The most that a Han may be given, in CSS pixels: more where the style has taken from each before."""
    spacing = style["letter_spacing"]
    return float(WIDEST * style["font_size"] - (0.0 if spacing == "normal" else min(spacing, 0.0)))


def _stretch(context: Any, texts: list[Any], extra: float, limit: float, gaps: int) -> Justification | None:
    """What a line is given that is `extra` too short; `gaps` loose ones stand between its texts."""

    def width(wide: float, space: float, loose: float = 0.0) -> float:
        return float(sum(_measure(context, box, Justification(wide, space, loose))[0] for box in texts)) + gaps * loose

    natural = width(0, 0)
    goal = natural + extra
    widest = width(limit, limit)
    if widest >= goal:
        even = _solve(lambda pixels: width(pixels, pixels), goal, (0.0, natural), (limit, widest))
        return Justification(even, even)
    slope = width(limit, limit + 1) - widest
    if slope > 0:
        return Justification(limit, limit + (goal - widest) / slope)
    most = WIDER * min(box.style["font_size"] for box in texts)
    loosest = width(limit, limit, most)
    if loosest >= goal:
        loose = _solve(lambda pixels: width(limit, limit, pixels), goal, (0.0, widest), (most, loosest))
        return Justification(limit, limit, loose)
    return Justification(limit, limit) if extra <= FAR * (widest - natural) else None


def _solve(width: Callable[[float], float], goal: float, low: tuple[float, float], high: tuple[float, float]) -> float:
    """The argument at which a nearly linear function reaches its goal: three steps of regula falsi."""
    middle = low[0]
    for _ in range(3):
        middle = low[0] + (high[0] - low[0]) * (goal - low[1]) / max(high[1] - low[1], 1e-9)
        reached = width(middle)
        if abs(reached - goal) < PRECISION:
            break
        low, high = ((middle, reached), high) if reached < goal else (low, (middle, reached))
    return middle


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.LineBox | boxes.InlineBox):
            yield from _texts(child)


def _measure(context: Any, box: Any, stretch: Justification) -> tuple[float, Any]:
    layout = create_layout(box.text, box.style, context, None, stretch)
    layout.set_text(layout.text, justify=True)
    return line_size(layout.get_first_line()[0], box.style)[0], layout


def _spread(context: Any, box: Any, stretch: Justification, advance: float, after_gaps: frozenset[int]) -> float:
    """Widen the texts of a box and move what follows; returns how far the next one moves."""
    if isinstance(box, boxes.TextBox):
        advance += stretch.loose if id(box) in after_gaps else 0.0
        return advance + _widen(context, box, stretch, advance)
    if not isinstance(box, boxes.LineBox | boxes.InlineBox):
        box.translate(advance, 0)
        return advance
    box.position_x += advance
    start = advance
    for child in box.children:
        if child.is_in_normal_flow():
            advance = _spread(context, child, stretch, advance, after_gaps)
    box.width += advance - start
    return advance


def _widen(context: Any, box: Any, stretch: Justification, advance: float) -> float:
    before, _ = _measure(context, box, Justification())
    after, layout = _measure(context, box, stretch)
    layout.deactivate()
    box.position_x += advance
    box.justification_spacing = stretch
    box.pango_layout = layout
    box.width += after - before
    return float(after - before)


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
