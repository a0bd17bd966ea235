"""Management accounts as British and Australian finance offices print them, and American ones month by month."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from reportgen import intake, pipeline
from reportgen.catalog import Catalog
from reportgen.catalog.catalog import builtin_catalog
from reportgen.intake.columns import bounds
from reportgen.intake.grid import banner
from reportgen.intake.periods import short_dates
from reportgen.intake.words import units
from reportgen.intake.workbooks.sheets import Sheet

CASE: Final = "entity: {{id: h, name: {{en: H}}}}\nregime: other\ncurrency: {currency}\nscheme: none\nlanguages: en\n"
Rows = list[list[Any]]
RESULT: Final[Rows] = [
    ["Profit and Loss Statement"], ["For the nine months ended 30 September 2026"], ["A$"],
    ["", "YTD Sep 2026", "YTD Sep 2025", "Budget YTD", "Full Year Budget", "Favourable/(Unfavourable)"],
    ["Patient fees", 9_412, 8_865, 9_600, 12_850, -188], ["Other income", 318, 297, 300, 400, 18],
    ["Total revenue", 9_730, 9_162, 9_900, 13_250, -170], ["Wages and salaries", 4_655, 4_302, 4_620, 6_170, -35],
    ["Superannuation", 535, 484, 531, 710, -4], ["Visiting medical officers", 3_512, 3_268, 3_400, 4_570, -112],
    ["Rent", 594, 576, 594, 792, 0], ["Finance costs", 96, 105, 98, 130, 2],
    ["Total expenses", 9_392, 8_735, 9_243, 12_372, -149], ["Net profit after tax", 338, 427, 657, 878, -319],
]  # fmt: skip
POSITION: Final[Rows] = [
    ["Balance Sheet"], ["As at 30 September 2026"], ["A$"], ["", "30 Sep 2026", "30 Sep 2025"],
    ["Cash at bank", 1_205, 1_290], ["Trade receivables", 1_641, 1_431], ["Total current assets", 2_846, 2_721],
    ["Property, plant and equipment", 6_210, 6_402], ["Total assets", 9_056, 9_123],
    ["Trade and other payables", 1_106, 1_121], ["Employee benefits", 842, 790], ["Borrowings", 150, 200],
    ["Total current liabilities", 2_098, 2_111], ["Borrowings", 2_350, 2_680], ["Employee benefits", 180, 175],
    ["Total liabilities", 4_628, 4_966], ["Net assets", 4_428, 4_157],
    ["Share capital", 2_000, 2_000], ["Retained earnings", 2_428, 2_157], ["Total equity", 4_428, 4_157],
]  # fmt: skip


def written(folder: Path, tables: Mapping[str, Rows], currency: str = "AUD", unit: str = "") -> Path:
    (folder / "data").mkdir()
    (folder / "case.yaml").write_text(CASE.format(currency=currency) + unit, encoding="utf-8")
    for name, rows in tables.items():
        path = folder / (name if "/" in name else f"data/{name}.csv")
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def read(folder: Path, catalog: Catalog) -> intake.Reading:
    return intake.read(intake.open_case(folder), catalog)


def figures(reading: intake.Reading, period: str, view: str = "") -> dict[str, float]:
    found = {one.item: one.value for one in reading.values() if (one.period, one.view) == (period, view)}
    return {item: value for item, value in found.items() if item in reading.units}


def rules(reading: intake.Reading) -> list[str]:
    return [one.rule for one in reading.findings]


def test_accounts_of_nine_months_are_read_with_the_year_s_budget_alone(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(written(tmp_path, {"result": RESULT, "position": POSITION}), catalog)

    flows, budget = figures(reading, "2026-Q3", "ytd"), figures(reading, "2026", "budget")
    assert (flows["medical_income"], flows["employee_benefits"], flows["rent_expense"]) == (9_412, 535, 594)
    assert (budget["total_income"], budget["total_expense"]) == (13_250, 12_372)
    assert [one.facts["head"] for one in reading.findings if one.rule == "I117"] == ["Budget YTD"]
    balance = figures(reading, "2026-Q3")
    assert (balance["employee_compensation_payable"], balance["provisions"]) == (842, 180)
    assert (balance["short_term_loans"], balance["long_term_loans"]) == (150, 2_350)
    assert balance["net_assets"] == 4_428
    assert {"I13", "I33", "I43", "I104", "W05"} & {*rules(reading)} == set()
    assert [one.facts["total"] for one in reading.findings if one.rule == "I110"] == ["Total equity"]


def test_receivables_stand_on_either_side_of_a_year(tmp_path: Path, catalog: Catalog) -> None:
    """A trust has them among its non-current assets as well: both were left out as two figures of one thing."""
    rows: Rows = [
        ["Statement of Financial Position as at 31 March 2026"], ["", "31 March 2026"], ["", "£000"],
        ["Property, plant and equipment", 210], ["Receivables", 2], ["Total non-current assets", 212],
        ["Receivables", 22], ["Cash and cash equivalents", 31], ["Total current assets", 53],
    ]  # fmt: skip
    reading = read(written(tmp_path, {"position": rows}, "GBP"), catalog)

    found = {one.item: one.value for one in reading.values()}
    assert (found["other_noncurrent_assets"], found["trade_and_other_receivables"]) == (2_000, 22_000)
    assert "I43" not in rules(reading)


@pytest.mark.parametrize("counts", [(2_015, 2_001), (2_000, 2_000)])
def test_counts_that_might_be_years_are_no_head(tmp_path: Path, catalog: Catalog, counts: tuple[int, int]) -> None:
    """Of a text table all that stood below such a line was silently not read."""
    rows: Rows = [["Statistics"], ["", "FY2025", "FY2024"], ["Admissions", 1_900, 1_888]]
    rows += [["Discharges", *counts], ["Patient days", 7_800, 7_700]]
    reading = read(written(tmp_path, {"a": rows}), catalog)

    assert figures(reading, "2025") == {"admissions": 1_900, "discharges": counts[0], "occupied_bed_days": 7_800}


def test_a_year_of_which_there_is_a_budget_alone_lacks_no_statement(tmp_path: Path) -> None:
    found = pipeline.check(written(tmp_path, {"result": RESULT, "position": POSITION}))

    assert [one for one in found.findings if one.rule == "W56"] == []


@pytest.mark.parametrize("head", ["Budget", "Budget 2026", "Revised budget"])
def test_a_budget_that_does_not_say_of_which_months_it_is_is_not_taken_for_the_year_s(
    tmp_path: Path, catalog: Catalog, head: str
) -> None:
    rows = [["", "YTD Sep 2026", head], *([row[0], row[1], row[3]] for row in RESULT[4:])]
    reading = read(written(tmp_path, {"result": [*RESULT[:3], *rows]}), catalog)

    assert figures(reading, "2026", "budget") == {}
    assert [one.facts["head"] for one in reading.findings if one.rule == "I19"] == [head]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("£'000", 1000), ("£000", 1000), ("(£m)", 1_000_000), ("All figures in £000s", 1000), ("A$'000", 1000),
        ("AUD '000", 1000), ("$m", 1_000_000), ("in thousands of Australian dollars", 1000), ("(in euros)", 1),
        ("Female (m)", None), ("Room k", None),
    ],
)  # fmt: skip
def test_the_sign_of_a_currency_with_a_multiple_is_a_unit(unit: str, factor: int | None) -> None:
    assert units.factor_in(unit) == factor


@pytest.mark.parametrize(
    ("unit", "own", "foreign"),
    [
        ("£'000", "USD", "GBP"), ("£'000", "GBP", None), ("CA$m", "AUD", "CAD"), ("$'000", "AUD", None), ("$'000", "GBP", "USD"),
        ("Statement of comprehensive income for the year ended 31 March 2026 (£'000)", "USD", "GBP"),
        ("Balance Sheet £'000", "USD", "GBP"), ("Income statement A$m", "USD", "AUD"), ("Balance Sheet £'000", "GBP", None),
        ("in thousands of Australian dollars", "USD", "AUD"), ("Unit: US$", "USD", None), ("(in thousands)", "USD", None),
    ],
)  # fmt: skip
def test_a_unit_of_another_currency_is_never_taken_for_the_case_s(unit: str, own: str, foreign: str | None) -> None:
    """US$ was once taken for a dollar of Singapore, whose sign stands within it."""
    assert bounds._of_unit(unit, own) == foreign


@pytest.mark.parametrize(
    ("title", "factor"),
    [
        ("Balance Sheet £'000", 1000), ("Income statement $000", 1000), ("Income statement - A$m", 1_000_000),
        ("Balance Sheet in USD thousands", 1000), ("Data$m", None), ("Ward rooms k", None), ("Beds in £", None),
    ],
)  # fmt: skip
def test_a_unit_may_stand_behind_a_title_without_brackets(title: str, factor: int | None) -> None:
    """Alone in its row: a label with amounts beside it has a unit of its own."""
    assert banner.around(Sheet("a.xlsx", "a", ((title,), ("", "2025"), ("Cash", 5.0))), 1, 3).factor == factor
    assert banner.around(Sheet("a.xlsx", "a", ((title, 12.0), ("", "2025"), ("Cash", 5.0))), 1, 3).factor is None


@pytest.mark.parametrize(("sign", "value"), [("A$", 9_730), ("£", None), ("(in thousands)", 9_730_000)])
def test_a_sign_alone_says_that_amounts_are_whole(
    tmp_path: Path, catalog: Catalog, sign: str, value: float | None
) -> None:
    rows = [[sign] if row == ["A$"] else row for row in RESULT]
    reading = read(written(tmp_path, {"result": rows}), catalog)

    assert figures(reading, "2026-Q3", "ytd").get("total_income") == value
    assert ("I90" in rules(reading)) is (value is None)


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def by_month(heads: list[str], title: str) -> Rows:
    lines = {
        "Net patient revenue": 100,
        "Total operating revenue": 110,
        "Salaries": 60,
        "Total operating expenses": 105,
    }
    rows = [[name, *(base + at for at in range(12)), 12 * base + 66] for name, base in lines.items()]
    return [["Income Statement"], [title], ["", *heads, "YTD Actual"], *rows]


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        ([f"{month}-25" for month in MONTHS], "For the twelve months ended December 31, 2025"),
        ([f"{month} '25" for month in MONTHS], ""),
        ([*MONTHS], "Fiscal year 2025"),
        (["January", "February", "March", "April", "May", "June", "July", "August", "September", *MONTHS[9:]], "2025"),
    ],
)
def test_months_in_words_head_columns(tmp_path: Path, catalog: Catalog, heads: list[str], title: str) -> None:
    reading = read(written(tmp_path, {"2025": by_month(heads, title)}, "USD", "unit: dollars\n"), catalog)

    assert figures(reading, "2025-03")["total_income"] == 112
    assert figures(reading, "2025-12")["total_expense"] == 116


def test_the_years_of_months_may_turn_and_days_are_no_months(tmp_path: Path, catalog: Catalog) -> None:
    heads = [*(f"{month}-24" for month in MONTHS[6:]), *(f"{month}-25" for month in MONTHS[:6])]
    rows = [row[:13] for row in by_month(heads, "")]  # of no year, so that none is told of what they come to
    reading = read(written(tmp_path, {"months": rows}, "USD", "unit: dollars\n"), catalog)
    apart = [f"{month}-{day}" for month, day in zip(MONTHS, (25, 25, 27, *range(12, 21)), strict=True)]
    (other := tmp_path / "other").mkdir()

    assert [figures(reading, one)["total_income"] for one in ("2024-07", "2025-06")] == [110, 121]
    assert not read(written(other, {"days": by_month(apart, "")}, "USD", "unit: dollars\n"), catalog).has_values


def test_a_balance_sheet_of_each_month_has_one_of_the_last_too(tmp_path: Path, catalog: Catalog) -> None:
    """That of December, “Current month” above its figures, was taken for the year's and silently not read."""
    lines = [
        ["Cash", 10],
        ["Total current assets", 10],
        ["Total assets", 10],
        ["Total liabilities", 4],
        ["Net assets", 6],
    ]
    tables: dict[str, Rows] = {
        name: [["Balance Sheet"], [f"As of {day}, 2025"], ["Assets", "Current Month"], *lines]
        for name, day in (("a", "November 30"), ("b", "December 31"))
    }
    reading = read(written(tmp_path, tables, "USD", "unit: dollars\n"), catalog)

    assert figures(reading, "2025-12")["total_assets"] == 10
    assert figures(reading, "2025-11")["total_assets"] == 10


