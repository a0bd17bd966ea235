"""Years in heads of a table that ends within the newest of them hold as much as its title says, and no whole years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from intake import rows as rows_of
from reportgen import intake
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

LINES = [("一、本期收入", 900, 800), ("二、本期费用", 700, 650), ("三、本期盈余", 200, 150)]
ENGLISH = [("Total operating revenue", 900, 800), ("Total operating expenses", 700, 650)]
BALANCES = [("Cash and cash equivalents", 90, 80), ("Total assets", 900, 800), ("Total liabilities", 700, 650)]


def _income(reading: Reading, item: str = "total_income") -> set[tuple[str, str, float]]:
    return {(one.period, one.view, one.value) for one in reading.values() if one.item == item}


def _open_heads(reading: Reading) -> list[str | None]:
    return [one.place.cell for one in reading.findings if one.rule == "I163"]


def _chinese(title: str, heads: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [(title,), ("编制单位：示例医院", "", "单位：元"), ("项目", *heads), *LINES]


@pytest.mark.parametrize(
    "heads", [("2025年", "2024年"), (2025, 2024), ("2025年度", "2024年度"), ("2025年实际", "2024年实际")]
)
@pytest.mark.parametrize(
    ("title", "until", "view"),
    [
        ("2025年1-9月收入费用表", "09", "ytd"),
        ("2025年前三季度收入费用表", "09", "ytd"),
        ("2025年上半年收入费用表", "06", "ytd"),
        ("2025年9月累计收入费用表", "09", "ytd"),
        ("2025年9月当月收入费用表", "09", ""),
        ("2025年第三季度收入费用表", "Q3", ""),
        ("收入费用表（1-9月）", "09", "ytd"),
        ("前三季度收入费用表", "09", "ytd"),
    ],
)
def test_the_title_says_how_much_of_the_years(
    tmp_path: Path, catalog: Catalog, heads: tuple[Any, ...], title: str, until: str, view: str
) -> None:
    """January to September was read as the whole of both years, without a word."""
    reading = rows_of.read(tmp_path, catalog, _chinese(title, heads))

    assert _income(reading) == {(f"2025-{until}", view, 900), (f"2024-{until}", view, 800)}
    assert reading.findings == ()


def test_names_of_files_say_it_too(tmp_path: Path, catalog: Catalog) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in _chinese("收入费用表", ("2025年", "2024年")):
        book.active.append(row)
    book.save(tmp_path / "2025年1-9月.xlsx")

    reading = intake.read_paths([tmp_path], catalog)

    assert _income(reading) == {("2025-09", "ytd", 900), ("2024-09", "ytd", 800)}


def test_a_month_alone_leaves_the_years_open(tmp_path: Path, catalog: Catalog) -> None:
    """The month, the year until then, or of an earlier year all of it: neither column is read, and both are told."""
    reading = rows_of.read(tmp_path, catalog, _chinese("2025年9月收入费用表", ("2025年", "2024年")))

    assert _income(reading) == set()
    assert _open_heads(reading) == ["B3", "C3"]


@pytest.mark.parametrize(("lines", "item", "view"), [(ENGLISH, "total_income", "ytd"), (BALANCES, "total_assets", "")])
def test_a_day_ends_the_newest_year_and_leaves_the_others_open(
    tmp_path: Path, catalog: Catalog, lines: list[tuple[Any, ...]], item: str, view: str
) -> None:
    top = [("Valley Hospital",), ("As of September 30, 2025",), ("(in dollars)",), ("", "2025", "2024")]

    reading = rows_of.read(tmp_path, catalog, [*top, *lines])

    assert _income(reading, item) == {("2025-09", view, 900)}
    assert _open_heads(reading) == ["C4"]


def test_until_a_month_is_a_day_too(tmp_path: Path, catalog: Catalog) -> None:
    reading = rows_of.read(tmp_path, catalog, _chinese("收入费用表（截至9月）", ("2025年", "2024年")))

    assert _income(reading) == {("2025-09", "ytd", 900)}
    assert _open_heads(reading) == ["C3"]


@pytest.mark.parametrize(
    ("title", "beside", "sheet", "file"),
    [
        ("2025年收入费用表", "期间：1-9月", "表", "a"),
        ("2025年收入费用表", "1-9月", "表", "a"),
        ("2025年度收入费用表（截至9月30日）", "", "表", "a"),
        ("收入费用表", "会计年度：2025|会计期间：9", "表", "a"),
        ("2025年收入费用表", "第9期", "表", "a"),
        ("2025年收入费用表", "", "1-9月", "a"),
        ("2025年收入费用表", "", "9月", "a"),
        ("2025年收入费用表", "", "表", "2025年9月"),
        ("2025年收入费用表", "", "表", "9月报表"),
    ],
)
def test_months_apart_from_the_year_are_of_it(
    tmp_path: Path, catalog: Catalog, title: str, beside: str, sheet: str, file: str
) -> None:
    """Nine months were read as the year that the title names, without a word."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in [
        (title,),
        ("编制单位：示例医院", *beside.split("|"), "单位：元"),
        ("项目", "本年累计数", "上年同期累计"),
        *LINES,
    ]:
        book.active.append(row)
    book.save(tmp_path / f"{file}.xlsx")

    assert _income(intake.read_paths([tmp_path], catalog)) == {("2025-09", "ytd", 900), ("2025-09", "comp", 800)}


