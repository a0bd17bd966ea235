"""Months side by side with what they come to: of a year that is not over, that is no figure of the year."""

from __future__ import annotations

import csv
from pathlib import Path
from types import ModuleType
from typing import Final

import pytest

from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.periods import spans

ENTITY = "示例医院"
LINES = {"门急诊人次": 900, "入院人数": 30, "出院人数": 29, "实际占用总床日数": 300, "实有床位数": 40}


def table(names: list[str], filled: int, head: str, title: str) -> list[list[object]]:
    """Figures in the first columns of `names`, and their sums, under a title with the year."""
    sums = [[label, *([value] * filled), *([None] * (len(names) - filled)), value * filled]
            for label, value in LINES.items()]  # fmt: skip
    return [[title], [f"编制单位：{ENTITY}"], ["指标", *names, head], *sums]


MONTHS = [f"{month}月" for month in range(1, 13)]
QUARTERS = ["一季度", "二季度", "三季度", "四季度"]


@pytest.mark.parametrize("title", ["2026年业务工作量统计表", "2026年1-9月业务工作量统计表"])
@pytest.mark.parametrize("names", [MONTHS[:9], MONTHS, [f"2026年{one}" for one in MONTHS[:9]]])
def test_what_nine_months_come_to_is_the_year_so_far(
    small: ModuleType, catalog: Catalog, tmp_path: Path, names: list[str], title: str
) -> None:
    """Whether the columns of the months to come are there and blank, or are not there yet."""
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(names, 9, "累计", title)})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-09", "ytd") == 9 * LINES["出院人数"]
    assert value("discharges", ENTITY, "2026-09") == LINES["出院人数"]


def test_what_all_months_come_to_is_the_year(small: ModuleType, catalog: Catalog, tmp_path: Path) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(MONTHS, 12, "累计", "2026年业务工作量统计表")})

    assert intake.read_paths([path], catalog).dataset.value("discharges", ENTITY, "2026") == 12 * LINES["出院人数"]


def test_three_quarters_are_no_year_either(small: ModuleType, catalog: Catalog, tmp_path: Path) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(QUARTERS, 3, "累计", "2026年业务工作量统计表")})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-Q3") == LINES["出院人数"]


def test_a_sum_that_calls_itself_the_year_is_not_read_before_the_year_is_over(
    small: ModuleType, catalog: Catalog, tmp_path: Path
) -> None:
    path = small.write(tmp_path / "a.xlsx", {"业务量": table(MONTHS[:9], 9, "全年合计", "2026年业务工作量统计表")})
    value = intake.read_paths([path], catalog).dataset.value

    assert value("discharges", ENTITY, "2026") is None
    assert value("discharges", ENTITY, "2026-09") == LINES["出院人数"]


TITLES_SO_FAR: Final = ["Fiscal Year-to-Date through {}", "Fiscal year to date ended {}", "FYTD {}", "{} Year-to-Date"]


@pytest.mark.parametrize("title", TITLES_SO_FAR)
@pytest.mark.parametrize("day", ["March 31, 2026", "March 2026"])
def test_a_title_that_says_year_to_date_heads_no_whole_year_and_no_month_alone(
    tmp_path: Path, catalog: Catalog, title: str, day: str
) -> None:
    """Six months were the fiscal year 2026, its budget the year's, and those below a month's name the month's."""
    heads = [title.format(day)], ["(in dollars)"], ["", "Actual", "Budget", "Prior Year"]
    (tmp_path / "data").mkdir()
    said = "entity: {id: h, name: {en: A}}\nregime: other\ncurrency: USD\nfiscal_year_start: 10\nlanguages: en\n"
    (tmp_path / "case.yaml").write_text(said, encoding="utf-8")
    with (tmp_path / "data" / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*heads, ["Total operating revenue", 950, 940, 930], ["Total expenses", 9, 8, 7]])
    reading = intake.read(intake.open_case(tmp_path), catalog)

    found = {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "total_income"}
    assert found == {("2026-03", "ytd"): 950, ("2026-03", "comp"): 930}


@pytest.mark.parametrize(
    ("title", "first_month", "read_as"),
    [
        ("First nine months 2025", 1, "Nine months ended September 30, 2025"),
        ("First nine months of fiscal 2026", 7, "Nine months ended March 31, 2026"),
        ("Statement of operations, 2025 through September", 1, "Statement of operations, Nine months ended September 30, 2025"),
        ("FY2026 through December", 7, "Six months ended December 31, 2025"),
        ("FY2026 through July", 7, "July 2025"),
        ("FY26 thru Mar", 1, "Three months ended March 31, 2026"),
        ("FY'26 thru Mar", 7, "Nine months ended March 31, 2026"),
        ("First nine months of FY26", 7, "Nine months ended March 31, 2026"),
        ("Half-year ended 31 December 2025", 7, "six months ended 31 December 2025"),
        ("Half-year to 31 December 2025", 7, "six months ended 31 December 2025"),
        ("June 2025 through September 2025", 1, "Four months ended September 30, 2025"),
        ("March 31, 2025 through September 30, 2025", 1, "March 31, 2025 through September 30, 2025"),
        ("2025 through 2027", 1, "2025 through 2027"),
    ],
)  # fmt: skip
def test_months_since_a_year_began_are_no_year(title: str, first_month: int, read_as: str) -> None:
    """“Half-year ended” holds the words “year ended”, and the others named a year: each was read as all of it."""
    assert spans.with_months_counted(title, first_month) == read_as


@pytest.mark.parametrize(
    ("title", "period"),
    [("2025年9月累计", "2025-09"), ("2025年9月（累计数）", "2025-09"), ("2025年9月末累计", "2025-09"),
     ("2025年度1-9月", "2025-09"), ("2025年度（1至9月）", "2025-09"), ("2025年度（截至9月）", "2025-09"),
     ("2025年度上半年", "2025-06"), ("2025年度前三季度", "2025-09"), ("2025年三季度累计", "2025-Q3")],
)  # fmt: skip
def test_a_chinese_title_of_months_so_far_heads_neither_the_last_of_them_nor_the_whole_year(
    tmp_path: Path, catalog: Catalog, title: str, period: str
) -> None:
    rows = [
        ["甲医院收入费用表"],
        [title, "", "单位：元"],
        ["项目", "金额"],
        ["一、本期收入", 810.5],
        ["二、本期费用", 790.5],
    ]
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲医院, en: A}}\n", encoding="utf-8")
    with (tmp_path / "data" / "a.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    reading = intake.read(intake.open_case(tmp_path), catalog)

    found = {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "total_income"}
    assert found == {(period, "ytd"): 810.5}
