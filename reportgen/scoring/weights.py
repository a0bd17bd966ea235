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

from reportgen.scoring.arrays import Floats, Weighting, WeightTable


def shares(amounts: Floats) -> Floats:
    """Amounts as shares of their sum; NaN if the sum is 0."""
    total = amounts.sum()
    return amounts / total if total else np.full(len(amounts), np.nan)


def moments(matrix: Floats, ddof: int = 1) -> WeightTable:
    """Mean, standard deviation and coefficient of variation of each column; a blank (NaN) leaves its column alone.

    The variation is NaN where the mean is 0 or fewer than `ddof` + 1 values are there; `weight` is NaN.
    """
    present = ~np.isnan(matrix)
    n = present.sum(axis=0)
    empty = np.full(matrix.shape[1], np.nan)
    mean = np.divide(np.where(present, matrix, 0.0).sum(axis=0), n, out=empty.copy(), where=n > 0)
    squares = (np.where(present, matrix - mean, 0.0) ** 2).sum(axis=0)
    deviation = np.sqrt(np.divide(squares, n - ddof, out=empty.copy(), where=n > ddof))
    constant = (np.where(present, matrix, np.inf).min(axis=0) == np.where(present, matrix, -np.inf).max(axis=0)) & (
        n > ddof
    )
    deviation = np.where(constant, 0.0, deviation)
    variation = np.divide(deviation, np.abs(mean), out=empty.copy(), where=mean != 0)
    return WeightTable(mean, deviation, variation, empty, n)


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
    from reportgen.scoring.kernels.objective_weights import column_shares, entropy_weights

    return _with(moments(matrix), entropy_weights(column_shares(matrix + SHIFT)).weights)


def critic(matrix: Floats) -> WeightTable:
    """Weights by spread and conflict of scores 0–1 (CRITIC)."""
    from reportgen.scoring.kernels.objective_weights import critic_weights

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
