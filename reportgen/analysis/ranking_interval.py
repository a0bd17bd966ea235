"""How firmly a part's ranking of objects stands: ranks by weights that could as well have been a little different.

Methods that find their own weights are tried with each object left out of their making in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.draws import INTERVAL, NOISE, Assumptions, drawn_weights
from reportgen.analysis.judged_together import JudgedTogether, judged_together
from reportgen.analysis.rank_interval import MOST, RankInterval
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme
from reportgen.scoring.arrays import Floats
from reportgen.scoring.ranking import UNWEIGHTED, by_weights

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues


def ranking_intervals(
    evaluation: Evaluation,
    scheme: Scheme,
    values: IndicatorValues,
    peers: IndicatorValues | None,
    assumed: Assumptions | None = None,
) -> dict[str, RankInterval]:
    """The interval of the rank in each part that judges objects against one another, by the part's id."""
    return intervals(judged_together(evaluation, scheme, values, peers), assumed or Assumptions())


def intervals(parts: Mapping[str, JudgedTogether], assumed: Assumptions) -> dict[str, RankInterval]:
    """The same for parts whose objects are at hand."""
    return {name: _interval(one, assumed) for name, one in parts.items()}


def _interval(judged: JudgedTogether, assumed: Assumptions) -> RankInterval:
    part, objects, rank = judged.part, judged.objects, judged.ranking.rank
    among = len(objects.matrix)
    count = max(1, min(assumed.count, MOST // among))
    draws = drawn_weights(
        objects.weights, Assumptions(count, weights=assumed.weights), np.random.default_rng(assumed.seed)
    )
    with np.errstate(all="ignore"):
        found = by_weights(part.method, objects, part.ranking, draws)
    low, high = np.quantile(_ranks(found), INTERVAL, method="nearest")
    made = among if part.method in UNWEIGHTED else count
    return RankInterval(rank, min(rank, int(low)), max(rank, int(high)), among, made)


def _ranks(results: Floats) -> Floats:
    """(draws,) rank of the first object."""
    return np.asarray(1 + (results[1:] > results[0] + NOISE).sum(axis=0), dtype=np.float64)
