"""How numbers are printed: half-up, U+2212, thousands commas, units by language; the only place that rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.model.rounding import half_up

if TYPE_CHECKING:
    from reportgen.model.definitions import Indicator

MINUS: Final = "\u2212"
DASH: Final = "\u2014"
WAN: Final = 10_000.0
YI: Final = 100_000_000.0
MILLION: Final = 1_000_000.0
PERCENT: Final = 100.0

DECIMALS: Final = {
    "percent": 2, "times": 2, "ratio": 2, "days": 1, "money": 2, "money_per_person": 2, "count": 0, "score": 1,
}  # fmt: skip
"""Decimals of the displayed value where an indicator does not say."""


def number(value: float, places: int, *, sign: bool = False) -> str:
    """A number as printed: ``98,642.31``, ``−489.69``, with `sign` ``+5.6``; a true zero has no sign."""
    rounded = half_up(value, places)
    digits = f"{abs(rounded):,}"
    if rounded < 0:
        return MINUS + digits
    return f"+{digits}" if sign and rounded > 0 else digits


def percent(value: float, places: int = 1, *, sign: bool = False) -> str:
    """A fraction as a percentage with its mark: 0.056 → ``5.6%``."""
    return number(value * PERCENT, places, sign=sign) + "%"


def displayed(value: float, unit: str) -> float:
    """The value in the unit of the page: a percentage times 100, money in ten thousands."""
    if unit == "percent":
        return value * PERCENT
    return value / WAN if unit == "money" else value


def decimals(indicator: Indicator) -> int:
    """Decimals of an indicator on pages."""
    return DECIMALS.get(indicator.unit, 2) if indicator.decimals is None else indicator.decimals


def measured(value: float, indicator: Indicator, *, sign: bool = False) -> str:
    """The value of an indicator without its unit, as it stands in a table whose unit is in another column."""
    return number(displayed(value, indicator.unit), decimals(indicator), sign=sign)
