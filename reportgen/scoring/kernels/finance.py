"""Short formulas of financial analysis: DuPont, cost of capital, break-even, Altman's Z, index numbers, structure.

Ratios of statements by the names of their items; Average = (opening + closing) / 2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels import NOISE, ratio

HUNDRED = 100.0


def quotient(numerator: float, denominator: float) -> float:
    """A quotient, NaN over 0."""
    return float(ratio(numerator, denominator))


def average_cost_of_capital(amounts: Floats, costs: Floats) -> float:
    """Costs of the sources of capital weighted by their market amounts, (n,) each."""
    return quotient(float(amounts @ costs), float(amounts.sum()))


@dataclass(frozen=True)
class BreakEvenPoint:
    """The units at which income covers all cost, and what follows from them; NaN where there are none."""

    contribution: float
    contribution_rate: float
    units: float
    sales: float


def breakeven(fixed: float, price: float, variable: float) -> BreakEvenPoint:
    """Units = fixed / (price − variable); NaN unless a unit contributes something."""
    gap = price - variable
    contribution = 0.0 if abs(gap) <= NOISE * max(abs(price), abs(variable)) else gap
    units = quotient(fixed, contribution) if contribution > 0 else float("nan")
    return BreakEvenPoint(contribution, quotient(contribution, price), units, units * price)


def whole_units(units: float) -> int | None:
    """The next whole number; binary noise above one does not count."""
    if not np.isfinite(units):
        return None
    return int(Decimal(f"{units:.15g}").to_integral_value(ROUND_CEILING))


@dataclass(frozen=True)
class AltmanModel:
    """Coefficients of x1 … and the ends of the grey zone, which belong to it."""

    coefficients: tuple[float, ...]
    grey: tuple[float, float]

    def score(self, values: Floats) -> float:
        """Z of the ratios x1 … (n,)."""
        return float(np.array(self.coefficients) @ values)

    def zone(self, z: float) -> str:
        """``distress``, ``grey`` or ``safe``."""
        low, high = self.grey
        return "distress" if z < low - NOISE else "safe" if z > high + NOISE else "grey"


ALTMAN: Final[Mapping[str, AltmanModel]] = {
    "Z": AltmanModel((1.2, 1.4, 3.3, 0.6, 1.0), (1.81, 2.99)),
    "Z_0.999": AltmanModel((1.2, 1.4, 3.3, 0.6, 0.999), (1.81, 2.99)),
    "Z_prime": AltmanModel((0.717, 0.847, 3.107, 0.420, 0.998), (1.23, 2.9)),
    "Z_double_prime": AltmanModel((6.56, 3.26, 6.72, 1.05), (1.1, 2.6)),
}
"""Altman 1968, with the exact last coefficient, 1983 for private firms, 1995 for others than manufacturers."""


@dataclass(frozen=True)
class PriceIndices:
    """Indices in percent and the two effects, which add up to the change of the value."""

    laspeyres: float
    paasche: float
    fisher: float
    laspeyres_quantity: float
    paasche_quantity: float
    value: float
    quantity_effect: float
    price_effect: float


def price_indices(p0: Floats, p1: Floats, q0: Floats, q1: Floats) -> PriceIndices:
    """Prices and quantities (n,) of a base and a current period."""
    base, current, old_prices, new_prices = float(p0 @ q0), float(p1 @ q1), float(p0 @ q1), float(p1 @ q0)
    laspeyres, paasche = quotient(new_prices, base), quotient(current, old_prices)
    return PriceIndices(
        laspeyres=HUNDRED * laspeyres,
        paasche=HUNDRED * paasche,
        fisher=HUNDRED * float(np.sqrt(laspeyres * paasche)),
        laspeyres_quantity=HUNDRED * quotient(old_prices, base),
        paasche_quantity=HUNDRED * quotient(current, new_prices),
        value=HUNDRED * quotient(current, base),
        quantity_effect=old_prices - base,
        price_effect=current - old_prices,
    )


Split = Callable[[Floats, Floats, Floats, Floats], tuple[float, float]]


def _structure_first(s0: Floats, s1: Floats, r0: Floats, r1: Floats) -> tuple[float, float]:
    return float((s1 - s0) @ r0), float(s1 @ (r1 - r0))


def _level_first(s0: Floats, s1: Floats, r0: Floats, r1: Floats) -> tuple[float, float]:
    return float((s1 - s0) @ r1), float(s0 @ (r1 - r0))


def _average(s0: Floats, s1: Floats, r0: Floats, r1: Floats) -> tuple[float, float]:
    one, other = _structure_first(s0, s1, r0, r1), _level_first(s0, s1, r0, r1)
    return (one[0] + other[0]) / 2, (one[1] + other[1]) / 2


STRUCTURE_SPLITS: Final[Mapping[str, Split]] = {
    "structure_first": _structure_first,
    "level_first": _level_first,
    "average": _average,
}
"""shares before and after, rates before and after (n,) → effects of structure and of level on the weighted rate."""


DAYS_OF_YEAR = 365.0


class ItemAmounts:
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


def _medical(books: ItemAmounts) -> np.float64:
    return books.either("medical_and_drug_income", "medical_income", "drug_income")


def _receivable_turnover(books: ItemAmounts) -> np.float64:
    return books.either("net_credit_sales", "medical_income", "drug_income") / books.average("receivables")


def _inventory_turnover(books: ItemAmounts) -> np.float64:
    return books["cogs"] / books.average("inventory")


def _acid_test(books: ItemAmounts) -> np.float64:
    return (books["cash"] + books["securities"] + books["receivables"]) / books["current_liabilities"]


def _gross_margin(books: ItemAmounts) -> np.float64:
    sales = books.either("net_credit_sales", "sales")
    return (sales - books["cogs"]) / sales


RATIOS: Final[Mapping[str, Callable[[ItemAmounts], np.float64]]] = {
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
