"""From arrays to the results that pages and files speak of.

The results of whole parts and of abilities.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import numpy as np

from reportgen.compute.calendar import definition_of
from reportgen.model.definitions import Direction, Indicator
from reportgen.model.period import Period
from reportgen.model.printing import decimals, half_up
from reportgen.model.results import LevelScore, PeerPosition, ScoredAbility, ScoredIndicator, ScoredPart, UsedReference
from reportgen.model.schemes import Grade, SchemePart
from reportgen.model.values import Flag, Reason
from reportgen.scoring.arrays import BELOW, Levels
from reportgen.scoring.context import NOT_SCORED, ScoringContext
from reportgen.scoring.methods import METHODS, part_name
from reportgen.scoring.parts import PartScores, measure
from reportgen.scoring.relative import Measure, clamped, why_not_scored
from reportgen.scoring.sample import gather, place_among
from reportgen.scoring.standards import edges, verdict

FULL: Final = 100.0
NOISE: Final = 1e-9
"""What sums of equal weights may be apart, added in another order."""


def part_result(context: ScoringContext, part_id: str, scores: PartScores) -> ScoredPart:
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
    context: ScoringContext, parts: Mapping[str, PartScores], indicators: Sequence[ScoredIndicator]
) -> tuple[ScoredAbility, ...]:
    """The abilities in the order of the scheme, each within the part that it belongs to."""
    rows = []
    for identifier, name in context.scheme.abilities.items():
        own = [one for one in indicators if one.ability == identifier]
        if not own:
            continue
        score = _part_results_score(context, parts, own) if _is_known(own) else None
        nominal = sum(one.weight for one in own)
        rows.append(ScoredAbility(identifier, name, own[0].part, nominal, score, graded(context, score)))
    return tuple(rows)


MOST: Final = 0.5
"""Share of an ability's weight whose scores tell how it stands; what one of six indicators says is that indicator's."""


def _is_known(own: Sequence[ScoredIndicator]) -> bool:
    """Whether at least half of the weight of an ability's indicators, of those that apply, has a score."""
    apply = [one for one in own if one.reason is not Reason.NOT_APPLICABLE]
    scored = math.fsum(one.weight for one in apply if one.score is not None)
    return scored >= MOST * math.fsum(one.weight for one in apply) - NOISE


def _part_results_score(
    context: ScoringContext, parts: Mapping[str, PartScores], own: Sequence[ScoredIndicator]
) -> float | None:
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


def graded(context: ScoringContext, score: float | None) -> Grade | None:
    """The grade of a score by the scheme's bands; None without a score."""
    return None if score is None else verdict(score, context.scheme.grades, context.scheme.decimals).grade


GRADES: Final = tuple(Grade)
PERCENT_DECIMALS: Final = 2


def valued_indicators(
    context: ScoringContext, part_id: str, scores: PartScores, references: Mapping[str, UsedReference]
) -> tuple[ScoredIndicator, ...]:
    """The indicators of a part that values are scored in."""
    names, directions = tuple(scores.part.indicators), context.directions(scores.part)
    floor = context.floor(gather(context.values, None, names, context.entity, context.period))[0]
    return tuple(
        _valued(_Column(context, part_id, scores, at, name, bool(floor[at]), directions[name], references.get(name)))
        for at, name in enumerate(names)
    )


@dataclass(frozen=True, eq=False)
class _Column:
    """One indicator, and all that is known of it; `at` is its column."""

    context: ScoringContext
    part_id: str
    scores: PartScores
    at: int
    name: str
    floored: bool
    direction: Direction
    reference: UsedReference | None


def _valued(one: _Column) -> ScoredIndicator:
    context, scores, column, name, direction = one.context, one.scores, one.at, one.name, one.direction
    now = context.values.at(name, context.entity, context.period)
    definition = context.catalog.indicators[name]
    score = _score(scores, column)
    value = now.value
    steps = None if score is None or one.floored else _steps(scores.levels[column])
    held = measure(scores.part, scores.part.indicators[name], direction, one.reference)
    misfit = why_not_scored(value, held, scores.part.method)
    flags = (*context.flags(name), *_limits(scores.part.method, value, held))
    return ScoredIndicator(
        id=name,
        part=one.part_id,
        ability=context.ability(scores.part, name),
        value=value,
        unit=definition.unit,
        reason=now.reason or _unjudged(context, name, score, flags, misfit, joint=scores.ranking is not None),
        direction=direction,
        previous=_previous(context, name),
        basis=context.scheme.basis,
        standards=scores.part.indicators[name].standards,
        weight=_weight(scores, column),
        effective_weight=_effective(scores, column),
        score=score,
        points=_points(scores, column),
        level=_shown_level(scores.part, name, value, definition, direction)
        if steps
        else (Grade.POOR if one.floored else graded(context, score) if one.reference else None),
        steps=steps,
        flags=(*flags, *((Flag.FLOORED,) if one.floored else ())),
        peer=_peer(one, value),
        reference=one.reference,
        layer=scores.part.indicators[name].layer,
        correction=_correction(scores, column),
        evidence=(found.evidence or None) if (found := context.inspection(name)) else None,
        inspector=(found.inspector or None) if found else None,
    )


