"""Present value, internal rate of return and future value as spreadsheets define them, over arrays of rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportgen.formula.roots import internal_rate

Array = NDArray[np.float64]


def npv(rate: Array, flows: Sequence[Array]) -> Array:
    """Net present value; the first flow is discounted one period, as in spreadsheets."""
    total = np.zeros_like(rate)
    factor = np.ones_like(rate)
    for flow in flows:
        factor = factor * (1 + rate)
        total = total + flow / factor
    return total


def irr(flows: Sequence[Array]) -> Array:
    """The rate at which the flows of each row are worth nothing, the first not discounted; of several the nearest to 0.

    NaN without a change of sign, and where a flow is not known.
    """
    rows = np.stack(flows, axis=1)
    rates = np.full(len(rows), np.nan)
    for number in np.flatnonzero(np.isfinite(rows).all(axis=1)):
        rates[number] = internal_rate(rows[number])
    return rates


def npv_of_series(rate: Array, flows: Sequence[Array], started: Sequence[NDArray[np.bool_]]) -> Array:
    """The same of flows year by year; each row begins with its first flow, before which nothing is discounted."""
    total, factor = np.zeros_like(rate), np.ones_like(rate)
    for flow, there in zip(flows, started, strict=True):
        factor = np.where(there, factor * (1 + rate), factor)
        total = np.where(there, total + flow / factor, total)
    return total


def irr_of_series(flows: Sequence[Array], started: Sequence[NDArray[np.bool_]]) -> Array:
    """The internal rate of return of flows year by year, each row from its first flow on."""
    rows, there = np.stack(flows, axis=1), np.stack(started, axis=1)
    rates = np.full(len(rows), np.nan)
    for number in np.flatnonzero((np.isfinite(rows) | ~there).all(axis=1) & there.any(axis=1)):
        rates[number] = internal_rate(rows[number][there[number]])
    return rates


def fv(rate: Array, periods: Array, payment: Array, present: Array, due: Array) -> Array:
    """Future value of equal payments; what is paid in is negative. `due` 0: at the end of a period, 1: at its start."""
    growth = np.power(1 + rate, periods)
    safe = np.where(rate == 0, 1.0, rate)
    paid = np.where(rate == 0, payment * periods, payment * (1 + rate * due) * (growth - 1) / safe)
    return -(present * growth + paid)
