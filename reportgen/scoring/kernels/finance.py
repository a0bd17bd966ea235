"""Short formulas of financial analysis: DuPont, cost of capital, break-even, Altman's Z, index numbers, structure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import NOISE, ratio

HUNDRED = 100.0


def quotient(numerator: float, denominator: float) -> float:
    """A quotient, NaN over 0."""
    return float(ratio(numerator, denominator))


def average_cost_of_capital(amounts: Floats, costs: Floats) -> float:
    """Costs of the sources of capital weighted by their market amounts, (n,) each."""
    return quotient(float(amounts @ costs), float(amounts.sum()))


@dataclass(frozen=True)
class BreakEven:
    """The units at which income covers all cost, and what follows from them; NaN where there are none."""

    contribution: float
    contribution_rate: float
    units: float
    sales: float


def breakeven(fixed: float, price: float, variable: float) -> BreakEven:
    """Units = fixed / (price − variable); NaN unless a unit contributes something."""
    gap = price - variable
    contribution = 0.0 if abs(gap) <= NOISE * max(abs(price), abs(variable)) else gap
    units = quotient(fixed, contribution) if contribution > 0 else float("nan")
    return BreakEven(contribution, quotient(contribution, price), units, units * price)


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
