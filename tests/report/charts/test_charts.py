"""Charts are real text on true proportions, the same bytes each time, and never draw an absent value."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model import printing
from reportgen.report import charts, fonts
from reportgen.report.charts.canvas import Canvas, Look, description, layered
from reportgen.report.charts.chart import Axis, RuleMark, TextMark, spread
from reportgen.report.charts.funding import FlowGroup, FlowStep, FundedBar, FundedPart, cash_flows, use_and_sources
from reportgen.report.charts.slopes import band_names
from reportgen.report.charts.strip import reach, swarm

INK = {
    "ink": "#111111", "ink-2": "#222222", "ink-3": "#333333", "prev": "#a0a0a0", "rule": "#c0c0c0", "wash": "#f4f4f4",
    "wash-2": "#e8e8e8", "paper": "#ffffff", "accent": "#0000aa", "fav": "#0000ff", "unfav": "#bb4400",
    "grid": "#e1e1e1", "chart-font": "Noto Sans CJK SC",
}  # fmt: skip
BANDS = (
    charts.Band(0, 40, "#f0dde3", "差"),
    charts.Band(40, 50, "#fcebd4", "低"),
    charts.Band(50, 70, "#f7f3e1", "中"),
    charts.Band(70, 85, "#e0edf2", "良"),
    charts.Band(85, 100, "#d3e1ee", "优"),
)


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts.activate()


def texts(chart: charts.Chart) -> list[str]:
    return [html.unescape(text.decode()) for text in re.findall(rb"<text[^>]*>([^<]*)</text>", chart.svg)]


def scale() -> charts.Chart:
    rows = charts.BandScale(BANDS, 74.93, "本月 74.93", (charts.SlopeReference(71.9, "line"),), 85, "距「优」10.07分")
    return charts.band_scale(rows, "74.93 分，良", INK)


def narrow(score: float, label: str) -> charts.Chart:
    """A scale whose best grade begins at 90, in English, with a score and the way to the next grade."""
    names = ((0, 50, "Poor"), (50, 65, "Low"), (65, 80, "Fair"), (80, 90, "Good"), (90, 100, "Excellent"))
    bands = tuple(charts.Band(low, high, "#f0dde3", name) for low, high, name in names)
    return charts.band_scale(charts.BandScale(bands, score, label, (), 50, "50.00 to Low"), label, INK)


def test_the_end_of_a_scale_gives_way_to_the_name_of_a_narrow_band() -> None:
    assert "100" in texts(scale())
    assert {"Excellent", "90", "0"} <= set(texts(narrow(0, "This year 0.00")))
    assert "100" not in texts(narrow(0, "This year 0.00"))


def test_the_way_to_the_next_grade_begins_behind_the_words_of_a_low_score() -> None:
    assert "50.00 to Low" in texts(narrow(0, "This year 0.00"))
    assert "50.00 to Low" not in texts(narrow(20, "This year, as restated by the auditors in 2025, 20.00"))


def columns(*, forecast: bool = False) -> charts.Chart:
    months = [
        charts.MonthColumn("1月", 100, "100", 90, 95, 5, "+5"),
        charts.MonthColumn("2月", 80, "80", 90, 95, -15, "−15", forecast=forecast),
        charts.MonthColumn("3月", None, "", 90, 95),
    ]
    return charts.budget_columns(months, "1 月 100", INK)


def test_the_words_of_a_chart_are_text_in_the_report_s_own_font():
    chart = scale()

    assert {"本月 74.93", "距「优」10.07分", "优", "40", "85"} <= set(texts(chart))
    assert set(re.findall(rb'font-family="([^"]*)"', chart.svg)) == {b"Noto Sans CJK SC"}


def test_a_chart_is_the_same_bytes_each_time():
    assert scale().svg == scale().svg
    assert columns().svg == columns().svg


def test_an_absent_month_draws_no_column_and_no_zero():
    drawn = texts(columns())

    assert "0" not in drawn
    assert [text for text in drawn if text.isdigit()] == ["100", "80"]


def test_a_forecast_is_hatched_and_an_actual_is_not():
    assert b"url(#hatch)" in columns(forecast=True).svg
    assert b"url(#hatch)" not in columns().svg


def test_a_gap_breaks_the_line_of_a_small_multiple():
    whole = charts.small_multiple(charts.Multiple((1.0, 2.0, 3.0, 2.0), "a", "b", "2.0"), "2.0", INK)
    broken = charts.small_multiple(charts.Multiple((1.0, None, 3.0, 2.0), "a", "b", "2.0"), "2.0", INK)

    def moves(chart: charts.Chart) -> int:
        lines = re.findall(rb'<path [^>]*d="([^"]*)"[^>]*stroke="#111111"[^>]*stroke-width="1.5"', chart.svg)
        lines += re.findall(rb'stroke="#111111"[^>]*stroke-width="1.5"[^>]*d="([^"]*)"', chart.svg)
        return sum(path.count(b"M") for path in lines)

    assert moves(whole) + 1 == moves(broken)


def dashed(chart: charts.Chart) -> int:
    lines = re.findall(rb"<(?:line|path) [^>]*>", chart.svg)
    return sum(b'"#0000aa"' in line and b'stroke-dasharray="4,2"' in line for line in lines)


def test_a_standard_that_is_a_range_has_both_its_ends():
    line = (1.0, 2.0, 3.0, 2.0)
    points = [charts.TrendPoint(str(index), value, special=False, printed="") for index, value in enumerate(line)]
    for far, ends in ((None, 1), (6.0, 2)):
        panel = charts.Multiple(line, "a", "b", "2.0", standard=4.0, far_edge=far)
        assert dashed(charts.small_multiple(panel, "2.0", INK)) == ends
        drawn = charts.trend(points, "2.0", {}, "2.0", INK, standard=(4.0, "4–6"),
                             far_edge=None if far is None else (far, "至6"))  # fmt: skip
        assert dashed(drawn) == ends


def test_a_bridge_ends_where_its_steps_lead():
    steps = [
        charts.BridgeRow(73.8, "73.80", is_total=True),
        charts.BridgeRow(1.5, "+1.50", sense=1),
        charts.BridgeRow(-0.37, "−0.37", sense=-1),
        charts.BridgeRow(74.93, "74.93", is_total=True),
    ]

    assert [step.printed for step in steps] == texts(charts.bridge(steps, "74.93", INK))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20), st.floats(0.1, 10))
def test_labels_keep_their_order_and_their_distance(positions: list[float], gap: float):
    placed = spread(positions, gap)
    in_order = sorted(range(len(positions)), key=lambda index: positions[index])

    for left, right in pairwise(in_order):
        assert placed[right] - placed[left] >= gap - 1e-6


def test_dots_of_a_swarm_do_not_cover_each_other():
    placed = swarm([5.0] * 5, step=1.0)

    assert len(set(placed)) == 5


def test_every_chart_has_an_alternative_text_with_a_number():
    trend = charts.trend(
        [charts.TrendPoint("25-01", 1.0), charts.TrendPoint("25-02", 2.0, special=True)], "2.0", {1.0: "1"}, "2.0 天", INK,
        limits=charts.ControlLimits(1.5, 0.5, 2.5, "均值 1.5"), standard=(1.2, "标准 ≤1.2"),
    )  # fmt: skip

    for chart in (scale(), columns(), trend):
        assert re.search(r"\d", chart.alt)


def test_a_chart_knows_the_figures_of_its_labels():
    months = [charts.MonthColumn("1月", 100.4, printing.number(100.4, 0)), charts.MonthColumn("2月", 80, "80")]

    assert [(str(figure), figure.value) for figure in charts.budget_columns(months, "1月100", INK).figures] == [
        ("100", 100.4)
    ]


def test_words_over_a_column_stand_over_its_number_and_those_of_a_month_to_come_over_its_budget():
    months = [
        charts.MonthColumn("1月", 80, "80", budget=95, above="−15"),
        charts.MonthColumn("2月", None, "", budget=95, above="预算"),
    ]
    assert {"80", "−15", "预算"} <= set(texts(charts.budget_columns(months, "1月80", INK)))


def test_marks_of_one_look_share_a_layer_and_a_description():
    one, other = (RuleMark(0, 1, at, at, color, 0.6) for at, color in ((0.0, "#111111"), (1.0, "#bb4400")))
    thick = RuleMark(0, 1, 2, 2, "#111111", 2.0)

    assert Look.of(one) == Look.of(other) != Look.of(thick)
    assert description(Look.of(one)) is description(Look.of(other))
    assert layered([one, thick, other]) == [one, other, thick]


def test_an_axis_keeps_its_words_however_large_or_small_its_positions_are():
    """Of millions on the words were lost, for one library writes 10000000 and the other 1e+07."""
    ticks = {-1.5e7: "low", 0.0: "nought", 1e-5: "near", 1_234_567.0: "odd", 1e7: "high"}
    canvas = Canvas(60, 40, (0, 1), (-2e7, 1e8), INK, None, Axis(ticks))
    drawn = canvas.draw([TextMark(0.5, 0.5, "x", "#111111")]).decode()

    assert {*re.findall(r">([^<>]+)</text>", drawn)} == {*ticks.values(), "x"}


@pytest.mark.slow
def test_a_chart_is_described_without_pandas():
    code = "import sys; from reportgen.report.charts.canvas import Canvas; from reportgen.report.charts.chart import RuleMark;"
    code += f"Canvas(9, 9, (0, 1), (0, 1), {INK!r}).draw([RuleMark(0, 1, 0, 1, '#111111')]); sys.exit('pandas' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_band_is_named_where_the_lines_leave_most_room():
    bands = [(charts.Band(0, 50, "#eeeeee", "low"), 0.0, 50.0), (charts.Band(50, 100, "#dddddd", "high"), 50.0, 100.0)]
    slopes = [charts.Slope(str(score), score, score, "", "") for score in (20.0, 74.0, 76.0)]
    named = [(mark.text, mark.y) for mark in band_names(slopes, bands, INK, 35, 4) if isinstance(mark, TextMark)]

    assert named == [("low", 35.0), ("high", 88.0)]


def test_the_name_of_a_band_stands_beside_the_middle_where_lines_cross_it():
    """Two steep lines meet the middle of the band; left of it is room above a line that lies."""
    bands = [(charts.Band(85, 100, "#eeeeee", "Excellent"), 85.0, 100.0)]
    ends = ((92.4, 100.0), (78.3, 100.0), (65.1, 100.0), (64.2, 100.0), (87.1, 87.1))
    slopes = [charts.Slope("", before, now, "", "") for before, now in ends]
    [label] = band_names(slopes, bands, INK, 37, 4.0)

    assert isinstance(label, TextMark)
    assert 0 < label.x < 0.4
    for slope in slopes:
        for at in (label.x - 0.17, label.x + 0.17):
            assert abs(slope.before + (slope.now - slope.before) * at - label.y) >= 2


def test_no_line_is_cut_by_the_name_of_a_band_that_lines_fill():
    slopes = [charts.Slope(str(score), score, score + 1, "", "", 1) for score in range(0, 100, 4)]
    bands = [charts.Band(0, 100, "#eeeeee", "low")]
    svg = charts.slope_list(slopes, bands, "", INK).svg.decode()

    assert svg.index(">low<") < svg.index(INK["fav"])


def test_names_in_the_other_language_stand_under_their_bars():
    effects = [charts.EffectBar("资产", 1.0, "+1.00", "Assets"), charts.EffectBar("负债", -1.0, "−1.00", "Debt")]
    parts = [charts.BarPart("门诊", 60, "60.0", "outpatients"), charts.BarPart("其余", 40, "40.0", "other")]

    for drawing, words in (
        (charts.effect_bars(effects, "", INK).svg, ("Assets", "Debt")),
        (charts.composition([("收入", parts)], "", INK).svg, ("outpatients", "other")),
    ):
        assert all(word in drawing.decode() for word in words)


def test_a_strip_breaks_its_axis_only_where_far_peers_press_the_others_together():
    near = [float(value) for value in range(10)]

    assert reach([*near, 300.0], (2.0, 5.0, 8.0), [4.0]) == (0.0, 9.0)
    assert reach([*near, 300.0], (2.0, 5.0, 8.0), [250.0]) == (0.0, 300.0)
    assert reach([*near, 12.0], (2.0, 5.0, 8.0), [4.0]) == (0.0, 12.0)


def test_peers_beyond_a_break_are_named_there():
    strip = charts.Strip(
        peers=(1.0, 2.0, 3.0, 90.0), own=2.0, own_label="We 2", quartiles=(1.0, 2.0, 3.0), median_label="m",
        half_label="h", ticks={1.0: "1"}, reach=(1.0, 3.0), beyond=("", "90.00"),
    )  # fmt: skip

    assert "90.00" in charts.peer_strip(strip, "alt", INK).svg.decode()


def test_the_words_of_a_standard_stay_at_its_line_where_three_points_leave_room_between_them():
    points = [charts.TrendPoint(*point) for point in (("2023", 1.23), ("2024", 1.56), ("2025", 1.42))]
    drawn = charts.trend(points, "1.42", {}, "1.42", INK, standard=(1.5, "标准1.50–4.00"), width_mm=172)
    words = re.search(rb"translate\(([\d.]+),([\d.]+)\)[^>]*>\xe6\xa0\x87\xe5\x87\x861.50", drawn.svg)
    line = re.search(rb'translate\(([\d.]+),([\d.]+)\)" x2="[\d.]+" y2="0"[^>]*#0000aa', drawn.svg)
    assert words is not None
    assert line is not None
    assert abs(float(words[2]) - float(line[2])) < 15


def test_scores_above_100_stay_within_the_slope_list():
    bands = [charts.Band(0, 85, "#eeeeee", "low"), charts.Band(85, 120, "#dddddd", "high")]
    slopes = [charts.Slope("a", 80.0, 118.0, "80.0", "118.0"), charts.Slope("b", 90.0, 101.0, "90.0", "101.0")]
    svg = charts.slope_list(slopes, bands, "", INK).svg.decode()

    heights = [float(found) for found in re.findall(r'transform="translate\([0-9.]+,(-?[0-9.]+)\)"[^>]*fill', svg)]
    assert len(heights) >= 4
    assert min(heights) >= 0


def test_a_source_too_narrow_for_its_name_is_named_behind_the_words_below():
    bars = [FundedBar("Used for", (FundedPart("Plant", 15.0, "15.0"),), "15.0"),
            FundedBar("Same term", (FundedPart("long loans", 1.3, "1.3"), FundedPart("the rest", 13.7, "13.7")), "15.0")]  # fmt: skip
    said = texts(use_and_sources(bars, 1.3, "loans grew by 9% of it", "", INK))

    assert {"Plant 15.0", "the rest 13.7", "loans grew by 9% of it · long loans 1.3"} <= set(said)


def test_long_words_over_the_last_columns_make_the_drawing_no_wider_and_its_letters_no_smaller():
    steps = [FlowStep("Opening", "", 10.0, "10.0", is_total=True),
             *(FlowStep(f"Step {number}", "", 1.0, "+1.0") for number in range(7)),
             FlowStep("Closing", "", 17.0, "17.0", is_total=True)]  # fmt: skip
    boxes = {
        re.search(rb'viewBox="([^"]*)"', cash_flows(steps, [FlowGroup(7, 7, words)], "", INK).svg)[1]
        for words in ("In", "Other payables and advances: $400.0 thousand in")
    }
    assert len(boxes) == 1
