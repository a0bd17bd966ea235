"""Heads of American statements: days in numbers, short months and years, and what is told where no head names a period."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.periods import dates
from reportgen.intake.reading import Reading
from reportgen.model.definition import Language

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
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
        ",YE 9/30/25,YE 9/30/24",
        ",FYE25,FYE24",
        ",Fiscal 2025,Fiscal 2024",
        ",YE25,YE24",
        ",2025A,2024A",
        ",FY25A,FY24A",
        ",30.09.25,30.09.24",
        ",FY25 Actual,FY24 Actual",
        ",Actual 2025,Actual FY2024",
        ",FY2025,FY2024 (prior year)",
        ",FY2025,2024 Prior Year",
        ",FY2025,Prior Year 2024",
    ],
)
def test_each_usual_head_of_a_year_is_read(tmp_path: Path, head: str) -> None:
    reading = read(tmp_path, head)
    figures = {(one.item, one.period): one.value for one in reading.values()}

    assert figures["total_income", "2025"] == 356_440_000
    assert figures["total_expense", "2024"] == 335_245_000
    assert {period for _, period in figures} == {"2025", "2024"}
    assert [finding.rule for finding in reading.findings] == ["I98"]


@pytest.mark.parametrize("printed", ["FY25Q1", "FY25 H1", "FY25 YTD", "FY25-26", "1.1.31", "25", "9/25"])
def test_what_looks_like_a_short_year_or_day_and_is_none_names_no_period(printed: str) -> None:
    assert dates.head(printed) is None
    assert dates.named(printed) is None


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


@pytest.mark.parametrize("heads", [("Sep-30", "Sep-29"), ("3/4/2025", "3/4/2024"), ("2025", "9/10/2024")])
def test_known_lines_below_heads_without_a_period_are_told_with_their_heads(
    tmp_path: Path, heads: tuple[str, ...]
) -> None:
    reading = read(tmp_path, f",{','.join(heads)}")

    (finding,) = reading.findings
    assert (finding.rule, finding.facts["heads"]) == ("I85", heads)
    assert not reading.has_values
    for language in LANGUAGES:
        said = load_catalog().messages.say(finding, language)
        assert all(head in said.message for head in heads)
        assert "Year ended June 30, 2025" in (said.fix or "")


def test_six_of_many_heads_are_told_each_by_its_first_thirty_characters(tmp_path: Path) -> None:
    heads = [f"Actual column of figures number {number}" for number in range(1, 8)]
    lines = "".join(
        f"{name},{','.join(str(100 * row + column) for column in range(1, 8))}\n"
        for row, name in enumerate(
            ("Net patient service revenue", "Other operating revenue", "Total operating expenses")
        )
    )
    (case(tmp_path) / "data" / "a.csv").write_text(
        f"Statements of Operations\n(in thousands)\n,{','.join(heads)}\n{lines}", encoding="utf-8"
    )

    told = [
        one.facts["heads"]
        for one in intake.read(intake.open_case(tmp_path), load_catalog()).findings
        if one.rule == "I85"
    ]

    assert told == [tuple(head[:30] for head in heads[:6])]


def test_heads_of_years_that_nothing_names_are_told(tmp_path: Path) -> None:
    reading = read(tmp_path, ",Current year,Prior year")

    (finding,) = reading.findings
    assert (finding.rule, finding.facts["heads"]) == ("I17", ("Current year", "Prior year"))


def test_a_sheet_of_unknown_lines_is_not_told_to_lack_heads_of_periods(tmp_path: Path) -> None:
    (case(tmp_path) / "data" / "a.csv").write_text(
        "Parking,Gate,Deck\n" + "".join(f"Lot {n},{n},{n + 1}\n" for n in range(9)), encoding="utf-8"
    )
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert "I85" not in [finding.rule for finding in reading.findings]


Edit = Callable[[Worksheet], None]


def balance(folder: Path, edit: Edit) -> Reading:
    book = Workbook()
    sheet = book.worksheets[0]
    rows = [
        ["Balance Sheets"], ["(in thousands)"], [None, "2025", "2024"], ["Cash and cash equivalents", 512, 483],
        ["Patient accounts receivable, net", 601, 580], ["Inventories of supplies", 52, 49],
        ["Total current assets", 1_165, 1_112], ["Accounts payable", 80, 78],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    edit(sheet)
    book.save(case(folder) / "data" / "a.xlsx")
    return intake.read(intake.open_case(folder), load_catalog())


def told(reading: Reading) -> list[tuple[str, str | None]]:
    rules = {"W19", "I85", "I86", "I87"}
    return [(finding.rule, finding.place.cell) for finding in reading.findings if finding.rule in rules]


def formulas(*cells: str) -> Edit:
    def edit(sheet: Worksheet) -> None:
        for cell in cells:
            sheet[cell] = "=Other!A1"

    return edit


def merged(area: str) -> Edit:
    return lambda sheet: sheet.merge_cells(area)


@pytest.mark.parametrize(
    "cells",
    [
        ("B7", "C7"),
        ("B4", "C4", "B5", "C5", "B6", "C6", "B7", "C7", "B8", "C8"),  # as programs write that calculate nothing
        ("A5",),  # a name
    ],
)
def test_each_formula_without_a_result_is_told_where_it_stands(tmp_path: Path, cells: tuple[str, ...]) -> None:
    assert told(balance(tmp_path, formulas(*cells))) == [("W19", cell) for cell in cells]


def test_heads_that_are_formulas_without_results_are_told_with_their_cells(tmp_path: Path) -> None:
    reading = balance(tmp_path, formulas("B3", "C3"))

    assert told(reading) == [("I85", None), ("W19", "B3")]
    assert [place.cell for place in reading.findings[1].places] == ["C3"]


def test_what_to_do_with_a_formula_without_a_result_names_the_programs() -> None:
    for language in LANGUAGES:
        assert all(name in fix("W19", language) for name in ("Excel", "WPS"))


def fix(rule: str, language: Language) -> str:
    return load_catalog().messages.in_general(rule, language).fix or ""


@pytest.mark.parametrize(
    ("area", "lost"),
    [
        ("B8:C8", "C8"),  # two years
        ("B5:B6", "B6"),  # two lines
        ("A5:B5", "B5"),  # a line and its figure
    ],
)
def test_a_figure_that_merged_cells_have_swallowed_is_told_where_it_stood(tmp_path: Path, area: str, lost: str) -> None:
    assert told(balance(tmp_path, merged(area))) == [("I86", lost)]


def test_a_figure_merged_with_the_column_of_its_head_is_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_cols(2)
        sheet["B7"] = 1_165
        sheet.merge_cells("B7:C7")

    assert told(balance(tmp_path, edit)) == [("I86", "C7")]


def test_figures_below_the_right_part_of_a_merged_head_are_told(tmp_path: Path) -> None:
    def edit(sheet: Worksheet) -> None:
        sheet.insert_cols(3)
        for row in range(4, 9):
            sheet[f"C{row}"], sheet[f"B{row}"] = sheet[f"B{row}"].value, None
        sheet.merge_cells("B3:C3")

    reading = balance(tmp_path, edit)

    assert told(reading) == [("I87", "C4")]
    assert [place.cell for place in reading.findings[0].places] == ["C5", "C6", "C7", "C8"]


def test_figures_beside_a_name_that_covers_two_lines_are_told(tmp_path: Path) -> None:
    reading = balance(tmp_path, merged("A5:A6"))

    assert told(reading) == [("I87", "B6")]
    assert [place.cell for place in reading.findings[0].places] == ["C6"]


@pytest.mark.parametrize("areas", [("A1:C1",), ("B4:C4", "B5:C5", "B6:C6", "B7:C7", "B8:C8")])
def test_merged_cells_that_hide_nothing_are_not_told(tmp_path: Path, areas: tuple[str, ...]) -> None:
    def edit(sheet: Worksheet) -> None:
        if len(areas) > 1:
            sheet.insert_cols(3)  # each figure over two columns, its head over the first
        for area in areas:
            sheet.merge_cells(area)

    assert told(balance(tmp_path, edit)) == []


def test_a_number_that_ends_no_month_is_the_year_behind_it(tmp_path: Path) -> None:
    """Days of statements end months: “Sep-25” is no day, and “Sep-30” may be one."""
    reading = read(tmp_path, ",Sep-25,Sep-24")

    found = {one.period: one.value for one in reading.values() if (one.item, one.view) == ("medical_income", "")}
    assert found == {"2025-09": 342_180_000, "2024-09": 325_440_000}


def test_a_letter_behind_a_year_says_what_it_holds(tmp_path: Path) -> None:
    text = f"Statements of Operations,,,\n(in thousands),,,\n,2025A,2026B,2026E\n{LINES}".replace('155"', '155",1')
    (case(tmp_path) / "data" / "a.csv").write_text(text, encoding="utf-8")
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    held = {(one.period, one.view): one.value for one in reading.values() if one.item == "total_income"}
    assert held == {("2025", ""): 356_440_000, ("2026", "budget"): 339_155_000}
    assert "I119" in {one.rule for one in reading.findings}
