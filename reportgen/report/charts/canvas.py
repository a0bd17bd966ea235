"""One pair of axes with layers of marks, described with Altair and drawn by vl-convert."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from reportgen.report.charts.chart import MM, PT, Ink, Range
from reportgen.report.charts.marks import Area, Axis, Dot, Label, Line, Mark, Rect, Rule

if TYPE_CHECKING:
    import altair as alt

HATCH: Final = "#010203"
"""A fill that no token has: replaced in the drawing by a hatched pattern (forecasts, parts that are missing)."""
HATCH_PATTERN: Final = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="{paper}"/><rect width="1" height="5" fill="{ink}"/></pattern></defs>'
)
CLIP_ID: Final = re.compile(r"clip(\d+)")  # clip12: numbered over the life of the process
ROOT: Final = re.compile(r"<svg[^>]*>")
NO_AXIS: Final = Axis(domain=False, tick_size=0)


@dataclass(frozen=True)
class Canvas:
    """The frame of a chart.

    Attributes:
        width_mm, height_mm: size of the plot itself, without axis labels.
        x, y: ranges of the two scales; `downwards` lets y grow to the foot.
        x_axis, y_axis: None hides an axis.
    """

    width_mm: float
    height_mm: float
    x: Range
    y: Range
    ink: Ink
    x_axis: Axis | None = None
    y_axis: Axis | None = None
    downwards: bool = False

    def draw(self, marks: Sequence[Mark]) -> bytes:
        """The SVG of all marks, the first at the bottom."""
        import altair as alt
        import vl_convert

        layers = [self._layer(list(group)) for _, group in groupby(marks, key=_look)]
        sized = alt.layer(*layers).properties(width=self.width_mm * MM, height=self.height_mm * MM)
        specification = sized.configure(**self._theme()).to_dict(validate=False)
        return self._finished(vl_convert.vegalite_to_svg(specification)).encode()

    def _finished(self, svg: str) -> str:
        numbers = list(dict.fromkeys(CLIP_ID.findall(svg)))
        svg = CLIP_ID.sub(lambda match: f"clip{numbers.index(match[1])}", svg)
        if HATCH not in svg:
            return svg
        pattern = HATCH_PATTERN.format(paper=self.ink["paper"], ink=self.ink["ink-3"])
        return ROOT.sub(lambda match: match[0] + pattern, svg.replace(HATCH, "url(#hatch)"), count=1)

    def _theme(self) -> dict[str, Any]:
        quiet = self.ink["ink-3"]
        axis = {
            "labelFontSize": 7 * PT,
            "labelColor": quiet,
            "domainColor": quiet,
            "domainWidth": 0.6,
            "tickColor": quiet,
            "tickWidth": 0.6,
            "gridColor": self.ink["grid"],
            "gridWidth": 0.5,
            "labelPadding": 2,
            "title": None,
            "labelOverlap": False,
        }
        return {
            "font": self.ink["chart-font"],
            "background": "transparent",
            "padding": 0,
            "axis": axis,
            "view": {"stroke": None},
        }

    def _layer(self, marks: list[Mark]) -> alt.Chart:
        import altair as alt
        import pandas as pd

        rows = pd.DataFrame(list(_rows(marks)))
        chart: alt.Chart = getattr(alt.Chart(rows), _METHODS[type(marks[0])])(**_properties(marks[0]))
        return chart.encode(**self._encodings(marks[0]))

    def _encodings(self, mark: Mark) -> dict[str, Any]:
        import altair as alt

        x = alt.X("x:Q", scale=alt.Scale(domain=list(self.x), nice=False, zero=False), axis=_axis(self.x_axis))
        scale = alt.Scale(domain=list(self.y), nice=False, zero=False, reverse=self.downwards)
        y = alt.Y("y:Q", scale=scale, axis=_axis(self.y_axis))
        plain: dict[str, Any] = {"x": x, "y": y}
        match mark:
            case Rect() | Rule():
                plain |= {"x2": "x2:Q", "y2": "y2:Q"}
            case Area():
                plain |= {"y2": "y2:Q"}
            case Label():
                plain |= {"text": "text:N"}
            case Line():
                plain |= {"detail": "line:N", "order": alt.Order("x:Q")}
            case Dot():
                pass
        return plain | _paint(mark)


_METHODS: Final = {
    Rect: "mark_rect",
    Rule: "mark_rule",
    Dot: "mark_point",
    Label: "mark_text",
    Line: "mark_line",
    Area: "mark_area",
}
_OWN: Final = {"x", "x2", "y", "y2", "text", "points"}  # what differs from row to row within one layer
_PAINT: Final = {"color", "fill", "stroke"}


def _look(mark: Mark) -> tuple[Any, ...]:
    """Marks of one look share a layer; colours are data."""
    skip = _OWN | _PAINT if not isinstance(mark, Label) else (_OWN - {"points"}) | _PAINT
    own = tuple(getattr(mark, f.name) for f in fields(mark) if f.name not in skip)
    return (type(mark).__name__, getattr(mark, "stroke", None) is None, *own)


def _rows(marks: Sequence[Mark]) -> Iterator[dict[str, Any]]:
    for number, mark in enumerate(marks):
        paint = {name: getattr(mark, name) for name in _PAINT if getattr(mark, name, None) is not None}
        match mark:
            case Line(points=points):
                yield from ({"x": x, "y": y, "line": number} | paint for x, y in points)
            case Area(points=points):
                yield from ({"x": x, "y": low, "y2": high} | paint for x, low, high in points)
            case _:
                yield {name: getattr(mark, name) for name in _OWN - {"points"} if hasattr(mark, name)} | paint


def _paint(mark: Mark) -> dict[str, Any]:
    import altair as alt

    channels = {"color": alt.Color, "fill": alt.Fill, "stroke": alt.Stroke}
    return {
        name: channel(f"{name}:N", scale=None, legend=None)
        for name, channel in channels.items()
        if getattr(mark, name, None) is not None
    }


def _properties(mark: Mark) -> dict[str, Any]:
    match mark:
        case Rect(stroke_width=width, stroke=stroke):
            return {"strokeWidth": width} if stroke else {}
        case Rule(width=width, dash=dash) | Line(width=width, dash=dash):
            return {"strokeWidth": width} | ({"strokeDash": list(dash)} if dash else {})
        case Dot():
            return {
                "shape": mark.shape,
                "size": mark.size,
                "strokeWidth": mark.stroke_width,
                "filled": True,
                "opacity": 1,
            }
        case Label():
            weight = "bold" if mark.bold else "normal"
            place = {"align": mark.align, "baseline": mark.baseline, "dx": mark.dx, "dy": mark.dy}
            return {"fontSize": mark.points * PT, "fontWeight": weight, **place}
        case Area():
            return {"opacity": 1}


def _axis(axis: Axis | None) -> Any:
    import altair as alt

    if axis is None:
        return None
    labels = "{" + ",".join(f"'{position:g}':'{text}'" for position, text in axis.ticks.items()) + "}"
    return alt.Axis(
        values=list(axis.ticks),
        labelExpr=f"{labels}[format(datum.value,'~r')]" if axis.ticks else "''",
        grid=axis.grid,
        domain=axis.domain,
        ticks=axis.tick_size > 0,
        tickSize=axis.tick_size,
        title=None,
    )
