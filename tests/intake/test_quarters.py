"""Quarters and halves in column heads, whose year stands above the table."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from intake.conftest import rules
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.periods import dates

CODE = "会政财02"


def read(small: ModuleType, catalog: Catalog, folder: Path, heads: tuple[str, ...]) -> intake.Reading:
    columns = [small.figures(CODE, catalog, scale) for scale in range(1, len(heads) + 1)]
    path = small.write(folder / "a.xlsx", {"表": small.sheet(CODE, "2025年度", heads, columns, catalog=catalog)})
    return intake.read_paths([path], catalog)


@pytest.mark.parametrize(
    ("head", "months", "quarter"),
    [
        ("一季度", (1, 3), 1), ("第四季度", (10, 12), 4), ("3季度", (7, 9), 3), ("Q2", (4, 6), 2), ("4-6月", (4, 6), 2),
        ("前三季度", (1, 9), None), ("1-3月", (1, 3), None), ("上半年", (1, 6), None), ("下半年", (7, 12), None),
        ("10月", (10, 10), None), ("本季度", None, None), ("Q5", None, None), ("Q12", None, None),
    ],
)  # fmt: skip
def test_a_head_names_months_and_perhaps_a_quarter(head: str, months: tuple[int, int] | None, quarter: int | None):
    assert (dates.months_of(head), dates.quarter_of(head)) == (months, quarter)


@pytest.mark.parametrize(
    "heads",
    [("一季度", "二季度", "三季度", "四季度"), ("Q1", "Q2", "Q3", "Q4"), ("第1季度", "4-6月", "7-9月", "10-12月")],
)
def test_quarters_side_by_side_are_read_as_quarters(
    heads: tuple[str, ...], small: ModuleType, catalog: Catalog, tmp_path: Path
):
    reading = read(small, catalog, tmp_path, heads)

    periods = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]
    income = [reading.dataset.value("total_income", "示例医院", period) for period in periods]
    if heads[0] != "一季度":
        income[0] = income[0] or reading.dataset.value("total_income", "示例医院", "2025-03", "ytd")
    assert income == [small.figures(CODE, catalog, scale)["total_income"] for scale in range(1, 5)]


def test_the_second_half_of_a_year_is_no_period_and_not_taken_for_the_year(
    small: ModuleType, catalog: Catalog, tmp_path: Path
):
    reading = read(small, catalog, tmp_path, ("上半年", "下半年"))

    first = small.figures(CODE, catalog, 1)["total_income"]
    assert reading.dataset.value("total_income", "示例医院", "2025-06", "ytd") == first
    assert reading.dataset.value("total_income", "示例医院", "2025") is None
    assert rules(reading) == ["I127"]


@pytest.mark.parametrize(
    ("name", "date"),
    [("2025年第3季度报表.xlsx", "2025年1-9月"), ("三季度.xlsx", "2025年第三季度"), ("a.xlsx", "2025年第三季度")],
)
def test_a_balance_day_in_the_books_of_a_quarter_is_the_quarters(
    name: str, date: str, small: ModuleType, catalog: Catalog, tmp_path: Path
):
    position, income = (small.figures(code, catalog) for code in ("会政财01", CODE))
    sheets = {
        "资产负债表": small.sheet("会政财01", "2025年9月30日", ("期末余额", "年初余额"), [position, position], catalog=catalog),
        "收入费用表": small.sheet(CODE, date, ("本季数", "本年累计数"), [income, income], catalog=catalog),
    }  # fmt: skip
    reading = intake.read_paths([small.write(tmp_path / name, sheets)], catalog)

    assert reading.dataset.value("total_assets", "示例医院", "2025-Q3") == position["total_assets"]
    assert reading.dataset.value("total_income", "示例医院", "2025-Q3", "ytd") == income["total_income"]
    assert reading.dataset.periods("示例医院") == ("2025-Q3",)


def test_the_fourth_quarter_carries_the_year(small: ModuleType, catalog: Catalog, tmp_path: Path):
    position, income = (small.figures(code, catalog) for code in ("会政财01", CODE))
    for number, day in enumerate(("3月31日", "6月30日", "9月30日", "12月31日"), start=1):
        heads = ("本季数", "本年累计数")
        to_date = {item: value * number for item, value in income.items()}
        sheets = {
            "资产负债表": small.sheet("会政财01", f"2025年{day}", ("期末余额",), [position], catalog=catalog),
            "收入费用表": small.sheet(CODE, f"2025年第{number}季度", heads, [income, to_date], catalog=catalog),
        }
        small.write(tmp_path / f"2025年第{number}季度.xlsx", sheets)
    reading = intake.read_paths([tmp_path], catalog)

    assert reading.dataset.value("total_income", "示例医院", "2025") == income["total_income"] * 4
    assert reading.dataset.value("total_assets", "示例医院", "2025") == position["total_assets"]
    assert rules(reading) == []
