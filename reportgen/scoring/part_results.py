"""The results of whole parts and of abilities."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from reportgen.model.results import ScoredAbility, ScoredIndicator, ScoredPart
from reportgen.model.schemes import Grade
from reportgen.scoring.context import Context
from reportgen.scoring.grades import verdict
from reportgen.scoring.naming import part_name
from reportgen.scoring.parts import PartScores

FULL: Final = 100.0


def part_result(context: Context, part_id: str, scores: PartScores) -> ScoredPart:
    """A part with its weights and, where it is withheld, why; one without a name is called what it usually is."""
    return ScoredPart(
        id=part_id,
        name=part_name(part_id, scores.part, context.catalog.words),
        share=scores.part.share,
        score=None if np.isnan(scores.total[0]) else float(scores.total[0] * FULL),
        missing_weight=float(scores.missing[0]),
        withheld=scores.withheld,
        weighting=scores.weights.weighting,
        objects=scores.weights.objects,
        weights=scores.weights.rows,
        additive=scores.additive,
        ranking=scores.ranking,
    )


def abilities(
    context: Context, parts: Mapping[str, PartScores], indicators: Sequence[ScoredIndicator]
) -> tuple[ScoredAbility, ...]:
    """The abilities in the order of the scheme, each within the part that it belongs to."""
    rows = []
    for identifier, name in context.scheme.abilities.items():
        own = [one for one in indicators if one.ability == identifier]
        if not own:
            continue
        score = _score(context, parts, own)
        nominal = sum(one.weight for one in own)
        rows.append(ScoredAbility(identifier, name, own[0].part, nominal, score, graded(context, score)))
    return tuple(rows)


def _score(context: Context, parts: Mapping[str, PartScores], own: Sequence[ScoredIndicator]) -> float | None:
    """The mean of the indicators' scores, geometric where their part is; None where they are judged only together."""
    scored = [one for one in own if one.score is not None and one.points is not None]
    if any(context.scheme.parts[one.part].aggregate == "geometric" for one in own):
        weight = math.fsum(one.effective_weight for one in scored)
        if not weight:
            return None
        if min(one.score or 0.0 for one in scored if one.effective_weight) <= 0:
            return 0.0
        logarithms = (one.effective_weight * math.log(one.score or 1.0) for one in scored if one.effective_weight)
        return math.exp(math.fsum(logarithms) / weight)
    if not all(parts[one.part].additive for one in own):
        return None
    weight = sum(one.effective_weight / (one.correction or 1.0) for one in scored)
    points = sum(one.points for one in own if one.points is not None)
    return float(points / weight) if weight else None


def graded(context: Context, score: float | None) -> Grade | None:
    """The grade of a score by the scheme's bands; None without a score."""
    return None if score is None else verdict(score, context.scheme.grades, context.scheme.decimals).grade
