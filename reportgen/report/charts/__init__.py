"""Charts: plain rows in, one SVG with its alternative text out; Altair describes, vl-convert draws."""

from __future__ import annotations

from reportgen.report.charts.chart import Chart
from reportgen.report.charts.columns import (
    BarPart,
    MonthColumn,
    Used,
    budget_columns,
    composition,
    progress,
    variance_columns,
)
from reportgen.report.charts.effects import BridgeRow, EffectBar, ScenarioBar, bridge, effect_bars, tornado
from reportgen.report.charts.lines import Course, DumbbellRow, Fan, dumbbell, fan, lines
from reportgen.report.charts.scatter import CostLines, FittedLine, break_even, scatter
from reportgen.report.charts.slopes import Band, BandScale, Slope, SlopeReference, band_scale, slope_list
from reportgen.report.charts.strip import Dots, FactorBox, Strip, dot_strip, peer_strip, reach, tree
from reportgen.report.charts.trend import ControlLimits, Multiple, TrendPoint, ends, near, small_multiple, trend

__all__ = [
    "Band",
    "BandScale",
    "BarPart",
    "BridgeRow",
    "Chart",
    "ControlLimits",
    "CostLines",
    "Course",
    "Dots",
    "DumbbellRow",
    "EffectBar",
    "FactorBox",
    "Fan",
    "FittedLine",
    "MonthColumn",
    "Multiple",
    "ScenarioBar",
    "Slope",
    "SlopeReference",
    "Strip",
    "TrendPoint",
    "Used",
    "band_scale",
    "break_even",
    "bridge",
    "budget_columns",
    "composition",
    "dot_strip",
    "dumbbell",
    "effect_bars",
    "ends",
    "fan",
    "lines",
    "near",
    "peer_strip",
    "progress",
    "reach",
    "scatter",
    "slope_list",
    "small_multiple",
    "tornado",
    "tree",
    "trend",
    "variance_columns",
]
