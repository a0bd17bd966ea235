"""How firmly a part's ranking of objects stands: ranks by weights that could as well have been a little different.

Methods that find their own weights are tried with each object left out of their making in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportgen.analysis.draws import INTERVAL, NOISE, Assumptions, drawn_weights
from reportgen.analysis.rank_interval import MOST, RankInterval
from reportgen.model.ranking import Ranking
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Scheme, SchemePart
from reportgen.scoring.arrays import Floats
from reportgen.scoring.ranked_part import SIGNS, merits_of
from reportgen.scoring.ranking import UNWEIGHTED, Objects, by_weights
from reportgen.scoring.sample import gather
from reportgen.scoring.usable import usable

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues

YEARS = "years"


def ranking_intervals(
    evaluation: Evaluation,
    scheme: Scheme,
    values: IndicatorValues,
    peers: IndicatorValues | None,
    assumed: Assumptions | None = None,
) -> dict[str, RankInterval]:
    """The interval of the rank in each part that judges objects against one another, by the part's id."""
    found = {}
    for part in evaluation.parts:
        if part.ranking is not None:
            rows = [one for one in evaluation.indicators if one.part == part.id and one.id in part.ranking.indicators]
            objects = _objects(evaluation, scheme.parts[part.id], part.ranking, rows, values, peers)
            found[part.id] = _interval(scheme.parts[part.id], objects, part.ranking.rank, assumed or Assumptions())
    return found


def _objects(  # noqa: PLR0913 - whose figures, when and among whom
    evaluation: Evaluation,
    part: SchemePart,
    ranking: Ranking,
    rows: list[ScoredIndicator],
    values: IndicatorValues,
    peers: IndicatorValues | None,
) -> Objects:
    """The objects that were judged, with their figures."""
    names, entity = [row.id for row in rows], evaluation.entity
    values = usable(values)
    if ranking.by == YEARS:
        own = [gather(values, None, names, entity, period).values for period in ranking.objects]
        matrix = np.vstack(own)
    else:
        sample = gather(values, values if peers is None else usable(peers), names, entity, evaluation.period)
        chosen = [sample.entities.index(name) for name in ranking.objects]
        matrix = sample.values[chosen]
    judged = {row.id: part.indicators[row.id].model_copy(update={"standards": row.standards}) for row in rows}
    directions = {row.id: row.direction for row in rows}
    merits = merits_of(part.model_copy(update={"indicators": judged}), matrix, directions)
    weights = np.array([row.effective_weight for row in rows])
    signs = np.array([SIGNS.get(row.direction, 1.0) for row in rows])
    return Objects(merits, signs, weights / weights.sum())


def _interval(part: SchemePart, objects: Objects, rank: int, assumed: Assumptions) -> RankInterval:
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
