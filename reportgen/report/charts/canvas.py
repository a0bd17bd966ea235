"""One pair of axes with layers of marks, described with Altair and drawn by vl-convert.

How marks of one kind look: described with Altair once, whatever the numbers; drawn again and again with new rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from reportgen import kept
from reportgen.model.printing import Composed, PrintedNumber
from reportgen.report import fonts
from reportgen.report.charts.chart import (
    MM,
    PT,
    AreaMark,
    Axis,
    ChartDrawing,
    Dot,
    Ink,
    LineMark,
    Mark,
    Range,
    Rect,
    RuleMark,
    TextMark,
)

PAINTS: Final = ("color", "fill", "stroke")
SAYS: Final = "says"

_METHODS: Final = {
    Rect: "mark_rect",
    RuleMark: "mark_rule",
    Dot: "mark_point",
    TextMark: "mark_text",
    LineMark: "mark_line",
    AreaMark: "mark_area",
}
_ENDS: Final = {
    Rect: ("x2", "y2"),
    RuleMark: ("x2", "y2"),
    AreaMark: ("y2",),
    TextMark: ("text",),
    LineMark: ("detail", "order"),
}


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
        case RuleMark(width=width, dash=dash) | LineMark(width=width, dash=dash):
            return {"strokeWidth": width} | ({"strokeDash": dash} if dash else {})
        case Dot():
            shape = {"shape": mark.shape, "size": mark.size, "strokeWidth": mark.stroke_width}
            return shape | {"filled": True, "opacity": 1}
        case TextMark():
            weight = "bold" if mark.bold else "normal"
            place = {"align": mark.align, "baseline": mark.baseline, "dx": mark.dx, "dy": mark.dy}
            return {"fontSize": mark.points * PT, "fontWeight": weight, **place}
        case AreaMark():
            return {"opacity": 1}


HATCH: Final = "#010203"
"""A fill that no token has: replaced in the drawing by a hatched pattern (forecasts, parts that are missing)."""
HATCH_PATTERN: Final = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" fill="{paper}"/><rect width="1" height="5" fill="{ink}"/></pattern></defs>'
)
CLIP_ID: Final = re.compile(r"clip(\d+)")  # clip12: numbered over the life of the process
ROOT: Final = re.compile(r"<svg[^>]*>")


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

    def draw(self, marks: Sequence[Mark]) -> ChartDrawing:
        """The SVG of all marks, the first at the bottom."""
        svg = self._finished(_drawn(self.specification(marks)))
        return ChartDrawing(svg.encode(), tuple(_figures(marks)))

    def specification(self, marks: Sequence[Mark]) -> dict[str, Any]:
        """The chart in Vega-Lite: neighbours of one look share a layer."""
        layers = []
        datasets = {}
        for number, (look, group) in enumerate(groupby(marks, key=Look.of)):
            name = {"name": f"{look.series}_{number}"} if look.series else {}
            layers.append({"data": {"name": f"{number}"}, **name, **description(look)})
            datasets[f"{number}"] = list(_rows(list(group)))
        return {**self._frame(), "layer": layers, "datasets": datasets}

    def _frame(self) -> dict[str, Any]:
        """Scales, axes and theme; Altair is not asked to check them each time, which takes longer than to draw."""
        import altair as alt
        from altair.utils.schemapi import debug_mode

        with debug_mode(False):  # noqa: FBT003 - its own way
            x = alt.X(field="x", type="quantitative", scale=_scale(self.x), axis=_axis(self.x_axis))
            scale = _scale(self.y, downwards=self.downwards)
            y = alt.Y(field="y", type="quantitative", scale=scale, axis=_axis(self.y_axis))
            empty = alt.LayerChart(layer=[]).encode(x=x, y=y)
            sized = empty.properties(width=self.width_mm * MM, height=self.height_mm * MM)
            frame: dict[str, Any] = sized.configure(**self._theme()).to_dict(validate=False)
        return frame

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
            "aria": False,  # the page gives the whole picture its words
            "font": self.ink["chart-font"],
            "background": "transparent",
            "padding": 0,
            "axis": axis,
            "view": {"stroke": None},
        }


def _drawn(specification: dict[str, Any]) -> str:
    """What the library draws: of the same description with the same fonts the same, so that it is drawn once."""

    def draw() -> str:
        import vl_convert

        return vl_convert.vegalite_to_svg(specification)

    return kept.text_once("chart", (json.dumps(specification, ensure_ascii=False), fonts.state()), draw)


def _figures(marks: Iterable[Mark]) -> Iterator[PrintedNumber]:
    for mark in marks:
        text = mark.text if isinstance(mark, TextMark) else None
        if isinstance(text, PrintedNumber):
            yield text
        elif isinstance(text, Composed):
            yield from text.figures


def layered(marks: Iterable[Mark]) -> list[Mark]:
    """Marks that do not cover each other, those of one look together: the fewer layers, the sooner drawn."""
    looks: dict[Look, list[Mark]] = {}
    for mark in marks:
        looks.setdefault(Look.of(mark), []).append(mark)
    return [mark for group in looks.values() for mark in group]


def _rows(marks: Sequence[Mark]) -> Iterator[dict[str, Any]]:
    for number, mark in enumerate(marks):
        paint = {name: getattr(mark, name) for name in PAINTS if getattr(mark, name, None) is not None}
        if said := getattr(mark, SAYS, ""):
            paint[SAYS] = said
        match mark:
            case LineMark(points=points):
                yield from ({"x": x, "y": y, "line": number} | paint for x, y in points)
            case AreaMark(points=points):
                yield from ({"x": x, "y": low, "y2": high} | paint for x, low, high in points)
            case _:
                own = ("x", "x2", "y", "y2", "text")
                yield {name: getattr(mark, name) for name in own if hasattr(mark, name)} | paint


def _scale(domain: Range, *, downwards: bool = False) -> Any:
    import altair as alt

    return alt.Scale(domain=list(domain), nice=False, zero=False, reverse=downwards)


def _key(position: float) -> str:
    """A position as the format of the labels writes it: six digits, no power of ten, U+2212 before a negative."""
    return f"{Decimal(f'{position:g}'):f}".replace("-", "\N{MINUS SIGN}")


def _axis(axis: Axis | None) -> Any:
    import altair as alt

    if axis is None:
        return None
    keyed = {_key(position): text for position, text in axis.ticks.items()}
    labels = "{" + ",".join(f"'{key}':'{text}'" for key, text in keyed.items()) + "}"
    return alt.Axis(
        values=list(axis.ticks),
        labelExpr=f"{labels}[format(datum.value,'~r')]" if axis.ticks else "''",
        grid=axis.grid,
        domain=axis.domain,
        ticks=axis.tick_size > 0,
        tickSize=axis.tick_size,
        title=None,
        labelFontSize=axis.points * PT if axis.points else alt.Undefined,
    )
