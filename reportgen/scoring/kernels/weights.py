"""Weights from comparisons in pairs (Saaty 1980).

A w = λ w for the largest λ, or w ∝ the roots of the row products; CI = (λ − n)/(n − 1), CR = CI / RI(n).

Weights that the figures themselves give, and weights made of two sets.

entropy    e = −(1/ln n) Σ p ln p,  w ∝ 1 − e                      (Shannon 1948; Zeleny 1982)
CRITIC             c = s · Σ(1 − r),  w ∝ c                               (Diakoulaki, Mavrotas & Papayannakis 1995)
combination        linear α·a + (1 − α)·b · product · geometric mean · game theory (the nearest to both)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats, mean_ranks, moments, shares
from reportgen.scoring.kernels import NOISE, constant, ratio
from reportgen.scoring.kernels.normalisation import minmax


@dataclass(frozen=True, eq=False)
class EntropyWeights:
    """Entropy of each column 0–1, what it lacks to 1, and the shares of that."""

    entropy: Floats
    divergence: Floats
    weights: Floats


def column_shares(matrix: Floats) -> Floats:
    """Each column as shares of its sum; NaN if the sum is 0."""
    return ratio(matrix, matrix.sum(axis=0))


def stretched(matrix: Floats, directions: Floats) -> Floats:
    """Min-max by direction; a constant column, which tells nothing, is 0 throughout."""
    return np.where(constant(matrix), 0.0, minmax(matrix, directions))


def entropy_weights(portions: Floats) -> EntropyWeights:
    """Weights from the entropy of columns of shares; an even column weighs 0.

    Args:
        portions: (n, m), not negative, each column with the sum 1; NaN columns leave all weights undefined.
    """
    logarithms = np.log(portions, out=np.zeros_like(portions), where=portions > 0)
    raw = ratio(-(portions * logarithms).sum(axis=0), np.log(len(portions)))
    even = constant(portions) & (len(portions) > 1)
    entropy = np.where(even, 1.0, np.minimum(raw, 1.0))
    divergence = 1 - entropy
    return EntropyWeights(entropy, divergence, shares(divergence))


@dataclass(frozen=True, eq=False)
class CriticWeights:
    """Deviation, conflict with the other columns, the product of both, and its shares."""

    deviation: Floats
    conflict: Floats
    information: Floats
    weights: Floats


def critic_weights(matrix: Floats, *, ranked: bool, ddof: int) -> CriticWeights:
    """Weights from spread and conflict.

    A constant column has no correlation: it is left out, its conflict is NaN and it weighs 0.

    Args:
        matrix: (n, m), scaled beforehand if so wished.
        ranked: Spearman's correlation with mean ranks, else Pearson's.
        ddof: 1 sample, 0 population.
    """
    deviation = moments(matrix, ddof).deviation
    varying = ~constant(matrix)
    conflict = np.full(matrix.shape[1], np.nan)
    apart = 1 - correlation(matrix[:, varying], ranked=ranked)
    conflict[varying] = np.where(apart < NOISE, 0.0, apart).sum(axis=0)
    information = np.where(varying, deviation * conflict, deviation)
    return CriticWeights(deviation, conflict, information, shares(information))


def correlation(matrix: Floats, *, ranked: bool = False) -> Floats:
    """Correlations (m, m) of the columns, none of them constant."""
    if matrix.shape[1] == 0:
        return np.empty((0, 0))
    if ranked:
        matrix = mean_ranks(matrix, axis=0)
    found = np.clip(np.atleast_2d(np.corrcoef(matrix, rowvar=False)), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def game(one: Floats, other: Floats) -> Floats:
    """The combination of two sets of weights that is nearest to both: (WWᵀ)a = diag(WWᵀ), a normalised, aᵀW.

    Equal sets leave `a` open; the smallest solution, halves, is taken.
    """
    both = np.array([one, other])
    product = both @ both.T
    if not np.isfinite(product).all():
        return np.full(len(one), np.nan)
    factors = np.linalg.lstsq(product, np.diag(product), rcond=None)[0]
    return np.asarray(ratio(factors, factors.sum()) @ both, dtype=np.float64)


Combination = Callable[[Floats, Floats, float], Floats]

WEIGHT_COMBINATIONS: Final[Mapping[str, Combination]] = {
    "linear": lambda one, other, alpha: alpha * one + (1 - alpha) * other,
    "product": lambda one, other, _: shares(one * other),
    "geometric_mean": lambda one, other, _: shares(np.sqrt(one * other)),
    "game": lambda one, other, _: game(one, other),
}
"""subjective (m,), objective (m,), alpha → weights (m,)."""


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
