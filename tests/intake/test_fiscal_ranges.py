"""Ranges of months, months without a year, and budgets of a year, in books whose year does not begin in January."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading

CASE = "entity: {{id: h, name: {{zh: 甲, en: A}}}}\nregime: other\ncurrency: {currency}\nlanguages: {language}\nscheme: none\nfiscal_year_start: {start}\n"
OWN = ("Net patient service revenue", "Total operating revenue", "Total operating expenses")
CHINESE = ("医疗收入", "收入合计", "费用合计")
MONTHS = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb")
CALENDAR = (*(f"2025-{month:02}" for month in range(7, 13)), "2026-01", "2026-02")
Found = dict[tuple[str, str], float]


def read(folder: Path, start: int, rows: Sequence[Sequence[Any]], currency: str = "USD") -> Reading:
    (folder / "data").mkdir(parents=True)
    language = "zh" if currency == "HKD" else "en"
    said = CASE.format(start=start, currency=currency, language=language)
    (folder / "case.yaml").write_text(said, encoding="utf-8")
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(folder / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), load_catalog())


def figures(reading: Reading, item: str = "medical_income") -> Found:
    return {(one.period, one.view.value): one.value for one in reading.values() if one.item == item}


def statement(title: str, *heads: Sequence[str]) -> list[list[Any]]:
    lines = [[label, *range(1, len(heads[-1]) + 1)] for label in OWN]
    return [["Statement of Operations"], [title], ["(in dollars)"], *(["", *head] for head in heads), *lines]


RANGES: dict[tuple[int, str, tuple[str, ...]], Found] = {
    (7, "July to October 2025", ("Amount",)): {("2025-10", "ytd"): 1},
    (7, "July 1, 2025 to October 31, 2025", ("Amount",)): {("2025-10", "ytd"): 1},
    (7, "July 1, 2025 through October 31, 2025", ("Actual", "Prior Year")): {("2025-10", "ytd"): 1, ("2025-10", "comp"): 2},
    (7, "1 July 2025 - 31 October 2025", ("Month", "YTD")): {("2025-10", ""): 1, ("2025-10", "ytd"): 2},
    (7, "For the four months ended October 31, 2025", ("Amount",)): {("2025-10", "ytd"): 1},
    (7, "", ("Jul - Oct 2025", "Jul - Oct 2024")): {("2025-10", "ytd"): 1, ("2024-10", "ytd"): 2},
    (7, "October to December 2025", ("Amount",)): {("2026-Q2", ""): 1},
    (7, "For the three months ended December 31, 2025", ("Actual",)): {("2026-Q2", ""): 1},
    (7, "For the six months ended December 31, 2025", ("Actual",)): {("2026-Q2", "ytd"): 1},
    (4, "April 2025 to March 2026", ("Amount",)): {("2026", ""): 1},
    (1, "January 1, 2025 to October 31, 2025", ("Amount",)): {("2025-10", "ytd"): 1},
    (1, "January 1, 2025 to December 31, 2025", ("Amount",)): {("2025", ""): 1},
}  # fmt: skip


@pytest.mark.parametrize(("start", "title", "heads"), RANGES)
def test_a_range_of_months_is_not_its_first_or_last_one(
    tmp_path: Path, start: int, title: str, heads: tuple[str, ...]
) -> None:
    found = figures(read(tmp_path / "a", start, statement(title, heads)))

    assert found == RANGES[start, title, heads]


@pytest.mark.parametrize("title", ["For the five months ended January 31, 2026", "September 2025 to January 2026"])
def test_months_that_are_no_quarter_and_did_not_begin_with_the_year_are_told(tmp_path: Path, title: str) -> None:
    reading = read(tmp_path / "a", 7, statement(title, ("Amount",)))

    assert not reading.has_values
    assert "I72" in {one.rule for one in reading.findings}


CHINESE_HEADS: dict[tuple[str, tuple[str, ...]], Found] = {
    ("截至2025年9月30日止六个月", ("2025年", "2024年")): {("2026-Q2", "ytd"): 1, ("2025-Q2", "ytd"): 2},
    ("截至二零二五年九月三十日止六個月", ("二零二五年", "二零二四年")): {("2026-Q2", "ytd"): 1, ("2025-Q2", "ytd"): 2},
    ("截至2025年9月30日止六个月", ("本月", "本年累计")): {("2025-09", ""): 1, ("2025-09", "ytd"): 2},
    ("2025年4月至9月", ("本期",)): {("2026-Q2", "ytd"): 1},
    ("2025年4月1日至2025年8月31日", ("金额",)): {("2025-08", "ytd"): 1},
    ("截至2026年3月31日止十二个月", ("本年", "上年")): {("2026", ""): 1, ("2025", ""): 2},
    ("", ("2025年8月", "2025年4-8月", "2024年4-8月")): {("2025-08", ""): 1, ("2025-08", "ytd"): 2, ("2024-08", "ytd"): 3},
    ("2025年9月", ("本月数", "本年累计数", "全年预算数")): {
        ("2025-09", ""): 1, ("2025-09", "ytd"): 2, ("2026", "budget"): 3},
}  # fmt: skip


@pytest.mark.parametrize(("title", "heads"), CHINESE_HEADS)
def test_chinese_ranges_are_counted_from_the_first_of_the_fiscal_year(
    tmp_path: Path, title: str, heads: tuple[str, ...]
) -> None:
    lines = [[label, *range(1, len(heads) + 1)] for label in CHINESE]
    rows = [["收支表"], [title], ["单位：港元"], ["项目", *heads], *lines]

    assert figures(read(tmp_path / "a", 4, rows, "HKD")) == CHINESE_HEADS[title, heads]


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("February 28, 2026", [MONTHS]),
        ("February 2026", [MONTHS]),
        ("", [["FY2026"] * 8, MONTHS]),
        ("", [["FY 2025/26"] * 8, MONTHS]),
        ("", [[f"{month} FY26" for month in MONTHS]]),
        ("", [["2025"] * 6 + ["2026"] * 2, MONTHS]),
        ("2025/26", [[f"M{number}" for number in range(1, 9)]]),
    ],
)
def test_months_without_a_year_are_those_of_the_fiscal_year(
    tmp_path: Path, title: str, heads: list[Sequence[str]]
) -> None:
    found = figures(read(tmp_path / "a", 7, statement(title, *heads)))

    assert {period: value for (period, view), value in found.items() if not view} == {
        period: at for at, period in enumerate(CALENDAR, start=1)
    }


@pytest.mark.parametrize(
    ("start", "title", "heads", "periods"),
    [
        (1, "January 2026", ("December", "January"), ["2025-12", "2026-01"]),
        (7, "July 2025", ("June", "July"), ["2025-06", "2025-07"]),
        (7, "March 2026", ("March", "February", "January"), ["2026-03", "2026-02", "2026-01"]),
        (7, "December 31, 2025", ("Q1", "Q2"), ["2026-Q1", "2026-Q2"]),
    ],
)
def test_what_stands_beside_the_month_of_the_sheet_is_near_it(
    tmp_path: Path, start: int, title: str, heads: tuple[str, ...], periods: list[str]
) -> None:
    found = figures(read(tmp_path / "a", start, statement(title, heads)))

    assert {period: value for (period, view), value in found.items() if not view} == {
        period: at for at, period in enumerate(periods, start=1)
    }


@pytest.mark.parametrize("head", ["Annual Budget", "Full Year Budget", "Budget FY26"])
@pytest.mark.parametrize(("start", "year"), [(1, "2025"), (4, "2026"), (7, "2026")])
def test_the_budget_of_the_year_beside_a_month_is_that_of_its_fiscal_year(
    tmp_path: Path, start: int, year: str, head: str
) -> None:
    heads = ("Month Actual", "YTD Actual", head if start > 1 else head.replace("26", "25"))
    found = figures(read(tmp_path / "a", start, statement("October 31, 2025", heads)))

    assert found == {("2025-10", ""): 1, ("2025-10", "ytd"): 2, (year, "budget"): 3}


def test_what_stood_when_the_year_began_is_that_of_each_of_its_months(tmp_path: Path) -> None:
    labels = ("Total current assets", "Total assets", "Total liabilities", "Net assets")
    amounts = ([5, *[6] * 8], [9, *[10] * 8], [4, *[4] * 8], [5, *[6] * 8])
    lines = [[label, *row] for label, row in zip(labels, amounts, strict=True)]
    rows = [["Balance Sheet"], ["FY2026"], ["(in dollars)"], ["", "Opening balance", *MONTHS], *lines]
    found = figures(read(tmp_path / "a", 7, rows), "total_assets")

    assert {period: value for (period, view), value in found.items() if view == "open"} == dict.fromkeys(CALENDAR, 9)


@pytest.mark.parametrize(
    "heads",
    [("Month", "FYTD", "Prior FYTD"), ("Current Month", "Fiscal Year to Date", "Prior Fiscal Year to Date")],
)
def test_the_fiscal_year_to_date_is_the_year_to_date(tmp_path: Path, heads: tuple[str, ...]) -> None:
    found = figures(read(tmp_path / "a", 7, statement("October 2025", heads)))

    assert found == {("2025-10", ""): 1, ("2025-10", "ytd"): 2, ("2025-10", "comp"): 3}


def test_fiscal_years_in_a_list_of_figures_are_read(tmp_path: Path) -> None:
    rows = [["period", "item", "value"], ["FY2025", "discharges", 6], ["2025/26", "discharges", 7]]
    rows += [["FY26 Q1", "discharges", 8], ["Month 8 2025/26", "discharges", 3]]
    found = figures(read(tmp_path / "a", 7, rows), "discharges")

    assert {period: value for (period, view), value in found.items() if not view} == {
        "2025": 6,
        "2026": 7,
        "2026-Q1": 8,
        "2026-02": 3,
    }


BRITISH: dict[tuple[str, tuple[str, ...]], Found] = {
    ("9 months to 31 December 2025", ("2025/26", "2024/25")): {("2026-Q3", "ytd"): 1, ("2025-Q3", "ytd"): 2},
    ("For the five months ended 31 August 2025", ("2025/26", "2024/25")): {("2025-08", "ytd"): 1, ("2024-08", "ytd"): 2},
    ("For the six months to 30 September 2025", ("Actual", "Prior Year")): {
        ("2026-Q2", "ytd"): 1, ("2026-Q2", "comp"): 2},
    ("2025/26 Month 6", ("Plan YTD", "Actual YTD", "Plan FOT", "FOT")): {("2025-09", "ytd"): 2},
}  # fmt: skip


@pytest.mark.parametrize(("title", "heads"), BRITISH)
def test_british_titles_count_months_up_to_a_day(tmp_path: Path, title: str, heads: tuple[str, ...]) -> None:
    assert figures(read(tmp_path / "a", 4, statement(title, heads))) == BRITISH[title, heads]


@pytest.mark.parametrize("years", [("FY2026", "FY2025"), ("2026", "2025"), ("2025", "2024")])
def test_the_month_and_the_year_to_date_of_a_year_go_up_to_the_month_of_the_sheet(
    tmp_path: Path, years: tuple[str, str]
) -> None:
    """Years of the calendar where the newest one is that of the month, fiscal ones else."""
    found = figures(read(tmp_path / "a", 7, statement("October 2025", ["Month", "Month", "YTD", "YTD"], [*years] * 2)))

    assert found == {("2025-10", ""): 1, ("2024-10", ""): 2, ("2025-10", "ytd"): 3, ("2024-10", "ytd"): 4}


def test_months_counted_in_years_are_read_in_all_rows_of_a_list(tmp_path: Path) -> None:
    named = [(f"Month {at % 12 + 1} {2021 + at // 12}/{22 + at // 12}", at) for at in range(48)]
    reading = read(tmp_path / "a", 7, [["period", "item", "value"], *([name, "discharges", at] for name, at in named)])

    assert figures(reading, "discharges")["2025-06", ""] == 47
    assert [one for one in reading.findings if one.rule == "I29"] == []


def test_the_year_to_date_of_this_and_of_last_year_in_chinese(tmp_path: Path) -> None:
    heads = ("本月实际", "本年度累计实际", "本年度累计预算", "上年度同期累计")
    lines = [[label, *range(1, 5)] for label in CHINESE]
    found = figures(
        read(tmp_path / "a", 4, [["收支表"], ["2025年10月份"], ["单位：港元"], ["项目", *heads], *lines], "HKD")
    )

    assert found == {("2025-10", ""): 1, ("2025-10", "ytd"): 2, ("2025-10", "comp"): 4}


ABOVE: dict[tuple[int, tuple[tuple[Any, ...], ...]], Found] = {
    (7, (("October 31,", "June 30,"), ("2025", "2025"))): {("2025-10", ""): 9, ("2025", ""): 8},
    (1, (("September 30,", "December 31,"), (2025, 2024))): {("2025-09", ""): 9, ("2024", ""): 8},
    (1, (("December 31,", ""), (2025, 2024))): {("2025", ""): 9, ("2024", ""): 8},
}


@pytest.mark.parametrize(("start", "heads"), ABOVE)
def test_days_above_their_years_are_those_of_the_balance_sheet(
    tmp_path: Path, start: int, heads: tuple[tuple[Any, ...], ...]
) -> None:
    lines = [["Total current assets", 5, 4], ["Total assets", 9, 8], ["Total liabilities", 4, 3], ["Net assets", 5, 5]]
    rows = [["Balance Sheet"], ["(in dollars)"], *(["", *head] for head in heads), *lines]
    found = figures(read(tmp_path / "a", start, rows), "total_assets")

    assert found == ABOVE[start, heads]


SPANS: dict[tuple[tuple[Any, ...], ...], Found] = {
    (("Month Ended", "Four Months Ended"), ("October 31,", "October 31,"), ("2025", "2025")): {
        ("2025-10", ""): 1, ("2025-10", "ytd"): 2},
    (("Six Months Ended", ""), ("December 31,", ""), (2025, 2024)): {("2026-Q2", "ytd"): 1, ("2025-Q2", "ytd"): 2},
    (("Year Ended", ""), ("June 30,", ""), (2025, 2024)): {("2025", ""): 1, ("2024", ""): 2},
}  # fmt: skip


@pytest.mark.parametrize("heads", SPANS)
def test_months_that_end_with_days_above_their_years_are_counted(
    tmp_path: Path, heads: tuple[tuple[Any, ...], ...]
) -> None:
    assert figures(read(tmp_path / "a", 7, statement("", *heads))) == SPANS[heads]
