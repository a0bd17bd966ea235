"""The shapes that pass between the kernels of scoring.

What weights are made of: moments of columns, and shares of a sum.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

BELOW = 5
"""Number of the level below the lowest standard; the levels themselves count from 0, the best."""


def mean_ranks(values: npt.ArrayLike, axis: int | None = None) -> Floats:
    """Ranks from 1, the smallest first, ties sharing the mean rank; along an axis, or of all values in one row.

    Where one of them is NaN none has a rank. As `scipy.stats.rankdata`, which takes half a second to import.
    """
    matrix = np.asarray(values, dtype=np.float64)
    if axis is None:
        return _mean_ranks(matrix.ravel())
    if matrix.size == 0:
        return matrix.copy()
    return np.asarray(np.apply_along_axis(_mean_ranks, axis, matrix), dtype=np.float64)


def _mean_ranks(row: Floats) -> Floats:
    if np.isnan(row).any():
        return np.full(row.shape, np.nan)
    _, group, count = np.unique(row, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[group], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Levels:
    """The scores of one indicator for n objects, for a weight of 1; NaN where there is no value.

    Attributes:
        level: 0 best … 4, 5 below the lowest standard, −1 without a value or where the method knows no levels.
        coefficient, base, efficacy, adjustment: the steps; efficacy is NaN at the best level and below the lowest.
        score: base + adjustment, 0–1.
    """

    level: Integers
    coefficient: Floats
    base: Floats
    efficacy: Floats
    adjustment: Floats
    score: Floats


@dataclass(frozen=True, eq=False)
class WeightTable:
    """How weights were found over the objects (rows) of a matrix; arrays over its columns.

    Attributes:
        mean_weight, variation_weight: shares of the mean and of the variation, where a rule combines the two.
    """

    mean: Floats
    deviation: Floats
    variation: Floats
    weight: Floats
    n: Integers
    mean_weight: Floats | None = None
    variation_weight: Floats | None = None


Method = Callable[[Floats, Floats, Floats], Levels]
"""values (n,), standards (2, 5) low and high edges, coefficients (6,) → levels."""

Weighting = Callable[[Floats], WeightTable]
"""matrix (objects, indicators) → weights that add up to 1."""


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
