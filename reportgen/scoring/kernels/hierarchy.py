"""Weights from comparisons in pairs (Saaty 1980).

A w = λ w for the largest λ, or w ∝ the roots of the row products; CI = (λ − n)/(n − 1), CR = CI / RI(n).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import ratio

ALWAYS_CONSISTENT = 2
"""So few objects cannot contradict one another: CR is 0."""

RANDOM_INDEX: Final[Mapping[str, tuple[float, ...]]] = {
    "saaty1980": (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49),
    "saaty2005": (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49),
}
"""Mean CI of random matrices for n = 1, 2 …; published tables differ, so a result names its table."""


@dataclass(frozen=True, eq=False)
class Priorities:
    """Weights of n objects that add up to 1, the (estimated) principal eigenvalue and the consistency index."""

    weights: Floats
    eigenvalue: float
    index: float

    def consistency(self, table: tuple[float, ...]) -> float:
        """CR by a table of random indices; NaN beyond its end."""
        n = len(self.weights)
        if n <= ALWAYS_CONSISTENT:
            return 0.0
        return float(ratio(self.index, table[n - 1])) if n <= len(table) else float("nan")


def eigenvector(matrix: Floats) -> Priorities:
    """Principal eigenvector of a positive reciprocal matrix (n, n)."""
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    vector = np.abs(vectors[:, first].real)
    return _priorities(vector / vector.sum(), float(values[first].real))


def row_roots(matrix: Floats) -> Priorities:
    """Geometric means of the rows; λ is the mean of (Aw)/w."""
    means = geometric_means(matrix)
    return _priorities(means, float(((matrix @ means) / means).mean()))


def geometric_means(matrix: Floats) -> Floats:
    """Geometric means of the rows as shares of their sum."""
    means = np.exp(np.log(matrix).mean(axis=1))
    return np.asarray(means / means.sum(), dtype=np.float64)


def column_means(matrix: Floats) -> Floats:
    """Means over the columns, each first made shares of its sum."""
    return np.asarray((matrix / matrix.sum(axis=0)).mean(axis=1), dtype=np.float64)


def group_judgement(matrices: Floats) -> Floats:
    """Matrices (k, n, n) of k experts as one: the geometric mean cell by cell, which stays reciprocal."""
    return np.asarray(np.exp(np.log(matrices).mean(axis=0)), dtype=np.float64)


def worst_triple(matrix: Floats) -> tuple[int, int, int] | None:
    """i, k, j where a_ik · a_kj is furthest from a_ij by its ratio; None for fewer than three objects."""
    n = len(matrix)
    if n <= ALWAYS_CONSISTENT:
        return None
    logs = np.log(matrix)
    gaps = np.abs(logs[:, :, None] + logs[None, :, :] - logs[:, None, :])
    i, k, j = (int(place) for place in np.unravel_index(int(gaps.argmax()), gaps.shape))
    return i, k, j


def _priorities(weights: Floats, eigenvalue: float) -> Priorities:
    n = len(weights)
    index = (eigenvalue - n) / (n - 1) if n > 1 else 0.0
    return Priorities(weights, eigenvalue, index)


PRIORITIES: Final[Mapping[str, Callable[[Floats], Priorities]]] = {
    "eigenvector": eigenvector,
    "geometric_mean": row_roots,
}
"""Positive reciprocal matrix (n, n) → weights."""
