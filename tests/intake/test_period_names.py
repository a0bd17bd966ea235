"""The period that a name tells, and names of which none is sure."""

from __future__ import annotations

import pytest

from reportgen.intake.periods.period_names import together, told

SURE = {
    "2026年3月资产负债表": "2026-03", "2026 年 3 月": "2026-03", "二〇二六年三月": "2026-03", "202603": "2026-03", "2026-03": "2026-03",
    "2026.3资产负债表": "2026-03", "balance_2025_10": "2025-10", "March 2025 Balance Sheet": "2025-03", "2025 Dec": "2025-12",
    "2026年3月31日资产负债表": "2026-03", "资产负债表_20260331": "2026-03", "Balance Sheet 12-31-2024": "2024-12",
    "Balance Sheet December 31, 2024": "2024-12", "FYE June 30, 2025": "2025-06", "2025年第一季度": "2025-Q1",
    "Balance Sheet Q3 2025": "2025-Q3", "BS 2025Q4": "2025-Q4", "2026年1-3月收入费用表": "2026-03", "2025年上半年": "2025-06",
    "FY2024 Balance Sheet": "2024", "FY24 Income": "2024", "BalanceSheet2024": "2024", "2025年决算报表": "2025", "附件2：2025年度报表": "2025",
}  # fmt: skip
BESIDE = {
    "资产负债表202603_20260410153012": "2026-03", "医院2026年03月报表20260410": "2026-03", "Balance Sheet 2025 20260415": "2025",
    "2026年3月 (2)": "2026-03", "2026年3月v2": "2026-03", "会政财01表2026年3月": "2026-03", "2025年12月（定稿）": "2025-12",
    "资产负债表2026年3月_20260331": "2026-03", "2025年收入费用表（1-9月）": "2025-09", "1-6月收支表（2025年度）": "2025-06",
    "2025年报表1月至3月累计": "2025-03",
}  # fmt: skip
UNSURE = [
    "2023-2024", "2023-24 Balance", "2011-12", "FY2025-26", "2024 and 2023 Balance Sheet", "FY2024 vs FY2023", "2024年(上年)",
    "2025年1月-2026年3月", "2025年3-5月", "2025年1-3月和1-6月", "2025年报表（3-5月）", "2025年1-6月（2024年1-6月）", "2025.1-3", "2026Q1-Q2", "1-3月", "Q1", "March Balance Sheet 2025", "Dec-24", "25年3月",
    "2026-3资产负债表", "2025年13期", "202613", "2026年3月2", "01 2026年3月", "9-10-2025", "v2026.3", "A2025",
    "2019版资产负债表", "2025年模板", "财会〔2018〕24号", "资产负债表导出20260331", "final v2 20260331",
    "2026年3月资产负债表 20260305", "2026年3月资产负债表_20260430", "2025年资产负债表_20251015",
]  # fmt: skip
SILENT = ["资产负债表", "Sheet1", "表2", "13812345678", "final v2 20260415", "资产负债表20260415", "附件 (3)", ""]


@pytest.mark.parametrize(("name", "period"), SURE.items())
def test_a_name_with_one_period_tells_it(name: str, period: str):
    found = told(name).stated

    assert found
    assert str(found.period) == period


@pytest.mark.parametrize(("name", "period"), BESIDE.items())
def test_days_of_the_paper_and_numbers_of_versions_and_copies_are_no_periods(name: str, period: str):
    found = told(name).stated

    assert found
    assert str(found.period) == period


@pytest.mark.parametrize("name", UNSURE)
def test_a_name_that_may_mean_several_periods_tells_none(name: str):
    assert told(name).is_unclear


@pytest.mark.parametrize("name", SILENT)
def test_a_name_without_a_period_says_nothing(name: str):
    assert told(name).is_silent


def test_a_month_is_named_with_or_without_its_word():
    assert [told(name).month for name in ("3月资产负债表", "三月", "03", "12月份")] == [3, 3, 3, 12]


@pytest.mark.parametrize(
    ("names", "period"),
    [
        (("3月", "2026年"), "2026-03"), (("资产负债表", "2026-03"), "2026-03"), (("2026年3月", "2026"), "2026-03"), (("3月", "2026年3月"), "2026-03"),
        (("资产负债表", "03", "2026"), "2026-03"), (("3月", "2026年4月"), None), (("2025年3月", "2026"), None), (("3月", "4月", "2026"), None),
        (("3月", "2026年1-6月"), "2026-03"), (("2026年3月", "2026年1-6月"), "2026-03"), (("7月", "2026年1-6月"), None), (("6月", "2026年1-6月"), "2026-06"),
        (("2026年", "2026-03"), None), (("Q1", "2026"), None), (("3月", "资产负债表"), None), (("2026年3月", "4月"), None),
    ],
)  # fmt: skip
def test_names_tell_a_period_together_where_they_agree(names: tuple[str, ...], period: str | None):
    found = together(map(told, names))

    assert (str(found.period) if found else None) == period


@pytest.mark.parametrize(
    ("sheet", "file", "year_end", "period"),
    [
        ("Jan", "2025 P&L", 12, "2025-01"), ("September", "2025 P&L", 12, "2025-09"), ("7月", "2025年报表", 12, "2025-07"),
        ("Jul", "FY2026 P&L", 6, "2025-07"), ("Jun", "FY2026 P&L", 6, "2026-06"), ("7月", "FY2026", 6, "2025-07"),
        ("07", "FY2026", 6, "2025-07"), ("Jan", "FY2025", 12, "2025-01"), ("Jul", "FY2026", None, None), ("Jul", "2026", None, "2026-07"),
    ],
)  # fmt: skip
def test_a_month_is_of_the_year_of_the_file_of_a_fiscal_one_by_its_end(
    sheet: str, file: str, year_end: int | None, period: str | None
) -> None:
    """July of FY2026 was that of 2026 where fiscal years end in June; months in English words told nothing."""
    found = together((told(sheet), told(file)), year_end)

    assert (str(found.period) if found else None) == period
