"""Amounts of a whole table to values in the base unit, as exact as one by one and many at a time.

A binary number that is the nearest one to a decimal of so many places and at most 15 digits *is* that decimal to a
spreadsheet. For such a number, scaling by a power of ten is exact in whole numbers; all others go the long way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.intake import amounts
from reportgen.intake.figures import decimals

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

SHIFTS: Final = {float(10**places): places for places in range(9)}
"""Factors that move the point, and by how many places."""
WHOLE: Final = 1e15
"""Below it a whole number has at most 15 digits."""


def scaled(values: Numbers, factor: float, *, money: bool) -> Numbers:
    """`amounts.exact` of each value; NaN stays NaN."""
    import numpy as np

    if factor == 1 and not money:
        return values
    shift = SHIFTS.get(factor)
    if shift is None:
        return np.array([amounts.exact(value, factor, money=money) for value in values.tolist()])
    power = 10.0 ** (shift + amounts.FEN)
    whole = np.rint(values * power)
    found: Numbers = whole / 10.0**amounts.FEN
    for index in np.flatnonzero(~_is(values, whole, power) & ~np.isnan(values)).tolist():
        found[index] = amounts.exact(float(values[index]), factor, money=money)
    return found


def places(values: Numbers) -> int:
    """The most decimals that any of the values is written with, at most `amounts.MANY` + 1; NaN has none."""
    import numpy as np

    left = values[~_is(values, np.rint(values * 100.0), 100.0)]
    return max((min(decimals(value), amounts.MANY + 1) for value in left[~np.isnan(left)].tolist()), default=0)


def are_to_the_fen(values: Numbers, filled: int) -> bool:
    """Whether none of so many values that are no NaN has more than two decimals."""
    import numpy as np

    return int(np.count_nonzero(_is(values, np.rint(values * 100.0), 100.0))) == filled


def _is(values: Numbers, whole: Numbers, power: float) -> NDArray[np.bool_]:
    """Whether a whole number over a power of ten is the value."""
    import numpy as np

    is_decimal: NDArray[np.bool_] = (whole / power == values) & (np.abs(whole) < WHOLE)
    return is_decimal
