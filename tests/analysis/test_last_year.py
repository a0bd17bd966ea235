"""What analyses know of a year of which only the next one's sheets tell: comparatives of flows, openings of balances."""

from __future__ import annotations

from pathlib import Path

from cases import case
from reportgen.model.period import Period

FIGURES = {
    "cash_and_bank@2025": 124.0, "cash_and_bank@2025:open": 109.0,
    "medical_income@2025": 1186.0, "medical_income@2025:comp": 1094.0,
}  # fmt: skip
LAST = Period.parse("2024")


def test_the_columns_beside_this_years_are_last_years(tmp_path: Path) -> None:
    books = case(tmp_path, FIGURES, "2025").books

    assert books.to_date("cash_and_bank", LAST).value == 109.0
    assert books.last_year("medical_income").value == 1094.0
    assert books.to_date("cash_and_bank", Period.parse("2023")).value is None


def test_last_years_own_figures_come_first(tmp_path: Path) -> None:
    books = case(tmp_path, {**FIGURES, "cash_and_bank@2024": 110.0}, "2025").books

    assert books.to_date("cash_and_bank", LAST).value == 110.0


def test_a_balance_of_the_year_before_is_none_of_a_month_of_it(tmp_path: Path) -> None:
    months = {"cash_and_bank@2025-06": 124.0, "cash_and_bank@2025-06:open": 109.0, "medical_income@2025-06": 90.0}
    books = case(tmp_path, months, "2025-06").books

    assert books.to_date("cash_and_bank", Period.parse("2024-06")).value is None
