"""Experts' levels as degrees of membership (fuzzy evaluation): B = W · R, and the level of the largest degree."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from reportgen.model.results import Membership, ScoredPart
from reportgen.model.schemes import Grade
from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.fuzzy import OPERATORS

OPERATOR: Final = "M(prod,sum)"
"""The operator whose weighted mean is the score of the part; the others stand in the calculator."""
WEAK: Final = 0.3
SAME: Final = 1e-12


def with_membership(part: ScoredPart, memberships: Floats, weights: Floats) -> ScoredPart:
    """The part with its degrees; unchanged where nobody rated.

    Args:
        part: the result so far.
        memberships: (abilities, 5), NaN where nobody rated.
        weights: (abilities,) effective weights, 0 where nobody rated.
    """
    if not weights.any():
        return part
    degrees = OPERATORS[OPERATOR](weights, np.nan_to_num(memberships))
    largest = float(degrees.max())
    tie = int((degrees >= largest - SAME).sum()) > 1
    level = tuple(Grade)[int((degrees >= largest - SAME).argmax())]
    found = Membership(tuple(float(degree) for degree in degrees), level, tie, largest < WEAK)
    return replace(part, membership=found)
