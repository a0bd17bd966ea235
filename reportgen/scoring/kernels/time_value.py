"""Money over time by the formulas and names of spreadsheets (FV, PMT, IRR …): paid out is negative.

pv (1 + r)ⁿ + pmt (1 + r·type) ((1 + r)ⁿ − 1)/r + fv = 0
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.formula.finance import internal_rate, nearest_rate
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels import ratio

UNDEFINED = np.float64(np.nan)
Amount = np.float64


def _growth(rate: Amount, periods: Amount) -> Amount:
    return np.float64(np.power(1 + rate, periods))


def _annuity(rate: Amount, periods: Amount, due: Amount) -> Amount:
    """End value of 1 a period; `due` 1 pays at the beginning."""
    if rate == 0:
        return periods
    return np.float64((1 + rate * due) * np.expm1(periods * np.log1p(rate)) / rate)


def future_value(rate: Amount, nper: Amount, pmt: Amount, pv: Amount, due: Amount) -> Amount:
    """FV."""
    return -(pv * _growth(rate, nper) + pmt * _annuity(rate, nper, due))


def present_value(rate: Amount, nper: Amount, pmt: Amount, fv: Amount, due: Amount) -> Amount:
    """PV."""
    return -(fv + pmt * _annuity(rate, nper, due)) / _growth(rate, nper)


def payment(rate: Amount, nper: Amount, pv: Amount, fv: Amount, due: Amount) -> Amount:
    """PMT."""
    return -(fv + pv * _growth(rate, nper)) / _annuity(rate, nper, due)


def periods(rate: Amount, pmt: Amount, pv: Amount, fv: Amount, due: Amount) -> Amount:
    """NPER."""
    if rate == 0:
        return -(pv + fv) / pmt
    level = pmt * (1 + rate * due) / rate
    return np.float64(np.log((level - fv) / (level + pv)) / np.log1p(rate))


def rate_of(nper: Amount, pmt: Amount, pv: Amount, fv: Amount, due: Amount) -> Amount:
    """RATE: of several the one nearest to zero."""
    if nper <= 0:
        return UNDEFINED

    def curve(s: Floats) -> Floats:
        rate, back = np.expm1(s), np.exp(-nper * np.abs(s))
        series = np.where(s == 0, nper, -np.expm1(-nper * np.abs(s)) / np.where(s == 0, 1.0, np.abs(rate)))
        later, sooner = np.where(s > 0, back, 1.0), np.where(s > 0, 1.0, back)
        return np.asarray(pv * sooner + pmt * (1 + rate * due) * series + fv * later, dtype=np.float64)

    return np.float64(nearest_rate(curve, float(abs(pv) + abs(pmt * nper) + abs(fv))))


def interest_part(  # noqa: PLR0913 - the spreadsheet's arguments
    rate: Amount, per: Amount, nper: Amount, pv: Amount, fv: Amount, due: Amount
) -> Amount:
    """IPMT: the interest within payment number `per`, from 1."""
    if not 1 <= per <= nper:
        return UNDEFINED
    if due and per == 1:
        return np.float64(0)
    before = future_value(rate, per - 1, payment(rate, nper, pv, fv, due), pv, due)
    return before * rate / (1 + rate * due)


def principal_part(  # noqa: PLR0913 - the spreadsheet's arguments
    rate: Amount, per: Amount, nper: Amount, pv: Amount, fv: Amount, due: Amount
) -> Amount:
    """PPMT."""
    return payment(rate, nper, pv, fv, due) - interest_part(rate, per, nper, pv, fv, due)


def principal_paid(  # noqa: PLR0913 - the spreadsheet's arguments
    rate: Amount, nper: Amount, pv: Amount, start: Amount, end: Amount, due: Amount
) -> Amount:
    """CUMPRINC: from the balances at both ends; NaN where a spreadsheet gives none."""
    if not (rate > 0 and pv > 0 and 1 <= start <= end <= nper):
        return UNDEFINED
    each = payment(rate, nper, pv, np.float64(0), due)

    def balance(period: Amount) -> Amount:
        return future_value(rate, period, each, pv, due) / (1 + rate * due)

    first = each if due and start == 1 else np.float64(0)
    opening = balance(np.float64(1)) if due and start == 1 else balance(start - 1)
    return first + opening - balance(end)


def interest_paid(  # noqa: PLR0913 - the spreadsheet's arguments
    rate: Amount, nper: Amount, pv: Amount, start: Amount, end: Amount, due: Amount
) -> Amount:
    """CUMIPMT."""
    paid = (end - start + 1) * payment(rate, nper, pv, np.float64(0), due)
    return paid - principal_paid(rate, nper, pv, start, end, due)


def net_present_value(rate: Amount, flows: Floats) -> Amount:
    """NPV_AT_ZERO: the first flow is not discounted. NPV is this one period earlier."""
    if not len(flows) or rate == -1:
        return UNDEFINED
    return np.float64(flows @ np.power(1 + rate, -np.arange(len(flows), dtype=np.float64)))


def modified_rate(flows: Floats, finance_rate: Amount, reinvest_rate: Amount) -> Amount:
    """MIRR: what is earned is reinvested, what is paid is financed."""
    if not ((flows > 0).any() and (flows < 0).any()):
        return UNDEFINED
    n = len(flows)
    earned = net_present_value(reinvest_rate, np.maximum(flows, 0)) * _growth(reinvest_rate, np.float64(n - 1))
    paid = net_present_value(finance_rate, np.minimum(flows, 0))
    return np.float64(np.power(earned / -paid, 1 / (n - 1)) - 1)


def payback(flows: Floats) -> Amount:
    """Years until what was laid out has come back for good, within a year by its share; NaN where it never does."""
    balance = np.cumsum(flows)
    if not len(flows) or flows[0] >= 0 or balance[-1] < 0:
        return UNDEFINED
    last = int(np.flatnonzero(balance < 0)[-1])
    return np.float64(last - balance[last] / flows[last + 1])


def effective(rate: Amount, npery: Amount) -> Amount:
    """EFFECT: yearly rate of a nominal one with some compoundings a year."""
    times = np.floor(npery)
    return np.expm1(times * np.log1p(rate / times)) if rate > 0 and times >= 1 else UNDEFINED


def nominal(rate: Amount, npery: Amount) -> Amount:
    """NOMINAL: the reverse of EFFECT."""
    times = np.floor(npery)
    return times * np.expm1(np.log1p(rate) / times) if rate > 0 and times >= 1 else UNDEFINED


@dataclass(frozen=True)
class SpreadsheetFunction:
    """A spreadsheet function and its arguments by the spreadsheet's names: needed, and with their value if left out."""

    run: Callable[..., Amount]
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()


