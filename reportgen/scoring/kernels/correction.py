"""Correction coefficient of the enterprise rules (Document 157 of 2006 for central enterprises).

coefficient = 1 + (band coefficient + efficacy · 0.2 − analysis coefficient), held within limits
at or above excellent 1.2 + 1.0 − analysis; below poor 1.0 − analysis
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from reportgen.scoring.arrays import BELOW, Floats, Levels

BAND_COEFFICIENTS: Final = np.array([1.0, 0.8, 0.6, 0.4, 0.2, 0.0])
STEP = 0.2

SPECIAL_CASES: Final[Mapping[str, float]] = {
    "numerator_positive_denominator_negative": 1.1,
    "numerator_negative_denominator_positive": 0.9,
    "both_negative": 0.8,
    "non_performing_assets_all_or_denominator_negative": 0.8,
    "loss_turned_into_profit": 1.1,
    "no_standard": 1.0,
}
"""Coefficients set by the rules where the formula has no meaning."""


def correction_coefficient(levels: Levels, analysis: Floats | float) -> Floats:
    """Coefficients (n,) before they are held within limits.

    Args:
        levels: of `level_efficacy` with BAND_COEFFICIENTS.
        analysis: basic score of the part over its weight.
    """
    gain = np.where(levels.level == 0, STEP, np.where(levels.level == BELOW, 0.0, levels.efficacy * STEP))
    return np.asarray(1 + (levels.coefficient + gain - analysis), dtype=np.float64)
