"""The calculations behind the calculators: arrays in and out, nothing rounded, NaN where there is no answer.

Tables by the names that inputs use: NORMALISATIONS, WEIGHT_COMBINATIONS, PRIORITIES, OPERATORS,
TOPSIS_NORMALISATIONS, RANKINGS, GREY_NORMALISATIONS, QUARTILES, FUNCTIONS, RATIOS, ALTMAN, STRUCTURE_SPLITS. A kernel
that stands alone is called by its name.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reportgen.scoring.arrays import Floats, Integers

NOISE = 1e-12
"""Values whose difference is a smaller share than this of the largest of them are the same number."""


def ratio(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Quotients by broadcasting; NaN over 0 and where either side is not finite."""
    top, bottom = np.broadcast_arrays(np.asarray(numerator, np.float64), np.asarray(denominator, np.float64))
    fine = np.isfinite(top) & np.isfinite(bottom) & (bottom != 0)
    result: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=fine)
    return result


def groups(values: Floats) -> Integers:
    """Number of the group of equal values that each belongs to, (n,), ascending from 0; no NaN among them."""
    order = np.argsort(values, kind="stable")
    apart = np.diff(values[order]) > NOISE * np.abs(values).max(initial=0.0)
    result = np.empty(len(values), np.int64)
    result[order] = np.concatenate([[0], np.cumsum(apart)])[: len(values)]
    return result


def places(scores: Floats) -> Floats:
    """Competition ranks (n,): 1 is the highest score, equal ones share the better place; NaN without a score."""
    known = ~np.isnan(scores)
    group = groups(scores[known])
    result = np.full(len(scores), np.nan)
    result[known] = 1 + len(group) - np.searchsorted(np.sort(group), group, side="right")
    return result


def first_highest(values: Floats) -> Integers:
    """Positions of all that share the highest value, the first of them first; empty if one is NaN."""
    if np.isnan(values).any():
        return np.array([], np.int64)
    group = groups(values)
    return np.flatnonzero(group == group.max())


def constant(matrix: Floats) -> npt.NDArray[np.bool_]:
    """Whether all rows of a column agree, (m,)."""
    return np.asarray(matrix.max(axis=0) == matrix.min(axis=0), dtype=np.bool_)
