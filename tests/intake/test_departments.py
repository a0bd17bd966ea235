"""Departments: an entity of their own below their hospital, in tables of cost and in tables of many."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reportgen import checks, intake
from reportgen.catalog import Catalog

ELEMENTS = [
    "人员经费(1)",
    "卫生材料费(2)",
    "药品费(3)",
    "固定资产折旧费(4)",
    "无形资产摊销费(5)",
    "提取医疗风险基金(6)",
    "其他费用(7)",
]
DEPARTMENTS = {"内科": [10, 2, 3, 1, 0, 1, 2], "外科": [12, 3, 2, 1, 0, 1, 2], "检验科": [5, 1, 0, 2, 0, 0, 1]}
Made = Callable[[list[list[Any]]], intake.Reading]


@pytest.fixture
def made(tmp_path: Path, catalog: Catalog, small: ModuleType) -> Made:
    def read(rows: list[list[Any]]) -> intake.Reading:
        small.write(tmp_path / "a.xlsx", {"表": rows})
        return intake.read_paths([tmp_path], catalog)

    return read


def line(name: str, figures: list[int]) -> list[Any]:
    return [name, *figures, sum(figures)]


def added(*names: str) -> list[int]:
    return [sum(figures) for figures in zip(*(DEPARTMENTS[name] for name in names), strict=True)]


def direct(unit: str = "元") -> list[list[Any]]:
    return [
        ["医院各科室直接成本表"],
        ["编制单位：甲院", None, None, "2025年10月", None, None, None, None, f"单位：{unit}"],
        ["科室名称", *ELEMENTS, "合计(8)"],
        ["临床服务类科室："],
        line("内科", DEPARTMENTS["内科"]),
        line("外科", DEPARTMENTS["外科"]),
        line("小计", added("内科", "外科")),
        ["医疗技术类科室："],
        line("检验科", DEPARTMENTS["检验科"]),
        line("小计", DEPARTMENTS["检验科"]),
        line("医疗业务成本合计", added(*DEPARTMENTS)),
        line("管理费用", [3, 0, 0, 1, 0, 0, 2]),
        line("本月总计", [one + other for one, other in zip(added(*DEPARTMENTS), [3, 0, 0, 1, 0, 0, 2], strict=True)]),
        ["单位负责人：甲"],
    ]


@pytest.mark.serves("000-14", "003-077")
def test_direct_cost_by_department_and_by_group(made: Made):
    data = made(direct("千元")).dataset

    assert data.value("cost_personnel", "甲院/内科", "2025-10") == 10_000
    assert data.value("cost_full_direct", "甲院/外科", "2025-10") == 21_000
    assert data.value("cost_direct_clinical", "甲院", "2025-10") == 40_000
    assert data.value("cost_direct_technical", "甲院", "2025-10") == 9_000
    assert data.value("cost_medical_business", "甲院", "2025-10") == 49_000
    assert data.value("cost_administration", "甲院", "2025-10") == 6_000
    assert data.value("cost_total", "甲院", "2025-10") == 55_000
    assert data.value("cost_total", "甲院/内科", "2025-10") is None
    assert data.entities["甲院/内科"].name == "内科"
    assert data.entities["甲院/内科"].group == "甲院"


def full(indirect: int = 1) -> list[list[Any]]:
    def cells(name: str, pairs: list[tuple[int, int]]) -> list[Any]:
        parts = [part for one, other in pairs for part in (one, other, one + other)]
        sums = [sum(one for one, _ in pairs), sum(other for _, other in pairs)]
        return [name, *parts, *sums, sum(sums)]

    inner, outer = [(10, 1), (2, 1), (3, 0), (1, 1)], [(12, indirect), (3, 1), (2, 0), (1, 1)]
    both = [(a + c, b + d) for (a, b), (c, d) in zip(inner, outer, strict=True)]
    heads = [
        cell for name in ("人员经费", "卫生材料费", "药品费", "固定资产折旧费", "合计") for cell in (name, None, None)
    ]
    return [
        ["医院临床服务类科室全成本表"],
        ["编制单位：甲院", None, "2025年10月", None, "单位：元"],
        ["科室名称", *heads],
        [None, *["直接成本", "间接成本", "全成本"] * 5],
        cells("内科", inner), cells("外科", outer), cells("科室全成本合计", both),
    ]  # fmt: skip


@pytest.mark.serves("003-077")
def test_full_cost_is_direct_and_allocated_cost_or_a_finding_says_so(made: Made, catalog: Catalog):
    rows = full()
    good = made(rows)
    rows[5][-1] += 100
    wrong = made(rows)

    data = good.dataset
    assert data.value("cost_full_direct", "甲院/内科", "2025-10") == 16
    assert data.value("cost_full_indirect", "甲院/内科", "2025-10") == 3
    assert data.value("cost_full_clinical", "甲院", "2025-10") == 40
    assert data.value("cost_full_personnel", "甲院", "2025-10") == 24
    assert not [f for f in checks.all_of(data, catalog).findings if f.rule == "V72"]
    assert [
        (f.place.cell, f.facts["gap"]) for f in checks.all_of(wrong.dataset, catalog).findings if f.rule == "V72"
    ] == [("P6", 100.0)]


@pytest.mark.serves("003-077")
def test_departments_side_by_side_with_their_shares(made: Made):
    rows: list[list[Any]] = [
        ["医院临床服务类科室全成本构成分析表"],
        ["编制单位：甲院", None, "2025年度", None, "单位：元"],
        ["项目", "内科", None, "外科", None, "各临床服务类科室合计", None],
        [None, *["金额", "%"] * 3],
    ]
    for name, one, other in (("人员经费", 11, 13), ("卫生材料费", 3, 4), ("药品费", 3, 2), ("固定资产折旧费", 2, 2),
                             ("科室全成本合计", 19, 21), ("科室收入", 30, 40), ("收入—成本", 11, 19), ("床日成本", 5, 6)):  # fmt: skip
        rows.append([name, one, 0.5, other, 0.5, one + other, 1])

    data = made(rows).dataset

    assert data.value("cost_full_clinical", "甲院/外科", "2025") == 21
    assert data.value("dept_margin_total", "甲院/内科", "2025") == 11
    assert data.value("cost_full_clinical", "甲院", "2025") == 40
    assert data.value("cost_per_bed_day", "甲院/外科", "2025") == 6


@pytest.mark.parametrize(("between", "read"), [(1, True), (2, True), (3, False)])
def test_the_head_that_names_departments_stands_within_three_rows_above_their_elements(
    made: Made, between: int, *, read: bool
):
    rows: list[list[Any]] = [
        ["医院临床服务类科室全成本构成分析表"],
        ["编制单位：甲院", None, "2025年度", None, "单位：元"],
        ["项目", "内科", "外科"],
        *[[None, "金额", "金额"]] * between,
    ]
    for name, one, other in (("人员经费", 11, 13), ("卫生材料费", 3, 4), ("药品费", 3, 2), ("固定资产折旧费", 2, 2),
                             ("科室全成本合计", 19, 21), ("科室收入", 30, 40), ("收入—成本", 11, 19), ("床日成本", 5, 6)):  # fmt: skip
        rows.append([name, one, other])

    assert made(rows).dataset.value("cost_full_clinical", "甲院/外科", "2025") == (21 if read else None)


@pytest.mark.parametrize(
    ("name", "read"), [("2026年3月科室成本", True), ("2026年科室成本", False), ("科室成本20260415", False)]
)
def test_cost_without_a_date_is_of_the_month_that_its_file_is_named_after(
    tmp_path: Path, catalog: Catalog, small: ModuleType, name: str, *, read: bool
):
    undated = direct()
    undated[1][3] = None
    small.write(tmp_path / f"{name}.xlsx", {"表": undated})

    reading = intake.read_paths([tmp_path], catalog)

    assert {period.partition("/")[0] for _, period in reading.dataset.values.index} == ({"2026-03"} if read else set())
    assert [one.rule for one in reading.findings][:1] == ["I100" if read else "I17"]


def test_cost_without_a_date_or_a_unit_is_told_and_not_read(made: Made):
    undated, unlabelled = direct(), direct()
    undated[1][3] = unlabelled[1][-1] = None

    assert [f.rule for f in made(undated).findings] == ["I17"]
    assert [f.rule for f in made(unlabelled).findings] == ["W05"]


@pytest.mark.serves("000-14")
def test_a_column_of_departments_in_a_tidy_and_in_a_wide_table(tmp_path: Path, catalog: Catalog):
    (tmp_path / "a.csv").write_text(
        "医院名称,科室,期间,项目,数值\n甲院,内科,2025年1-10月,医疗收入,1000\n甲院,内科,2025-10,实有床位数,30\n",
        encoding="utf-8",
    )
    (tmp_path / "b.csv").write_text(
        "医院名称,科室,年度,医疗收入,出院人数,实有床位数\n甲院,内科,2025,5,6,7\n甲院,合计,2025,5,6,7\n",
        encoding="utf-8",
    )

    data = intake.read_paths([tmp_path], catalog).dataset

    assert data.value("medical_income", "甲院/内科", "2025-10", "ytd") == 1000
    assert data.value("medical_income", "甲院/内科", "2025-10") is None
    assert data.value("beds_open", "甲院/内科", "2025-10") == 30
    assert data.value("discharges", "甲院/内科", "2025") == 6
    assert "甲院/合计" not in data.entities
