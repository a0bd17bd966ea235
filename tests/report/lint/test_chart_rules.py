"""L09, L10, L23: charts that break a rule, and the house's own that keep them."""

from __future__ import annotations

import pytest

from report.lint.pages import findings
from reportgen.model.finding import Finding
from reportgen.report import lint
from reportgen.report.charts import ControlLimits, MonthColumn, TrendPoint, budget_columns, trend, variance_columns
from reportgen.report.charts.canvas import HATCH, Canvas
from reportgen.report.charts.chart import FORECAST, AreaMark, Axis, Dot, LineMark, Mark, Rect, RuleMark, TextMark
from reportgen.report.lint.drawing import drawing
from reportgen.report.tokens import ink

INK = ink()
BLUE, ORANGE, BLACK, PAPER = INK["fav"], INK["unfav"], INK["ink"], INK["paper"]


def canvas(**changes: object) -> Canvas:
    given = {"width_mm": 80, "height_mm": 40, "x": (0.0, 10.0), "y": (0.0, 10.0), "ink": INK} | changes
    return Canvas(**given)  # type: ignore[arg-type]


def told(svg: bytes, width_mm: float | None = None) -> list[Finding]:
    """What the lint says of a page with this chart, set at its own width if no other is given."""
    width_mm = width_mm or drawing(svg).width * 25.4 / 96
    body = f'<img src="charts/a.svg" alt="9月为3分" style="width:{width_mm}mm">'
    return [
        finding for finding in findings(body, {"charts/a.svg": svg}) if finding.rule in {"L09", "L10", "L15", "L23"}
    ]


def rules(*marks: Mark, width_mm: float | None = None, **frame: object) -> set[str]:
    return {finding.rule for finding in told(canvas(**frame).draw(marks), width_mm)}


def label(x: float, y: float, text: str, color: str = BLACK, points: float = 7.5, align: str = "left") -> TextMark:
    return TextMark(x, y, text, color, points, align)


def test_labels_that_touch_nothing_pass() -> None:
    assert rules(label(1, 2, "58.3"), label(1, 8, "同级中位")) == set()


def test_two_labels_on_each_other() -> None:
    assert rules(label(1, 5, "标准 45.0"), label(1.5, 5, "中位 51.6")) == {"L09"}
    assert rules(label(1, 5, "标准 45.0"), label(1, 6.2, "中位 51.6")) == set()


def test_a_label_beyond_the_edge_of_the_drawing() -> None:
    svg = canvas().draw([label(9, 5, "一个很长的标注文字", align="right")])

    assert told(svg) == []
    assert [finding.rule for finding in told(_shifted(svg, -200))] == ["L09"]


def _shifted(svg: bytes, pixels: float) -> bytes:
    """The drawing moved sideways in its own frame."""
    assert svg.count(b'transform="translate(0,0)"') > 0
    return svg.replace(b'transform="translate(0,0)"', f'transform="translate({pixels},0)"'.encode(), 1)


def test_a_line_of_another_series_through_a_label() -> None:
    through = LineMark(((0, 5), (10, 5.2)), BLUE)
    beside = LineMark(((0, 8), (10, 8.2)), BLUE)
    own = LineMark(((0, 5), (10, 5.2)), BLACK)

    assert rules(through, label(4, 5, "51.6")) == {"L09"}
    assert rules(beside, label(4, 5, "51.6")) == set()
    assert rules(own, label(4, 5, "51.6")) == set()


def test_a_patch_under_a_label_frees_it_of_the_line_below() -> None:
    line = RuleMark(0, 10, 5, 5, BLUE, 1.6)
    patch = Rect(3.5, 7.0, 3.8, 6.2, INK["wash"])
    words = label(4, 5, "51.6")

    assert rules(line, patch, words) == set()
    assert rules(patch, line, words) == {"L09"}


def test_a_dot_of_another_series_on_a_label() -> None:
    assert rules(Dot(4.05, 5, ORANGE), label(4, 5, "51.6")) == {"L09"}
    assert rules(Dot(3.3, 5, ORANGE), label(4, 5, "51.6")) == set()


