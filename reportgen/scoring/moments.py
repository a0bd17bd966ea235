"""What weights are made of: moments of columns, and shares of a sum."""

from __future__ import annotations

import numpy as np

from reportgen.scoring.arrays import Floats, WeightTable


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
