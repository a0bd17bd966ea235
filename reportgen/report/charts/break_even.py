"""Break-even: income and cost against the work, and the point at which they meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.report.charts.canvas import Canvas
from reportgen.report.charts.chart import Chart, Ink
from reportgen.report.charts.marks import Axis, Dot, Label, Line, Mark, Rule


@dataclass(frozen=True)
class CostLines:
    """Fixed and variable cost on a scale of income, in the unit of the page.

    Attributes:
        rate: variable cost for each unit of income.
        point, actual: break-even income and actual income, with their words.
        income_label, cost_label, fixed_label: words at the ends of the lines.
    """

    fixed: float
    rate: float
    point: float
    point_label: str
    actual: float
    actual_label: str
    income_label: str
    cost_label: str
    fixed_label: str


def break_even(rows: CostLines, ticks: dict[float, str], alt: str, ink: Ink, height_mm: float = 56) -> Chart:
    """Both lines from zero; dots where income covers cost and where the hospital stands."""
    width_mm = 172.0
    reach = max(rows.point, rows.actual) * 1.12
    top = max(reach, rows.fixed + rows.rate * reach) * 1.06
    visible = {at: text for at, text in ticks.items() if at <= reach}
    y_axis = Axis(visible, grid=True, tick_size=0)
    canvas = Canvas(width_mm - 12, height_mm - 6, (-reach * 0.015, reach * 1.3), (0, top), ink, Axis(visible), y_axis)
    return Chart(canvas.draw(list(_marks(rows, reach, top, ink))), alt, width_mm, height_mm)


def _marks(rows: CostLines, reach: float, top: float, ink: Ink) -> Iterator[Mark]:
    cost = rows.fixed + rows.rate * reach
    yield Rule(0, reach, rows.fixed, rows.fixed, ink["ink-3"], 1.0, (2, 2))
    yield Line(((0, 0), (reach, reach)), ink["ink"], 1.8)
    yield Line(((0, rows.fixed), (reach, cost)), ink["ink-2"], 1.4, (5, 2))
    apart = max(abs(reach - cost), top * 0.06) / 2
    middle, upper = (reach + cost) / 2, reach >= cost
    yield Label(reach, middle + (apart if upper else -apart), rows.income_label, ink["ink"], dx=5, bold=True)
    yield Label(reach, middle - (apart if upper else -apart), rows.cost_label, ink["ink-2"], dx=5)
    yield Label(reach, rows.fixed, rows.fixed_label, ink["ink-2"], dx=5)
    yield Rule(rows.point, rows.point, 0, rows.point, ink["ink-3"], 0.8, (2, 2))
    yield Rule(rows.actual, rows.actual, 0, rows.actual, ink["ink-3"], 0.8)
    yield Dot(rows.point, rows.point, ink["paper"], "diamond", 90, ink["ink"], 1.3)
    yield Dot(rows.actual, rows.actual, ink["ink"], size=46)
    left = rows.actual < rows.point
    yield Label(rows.actual, top * 0.03, rows.actual_label, ink["ink"], 7.5, "right" if left else "left", "bottom",
                dx=-4 if left else 4, bold=True)  # fmt: skip
    yield Label(rows.point, top * 0.03, rows.point_label, ink["ink"], 7.5, "left" if left else "right", "bottom",
                dx=4 if left else -4)  # fmt: skip
