"""One figure for every row: values, and reason codes in step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.model.values import CODES, Reason

Values = NDArray[np.float64]
Codes = NDArray[np.int8]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Column:
    """One figure for every row: a value, or the code of the reason why there is none."""

    values: Values
    codes: Codes

    @staticmethod
    def of(values: Values, when_missing: Reason) -> Column:
        """Values as read; NaN is missing."""
        return Column(values, np.where(np.isnan(values), CODES[when_missing], 0).astype(np.int8))


def either(first: Codes, second: Codes) -> Codes:
    """The first reason, or else the second."""
    return np.where(first != 0, first, second).astype(np.int8)


def finished(values: Values, codes: Codes) -> Column:
    """Values only where there is no reason against them; what is not finite is no value."""
    wild = (codes == 0) & ~np.isfinite(values)
    codes = np.where(wild, np.int8(CODES[Reason.INVALID_INPUT]), codes).astype(np.int8)
    return Column(np.where(codes == 0, values, np.nan), codes)
