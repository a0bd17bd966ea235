"""Ratios of statements by the names of their items; Average = (opening + closing) / 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

DAYS_OF_YEAR = 365.0


class Books:
    """Amounts by item; an item that is not there is NaN and is noted in `missing`."""

    def __init__(self, amounts: Mapping[str, float | None]) -> None:
        self._amounts = {name: amount for name, amount in amounts.items() if amount is not None}
        self.missing: list[str] = []

    def __getitem__(self, name: str) -> np.float64:
        """The amount, a closing balance where only that is given."""
        return self._first(name, f"{name}_closing")

    def average(self, name: str) -> np.float64:
        """The mean of opening and closing balance, or the average as given."""
        if f"{name}_average" in self._amounts:
            return self[f"{name}_average"]
        return (self[f"{name}_opening"] + self._first(f"{name}_closing", name)) / 2

    def either(self, one: str, *parts: str) -> np.float64:
        """An amount, or the sum of its parts where only these are given."""
        if one in self._amounts or not all(part in self._amounts for part in parts):
            return self[one]
        return np.float64(sum(self[part] for part in parts))

    def given(self, name: str, default: float) -> np.float64:
        """An amount that has a customary value."""
        return np.float64(self._amounts.get(name, default))

    def _first(self, *names: str) -> np.float64:
        for name in names:
            if name in self._amounts:
                return np.float64(self._amounts[name])
        self.missing.append(names[0])
        return np.float64(np.nan)


def _medical(books: Books) -> np.float64:
    return books.either("medical_and_drug_income", "medical_income", "drug_income")


def _receivable_turnover(books: Books) -> np.float64:
    return books.either("net_credit_sales", "medical_income", "drug_income") / books.average("receivables")


def _inventory_turnover(books: Books) -> np.float64:
    return books["cogs"] / books.average("inventory")


def _acid_test(books: Books) -> np.float64:
    return (books["cash"] + books["securities"] + books["receivables"]) / books["current_liabilities"]


def _gross_margin(books: Books) -> np.float64:
    sales = books.either("net_credit_sales", "sales")
    return (sales - books["cogs"]) / sales


RATIOS: Final[Mapping[str, Callable[[Books], np.float64]]] = {
    "current_ratio": lambda b: b["current_assets"] / b["current_liabilities"],
    "quick_ratio": lambda b: (b["current_assets"] - b["inventory"]) / b["current_liabilities"],
    "acid_test_ratio": _acid_test,
    "cash_ratio": lambda b: b["cash"] / b["current_liabilities"],
    "debt_to_assets": lambda b: b["total_liabilities"] / b["total_assets"],
    "debt_to_equity": lambda b: b["total_liabilities"] / b["equity"],
    "interest_coverage": lambda b: (b["ebit"] + b["depreciation"]) / b["interest"],
    "working_capital": lambda b: b["current_assets"] - b["current_liabilities"],
    "inventory_turnover": _inventory_turnover,
    "receivable_turnover": _receivable_turnover,
    "days_inventory": lambda b: b.given("days", DAYS_OF_YEAR) / _inventory_turnover(b),
    "days_receivable": lambda b: b.given("days", DAYS_OF_YEAR) / _receivable_turnover(b),
    "gross_margin": _gross_margin,
    "return_on_sales": lambda b: b["profit"] / b["sales"],
    "drug_turnover": lambda b: b["drug_cost"] / b.average("drugs"),
    "surplus_rate": lambda b: b["surplus"] / _medical(b),
    "roa": lambda b: b["surplus"] / b.average("total_assets"),
    "management_rate": lambda b: b["management_cost"] / b["operating_cost"],
    "self_sufficiency": lambda b: b["operating_income"] / b["operating_cost"],
    "income_per_100_fixed": lambda b: 100 * b["operating_income"] / b.average("fixed_assets"),
    "income_per_head": lambda b: b["operating_income"] / b["staff"],
    "cash_to_surplus": lambda b: b["net_operating_cash"] / b["surplus"],
    "cash_to_income": lambda b: b["net_operating_cash"] / _medical(b),
    "cash_to_assets": lambda b: b["net_operating_cash"] / b["total_assets"],
    "operating_index": lambda b: b["daily_net_cash"] / (b["income_cost_gap"] + b["non_cash_cost"]),
    "income_cash_ratio": lambda b: b["cash_from_income"] / _medical(b),
}
"""Items → the ratio; not finite over 0, NaN if an item is missing."""
