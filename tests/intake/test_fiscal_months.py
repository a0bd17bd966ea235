"""Months of fiscal years that do not begin in January: read by the calendar, added up from the first of the year."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from reportgen import intake, pipeline
from reportgen.catalog import load_catalog
from reportgen.intake.periods import dates
from reportgen.intake.reading import Reading
from reportgen.model.dataset import View
from reportgen.model.finding import Severity
from shell import reportgen

CASE = "entity: {{id: h, name: {{zh: 甲, en: A}}}}\nregime: other\ncurrency: {currency}\nlanguages: en\nscheme: none\nfiscal_year_start: {start}\n"
LINES = ("Net patient service revenue", "Total operating revenue", "Total operating expenses")
SHORT = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def case(folder: Path, start: int, sheets: dict[str, Sequence[Sequence[Any]]], currency: str = "USD") -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE.format(start=start, currency=currency), encoding="utf-8")
    for name, rows in sheets.items():
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(folder / "data" / f"{name}.xlsx")
    return folder


def read(folder: Path) -> Reading:
    return intake.read(intake.open_case(folder), load_catalog())


def months(start: int, count: int) -> list[tuple[int, int]]:
    """The months of the fiscal year 2026 and of what follows."""
    first = (2025 if start > 1 else 2026) * 12 + start - 1
    return [(at // 12, at % 12 + 1) for at in range(first, first + count)]


def text_of(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}"


@pytest.mark.parametrize("start", [1, 4, 7, 10])
def test_months_side_by_side_add_up_from_the_first_of_the_fiscal_year(tmp_path: Path, start: int) -> None:
    across = months(start, 14)
    heads = ["", *(f"{SHORT[month - 1]}-{year % 100}" for year, month in across)]
    lines = [[label, *range(100 * at, 100 * at + 14)] for at, label in enumerate(LINES, start=1)]
    reading = read(case(tmp_path / "a", start, {"a": [["Statement of Operations"], ["(in dollars)"], heads, *lines]}))

    income = [reading.dataset.value("medical_income", "h", text_of(one), "") for one in across]
    so_far = [reading.dataset.value("medical_income", "h", text_of(one), View.YEAR_TO_DATE) for one in across]
    assert income == list(range(100, 114))
    assert so_far == [sum(range(100, 101 + at)) for at in range(12)] + [112, 112 + 113]
    assert reading.dataset.value("medical_income", "h", "2026", "") == sum(range(100, 112))


HEADS = {
    "words": [["For the month and year to date ended January 31, 2026"], ["", "Current Month", "Year to Date", "Prior Year Month", "Prior Year to Date"]],
    "named": [["", "Jan 2026", "YTD Jan 2026", "Jan 2025", "YTD Jan 2025"]],
    "ended": [["", "Month ended", "Seven months ended", "Month ended", "Seven months ended"],
              ["", "January 31, 2026", "January 31, 2026", "January 31, 2025", "January 31, 2025"]],
}  # fmt: skip


@pytest.mark.parametrize("style", HEADS)
def test_a_month_and_the_year_to_date_beside_it_are_told_apart(tmp_path: Path, style: str) -> None:
    lines = [[label, 100 + at, 700 + at, 90 + at, 650 + at] for at, label in enumerate(LINES)]
    reading = read(
        case(tmp_path / "a", 7, {"a": [["Statement of Operations"], ["(in dollars)"], *HEADS[style], *lines]})
    )

    data = reading.dataset
    assert data.value("medical_income", "h", "2026-01", "") == 100
    assert data.value("medical_income", "h", "2026-01", View.YEAR_TO_DATE) == 700
    before = data.value("medical_income", "h", "2025-01", View.YEAR_TO_DATE)
    beside = data.value("medical_income", "h", "2026-01", View.COMPARATIVE)
    assert (before if before is not None else beside) == 650
    assert data.value("medical_income", "h", "2025-01", "") in {None, 90}
    assert {one.rule for one in reading.findings} <= {"I116", "I98"}


@pytest.mark.parametrize("start", [1, 7])
def test_a_month_that_ends_a_quarter_is_not_read_as_the_quarter(tmp_path: Path, start: int) -> None:
    day = "March 31, 2026" if start == 1 else "September 30, 2025"
    month = "2026-03" if start == 1 else "2025-09"
    heads = [["", "Month ended", "Three months ended"], ["", day, day]]
    lines = [[label, 100 + at, 300 + at] for at, label in enumerate(LINES)]
    reading = read(case(tmp_path / "a", start, {"a": [["Statement of Operations"], ["(in dollars)"], *heads, *lines]}))

    assert reading.dataset.value("medical_income", "h", month, "") == 100
    assert reading.dataset.value("medical_income", "h", month, View.YEAR_TO_DATE) == 300
    assert {one.period for one in reading.values()} == {month}


def test_the_first_month_of_a_year_is_all_of_it_so_far(tmp_path: Path) -> None:
    heads = [["", "Month ended", "One month ended"], ["", "July 31, 2025", "July 31, 2025"]]
    lines = [[label, 100 + at, 100 + at] for at, label in enumerate(LINES)]
    reading = read(case(tmp_path / "a", 7, {"a": [["Statement of Operations"], ["(in dollars)"], *heads, *lines]}))

    assert reading.dataset.value("medical_income", "h", "2025-07", "") == 100
    assert reading.dataset.value("medical_income", "h", "2025-07", View.YEAR_TO_DATE) == 100
    assert {one.rule for one in reading.findings} <= {"I98"}


def test_quarters_in_heads_stay_quarters_where_no_month_stands_beside_them(tmp_path: Path) -> None:
    heads = [["", "Three months ended", "Nine months ended"], ["", "March 31, 2026", "March 31, 2026"]]
    lines = [[label, 100 + at, 300 + at] for at, label in enumerate(LINES)]
    reading = read(case(tmp_path / "a", 7, {"a": [["Statement of Operations"], ["(in dollars)"], *heads, *lines]}))

    assert reading.dataset.value("medical_income", "h", "2026-Q3", "") == 100
    assert reading.dataset.value("medical_income", "h", "2026-Q3", View.YEAR_TO_DATE) == 300


@pytest.mark.parametrize("start", [1, 7])
def test_the_balance_at_the_end_of_the_year_is_that_of_its_last_month(tmp_path: Path, start: int) -> None:
    last = {1: "Dec 2026", 7: "Jun 2026"}[start]
    day = {1: "December 31, 2026", 7: "June 30, 2026"}[start]
    income = [
        ["Statement of Operations"],
        ["(in dollars)"],
        ["", last, f"YTD {last}"],
        *([label, 10, 120] for label in LINES),
    ]
    position = [
        ["Balance Sheet"],
        ["(in dollars)"],
        ["", day],
        ["Total assets", 900],
        ["Total liabilities", 400],
        ["Net assets", 500],
    ]
    checked = pipeline.check(case(tmp_path / "a", start, {"income": income, "position": position}))

    told = [str(one.facts["statement"]) for one in checked.findings if one.rule == "W56"]
    assert not [name for name in told if "position" in name or "balance" in name]


@pytest.mark.parametrize("start", [1, 4, 7, 10])
def test_rounded_parts_of_a_difference_are_each_rounded(tmp_path: Path, start: int) -> None:
    """The year to date of a difference that is worked out strays by what rounding leaves of six figures, not of three."""
    across, sheets = months(start, 3), {}
    patients, expense = (346_017.54, 379_801.29, 347_212.77), (399_665.72, 420_612.36, 402_324.6)
    for at, (year, month) in enumerate(across):
        name = f"{SHORT[month - 1]} {year}"
        drift = 0.01 * (at > 0)  # of figures that were added up before they were rounded
        sums = [round(sum(one[: at + 1]) + sign * drift, 2) for one, sign in ((patients, 1), (expense, -1))]
        sheets[str(at)] = [
            ["Statement of Operations"], ["(in thousands)"], ["", name, f"YTD {name}"],
            ["Net patient service revenue", patients[at], sums[0]], ["Total operating expenses", expense[at], sums[1]],
        ]  # fmt: skip
    checked = pipeline.check(case(tmp_path / "a", start, sheets))

    severity = checked.catalog.messages.severity
    assert not [one for one in checked.findings if severity(one) is Severity.ERROR]


@pytest.mark.parametrize(("by", "period"), [("year", "2026"), ("quarter", "2026-Q2"), ("month", "2025-10")])
def test_entries_fall_into_the_quarters_and_years_of_the_case(tmp_path: Path, by: str, period: str) -> None:
    folder = case(tmp_path / "a", 7, {})
    (folder / "data" / "entries.csv").write_text("day,amount\n2025-10-03,40\n2025-10-09,2\n", encoding="utf-8")
    (folder / "mapping.yaml").write_text(
        f"sources:\n- {{file: data/entries.csv, layout: entries, by: {by}, period: day, columns: {{amount: medical_income}}}}\n",
        encoding="utf-8",
    )
    reading = read(folder)

    assert {(one.item, one.period): one.value for one in reading.values() if not one.view}[
        "medical_income", period
    ] == 42


PACK = [("Income from patient care activities", 400, 410, 2400, 2420), ("Total operating income", 430, 441, 2580, 2605),
        ("Total operating expenses", -420, -429, -2520, -2550), ("Surplus/(deficit) for the period", 10, 12, 60, 55)]  # fmt: skip
TITLES = {
    "Statement of Comprehensive Income - Month 6 2025/26": ("In Month", "Year to Date", "Plan", "Actual"),
    "Income and expenditure for September 2025": ("In Month", "Year to Date", "Budget", "Actual"),
    "Position as at 30 September 2025 (M6)": ("Current Month", "Year to Date", "Plan", "Actual"),
    "Month 6 (September 2025) Financial Position": ("Month 6", "YTD", "Plan £000", "Actual £000"),
    "Finance report FY26 Period 6": ("MTD", "YTD", "Plan", "Actual"),
}


@pytest.mark.parametrize("title", TITLES)
def test_british_packs_have_the_month_and_the_year_to_date_each_beside_its_plan(tmp_path: Path, title: str) -> None:
    month, so_far, plan, actual = TITLES[title]
    heads = [["", month, "", so_far, ""], ["", plan, actual, plan, actual]]
    reading = read(case(tmp_path / "a", 4, {"a": [[title], ["£000"], *heads, *PACK]}, currency="GBP"))

    data = reading.dataset
    assert data.value("medical_income", "h", "2025-09", "") == 410_000
    assert data.value("medical_income", "h", "2025-09", View.YEAR_TO_DATE) == 2_420_000
    assert data.value("period_surplus", "h", "2025-09", "") == 12_000
    assert {one.period for one in reading.values()} == {"2025-09"}
    assert [one.rule for one in reading.findings if one.rule in {"I19", "I36", "I43", "I88"}] == []


FOUR = (100, 101, 102, 103)
MONTHS = {f"2025-{month:02}": value for month, value in zip(range(7, 11), FOUR, strict=True)}
ACROSS = {
    "FY2026": ("Jul", "Aug", "Sep", "Oct", "YTD"),
    "Fiscal year 2026": ("July", "August", "September", "October", "Year to Date"),
    "By month": ("Jul-25", "Aug-25", "Sep-25", "Oct-25", "FY26 YTD"),
    "By month end": ("7/31/2025", "8/31/2025", "9/30/2025", "10/31/2025", "Total YTD"),
    "FY2026 by period": ("Period 1", "Period 2", "Period 3", "Period 4", "YTD"),
}


@pytest.mark.parametrize("title", ACROSS)
def test_what_came_so_far_behind_the_months_is_no_whole_year(tmp_path: Path, title: str) -> None:
    lines = [[label, *FOUR, sum(FOUR)] for label in LINES]
    reading = read(case(tmp_path / "a", 7, {"a": [[title], ["(in dollars)"], ["", *ACROSS[title]], *lines]}))

    found = {(one.period, one.view): one.value for one in reading.values() if one.item == "medical_income"}
    assert {period: found[period, ""] for period in MONTHS} == MONTHS
    assert found["2025-10", View.YEAR_TO_DATE] == sum(FOUR)
    assert {period for period, _ in found} == {*MONTHS}
    assert {one.rule for one in reading.findings} <= {"I98"}


NAMED = {
    ("Statement of Operations", ("Oct 2025", "FY2026 YTD", "FY2025 YTD")): {("2025-10", ""): 1, ("2025-10", "ytd"): 2, ("2024-10", "ytd"): 3},
    ("Statement of Operations October 2025", ("Current Month", "FY2026 YTD", "FY2025 YTD")): {
        ("2025-10", ""): 1, ("2025-10", "ytd"): 2, ("2024-10", "ytd"): 3},
    ("As of October 31, 2025", ("YTD FY26", "YTD FY25", "Budget FY26")): {
        ("2025-10", "ytd"): 1, ("2024-10", "ytd"): 2, ("2026", "budget"): 3},
    ("For the four months ended October 31, 2025", ("FY2026", "FY2025")): {("2025-10", "ytd"): 1, ("2024-10", "ytd"): 2},
    ("For the four months ended October 31,", ("2025", "2024")): {("2025-10", "ytd"): 1, ("2024-10", "ytd"): 2},
    ("For the month ended October 31, 2025", ("Actual", "Budget", "Variance", "Prior Year")): {("2025-10", ""): 1},
    ("Income statement, October 2025", ("Actual", "Budget", "Prior Year")): {("2025-10", ""): 1},
    ("Operations", ("Month Ended June 30, 2026", "Twelve Months Ended June 30, 2026")): {
        ("2026-06", ""): 1, ("2026-06", "ytd"): 2, ("2026", ""): 2},
    ("Operations", ("Q1 FY26", "Q2 FY26", "YTD FY26")): {
        ("2026-Q1", ""): 1, ("2026-Q2", ""): 2, ("2026-Q1", "ytd"): 1, ("2026-Q2", "ytd"): 3},
    ("Operations, first quarter 2025/26", ("Amount",)): {("2026-Q1", ""): 1, ("2026-Q1", "ytd"): 1},
    ("Operations for the second quarter of 2026", ("Amount",)): {("2026-Q2", ""): 1},
    ("Operations", ("H1 FY26", "H1 FY25")): {("2026-Q2", "ytd"): 1, ("2025-Q2", "ytd"): 2},
    ("Operations", ("First half 2025/26", "First half 2024/25")): {("2026-Q2", "ytd"): 1, ("2025-Q2", "ytd"): 2},
}  # fmt: skip


@pytest.mark.parametrize(("title", "heads"), NAMED)
def test_columns_of_a_year_say_how_far_they_go(tmp_path: Path, title: str, heads: tuple[str, ...]) -> None:
    lines = [[label, *range(1, len(heads) + 1)] for label in LINES]
    reading = read(case(tmp_path / "a", 7, {"a": [[title], ["(in dollars)"], ["", *heads], *lines]}))

    found = {(one.period, one.view.value): one.value for one in reading.values() if one.item == "medical_income"}
    assert found == NAMED[title, heads]
    assert [one.rule for one in reading.findings if one.rule in {"I19", "I36", "I88"}] == []


def test_the_year_to_date_of_a_year_that_no_month_says_the_end_of_is_asked(tmp_path: Path) -> None:
    lines = [[label, 1, 2] for label in LINES]
    reading = read(
        case(tmp_path / "a", 7, {"a": [["Operations"], ["(in dollars)"], ["", "FY2026 YTD", "FY2025 YTD"], *lines]})
    )

    assert not reading.has_values
    assert reading.findings


def test_of_two_columns_under_one_head_neither_is_read_where_they_differ(tmp_path: Path) -> None:
    heads = ["", "Oct 2025", "Oct 2025"]
    alike = [[label, 5, 5] for label in LINES]
    apart = [[label, 5, 6] for label in LINES]
    same = read(case(tmp_path / "a", 1, {"a": [["Operations"], ["(in dollars)"], heads, *alike]}))
    other = read(case(tmp_path / "b", 1, {"a": [["Operations"], ["(in dollars)"], heads, *apart]}))

    assert same.dataset.value("medical_income", "h", "2025-10", "") == 5
    assert [one.place.cell for one in same.findings if one.rule == "I36"] == ["C3"]
    assert not other.has_values
    assert sorted(one.place.cell or "" for one in other.findings if one.rule == "I36") == ["B3", "C3"]


@pytest.mark.parametrize("head", ["Amount", "Actual", "Total amount"])
@pytest.mark.parametrize(("title", "period"), [("October 2025", "2025-10"), ("Q1 2026", "2026-Q1"), ("FY2026", "2026")])
def test_one_column_of_figures_below_a_period_needs_no_head_of_its_labels(
    tmp_path: Path, head: str, title: str, period: str
) -> None:
    lines = [[label, 7] for label in LINES]
    reading = read(
        case(tmp_path / "a", 7, {"a": [[f"Statement of Operations {title}"], ["(in dollars)"], ["", head], *lines]})
    )

    if head == "Total amount":  # no word for a column of figures: told, and not guessed
        assert not reading.has_values
        assert reading.findings
    else:
        assert reading.dataset.value("medical_income", "h", period, "") == 7


@pytest.mark.parametrize("head", ["FY2025 YTD", "FY25 YTD", "2024/25 YTD"])
def test_a_fiscal_year_that_is_named_as_one_is_no_year_of_the_calendar(tmp_path: Path, head: str) -> None:
    """Beside October 2025 the year that ended in June went until October 2024."""
    lines = [[label, 1, 2] for label in LINES]
    reading = read(case(tmp_path / "a", 7, {"a": [["Operations"], ["(in dollars)"], ["", "Oct 2025", head], *lines]}))

    found = {(one.period, one.view.value): one.value for one in reading.values() if one.item == "medical_income"}
    assert found == {("2025-10", ""): 1, ("2024-10", "ytd"): 2}


@pytest.mark.parametrize("name", ["Mayo Clinic", "Augusta Health", "Marketing budget", "Decrease"])
@pytest.mark.parametrize("year", ["FY2026", "2026"])
def test_a_word_that_begins_as_a_month_does_is_none(tmp_path: Path, year: str, name: str) -> None:
    title = f"{year} {name} operations"
    lines = [[label, 1, 2] for label in LINES]
    reading = read(case(tmp_path / "a", 7, {"a": [[title], ["(in dollars)"], ["", "October", "YTD"], *lines]}))

    found = {(one.period, one.view.value): one.value for one in reading.values() if one.item == "medical_income"}
    assert dates.stated(title) == dates.stated(year.removeprefix("FY"))
    assert found == {("2025-10", ""): 1, ("2025-10", "ytd"): 2}
    assert [one.rule for one in reading.findings if one.rule == "I88"] == []


@pytest.mark.parametrize(("start", "named"), [(1, "2026"), (7, "FY2026")])
def test_what_is_told_of_a_fiscal_year_calls_it_one(tmp_path: Path, start: int, named: str) -> None:
    sheet = [("Statements of Financial Position",), ("(in dollars)",), ("", "FY2026"),
             ("Total assets", 1500), ("Total liabilities", 600), ("Total net assets", 800)]  # fmt: skip
    checked = pipeline.check(case(tmp_path, start, {"a": sheet}))

    told = [
        checked.catalog.messages.say(finding, "en").message for finding in checked.findings if finding.rule == "W56"
    ]
    assert [message.partition(": ")[0] for message in told] == [named] * 2
    assert reportgen("check", tmp_path).stdout.count(f"{named}: data quality") == 1


@pytest.mark.parametrize(("start", "before", "last"), [(1, "2025-11", "2025-12"), (7, "2025-05", "2025-06")])
@pytest.mark.parametrize(
    "heads", [("P11 2025", "P12 2025"), ("2025 P11", "2025 P12"), ("Period 11, 2025", "Period 12, 2025")]
)
def test_periods_by_number_are_those_of_the_fiscal_year(
    tmp_path: Path, start: int, before: str, last: str, heads: tuple[str, str]
) -> None:
    rows = [["Statement of Operations"], ["(in dollars)"], ["", *heads], [LINES[0], 10, 11], [LINES[1], 10, 11]]

    reading = read(case(tmp_path / "a", start, {"a": rows}))

    assert [reading.dataset.value("medical_income", "h", one, "") for one in (before, last)] == [10, 11]


def test_months_typed_as_numbers_with_their_year_behind_the_point_are_months(tmp_path: Path) -> None:
    """As programs export 11.2025 and a spreadsheet keeps it; 12.2025 of a list, too."""
    rows = [
        ["Statement of Operations"],
        ["(in dollars)"],
        ["", 11.2025, 12.2025],
        [LINES[0], 10, 11],
        [LINES[1], 10, 11],
    ]
    listed = [["Period", "Item", "Amount"], [11.2025, "Total assets", 5], [12.2025, "Total assets", 6]]

    reading = read(case(tmp_path / "a", 1, {"a": rows, "b": listed}))

    assert {(one.item, one.period): one.value for one in reading.values() if one.view == "" and not one.derived} == {
        ("medical_income", "2025-11"): 10, ("medical_income", "2025-12"): 11,
        ("total_income", "2025-11"): 10, ("total_income", "2025-12"): 11,
        ("total_assets", "2025-11"): 5, ("total_assets", "2025-12"): 6,
    }  # fmt: skip


@pytest.mark.parametrize("amount", [2025, 2024])
def test_an_amount_that_might_be_a_year_is_no_head_below_a_year(tmp_path: Path, amount: int) -> None:
    """Of one column, the first line of which comes to as much as the number of a year."""
    rows = [
        ["Balance Sheet"],
        ["(in dollars)"],
        ["", 2025],
        ["Cash and cash equivalents", amount],
        ["Total assets", 9000],
    ]

    reading = read(case(tmp_path / "a", 1, {"a": rows}))

    assert reading.dataset.value("cash_and_bank", "h", "2025", "") == amount
