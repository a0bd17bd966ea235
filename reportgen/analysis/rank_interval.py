"""A rank among peers with its interval: never alone, since near neighbours change places with a little weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from reportgen.analysis.draws import INTERVAL, NOISE, Assumptions, drawn_weights
from reportgen.analysis.panel_scores import PanelScores
from reportgen.scoring.arrays import Floats, Integers

FEWEST: Final = 5
CELLS: Final = 4_000_000
"""Totals that are held at once; larger panels are drawn for in slices."""
MOST: Final = 60_000_000
"""Totals computed altogether; a very large panel gets fewer draws, and the result says how many."""


@dataclass(frozen=True)
class RankInterval:
    """The rank by the scheme's weights, and the ranks of the middle 95 % of the draws on weights.

    Attributes:
        among: hospitals ranked, the own among them; draws: how many were made.
    """

    rank: int
    low: int
    high: int
    among: int
    draws: int


def rank_interval(panel: PanelScores | None, assumed: Assumptions) -> RankInterval | None:
    """The interval; None with fewer than five peers, or where the hospital itself is not ranked."""
    if panel is None or not panel.ranked[0] or panel.ranked[1:].sum() < FEWEST:
        return None
    keep = panel.ranked > 0
    among = int(keep.sum())
    count = max(1, min(assumed.count, MOST // among))
    generator = np.random.default_rng(assumed.seed)
    weights = drawn_weights(panel.weights, Assumptions(count, weights=assumed.weights), generator)
    slices = np.array_split(weights, max(1, -(-among * count // CELLS)))
    found = np.concatenate([_ranks(panel.totals(piece)[keep]) for piece in slices if len(piece)])
    own = int(_ranks(panel.totals(panel.weights[None, :])[keep])[0])
    low, high = np.quantile(found, INTERVAL, method="nearest")
    return RankInterval(own, min(own, int(low)), max(own, int(high)), among, count)


def _ranks(totals: Floats) -> Integers:
    """(draws,) rank of the first row."""
    return np.asarray(1 + (totals[1:] > totals[0] + NOISE).sum(axis=0), dtype=np.int64)
