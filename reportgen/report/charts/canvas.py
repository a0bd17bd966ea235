"""One pair of axes with layers of marks, described with Altair and drawn by vl-convert."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from reportgen import kept
from reportgen.model.printing import Composed, Figure
from reportgen.report import fonts
from reportgen.report.charts.chart import MM, PT, Drawing, Ink, Range
from reportgen.report.charts.looks import PAINTS, SAYS, Look, description
from reportgen.report.charts.marks import Area, Axis, Label, Line, Mark

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

    def draw(self, marks: Sequence[Mark]) -> Drawing:
        """The SVG of all marks, the first at the bottom."""
        svg = self._finished(_drawn(self.specification(marks)))
        return Drawing(svg.encode(), tuple(_figures(marks)))

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


def _figures(marks: Iterable[Mark]) -> Iterator[Figure]:
    for mark in marks:
        text = mark.text if isinstance(mark, Label) else None
        if isinstance(text, Figure):
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
            case Line(points=points):
                yield from ({"x": x, "y": y, "line": number} | paint for x, y in points)
            case Area(points=points):
                yield from ({"x": x, "y": low, "y2": high} | paint for x, low, high in points)
            case _:
                own = ("x", "x2", "y", "y2", "text")
                yield {name: getattr(mark, name) for name in own if hasattr(mark, name)} | paint


def _scale(domain: Range, *, downwards: bool = False) -> Any:
    import altair as alt

    return alt.Scale(domain=list(domain), nice=False, zero=False, reverse=downwards)


def _axis(axis: Axis | None) -> Any:
    import altair as alt

    if axis is None:
        return None
    # the format below writes U+2212 before a negative number
    keyed = {f"{position:g}".replace("-", "\N{MINUS SIGN}"): text for position, text in axis.ticks.items()}
    labels = "{" + ",".join(f"'{key}':'{text}'" for key, text in keyed.items()) + "}"
    return alt.Axis(
        values=list(axis.ticks),
        labelExpr=f"{labels}[format(datum.value,'~r')]" if axis.ticks else "''",
        grid=axis.grid,
        domain=axis.domain,
        ticks=axis.tick_size > 0,
        tickSize=axis.tick_size,
        title=None,
    )
