"""TOPSIS (Hwang & Yoon 1981): how near an object is to the best and how far from the worst."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import constant, ratio
from reportgen.scoring.kernels.normalisation import minmax


@dataclass(frozen=True, eq=False)
class Closeness:
    """Weighted ideal and anti-ideal (m,), the distances to them (n,), and D⁻/(D⁺ + D⁻), NaN where both are 0."""

    ideal: Floats
    anti_ideal: Floats
    to_ideal: Floats
    to_anti_ideal: Floats
    closeness: Floats


def _vector(matrix: Floats, directions: Floats) -> tuple[Floats, Floats]:
    length = np.sqrt((matrix**2).sum(axis=0))
    return np.where((matrix == 0).all(axis=0), 0.0, ratio(matrix, length)), directions


def _minmax(matrix: Floats, directions: Floats) -> tuple[Floats, Floats]:
    return np.where(constant(matrix), 1.0, minmax(matrix, directions)), np.ones_like(directions)


TOPSIS_NORMALISATIONS: Final[Mapping[str, Callable[[Floats, Floats], tuple[Floats, Floats]]]] = {
    "vector": _vector,
    "minmax": _minmax,
    "none": lambda matrix, directions: (matrix, directions),
}
"""matrix (n, m), directions (m,) → scaled matrix and the directions that still hold; a constant column stays even."""


def topsis(matrix: Floats, weights: Floats, directions: Floats, normalisation: str) -> Closeness:
    """Closeness of each row to the ideal.

    Args:
        matrix: (n, m).
        weights: (m,), used as given.
        directions: (m,) of 1 and −1.
        normalisation: a name of TOPSIS_NORMALISATIONS.
    """
    scaled, remaining = TOPSIS_NORMALISATIONS[normalisation](matrix, directions)
    weighted = scaled * weights
    highest, lowest = weighted.max(axis=0), weighted.min(axis=0)
    ideal = np.where(remaining > 0, highest, lowest)
    anti = np.where(remaining > 0, lowest, highest)
    plus = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    minus = np.sqrt(((weighted - anti) ** 2).sum(axis=1))
    return Closeness(ideal, anti, plus, minus, ratio(minus, plus + minus))
