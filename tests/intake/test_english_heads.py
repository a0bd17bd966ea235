"""Heads of American statements: days in numbers, short months and years, and what is told where no head names a period."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake import dates
from reportgen.intake.reading import Reading

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\nfiscal_year_start: 10\n"
LINES = """Net patient service revenue,"342,180","325,440"
Other operating revenue,"14,260","13,715"
Total operating revenue,"356,440","339,155"
Total operating expenses,"350,885","335,245"
"""


def case(folder: Path) -> Path:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    return folder


def read(folder: Path, head: str) -> Reading:
    text = f"Statements of Operations,,\n(in thousands),,\n{head}\n{LINES}"
    (case(folder) / "data" / "a.csv").write_text(text, encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


@pytest.mark.parametrize(
    "head",
    [
        "Year ended,9/30/2025,9/30/2024",
        "Year ended,9/30/25,9/30/24",
        ',"Sept. 30, 2025","Sept. 30, 2024"',
        ",FY25,FY24",
        ",FY 2025 (unaudited),FY 2024 (audited)",
        ",30-Sep-25,30-Sep-24",
        ",2025 (audited),2024 (audited)",
        '"For the years ended September 30, 2025 and 2024",2025,2024',
        ',"As of September 30, 2025","As of September 30, 2024"',
        ",FYE 9/30/2025,FYE 9/30/2024",
    ],
)
def test_each_usual_head_of_a_year_is_read(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, head)
    figures = {(one.item, one.period): one.value for one in reading.values()}

    assert figures["total_income", "2025"] == 356_440_000
    assert figures["total_expense", "2024"] == 335_245_000
    assert {period for _, period in figures} == {"2025", "2024"}
    assert [finding.rule for finding in reading.findings] == ["I98"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("12/31/2024", (2024, 12, 31)),
        ("31/12/2024", (2024, 12, 31)),  # the month can only be one of the two
        ("9/9/2025", (2025, 9, 9)),
        ("30-Sep-25", (2025, 9, 30)),  # 25 September 2030 ends no month
        ("28-Feb-25", (2025, 2, 28)),
        ("9/10/2025", None),  # two days, and neither ends a month
        ("10-Sep-25", None),
        ("2/30/2025", None),  # no day at all
    ],
)
def test_a_day_is_one_only_where_it_can_be_no_other(printed: str, day: tuple[int, int, int] | None) -> None:
    found = dates.head(printed)

    assert (found and (found.period.year, found.period.number, found.day)) == day


def test_known_lines_below_heads_without_a_period_are_told_with_their_heads(tmp_path: Path) -> None:
    reading = read(tmp_path, ",Sep-25,Sep-24")

    (finding,) = reading.findings
    assert (finding.rule, finding.facts["heads"]) == ("I85", ("Sep-25", "Sep-24"))
    assert not reading.has_values


def test_a_sheet_of_unknown_lines_is_not_told_to_lack_heads_of_periods(tmp_path: Path) -> None:
    (case(tmp_path) / "data" / "a.csv").write_text(
        "Parking,Gate,Deck\n" + "".join(f"Lot {n},{n},{n + 1}\n" for n in range(9)), encoding="utf-8"
    )
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert "I85" not in [finding.rule for finding in reading.findings]


def balance(folder: Path, *, merged: str = "", formulas: bool = False) -> Reading:
    book = Workbook()
    sheet = book.worksheets[0]
    rows = [
        ["Balance Sheets"], ["(in thousands)"], [None, "2025", "2024"], ["Cash and cash equivalents", 512, 483],
        ["Patient accounts receivable, net", 601, 580], ["Inventories of supplies", 52, 49],
        ["Total current assets", 1_165, 1_112], ["Accounts payable", 80, 78],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    if merged:
        sheet.merge_cells(merged)
    if formulas:
        sheet["B7"], sheet["C7"] = "=SUM(B4:B6)", "=SUM(C4:C6)"
    book.save(case(folder) / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), load_catalog())


def told(reading: Reading) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.place.cell) for finding in reading.findings if finding.rule in {"W19", "I86"}]


def test_each_cell_of_a_row_of_formulas_without_results_is_told(tmp_path: Path) -> None:
    assert told(balance(tmp_path, formulas=True)) == [("W19", "B7"), ("W19", "C7")]


@pytest.mark.parametrize(("merged", "lost"), [("B8:C8", "C8"), ("B5:B6", "B6")])
def test_a_figure_that_merged_cells_have_swallowed_is_told_where_it_stood(
    tmp_path: Path, merged: str, lost: str
) -> None:
    assert told(balance(tmp_path, merged=merged)) == [("I86", lost)]


def test_merged_cells_without_figures_are_not_told(tmp_path: Path) -> None:
    assert told(balance(tmp_path, merged="A1:C1")) == []
