"""Charts: plain rows in, one SVG with its alternative text out; Altair describes, vl-convert draws."""

from __future__ import annotations

from reportgen.report.charts.bands import Band, BandScale, Reference, band_scale
from reportgen.report.charts.break_even import CostLines, break_even
from reportgen.report.charts.bridge import Step, bridge
from reportgen.report.charts.chart import Chart
from reportgen.report.charts.columns import Column, budget_columns, variance_columns
from reportgen.report.charts.composition import Part, composition
from reportgen.report.charts.dots import Dots, dot_strip
from reportgen.report.charts.dumbbell import Pair, dumbbell
from reportgen.report.charts.effects import Effect, effect_bars
from reportgen.report.charts.fan import Fan, fan
from reportgen.report.charts.lines import Course, lines
from reportgen.report.charts.multiples import Multiple, small_multiple
from reportgen.report.charts.progress import Used, progress
from reportgen.report.charts.scatter import Fit, scatter
from reportgen.report.charts.slopes import Slope, slope_list
from reportgen.report.charts.strip import Strip, peer_strip, reach
from reportgen.report.charts.tornado import Outcome, tornado
from reportgen.report.charts.tree import Node, tree
from reportgen.report.charts.trend import Limits, TrendPoint, ends, near, trend

__all__ = [
    "Band",
    "BandScale",
    "Chart",
    "Column",
    "CostLines",
    "Course",
    "Dots",
    "Effect",
    "Fan",
    "Fit",
    "Limits",
    "Multiple",
    "Node",
    "Outcome",
    "Pair",
    "Part",
    "Reference",
    "Slope",
    "Step",
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
