"""How marks of one kind look: described with Altair once, whatever the numbers; drawn again and again with new rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from reportgen.report.charts.chart import PT
from reportgen.report.charts.marks import Area, Dot, Label, Line, Mark, Rect, Rule

PAINTS: Final = ("color", "fill", "stroke")
SAYS: Final = "says"

_METHODS: Final = {
    Rect: "mark_rect",
    Rule: "mark_rule",
    Dot: "mark_point",
    Label: "mark_text",
    Line: "mark_line",
    Area: "mark_area",
}
_ENDS: Final = {Rect: ("x2", "y2"), Rule: ("x2", "y2"), Area: ("y2",), Label: ("text",), Line: ("detail", "order")}


@dataclass(frozen=True)
class Look:
    """What marks of one layer have in common; places, words and colours come from their rows.

    Attributes:
        method: the method of an Altair chart that makes the mark.
        properties: its arguments.
        channels: what the rows say besides x and y.
        series: name of the layer; "" for none.
    """

    method: str
    properties: tuple[tuple[str, Any], ...]
    channels: tuple[str, ...]
    series: str = ""

    @staticmethod
    def of(mark: Mark) -> Look:
        """The look of a mark."""
        paints = tuple(name for name in PAINTS if getattr(mark, name, None) is not None)
        said = (SAYS,) if getattr(mark, SAYS, "") else ()
        channels = (*_ENDS.get(type(mark), ()), *paints, *said)
        series = getattr(mark, "series", "")
        return Look(_METHODS[type(mark)], tuple(_properties(mark).items()), channels, series)


@cache
def description(look: Look) -> Mapping[str, Any]:
    """A layer of Vega-Lite without its rows.

    Building and checking a chart object takes milliseconds, and a report has hundreds of layers of a dozen looks.
    """
    import altair as alt

    # only marks that say something are described one by one
    told = {"aria": True} if SAYS in look.channels else {}
    properties = told | {name: list(value) if isinstance(value, tuple) else value for name, value in look.properties}
    empty = alt.Chart(alt.NamedData(name=""))
    chart: alt.Chart = getattr(empty, look.method)(**properties)
    layer = chart.encode(*(_channel(name) for name in look.channels)).to_dict(validate=False)
    return MappingProxyType({part: layer[part] for part in ("mark", "encoding") if part in layer})


def _channel(name: str) -> Any:
    import altair as alt

    paint = {"type": "nominal", "scale": None, "legend": None}
    channels: dict[str, tuple[Any, str, dict[str, Any]]] = {
        "color": (alt.Color, "color", paint),
        "fill": (alt.Fill, "fill", paint),
        "stroke": (alt.Stroke, "stroke", paint),
        "text": (alt.Text, "text", {"type": "nominal"}),
        "detail": (alt.Detail, "line", {"type": "nominal"}),
        "order": (alt.Order, "x", {"type": "quantitative"}),
        "x2": (alt.X2, "x2", {}),
        "y2": (alt.Y2, "y2", {}),
        SAYS: (alt.Description, SAYS, {"type": "nominal"}),
    }
    channel, field, more = channels[name]
    return channel(field=field, **more)


def _properties(mark: Mark) -> dict[str, Any]:
    match mark:
        case Rect(stroke_width=width, stroke=stroke):
            return {"strokeWidth": width} if stroke else {}
        case Rule(width=width, dash=dash) | Line(width=width, dash=dash):
            return {"strokeWidth": width} | ({"strokeDash": dash} if dash else {})
        case Dot():
            shape = {"shape": mark.shape, "size": mark.size, "strokeWidth": mark.stroke_width}
            return shape | {"filled": True, "opacity": 1}
        case Label():
            weight = "bold" if mark.bold else "normal"
            place = {"align": mark.align, "baseline": mark.baseline, "dx": mark.dx, "dy": mark.dy}
            return {"fontSize": mark.points * PT, "fontWeight": weight, **place}
        case Area():
            return {"opacity": 1}
