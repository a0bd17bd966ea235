"""One part of the total, scored: for the hospital and, where values make it, for its peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.reason import Reason
from reportgen.model.schemes import SchemePart
from reportgen.scoring.arrays import Booleans, Floats, Integers, Levels
from reportgen.scoring.methods import METHODS
from reportgen.scoring.redistribution import effective_weights
from reportgen.scoring.sample import Sample
from reportgen.scoring.standards import edges
from reportgen.scoring.weighing import Weights

TOLERANCE: Final = 1e-9


@dataclass(frozen=True, eq=False)
class PartScores:
    """Scores of a part for n objects (the hospital first) and m indicators.

    Attributes:
        weights: (m,) nominal shares within the part; effective: (n, m) after redistribution.
        scores: (n, m), 0–1, NaN where not scored.
        missing: (n,) share of the part's weight without a score, what does not apply left out of the count.
        levels: the steps by indicator, where the method has steps.
    """

    part: SchemePart
    weights: Weights
    effective: Floats
    scores: Floats
    missing: Floats
    levels: tuple[Levels, ...] = ()

    @property
    def total(self) -> Floats:
        """(n,) score of the part, 0–1; NaN where it is withheld."""
        points = np.where(np.isnan(self.scores), 0.0, self.scores) * self.effective
        withheld = (self.missing > self.part.missing_limit + TOLERANCE) | np.isnan(self.scores).all(axis=1)
        return np.where(withheld, np.nan, points.sum(axis=1))

    @property
    def withheld(self) -> Reason | None:
        """Why the hospital's score of the part is withheld, or None."""
        return Reason.MISSING_INPUT if np.isnan(self.total[0]) else None


def score_values(  # noqa: PLR0913 - arrays in step, by name
    part: SchemePart,
    sample: Sample,
    weights: Weights,
    directions: Mapping[str, Direction],
    groups: Integers,
    unscored: Booleans,
    floor: Booleans,
    inapplicable: Booleans,
) -> PartScores:
    """Score a part whose indicators have values.

    Args:
        part: the part; each of its indicators has standards.
        sample: values of the hospital and its peers.
        weights: shares within the part.
        directions: which values are better, by indicator.
        groups: (m,) number of each indicator's ability.
        unscored: (n, m) values that are shown but not scored.
        floor: (n, m) missing values that count as the worst.
        inapplicable: (n, m) values that do not apply and do not count as missing.
    """
    coefficients = np.array(part.coefficients)
    kernel = METHODS[part.method]
    levels = tuple(
        kernel(
            np.where(unscored[:, column], np.nan, sample.values[:, column]),
            edges(standards, directions[name]),
            coefficients,
        )
        for column, (name, indicator) in enumerate(part.indicators.items())
        if (standards := indicator.standards) is not None
    )
    scores = np.column_stack([level.score for level in levels])
    return assemble(part, weights, np.where(floor, 0.0, scores), groups, inapplicable, levels)


def assemble(  # noqa: PLR0913 - as score_values
    part: SchemePart,
    weights: Weights,
    scores: Floats,
    groups: Integers,
    inapplicable: Booleans,
    levels: tuple[Levels, ...] = (),
) -> PartScores:
    """Redistribute weights over what is scored."""
    gone = np.isnan(scores)
    missing = ((gone & ~inapplicable) * weights.shares).sum(axis=1)
    return PartScores(part, weights, effective_weights(weights.shares, groups, ~gone), scores, missing, levels)
