"""Rounding happens once, where a number is shown, and always half-up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

WIDE: Final = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for any float with any decimals: the largest has 309 digits before the point."""


def half_up(value: float, places: int) -> Decimal:
    """Round as printed, at 15 significant digits as spreadsheets do.

    2.675 → 2.68, 84.99499999999999 → 85.00, −0.004 → 0.00 (without sign), −2.345 → −2.35.

    Args:
        value: a finite number.
        places: decimals to keep, 0 or more.
    """
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(f"{value:.15g}").quantize(step, context=WIDE)
    return abs(rounded) if rounded.is_zero() else rounded
