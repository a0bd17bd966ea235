"""The words above a table belong to it alone, and of several dates the one of the figures counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reportgen import intake
from reportgen.intake.grid import banner

from .conftest import Write, rules

Read = Callable[[], intake.Reading]
LINES = [["医疗收入", 10.0], ["财政拨款收入", 20.0], ["单位管理费用", 30.0]]


def values(reading: intake.Reading) -> dict[tuple[str, str, str], float]:
    return {(v.entity, v.period, v.item): v.value for v in reading.values() if not v.derived and v.view == ""}


def stacked(*banners: list[Any], foot: list[Any] | None = None) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for words in banners:
        table = [["收支简表", None, None], words, ["项目", "本月数", None], *[[*line, None] for line in LINES]]
        rows += [*table, *([foot] if foot else []), [None, None, None]]
    return rows


@pytest.mark.parametrize("foot", [None, ["制表：甲", None, None]])
def test_tables_below_one_another_keep_their_hospital_and_unit(write: Write, read: Read, foot: list[Any] | None):
    write(
        stacked(
            ["编制单位：甲院", "2025年10月", "单位：元"],
            ["编制单位：乙院", "2025年10月", "单位：万元"],
            ["编制单位：丙院", "2025年10月", "单位：千元"],
            foot=foot,
        )
    )

    reading = read()

    assert rules(reading) == []
    found = values(reading)
    assert [found[name, "2025-10", "medical_income"] for name in ("甲院", "乙院", "丙院")] == [10, 100_000, 10_000]


def test_months_below_one_another_are_not_one_table(write: Write, read: Read):
    banners = [["编制单位：甲院", f"2025年{month}月", "单位：元"] for month in (1, 2, 3)]
    write(stacked(*banners))

    found = values(read())

    assert {period for _, period, _ in found} == {"2025-01", "2025-02", "2025-03"}
    assert len(found) == 3 * len(LINES)


def test_the_second_page_of_a_table_goes_on_with_it(write: Write, read: Read):
    banner = ["编制单位：甲院", "2025年10月", "单位：元"]
    head = ["项目", "本月数", None]
    lines = [[*line, None] for line in LINES]
    write([["收支简表", None, None], banner, head, *lines[:2], banner, head, *lines[2:]])

    assert set(values(read()).values()) == {10, 20, 30}


def test_a_unit_above_the_next_table_is_not_that_of_the_table_before(write: Write, read: Read):
    unit = ["编制单位：甲院", "2025年10月", "单位：万元"]
    write(stacked(["编制单位：甲院", "2025年9月", None], unit, foot=["制表：甲", None, None]))

    found = values(read())

    assert found["甲院", "2025-10", "medical_income"] == 100_000
    assert ("甲院", "2025-09", "medical_income") not in found
    assert "W05" in rules(read())


@pytest.mark.parametrize(
    "said", ["上报时间：2025年11月5日", "填表日期：2025-11-05", "审核日期：2025.11.05", "截止：2025年11月5日"]
)
def test_when_a_paper_was_made_is_not_the_period_of_its_figures(write: Write, read: Read, said: str):
    write(stacked(["编制单位：甲院", "2025年10月", "单位：元", said]))

    assert {period for _, period, _ in values(read())} == {"2025-10"}


def test_a_hospital_is_named_in_traditional_characters(write: Write, read: Read):
    write(stacked(["編製單位：仁濟醫院", "2025年10月", "單位：萬元"]))

    assert values(read())["仁濟醫院", "2025-10", "medical_income"] == 100_000


def test_rows_of_months_take_year_hospital_and_unit_from_above_and_their_total_is_left_out(write: Write, read: Read):
    months = [[f"{month}月", 1.0 * month, 2.0 * month, 3.0 * month] for month in (1, 2, 3)]
    write(
        [
            ["2025年收支月度统计表", None, None, None],
            ["编制单位：甲院", None, None, "单位：万元"],
            ["月份", "医疗收入", "财政拨款收入", "单位管理费用"],
            *months,
            ["合计", 6.0, 12.0, 18.0],
        ]
    )

    reading = read()

    assert rules(reading) == []
    assert values(reading)["甲院", "2025-03", "medical_income"] == 30_000
    assert len(values(reading)) == 3 * 3


@pytest.mark.parametrize(
    ("heads", "rows", "periods"),
    [
        (["季度"], [["2025年1季度"], ["2025年第二季度"]], ["2025-Q1", "2025-Q2"]),
        (["年份", "月份"], [[2025, 12], [2026, 1]], ["2025-12", "2026-01"]),
        (["年", "月"], [[2025, "11月"], [None, "12月"], ["合计", None]], ["2025-11", "2025-12"]),
        (["年度", "季度"], [[2025, 4], [2026, "一季度"], [2026, "合计"]], ["2025-Q4", "2026-Q1"]),
        (["Year", "Quarter"], [[2025, "Q1"], [2025, "Q2"], ["Total", None]], ["2025-Q1", "2025-Q2"]),
        (["Quarter"], [["Q1 2025"], ["Q2 2025"]], ["2025-Q1", "2025-Q2"]),
        (["年度", "月份"], [[2025, "2025年3月"]], ["2025-03"]),
    ],
)
def test_rows_tell_their_period_in_one_column_or_in_two(
    write: Write, read: Read, heads: list[object], rows: list[list[object]], periods: list[str]
):
    """A table of years and months side by side, as statisticians keep it, was refused as a whole."""
    named = [[*row, 100.0 + at, 200.0 + at, 300.0 + at] for at, row in enumerate(rows)]
    write([["业务量统计表"], ["编制单位：甲院"], [*heads, "门诊人次", "出院人数", "实际占用床日"], *named])

    reading = read()

    assert rules(reading) == []
    assert {period: value for (_, period, item), value in values(reading).items() if item == "discharges"} == {
        period: 200.0 + at for at, period in enumerate(periods)
    }


def test_months_may_be_plain_numbers_below_a_title_with_the_year(write: Write, read: Read):
    write(
        [
            ["2025年业务量统计表"],
            ["编制单位：甲院"],
            ["月份", "门诊人次", "出院人数", "手术人次"],
            [1, 10.0, 20.0, 30.0],
            [2, 11.0, 21.0, 31.0],
        ]
    )

    reading = read()

    assert rules(reading) == []
    assert values(reading)["甲院", "2025-02", "discharges"] == 21.0


def test_a_number_below_a_head_that_names_no_part_of_the_year_is_no_month(write: Write, read: Read):
    """It may be a quarter."""
    rows = [[number, 10.0, 20.0, 30.0] for number in (1, 2, 3, 4)]
    write([["2025年业务量统计表"], ["编制单位：甲院"], ["期间", "门诊人次", "出院人数", "手术人次"], *rows])

    reading = read()

    assert not [key for key in values(reading) if key[1].startswith("2025-")]
    assert rules(reading)


def test_columns_of_ratios_and_changes_beside_items_are_told_under_their_own_names(write: Write, read: Read):
    """Drug share below a merged head vanished without a word."""
    write(
        [
            ["2025年运营情况表"],
            ["编制单位：甲院"],
            ["月份", "业务量", None, None, "效率与质量", None],
            [None, "门诊人次", "出院人数", "手术人次", "药占比", "门诊同比增减"],
            ["1月", 10.0, 20.0, 30.0, 0.31, 2.0],
        ]
    )

    told = [(one.rule, one.facts) for one in read().findings]

    assert told == [("I107", {"label": "药占比"}), ("W58", {"heads": ("效率与质量门诊同比增减",)})]


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("编制单位：甲院    2025-10    单位：元", "2025-10"),
        ("编制单位：甲院\u3000\u3000截至2025.10.31\u3000\u3000单位：元", "2025-10"),
        ("编制单位：甲院   报表日期：2025/10   单位：元", "2025-10"),
        ("编制单位：甲院   2025   单位：元", "2025"),
        ("编制单位：甲院  2025项目办   单位：元", None),
    ],
)
def test_a_period_in_numbers_stands_behind_the_hospital_in_its_cell(
    line: str, period: str | None, write: Write, read: Read
):
    write([["收支简表", None], [line, None], ["项目", "金额"], *LINES])

    assert {one.period for one in read().values() if not one.derived} == ({period} if period else set())


@pytest.mark.parametrize(
    "said",
    [
        "编制单位：甲院[单户表]",
        "编制单位（盖章）：甲院",
        "填报单位：甲院（公章）",
        "单位名称(盖章): 甲院",
        "编制单位：甲院（民办非企业单位）",
    ],
)
def test_what_stands_in_brackets_beside_a_hospital_is_no_part_of_its_name(said: str, write: Write, read: Read):
    write([["收支简表", None], [said, "2025年10月"], ["单位：元", None], ["项目", "本月数"], *LINES])

    assert {one.entity for one in read().values()} == {"甲院"}


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("[001]清河县人民医院", "清河县人民医院"), ("0101 清河县人民医院", "清河县人民医院"), ("（A01）清河县人民医院", "清河县人民医院"),
        ("003-清河县人民医院", "清河县人民医院"), ("清河县人民医院[001]", "清河县人民医院"), ("301医院", "301医院"), ("921 医院", "921 医院"),
        ("清河县人民医院（本部）", "清河县人民医院（本部）"), ("12 Oaks Hospital", "12 Oaks Hospital"),
    ],
)  # fmt: skip
def test_the_number_of_the_books_is_no_part_of_the_name_of_a_hospital(printed: str, name: str) -> None:
    """Exports of accounting programs print it: the hospital passed for another one (W17), and its case stayed empty."""
    assert banner.entity_in(f"核算单位：{printed}") == name