def _correction(scores: PartScores, column: int) -> float | None:
    if scores.corrections is None or np.isnan(scores.corrections[0, column]):
        return None
    return _number(scores.corrections[0, column])


def _unjudged(  # noqa: PLR0913 - one cell of several tables
    context: ScoringContext,
    name: str,
    score: float | None,
    flags: Sequence[Flag],
    misfit: Reason | None,
    *,
    joint: bool,
) -> Reason | None:
    """Why a value that is there has no score; what is judged together with others needs none of its own."""
    if score is not None or NOT_SCORED & set(flags):
        return None
    if name in context.not_applicable:
        return Reason.NOT_APPLICABLE
    return None if joint else misfit


def _limits(method: str, value: float | None, held: Measure | None) -> tuple[Flag, ...]:
    """Whether a limit of the method acts on the value."""
    if value is None or held is None:
        return ()
    return (Flag.CLAMPED,) if clamped(np.array([value]), held, method) else ()


def judged_indicators(
    context: ScoringContext, part_id: str, scores: PartScores, raters: Sequence[int]
) -> tuple[ScoredIndicator, ...]:
    """The indicators of a part that experts judge; the value is the mean coefficient, the level that of its score."""
    rows = []
    for column, name in enumerate(scores.part.indicators):
        score = _score(scores, column)
        absent = Reason.NOT_APPLICABLE if name in context.not_applicable else Reason.MISSING_INPUT
        rows.append(
            ScoredIndicator(
                id=name,
                part=part_id,
                ability=context.ability(scores.part, name),
                value=None if score is None else score / FULL,
                unit=context.catalog.indicators[name].unit,
                reason=absent if score is None else None,
                direction=Direction.HIGHER,
                basis=context.scheme.basis,
                weight=_weight(scores, column),
                effective_weight=_effective(scores, column),
                score=score,
                points=_points(scores, column),
                level=graded(context, score),
                raters=raters[column],
            )
        )
    return tuple(rows)


def _score(scores: PartScores, column: int) -> float | None:
    score = scores.scores[0, column]
    return None if np.isnan(score) else _number(score * FULL)


def _points(scores: PartScores, column: int) -> float | None:
    """Points of the whole; None where the indicator has no part in the score."""
    score, effective = _score(scores, column), _effective(scores, column)
    if scores.additive:
        return None if score is None else score * effective
    total = _number(scores.total[0] * FULL)
    return None if np.isnan(total) or effective <= 0 else total * effective


def _weight(scores: PartScores, column: int) -> float:
    return _number(scores.weights.shares[column] * scores.part.share)


def _effective(scores: PartScores, column: int) -> float:
    return _number(scores.effective[0, column] * scores.part.share)


def _number(value: float) -> float:
    return float(value)


def _steps(levels: Levels) -> LevelScore | None:
    """The steps of the hospital's score; None for a method without levels."""
    if levels.level[0] < 0:
        return None
    level, efficacy = int(levels.level[0]), _number(levels.efficacy[0])
    return LevelScore(
        level=GRADES[level] if level < BELOW else None,
        coefficient=_number(levels.coefficient[0]),
        base=_number(levels.base[0]),
        efficacy=None if np.isnan(efficacy) else efficacy,
        adjustment=_number(levels.adjustment[0]),
        score=_number(levels.score[0]),
    )


def _shown_level(
    part: SchemePart, name: str, value: float | None, definition: Indicator, direction: Direction
) -> Grade | None:
    """The level of the value as printed: print and colour agree (edge rule E29); below the lowest it is poor."""
    standards = part.indicators[name].standards
    if value is None or standards is None:
        return None
    kernel = METHODS[part.method]
    levels = kernel(np.array([as_printed(value, definition)]), edges(standards, direction), np.array(part.coefficients))
    return GRADES[min(int(levels.level[0]), BELOW - 1)]


def as_printed(value: float, definition: Indicator) -> float:
    """A value rounded half-up to the decimals that pages print, in its base unit."""
    places = decimals(definition) + (PERCENT_DECIMALS if definition.unit == "percent" else 0)
    rounded: Decimal = half_up(value, places)
    return value if definition.unit == "money" else float(rounded)


def _previous(context: ScoringContext, name: str) -> float | None:
    """The same period of last year, unless the indicator was defined otherwise then."""
    period = Period.parse(context.period)
    earlier = context.catalog.earlier.get(name, ())
    if definition_of(period.year, earlier) != definition_of(period.year - 1, earlier):
        return None
    return context.values.at(name, context.entity, str(period.previous_year())).value


def _peer(one: _Column, value: float | None) -> PeerPosition | None:
    peers = one.scores.peers
    if peers is None or value is None:
        return None
    score = float(one.scores.scores[0, one.at])
    found = place_among(value, score, peers.values[one.at], peers.scores[one.at], one.direction)
    return found if found is None or one.context.keeps_peer_values else replace(found, values=())
