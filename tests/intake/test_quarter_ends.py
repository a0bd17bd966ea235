"""Balances at two ends of quarters are of quarters, unless there are statements of months."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog

CASE: Final = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\n"
BALANCES: Final = (
    "Cash and cash equivalents",
    "Patient accounts receivable, net",
    "Total current assets",
    "Total assets",
)
FLOWS: Final = ("Net patient service revenue", "Total operating revenue", "Total operating expenses")


def read(folder: Path, sheets: dict[tuple[str, ...], list[Any]], start: int = 1) -> intake.Reading:
    book = Workbook()
    book.remove(book.worksheets[0])
    for labels, heads in sheets.items():
        sheet = book.create_sheet(labels[0])
        sheet.append(["(in dollars)"])
        sheet.append(["", *heads])
        for number, label in enumerate(labels, 1):
            sheet.append([label, *(1_000 * number + index for index, _ in enumerate(heads))])
    (folder / "data").mkdir()
    book.save(folder / "data" / "a.xlsx")
    (folder / "case.yaml").write_text(f"{CASE}fiscal_year_start: {start}\n", encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


def periods(reading: intake.Reading, item: str) -> dict[str, float]:
    return {one.period: one.value for one in reading.values() if one.item == item}


@pytest.mark.parametrize(
    ("heads", "start", "expected"),
    [
        (["June 30, 2025", "September 30, 2025"], 1, ["2025-Q2", "2025-Q3"]),
        (["2025-09-30", "2025-06-30"], 1, ["2025-Q3", "2025-Q2"]),
        (["September 30, 2025", "December 31, 2024"], 1, ["2025-Q3", "2024"]),
        (["September 30, 2025", "June 30, 2025"], 7, ["2026-Q1", "2025"]),
        (["August 31, 2025", "September 30, 2025"], 1, ["2025-08", "2025-09"]),  # the first is no end of a quarter
        (["September 30, 2025", "September 30, 2024"], 1, ["2025-09", "2024-09"]),  # the end of a year, told by I88
    ],
)
def test_two_ends_of_quarters_are_of_quarters(
    tmp_path: Path, heads: list[str], start: int, expected: list[str]
) -> None:
    reading = read(tmp_path, {BALANCES: heads}, start)

    assert periods(reading, "total_assets") == dict(zip(expected, (4_000, 4_001), strict=True))


@pytest.mark.parametrize(
    ("flows", "expected"),
    [
        (["Quarter ended June 30, 2025", "Quarter ended September 30, 2025"], {"2025-Q2", "2025-Q3"}),
        (["July 2025", "August 2025", "September 2025"], {"2025-06", "2025-09"}),
        (["Month ended June 30, 2025", "Month ended September 30, 2025"], {"2025-06", "2025-09"}),
    ],
)
def test_statements_of_months_make_the_balances_those_of_months(
    tmp_path: Path, flows: list[str], expected: set[str]
) -> None:
    reading = read(tmp_path, {BALANCES: ["June 30, 2025", "September 30, 2025"], FLOWS: flows})

    assert set(periods(reading, "total_assets")) == expected


def test_what_flowed_below_ends_of_quarters_is_asked_about_once_a_line(tmp_path: Path) -> None:
    reading = read(tmp_path, {FLOWS: ["June 30, 2025", "September 30, 2025"]})

    assert not [one for one in reading.values() if not one.derived]
    assert [one.facts["label"] for one in reading.findings if one.rule == "I97"] == list(FLOWS)


SHEETS: Final[dict[tuple[str, ...], list[Any]]] = {
    BALANCES: ["September 30, 2025", "December 31, 2024"],
    FLOWS: ["Nine months ended September 30, 2025", "Nine months ended September 30, 2024"],
    ("Admissions", "Discharges"): ["YTD Sep 2025", "YTD Sep 2024"],
}


def rules(reading: intake.Reading) -> list[str]:
    return [one.rule for one in reading.findings if one.rule == "I109"]


def test_figures_to_date_of_a_last_month_are_those_of_its_quarter(tmp_path: Path) -> None:
    """Statistics that name a month took the balance sheet with them, and the quarter had none."""
    reading = read(tmp_path, SHEETS)

    assert periods(reading, "total_assets") == {"2025-Q3": 4_000, "2024": 4_001}
    assert periods(reading, "total_income") == {"2025-Q3": 2_000, "2024-Q3": 2_001}
    assert periods(reading, "discharges") == {"2025-Q3": 2_000, "2024-Q3": 2_001}
    assert "I109" in rules(reading)


def test_with_figures_of_a_month_alone_both_stay(tmp_path: Path) -> None:
    reading = read(tmp_path, {**SHEETS, ("Surgeries", "Emergency visits"): ["September 2025", "August 2025"]})

    assert "2025-09" in periods(reading, "discharges")
    assert rules(reading) == []


def test_where_two_sheets_disagree_neither_is_taken_for_the_other(tmp_path: Path) -> None:
    other = ("Discharges", "Net patient service revenue")
    reading = read(tmp_path, {**SHEETS, other: ["YTD Sep 2025", "YTD Sep 2024"]})

    found = {one.period for one in reading.values() if one.item == "medical_income"}
    assert {"2025-09", "2025-Q3"} <= found
    assert rules(reading) == []
