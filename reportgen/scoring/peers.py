"""Where a hospital stands among its peers (edge rules E38, E41).

Medians and quartiles leave the hospital out (type 7, linear); percentile and rank count it in.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.printing import half_up
from reportgen.model.results import PeerPosition
from reportgen.scoring.arrays import Floats

FEWEST: Final = 5
PERCENT: Final = 100.0


def position(values: Floats, scores: Floats, direction: Direction) -> PeerPosition | None:
    """The place of the first of some values among the others; None without it or with fewer than five peers.

    The percentile is the mid-rank share of hospitals with a smaller value, in percent; the rank counts from the best
    value, and from the best score where neither more nor less is better.

    Args:
        values: (n,), the hospital first, NaN where missing.
        scores: (n,) the same indicator's scores.
        direction: which values are better.
    """
    others = values[1:][~np.isnan(values[1:])]
    own = values[0]
    if np.isnan(own) or len(others) < FEWEST:
        return None
    lower, upper = quartiles(others)
    merit = {Direction.HIGHER: values, Direction.LOWER: -values}.get(direction, scores)
    below, same = (others < own).sum(), (others == own).sum() + 1
    return PeerPosition(
        n=len(others),
        median=float(np.quantile(others, 0.5)),
        lower_quartile=lower,
        upper_quartile=upper,
        percentile=float(PERCENT * (below + 0.5 * same) / (len(others) + 1)),
        rank=1 + int((merit[1:] > merit[0]).sum()),
        values=tuple(sorted(float(value) for value in others)),
        tied=int((merit[1:] == merit[0]).sum()),
    )


def quartiles(values: Floats) -> tuple[float, float]:
    """The lower and the upper one."""
    lower, upper = np.quantile(values, [0.25, 0.75])
    return float(lower), float(upper)


def standing(totals: Floats, decimals: int) -> tuple[int | None, int, float | None]:
    """Rank of the first total, number of hospitals ranked, and the median total of its peers.

    Ranks are competition ranks (1, 2, 2, 4) on totals rounded as printed; None with fewer than five peers.
    """
    others = [float(total) for total in totals[1:] if not np.isnan(total)]
    if len(others) < FEWEST:
        return None, 0, None
    median = float(np.median(others))
    if np.isnan(totals[0]):
        return None, len(others), median
    own = half_up(float(totals[0]), decimals)
    better = sum(half_up(total, decimals) > own for total in others)
    return 1 + better, 1 + len(others), median
