"""Weights from a matrix of objects (hospitals, years, experts) and indicators.

coefficient of variation   CV_j = s_j / |mean_j|,  w_j = CV_j / ΣCV
expert mean                w_j = mean_j / Σmean
expert mean with CV        average (a + b)/2 · product a·b · consensus mean·(1 − CV), normalised
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats, Weighting, WeightTable, moments, shares
from reportgen.scoring.kernels.weights import column_shares, critic_weights, entropy_weights


def _with(table: WeightTable, weight: Floats, a: Floats | None = None, b: Floats | None = None) -> WeightTable:
    """The same moments with weights."""
    return WeightTable(table.mean, table.deviation, table.variation, weight, table.n, a, b)


def equal(matrix: Floats) -> WeightTable:
    """The same weight for each column."""
    return _with(moments(matrix), np.full(matrix.shape[1], 1.0 / matrix.shape[1]))


def expert_mean(matrix: Floats) -> WeightTable:
    """Weights in proportion to the mean importance."""
    table = moments(matrix)
    return _with(table, shares(table.mean))


def variation_weights(matrix: Floats) -> WeightTable:
    """Weights in proportion to the coefficient of variation; a constant column weighs 0."""
    table = moments(matrix)
    return _with(table, shares(table.variation))


def deviation_weights(matrix: Floats) -> WeightTable:
    """Weights in proportion to the standard deviation: another method, often taken for the one before."""
    table = moments(matrix)
    return _with(table, shares(table.deviation))


Combination = Callable[[WeightTable, Floats, Floats], Floats]

COMBINATIONS: Final[Mapping[str, Combination]] = {
    "average": lambda _, a, b: (a + b) / 2,
    "product": lambda _, a, b: shares(a * b),
    "consensus": lambda table, a, b: shares(table.mean * (1 - table.variation)),  # noqa: ARG005 - one signature for all
}
"""How the mean of experts' opinions and their disagreement make one weight; only `consensus` rewards agreement."""


def delphi(matrix: Floats, combine: str = "average") -> WeightTable:
    """Weights from experts' importance marks: mean and variation combined by a rule of COMBINATIONS."""
    table = moments(matrix)
    a, b = shares(table.mean), shares(table.variation)
    if np.isnan(b).all() and not table.variation.any():  # full agreement: there is no variation to share out
        b = a
    return _with(table, COMBINATIONS[combine](table, a, b), a, b)


def entropy(matrix: Floats) -> WeightTable:
    """Weights by entropy of scores 0–1: a column that tells more apart weighs more."""
    return _with(moments(matrix), entropy_weights(column_shares(matrix + SHIFT)).weights)


def critic(matrix: Floats) -> WeightTable:
    """Weights by spread and conflict of scores 0–1 (CRITIC)."""
    return _with(moments(matrix), critic_weights(matrix, ranked=False, ddof=1).weights)


OF_SCORES: Final = frozenset({"entropy_weights", "critic_weights"})
"""Weightings that need every column to run from worse to better: they are given scores, not values."""
SHIFT: Final = 1e-4
"""Added to scores before shares are taken, so that no logarithm of zero arises."""

WEIGHTINGS: Final[Mapping[str, Weighting]] = {
    "equal": equal,
    "expert_mean": expert_mean,
    "variation_weights": variation_weights,
    "deviation_weights": deviation_weights,
    "entropy_weights": entropy,
    "critic_weights": critic,
    **{f"delphi_{rule}": partial(delphi, combine=rule) for rule in COMBINATIONS},
}
"""Weightings by the names that schemes use; `delphi` with its rule, and `given` needs no row here."""
