"""Titles of months that end a year, of weeks and of some days: they are not the year, and not the month."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from intake.rows import Rows, read
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.columns.odd_days import names_odd_days

CASE = "entity: {id: h, name: {en: Mercy Hospital}}\nregime: other\ncurrency: USD\nlanguages: en\n"
CHINESE: Rows = [
    ("单位：元",),
    ("项目", "金额"),
    ("一、本期收入", 810.5),
    ("二、本期费用", 790.5),
    ("三、本期盈余", 20.0),
]
ENGLISH: Rows = [
    ("(in dollars)",),
    ("", "Amount"),
    ("Total revenue", 810.5),
    ("Total expenses", 790.5),
    ("Net income", 20.0),
]


def income(tmp_path: Path, catalog: Catalog, title: str) -> tuple[dict[tuple[str, str], float], bool]:
    """Period and view → income, and whether it was told that the period is none."""
    if not title.isascii():
        reading = read(tmp_path, catalog, [("收入费用表",), (title,), *CHINESE])
    else:
        (tmp_path / "data").mkdir()
        (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
        book = openpyxl.Workbook()
        for row in [("Statement of Operations",), (title,), *ENGLISH]:
            book.worksheets[0].append(row)
        book.save(tmp_path / "data" / "a.xlsx")
        reading = intake.read(intake.open_case(tmp_path), catalog)
    own = [one for one in reading.values() if one.item == "total_income" and not one.derived]
    return {(one.period, str(one.view)): one.value for one in own}, "I72" in [one.rule for one in reading.findings]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Three months ended December 31, 2025", ("2025-Q4", "")),
        ("Quarter ended December 31, 2025", ("2025-Q4", "")),
        ("Twelve months ended December 31, 2025", ("2025", "")),
        ("Year ended December 31, 2025", ("2025", "")),
        ("Month ended December 31, 2025", ("2025-12", "")),
        ("截至2025年9月30日止9个月", ("2025-09", "ytd")),
        ("截至2025年9月30日止三个月", ("2025-Q3", "")),
        ("截至2025年12月31日止年度", ("2025", "")),
        ("2025年9月1日至9月30日", ("2025-09", "")),
        ("2025年1月1日至12月31日", ("2025", "")),
    ],
)
def test_months_that_end_with_a_day_are_what_is_said_of_them(
    tmp_path: Path, catalog: Catalog, title: str, period: tuple[str, str]
) -> None:
    """Below a head without a year three months that ended one were the whole year, without a word."""
    assert income(tmp_path, catalog, title) == ({period: 810.5}, False)


@pytest.mark.parametrize(
    "title",
    ["Six months ended December 31, 2025", "Nine months ended December 31, 2025", "July 1, 2025 to December 31, 2025",
     "Two years ended December 31, 2025", "Week ended September 27, 2025", "September 1 - September 15, 2025",
     "Period from inception (March 1, 2025) to December 31, 2025", "Rolling twelve months through September 2025",
     "截至2025年12月31日止6个月", "2025年9月1日至9月15日", "2025年9月1日-15日", "2025年第39周", "2025年9月上旬"],
)  # fmt: skip
def test_months_weeks_and_days_of_no_period_are_told_and_not_read(tmp_path: Path, catalog: Catalog, title: str) -> None:
    """They were the year or the month in which they end."""
    assert income(tmp_path, catalog, title) == ({}, True)


@pytest.mark.parametrize(
    "text",
    [
        "2025年1月1日至9月30日",
        "2025年9月1日至30日",
        "截至2025年9月30日",
        "2025年1-9月",
        "September 30, 2025",
        "2025年2月1日-28日",
    ],
)
def test_whole_months_are_no_odd_days(text: str) -> None:
    assert not names_odd_days(text)


@pytest.mark.parametrize("title", ["2025年9月15日", "2025-09-15", "September 15, 2025"])
def test_a_day_within_a_month_is_none_of_its_end(tmp_path: Path, catalog: Catalog, title: str) -> None:
    """A balance of 15 September was that of the month, without a word."""
    assert income(tmp_path, catalog, title) == ({}, True)


@pytest.mark.parametrize("title", ["2025年9月1日", "2025年9月25日", "2025-09-30"])
def test_the_first_and_the_last_days_of_a_month_are_the_month(tmp_path: Path, catalog: Catalog, title: str) -> None:
    assert income(tmp_path, catalog, title) == ({("2025-09", ""): 810.5}, False)


def balance(date: str, *heads: str) -> Rows:
    lines = [
        ("货币资金", 5, 4),
        ("流动资产合计", 15, 14),
        ("资产总计", 50, 40),
        ("流动负债合计", 5, 4),
        ("负债合计", 20, 18),
    ]
    return [("资产负债表",), ("编制单位：甲医院", date, "单位：元"), ("项目", *heads), *lines, ("净资产合计", 30, 22)]


def test_a_column_of_a_day_within_a_month_is_told(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, balance("", "2025年9月15日", "2024年12月31日"))
    assert [(one.rule, one.place.cell) for one in reading.findings if one.rule == "I127"] == [("I127", "B3")]
    assert {(one.period, one.place.cell) for one in reading.values() if one.item == "total_assets"} == {("2024", "C6")}


@pytest.mark.parametrize(("date", "told"), [("2025年 月9", True), ("2025年 月9日", True), ("2025年9月", False)])
def test_a_month_behind_its_word_is_no_year(tmp_path: Path, catalog: Catalog, date: str, *, told: bool) -> None:
    """The year alone was taken for the period."""
    reading = read(tmp_path, catalog, balance(date, "期末余额", "年初余额"))
    assert [one.place.cell for one in reading.findings if one.rule == "I171"] == (["B2"] if told else [])
    assert bool([*reading.values()]) is not told


def test_a_month_left_blank_is_no_year_for_figures_of_a_month(tmp_path: Path, catalog: Catalog) -> None:
    lines = [("一、本期收入", 10, 90), ("（二）事业收入", 8, 72), ("二、本期费用", 9, 80), ("三、本期盈余", 1, 10)]
    above = [("收入费用表",), ("编制单位：甲医院", "2025年   月", "单位：元")]
    monthly = read(tmp_path, catalog, [*above, ("项目", "本月数", "本年累计数"), *lines])
    assert ([one.place.cell for one in monthly.findings if one.rule == "I171"], [*monthly.values()]) == (["B2"], [])
    annual = read(tmp_path, catalog, [*above, ("项目", "本年数", "上年数"), *lines])
    assert {one.period for one in annual.values()} == {"2025"}


def test_a_row_of_a_day_within_a_month_is_told(tmp_path: Path, catalog: Catalog) -> None:
    rows = [("期间", "项目", "金额"), ("2025-08-31", "资产总计", 40), ("2025-09-15", "资产总计", 50)]
    reading = read(tmp_path, catalog, rows)
    assert [one.place.cell for one in reading.findings if one.rule == "I29"] == ["A3"]
    assert {(one.period, one.value) for one in reading.values()} == {("2025-08", 40)}
