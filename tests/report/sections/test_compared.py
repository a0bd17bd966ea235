"""Headline items against last year, the month before, the start of the year and the budget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent

WAN = 1e4


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "compared")


@pytest.mark.serves("003-146")
def test_to_date_differences_and_rates_are_those_of_the_printed_amounts(sheet: SectionContent, month: Material):
    data = month.dataset
    first = next(rows(tables(sheet)[0]))
    now, before = (data.value("total_income", "renhe", period, "ytd") for period in ("2026-10", "2025-10"))
    months = [f"2026-{number:02}" for number in range(1, 11)]
    budget = sum(data.value("total_income", "renhe", when, "budget") for when in months)
    year = data.value("total_income", "renhe", "2026", "budget")
    assert [amount(cell) for cell in first[1:]] == pytest.approx(
        [now / WAN, (now - before) / WAN, (now / before - 1) * 100, (now - budget) / WAN, (now / budget - 1) * 100,
         now / year * 100], abs=0.051,
    )  # fmt: skip


def test_the_month_and_the_balances_have_tables_of_their_own(sheet: SectionContent, month: Material):
    _, by_month, closing, *_ = tables(sheet)
    now, before = (month.dataset.value("total_income", "renhe", when) for when in ("2026-10", "2026-09"))
    assert amount(next(rows(by_month))[4]) == pytest.approx((now - before) / WAN, abs=0.005)
    cash = next(row for row in rows(closing) if row[0] == "货币资金")
    books = month.analysis.books
    opening, now = books.opening("cash_and_bank").value, books.to_date("cash_and_bank").value
    assert amount(cash[4]) == pytest.approx((now - opening) / WAN, abs=0.005)


def test_the_headline_counts_what_rose_and_fell_as_the_tables_show_it(sheet: SectionContent):
    to_date, _, closing, *_ = tables(sheet)
    rates = [row[3] for table in (to_date, closing) for row in rows(table)]
    rose, fell = (sum(rate.startswith(sign) for rate in rates) for sign in "+−")
    assert f"of {len(rates)} headline items {rose} rose and {fell} fell" in sheet.headline.en


@pytest.mark.serves("003-147")
def test_one_off_items_are_taken_out_and_add_up(sheet: SectionContent):
    table = tables(sheet)[-1]
    _, reported, *events, adjusted = rows(table)
    assert amount(reported[1]) + sum(amount(row[1]) for row in events) == pytest.approx(amount(adjusted[1]), abs=0.011)


def test_a_budget_of_the_year_without_its_months_is_not_called_no_budget(sheet: SectionContent):
    table = tables(sheet)[0]
    visits = next(row for row in rows(table) if row[0] == "门急诊人次")
    reason = next(note for note in table.notes if note.en.startswith(visits[4][-1]))

    assert amount(visits[6]) > 0  # the year's budget is there
    assert reason.en.endswith("A budget of the year only, none of its months")


@pytest.mark.parametrize(
    ("period", "said", "never"),
    [
        ("2026-10", ("环比为上月", "较预算为各月预算的累计"), ("上季", "较预算为全年预算")),
        ("2026-Q2", ("环比为上季", "较预算为各月预算的累计"), ("上月", "本月", "当月")),
        ("2025", ("较预算为全年预算",), ("环比", "各月预算", "本月")),
    ],
)
def test_what_stands_beside_the_figures_is_called_what_it_is_in_a_month_a_quarter_and_a_year(
    materials: Callable[..., Material], period: str, said: tuple[str, ...], never: tuple[str, ...]
):
    found = tables(page(materials("renhe", period), "compared"))
    words = [note.zh for table in found for note in table.notes]
    words += [head.words.zh for table in found for head in table.columns]
    words += [table.caption.words.zh for table in found]
    printed = " ".join(words)

    assert all(words in printed for words in said)
    assert not any(words in printed for words in never)


def test_what_has_no_rate_is_not_drawn_among_what_moved_most(tmp_path: Path):
    """Income that was nothing last year has grown by no percentage, and cash was not told."""
    figures = {"total_income@2025": 9e6, "total_income@2024": 0.0, "total_expense@2025": 8e6, "total_expense@2024": 7e6,
               "cash_and_bank@2025": 3e6, "total_assets@2025": 8e6, "total_assets@2024": 9e6}  # fmt: skip
    (words,) = page_of(case(tmp_path, figures, "2025").material, "compared", "en").drawings

    assert words == "The 2 largest changes on last year: Expense +14.3, Total assets −11.1"
