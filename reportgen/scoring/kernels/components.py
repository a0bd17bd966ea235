"""Principal components of the correlation matrix (Pearson 1901, Hotelling 1933) and whether they suit.

loading = eigenvector · √eigenvalue;  composite = Σ (λ_k / Σλ) z v_k over the retained components
KMO = Σ r² / (Σ r² + Σ partial²);  Bartlett χ² = −(n − 1 − (2p + 5)/6) ln|R| with p(p − 1)/2 degrees of freedom

Factor analysis by principal factors of the correlation matrix (Hotelling 1933), turned by varimax (Kaiser 1958).

loadings L = V √λ, turned L T;  scores F = Z R⁻¹ L, which without rotation are z V / √λ
composite = Σ (share of the turned factor in the variance that all retained factors explain) · F_k
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels import NOISE, ratio


@dataclass(frozen=True, eq=False)
class Components:
    """Eigenvalues (p,) falling, and eigenvectors (p, p) in columns, each turned to a positive sum."""

    eigenvalues: Floats
    vectors: Floats

    def loadings(self, count: int) -> Floats:
        """Loadings (p, count) of the first components."""
        return np.asarray(self.vectors[:, :count] * np.sqrt(self.eigenvalues[:count]), dtype=np.float64)

    def composite(self, standardised: Floats, count: int) -> Floats:
        """Scores (n,) over the first components, weighted by their eigenvalues; NaN for none."""
        weights = ratio(self.eigenvalues[:count], self.eigenvalues[:count].sum())
        if count == 0:
            return np.full(len(standardised), np.nan)
        return np.asarray(standardised @ self.vectors[:, :count] @ weights, dtype=np.float64)


@dataclass(frozen=True)
class Suitability:
    """Kaiser–Meyer–Olkin measure and Bartlett's test; NaN if the correlations are singular."""

    kmo: float
    chi2: float
    df: int
    p: float


def principal_components(correlation: Floats) -> Components:
    """Eigen-decomposition of a correlation matrix (p, p)."""
    values, vectors = np.linalg.eigh(correlation)
    order = np.argsort(values)[::-1]
    vectors = vectors[:, order]
    leading = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=0)[None, :], axis=0)[0]
    sums = vectors.sum(axis=0)
    sign = np.where(np.abs(sums) > NOISE, np.sign(sums), np.sign(leading))
    return Components(np.maximum(values[order], 0.0), vectors * sign)


def above(eigenvalues: Floats, bound: float) -> int:
    """How many eigenvalues exceed a bound."""
    return int((eigenvalues > bound + NOISE).sum())


def reaching(eigenvalues: Floats, portion: float) -> int:
    """How many of the first eigenvalues make up a share of their sum."""
    cumulated = np.cumsum(eigenvalues) / eigenvalues.sum()
    return int((cumulated < portion - NOISE).sum()) + 1


def suitability(correlation: Floats, n: int) -> Suitability:
    """Whether the correlations (p, p) of n objects carry common factors."""
    from scipy.special import chdtrc

    p = len(correlation)
    df = p * (p - 1) // 2
    if df == 0 or np.linalg.matrix_rank(correlation, hermitian=True) < p:
        return Suitability(np.nan, np.nan, df, np.nan)
    statistic = -(n - 1 - (2 * p + 5) / 6) * float(np.linalg.slogdet(correlation)[1])
    return Suitability(_kmo(correlation), statistic, df, float(chdtrc(df, max(statistic, 0.0))))


def _kmo(correlation: Floats) -> float:
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    outside = ~np.eye(len(correlation), dtype=bool)
    simple = float((correlation[outside] ** 2).sum())
    return float(ratio(simple, simple + (partial[outside] ** 2).sum()))


TURNS: Final = 500
STILL: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Factors:
    """Loadings (p, k), each factor turned to a positive sum; shares (k,) of the explained variance; scores (n, k)."""

    loadings: Floats
    shares: Floats
    scores: Floats

    @property
    def composite(self) -> Floats:
        """(n,) factor scores weighted by their shares."""
        return np.asarray(self.scores @ self.shares, dtype=np.float64)


def factors(standardised: Floats, found: Components, count: int, *, turned: bool) -> Factors:
    """The first factors of standardised values (n, p), as they come or turned by varimax.

    Args:
        standardised: z-scores, costs negated.
        found: eigenvalues and eigenvectors of their correlations.
        count: factors retained, of which each eigenvalue is positive.
        turned: whether the loadings are rotated.
    """
    loadings = found.loadings(count)
    rotation = varimax(loadings) if turned and count > 1 else np.eye(count)
    raw = standardised @ found.vectors[:, :count] / np.sqrt(found.eigenvalues[:count])
    loadings, scores = loadings @ rotation, raw @ rotation
    sums = loadings.sum(axis=0)
    sign = np.where(sums < -NOISE, -1.0, 1.0)
    explained = (loadings**2).sum(axis=0)
    order = np.argsort(-explained, kind="stable")
    loadings, scores = (loadings * sign)[:, order], (scores * sign)[:, order]
    return Factors(loadings, ratio(explained[order], explained.sum()), scores)


def varimax(loadings: Floats) -> Floats:
    """The rotation (k, k) that spreads the squared loadings of each factor most, without row normalisation."""
    p, k = loadings.shape
    rotation, before = np.eye(k), 0.0
    for _ in range(TURNS):
        turned = loadings @ rotation
        target = turned**3 - turned * (turned**2).sum(axis=0) / p
        left, strength, right = np.linalg.svd(loadings.T @ target)
        rotation = left @ right
        if strength.sum() <= before * (1 + STILL):
            break
        before = float(strength.sum())
    return np.asarray(rotation, dtype=np.float64)
