"""Statements in English as they come: labels in column A, periods across, quoted thousands, brackets, a unit in words."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import Workbook

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake import sheet_reader
from reportgen.intake.context import ReadingContext
from reportgen.intake.reading import Reading
from reportgen.model.finding import Severity

CASE = "entity: {{id: h, name: {{zh: 甲, en: A}}}}\nregime: '{regime}'\ncurrency: USD\nscheme: none\nfiscal_year_start: {start}\n"
LINES: list[list[Any]] = [
    ["Net patient service revenue", 412_345, 398_120],
    ["Other revenue", 21_430, 20_115],
    ["Total operating revenue", 433_775, 418_235],
    ["Guest meals", 71_220, 69_110],
    ["Interest", 8_400, 8_250],
    ["Total operating expenses", 432_500, 415_700],
    ["Excess (deficit) of revenues over expenses", -1_275, 2_535],
]
MADE = ["medical_activity_expense", "medical_surplus"]
"""What follows from these lines."""
HEADS: list[list[Any]] = [
    ["Year ended June 30,", "2025", "2024"],
    ["", "Year ended June 30, 2025", "2024"],
    ["", "FY2025", "FY2024"],
    ["Years ended June 30", "2025", "2024"],
    ["", "June 30, 2025", "June 30, 2024"],
]


def read(folder: Path, head: list[Any], unit: str, *, suffix: str = "csv", regime: str = "other") -> Reading:
    start = 7 if any("June" in str(cell) for cell in head) else 1
    (folder / "case.yaml").write_text(CASE.format(regime=regime, start=start), encoding="utf-8")
    (folder / "data").mkdir()
    rows: list[list[Any]] = [["Consolidated Statements of Operations", "", ""], [unit, "", ""], head, *LINES]
    if suffix == "xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append([int(cell) if str(cell) in {"2025", "2024"} else cell or None for cell in row])
        book.save(folder / "data" / "a.xlsx")
    else:
        text = io.StringIO()
        csv.writer(text).writerows([_printed(cell) for cell in row] for row in rows)
        (folder / "data" / "a.csv").write_text(text.getvalue(), encoding="utf-8")
    opened = intake.open_case(folder)
    return intake.read(opened, load_catalog())


def _printed(cell: Any) -> str:
    if not isinstance(cell, int):
        return str(cell)
    return f"({-cell:,})" if cell < 0 else f"{cell:,}"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("head", HEADS, ids=" ".join)
def test_every_line_is_read_or_proposed(tmp_path: Path, head: list[Any], suffix: str) -> None:
    reading = read(tmp_path, head, "(in thousands of dollars)", suffix=suffix)
    figures = {(one.item, one.period): one.value for one in reading.values()}

    assert figures["medical_income", "2025"] == 412_345_000
    assert figures["total_income", "2024"] == 418_235_000
    assert figures["period_surplus", "2025"] == -1_275_000
    assert figures["interest_expense", "2024"] == 8_250_000
    assert len(figures) == 2 * (len(LINES) - 1 + len(MADE))
    assert [name.label for name in reading.unread] == ["Guest meals"]
    assert [finding.rule for finding in reading.findings] == ["I13", "I98"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("head", [["", "2025"], *HEADS], ids=" ".join)
def test_statements_of_a_single_year_are_read_too(
    tmp_path: Path, head: list[Any], suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = [row[:2] for row in LINES]
    monkeypatch.setitem(globals(), "LINES", [["REVENUE", ""], *one])
    reading = read(tmp_path, head[:2], "(in thousands of dollars)", suffix=suffix)

    assert {period for _, period in ((value.item, value.period) for value in reading.values())} == {"2025"}
    assert {value.item: value.value for value in reading.values()}["medical_income"] == 412_345_000
    assert [finding.rule for finding in reading.findings] == ["I13", "I98"]


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        ("(in thousands)", 1e3), ("(Dollars in thousands)", 1e3), ("(In millions of U.S. dollars)", 1e6),
        ("(in dollars)", 1), ("(Amounts in thousands)", 1e3), ("All amounts in thousands of dollars", 1e3), ("(unaudited)", None),
        ("(Unaudited, in thousands)", 1e3), ("(in thousands, except ratios)", 1e3), ("$ in millions", 1e6), ("in thousands", 1e3),
        ("(dollar amounts in thousands)", 1e3), ("($000s)", 1e3), ("(000's omitted)", 1e3), ("(in whole dollars)", 1),
        ("Patients in thousands of visits", None),
    ],
)  # fmt: skip
def test_the_unit_is_said_in_words(tmp_path: Path, unit: str, factor: float | None) -> None:
    reading = read(tmp_path, HEADS[0], unit)

    found = reading.dataset.value("medical_income", "h", "2025", "")
    assert found == (None if factor is None else 412_345 * factor)
    found = [(finding.rule, finding.severity) for finding in reading.findings if finding.rule == "W05"]
    assert found == ([] if factor is not None else [("W05", Severity.ERROR)]), (
        "amounts that are not read are no warning"
    )


def test_words_of_american_statements_mean_nothing_else_under_official_rules(tmp_path: Path) -> None:
    reading = read(tmp_path, HEADS[0], "(in thousands)", regime="2019")

    assert not reading.has_values
    assert reading.findings


def test_a_row_of_figures_that_look_like_years_is_no_head(tmp_path: Path) -> None:
    LINES.insert(2, ["Discharges", 2_011, 2_010])
    try:
        reading = read(tmp_path, HEADS[0], "(in dollars)", suffix="xlsx")
    finally:
        del LINES[2]

    assert reading.dataset.value("discharges", "h", "2025", "") == 2_011
    assert reading.dataset.value("total_income", "h", "2025", "") == 433_775


def test_a_column_of_notes_stands_beside_the_years(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "LINES", [[label, note, *rest] for note, (label, *rest) in enumerate(LINES, start=3)])
        reading = read(tmp_path, ["", "Note", "2025", "2024"], "(in thousands)", suffix="xlsx")

    assert reading.dataset.value("medical_income", "h", "2025", "") == 412_345_000
    assert reading.dataset.value("medical_income", "h", "2024", "") == 398_120_000
    assert [finding.rule for finding in reading.findings] == ["I13", "I98"]


def with_lines(folder: Path, lines: list[list[Any]], unit: str = "(in thousands)") -> Reading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "LINES", lines)
        return read(folder, HEADS[0], unit)


def test_expenses_in_brackets_below_the_operating_result_are_expenses(tmp_path: Path) -> None:
    nonoperating = [
        ["Nonoperating revenues (expenses):", "", ""],
        ["Interest expense", -1_612, -1_705],
        ["Investment income", 416, -150],
    ]
    reading = with_lines(tmp_path, [*LINES[:4], LINES[5], *nonoperating, LINES[6]])

    assert reading.dataset.value("interest_expense", "h", "2025", "") == 1_612_000
    assert reading.dataset.value("interest_expense", "h", "2024", "") == 1_705_000
    assert reading.dataset.value("investment_income", "h", "2024", "") == -150_000, "income lost is no expense"
    assert [(one.rule, one.facts["label"]) for one in reading.findings if one.rule not in {"I13", "I98"}] == [
        ("I96", "Interest expense")
    ]


BELOW: Final = [*LINES[:4], *LINES[5:6], ["Operating income", 13_550, 14_150]]


@pytest.mark.parametrize(
    ("lines", "interest", "tax"),
    [
        ([["Interest expense", -1_612, -1_705], ["Income tax expense", -737, -537]], 1_612_000, 737_000),
        ([["Interest expense", 1_612, 1_705], ["Income tax expense", -737, -537]], 1_612_000, -737_000),
        ([["Interest expense", -1_612, 1_705], ["Income tax expense", -737, -537]], -1_612_000, -737_000),
    ],
)
def test_brackets_below_the_total_of_expenses_take_off_what_they_hold_without_any_head(
    tmp_path: Path, lines: list[list[Any]], interest: float, tax: float
) -> None:
    reading = with_lines(tmp_path, [*BELOW, *lines, ["Net income", 11_201, 11_908]])

    assert reading.dataset.value("interest_expense", "h", "2025", "") == interest, "one without says what brackets are"
    assert reading.dataset.value("income_tax_expense", "h", "2025", "") == tax
    assert ("I96" in {one.rule for one in reading.findings}) is (tax > 0)


def test_a_name_that_says_what_its_brackets_hold_is_read_as_it_says(tmp_path: Path) -> None:
    tax = "Income tax expense (benefit)"
    (tmp_path / "mapping.yaml").write_text(f"names: {{{tax}: income_tax_expense}}\n", encoding="utf-8")
    lines = [["Interest expense", -1_612, -1_705], [tax, -737, -537]]
    reading = with_lines(tmp_path, [*BELOW, *lines, ["Net income", 11_201, 11_908]])

    assert reading.dataset.value("income_tax_expense", "h", "2025", "") == -737_000


def test_a_credit_among_expenses_stays_a_credit(tmp_path: Path) -> None:
    reading = with_lines(tmp_path, [*LINES[:3], ["Expenses:", "", ""], ["Interest", -84, -82], *LINES[5:]])

    assert reading.dataset.value("interest_expense", "h", "2025", "") == -84_000
    assert "I96" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize(("costs", "interest"), [((-430_000, -416_000), 8_400_000), ((430_000, 416_000), -8_400_000)])
def test_lines_that_are_no_items_say_as_well_how_a_statement_prints_expenses(
    tmp_path: Path, costs: tuple[int, int], interest: int
) -> None:
    """The interest of a statement whose other expenses have names of its own was read as below zero, and not told."""
    others = [["Costs of the wards", *costs], ["Estates expenditure", -500, -400]]
    lines = [*LINES[:3], *others, ["Interest expense", -8_400, -8_250], ["Loss before financing costs", -1, 2]]
    reading = with_lines(tmp_path, lines)

    assert reading.dataset.value("interest_expense", "h", "2025", "") == interest
    assert ("I96" in {one.rule for one in reading.findings}) is (interest > 0)


def test_where_all_expenses_stand_in_brackets_none_is_below_zero(tmp_path: Path) -> None:
    taken_off = {"Interest", "Total operating expenses"}
    lines = [[name, -one, -two] if name in taken_off else [name, one, two] for name, one, two in LINES]
    reading = with_lines(tmp_path, lines)

    assert reading.dataset.value("total_expense", "h", "2025", "") == 432_500_000
    assert reading.dataset.value("interest_expense", "h", "2025", "") == 8_400_000
    assert reading.dataset.value("period_surplus", "h", "2025", "") == -1_275_000


BOOKED = [["Contributions", 900, 800], ["Investment income", 40, 30], ["Net assets released from restrictions", -3, -2]]


@pytest.mark.parametrize(
    "head", ["Net assets with donor restrictions:", "Other changes in net assets", "With donor restrictions", "Temporarily restricted"]
)  # fmt: skip
def test_income_below_a_head_of_net_assets_is_no_income_of_operations(tmp_path: Path, head: str) -> None:
    reading = with_lines(tmp_path, [["Contributions", 30, 20], *LINES, [head, "", ""], *BOOKED])

    assert reading.dataset.value("donation_income", "h", "2025", "") == 30_000
    assert reading.dataset.value("investment_income", "h", "2025", "") is None
    told = [one.facts for one in reading.findings if one.rule == "I69"]
    assert [(one["names"], one["head"]) for one in told] == [(("Contributions", "Investment income"), head.strip(":"))]
    assert "I43" not in {one.rule for one in reading.findings}


@pytest.mark.parametrize(
    "lines",
    [
        [["Changes in net assets without donor restrictions:", "", ""], *BOOKED[:2]],
        [["Changes in net assets:", "", ""], *BOOKED[:2], LINES[0]],
        [["Net assets:", "", ""], ["Total net assets", 5, 4], *BOOKED[:2]],
        [["Net assets:", "", ""], ["Nonoperating gains", "", ""], *BOOKED[:2]],
    ],
    ids=["without restrictions", "a whole statement", "behind the total", "below another head"],
)
def test_income_of_operations_is_read_below_heads_that_name_net_assets(tmp_path: Path, lines: list[list[Any]]) -> None:
    reading = with_lines(tmp_path, lines)

    assert reading.dataset.value("donation_income", "h", "2025", "") == 900_000
    assert "I69" not in {one.rule for one in reading.findings}


NAMED = {
    "Patient accounts receivable, net of allowance for uncollectible accounts of $2,140 and $1,980": "accounts_receivable_net",
    "Accounts receivable, less allowance for doubtful accounts of $310": "accounts_receivable_net",
    "Property and equipment, net of accumulated depreciation": "fixed_assets_net",
    "Net patient service revenue (net of provision for bad debts)": "medical_income",
    "Long-term debt, net of current portion": "long_term_loans",
    "Capital assets, net": "fixed_assets_net",
    "Total net position": "net_assets",
}  # fmt: skip


@pytest.mark.parametrize("label", NAMED)
def test_what_was_taken_off_is_told_behind_a_name_and_is_no_part_of_it(tmp_path: Path, label: str) -> None:
    reading = with_lines(tmp_path, [*LINES[4:], [label, 120, 110]])

    assert reading.dataset.value(NAMED[label], "h", "2025", "") == 120_000
    assert reading.unread == ()


def statement(
    folder: Path, above: list[str], heads: list[str], *, start: int = 7, title: str = "Statements of Operations"
) -> Reading:
    """A statement with some lines above its heads; every column holds 1 per line, thousands of it."""
    (folder / "case.yaml").write_text(CASE.format(regime="other", start=start), encoding="utf-8")
    (folder / "data").mkdir()
    lines = [
        [label, *range(1, len(heads) + 1)]
        for label in ("Net patient service revenue", "Total operating expenses", "Total assets", "Total liabilities")
    ]
    text = io.StringIO()
    csv.writer(text).writerows([[title], ["(in thousands)"], *([one] for one in above), ["", *heads], *lines])
    (folder / "data" / "a.csv").write_text(text.getvalue(), encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


QUARTERS = ["September 30, 2024", "December 31, 2024", "March 31, 2025", "June 30, 2025"]


@pytest.mark.parametrize("start", [7, 1])
@pytest.mark.parametrize("above", ["Quarter ended", "Three months ended", "For the quarters ended"])
def test_days_below_quarter_ended_are_quarters_of_the_fiscal_year(tmp_path: Path, above: str, start: int) -> None:
    reading = statement(tmp_path, [above], QUARTERS, start=start)
    wanted = {7: ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"], 1: ["2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2"]}

    found = {one.period: one.value for one in reading.values() if (one.item, one.view) == ("medical_income", "")}
    assert {period: found[period] for period in wanted[start]} == dict(
        zip(wanted[start], (1_000, 2_000, 3_000, 4_000), strict=True)
    )
    assert not [one for one in reading.findings if one.rule == "I97"]


def test_months_since_the_year_began_are_the_year_so_far(tmp_path: Path) -> None:
    reading = statement(tmp_path, ["Nine months ended"], ["March 31, 2025", "March 31, 2024"])

    found = {(one.item, one.period, one.view): one.value for one in reading.values()}
    assert found["medical_income", "2025-Q3", "ytd"] == 1_000
    assert found["medical_income", "2024-Q3", "ytd"] == 2_000
    assert found["total_assets", "2025-Q3", ""] == 1_000
    assert ("medical_income", "2025-Q3", "") not in found


def test_months_that_are_no_quarter_and_no_year_are_not_read(tmp_path: Path) -> None:
    reading = statement(tmp_path, ["Six months ended"], ["March 31, 2025", "March 31, 2024"])

    assert not list(reading.values())
    told = [one.facts["head"] for one in reading.findings if one.rule == "I19"]
    assert told == ["March 31, 2025", "March 31, 2024"]  # as the sheet writes them, with their spaces


def test_the_months_of_a_column_come_before_those_of_the_table(tmp_path: Path) -> None:
    heads = ["Three months ended December 31, 2024", "Six months ended December 31, 2024"]
    found = {
        (one.period, one.view): one.value
        for one in statement(tmp_path, [], heads).values()
        if one.item == "medical_income"
    }

    assert found["2025-Q2", ""] == 1_000
    assert found["2025-Q2", "ytd"] == 2_000


def test_of_days_a_quarter_apart_balances_are_read_and_flows_are_asked_about(tmp_path: Path) -> None:
    """Nothing says whether a flow is of the quarter or of the year so far: it is told, and never guessed."""
    reading = statement(tmp_path, ["As of"], QUARTERS)
    items = {one.item for one in reading.values()}

    assert {"total_assets", "total_liabilities"} <= items
    assert not items & {"medical_income", "total_expense"}
    assert [one.rule for one in reading.findings if one.rule == "I97"] == ["I97", "I97"]


@pytest.mark.parametrize(
    "name", ["(Deficit) excess of revenues over expenses", "Net (loss) income", "Net income (loss)"]
)
def test_a_name_that_says_which_sign_it_may_have_is_the_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "case.yaml").write_text(CASE.format(regime="other", start=1), encoding="utf-8")
    (tmp_path / "data").mkdir()
    text = f"Statements of Operations,,\n(in thousands),,\n,2025,2024\nTotal revenue,10,11\n{name},(3),4\n"
    (tmp_path / "data" / "a.csv").write_text(text, encoding="utf-8")
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    found = {(one.item, one.period): one.value for one in reading.values()}
    assert (found["period_surplus", "2025"], found["period_surplus", "2024"]) == (-3_000, 4_000)


def test_what_the_statement_has_no_line_for_follows_from_its_lines_and_is_marked(tmp_path: Path) -> None:
    reading = with_lines(
        tmp_path, [*LINES, ["Salaries and wages", 200_000, 190_000], ["Employee benefits", 31_480, 32_905]]
    )
    found = {(one.item, one.period): one for one in reading.values()}

    assert found["personnel_expense", "2025"].value == 231_480_000
    assert found["medical_activity_expense", "2024"].value == 415_700_000
    assert found["medical_surplus", "2025"].value == 412_345_000 - 432_500_000
    assert found["medical_surplus", "2024"].derived
    assert found["medical_surplus", "2025"].place.cell is None, "no cell holds it"
    assert [one.facts["lines"] for one in reading.findings if one.rule == "I98"] == [
        ("Salaries and wages", "Employee benefits"),
        ("Net patient service revenue", "Total operating expenses"),
    ]


@pytest.mark.parametrize("total", [[], [["Total net assets", 50_000, 46_000]]])
def test_classes_of_net_assets_without_a_total_come_to_what_assets_exceed_liabilities_by(
    tmp_path: Path, total: list[list[Any]]
) -> None:
    balance = [
        ["Total assets", 120_000, 110_000], ["Total liabilities", 70_000, 64_000],
        ["Net assets without donor restrictions", 50_000, 46_000], *total,
    ]  # fmt: skip
    found = {(one.item, one.period): one for one in with_lines(tmp_path, [*LINES, *balance]).values()}

    assert found["net_assets", "2025"].value == 50_000_000
    assert found["net_assets", "2024"].derived is not bool(total)


def test_cash_and_cash_equivalents_are_the_cash_of_both_items(tmp_path: Path) -> None:
    reading = with_lines(tmp_path, [*LINES, ["Cash and cash equivalents", 51_200, 48_300]])
    found = {(one.item, one.period): one for one in reading.values()}

    for item in ("cash_and_bank", "cash_and_equivalents"):
        assert found[item, "2025"].value == 51_200_000
    assert found["cash_and_equivalents", "2025"].place == found["cash_and_bank", "2025"].place


def test_a_line_of_its_own_is_never_made(tmp_path: Path) -> None:
    reading = with_lines(tmp_path, [*LINES, ["Medical surplus", 5, ""]])

    assert reading.dataset.value("medical_surplus", "h", "2025", "") == 5_000
    assert reading.dataset.value("medical_surplus", "h", "2024", "") is None


@pytest.mark.parametrize(
    "heads", [["Current Year", "Prior Year"], ["This year", "Last year"], ["Current year", "Previous year"]]
)
@pytest.mark.parametrize("above", ["Year ended June 30, 2025", "June 30, 2025"])
def test_a_column_of_the_year_before_is_the_statement_of_that_year(
    tmp_path: Path, above: str, heads: list[str]
) -> None:
    found = {(one.item, one.period, one.view): one.value for one in statement(tmp_path, [above], heads).values()}

    for item, values in {"medical_income": (1_000, 2_000), "total_assets": (1_000, 2_000)}.items():
        assert tuple(found[item, period, ""] for period in ("2025", "2024")) == values
    assert {view for _, _, view in found} == {""}


KNOWN = {
    "Net patient service revenues": "medical_income",
    "Net assets released from restrictions used for operations": "released_from_restrictions",
    "Depreciation & amortization": "depreciation_expense",
    "Operating income (loss)": "operating_surplus",
    "Total non-operating gains, net": "nonoperating_surplus",
    "Revenue, gains and other support in excess": None,
    "Board designated funds": "board_designated_funds",
    "Assets limited as to use": "assets_limited_as_to_use",
    "Assets limited as to use, current portion": "assets_limited_as_to_use_current",
    "Held by trustee under bond indenture": "trustee_held_funds",
    "Property, plant & equipment, net": "fixed_assets_net",
    "Accounts payable and accrued expenses": "payables_and_accruals",
    "Accrued compensation and related liabilities": "employee_compensation_payable",
    "Net assets without donor restrictions": "net_assets_without_restrictions",
    "Salaries wages and benefits": "personnel_expense",
}  # fmt: skip


@pytest.mark.parametrize("label", KNOWN)
def test_usual_names_are_known_with_and_without_their_commas_and_hyphens(tmp_path: Path, label: str) -> None:
    reading = with_lines(tmp_path, [*LINES[6:], [label, 120, 110]])

    found = {one.item for one in reading.values() if one.period == "2025" and one.value == 120_000}
    assert found == ({KNOWN[label]} if KNOWN[label] else set())


@pytest.mark.parametrize(("receivables", "is_nil"), [(60, True), (59, False)])
def test_a_line_is_nil_where_the_others_come_to_all_of_their_total(
    tmp_path: Path, *, receivables: int, is_nil: bool
) -> None:
    current = [
        ["Cash", 40, 30],
        ["Patient accounts receivable, net", receivables, 20],
        ["Total current assets", 100, 51],
    ]
    reading = with_lines(tmp_path, [*LINES[6:], *current])
    found = {(one.item, one.period): one for one in reading.values()}

    assert (("short_term_investments", "2025") in found) == is_nil
    assert ("short_term_investments", "2024") not in found, "1 of that year is something else"
    assert ("I99" in {one.rule for one in reading.findings}) == is_nil
    if is_nil:
        assert (found["short_term_investments", "2025"].value, found["short_term_investments", "2025"].derived) == (
            0,
            True,
        )


def of_two_years(folder: Path, *, restated: str) -> Reading:
    """Statements of 2025 and 2024, each with the year before beside it."""
    (folder / "case.yaml").write_text(CASE.format(regime="other", start=1), encoding="utf-8")
    (folder / "data").mkdir()
    for year, now, before in (("2025", "70", restated), ("2024", "60", "50")):
        text = f"Statements of Operations,,\n(in thousands),,\n,{year},{int(year) - 1}\nTotal revenue,100,100\nOther revenue,{now},{before}\n"
        (folder / "data" / f"{year}.csv").write_text(text, encoding="utf-8")
    return intake.read(intake.open_case(folder), load_catalog())


def test_a_year_restated_beside_the_next_keeps_its_own_statement_and_that_is_told(tmp_path: Path) -> None:
    reading = of_two_years(tmp_path, restated="65")
    found = reading.dataset.value

    assert found("other_income", "h", "2024", "") == 60_000
    assert found("other_income", "h", "2025", "comp") == 65_000
    assert found("total_income", "h", "2024", "") == 100_000
    assert [(one.rule, one.facts["count"]) for one in reading.findings] == [("I84", 1)]


def test_a_year_that_stands_the_same_in_both_is_told_of_no_further(tmp_path: Path) -> None:
    reading = of_two_years(tmp_path, restated="60")

    assert reading.dataset.value("other_income", "h", "2024", "") == 60_000
    assert reading.dataset.value("other_income", "h", "2025", "comp") is None
    assert reading.findings == ()


@pytest.mark.parametrize(("income", "step"), [(100, 1_000), (100.5, 10)])
def test_amounts_in_whole_thousands_are_rounded_to_thousands(tmp_path: Path, income: float, step: float) -> None:
    reading = with_lines(tmp_path, [*LINES, ["Investment income", income, 80]])

    assert reading.dataset.step(("total_income", "h", "2025", "")) == step


@pytest.mark.parametrize(("title", "is_read"), [("Statements of Operations", True), ("收支情况", False)])
def test_statements_in_english_are_read_without_a_case(tmp_path: Path, *, title: str, is_read: bool) -> None:
    text = f"{title},,\n(in thousands),,\n,2025,2024\nNet patient service revenue,120,110\nGuest meals,9,8\nTotal operating expenses,100,90\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    reading = intake.read_paths([tmp_path / "a.csv"], load_catalog())
    found = {(one.item, one.period): one.value for one in reading.values()}

    assert found.get(("medical_income", "2024")) == (110_000 if is_read else None)
    assert {one.rule for one in reading.findings} == ({"I13", "I98"} if is_read else {"I60"})


def rounded(folder: Path, millions: str, *, name: str = "z") -> Reading:
    """A balance sheet in thousands and a statement of net assets in millions with one decimal."""
    (folder / "case.yaml").write_text(CASE.format(regime="other", start=1), encoding="utf-8")
    (folder / "data").mkdir()
    (folder / "data" / "b.csv").write_text(
        'Balance Sheets,\n(in thousands),\n,"December 31, 2025"\nNet assets without donor restrictions,"180,270"\n'
        'Net assets with donor restrictions,"15,180"\nTotal net assets,"195,450"\n',
        encoding="utf-8",
    )
    (folder / "data" / f"{name}.csv").write_text(
        'Statements of Changes in Net Assets,\n(in millions),\n,"Year ended December 31, 2025"\n'
        "Net assets released from restrictions used for operations,2.3\n"
        f"Net assets without donor restrictions,180.3\nNet assets with donor restrictions,15.2\nTotal net assets,{millions}\n",
        encoding="utf-8",
    )
    return intake.read(intake.open_case(folder), load_catalog())


@pytest.mark.parametrize("name", ["a", "z"])
@pytest.mark.parametrize(("millions", "is_apart"), [("195.4", False), ("195.5", False), ("195.3", True)])
def test_a_sheet_in_millions_agrees_with_one_in_thousands_to_its_own_last_place(
    tmp_path: Path, name: str, millions: str, *, is_apart: bool
) -> None:
    reading = rounded(tmp_path, millions, name=name)

    assert ("I43" in [finding.rule for finding in reading.findings]) == is_apart
    assert reading.dataset.value("net_assets", "h", "2025", "") == (None if is_apart else 195_450_000)


@pytest.mark.parametrize(("off", "step"), [(0, 1.0), (0.25, 0.01)])
def test_american_amounts_in_whole_dollars_are_rounded_to_dollars(tmp_path: Path, off: float, step: float) -> None:
    reading = with_lines(tmp_path, [[LINES[0][0], 412_345 + off, 398_120], *LINES[1:]], unit="(in dollars)")

    assert reading.dataset.step(("total_income", "h", "2025", "")) == step


OPERATIONS = [["Licensed beds", 200, 200], ["Discharges", 12_000, 11_900], ["Patient days", 60_000, 59_000]]


def test_an_unknown_line_among_counts_is_not_taken_for_money(tmp_path: Path) -> None:
    reading = with_lines(tmp_path, [*LINES, *OPERATIONS, ["Inpatient surgeries", 1_500, 1_400]], "(in dollars)")
    catalog = load_catalog()

    (unread,) = [one for one in reading.unread if one.label == "Inpatient surgeries"]
    assert (catalog.items[unread.like].statement, catalog.items[unread.like].unit) == ("operations", "count")
    assert {catalog.items[one.item].statement for one in reading.proposals if one.label == unread.label} <= {
        "operations"
    }


@pytest.mark.parametrize(
    ("label", "kind", "unit"),
    [("Inpatient surgeries", "count", "count"), ("Infusion income units", "count", "count"), ("Staffed beds (adults)", "level", "bed"), ("Respite bed days", "count", "bed_day")],
)  # fmt: skip
def test_a_new_item_is_of_the_statement_on_which_its_line_stands(
    tmp_path: Path, label: str, kind: str, unit: str
) -> None:
    reading = with_lines(tmp_path, [*LINES, *OPERATIONS, [label, 1_500, 1_400]], "(in dollars)")
    case = intake.open_case(tmp_path)
    (name,) = [one for one in intake.doubted(reading, case, load_catalog()) if one.label == label]

    written = intake.own_items("", {"own_line": name}, load_catalog())
    assert f"  statement: operations\n  kind: {kind}\n  unit: {unit}\n" in written


def test_an_unknown_line_of_only_dashes_is_not_told(tmp_path: Path) -> None:
    reading = with_lines(tmp_path, [*LINES, ["Gift shop", "-", "—"], ["Parking", "-", 5]])

    assert [one.label for one in reading.unread] == ["Guest meals", "Parking"]


def test_a_plain_file_is_read_once_under_each_rules_and_not_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once as any file, once as a statement of no rules; what was found is then kept as it is."""
    calls: list[str | None] = []
    read_file = sheet_reader.read_file

    def counted(sheets: Any, context: ReadingContext, *held: Any) -> set[str]:
        calls.append(context.rules)
        return read_file(sheets, context, *held)

    monkeypatch.setattr(sheet_reader, "read_file", counted)
    text = "Operations,,\n(in thousands),,\n,2025,2024\nNet patient service revenue,120,110\nTotal operating expenses,100,90\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")

    assert intake.read_paths([tmp_path / "a.csv"], load_catalog()).has_values
    assert calls == [None, "other"]


@pytest.mark.parametrize(
    ("label", "item"),
    [
        ("Total members' equity", "net_assets"),
        ("Total liabilities and partners' capital", "liabilities_and_net_assets_total"),
        ("Payroll taxes and employee benefits", "employee_benefits"),
        ("Pharmaceuticals", "drug_expense"),
    ],
)
def test_names_of_small_private_hospitals_are_known(tmp_path: Path, label: str, item: str) -> None:
    reading = with_lines(tmp_path, [*LINES[:3], *LINES[4:], [label, 1_000, 900]])

    assert reading.dataset.value(item, "h", "2025", "") == 1_000_000