@pytest.mark.parametrize(
    ("beside", "sheet", "file"),
    [
        ("填表日期：1月20日", "表", "a"),  # of the paper
        ("", "表", "2025年12月"),  # the year ends with it
        ("", "全年", "a"),
        ("", "表", "2026年1月报送"),  # another year
        ("", "表", "2025年报-20250930"),  # the day on which the file was made
        ("1月起执行新制度", "表", "a"),  # a sentence
    ],
)
def test_other_dates_leave_a_year_whole(tmp_path: Path, catalog: Catalog, beside: str, sheet: str, file: str) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = sheet
    for row in [
        ("2025年度收入费用表",),
        ("编制单位：示例医院", beside, "单位：元"),
        ("项目", "本年数", "上年数"),
        *LINES,
    ]:
        book.active.append(row)
    book.save(tmp_path / f"{file}.xlsx")

    assert _income(intake.read_paths([tmp_path], catalog)) == {("2025", "", 900), ("2025", "comp", 800)}


def test_english_months_apart_from_the_fiscal_year_are_of_it(tmp_path: Path, catalog: Catalog) -> None:
    top = [("Valley Hospital",), ("2025 Income statement",), ("Through March 31",), ("(in dollars)",), ("", "Actual")]

    assert _income(rows_of.read(tmp_path, catalog, [*top, *ENGLISH])) == {("2025-03", "ytd", 900)}


@pytest.mark.parametrize("head", ["2025年（1-9月）", "2025年（截至9月）"])
def test_a_head_names_months_in_brackets(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = rows_of.read(tmp_path, catalog, _chinese("收入费用表", (head, "2024年")))

    assert _income(reading) == {("2025-09", "ytd", 900), ("2024", "", 800)}


@pytest.mark.parametrize("title", ["2025年1-9月主要指标", "1-9月主要指标", "2025年前三季度主要指标"])
def test_years_of_rows_hold_as_much_as_the_title_says(tmp_path: Path, catalog: Catalog, title: str) -> None:
    rows = [("年份", "本期收入", "本期费用", "本期盈余"), ("2025年", 900, 700, 200), ("2024年", 800, 650, 150)]

    reading = rows_of.read(tmp_path, catalog, [(title,), ("编制单位：示例医院", "", "单位：元"), *rows])

    assert _income(reading) == {("2025-09", "ytd", 900), ("2024-09", "ytd", 800)}


def test_years_of_rows_below_a_month_are_told(tmp_path: Path, catalog: Catalog) -> None:
    rows = [("年份", "本期收入", "本期费用", "本期盈余"), ("2025年", 900, 700, 200), ("2024年", 800, 650, 150)]

    reading = rows_of.read(tmp_path, catalog, [("2025年9月主要指标",), ("编制单位：示例医院", "", "单位：元"), *rows])

    assert _income(reading) == set()
    assert _open_heads(reading) == ["A4", "A5"]


@pytest.mark.parametrize(
    ("title", "heads", "years"),
    [
        ("2025年9月编制的收入费用表", ("2024年", "2023年"), {"2024", "2023"}),  # years that were over by then
        ("2025年12月收入费用表", ("2025年", "2024年"), {"2025", "2024"}),  # nothing is to come of the year
        ("2025年1-9月收入费用表", ("2025年", "2024年全年"), {"2025-09", "2024"}),  # the head says that it is whole
        ("2025年9月收入费用表", ("2025年全年", "2024年全年"), {"2025", "2024"}),
    ],
)
def test_years_that_are_over_or_say_so_are_whole(
    tmp_path: Path, catalog: Catalog, title: str, heads: tuple[str, ...], years: set[str]
) -> None:
    assert {period for period, _, _ in _income(rows_of.read(tmp_path, catalog, _chinese(title, heads)))} == years


def test_budgets_beside_them_are_of_the_year(tmp_path: Path, catalog: Catalog) -> None:
    heads = ("2025年预算", "2025年执行")

    reading = rows_of.read(tmp_path, catalog, _chinese("2025年1-9月预算执行情况表", heads))

    assert _income(reading) == {("2025", "budget", 900), ("2025-09", "ytd", 800)}
