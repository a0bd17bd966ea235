"""Justified lines: all gaps beside a full-width character share the extra width, spaces take what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import create_layout, line_size

from reportgen.report.typography.spacing import FULL_WIDTH, SPACE, WIDER, WIDEST, Justification, has_gap

PRECISION = 0.01
"""CSS pixels by which a line may miss its goal."""

FAR = 2.0
"""Times what a line of Han can give, up to which it gives all: a number kept whole left the gap at its end."""

PlainJustify = Callable[[Any, Any, float], None]


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
