"""A finished evaluation, counted again with other weights and other scores, many times at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Scheme
from reportgen.scoring import parts as scoring_parts
from reportgen.scoring.arrays import Floats, Integers
from reportgen.scoring.methods import LAYERED, PRODUCT, WHOLE, joined
from reportgen.scoring.parts import correction_weights, effective_weights, geometric

FULL = 100.0


def _counted(row: ScoredIndicator, joined_by: str) -> float:
    """The score that an indicator's effective weight is multiplied by, NaN where there is none."""
    if joined_by != WHOLE:
        return np.nan if row.score is None else row.score
    return np.nan if row.points is None or not row.effective_weight else row.points / row.effective_weight


def _power_mean(scores: Floats, effective: Floats) -> Floats:
    """(n,) geometric means 0–100 by effective weights, 0 where nothing is scored."""
    whole = effective.sum(axis=1, keepdims=True)
    shares = np.divide(effective, whole, out=np.zeros_like(effective), where=whole > 0)
    return np.asarray(FULL * np.nan_to_num(geometric(scores / FULL, shares)), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Recount:
    """How weights and scores of m indicators make a total.

    Attributes:
        parts: (m,) number of each indicator's part.
        groups: (m,) number of each indicator's ability.
        corrections: (m,) weights of a second layer, 0 elsewhere.
        limits: limits of the correction coefficients by part, None for a part of one layer.
        joined: how the indicators of each part make it, see `methods.joined`; in a WHOLE each counts the part's score.
        weights: (m,) as evaluated, shares of the whole.
        scores: (m,) as evaluated, 0–100, NaN where not scored.
    """

    names: tuple[str, ...]
    parts: Integers
    groups: Integers
    corrections: Floats
    limits: tuple[tuple[float, float] | None, ...]
    joined: tuple[str, ...]
    weights: Floats
    scores: Floats

    @staticmethod
    def of(evaluation: Evaluation, scheme: Scheme) -> Recount:
        """The arrays of an evaluation by a scheme."""
        return Recount.of_rows(evaluation.indicators, scheme)

    @staticmethod
    def of_rows(rows: tuple[ScoredIndicator, ...], scheme: Scheme) -> Recount:
        """The arrays of some scored indicators."""
        parts, abilities = list(scheme.parts), list(dict.fromkeys(row.ability for row in rows))
        second = {
            name: weight
            for part in scheme.parts.values()
            for name, weight in zip(part.indicators, correction_weights(part), strict=True)
        }
        return Recount(
            tuple(row.id for row in rows),
            np.array([parts.index(row.part) for row in rows], dtype=np.int64),
            np.array([abilities.index(row.ability) for row in rows], dtype=np.int64),
            np.array([second.get(row.id, 0.0) for row in rows], dtype=np.float64),
            tuple(part.correction_limits if part.method == LAYERED else None for part in scheme.parts.values()),
            tuple(joined(part) for part in scheme.parts.values()),
            np.array([row.weight for row in rows], dtype=np.float64),
            np.array([_counted(row, joined(scheme.parts[row.part])) for row in rows], dtype=np.float64),
        )

    @property
    def is_whole(self) -> bool:
        """Whether a part cannot be counted again by its indicators."""
        return WHOLE in self.joined

    def points(self, weights: Floats, scores: Floats) -> Floats:
        """(n, m) points of each indicator; a part without any score gives its share to the others.

        Args:
            weights: (n, m) or (1, m), nominal shares of the whole.
            scores: (n, m) or (1, m), 0–100, NaN where not scored.
        """
        weights, scores = np.broadcast_arrays(np.atleast_2d(weights), np.atleast_2d(scores))
        effective, counted = np.zeros(weights.shape), np.where(np.isnan(scores), 0.0, scores)
        for number, (limits, joined_by) in enumerate(zip(self.limits, self.joined, strict=True)):
            columns = np.flatnonzero(self.parts == number)
            if len(columns):
                effective[:, columns] = self._effective(weights[:, columns], scores[:, columns], columns, limits)
            if len(columns) and joined_by == PRODUCT:
                counted[:, columns] = _power_mean(scores[:, columns], effective[:, columns])[:, None]
        alive = effective.sum(axis=1) if not any(self.limits) else self._alive(weights, scores)
        whole = weights.sum(axis=1)
        scale = np.divide(whole, alive, out=np.zeros_like(whole), where=alive > 0)
        result: Floats = effective * counted * scale[:, None]
        return result

    def totals(self, weights: Floats, scores: Floats) -> Floats:
        """(n,) totals 0–100; NaN where nothing is scored."""
        points = self.points(weights, scores).sum(axis=1)
        nothing = np.isnan(np.atleast_2d(scores)).all(axis=1)
        return np.where(np.broadcast_to(nothing, points.shape), np.nan, points)

    def total(self) -> float:
        """The total as evaluated, NaN where nothing is scored."""
        return float(self.totals(self.weights, self.scores)[0])

    def _effective(
        self, weights: Floats, scores: Floats, columns: Integers, limits: tuple[float, float] | None
    ) -> Floats:
        groups = np.unique(self.groups[columns], return_inverse=True)[1]
        effective = effective_weights(weights, groups, ~np.isnan(scores))
        if limits is None:
            return effective
        _, of_content = scoring_parts.layer_corrections(
            scores / FULL, effective, self.corrections[columns], groups, limits
        )
        return effective * of_content

    def _alive(self, weights: Floats, scores: Floats) -> Floats:
        """(n,) nominal weight of the parts that have a score."""
        there = ~np.isnan(scores) & (weights > 0)
        alive = np.zeros(len(weights))
        for number in range(len(self.limits)):
            columns = self.parts == number
            alive += np.where(there[:, columns].any(axis=1), weights[:, columns].sum(axis=1), 0.0)
        return alive
