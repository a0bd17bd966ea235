"""Present value, internal rate of return and future value as spreadsheets define them, over arrays of rows.

Interest rates as roots: every one above −100 % is looked for, the one nearest to 0 is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REACH = 16.0
"""Furthest ln(1 + rate) looked at: rates from nearly −100 % to almost nine million fold."""
FINENESS = 0.01
POINTS = 4001
TOUCH = 1e-12
"""A minimum of this size, against the sum of the flows, touches zero: a double root."""

Curve = Callable[[Floats], Floats]


def nearest_rate(curve: Curve, size: float) -> float:
    """The root nearest to rate 0, NaN if there is none.

    Args:
        curve: values at ln(1 + rate), (k,) → (k,); it may be scaled by anything positive.
        size: sum of the sizes of its terms.
    """
    span = np.arcsinh(REACH / FINENESS)
    grid = FINENESS * np.sinh(np.linspace(-span, span, POINTS))
    grid[POINTS // 2] = 0.0
    heights = curve(grid)
    if not np.isfinite(heights).all():
        return float("nan")
    found = [*grid[heights == 0], *_crossings(curve, grid, heights), *_touches(curve, grid, heights, size)]
    rates = np.expm1(np.array(found))
    return float(rates[np.abs(rates).argmin()]) if len(rates) else float("nan")


def internal_rate(flows: Floats) -> np.float64:
    """IRR of flows one period apart, (k,): NaN without a change of sign; of several the one nearest to zero."""
    if not ((flows > 0).any() and (flows < 0).any()):
        return np.float64(np.nan)
    scaled = flows / np.abs(flows).max()

    def curve(s: Floats) -> Floats:
        x = np.exp(-np.abs(s))
        forward, backward = np.polynomial.polynomial.polyval(x, np.array([scaled, scaled[::-1]]).T)
        return np.asarray(np.where(s >= 0, forward, backward), dtype=np.float64)

    return np.float64(nearest_rate(curve, float(np.abs(scaled).sum())))


def _crossings(curve: Curve, grid: Floats, heights: Floats) -> list[float]:
    from scipy.optimize import brentq

    places = np.flatnonzero(heights[:-1] * heights[1:] < 0)
    return [
        float(brentq(lambda s: float(curve(np.array([s]))[0]), grid[i], grid[i + 1], xtol=1e-15, rtol=1e-14))
        for i in places
    ]


def _touches(curve: Curve, grid: Floats, heights: Floats, size: float) -> list[float]:
    """Double roots, where the curve turns round on zero; none at the ends, which are only approached."""
    from scipy.optimize import minimize_scalar

    depth, sign = np.abs(heights), np.sign(heights)
    same = (sign[:-2] == sign[1:-1]) & (sign[1:-1] == sign[2:])
    places = np.flatnonzero(same & (depth[1:-1] < depth[:-2]) & (depth[1:-1] < depth[2:])) + 1
    found = [
        minimize_scalar(
            lambda s: float(abs(curve(np.array([s]))[0])),
            bounds=(grid[i - 1], grid[i + 1]),
            method="bounded",
            options={"xatol": 1e-12},
        )
        for i in places
    ]
    return [float(low.x) for low in found if low.fun <= TOUCH * size]


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
