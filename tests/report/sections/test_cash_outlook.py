"""Cash of the months ahead: each month follows from the one before."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.cases import case
from analysis.outlook.test_other import receipts
from analysis.registers import with_rows, written
from pages import section_of
from report.sections.annual import amount, rows
from report.sections.subjects import alone, drawn, page, tables, told
from reportgen.analysis.material import Material
from reportgen.model.dataset import Dataset
from reportgen.model.registers import Record
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "cash_outlook")


def test_the_flows_of_a_month_lead_from_one_balance_to_the_next(sheet: SectionContent):
    lines = list(rows(tables(sheet)[0]))
    assert len(lines) == 13
    for before, after in pairwise(lines):
        flows = sum(amount(cell) for cell in after[1:-1])
        assert amount(before[-1]) + flows == pytest.approx(amount(after[-1]), abs=0.03)


def test_the_headline_names_the_lowest_month(sheet: SectionContent):
    lowest = min(list(rows(tables(sheet)[0]))[1:], key=lambda row: amount(row[-1]))
    assert lowest[0] in sheet.headline.zh
    assert "does not run short" in sheet.headline.en


def test_payments_that_are_not_known_are_named_in_the_headline_instead_of_a_conclusion(month: Material):
    registers = {name: own for name, own in month.registers.by_id.items() if name != "debts"}
    without = dataclasses.replace(month, registers=type(month.registers)(registers))
    headline = page(without, "cash_outlook").headline
    books = month.analysis.books
    due = sum(
        books.to_date(item).value or 0.0 for item in ("short_term_loans", "current_portion_non_current_liabilities")
    )
    assert f"尚未计入一年内到期的借款{due / 1e4:,.2f}万元" in headline.zh
    assert "of loans due" in headline.en
    assert "does not run short" not in headline.en


def test_depreciation_that_is_not_known_is_not_said_to_be_added_back(sheet: SectionContent, month: Material):
    values = month.dataset.values.copy()
    values["depreciation_expense"] = float("nan")
    without = dataclasses.replace(month, dataset=dataclasses.replace(month.dataset, values=values))
    notes = tables(page(without, "cash_outlook"))[0].notes

    assert "plus depreciation" in tables(sheet)[0].notes[0].en
    assert "not added back, so that balances are too low" in notes[0].en
    assert "余额因此偏低" in notes[0].zh


def test_the_one_line_of_depreciation_and_amortisation_of_an_own_statement_is_added_back(month: Material):
    """“Depreciation and amortization” has both in it: no line of amortisation is missing beside it."""
    values = month.dataset.values.copy()
    values["amortisation_expense"] = float("nan")
    data = dataclasses.replace(month.dataset, values=values)
    place = data.place(("depreciation_expense", month.entity, month.period, "ytd"))
    own = dataclasses.replace(data, labels={place: "Depreciation and amortization"})

    def unpaid(data: Dataset) -> bool:
        return "unpaid" not in dataclasses.replace(month, dataset=data).analysis["outlook.liquidity"].lacks

    assert unpaid(own)
    assert not unpaid(data)


def test_the_balance_at_the_end_of_the_year_stands_beside_that_of_the_forecast(sheet: SectionContent, month: Material):
    path = {one.period: one.cash for one in month.analysis["outlook.liquidity"].months}["2026-12"]
    other = month.analysis["outlook.year_end"]["cash"]
    words = told(sheet)
    assert f"this path of payments comes to ¥{path / 1e6:.1f} m" in words
    assert (
        f"to ¥{other.total / 1e6:.1f} m (80% interval ¥{other.low / 1e6:.1f} m to ¥{other.high / 1e6:.1f} m)" in words
    )
    assert ("The two agree" in words) is (other.low <= path <= other.high)


def test_what_has_not_happened_is_hatched(sheet: SectionContent, month: Material):
    svg = alone(month, "cash_outlook").images[drawn(sheet)[0].picture.source]
    assert svg.count(b"url(#hatch)") == 12


@pytest.mark.serves("003-056")
def test_receipts_are_the_budgeted_income_times_the_mean_share_received(sheet: SectionContent, month: Material):
    found = month.analysis["outlook.cash_receipts"]
    assert found.receipts.value == pytest.approx(found.mean * found.income.value)
    assert f"{found.mean * 100:.2f}%" in told(sheet)
    assert f"{found.receipts.value / 1e6:,.1f} m" in told(sheet)


def test_the_capital_budget_of_next_year_is_its_own_where_there_is_one(materials: Callable[..., Material]):
    year = materials("renhe", "2025")
    path = year.analysis["outlook.liquidity"]
    own, old = (year.dataset.value("budget_capital_expenditure", year.entity, period) for period in ("2026", "2025"))

    assert own != old
    assert [month.capital for month in path.months] == pytest.approx([own / 12] * 12)


def test_loans_of_the_headline_that_the_path_leaves_out_stand_under_its_table(materials: Callable[..., Material]):
    year = materials("renhe", "2025")
    due = year.analysis["outlook.liquidity"].due_within_year.value
    (table,) = tables(page(year, "cash_outlook"))

    assert any(note.en.startswith(f"By the balance sheet loans of ¥{due / 1e6:.1f} m fall due") for note in table.notes)


def test_loans_that_the_table_has_no_dates_for_are_not_taken_for_paid(month: Material):
    """Instalments of a loan that ends in years stand on the balance sheet alone."""
    later = with_rows("debts", lambda row: written(row, due="2030-01-01"))
    due = month.analysis["outlook.liquidity"].due_within_year.value
    found = page(later, "cash_outlook")

    assert f"尚未计入一年内到期的借款{due / 1e4:,.2f}万元" in found.headline.zh
    assert any(f"¥{due / 1e6:.1f} m more falls due" in note.en for note in tables(found)[0].notes)


@pytest.mark.parametrize(("more", "said"), [(1e6, "+100.00"), (-1e6, "−100.00"), (0.0, None)])
def test_a_table_of_debts_that_is_not_the_loans_of_the_balance_sheet_is_told_with_the_difference(
    month: Material, more: float, said: str | None
):
    gap = month.analysis["outlook.liquidity"].debts_gap.value
    assert gap is not None
    first = next(row.text("loan") for row in month.registers["debts"].records)

    def tied(row: Record) -> Record:
        own = (row.number("outstanding") or 0.0) + more - gap
        return written(row, outstanding=own) if row.text("loan") == first else row

    notes = [note.en for note in tables(page(with_rows("debts", tied), "cash_outlook"))[0].notes]
    words = "Debts due are those of the table of debts, whose balances differ from the loans of the balance sheet by"

    assert [note.removeprefix(f"{words} ").partition(";")[0] for note in notes if note.startswith(words)] == (
        [said] if said else []
    )


def test_months_of_small_balances_are_told_apart_above_their_columns(tmp_path: Path):
    """Twelve columns that all say 7 tell nothing of 6.79 and 7.06."""
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    figures = {f"{item}@{month}": value * (1 + 0.01 * at) for at, month in enumerate(months)
               for item, value in {"total_income": 9e4, "total_expense": 8.7e4}.items()}  # fmt: skip
    figures |= {f"cash_and_bank@{month}": 6.73e4 for month in months}
    found = case(tmp_path, figures, "2026").material
    svg = alone(found, "cash_outlook").images[drawn(page(found, "cash_outlook"))[0].picture.source].decode()

    assert len({*re.findall(r">(\d+\.\d\d)<", svg)}) > 6


@pytest.mark.serves("003-056")
@pytest.mark.parametrize(
    ("ratios", "words"),
    [
        (
            (0.5, 0.98, 0.99, 1.0, 0.97, 0.96),
            "From 2021 to 2025, 5 years, 98.00% of business income was received in cash",
        ),
        ((0.97, 1.0, 1.03), "of the ¥2,000.0 m budgeted for the year, ¥2,000.0 m may be expected in cash."),
        ((0.98, 0.98, 0.98), "of the ¥2,000.0 m budgeted for the year, ¥1,960.0 m may be expected in cash."),
    ],
)
def test_expected_receipts_are_printed_as_a_forecast(tmp_path: Path, ratios: tuple[float, ...], words: str):
    found = section_of(case(tmp_path, millions(ratios), "2026-10").material, "cash_outlook")
    assert found is not None
    _, label, paragraph = found.text.partition("Cash receipts of the year, forecast")
    assert label
    assert words in paragraph
    chinese = section_of(case(tmp_path, millions(ratios), "2026-10").material, "cash_outlook", "zh")
    assert chinese is not None
    assert "全年现金收入（预测）" in chinese.text


@pytest.mark.serves("003-056")
@pytest.mark.parametrize(
    ("ratios", "told"), [((0.94, 1.0, 1.06), "varies by 0.0600, above 0.0500"), ((0.98, 0.98), "")]
)
def test_an_unsteady_share_or_too_few_years_print_no_receipts(tmp_path: Path, ratios: tuple[float, ...], told: str):
    found = section_of(case(tmp_path, millions(ratios), "2026-10").material, "cash_outlook")
    assert found is not None
    assert "may be expected in cash" not in found.text
    assert told in found.text


def millions(ratios: tuple[float, ...]) -> dict[str, float]:
    """Receipts of past years as shares of an income of 1,000 m, and a budget of 2,000 m; with cash, so that there is a path."""
    known = {key: 1e6 * value for key, value in receipts(*ratios).items()}
    return known | {"cash_and_bank@2026-10": 5e8}