def test_faint_grid_lines_are_ground() -> None:
    assert rules(RuleMark(0, 10, 5, 5, INK["grid"], 0.5), label(4, 5, "51.6")) == set()


@pytest.mark.parametrize(("text", "points", "is_small"), [
    ("51.6", 6.6, False), ("51.6", 6.5, True), ("中位", 7.0, False), ("中位", 6.9, True),
])  # fmt: skip
def test_type_has_a_least_size(text: str, points: float, is_small: bool) -> None:  # noqa: FBT001
    assert rules(label(1, 5, text, points=points)) == ({"L10"} if is_small else set())


def test_type_is_measured_as_it_is_printed() -> None:
    assert rules(label(1, 5, "51.6", points=7), width_mm=80) == set()
    assert rules(label(1, 5, "51.6", points=7), width_mm=60) == {"L10"}


def bars(base: float, *, labelled: bool = False) -> list[Mark]:
    values = (40.0, 60.0, 80.0)
    columns = [Rect(x - 0.3, x + 0.3, base, value, BLACK) for x, value in enumerate(values, start=1)]
    words = [
        TextMark(x, value, f"{value:.0f}", BLACK, 7.5, "center", "bottom", dy=-3)
        for x, value in enumerate(values, start=1)
    ]
    return [*columns, *(words if labelled else [])]


def axis(*ticks: float) -> Axis:
    return Axis({tick: f"{tick:g}" for tick in ticks})


def test_bars_begin_at_the_zero_of_their_axis() -> None:
    frame = {"x": (0.0, 4.0), "x_axis": Axis({1.0: "一", 2.0: "二", 3.0: "三"})}

    assert rules(*bars(0), y=(0.0, 100.0), y_axis=axis(0, 50, 100), **frame) == set()
    assert rules(*bars(30), y=(30.0, 100.0), y_axis=axis(40, 60, 80), **frame) == {"L23"}


def test_bars_without_an_axis_are_held_against_their_labels() -> None:
    frame = {"x": (0.0, 4.0)}

    assert rules(*bars(0, labelled=True), y=(0.0, 100.0), **frame) == set()
    assert rules(*bars(30, labelled=True), y=(30.0, 100.0), **frame) == {"L23"}


def test_bands_and_ranges_are_no_bars() -> None:
    bands = [Rect(0, 10, low, low + 2, INK["good-tint"]) for low in (0, 2, 4)]
    boxes = [Rect(x, x + 0.5, 3 + x / 10, 5 + x / 3, INK["wash-2"]) for x in (1, 4, 7)]

    assert rules(*bands, *boxes, y_axis=axis(2, 4, 6)) == set()


def test_two_upright_axes_are_one_too_many() -> None:
    svg = canvas(y_axis=axis(2, 8)).draw([LineMark(((0, 1), (10, 9)), BLACK)])
    second = svg.replace(b'<g class="mark-line', b'<g class="mark-group role-axis"><g class="mark-text role-axis-label">'
                         b'<text text-anchor="start" transform="translate(290,60)" font-family="Noto Sans CJK SC"'
                         b' font-size="10px" fill="#65717C">40</text></g></g><g class="mark-line')  # fmt: skip

    assert [finding.rule for finding in told(svg)] == []
    assert [finding.rule for finding in told(second)] == ["L23"]


def test_a_forecast_is_hatched_or_dashed() -> None:
    line = ((0.0, 3.0), (10.0, 5.0))
    area = ((0.0, 2.0, 4.0), (10.0, 3.0, 7.0))

    assert rules(LineMark(line, BLACK, dash=(4, 2), series=FORECAST)) == set()
    assert rules(LineMark(line, BLACK, series=FORECAST)) == {"L23"}
    assert rules(AreaMark(area, HATCH, FORECAST)) == set()
    assert rules(AreaMark(area, INK["wash"], FORECAST)) == {"L23"}
    assert rules(LineMark(line, BLACK)) == set()


