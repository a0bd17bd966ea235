"""Statements of American hospitals as their auditors print them: fixed assets in full, a budget beside, and cash flows."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake, pipeline
from reportgen.catalog import Catalog

CASE: Final = """entity: {id: h, name: {en: H}}
regime: other
currency: USD
scheme: none
languages: en
fiscal_year_start: 7
"""
Rows = list[list[Any]]
POSITION: Final[Rows] = [
    ["Balance Sheets (in thousands)"], ["June 30, 2026 and 2025"], ["", 2026, 2025],
    ["Cash and cash equivalents", "4,210", "5,102"], ["Patient accounts receivable, net", "7,385", "6,840"],
    ["Total current assets", "11,595", "11,942"],
    ["Land", 610, 610], ["Buildings and improvements", "29,480", "28,915"], ["Equipment", "18,240", "17,020"],
    ["Construction in progress", 455, 180], ["Less accumulated depreciation", "(24,880)", "(22,310)"],
    ["Property and equipment, net", "23,905", "24,415"], ["Total assets", "35,500", "36,357"],
    ["Total current liabilities", "8,113", "7,587"], ["Total liabilities", "8,113", "7,587"],
    ["Total net assets", "27,387", "28,770"], ["Total liabilities and net assets", "35,500", "36,357"],
]  # fmt: skip
OPERATIONS: Final[Rows] = [
    ["Statements of Operations (in thousands)"], ["Years ended June 30, 2026 and 2025"], ["", 2026, 2025, "Budget 2026"],
    ["Net patient service revenue", "45,100", "43,130", "45,200"], ["Other operating revenue", "3,410", "3,310", "3,400"],
    ["Total operating revenue", "48,510", "46,440", "48,600"], ["Salaries and wages", "45,845", "42,997", "44,675"],
    ["Depreciation and amortization", "2,570", "2,610", "2,600"], ["Total expenses", "48,415", "45,607", "47,275"],
    ["Operating income", 95, 833, "1,325"], ["Investment income, net", 338, 253, 230],
    ["Loss on disposal of equipment", "(25)", "(8)", 0], ["Total nonoperating income", 313, 245, 230],
    ["Excess of revenues over expenses", 408, "1,078", "1,555"], ["Net assets released from restrictions", "(25)", "(8)", 0],
]  # fmt: skip
FLOWS: Final[Rows] = [
    ["Statements of Cash Flows (in thousands)"], ["Years ended June 30, 2026 and 2025"], ["", 2026, 2025],
    ["Depreciation and amortization", "2,570", "2,610"], ["Net cash provided by operating activities", "2,645", "3,453"],
    ["Net cash used in investing activities", "(2,390)", "(2,290)"], ["Net cash used in financing activities", "(1,147)", "(1,095)"],
]  # fmt: skip


def written(folder: Path, mapping: str = "", **tables: Rows) -> Path:
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    if mapping:
        (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    (folder / "data").mkdir()
    for name, rows in tables.items():
        with (folder / "data" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def read(folder: Path, catalog: Catalog) -> intake.Reading:
    return intake.read(intake.open_case(folder), catalog)


def figures(reading: intake.Reading, period: str, view: str = "") -> dict[str, float]:
    return {one.item: one.value / 1000 for one in reading.values() if (one.period, one.view) == (period, view)}


def test_the_lines_that_come_to_the_net_are_part_of_it_and_count_once(tmp_path: Path, catalog: Catalog) -> None:
    found = pipeline.check(written(tmp_path, position=POSITION))
    told = [one for one in found.findings if one.rule == "I110"]

    assert [one.facts["count"] for one in told] == [4]
    assert told[0].facts["names"] == ("Land", "Buildings and improvements", "Equipment")
    assert {one.rule for one in found.findings} & {"I13", "I33", "W01", "W46", "W53"} == set()
    value = read(tmp_path, catalog).dataset.value
    assert value("fixed_assets_net", "h", "2026") == 23_905_000
    assert value("construction_in_progress", "h", "2026") is None
    assert value("fixed_assets_accum_depr", "h", "2026") == 24_880_000


@pytest.mark.parametrize(
    ("changed", "mapping"),
    [
        ({9: ["Construction in progress", 440, 180]}, ""),  # the net of one year tells of more
        ({}, "names: {Construction in progress: construction_in_progress}\n"),
    ],
)
def test_without_proof_or_against_the_mapping_works_stay_a_line(
    tmp_path: Path, catalog: Catalog, changed: dict[int, list[Any]], mapping: str
) -> None:
    rows = [changed.get(at, row) for at, row in enumerate(POSITION)]
    found = figures(read(written(tmp_path, mapping, position=rows), catalog), "2025")

    assert found["construction_in_progress"] == 180


def test_a_subtotal_and_a_deduction_without_brackets_come_to_the_net_too(tmp_path: Path, catalog: Catalog) -> None:
    rows = [row for row in POSITION if row[0] != "Less accumulated depreciation"]
    at = next(number for number, row in enumerate(rows) if row[0] == "Property and equipment, net")
    rows[at:at] = [["Total property", "48,785", "46,725"], ["Less accumulated depreciation", "24,880", "22,310"]]
    reading = read(written(tmp_path, position=rows), catalog)

    assert "construction_in_progress" not in figures(reading, "2026")
    assert [one.facts["count"] for one in reading.findings if one.rule == "I110"] == [5]


def test_a_budget_beside_years_in_figures_is_a_column_of_its_own(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(written(tmp_path, operations=OPERATIONS), catalog)

    assert [figures(reading, year)["total_income"] for year in ("2026", "2025")] == [48_510, 46_440]
    assert figures(reading, "2026", "budget")["total_expense"] == 47_275
    assert "I85" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    ("head", "years", "budget"),
    [
        (["", "Budget 2026", 2026, 2025], "2026 2025", 45_100),
        (["", 2026, "2026 Budget", 2025], "2026 2025", 43_130),
        (["", 2026, 2025, "Budget FY26"], "2026 2025", 45_200),
        (["", 2026, 2025, "Annual Budget 2026"], "2026 2025", 45_200),
    ],
)
def test_wherever_the_budget_stands_among_the_years(
    tmp_path: Path, catalog: Catalog, head: list[Any], years: str, budget: float
) -> None:
    rows = [head if number == 2 else row for number, row in enumerate(OPERATIONS)]
    reading = read(written(tmp_path, operations=rows), catalog)

    assert figures(reading, "2026", "budget")["medical_income"] == budget
    assert {one.period for one in reading.values() if one.view == ""} == set(years.split())


def test_what_cash_flows_repeat_stands_in_the_statement_whose_line_it_is(tmp_path: Path, catalog: Catalog) -> None:
    """A loss below the total is no line of it, even where lines left unread come to the same amount."""
    mapping = "unread: [Net assets released from restrictions]\n"
    found = pipeline.check(written(tmp_path, mapping, cash_flows=FLOWS, operations=OPERATIONS))

    for year in ("2026", "2025"):
        place = read(tmp_path, catalog).dataset.place(("depreciation_expense", "h", year, ""))
        assert place is not None
        assert place.file == "data/operations.csv"
    assert [one for one in found.findings if one.rule == "W53"] == []
