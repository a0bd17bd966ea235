"""Charts the usual way: a data frame and an Altair chart for each layer, checked against the schema by default."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from reportgen.report.charts.canvas import PAINTS, SAYS, Canvas, Look, _axis, _rows
from reportgen.report.charts.chart import MM
from reportgen.report.charts.marks import Mark

SHORTHANDS = {"x2": "x2:Q", "y2": "y2:Q", "text": "text:N", "detail": "line:N", SAYS: f"{SAYS}:N"}
NAMES = {SAYS: "description"}
"""Channels that are called otherwise in Altair."""
PAINTED = {"color": alt.Color, "fill": alt.Fill, "stroke": alt.Stroke}


def draw(canvas: Canvas, marks: Sequence[Mark]) -> bytes:
    """What `Canvas.draw` gives, apart from names for screen readers inside the picture."""
    layers = [_layer(canvas, look, list(group)) for look, group in groupby(marks, key=Look.of)]
    theme = {name: value for name, value in canvas._theme().items() if name != "aria"}
    sized = alt.layer(*layers).properties(width=canvas.width_mm * MM, height=canvas.height_mm * MM)
    drawn = vl_convert.vegalite_to_svg(sized.configure(**theme).to_dict())
    return canvas._finished(drawn).encode()


def _layer(canvas: Canvas, look: Look, marks: list[Mark]) -> Any:
    rows = pd.DataFrame(list(_rows(marks)))
    properties = {name: list(value) if isinstance(value, tuple) else value for name, value in look.properties}
    chart = getattr(alt.Chart(rows), look.method)(**properties)
    return chart.encode(**_places(canvas), **{NAMES.get(name, name): _channel(name) for name in look.channels})


def _places(canvas: Canvas) -> dict[str, Any]:
    x_scale = alt.Scale(domain=list(canvas.x), nice=False, zero=False)
    y_scale = alt.Scale(domain=list(canvas.y), nice=False, zero=False, reverse=canvas.downwards)
    return {
        "x": alt.X("x:Q", scale=x_scale, axis=_axis(canvas.x_axis)),
        "y": alt.Y("y:Q", scale=y_scale, axis=_axis(canvas.y_axis)),
    }


def _channel(name: str) -> Any:
    if name in PAINTS:
        return PAINTED[name](f"{name}:N", scale=None, legend=None)
    return alt.Order("x:Q") if name == "order" else SHORTHANDS[name]