def test_the_columns_of_the_budget_chart_hatch_their_forecast() -> None:
    columns = [MonthColumn(f"{n}月", 10.0 + n, f"{10 + n}", 9, 12, forecast=n > 2) for n in range(1, 5)]
    chart = budget_columns(columns, "四个月", INK)

    assert b"forecast_" in chart.svg
    assert told(chart.svg, chart.width_mm) == []
    solid = chart.svg.replace(b'fill="url(#hatch)"', f'fill="{BLACK}"'.encode())
    assert {finding.rule for finding in told(solid, chart.width_mm)} == {"L23"}


def test_the_words_of_a_standard_that_the_line_crosses_everywhere_stand_clear_of_it() -> None:
    points = [TrendPoint(f"{n:02}", 3.0 * (-1) ** n) for n in range(22)]
    for limits in (None, ControlLimits(0.1, -7.0, 7.0, "均值0.1")):
        chart = trend(points, "−3.0", {-2.0: "−2", 2.0: "2"}, "末期−3.0", INK, limits=limits, standard=(0.0, "标准0.0–2.0"),
                      width_mm=172)  # fmt: skip

        assert told(chart.svg, chart.width_mm) == []
        assert "标准0.0–2.0".encode() in chart.svg


def test_the_words_of_a_far_end_keep_clear_of_those_of_the_near_one():
    points = [TrendPoint(str(index), value) for index, value in enumerate((1.26, 1.29, 1.12))]
    drawn = trend(points, "1.12", {}, "1.12", INK, standard=(1.5, "标准1.50–2.50"), far_edge=(2.5, "标准上限2.50"),
                         width_mm=172)  # fmt: skip

    assert told(drawn.svg, drawn.width_mm) == []


def test_bars_on_both_sides_of_zero_pass() -> None:
    columns = [MonthColumn(f"{n}月", 0, "", variance=value, variance_printed=f"{value:+.0f}".replace("-", "−"))
               for n, value in enumerate((12.0, -30.0, 5.0), start=1)]  # fmt: skip
    chart = variance_columns(columns, "三个月", INK, higher_is_better=True)

    assert told(chart.svg, chart.width_mm) == []


def test_labels_are_read_on_the_bar_they_stand_on() -> None:
    dark = Rect(0, 10, 0, 10, BLACK)

    assert rules(dark, label(1, 5, "51.6", PAPER)) == set()
    assert rules(dark, label(1, 5, "51.6", INK["ink-2"])) == {"L15"}


def test_a_colour_that_no_token_has() -> None:
    assert rules(Rect(0, 10, 0, 10, "#ABCDEF")) == {"L15"}


def test_every_chart_rule_is_told_with_the_file() -> None:
    svg = canvas().draw([label(1, 5, "标准 45.0"), label(1.5, 5, "中位 51.6", points=5)])

    assert {(finding.rule, finding.facts["element"]) for finding in told(svg)} == {
        ("L09", "charts/a.svg"), ("L10", "charts/a.svg"),
    }  # fmt: skip
    assert {"L09", "L10", "L23"} <= lint.RULES.keys()


def test_a_drawing_is_taken_apart_into_what_was_put_in() -> None:
    marks = [Rect(1, 3, 2, 4, BLUE), Dot(5, 5, ORANGE), RuleMark(0, 10, 7, 7, BLACK, dash=(4, 2)), label(6, 5, "12.3")]

    found = drawing(canvas().draw(marks))

    assert [(shape.fill, shape.is_rectangle) for shape in found.shapes] == [(BLUE, True), (ORANGE, False)]
    left, top, right, bottom = found.shapes[0].corners
    assert (right - left, bottom - top) == pytest.approx((found.width * 0.2, found.height * 0.2), rel=0.02)
    assert [(stroke.is_dashed, stroke.colour) for stroke in found.strokes] == [(True, BLACK)]
    assert [text.text for text in found.labels] == ["12.3"]
