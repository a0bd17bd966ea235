"""Basic scores corrected by further indicators (rules for enterprise evaluation, China, 2002 and 2006).

A = basic score of the content / weight of the content
r = 1 + (coefficient + efficacy · 0.2 − A), held within limits; 1.2 instead of 1 at or above the best standard
R = Σ (weight of the correction indicator / weight of the content) · r
corrected score of the content = basic score · R
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reportgen.scoring.arrays import Booleans, Floats, Integers

BEST: Final = 0.2
"""What is added where the best standard is reached."""
CONTENT_SCALE: Final = 1e-12


def coefficients(scores: Floats, analysis: Floats, limits: tuple[float, float]) -> Floats:
    """Correction coefficient of each indicator, NaN where it has no score.

    Args:
        scores: (n, m) level scores 0–1: coefficient + efficacy · 0.2 with the five usual coefficients.
        analysis: (n, m) A of the indicator's content.
        limits: lowest and highest coefficient.
    """
    result: Floats = np.clip(1 + scores + BEST * (scores >= 1) - analysis, *limits)
    return result


def corrections(
    scores: Floats, basic: Floats, own: Floats, groups: Integers, limits: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Coefficients of the correction indicators, and R of each indicator's content.

    A content without a scored correction indicator keeps its basic score: R is 1.

    Args:
        scores: (n, m), NaN where not scored.
        basic: (n, m) effective weights of the basic layer, 0 at correction indicators.
        own: (m,) weights of the correction layer, 0 at basic indicators.
        groups: (m,) number of each indicator's content.
        limits: lowest and highest coefficient.

    Returns:
        (n, m) r, NaN at basic indicators and where there is no score; (n, m) R.
    """
    membership = np.equal.outer(groups, np.arange(groups.max() + 1)).astype(float)
    gained = (np.where(np.isnan(scores), 0.0, scores) * basic) @ membership
    weight = basic @ membership
    analysis = np.divide(gained, weight, out=np.zeros_like(gained), where=weight > CONTENT_SCALE)
    single = np.where(own > 0, coefficients(scores, analysis @ membership.T, limits), np.nan)
    there: Booleans = ~np.isnan(single)
    share = (own * there) @ membership
    total = np.where(there, single * own, 0.0) @ membership
    of_content = np.divide(total, share, out=np.ones_like(total), where=share > 0)
    return single, of_content @ membership.T
