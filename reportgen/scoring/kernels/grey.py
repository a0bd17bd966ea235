"""Grey relation (Deng Julong 1982) and grey incidence (Liu Sifeng 1991): how alike series run.

ξ = (Δmin + ρ Δmax) / (Δ + ρ Δmax), Δmin and Δmax over all series; the grade is the (weighted) mean of ξ.
ε = (1 + |s0| + |s1|) / (1 + |s0| + |s1| + |s1 − s0|), s the area under a series that starts at zero.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import constant, ratio
from reportgen.scoring.kernels.normalisation import minmax


@dataclass(frozen=True, eq=False)
class Relation:
    """Smallest and largest distance of all, and the coefficients (n, m), NaN if all distances are 0."""

    smallest: float
    largest: float
    coefficients: Floats


def relation(reference: Floats, sequences: Floats, rho: float) -> Relation:
    """Relational coefficients of sequences (n, m) to a reference (m,)."""
    distance = np.abs(sequences - reference)
    smallest, largest = float(distance.min()), float(distance.max())
    return Relation(smallest, largest, ratio(smallest + rho * largest, distance + rho * largest))


def _largest(matrix: Floats, directions: Floats) -> Floats:
    benefit = ratio(matrix, matrix.max(axis=0))
    cost = ratio(matrix.min(axis=0), matrix)
    return np.where(directions > 0, benefit, cost)


GREY_NORMALISATIONS: Final[Mapping[str, Callable[[Floats, Floats], Floats]]] = {
    "minmax": lambda matrix, directions: np.where(constant(matrix), 1.0, minmax(matrix, directions)),
    "max_ratio": _largest,
}
"""matrix (n, m), directions (m,) → (n, m) with 1 as the ideal; in a constant column all reach it."""


@dataclass(frozen=True)
class Incidence:
    """Areas of two zero-start images, the area between them, and the degree of incidence."""

    first: float
    second: float
    difference: float
    degree: float


def area(values: Floats) -> float:
    """Signed inner sum plus half the last value of a series (n,) that starts at zero."""
    start = values - values[0]
    return float(start[1:-1].sum() + start[-1] / 2)


def incidence(first: Floats, second: Floats) -> Incidence:
    """Absolute degree of grey incidence of two series of one length; of two initial images: the relative degree."""
    one, other = area(first), area(second)
    both = 1 + abs(one) + abs(other)
    gap = abs(other - one)
    return Incidence(abs(one), abs(other), gap, float(ratio(both, both + gap)))