def test_the_month_of_an_annual_statement_is_told_and_not_read(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [["Income Statement"], ["Year ended December 31, 2025"], ["", "Current month", "Year to date"]]
    rows += [["Total operating revenue", 10, 120], ["Total operating expenses", 9, 110]]
    reading = read(written(tmp_path, {"a": rows}, "USD", "unit: dollars\n"), catalog)

    assert figures(reading, "2025")["total_income"] == 120
    assert [one.facts["head"] for one in reading.findings if one.rule == "I19"] == ["Current month"]


def test_tables_of_things_in_english_leave_their_totals_out(tmp_path: Path, catalog: Catalog) -> None:
    """A row “Total” was a department of its own, and doubled what all of them come to."""
    departments: Rows = [
        ["Nine months ended 30 September 2026"], ["A$"],
        ["Department", "Type", "Revenue", "Wages", "Supplies", "Depreciation", "Other direct costs", "Total direct costs", "Allocated overheads"],
        ["Surgery", "Clinical", 500, 200, 90, 20, 60, 370, 76], ["Ward", "Clinical", 200, 130, 20, 5, 15, 170, 30],
        ["Total", "", 700, 330, 110, 25, 75, 540, 106],
    ]  # fmt: skip
    debts: Rows = [
        ["Borrowings at 30 September 2026"],
        ["Lender", "Balance", "Interest rate", "Maturity date"], ["Bank A", 1_850, "5.85%", "30/06/2029"], ["Bank B", 500, "6.4%", "March 31, 2028"],
        ["Bank B", 500, "6.4%", "9/10/2028"], ["Total", 2_850, "", ""],
    ]  # fmt: skip
    tables = {"business/departments.csv": departments, "business/debts.csv": debts, "result": RESULT}
    reading = read(written(tmp_path, tables), catalog)

    units, loans = (reading.registers.by_id[name].records for name in ("departments", "debts"))
    assert [(one.cells["department"], one.cells["personnel_cost"]) for one in units] == [
        ("Surgery", 200),
        ("Ward", 130),
    ]
    assert [one.cells["due"] for one in loans] == [
        "2029-06-30",
        "2028-03-31",
        "2028-10-09",
    ]  # the day comes first there
    assert "K05" not in rules(reading)


def test_ratios_beside_statistics_are_computed_here(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [["Statistics"], ["Statistic", "FY2025", "FY2024"], ["Admissions", 10, 9], ["ER visits", 30, 28]]
    rows += [["Occupancy %", 0.55, 0.53], ["Average length of stay (days)", 3.7, 3.6], ["Days in A/R", 59, 57]]
    reading = read(written(tmp_path, {"a": rows}, "USD"), catalog)

    assert figures(reading, "2025") == {"admissions": 10, "emergency_visits": 30}
    assert rules(reading).count("I107") == 3
    assert "I13" not in rules(reading)


def test_gross_charges_less_allowances_come_to_net_revenue(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [["Statements of Operations (in thousands)"], ["", "FY2025", "FY2024"]]
    rows += [["Inpatient revenue", 60, 55], ["Outpatient revenue", 40, 35], ["Gross patient revenue", 100, 90]]
    rows += [["Contractual adjustments", -50, -44], ["Charity care", -2, -2], ["Net patient revenue", 48, 44]]
    rows += [["Total operating revenue", 48, 44], ["Total operating expenses", 47, 43]]
    reading = read(written(tmp_path, {"a": rows}, "USD"), catalog)

    assert figures(reading, "2025")["medical_income"] == 48_000
    assert {"I13", "I33"} & {*rules(reading)} == set()
    assert [one.facts["count"] for one in reading.findings if one.rule == "I110"] == [5]


def test_an_interim_balance_sheet_ends_no_year(tmp_path: Path, catalog: Catalog) -> None:
    """Days of September beside accounts of nine months were told to end another year than the case's."""
    alone = read(written(tmp_path, {"position": POSITION}), catalog)
    (both := tmp_path / "both").mkdir()

    assert "I88" in rules(alone)
    assert "I88" not in rules(read(written(both, {"position": POSITION, "result": RESULT}), catalog))


@pytest.mark.parametrize(("line", "is_nil"), [("Accrued interest", True), ("Other current liabilities", False)])
def test_without_a_line_of_short_loans_there_are_none_where_the_total_proves_it(
    tmp_path: Path, catalog: Catalog, line: str, *, is_nil: bool
) -> None:
    """Other current liabilities may hold them: beside these nothing is proved."""
    rows: Rows = [["Balance Sheets (in thousands)"], ["", "FY2025", "FY2024"], ["Cash and cash equivalents", 50, 40]]
    rows += [["Current portion of long-term debt", 5, 5], ["Accounts payable", 20, 18], [line, 3, 2]]
    rows += [["Total current liabilities", 28, 25], ["Total liabilities", 90, 95], ["Net assets", 60, 50]]
    found = figures(read(written(tmp_path, {"a": rows}, "USD"), catalog), "2025")

    assert found.get("short_term_loans") == (0 if is_nil else None)


def test_a_balance_is_not_proposed_to_be_income(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [["Balance Sheets (in thousands)"], ["", "FY2025", "FY2024"], ["Cash and cash equivalents", 50, 40]]
    rows += [["Total current assets", 50, 40], ["Investments", 30, 28], ["Total assets", 80, 68]]
    reading = read(written(tmp_path, {"a": rows}, "USD"), catalog)

    assert {catalog.items[one.item].statement for one in reading.proposals} <= {"balance_sheet"}


TRUST: Final[Rows] = [
    ["Statement of Comprehensive Income"], ["For the year ended 31 March 2026"], ["", "Note", "2025/26", "2024/25"], ["", "", "£000", "£000"],
    ["Operating income from patient care activities", "2", "412,560", "389,430"], ["Other operating income", "3", "38,910", "36,220"],
    ["Total operating income", "", "451,470", "425,650"], ["Staff costs", "4", "(427,550)", "(400,210)"],
    ["Other operating expenses", "", "(17,640)", "(16,550)"], ["Total operating expenses", "", "(445,190)", "(416,760)"],
    ["Operating surplus", "", "6,280", "8,890"],
]  # fmt: skip
OWED: Final[Rows] = [
    ["Statement of Financial Position"], ["as at 31 March 2026"], ["", "Note", "31 March 2026", "31 March 2025"], ["", "", "£000", "£000"],
    ["Cash and cash equivalents", "14", "31,220", "35,960"], ["Total current assets", "", "31,220", "35,960"],
    ["Trade and other payables", "15", "(48,320)", "(45,110)"], ["Borrowings", "16", "(3,180)", "(3,050)"],
    ["Total current liabilities", "", "(51,500)", "(48,160)"], ["Borrowings", "16", "(51,260)", "(53,140)"],
    ["Total non-current liabilities", "", "(51,260)", "(53,140)"],
]  # fmt: skip


def test_a_trust_names_its_years_by_two_and_prints_what_it_owes_in_brackets(tmp_path: Path, catalog: Catalog) -> None:
    folder = written(tmp_path, {"income": TRUST, "position": OWED}, "GBP", "fiscal_year_start: 4\n")
    found = figures(read(folder, catalog), "2026")

    assert (found["total_income"], found["total_expense"], found["operating_surplus"]) == (
        451_470_000, 445_190_000, 6_280_000,
    )  # fmt: skip
    assert (found["current_liabilities"], found["short_term_loans"], found["long_term_loans"]) == (
        51_500_000, 3_180_000, 51_260_000,
    )  # fmt: skip


@pytest.mark.parametrize(("other", "rules"), [("151,470", {"I115", "I98"}), ("151,490", set[str]())])
def test_a_trust_that_prints_no_total_of_income_has_one_where_its_lines_prove_it(
    tmp_path: Path, catalog: Catalog, other: str, rules: set[str]
) -> None:
    """Its expense and its result stood above its income on the page of the statement, and no ratio to income was known."""
    lines = [
        ["Operating income from patient care activities", "3", "300,000", "290,000"], ["Other operating income", "4", other, "140,000"],
        ["Operating expenses", "5", "(445,190)", "(426,000)"],
        ["Operating surplus/(deficit) from continuing operations", "", "6,280", "4,000"], ["PDC dividends payable", "", "(5,000)", "(4,900)"],
        ["Surplus/(deficit) for the year", "", "1,280", "(900)"],
    ]  # fmt: skip
    reading = read(written(tmp_path, {"income": [*TRUST[:4], *lines]}, "GBP", "fiscal_year_start: 4\n"), catalog)

    assert figures(reading, "2026").get("total_income") == (451_470_000 if rules else None)
    assert {one.rule for one in reading.findings} & {"I115", "I98"} == rules


def test_a_year_named_by_two_is_none_of_the_calendar(tmp_path: Path, catalog: Catalog) -> None:
    reading = read(written(tmp_path, {"income": TRUST}, "GBP"), catalog)

    assert not reading.has_values
    assert [one.facts["head"] for one in reading.findings if one.rule == "I19"] == ["2025/26£000", "2024/25£000"]


def test_one_liability_below_zero_among_others_stays_below_zero(tmp_path: Path, catalog: Catalog) -> None:
    rows = [["Borrowings", "16", "3,180", "3,050"] if row[:2] == ["Borrowings", "16"] else row for row in OWED]
    folder = written(tmp_path, {"position": rows}, "GBP", "fiscal_year_start: 4\n")

    assert figures(read(folder, catalog), "2026")["payables_and_accruals"] == -48_320_000


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2025/26", 2026),
        ("FY2025-26", 2026),
        ("2025–2026", 2026),
        ("2025-10", None),
        ("2011-12", None),
        ("2025-27", None),
    ],
)
def test_two_years_one_after_the_other_are_the_fiscal_one_that_ends_in_the_second(text: str, year: int | None) -> None:
    assert short_dates.split_year(text) == year


def test_total_operating_income_of_an_american_hospital_is_what_is_left(tmp_path: Path, catalog: Catalog) -> None:
    rows: Rows = [["(in thousands)"], ["", "FY2025", "FY2024"], ["Total operating revenue", 50, 45]]
    rows += [["Total operating expenses", 47, 43], ["Total operating income", 3, 2]]

    assert figures(read(written(tmp_path, {"a": rows}, "USD"), catalog), "2025")["operating_surplus"] == 3_000


def test_spellings_of_these_statements_hold_under_other_rules_alone() -> None:
    meant = builtin_catalog().aliases.contextual["Separations"]

    assert {(one.item, one.regimes) for one in meant} == {("discharges", ("other",))}


VERTICAL: Final[Rows] = [
    ["Statement of financial position as at 31 March 2026"], ["£'000"], ["", "31 March 2026", "31 March 2025"],
    ["Property, plant and equipment", 30_120, 29_870], ["Intangible assets", 410, 455],
    ["Total non-current assets", 30_530, 30_325], ["Inventories", 640, 615], ["Trade and other receivables", 2_190, 2_310],
    ["Cash and cash equivalents", 1_538, 2_335], ["Total current assets", 4_368, 5_260],
    ["Trade and other payables", "(3,660)", "(3,835)"], ["Borrowings", "(400)", "(400)"],
    ["Total current liabilities", "(4,060)", "(4,235)"], ["Net current assets", 308, 1_025],
    ["Total assets less current liabilities", 30_838, 31_350], ["Borrowings", "(4,080)", "(4,450)"],
    ["Total non-current liabilities", "(4,080)", "(4,450)"], ["Total assets employed", 26_758, 26_900],
    ["Public dividend capital", 18_400, 18_400], ["Income and expenditure reserve", 8_358, 8_500],
    ["Total taxpayers' equity", 26_758, 26_900],
]  # fmt: skip


def test_a_balance_sheet_in_one_column_has_its_totals_worked_out(tmp_path: Path, catalog: Catalog) -> None:
    """It prints neither all assets nor all liabilities: both were missing, and with them all that is held against them."""
    reading = read(written(tmp_path, {"position": VERTICAL}, "GBP", "fiscal_year_start: 4\n"), catalog)

    now, before = figures(reading, "2026"), figures(reading, "2025")
    assert (now["total_assets"], now["total_liabilities"]) == (34_898_000, 8_140_000)
    assert (before["total_assets"], before["total_liabilities"]) == (35_585_000, 8_685_000)
    assert now["trade_and_other_receivables"] == 2_190_000
    assert {"I13", "I33", "I43", "I104"} & {*rules(reading)} == set()
    assert [one.facts["label"] for one in reading.findings if one.rule == "I114"] == [
        "Net current assets", "Total assets less current liabilities",
    ]  # fmt: skip


def test_totals_are_not_worked_out_where_the_sides_do_not_come_to_net_assets(tmp_path: Path, catalog: Catalog) -> None:
    rows = [
        [label, *(90_000 if label.startswith("Total assets emp") else one for one in more)] for label, *more in VERTICAL
    ]

    reading = read(written(tmp_path, {"position": rows[:-3]}, "GBP", "fiscal_year_start: 4\n"), catalog)

    assert {"total_assets", "total_liabilities"} & {*figures(reading, "2026")} == set()


def test_a_step_that_does_not_come_to_its_lines_is_asked_about(tmp_path: Path, catalog: Catalog) -> None:
    rows = [[label, *(307 if label == "Net current assets" else one for one in more)] for label, *more in VERTICAL]

    reading = read(written(tmp_path, {"position": rows}, "GBP", "fiscal_year_start: 4\n"), catalog)

    assert [one.facts["label"] for one in reading.findings if one.rule == "I33"] == ["Net current assets"]


def test_income_and_expenditure_of_a_trust_is_known_by_its_usual_names(tmp_path: Path, catalog: Catalog) -> None:
    """Finance income was proposed to be finance expense, and the operating surplus to be that of the year."""
    rows: Rows = [
        ["Statement of comprehensive income for the year ended 31 March 2026"], ["£'000"], ["", "2025/26", "2024/25"],
        ["Operating income from patient care activities", 24_850, 23_610], ["Total operating income", 26_480, 25_150],
        ["Staff costs", "(16,682)", "(16,020)"], ["Other expenditure", "(9,584)", "(9,175)"],
        ["Total operating expenses", "(26,266)", "(25,195)"],
        ["Operating surplus/(deficit)", 214, "(45)"], ["Finance income", 96, 71], ["Finance costs", "(142)", "(155)"],
        ["Surplus/(deficit) for the year", 168, "(129)"],
    ]  # fmt: skip
    reading = read(written(tmp_path, {"result": rows}, "GBP", "fiscal_year_start: 4\n"), catalog)

    found = figures(reading, "2026")
    assert (found["total_income"], found["operating_surplus"]) == (26_480_000, 214_000)
    assert (found["interest_income"], found["interest_expense"]) == (96_000, 142_000)
    assert found["other_expense"] == 9_584_000
    assert {"I13", "I14", "I33", "I43"} & {*rules(reading)} == set()


def test_net_assets_at_the_end_of_an_american_year_hold_what_stands_above_them(
    tmp_path: Path, catalog: Catalog
) -> None:
    """Three usual lines below the result were unknown names, and “Other” was proposed to be income among expenses."""
    rows: Rows = [
        ["Statements of Operations and Changes in Net Assets"], ["(in thousands)"], ["Years ended June 30,", 2026, 2025],
        ["Net patient service revenue", 400, 380], ["Other", 20, 18], ["Total revenue", 420, 398],
        ["Salaries and wages", 300, 290], ["Other", 90, 85], ["Total expenses", 390, 375],
        ["Excess of revenues over expenses", 30, 23], ["Capital grants", 5, 0], ["Increase in net assets", 35, 23],
        ["Net assets, beginning of year", 123, 100], ["Net assets, end of year", 158, 123],
    ]  # fmt: skip
    reading = read(written(tmp_path, {"result": rows}, "USD", "fiscal_year_start: 7\n"), catalog)

    found = figures(reading, "2026")
    assert (found["other_income"], found["other_expense"], found["net_assets"]) == (20_000, 90_000, 158_000)
    assert {"I13", "I14", "I33", "I43"} & {*rules(reading)} == set()
    assert [one.facts["total"] for one in reading.findings if one.rule == "I110"] == ["Net assets, end of year"]


@pytest.mark.parametrize("name", ["Investment expenditure", "Commercial expenditure", "Debt principal repayment"])
def test_no_line_of_such_a_statement_is_one_of_public_budgeting(tmp_path: Path, catalog: Catalog, name: str) -> None:
    """“Other expenditure” was a line of China's budgetary accounts, and stood below zero under a heading of its own."""
    rows = [*RESULT[:-2], [name, 100, 90, 100, 140, 0], *RESULT[-2:]]

    reading = read(written(tmp_path, {"result": rows}), catalog)

    assert [one.facts["label"] for one in reading.findings if one.rule in {"I13", "I33"}] == [name]


@pytest.mark.parametrize(
    ("heads", "unit", "factor"),
    [
        (("2026\n$", "2025\n$"), "", 1), (("2026 $'000", "2025 $'000"), "", 1_000), (("30 June 2026\nA$", "30 June 2025\nA$"), "", 1),
        (("2025/26 $m", "2024/25 $m"), "", 1_000_000), (("2026\n$", "2025\n$"), "unit: thousand\n", 1),
    ],
)  # fmt: skip
def test_a_head_may_hold_a_year_and_its_unit(
    tmp_path: Path, catalog: Catalog, heads: tuple[str, str], unit: str, factor: int
) -> None:
    """“2026” above “$” in one cell named no period, and the whole statement was left out."""
    rows: Rows = [["Statement of financial position"], ["", "Notes", *heads], ["Total current assets", "8", 6_180, 5_268],
                  ["Total assets", "", 28_250, 28_343], ["Total liabilities", "", 12_955, 14_241], ["Net assets", "", 15_295, 14_102]]  # fmt: skip
    reading = read(written(tmp_path, {"position": rows}, "AUD", f"fiscal_year_start: 7\n{unit}"), catalog)

    assert figures(reading, "2026")["total_assets"] == 28_250 * factor
    assert figures(reading, "2025")["net_assets"] == 14_102 * factor
    assert {"I85", "I17", "W05"} & {*rules(reading)} == set()


PROFIT: Final[Rows] = [
    ["Statement of profit or loss for the year ended 30 June 2026"], ["", "Notes", "2026 $'000", "2025 $'000"],
    ["Patient revenue", "2", 21_480, 20_150], ["Other revenue", "3", 812, 780], ["Total revenue", "", 22_292, 20_930],
    ["Employee benefits expense", "4", "(12,960)", "(12,210)"], ["Medical supplies and prostheses", "", "(4,120)", "(3,840)"],
    ["Utilities", "", "(318)", "(301)"], ["Finance costs", "6", "(402)", "(430)"],
    ["Profit before income tax", "", 4_492, 4_149], ["Income tax expense", "7", "(1,348)", "(1,245)"],
    ["Profit for the year", "", 3_144, 2_904],
]  # fmt: skip


@pytest.mark.parametrize("is_bracketed", [True, False])
def test_a_result_without_a_line_of_all_expense_has_it_worked_out(
    tmp_path: Path, catalog: Catalog, *, is_bracketed: bool
) -> None:
    """There was no total expense, and each expense in brackets was read below zero."""
    rows = [[cell if is_bracketed else cell.strip("()") if isinstance(cell, str) and cell[:1] == "(" else cell for cell in row]
            for row in PROFIT]  # fmt: skip
    reading = read(written(tmp_path, {"result": rows}, "AUD", "fiscal_year_start: 7\n"), catalog)

    now, before = figures(reading, "2026"), figures(reading, "2025")
    assert (now["total_expense"], before["total_expense"]) == (19_148_000, 18_026_000)
    assert (now["personnel_expense"], now["income_tax_expense"], now["utilities_expense"]) == (
        12_960_000,
        1_348_000,
        318_000,
    )
    told = {one.rule: one.facts for one in reading.findings}
    assert told["I114"]["label"] == "Profit before income tax"
    assert [one.facts["label"] for one in reading.findings if one.rule in {"I13", "I33"}] == [
        "Medical supplies and prostheses"
    ]


def test_lines_that_do_not_come_to_the_profit_make_no_total_expense(tmp_path: Path, catalog: Catalog) -> None:
    rows = [row for row in PROFIT if row[0] != "Utilities"]

    reading = read(written(tmp_path, {"result": rows}, "AUD", "fiscal_year_start: 7\n"), catalog)

    assert "total_expense" not in figures(reading, "2026")


@pytest.mark.parametrize(("divided", "item"), [(True, "other_current_assets"), (False, "other_noncurrent_assets")])
def test_other_assets_are_of_the_total_below_them_or_of_all(
    tmp_path: Path, catalog: Catalog, *, divided: bool, item: str
) -> None:
    total = [["Total current assets", 115, 102]] if divided else []
    rows: Rows = [["Balance sheet as at 30 June 2026"], ["A$"], ["", 2026, 2025], ["Cash at bank", 100, 90], ["Other assets", 15, 12],
                  *total, ["Total assets", 115, 102], ["Other liabilities", 20, 22], ["Total liabilities", 20, 22]]  # fmt: skip
    reading = read(written(tmp_path, {"position": rows}, "AUD", "fiscal_year_start: 7\n"), catalog)

    assert figures(reading, "2026")[item] == 15
    assert {"I14", "I43"} & {*rules(reading)} == set()


QUARTER_AND_YEAR: Final[Rows] = [
    ["Statement of Operations"], ["For the quarter ended December 31, 2025"], ["(in thousands)"],
    ["", "Quarter", "Quarter", "Quarter", "Year to Date", "Year to Date", "Year to Date"],
    ["", "Actual", "Budget", "Prior Year", "Actual", "Budget", "Prior Year"],
    ["Net patient service revenue", 1000, 980, 950, 2000, 1900, 1850], ["Other revenue", 50, 50, 45, 100, 100, 95],
    ["Total operating revenue", 1050, 1030, 995, 2100, 2000, 1945],
    ["Total operating expenses", 880, 870, 840, 1760, 1700, 1690], ["Operating income", 170, 160, 155, 340, 300, 255],
]  # fmt: skip


@pytest.mark.parametrize(("since", "quarter"), [(7, "2026-Q2"), (4, "2026-Q3"), (10, "2026-Q1")])
def test_a_quarter_beside_the_year_to_date_is_one_of_the_fiscal_year(
    tmp_path: Path, catalog: Catalog, since: int, quarter: str
) -> None:
    """Both were taken for what came since the year began, contradicted each other and were left out."""
    case = written(tmp_path, {"Q": QUARTER_AND_YEAR}, "USD", f"fiscal_year_start: {since}\n")
    reading = read(case, catalog)

    held = {one.view: one.value for one in reading.values() if (one.item, one.period) == ("medical_income", quarter)}
    assert held == {"": 1_000_000, "ytd": 2_000_000, "comp": 1_850_000}
    assert sorted(one.rule for one in reading.findings if one.rule[0] == "I") == ["I116", "I117", "I117", "I98"]
    assert {one.period for one in reading.values()} == {quarter}


BILINGUAL: Final[Rows] = [
    ["Harbour View Hospital Limited 海景醫院有限公司"], ["Statement of profit or loss 損益表"],
    ["Year ended 31 December 2025"], ["HK$'000"], ["", "2025", "2024"],
    ["Revenue 收益", 812, 790], ["Staff costs 員工成本", -402, -390], ["Depreciation 折舊", -60, -59],
    ["Inventories 藥品", -7, -6], ["Finance costs 財務費用", -5, -5], ["Profit before tax 除稅前溢利", 338, 330],
    ["Income tax expense 所得稅開支", -15, -14], ["Profit for the year 年度溢利", 323, 316],
]  # fmt: skip


def test_a_name_in_both_languages_is_read_where_they_agree_and_asked_about_where_they_do_not(
    tmp_path: Path, catalog: Catalog
) -> None:
    """What stands behind an English name may be a part of it, and financial expense is not all interest."""
    reading = read(written(tmp_path, {"result": BILINGUAL}, "HKD"), catalog)

    found = figures(reading, "2025")
    assert (found["personnel_expense"], found["depreciation_expense"]) == (402_000, 60_000)
    assert (found["income_tax_expense"], found["period_surplus"]) == (15_000, 323_000)
    assert not {"inventories", "drug_inventory", "interest_expense", "finance_expense"} & found.keys()
    unread = {one.facts["label"] for one in reading.findings if one.rule in {"I13", "I33"}}
    assert {"Inventories 藥品", "Finance costs 財務費用"} <= unread


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("Net cash flows from operating activities", "net_operating_cash_flow"),
        ("Net cash generated from/(used in) operating activities", "net_operating_cash_flow"),
        ("Net cash flows used in investing activities", "net_investing_cash_flow"),
        ("Net cash (used in)/from financing activities", "net_financing_cash_flow"),
        ("Increase/(decrease) in cash and cash equivalents", "cf_net_increase"),
    ],
)
def test_cash_flows_are_called_as_ias_7_does(tmp_path: Path, catalog: Catalog, label: str, item: str) -> None:
    head: Rows = [["Statement of cash flows"], ["Year ended 31 December 2025"], ["£000"], ["", "2025", "2024"]]
    rows: Rows = [*head, [label, -251, 221], ["Cash and cash equivalents at 31 December", 40, 38]]

    assert figures(read(written(tmp_path, {"flows": rows}, "GBP"), catalog), "2025")[item] == -251_000
