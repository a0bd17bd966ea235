"""Heads that end the year with another month than the case file: told, with the line to write there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake.reading import Reading
from reportgen.model.finding import Finding, Severity

CASE = "entity: {id: h, name: {zh: 甲, en: A}}\nregime: other\ncurrency: USD\nscheme: none\n"
FLOWS = "Total operating revenue,356,339\nTotal operating expenses,350,335\n"
BALANCES = "Total current assets,512,483\nTotal assets,601,580\n"


def read(folder: Path, start: int | None, *sheets: str) -> Reading:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE + (f"fiscal_year_start: {start}\n" if start else ""), encoding="utf-8")
    for number, text in enumerate(sheets):
        (folder / "data" / f"{number}.csv").write_text(f"Statements,,\n(in thousands),,\n{text}", encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


def told(reading: Reading) -> list[Finding]:
    return [finding for finding in reading.findings if finding.rule == "I88"]


def weighs(reading: Reading) -> list[Severity]:
    return [load_catalog().messages.severity(finding) for finding in told(reading)]


YEARS = [
    ("Year ended,9/30/2025,9/30/2024", "B3"),
    (',"Year ended September 30, 2025","Year ended September 30, 2024"', "B3"),
    ('"Year ended September 30,",2025,2024', "A3"),
    ('"For the years ended September 30, 2025 and 2024",2025,2024', "A3"),
    ('"Fiscal years ended 30 September",2025,2024', "A3"),
    (',"Twelve months ended Sept. 30, 2025","Twelve months ended Sept. 30, 2024"', "B3"),
]
DAYS = [
    (',"Sept. 30, 2025","Sept. 30, 2024"', "B3"),
    (",30-Sep-25,30-Sep-24", "B3"),
    ('"September 30, 2025 and 2024",2025,2024', "A3"),
]


@pytest.mark.parametrize(("head", "cell"), [*YEARS, *DAYS])
def test_a_case_that_does_not_say_when_its_year_begins_is_told_the_line_to_write(
    tmp_path: Path, head: str, cell: str
) -> None:
    (finding,) = told(read(tmp_path, None, f"{head}\n{FLOWS if (head, cell) in YEARS else BALANCES}"))

    assert finding.place.cell == cell
    assert load_catalog().messages.severity(finding) is Severity.WARNING
    for language in ("zh", "en"):
        said = load_catalog().messages.say(finding, language)
        assert "fiscal_year_start: 10" in (said.fix or "")


@pytest.mark.parametrize(("head", "cell"), YEARS)
def test_a_case_that_contradicts_its_heads_is_told(tmp_path: Path, head: str, cell: str) -> None:
    (finding,) = told(read(tmp_path, 7, f"{head}\n{FLOWS}"))

    assert (finding.place.cell, finding.facts["own"], finding.facts["start"]) == (cell, 6, 10)


def test_days_that_may_end_a_quarter_of_a_stated_year_are_no_more_than_noted(tmp_path: Path) -> None:
    assert weighs(read(tmp_path, 7, f"{DAYS[0][0]}\n{BALANCES}")) == [Severity.NOTE]


def test_the_statements_of_a_case_are_told_once_with_their_places(tmp_path: Path) -> None:
    (finding,) = told(read(tmp_path, None, f"{YEARS[0][0]}\n{FLOWS}", f"{DAYS[0][0]}\n{BALANCES}"))

    assert [place.file for place in (finding.place, *finding.places)] == ["data/0.csv", "data/1.csv"]


@pytest.mark.parametrize(
    ("start", "head"),
    [
        *((10, head) for head, _ in (*YEARS, *DAYS)),
        (None, ",2025,2024"),
        (None, '"Year ended December 31,",2025,2024'),
        (None, ',"Three months ended September 30, 2025","Three months ended September 30, 2024"'),
        (None, ',"September 30, 2025","December 31, 2024"'),  # the last quarter and the last year
    ],
)
def test_heads_that_agree_with_the_case_or_say_nothing_of_years_are_not_told(
    tmp_path: Path, start: int | None, head: str
) -> None:
    assert told(read(tmp_path, start, f"{head}\n{BALANCES}")) == []


STACKED = ["Balance Sheet (in thousands),", ",2025", "Cash and cash equivalents,10", "Total assets,100", ","]


@pytest.mark.parametrize(
    ("below", "income"),
    [
        (["Statement of Operations (in dollars),", ",2025"], {"2025": 2000}),
        (["Statement of Operations (in thousands),", ",2024"], {"2024": 2_000_000}),
        (["Statement of Operations (in thousands),", ",FY2024"], {"2024": 2_000_000}),
        (["Statement of Operations,", ",2025"], {"2025": 2_000_000}),
    ],
)
def test_a_second_statement_of_one_year_has_its_own_year_and_unit(
    tmp_path: Path, below: list[str], income: dict[str, float]
) -> None:
    """Below the figures of the first one its head was none: it was read in the unit and the year of the first."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    lines = [*STACKED, *below, "Net patient service revenue,2000", "Total operating expenses,1900"]
    (tmp_path / "data" / "a.csv").write_text("\n".join(lines), encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert {one.period: one.value for one in reading.values() if one.item == "medical_income"} == income
    assert reading.dataset.value("total_assets", "h", "2025") == 100_000


def test_an_amount_without_a_name_is_no_head_below_figures(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    lines = [
        "Balance Sheet (in dollars),",
        ",2025",
        "Cash and cash equivalents,2000",
        "Inventories,24",
        ",2024",
        "Total assets,9000",
    ]
    (tmp_path / "data" / "a.csv").write_text("\n".join(lines), encoding="utf-8")

    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert reading.dataset.value("total_assets", "h", "2025") == 9000
