"""Values that can be scored: finite, and small enough to have exact digits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportgen.model.reason import CODES, Reason
from reportgen.scoring.standards import LARGEST

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues


def usable(values: IndicatorValues) -> IndicatorValues:
    """The values, those that no arithmetic can bear turned into missing ones for the reason invalid_input."""
    numbers = values.values.to_numpy(dtype=np.float64)
    wrong = (np.abs(numbers) >= LARGEST) & (values.reasons.to_numpy() == 0)
    if not wrong.any():
        return values
    return replace(
        values,
        values=values.values.mask(wrong),
        reasons=values.reasons.mask(wrong, CODES[Reason.INVALID_INPUT]).astype("int8"),
    )
