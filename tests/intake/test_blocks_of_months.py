"""Months one below another, in sheets of their own, or beside the sums of all hospitals."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.rows import Rows, read, read_case, total_income
from reportgen.catalog import Catalog

ENTITY = "entity: {id: h, name: {zh: 甲医院, en: Mercy Hospital}}\n"
AMERICAN = f"{ENTITY}regime: other\ncurrency: USD\nfiscal_year_start: 7\nlanguages: en\n"


def lines(*income: float) -> Rows:
    return [
        ("一、本期收入", *income),
        ("二、本期费用", *(one - 10 for one in income)),
        ("三、本期盈余", *(10 for _ in income)),
    ]


@pytest.mark.parametrize("words", ["{}月", "{}月份", "（{}月）"])
def test_blocks_of_months_below_one_title_are_tables_of_their_own(tmp_path: Path, catalog: Catalog, words: str) -> None:
    """The heads were taken to go on for another page: all blocks were January, and a line that it lacked was February's."""
    rows: Rows = [("甲医院2025年收入费用表",), ("单位：元",)]
    for month in (1, 2, 3):
        rows += [(words.format(month),), ("项目", "本月数", "本年累计数"), *lines(100 + month, 100 * month), ()]

    found = total_income(read(tmp_path, catalog, rows))

    assert found == {
        (f"2025-0{one}", view): value for one in (1, 2, 3) for view, value in (("", 100 + one), ("ytd", 100 * one))
    }


def test_a_page_goes_on_below_the_same_month(tmp_path: Path, catalog: Catalog) -> None:
    head: Rows = [("9月",), ("项目", "本月数", "本年累计数")]
    rows = [("甲医院2025年收入费用表",), ("单位：元",), *head, *lines(100, 900)[:1], *head, *lines(100, 900)[1:]]

    assert total_income(read(tmp_path, catalog, rows)) == {("2025-09", ""): 100, ("2025-09", "ytd"): 900}


def test_sums_of_all_hospitals_beside_the_own_columns_are_nobody_s(tmp_path: Path, catalog: Catalog) -> None:
    """Below two rows of heads they were a second figure of the hospital, and neither was read."""
    heads: Rows = [
        ("2025年9月收入费用汇总表",), ("单位：元",), ("项目", "甲医院", "甲医院", "乙医院", "乙医院", "合计", "合计"),
        ("", "本月数", "本年累计数", "本月数", "本年累计数", "本月数", "本年累计数"),
    ]  # fmt: skip
    reading = read_case(tmp_path, catalog, ENTITY, {"表": [*heads, *lines(100, 900, 50, 450, 150, 1350)]})

    own = {(one.view, one.value) for one in reading.values() if one.item == "total_income" and one.entity == "h"}
    assert own == {("", 100), ("ytd", 900)}


def test_a_month_of_the_calendar_in_the_name_of_a_sheet_is_of_the_fiscal_year_of_its_file(
    tmp_path: Path, catalog: Catalog
) -> None:
    """July 2025 was told to be none of FY2026, and the sheets were not read."""
    rows: Rows = [("Income statement (in dollars)",), ("", "Month", "YTD"), ("Total revenue", 100, 300)]
    rows += [("Total expenses", 90, 270), ("Excess of revenues over expenses", 10, 30)]
    reading = read_case(tmp_path, catalog, AMERICAN, {"Sep 2025": rows}, "FY2026 Income Statements.xlsx")

    assert total_income(reading) == {("2025-09", ""): 100, ("2025-09", "ytd"): 300}
