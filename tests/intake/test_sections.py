"""Rows of matrices, sections that a form does not have, and lines that it leaves to the hospital."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportgen import intake
from reportgen.catalog import Catalog

from .conftest import rules

HEADS: list[list[Any]] = [
    ["财政拨款预算收入支出表"],
    ["编制单位：甲院", None, "2025年度", "单位：元"],
    ["项目", "年初财政拨款结转结余", None, "本年财政拨款收入", "本年财政拨款支出", "年末财政拨款结转结余", None],
    [None, "结转", "结余", None, None, "结转", "结余"],
]
Made = Callable[..., intake.Reading]


@pytest.fixture
def made(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Made:
    def read(*rows: list[Any]) -> intake.Reading:
        small.write(tmp_path / "a.xlsx", {"表": [*HEADS, *rows]})
        return intake.read_paths([tmp_path], catalog)

    return read


def test_every_cell_of_the_appropriation_statement_is_an_item(made: Made):
    reading = made(
        ["一、一般公共预算财政拨款", 5, 1, 30, 20, 14, 2],
        ["（二）项目支出", 5, 1, 20, 10, 14, 2],
        ["1.住院楼", 5, 1, 15, 10, 9, 2],
        ["2.重点专科", None, None, 5, None, 5, None],
        ["二、政府性基金预算财政拨款", None, None, 3, 3, None, None],
        ["（二）项目支出", None, None, 3, 3, None, None],
        ["总计", 5, 1, 33, 23, 14, 2],
    )

    value = reading.dataset.value
    assert value("fa_general_project__open_carryover", "甲院", "2025") == 5
    assert value("fa_general_project__close_surplus", "甲院", "2025") == 2
    assert value("fa_govfund_project__expense", "甲院", "2025") == 3
    assert rules(reading) == ["I70"]


def test_projects_make_the_line_that_they_are_parts_of_where_it_is_blank(made: Made):
    reading = made(
        ["一、一般公共预算财政拨款", 5, 1, 30, 20, 14, 2],
        ["（二）项目支出", None, None, None, 10, None, None],
        ["1.住院楼", 5, 1, 15, 10, 9, 2],
        ["2.重点专科", None, None, 5, None, 5, None],
        ["总计", 5, 1, 30, 20, 14, 2],
    )

    found = {v.item: v for v in reading.values() if v.item.startswith("fa_general_project__")}
    assert found["fa_general_project__income"].value == 20
    assert found["fa_general_project__income"].derived
    assert not found["fa_general_project__expense"].derived


def test_lines_of_an_appropriation_that_the_form_does_not_have_are_not_taken_for_those_of_another(made: Made):
    reading = made(
        ["一、一般公共预算财政拨款", 5, 1, 30, 20, 14, 2],
        ["（一）基本支出", None, None, 10, 10, None, None],
        ["二、政府性基金预算财政拨款", None, None, 3, 3, None, None],
        ["三、国有资本经营预算财政拨款", None, None, 7, 7, None, None],
        ["（一）基本支出", None, None, 7, 7, None, None],
        ["总计", 5, 1, 40, 30, 14, 2],
    )

    value = reading.dataset.value
    assert value("fa_general_basic__income", "甲院", "2025") == 10
    assert value("fa_govfund_basic__income", "甲院", "2025") is None
    assert value("fa_total__income", "甲院", "2025") == 40
    assert [(f.rule, f.place.cell) for f in reading.findings] == [("I13", "A8"), ("I14", "A9")]


def test_a_misspelt_row_of_a_matrix_is_told_and_proposed(made: Made):
    reading = made(
        ["一、一般公共预算财政拨款", 5, 1, 30, 20, 14, 2],
        ["二、政府性基金预算财政拔款", None, None, 3, 3, None, None],
        ["总计", 5, 1, 33, 23, 14, 2],
    )

    assert reading.dataset.value("fa_govfund__income", "甲院", "2025") is None
    assert rules(reading) == ["I33"] or rules(reading) == ["I13"]


def test_what_stands_below_a_supplement_is_told_and_not_taken_for_a_line(
    small: ModuleType, tmp_path: Path, catalog: Catalog
):
    sides = ["资产", "期末余额", "年初余额", "负债和净资产", "期末余额", "年初余额"]
    small.write(tmp_path / "a.xlsx", {"表": [
        ["资产负债表"], ["编制单位：甲院", None, "2025年12月31日", None, None, "单位：元"], sides,
        ["货币资金", 9, 8, "累计盈余", 7, 6], ["流动资产合计", 9, 8, "净资产合计", 9, 8], ["资产总计", 9, 8, "负债和净资产总计", 9, 8],
        ["补充资料："], ["累计盈余", 77, 66], ["存货", 5], ["注：略"],
    ]})  # fmt: skip

    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("accumulated_surplus", "甲院", "2025") == 7
    assert [(f.rule, f.place.cell, f.facts["count"]) for f in reading.findings] == [("W66", "B8", 3)]


@pytest.mark.parametrize("behind", ["", "：", " Accumulated", "\nEnglish name"])
def test_a_column_of_a_matrix_is_known_with_a_translation_or_a_colon_behind_its_name(
    small: ModuleType, tmp_path: Path, catalog: Catalog, behind: str
):
    heads = ["累计盈余", "专用基金", "权益法调整", "净资产合计"]
    small.write(tmp_path / "a.xlsx", {"表": [
        ["净资产变动表"], ["编制单位：甲院", "2025年度", "单位：元"],
        ["项目", "本年数", None, None, None], [None, *(head + behind for head in heads)],
        ["一、上年年末余额", 9, 3, 0, 12], ["三、本年年初数", 9, 3, 0, 12], ["四、本年变动金额", 1, 1, 0, 2],
        ["五、本年年末余额", 10, 4, 0, 14],
    ]})  # fmt: skip

    value = intake.read_paths([tmp_path], catalog).dataset.value

    assert value("na_open__accumulated", "甲院", "2025") == 9
    assert value("na_close__special", "甲院", "2025") == 4
    assert value("na_close__total", "甲院", "2025") == 14


def test_a_total_added_up_in_millions_keeps_the_fen(small: ModuleType, tmp_path: Path, catalog: Catalog):
    sides = ["资产", "期末余额", "负债和净资产", "期末余额"]
    small.write(tmp_path / "a.xlsx", {"表": [
        ["资产负债表"], ["编制单位：甲院", "2025年12月31日", "单位：百万元"], sides,
        ["货币资金", 1.23456789, "应付账款", 1.11111111], ["存货", 2.0, "应付职工薪酬", 0.11111111],
        ["流动资产合计", 3.23456789, "流动负债合计", 1.22222222], ["固定资产净值", 1.0, "长期借款", 0.22222222],
        ["非流动资产合计", 1.0, "长期应付款", 0.11111113], [None, None, "负债合计", 1.55555557],
        [None, None, "净资产合计", 2.67901232], ["资产总计", 4.23456789, "负债和净资产总计", 4.23456789],
    ]})  # fmt: skip

    value = intake.read_paths([tmp_path], catalog).dataset.value

    assert value("non_current_liabilities", "甲院", "2025") == pytest.approx(333333.35, abs=1e-6)


def test_lines_of_a_section_in_another_order_stay_in_the_section_of_the_heading_above_them(made_of: Made):
    """Drugs stand first below outpatients and below inpatients alike, where the form has them last."""
    lines = (("药品收入", 3.0), ("检查收入", 2.0), ("化验收入", 1.5), ("卫生材料收入", 1.0), ("其他", 0.5))
    outpatients = [(name, value * 100) for name, value in lines]
    inpatients = [(name, value * 1000) for name, value in lines]
    reading = made_of(
        ("医疗收入", 8800.0), ("一、门急诊收入", 800.0), *outpatients, ("二、住院收入", 8000.0), *inpatients
    )

    found = {one.item: one.value for one in reading.values()}
    assert found["outpatient_drug_income"] == 300
    assert found["inpatient_drug_income"] == 3000
    assert (found["op_laboratory_income"], found["ip_laboratory_income"]) == (150, 1500)
    assert (found["op_other_income"], found["ip_other_income"]) == (50, 500)
    assert not {"I106", "I33", "I14"} & set(rules(reading))


@pytest.fixture
def made_of(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Made:
    """A table of medical income of one month."""

    def read(*rows: tuple[str, float]) -> intake.Reading:
        heads = [["医疗收入明细表"], ["编制单位：甲院", "2025年9月", "单位：元"], ["项目", "本月数"]]
        small.write(tmp_path / "a.xlsx", {"表": [*heads, *map(list, rows)]})
        return intake.read_paths([tmp_path], catalog)

    return read
