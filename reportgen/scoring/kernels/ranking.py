"""Rank-sum ratio (RSR; Tian Fengtiao 1988): mean rank over n, fitted on probits, and graded by the fit.

Grey relation (Deng Julong 1982) and grey incidence (Liu Sifeng 1991): how alike series run.

ξ = (Δmin + ρ Δmax) / (Δ + ρ Δmax), Δmin and Δmax over all series; the grade is the (weighted) mean of ξ.
ε = (1 + |s0| + |s1|) / (1 + |s0| + |s1| + |s1 − s0|), s the area under a series that starts at zero.

TOPSIS (Hwang & Yoon 1981): how near an object is to the best and how far from the worst.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats, Integers, mean_ranks
from reportgen.scoring.kernels import constant, groups, ratio
from reportgen.scoring.kernels.normalisation import minmax


@dataclass(frozen=True, eq=False)
class Relation:
    """Smallest and largest distance of all, and the coefficients (n, m), NaN if all distances are 0."""

    smallest: float
    largest: float
    coefficients: Floats


def relation(reference: Floats, sequences: Floats, rho: float) -> Relation:
    """Relational coefficients of sequences (n, m) to a reference (m,)."""
    distance = np.abs(sequences - reference)
    smallest, largest = float(distance.min()), float(distance.max())
    return Relation(smallest, largest, ratio(smallest + rho * largest, distance + rho * largest))


def _largest(matrix: Floats, directions: Floats) -> Floats:
    benefit = ratio(matrix, matrix.max(axis=0))
    cost = ratio(matrix.min(axis=0), matrix)
    return np.where(directions > 0, benefit, cost)


GREY_NORMALISATIONS: Final[Mapping[str, Callable[[Floats, Floats], Floats]]] = {
    "minmax": lambda matrix, directions: np.where(constant(matrix), 1.0, minmax(matrix, directions)),
    "max_ratio": _largest,
}
"""matrix (n, m), directions (m,) → (n, m) with 1 as the ideal; in a constant column all reach it."""


@dataclass(frozen=True)
class Incidence:
    """Areas of two zero-start images, the area between them, and the degree of incidence."""

    first: float
    second: float
    difference: float
    degree: float


def area(values: Floats) -> float:
    """Signed inner sum plus half the last value of a series (n,) that starts at zero."""
    start = values - values[0]
    return float(start[1:-1].sum() + start[-1] / 2)


def incidence(first: Floats, second: Floats) -> Incidence:
    """Absolute degree of grey incidence of two series of one length; of two initial images: the relative degree."""
    one, other = area(first), area(second)
    both = 1 + abs(one) + abs(other)
    gap = abs(other - one)
    return Incidence(abs(one), abs(other), gap, float(ratio(both, both + gap)))


@dataclass(frozen=True, eq=False)
class Closeness:
    """Weighted ideal and anti-ideal (m,), the distances to them (n,), and D⁻/(D⁺ + D⁻), NaN where both are 0."""

    ideal: Floats
    anti_ideal: Floats
    to_ideal: Floats
    to_anti_ideal: Floats
    closeness: Floats


def _vector(matrix: Floats, directions: Floats) -> tuple[Floats, Floats]:
    length = np.sqrt((matrix**2).sum(axis=0))
    return np.where((matrix == 0).all(axis=0), 0.0, ratio(matrix, length)), directions


def _minmax(matrix: Floats, directions: Floats) -> tuple[Floats, Floats]:
    return np.where(constant(matrix), 1.0, minmax(matrix, directions)), np.ones_like(directions)


TOPSIS_NORMALISATIONS: Final[Mapping[str, Callable[[Floats, Floats], tuple[Floats, Floats]]]] = {
    "vector": _vector,
    "minmax": _minmax,
    "none": lambda matrix, directions: (matrix, directions),
}
"""matrix (n, m), directions (m,) → scaled matrix and the directions that still hold; a constant column stays even."""


def topsis(matrix: Floats, weights: Floats, directions: Floats, normalisation: str) -> Closeness:
    """Closeness of each row to the ideal.

    Args:
        matrix: (n, m).
        weights: (m,), used as given.
        directions: (m,) of 1 and −1.
        normalisation: a name of TOPSIS_NORMALISATIONS.
    """
    scaled, remaining = TOPSIS_NORMALISATIONS[normalisation](matrix, directions)
    weighted = scaled * weights
    highest, lowest = weighted.max(axis=0), weighted.min(axis=0)
    ideal = np.where(remaining > 0, highest, lowest)
    anti = np.where(remaining > 0, lowest, highest)
    plus = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    minus = np.sqrt(((weighted - anti) ** 2).sum(axis=1))
    return Closeness(ideal, anti, plus, minus, ratio(minus, plus + minus))


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
class RegressionLine:
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


def fit(table: Distribution) -> RegressionLine:
    """Least squares of the distinct ratios on their probits, each counted once."""
    x, y = table.probit - table.probit.mean(), table.ratio - table.ratio.mean()
    slope = float(ratio(x @ y, x @ x))
    r = float(ratio(x @ y, np.sqrt((x @ x) * (y @ y))))
    return RegressionLine(slope, float(table.ratio.mean() - slope * table.probit.mean()), r)


def grade(fitted: Floats, limits: Floats) -> Integers:
    """How many limits each fitted ratio reaches (n,), 0 the lowest grade."""
    return np.asarray((fitted[:, None] >= limits[None, :]).sum(axis=1), dtype=np.int64)
