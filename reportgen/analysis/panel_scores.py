"""The hospital and its peers, all scored by the same part of a scheme: material for ranks and for other methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme
from reportgen.scoring.arrays import Floats, Integers
from reportgen.scoring.methods import JOINT, LAYERED, VALUED
from reportgen.scoring.parts import TOLERANCE, scored
from reportgen.scoring.sample import gather
from reportgen.scoring.usable import usable

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues


@dataclass(frozen=True, eq=False)
class PanelScores:
    """n hospitals, the own first, and m indicators that values are scored in.

    Attributes:
        values: (n, m), NaN where missing; scores: (n, m), 0–1, NaN where not scored.
        weights: (m,) shares that add up to 1; groups: (m,) number of the ability within the part.
        directions: which values are better.
        limit: share of the weight that may be missing.
    """

    entities: tuple[str, ...]
    indicators: tuple[str, ...]
    values: Floats
    scores: Floats
    weights: Floats
    groups: Integers
    directions: tuple[Direction, ...]
    limit: float

    @property
    def ranked(self) -> Floats:
        """(n,) whether a hospital has enough scores to be ranked, as 0 and 1."""
        missing = (np.isnan(self.scores) * self.weights).sum(axis=1)
        return np.where(missing <= self.limit + TOLERANCE, 1.0, 0.0)

    def totals(self, weights: Floats) -> Floats:
        """(n, draws) totals 0–1 for (draws, m) weights, missing weight spread as in the evaluation."""
        there = ~np.isnan(self.scores)
        filled = np.where(there, self.scores, 0.0)
        won = np.zeros((len(self.scores), len(weights)))
        alive = np.zeros_like(won)
        for group in np.unique(self.groups):
            columns = self.groups == group
            own = weights[:, columns].T
            kept = there[:, columns].astype(np.float64) @ own
            gained = filled[:, columns] @ own
            whole = own.sum(axis=0)[None, :]
            won += np.divide(gained * whole, kept, out=np.zeros_like(kept), where=kept > 0)
            alive += whole * (kept > 0)
        return np.divide(won, alive, out=np.full_like(won, np.nan), where=alive > 0)


def panel_scores(
    evaluation: Evaluation, scheme: Scheme, values: IndicatorValues, peers: IndicatorValues | None
) -> PanelScores | None:
    """The largest part of the scheme that values are scored in, each by itself; None without peers or such a part."""
    parts = {name: part for name, part in scheme.parts.items() if part.method in VALUED - JOINT - {LAYERED}}
    if peers is None or not parts:
        return None
    chosen = max(parts, key=lambda name: parts[name].share)
    part = parts[chosen]
    rows = [row for row in evaluation.indicators if row.part == chosen and row.weight > 0]
    if not rows:
        return None
    sample = gather(usable(values), usable(peers), [row.id for row in rows], evaluation.entity, evaluation.period)
    if len(sample.entities) < 2:  # noqa: PLR2004 - nobody to compare with
        return None
    scores = np.column_stack(
        [
            scored(
                part,
                part.indicators[row.id].model_copy(update={"standards": row.standards}),
                sample.values[:, column],
                row.direction,
                row.reference,
            ).score
            for column, row in enumerate(rows)
        ]
    )
    weights = np.array([row.weight for row in rows])
    order = list(dict.fromkeys(row.ability for row in rows))
    return PanelScores(
        sample.entities,
        tuple(row.id for row in rows),
        sample.values,
        np.where(sample.floored, 0.0, scores),
        weights / weights.sum(),
        np.array([order.index(row.ability) for row in rows], dtype=np.int64),
        tuple(row.direction for row in rows),
        part.missing_limit,
    )
