"""Titles that say the month alone, and those that speak of the month and of the year so far at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake import rows
from reportgen.catalog import Catalog
from reportgen.intake.reading import Reading

CHINESE = ("单位：元", [("医疗收入", 900, 950, 9), ("收入合计", 1000, 1050, 10), ("费用合计", 800, 850, 8)])
ENGLISH = (
    "(in dollars)",
    [
        ("Net patient service revenue", 900, 950, 9),
        ("Total operating revenue", 1000, 1050, 10),
        ("Total operating expenses", 800, 850, 8),
    ],
)


def read(tmp_path: Path, catalog: Catalog, title: str, *heads: str) -> Reading:
    """A sheet of a title and heads, in the language of the title."""
    unit, lines = ENGLISH if title.isascii() else CHINESE
    return rows.read(tmp_path, catalog, [(title,), (unit,), ("项目" if lines is CHINESE[1] else "", *heads), *lines])


def income(reading: Reading) -> dict[tuple[str, str], float]:
    """Period and view → income."""
    return {(one.period, str(one.view)): one.value for one in reading.values() if one.item == "total_income"}


def told(reading: Reading) -> list[tuple[str, str | None]]:
    """Rules on columns, with the cell of their head."""
    return [(one.rule, one.place.cell) for one in reading.findings if one.rule in {"I19", "I116", "I117", "I161"}]


@pytest.mark.parametrize(
    "title",
    ["2025年9月当月", "2025年9月单月收入费用表", "收入费用表（2025年9月当月）", "2025年9月（本月）"],
)
def test_below_a_title_of_the_month_alone_stand_its_own_figures(tmp_path: Path, catalog: Catalog, title: str) -> None:
    """They were the year to date, and the budget beside them that of the year."""
    reading = read(tmp_path, catalog, title, "实际数", "预算数")

    assert income(reading) == {("2025-09", ""): 1000}
    assert told(reading) == [("I117", "C3")]


@pytest.mark.parametrize("head", ["全年预算", "2025年度预算"])
def test_a_budget_that_says_to_be_the_year_s_is(tmp_path: Path, catalog: Catalog, head: str) -> None:
    reading = read(tmp_path, catalog, "2025年9月当月", "实际数", head)

    assert income(reading) == {("2025-09", ""): 1000, ("2025", "budget"): 1050}
    assert told(reading) == []


@pytest.mark.parametrize("title", ["2025年9月收入费用表", "2025年1-9月", "2025年9月累计"])
def test_titles_that_do_not_say_it_stay_as_they_were(tmp_path: Path, catalog: Catalog, title: str) -> None:
    reading = read(tmp_path, catalog, title, "实际数", "预算数")

    assert income(reading) == {("2025-09", "ytd"): 1000, ("2025", "budget"): 1050}


@pytest.mark.parametrize(
    ("title", "heads", "is_told"),
    [
        ("2025年9月收入费用表", ("实际数", "预算数"), True),
        ("2025年9月收入费用表", ("实际", "预算"), True),
        ("2025年9月预算执行情况表", ("实际数", "预算数"), False),
        ("2025年9月收入费用表", ("累计实际数", "预算数"), False),
        ("2025年9月收入费用表", ("执行数", "预算数"), False),
        ("2025年9月收入费用表", ("实际数", "全年预算"), False),
        ("2025年1-9月", ("实际数", "预算数"), False),
        ("2025年1月收入费用表", ("实际数", "预算数"), False),
    ],
)
def test_actual_figures_and_budgets_of_nobody_knows_how_many_months_are_told(
    tmp_path: Path, catalog: Catalog, title: str, heads: tuple[str, str], *, is_told: bool
) -> None:
    """They are read as before, and it was not told that they may be those of the month."""
    reading = read(tmp_path, catalog, title, *heads)

    assert [one.place.cell for one in reading.findings if one.rule == "W85"] == (["B3"] if is_told else [])


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("September 2025 (month only)", "2025-09"),
        ("Month ended September 30, 2025", "2025-09"),
        ("Month ended December 31, 2025", "2025-12"),
        ("December 31, 2025 (month only)", "2025-12"),
    ],
)
def test_english_months_alone(tmp_path: Path, catalog: Catalog, title: str, period: str) -> None:
    """That of the last month of a year was the year, and its budget the year's."""
    reading = read(tmp_path, catalog, title, "Actual", "Budget", "Variance")

    assert income(reading) == {(period, ""): 1000}
    assert told(reading) == [("I117", "C3")]


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("For the Month and Year-to-Date ended September 30, 2025", ("Actual",)),
        ("For the Month and Year ended December 31, 2025", ("2025", "2024")),
        ("For the Month and Nine Months Ended September 30, 2025", ("Actual", "Prior Year")),
        ("2025年9月当月及累计收支表", ("实际数", "上年同期")),
    ],
)
def test_month_or_year_to_date_is_not_guessed(
    tmp_path: Path, catalog: Catalog, title: str, heads: tuple[str, ...]
) -> None:
    """All of them were read as one of the two, without a word."""
    reading = read(tmp_path, catalog, title, *heads)

    assert income(reading) == {}
    assert told(reading) == [("I161", f"{letter}3") for letter in "BC"[: len(heads)]]


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("For the Month and Year-to-Date ended September 30, 2025", ("Month", "Year to Date")),
        ("September 2025 Month and Year-to-Date", ("Actual", "YTD Actual")),
        ("2025年9月当月及累计收支表", ("本月数", "累计数")),
    ],
)
def test_heads_that_say_which_they_are_prove_it(
    tmp_path: Path, catalog: Catalog, title: str, heads: tuple[str, ...]
) -> None:
    reading = read(tmp_path, catalog, title, *heads)

    assert income(reading) == {("2025-09", ""): 1000, ("2025-09", "ytd"): 1050}


def test_the_first_month_of_a_year_is_the_year_to_date(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(tmp_path, catalog, "For the Month and Year-to-Date ended January 31, 2025", "Actual")

    assert income(reading)["2025-01", "ytd"] == 1000
    assert told(reading) == []
