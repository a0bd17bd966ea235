"""Factor analysis by principal factors of the correlation matrix (Hotelling 1933), turned by varimax (Kaiser 1958).

loadings L = V √λ, turned L T;  scores F = Z R⁻¹ L, which without rotation are z V / √λ
composite = Σ (share of the turned factor in the variance that all retained factors explain) · F_k
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.scoring.arrays import Floats
from reportgen.scoring.kernels.arithmetic import NOISE, ratio
from reportgen.scoring.kernels.components import Components

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
