"""Drawings of the subjects: forecasts hatched, series told apart without colour, labels where they belong."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.charts.test_charts import BANDS, INK, texts
from reportgen.report import charts, fonts
from reportgen.report.charts import owed
from reportgen.report.charts.effects import clear_of
from reportgen.report.lint.drawing import drawing
from reportgen.report.lint.rules import charts as chart_rules


@pytest.fixture(autouse=True)
def _fonts() -> None:
    fonts.activate()


def fan(bands: tuple[tuple[float, float], ...]) -> charts.Chart:
    rows = charts.Fan(("1", "2", "3", "4"), (10.0, 12.0), (11.0, 13.0), bands, "13")
    return charts.fan(rows, {10.0: "10", 12.0: "12"}, "预计 13", INK)


def tornado() -> charts.Chart:
    outcomes = [
        charts.ScenarioBar("业务量下降", 60.0, "60.00「中」"),
        charts.ScenarioBar("药价下降", 78.0, "78.00「良」"),
    ]
    return charts.tornado(outcomes, 76.6, "现在76.60", BANDS, {60.0: "60", 70.0: "70"}, "60.00", INK)


def root() -> charts.FactorBox:
    leaves = tuple(charts.FactorBox(f"n{at}", f"{at}.0", "上年1", "÷" if at else "") for at in range(2))
    return charts.FactorBox(
        "收益率", "1.70%", "上年2.05%", parts=(charts.FactorBox("盈余率", "1.82%", "上年2.22%", parts=leaves),)
    )


def costs() -> charts.Chart:
    rows = charts.CostLines(50.0, 0.5, 100.0, "保本100", 80.0, "本期80", "收入", "总成本", "固定成本")
    return charts.break_even(rows, {0.0: "0", 50.0: "50", 100.0: "100"}, "保本100", INK)


def courses() -> charts.Chart:
    known = [
        charts.Course("收入", (100.0, 105.0, 119.0), "119.0"),
        charts.Course("费用", (100.0, None, 118.0), "118.0"),
    ]
    return charts.lines(known, ["2023", "2024", "2025"], {100.0: "100", 110.0: "110"}, "119.0", INK, base=100.0)


def pairs() -> charts.Chart:
    rows = [charts.DumbbellRow("人员", 37.1, 37.5, "37.5（+0.4）"), charts.DumbbellRow("其他", None, 2.0, "2.0")]
    return charts.dumbbell(rows, {0.0: "0", 20.0: "20"}, "37.5", INK)


def dots() -> charts.Chart:
    points = [(1.0, 10.0), (2.0, 12.0), (3.0, 13.0)]
    return charts.scatter(points, charts.FittedLine(8.5, 1.5, "可说明96%"), {1.0: "1"}, {10.0: "10"}, "96%", INK)


def test_a_fan_hatches_its_band_and_dashes_what_has_not_happened():
    svg = fan(((9.0, 13.0), (10.0, 16.0))).svg
    assert b"url(#hatch)" in svg
    assert re.search(rb'class="mark-line role-mark forecast_\d+_marks"', svg) or b"forecast_" in svg
    assert b"stroke-dasharray" in svg


def test_a_fan_without_trials_has_no_band_but_a_dashed_forecast():
    svg = fan(()).svg
    assert b"url(#hatch)" not in svg
    assert b"stroke-dasharray" in svg


def test_a_tornado_names_the_score_and_grade_at_each_bar():
    assert {"现在76.60", "60.00「中」", "78.00「良」", "业务量下降", "药价下降"} <= set(texts(tornado()))


@pytest.mark.parametrize(
    ("now", "at"),
    [(90.0, 75.0), (75.0, 77.5), (72.0, 76.0), (78.0, 74.0), (69.0, 75.0)],
    ids=["outside", "in the middle", "left of the middle", "right of the middle", "below"],
)
def test_the_line_of_the_score_now_does_not_cross_the_name_of_a_band(now: float, at: float):
    assert clear_of(now, 70.0, 80.0, 4.0 if now == 75.0 else 7.0) == at


def test_a_band_whose_wider_side_is_too_narrow_for_its_name_has_none():
    assert clear_of(75.0, 70.0, 80.0, 6.0) is None


def test_the_name_of_a_band_stands_below_the_scores_of_the_last_row():
    """A score a little below the present one stood upon the name of its band."""
    svg = charts.tornado(
        [charts.ScenarioBar("业务量下降", 62.93, "62.93「低」"), charts.ScenarioBar("药价下降", 66.40, "66.40「中」")],
        66.46, "现在66.46", BANDS, {64.0: "64"}, "62.93", INK,
    ).svg.decode()  # fmt: skip
    heights = {
        words: float(at)
        for at, words in re.findall(r'transform="translate\([\d.]+,([\d.]+)\)" font[^>]*>([^<]+)</text>', svg)
    }

    assert heights["中"] - heights["66.40「中」"] > 7.5 * 96 / 72


def test_a_name_of_a_tornado_wider_than_its_column_stands_on_two_lines():
    name = "Central procurement lowers prices of consumables by 10% (no mark-up)"
    chart = charts.tornado(
        [charts.ScenarioBar(name, 60.0, "60.00 Fair")], 76.6, "now 76.60", BANDS, {60.0: "60"}, "60", INK
    )
    assert {"Central procurement lowers prices", "of consumables by 10% (no mark-up)"} <= set(texts(chart))


def test_the_scale_of_pairs_ends_at_a_tick_beyond_the_highest_value():
    ticks = {at: f"{at:.0f}" for at in (0.0, 20.0, 40.0, 60.0, 80.0, 100.0)}
    found = texts(charts.dumbbell([charts.DumbbellRow("其他", 75.8, 75.2, "75.2")], ticks, "75.2", INK))
    assert "80" in found
    assert "100" not in found


def test_boxes_of_a_tree_carry_value_and_sign():
    found = texts(charts.tree(root(), "1.70%", INK))
    assert {"1.70%", "1.82%", "0.0", "1.0", "÷"} <= set(found)
    assert found.count("÷") == 1


def test_break_even_names_both_points_and_all_lines():
    assert {"保本100", "本期80", "收入", "总成本", "固定成本"} <= set(texts(costs()))


def test_series_differ_in_their_strokes_and_are_named_at_their_ends():
    chart = courses()
    assert {"119.0 收入", "118.0 费用"} <= set(texts(chart))
    assert b'stroke-dasharray="5,2"' in chart.svg


def test_a_pair_without_a_value_before_has_one_dot():
    assert (
        pairs().svg.count(b'aria-roledescription="point"') + len(re.findall(rb"<path [^>]*d=\"M[^\"]*A", pairs().svg))
        == 3
    )


def test_the_newest_month_of_a_scatter_is_marked_and_the_line_named():
    chart = dots()
    assert "可说明96%" in texts(chart)
    assert chart.svg.count(b'stroke="#333333"') >= 2


def test_bars_that_are_not_judged_have_no_colour_of_good_or_bad():
    effects = [charts.EffectBar("甲", 2.0, "+2.0"), charts.EffectBar("乙", -1.0, "−1.0")]
    plain, judged = (charts.effect_bars(effects, "2.0", INK, judged=judged).svg for judged in (False, True))
    assert INK["fav"].encode() in judged
    assert INK["fav"].encode() not in plain
    assert INK["unfav"].encode() not in plain


@pytest.mark.parametrize("make", [tornado, costs, courses, pairs, dots, lambda: fan(((9.0, 13.0), (10.0, 16.0)))])
def test_the_same_rows_give_the_same_bytes(make: Callable[[], charts.Chart]):
    assert make().svg == make().svg


def test_circles_of_a_pair_that_would_cover_each_other_stand_one_under_the_other():
    rows = [charts.DumbbellRow("流动", 24.2, 24.7, "24.7"), charts.DumbbellRow("固定", 60.0, 75.2, "75.2")]
    drawn = charts.dumbbell(rows, {0.0: "0", 50.0: "50"}, "24.7", INK)
    places = [
        float(at)
        for at in re.findall(rb'transform="translate\([0-9.]+,([0-9.]+)\)"[^>]*stroke-width|\Z', drawn.svg)
        if at
    ]

    assert len(set(places)) >= 3


def test_a_tornado_has_a_scale():
    assert {"60", "70"} <= set(texts(tornado()))


def test_the_newest_dot_and_the_one_farthest_from_the_line_are_named():
    points = [(1.0, 10.0), (2.0, 15.0), (3.0, 13.0)]
    fit = charts.FittedLine(8.5, 1.5, "可说明96%")
    drawn = charts.scatter(points, fit, {1.0: "1"}, {10.0: "10"}, "96%", INK, names=["1月", "2月", "3月"])

    assert {"2月", "3月"} <= set(texts(drawn))
    assert "1月" not in texts(drawn)


def test_the_name_of_a_dot_stands_on_the_side_where_it_covers_nothing_or_nowhere():
    fit = charts.FittedLine(9.5, 0.1, "可说明96%")
    ends = [(1.0, 10.0), (2.0, 15.0), (3.0, 12.0), (9.0, 18.0)]
    crowd = [(5.0 + step / 4, 14.0 + level / 2) for step in range(-2, 3) for level in range(-4, 5)]

    def named(*between: tuple[float, float]) -> list[str]:
        points = [*ends, *between, (5.0, 14.0)]
        names = [f"{number}月" for number in range(len(points))]
        drawn = charts.scatter(points, fit, {1.0: "1"}, {10.0: "10"}, "96%", INK, names=names)
        return [text for text in texts(drawn) if text.endswith("月")]

    assert len(named()) == 2
    assert len(named((4.5, 14.0))) == 2
    assert named(*crowd) == ["3月"]


def test_a_far_standard_is_said_at_the_edge_and_leaves_the_line_its_height():
    points = [charts.TrendPoint(str(index), value) for index, value in enumerate((1.2, 1.6, 1.4))]
    far = charts.trend(points, "1.4", {1.5: "1.5", 4.0: "4.0"}, "1.4", INK, standard=(1.5, "标准1.5–4.0"),
                       far_edge=(4.0, "标准上限4.0"))  # fmt: skip

    assert {"标准1.5–4.0", "标准上限4.0", "1.5"} <= set(texts(far))
    assert "4.0" not in texts(far)
    assert charts.near([1.2, 1.6], [1.5, 4.0]) == [1.5]
    assert charts.near([5.0, 5.0], [5.1, 9.0]) == [5.1]
    assert charts.ends([22.4, 22.6])[1] - charts.ends([22.4, 22.6])[0] > 1.0


def test_a_level_beyond_reach_of_a_line_that_hardly_moves_does_not_stretch_its_axis():
    points = [charts.TrendPoint(str(index), value) for index, value in enumerate((59.45, 59.20, 59.66))]
    ticks = {at: f"{at:.1f}" for at in (58.0, 60.0, 62.0, 64.0, 66.0)}
    still = charts.trend(points, "59.66", ticks, "59.66", INK, standard=(70.0, "标准≥ 70.00"))

    assert charts.near([59.45, 59.20, 59.66], [70.0]) == []
    assert "66.0" not in texts(still)


def test_names_in_two_languages_stand_in_rows_lines_and_boxes():
    pair = charts.DumbbellRow("流动资产合计", 24.2, 24.7, "24.72", "Current assets")
    course = charts.Course("收入", (100.0, 119.0), "119.0", "Income")
    outcome = charts.ScenarioBar(
        "药品降价", 60.0, "60.00", "Lower prices of drugs, bought together by all hospitals of the region"
    )
    drawn = [
        charts.dumbbell([pair], {0.0: "0"}, "24.72", INK),
        charts.lines([course], ["2024", "2025"], {100.0: "100"}, "119.0", INK),
        charts.tree(charts.FactorBox("收益率", "1.70%", "上年2.05%", under="Return"), "1.70", INK),
        charts.tornado([outcome], 76.6, "76.60", BANDS, {60.0: "60"}, "60.00", INK),
        charts.effect_bars([charts.EffectBar("净资产", 1.0, "+1.00", "Net assets")], "1", INK, width_mm=172),
    ]
    said = [set(texts(one)) for one in drawn]

    assert "Current assets" in said[0]
    assert "Income" in said[1]
    assert "Return" in said[2]
    assert any(line.startswith("Lower prices") for line in said[3])
    assert "Net assets" in said[4]


def test_a_box_is_higher_where_it_has_two_names():
    one, two = (
        charts.tree(charts.FactorBox("收益率", "1.70%", "2.05%", under=name), "", INK) for name in ("", "Return")
    )

    assert two.height_mm > one.height_mm


def test_no_line_of_the_scale_runs_through_the_words_of_a_fit():
    points = [(1.0, 10.0), (2.0, 12.0), (3.0, 13.0)]
    drawn = charts.scatter(
        points, charts.FittedLine(8.5, 1.5, "可说明96%"), {1.0: "1"}, {10.0: "10", 13.4: "13.4"}, "", INK
    )

    assert "10" in texts(drawn)
    assert "13.4" not in texts(drawn)


def test_both_ends_of_a_standard_are_named_where_the_scale_shows_them():
    points = [charts.TrendPoint(str(at), value) for at, value in enumerate((90.0, 91.0, 91.5))]
    drawn = charts.trend(points, "91.5", {90.0: "90"}, "", INK, standard=(85.0, "下限85"), far_edge=(93.0, "上限93"))

    assert {"下限85", "上限93"} <= set(texts(drawn))


def test_a_budget_below_the_actual_is_seen_across_its_column():
    def drawn(budget: float) -> str:
        column = charts.MonthColumn(label="1月", actual=100.0, printed="100", budget=budget)
        return charts.budget_columns([column], "", INK).svg.decode()

    assert drawn(80.0).count(f'stroke="{INK["paper"]}"') == drawn(120.0).count(f'stroke="{INK["paper"]}"') + 1


def test_differences_may_stand_apart_from_the_columns_that_date_them():
    columns = [
        charts.MonthColumn(label="1月", actual=9.0, printed="9", budget=8.0, variance=1.0, variance_printed="+1")
    ]

    def found(*, is_dated: bool) -> list[str]:
        return texts(charts.variance_columns(columns, "", INK, higher_is_better=True, is_dated=is_dated))

    assert "1月" in found(is_dated=True)
    assert "1月" not in found(is_dated=False)


@pytest.mark.parametrize("values", [(67.2, 52.9, 110.4, 129.0, 172.9), (140.0, 91.0, 89.0, 60.0, 31.0, 45.0)])
@pytest.mark.parametrize("height_mm", [28.0, 44.0])
def test_the_words_of_a_warning_line_stand_where_no_line_of_days_crosses_them(
    values: tuple[float, ...], height_mm: float
):
    rows = owed.DaysOfCash(tuple(str(2000 + at) for at in range(len(values))), values, end=f"{values[-1]}天")
    limits = [owed.DayLine(90.0, "预警线90天"), owed.DayLine(30.0, "红线30天", is_red=True)]
    drawn = owed.days_of_cash(
        rows, limits, {50.0: "50", 100.0: "100"}, "现金", {**INK, "poor": "#A03050"}, height_mm=height_mm
    )
    struck = list(chart_rules._collisions(drawing(drawn.svg), chart_rules.TOUCH_MM * 3.78))
    assert not struck
    assert {"预警线90天", "红线30天"} <= set(texts(drawn))
