"""Kendall's coefficient of concordance: do judges rank alike?

W = 12 S / (m² (n³ − n) − m T),   chi² = m (n − 1) W with n − 1 degrees of freedom
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.scoring.arrays import Floats, mean_ranks


@dataclass(frozen=True, eq=False)
class Concordance:
    """The agreement of m judges on n objects.

    Attributes:
        squares: S, the sum of squared deviations of the rank sums from their mean.
        ties: T, Σ(t³ − t) over the ties of all judges.
        uncorrected, corrected: W without and with the correction for ties; NaN where it is undefined.
    """

    rank_sums: Floats
    squares: float
    ties: float
    uncorrected: float
    corrected: float
    judges: int
    objects: int

    def test(self, w: float) -> tuple[float, float]:
        """Chi-squared of a W and its p."""
        from scipy.special import chdtrc

        statistic = self.judges * (self.objects - 1) * w
        return statistic, float(chdtrc(self.objects - 1, statistic))


def concordance(matrix: Floats, *, ranked: bool) -> Concordance:
    """Concordance of judges (rows) on objects (columns).

    Args:
        matrix: ranks, or ratings which are ranked ascending, ties sharing the mean rank.
        ranked: whether the matrix holds ranks.
    """
    ranks = matrix if ranked else mean_ranks(matrix, axis=1)
    m, n = ranks.shape
    sums = ranks.sum(axis=0)
    squares = float(((sums - sums.mean()) ** 2).sum())
    ties = float(sum((count**3 - count).sum() for row in ranks for count in [np.unique(row, return_counts=True)[1]]))
    full = m**2 * (n**3 - n)
    return Concordance(sums, squares, ties, _over(12 * squares, full), _over(12 * squares, full - m * ties), m, n)


def _over(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else float("nan")