_SCHEDULE = ("rate", "nper", "pv", "start", "end")

FUNCTIONS: Final[Mapping[str, SpreadsheetFunction]] = {
    "FV": SpreadsheetFunction(future_value, ("rate", "nper"), ("pmt", "pv", "type")),
    "PV": SpreadsheetFunction(present_value, ("rate", "nper"), ("pmt", "fv", "type")),
    "PMT": SpreadsheetFunction(payment, ("rate", "nper", "pv"), ("fv", "type")),
    "NPER": SpreadsheetFunction(periods, ("rate", "pmt", "pv"), ("fv", "type")),
    "RATE": SpreadsheetFunction(rate_of, ("nper",), ("pmt", "pv", "fv", "type")),
    "IPMT": SpreadsheetFunction(interest_part, ("rate", "per", "nper", "pv"), ("fv", "type")),
    "PPMT": SpreadsheetFunction(principal_part, ("rate", "per", "nper", "pv"), ("fv", "type")),
    "CUMIPMT": SpreadsheetFunction(interest_paid, _SCHEDULE, ("type",)),
    "CUMPRINC": SpreadsheetFunction(principal_paid, _SCHEDULE, ("type",)),
    "NPV": SpreadsheetFunction(lambda rate, flows: net_present_value(rate, flows) / (1 + rate), ("rate", "values")),
    "NPV_AT_ZERO": SpreadsheetFunction(net_present_value, ("rate", "values")),
    "IRR": SpreadsheetFunction(internal_rate, ("values",)),
    "MIRR": SpreadsheetFunction(modified_rate, ("values", "finance_rate", "reinvest_rate")),
    "AVERAGE": SpreadsheetFunction(lambda flows: np.float64(ratio(flows.sum(), len(flows))), ("values",)),
    "EFFECT": SpreadsheetFunction(effective, ("rate", "npery")),
    "NOMINAL": SpreadsheetFunction(nominal, ("rate", "npery")),
}
"""By name; an optional argument left out is 0. Each takes its arguments in the order needed, optional."""
