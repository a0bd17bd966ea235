"""Rank-sum ratio (RSR; Tian Fengtiao 1988): mean rank over n, fitted on probits, and graded by the fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats, Integers, mean_ranks
from reportgen.scoring.kernels.arithmetic import constant, groups, ratio
from reportgen.scoring.kernels.normalisation import minmax

PROBIT_CENTRE = 5.0


@dataclass(frozen=True, eq=False)
class Distribution:
    """Distinct ratios ascending, how often each occurs, cumulated, its mean rank, that rank over n, its probit."""

    ratio: Floats
    frequency: Integers
    cumulated: Integers
    mean_rank: Floats
    share: Floats
    probit: Floats


@dataclass(frozen=True)
class Line:
    """ratio = intercept + slope · probit, and their correlation; NaN for fewer than two distinct ratios."""

    slope: float
    intercept: float
    r: float

    def at(self, probit: Floats) -> Floats:
        """Fitted ratios."""
        return np.asarray(self.intercept + self.slope * probit, dtype=np.float64)


def integer_ranks(matrix: Floats, directions: Floats) -> Floats:
    """Ranks (n, m), 1 is worst, ties share the mean rank."""
    return mean_ranks(matrix * directions, axis=0)


def proportional_ranks(matrix: Floats, directions: Floats) -> Floats:
    """1 + (n − 1) · min-max by direction; a constant column, one tie, has the mean rank."""
    n = len(matrix)
    return np.where(constant(matrix), (n + 1) / 2, 1 + (n - 1) * minmax(matrix, directions))


RANKINGS: Final[Mapping[str, Callable[[Floats, Floats], Floats]]] = {
    "integer": integer_ranks,
    "non_integer": proportional_ranks,
}


def rank_sum_ratio(ranks: Floats, weights: Floats) -> Floats:
    """Σ w · rank / n of each object (n,); equal weights make it the rank sum over m · n."""
    return np.asarray(ranks @ weights / len(ranks), dtype=np.float64)


def distribution(ratios: Floats) -> tuple[Distribution, Integers]:
    """The distinct ratios with their probits, and which of them belongs to each object.

    p = mean rank / n; the 1 at the top, which has no probit, becomes 1 − 1/(4n).
    """
    from scipy.special import ndtri

    member = groups(ratios)
    frequency = np.bincount(member)
    cumulated = np.cumsum(frequency)
    values = np.array([ratios[member == group].mean() for group in range(len(frequency))])
    mean_rank = cumulated - (frequency - 1) / 2
    n = len(ratios)
    share = np.where(mean_rank == n, 1 - 1 / (4 * n), mean_rank / n)
    probit = np.asarray(PROBIT_CENTRE + ndtri(share), dtype=np.float64)
    return Distribution(values, frequency, cumulated, mean_rank, share, probit), member


def fit(table: Distribution) -> Line:
    """Least squares of the distinct ratios on their probits, each counted once."""
    x, y = table.probit - table.probit.mean(), table.ratio - table.ratio.mean()
    slope = float(ratio(x @ y, x @ x))
    r = float(ratio(x @ y, np.sqrt((x @ x) * (y @ y))))
    return Line(slope, float(table.ratio.mean() - slope * table.probit.mean()), r)


def grade(fitted: Floats, limits: Floats) -> Integers:
    """How many limits each fitted ratio reaches (n,), 0 the lowest grade."""
    return np.asarray((fitted[:, None] >= limits[None, :]).sum(axis=1), dtype=np.int64)
