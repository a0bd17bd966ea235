"""Units wherever they are printed, and columns of several months."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportgen import checks, intake
from reportgen.catalog import Catalog
from reportgen.intake.words.units import factor_in
from reportgen.intake.words.vocabulary import vocabulary

from .conftest import rules

Made = Callable[[list[list[Any]]], intake.Reading]


@pytest.fixture
def made(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Made:
    def read(rows: list[list[Any]]) -> intake.Reading:
        small.write(tmp_path / "a.xlsx", {"表": rows})
        return intake.read_paths([tmp_path], catalog)

    return read


def form(
    unit: str, title: str = "收入费用表", date: str = "2025年度", heads: tuple[str, str] = ("本年数", "上年数")
) -> list[list[Any]]:
    return [
        [title],
        ["编制单位：甲院", date, unit],
        ["项目", *heads],
        ["一、本期收入", 50, 40],
        ["（二）事业收入", 30, 25],
        ["二、本期费用", 45, 39],
        ["三、本期盈余", 5, 1],
    ]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("单位：万元", 10_000), ("金额单位：人民币千元", 1_000), ("万元", 10_000), ("以百万元为单位", 1_000_000),
        ("单位：元  币种：人民币", 1), ("除特别注明外，金额单位均为万元", 10_000), ("金额以千元列示", 1_000), ("（单位：亿元）", 100_000_000),
        ("金额：万元", 10_000), ("金额:元", 1),
    ],
)  # fmt: skip
def test_a_unit_is_found_in_any_words(unit: str, factor: int, made: Made):
    reading = made(form(unit))

    assert reading.dataset.value("total_income", "甲院", "2025") == 50 * factor
    assert reading.findings == ()


def test_two_units_that_differ_leave_nothing_to_trust(made: Made):
    reading = made(form("单位：元", "收入费用表（单位：万元）"))

    assert not reading.has_values
    assert rules(reading) == ["W05"]


@pytest.mark.parametrize(
    ("date", "heads", "period", "views"),
    [
        ("2025年1—10月", ("本期数", "上年同期数"), "2025-10", {"ytd", "comp"}),
        ("2025年1—10月", ("本月数", "本年累计数"), "2025-10", {"", "ytd"}),
        ("2025年1月1日至2025年12月31日", ("本期金额", "上期金额"), "2025", {"", "comp"}),
        ("2025年上半年", ("本期数", "上年同期"), "2025-06", {"ytd", "comp"}),
        ("2025年第三季度", ("本季数", "本年累计数"), "2025-Q3", {"", "ytd"}),
        ("2025年", ("1-9月", "10月"), "2025-10", {""}),
    ],
)
def test_columns_of_several_months_are_year_to_date(
    date: str, heads: tuple[str, str], period: str, views: set[str], made: Made
):
    reading = made(form("单位：元", date=date, heads=heads))

    found = {str(v.view) for v in reading.values() if v.item == "total_income" and v.period == period and not v.derived}
    assert found == views


def test_months_beside_months_to_date_are_two_things(made: Made):
    reading = made(form("单位：元", date="2025年", heads=("1-10月", "10月")))

    values = {(v.period, str(v.view)): v.value for v in reading.values() if v.item == "total_income" and not v.derived}
    assert values == {("2025-10", "ytd"): 50, ("2025-10", ""): 40}


@pytest.mark.parametrize("date", ["2025年下半年", "2025年4-9月"])
def test_months_that_are_no_period_are_refused(date: str, made: Made):
    reading = made(form("单位：元", date=date))

    assert not reading.has_values
    assert rules(reading) == ["I72"]


def test_the_period_before_on_a_monthly_sheet_is_told_and_not_read(made: Made):
    reading = made(form("单位：元", date="2025年10月", heads=("本月数", "上期数")))

    assert {str(v.view) for v in reading.values() if not v.derived} == {""}
    assert set(rules(reading)) == {"I19"}


@pytest.mark.serves("000-30")
def test_a_budget_as_approved_as_adjusted_and_as_carried_out(made: Made):
    rows = [
        ["2025年度预算执行情况表"],
        ["编制单位：甲院", None, None, "单位：万元"],
        ["项目", "年初预算数", "调整后预算数", "执行数", "执行率"],
        ["医疗收入", 100, 110, 90, 0.82],
        ["单位管理费用", 50, 45, 40, 0.89],
    ]

    value = made(rows).dataset.value

    found = {
        item: [value(item, "甲院", "2025", view) for view in ("budget_original", "budget", "")]
        for item in ("medical_income", "admin_expense")
    }
    assert found == {
        "medical_income": [1_000_000, 1_100_000, 900_000],
        "admin_expense": [500_000, 450_000, 400_000],
    }
    rates = [found["admin_expense"][2] / base for base in found["admin_expense"][:2]]
    assert rates == pytest.approx([0.8, 0.8888889])


def test_units_in_brackets_behind_a_name_are_those_of_its_row(made: Made):
    rows = [
        ["2025年10月运营数据"], ["医院名称：甲院", "单位：元"], ["指标", "数值"],
        ["出院人次（人次）", 7890], ["门急诊人次（万人次）", 12.3], ["实际占用总床日数（床日）", "51,234"], ["医疗收入（万元）", 5],
    ]  # fmt: skip

    value = made(rows).dataset.value

    assert value("discharges", "甲院", "2025-10") == 7890
    assert value("outpatient_emergency_visits", "甲院", "2025-10") == 123_000
    assert value("occupied_bed_days", "甲院", "2025-10") == 51_234
    assert value("medical_income", "甲院", "2025-10") == 50_000


@pytest.mark.parametrize(("unit", "visits"), [("人次", 12), ("万人次", 120_000), ("千人次", 12_000), ("", 12)])
def test_counts_are_held_in_ones_whatever_their_unit_says(unit: str, visits: float, made: Made):
    rows = [
        ["2025年10月运营数据"],
        ["医院名称：甲院"],
        ["指标", "计量单位", "数值"],
        ["出院人次", unit, 12],
        ["门急诊人次", unit, 12],
    ]

    assert made(rows).dataset.value("discharges", "甲院", "2025-10") == visits


@pytest.mark.serves("001-45")
def test_the_whole_budget_as_approved_and_as_adjusted_is_measured_by_its_own_indicator(made: Made):
    rows = [
        ["2025年度预算执行情况表"], ["编制单位：甲院", None, None, "单位：万元"],
        ["项目", "年初预算数", "调整后预算数", "执行数"], ["预算支出合计", 200, 230, 190], ["预算收入合计", 210, 240, 195],
    ]  # fmt: skip

    reading = made(rows)

    assert reading.dataset.value("budget_total_expense_original", "甲院", "2025") == 2_000_000
    assert reading.dataset.value("budget_total_expense_adjusted", "甲院", "2025") == 2_300_000
    place = next(one.place for one in reading.values() if one.item == "budget_total_expense_original")
    assert place.cell == "B4"
    assert reading.findings == ()


def test_a_budget_that_was_never_adjusted_is_no_original(made: Made):
    rows = [
        ["2025年度预算表"],
        ["编制单位：甲院", None, "单位：万元"],
        ["项目", "年初预算数", "执行数"],
        ["预算支出合计", 200, 190],
        ["预算收入合计", 9, 8],
    ]

    assert made(rows).dataset.value("budget_total_expense_original", "甲院", "2025") is None


def test_a_year_to_date_of_months_with_blank_lines_is_that_of_the_others(made: Made):
    months = [f"{number}月" for number in range(1, 4)]
    rows = [
        ["收入费用表"], ["编制单位：甲院", "2025年", "单位：元"], ["项目", *months],
        ["一、本期收入", 10, 20, 30], ["（二）事业收入", 10, 15, 30], ["（八）捐赠收入", None, 5, None], ["二、本期费用", 8, 8, 8],
        ["三、本期盈余", 2, 12, "x"],
    ]  # fmt: skip

    value = made(rows).dataset.value

    assert value("donation_income", "甲院", "2025-02", "ytd") == 5
    assert value("total_income", "甲院", "2025-03", "ytd") == 60
    assert value("period_surplus", "甲院", "2025-03", "ytd") is None


def test_a_sheet_that_is_named_by_another_unit_than_it_prints_is_believed_and_told(
    tmp_path: Path, catalog: Catalog, small: ModuleType
):
    small.write(tmp_path / "a.xlsx", {"收入费用表（万元）": form("单位：元")})

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 50
    assert [(f.rule, f.facts["reason"]) for f in reading.findings] == [("W05", "@intake.unit_of_name")]


def test_decimals_below_the_fen_leave_what_is_held_to_the_fen_its_tolerance(made: Made, catalog: Catalog):
    rows = [
        *form("单位：元")[:3],
        ["三、本期盈余", 10.015],
        ["其中：财政项目盈余", 1.005],
        ["医疗盈余", 9.005],
        ["科教盈余", 0.005],
    ]

    dataset = made(rows).dataset

    assert dataset.step(("period_surplus", "甲院", "2025", "")) == 0.01
    assert [found for found in checks.all_of(dataset, catalog).findings if found.rule == "V23"] == []


@pytest.mark.parametrize(
    ("unit", "file", "sheet", "factor"),
    [
        ("人民币元", "a", "表", 1), ("人民币：万元", "a", "表", 10_000), ("", "a", "收入费用表（万元）", 10_000),
        ("", "2025年报(千元)", "表", 1_000),
    ],
)  # fmt: skip
def test_a_unit_stands_alone_with_its_currency_or_in_the_name_of_the_sheet(
    unit: str, file: str, sheet: str, factor: int, tmp_path: Path, catalog: Catalog, small: ModuleType
):
    small.write(tmp_path / f"{file}.xlsx", {sheet: form(unit)})

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", "甲院", "2025") == 50 * factor
    assert reading.findings == ()


def test_a_unit_that_makes_more_than_any_hospital_has_is_not_believed(made: Made):
    rows = form("单位：万元")
    rows[3][1] = 581_365_417.26

    reading = made(rows)

    assert not reading.has_values
    assert [(f.rule, f.facts["reason"]) for f in reading.findings] == [("W05", "@intake.beyond")]


@pytest.mark.parametrize("future", [0, "-", "0.00", None])
def test_what_came_since_january_is_not_of_the_year_while_months_of_noughts_are_to_come(future: Any, made: Made):
    months = [f"{month}月" for month in range(1, 13)]
    lines = ["一、本期收入", "（二）事业收入", "二、本期费用", "三、本期盈余"]

    reading = made([["收入费用表"], ["2025年", "单位：元"], ["项目", *months, "本年累计"],
                    *[[line, *[10] * 11, future, 110] for line in lines]])  # fmt: skip

    value = reading.dataset.value
    assert value("total_income", "", "2025") is None
    assert value("total_income", "", "2025-12") is None
    assert value("total_income", "", "2025-11", "ytd") == 110


def test_each_unit_that_a_currency_and_its_multiple_compose_is_read_as_what_it_is_composed_of() -> None:
    """The pattern is written by what units are made of; the list of all of them is the other way to say it."""
    composed = vocabulary().currency_units.composed()
    read = {unit: factor_in(f"({unit})") for unit in list(composed)[:: len(composed) // 400]}

    assert {unit: factor for unit, factor in read.items() if factor != composed[unit]} == {}
