"""The weight of what is not available goes to what is (edge rule E33)."""

from __future__ import annotations

import numpy as np

from reportgen.scoring.arrays import Booleans, Floats, Integers


def effective_weights(weights: Floats, groups: Integers, present: Booleans) -> Floats:
    """Weights after redistribution: within the group in proportion, a lost group to all other groups.

    Args:
        weights: (m,) nominal weights, or (n, m) where each object has its own.
        groups: (m,) number of each indicator's group, 0 and up.
        present: (n, m) whether each object has a score, or (1, m) for all objects.

    Returns:
        (n, m), each row adding up to the sum of its weights; zeros where a row has nothing.
    """
    membership = np.equal.outer(groups, np.arange(groups.max() + 1)).astype(float)
    nominal = np.atleast_2d(weights)
    kept = nominal * present
    of_group = nominal @ membership
    left = kept @ membership
    within = np.divide(of_group, left, out=np.zeros_like(left), where=left > 0)
    alive = (of_group * (left > 0)).sum(axis=1)
    across = np.divide(nominal.sum(axis=1), alive, out=np.zeros_like(alive), where=alive > 0)
    result: Floats = kept * (within @ membership.T) * across[:, None]
    return result
