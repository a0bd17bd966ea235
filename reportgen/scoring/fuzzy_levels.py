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


POINTS: Final = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
CUTS: Final = (4.5, 3.5, 2.5, 1.5)
"""Lowest mean of each level but the last, inclusive: practice, not given by the publication."""


def level_of(value: float) -> Grade:
    """The level of a mean on the scale of five points."""
    return tuple(Grade)[sum(value < cut - SAME for cut in CUTS)]


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
    value = float(degrees @ POINTS / degrees.sum())
    shown = tuple(float(degree) for degree in degrees)
    found = Membership(shown, level, tie, largest < WEAK, value, level_of(value))
    return replace(part, membership=found)
