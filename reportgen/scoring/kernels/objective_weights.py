"""Weights that the figures themselves give, and weights made of two sets.

entropy    e = −(1/ln n) Σ p ln p,  w ∝ 1 − e                      (Shannon 1948; Zeleny 1982)
CRITIC             c = s · Σ(1 − r),  w ∝ c                               (Diakoulaki, Mavrotas & Papayannakis 1995)
combination        linear α·a + (1 − α)·b · product · geometric mean · game theory (the nearest to both)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats, mean_ranks
from reportgen.scoring.kernels.arithmetic import NOISE, constant, ratio
from reportgen.scoring.kernels.normalisation import minmax
from reportgen.scoring.moments import moments, shares


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
