"""The day on which a paper was made stands beside the period of its figures, and is not mistaken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import Rows, read
from reportgen.catalog import Catalog

LINES: Rows = [("一、本期收入", 810.5, 700.25), ("二、本期费用", 790.5, 690.25), ("三、本期盈余", 20.0, 10.0)]
ENTITY = "编制单位：甲医院"


def found(tmp_path: Path, catalog: Catalog, rows: Rows) -> tuple[dict[tuple[str, str], float], list[str]]:
    """Period and view → total income, and the rules that were told."""
    reading = read(tmp_path, catalog, rows)
    values = {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "total_income"}
    return values, [one.rule for one in reading.findings]


@pytest.mark.parametrize("day", ["2026年1月15日", "编制日期：2026年1月10日", "2026-03-12", "2026.4.8"])
@pytest.mark.parametrize("title", ["2025年度收入费用表", "2025年收入费用表"])
def test_a_day_soon_after_the_year_of_the_title_is_that_of_the_paper(
    tmp_path: Path, catalog: Catalog, title: str, day: str
) -> None:
    """It was the month of the figures, and those of the year were those since January."""
    heads = [(title,), (ENTITY, day, "单位：元"), ("项目", "本年数", "上年数")]

    assert found(tmp_path, catalog, [*heads, *LINES]) == ({("2025", ""): 810.5, ("2025", "comp"): 700.25}, ["I164"])


@pytest.mark.parametrize("day", ["2025年10月8日", "2025-10-12 08:31:22"])
def test_so_is_one_soon_after_the_month_of_the_title(tmp_path: Path, catalog: Catalog, day: str) -> None:
    heads = [("2025年9月收入费用表",), (ENTITY, day, "单位：元"), ("项目", "本月数", "本年累计数")]

    assert found(tmp_path, catalog, [*heads, *LINES]) == (
        {("2025-09", ""): 810.5, ("2025-09", "ytd"): 700.25},
        ["I164"],
    )


@pytest.mark.parametrize(
    ("title", "day", "period"),
    [
        ("2025年9月收入费用表", "2025年10月31日", "2025-10"),  # the day with which a month ends
        ("2025年3月收入费用表", "2025年10月12日", "2025-10"),  # long after the month of the title
        ("2025年9月收入费用表", "2025年8月12日", "2025-08"),  # before it
    ],
)
def test_a_day_that_may_be_that_of_the_figures_is_taken_and_it_is_told(
    tmp_path: Path, catalog: Catalog, title: str, day: str, period: str
) -> None:
    heads = [(title,), (ENTITY, day, "单位：元"), ("项目", "本月数", "本年累计数")]

    assert found(tmp_path, catalog, [*heads, *LINES]) == ({(period, ""): 810.5, (period, "ytd"): 700.25}, ["W18"])


@pytest.mark.parametrize("day", ["2025年12月20日", "2025年12月31日", "2025年11月"])
def test_a_budget_is_drawn_up_in_the_year_before(tmp_path: Path, catalog: Catalog, day: str) -> None:
    """The budget of 2026 was read as that of 2025."""
    heads = [("2026年收入费用预算表",), (ENTITY, day, "单位：元"), ("项目", "预算数", "")]

    values, _ = found(tmp_path, catalog, [*heads, *(row[:2] for row in LINES)])
    assert values == {("2026", "budget"): 810.5}


@pytest.mark.parametrize(
    "words", ["Run date: 01/15/2026 10:22 AM", "Printed 2/14/2026", "Report run: January 15, 2026"]
)
def test_an_english_report_that_says_when_it_was_run(tmp_path: Path, catalog: Catalog, words: str) -> None:
    """Nothing is told of it, as nothing is of a day of printing in Chinese."""
    heads = [("甲医院 收入费用表 2025年",), (words,), (ENTITY, "", "单位：元"), ("项目", "本年数", "上年数")]

    assert found(tmp_path, catalog, [*heads, *LINES]) == ({("2025", ""): 810.5, ("2025", "comp"): 700.25}, [])
