"""Rounding happens once, where a number is shown, and always half-up."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, places: int) -> Decimal:
    """Round as printed, at 15 significant digits as spreadsheets do.

    2.675 → 2.68, 84.99499999999999 → 85.00, −0.004 → 0.00 (without sign), −2.345 → −2.35.

    Args:
        value: a finite number.
        places: decimals to keep, 0 or more.
    """
    step = Decimal(1).scaleb(-places)
    return Decimal(f"{value:.15g}").quantize(step, ROUND_HALF_UP) + 0
