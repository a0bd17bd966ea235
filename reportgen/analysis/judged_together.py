"""The objects that a part judged against one another, with their figures: what ranks and other methods are tried on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.ranking import Ranking
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Scheme, SchemePart
from reportgen.scoring.ranked_part import SIGNS, merits_of
from reportgen.scoring.ranking import Objects
from reportgen.scoring.sample import gather
from reportgen.scoring.usable import usable

if TYPE_CHECKING:
    from reportgen.model.values import IndicatorValues

YEARS: Final = "years"


@dataclass(frozen=True, eq=False)
class JudgedTogether:
    """A part whose method ranks objects: its definition, what came of it, and the figures, the hospital's row first."""

    part: SchemePart
    ranking: Ranking
    objects: Objects


def judged_together(
    evaluation: Evaluation, scheme: Scheme, values: IndicatorValues, peers: IndicatorValues | None
) -> dict[str, JudgedTogether]:
    """Each part of an evaluation that has a ranking, by its id."""
    found = {}
    for part in evaluation.parts:
        if part.ranking is not None:
            rows = [one for one in evaluation.indicators if one.part == part.id and one.id in part.ranking.indicators]
            definition = scheme.parts[part.id]
            objects = _objects(evaluation, definition, part.ranking, rows, values, peers)
            found[part.id] = JudgedTogether(definition, part.ranking, objects)
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
