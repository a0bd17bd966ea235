"""L23: scales of charts that do not mislead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.charts.marks import FORECAST
from reportgen.report.lint.drawing import Drawing, Scale, Shape
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Layout
from reportgen.report.lint.numbers import value_of
from reportgen.report.lint.rules.charts import placed

SAME_PX: Final = 0.6
"""As far as two edges may differ and still be one."""
LABELLED: Final = 2
"""Bars with labels that are needed to hold their lengths against each other."""
HATCH: Final = "url("


def honest(layout: Layout) -> Iterator[Finding]:
    """L23: two upright axes, bars that do not begin at zero, a forecast that looks like a fact."""
    for page, picture, drawing, _ in placed(layout):
        for what in _faults(drawing):
            yield found("L23", page.number, picture.source, picture.heading, what=f"@layout.fault.{what}")


def _faults(drawing: Drawing) -> Iterator[str]:
    if sum(scale.is_upright for scale in drawing.scales) > 1:
        yield "axes"
    if any(not _from_zero(bars, drawing) for bars in _bars(drawing)):
        yield "zero"
    if not _forecast_shows(drawing):
        yield "forecast"


class Bars:
    """Bars of one layer that stand on one line, told by their geometry: positions, lengths from it, and where it is."""

    def __init__(self, shapes: Sequence[Shape], *, is_upright: bool, base: float) -> None:
        self.is_upright = is_upright
        self.base = base
        near, far = (1, 3) if is_upright else (0, 2)
        side = (0, 2) if is_upright else (1, 3)
        self.centres = [(s.corners[side[0]] + s.corners[side[1]]) / 2 for s in shapes]
        self.ends = [s.corners[near] if abs(s.corners[far] - base) < SAME_PX else s.corners[far] for s in shapes]

    def lengths(self) -> list[float]:
        """How far each reaches from its line."""
        return [abs(end - self.base) for end in self.ends]


def _bars(drawing: Drawing) -> Iterator[Bars]:
    layers: dict[tuple[str, str, str], list[Shape]] = defaultdict(list)
    for shape in drawing.shapes:
        if shape.is_rectangle:
            layers[shape.layer, shape.fill, shape.stroke].append(shape)
    for shapes in layers.values():
        for is_upright in (True, False):
            if (base := _base(shapes, is_upright=is_upright)) is not None:
                yield Bars(shapes, is_upright=is_upright, base=base)


def _base(shapes: Sequence[Shape], *, is_upright: bool) -> float | None:
    """The line on which all stand; None where they are no bars: no common line, thickness or lengths that differ."""
    near, far, first, last = (1, 3, 0, 2) if is_upright else (0, 2, 1, 3)
    centres = {round(shape.corners[first] + shape.corners[last]) for shape in shapes}
    widths = [shape.corners[last] - shape.corners[first] for shape in shapes]
    lengths = [shape.corners[far] - shape.corners[near] for shape in shapes]
    if len(centres) < LABELLED or max(widths) - min(widths) > SAME_PX or max(lengths) - min(lengths) < SAME_PX:
        return None
    for base in (shapes[0].corners[far], shapes[0].corners[near]):
        if all(min(abs(s.corners[near] - base), abs(s.corners[far] - base)) < SAME_PX for s in shapes):
            return base
    return None


def _from_zero(bars: Bars, drawing: Drawing) -> bool:
    for scale in drawing.scales:
        if scale.is_upright == bars.is_upright and (zero := _zero(scale)) is not None:
            return abs(zero - bars.base) < 2 * SAME_PX
    return _in_proportion(bars, drawing)


def _zero(scale: Scale) -> float | None:
    """Where an axis of numbers has its zero; None for one of words."""
    ticks = [(position, value) for position, text in scale.ticks if (value := value_of(text)) is not None]
    if len(ticks) < LABELLED or len(ticks) < len(scale.ticks):
        return None
    (first, low), (last, high) = ticks[0], ticks[-1]
    return None if high == low else first - low * (last - first) / (high - low)


def _in_proportion(bars: Bars, drawing: Drawing) -> bool:
    """Whether lengths are to each other as the numbers printed at the bars, within their rounding."""
    least, most = 0.0, float("inf")
    for centre, length in zip(bars.centres, bars.lengths(), strict=True):
        printed = [label.text for label in drawing.labels if abs(_middle(label.corners, bars) - centre) < 1.0]
        value = value_of(printed[0]) if len(printed) == 1 else None
        if value is None:
            return True
        half = 0.5 * 10.0 ** -_decimals(printed[0])
        least = max(least, (length - SAME_PX) / (abs(value) + half))
        most = min(most, (length + SAME_PX) / max(abs(value) - half, 1e-9))
    return least <= most


def _middle(corners: tuple[float, float, float, float], bars: Bars) -> float:
    return (corners[0] + corners[2]) / 2 if bars.is_upright else (corners[1] + corners[3]) / 2


def _decimals(text: str) -> int:
    match = re.search(r"\.(\d+)", text)
    return len(match[1]) if match else 0


def _forecast_shows(drawing: Drawing) -> bool:
    shapes = [shape for shape in drawing.shapes if FORECAST in shape.layer and "symbol" not in shape.layer]
    strokes = [stroke for stroke in drawing.strokes if FORECAST in stroke.layer]
    return all(shape.fill.startswith(HATCH) for shape in shapes) and all(stroke.is_dashed for stroke in strokes)
