"""Present value, internal rate of return and future value as spreadsheets define them, over arrays of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LOWEST_RATE: Final = -0.999999
HIGHEST_RATE: Final = 1e6
HALVINGS: Final = 200


def npv(rate: Array, flows: Sequence[Array]) -> Array:
    """Net present value; the first flow is discounted one period, as in spreadsheets."""
    total = np.zeros_like(rate)
    factor = np.ones_like(rate)
    for flow in flows:
        factor = factor * (1 + rate)
        total = total + flow / factor
    return total


def irr(flows: Sequence[Array]) -> Array:
    """The rate at which the flows are worth nothing, by halving; NaN without a change of sign.

    The first flow is not discounted. Of several rates the one that the halving of −99.9999 % … 10⁶ meets is given.
    """
    low = np.full_like(flows[0], LOWEST_RATE)
    high = np.full_like(flows[0], HIGHEST_RATE)
    at_low = npv(low, flows) * (1 + low)
    crosses = np.sign(at_low) * np.sign(npv(high, flows)) < 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        same = np.sign(npv(middle, flows)) == np.sign(at_low)
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.where(crosses, (low + high) / 2, np.nan)


def fv(rate: Array, periods: Array, payment: Array, present: Array, due: Array) -> Array:
    """Future value of equal payments; what is paid in is negative. `due` 0: at the end of a period, 1: at its start."""
    growth = np.power(1 + rate, periods)
    safe = np.where(rate == 0, 1.0, rate)
    paid = np.where(rate == 0, payment * periods, payment * (1 + rate * due) * (growth - 1) / safe)
    return -(present * growth + paid)
