"""From the parts to the total, its remarks, and the totals of the peers.

Which single standard an indicator is measured against, and where its value comes from.

What is binding comes before what was planned, that before other hospitals, and those before the own past.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Final

import numpy as np

from reportgen.catalog.messages import grade_name
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.finding import Fact
from reportgen.model.period import Period
from reportgen.model.printing import half_up
from reportgen.model.results import ScoredIndicator, ScoredPart, UsedReference
from reportgen.model.schemes import PRECEDENCE, Bound, Grade, Reference, StandardKind
from reportgen.model.values import Flag, Reason
from reportgen.scoring.arrays import Floats
from reportgen.scoring.context import ScoringContext
from reportgen.scoring.methods import JOINT, VALUED, part_name
from reportgen.scoring.parts import PartScores
from reportgen.scoring.sample import gather, years
from reportgen.scoring.standards import written
from reportgen.scoring.weighing import Remark

FEWEST_PEERS: Final = 5
YEARS_OF_MEAN: Final = 3
FROM_TARGETS: Final = frozenset({StandardKind.PLAN, StandardKind.BUDGET, StandardKind.PERFORMANCE_BUDGET})
FROM_PEERS: Final = frozenset(
    {StandardKind.PEER_BEST, StandardKind.PEER_MEAN, StandardKind.INDUSTRY_BEST, StandardKind.INDUSTRY_MEAN}
)


def chosen(
    context: ScoringContext, name: str, references: Sequence[Reference], direction: Direction
) -> UsedReference | None:
    """The first reference, by precedence, that has a value; None where none has."""
    return next(_with_values(context, name, references, direction), None)


def mandatory(
    context: ScoringContext, name: str, references: Sequence[Reference], direction: Direction
) -> Iterator[tuple[Reference, bool]]:
    """Mandatory standards, and whether the hospital meets them; what has no value is not judged."""
    value = context.values.at(name, context.entity, context.period).value
    for reference in references:
        if reference.kind is StandardKind.MANDATORY and reference.value is not None and value is not None:
            yield reference, met(value, reference.value, direction)


def _with_values(
    context: ScoringContext, name: str, references: Sequence[Reference], direction: Direction
) -> Iterator[UsedReference]:
    for reference in sorted(references, key=lambda one: PRECEDENCE[one.kind]):
        found = _resolved(context, name, reference, direction)
        if found is not None:
            yield found


def _resolved(context: ScoringContext, name: str, reference: Reference, direction: Direction) -> UsedReference | None:
    if reference.value is not None:
        passed = None
        own = context.values.at(name, context.entity, context.period).value
        if reference.kind is StandardKind.MANDATORY and own is not None:
            passed = met(own, reference.value, direction)
        return _used(reference, reference.value, (), passed=passed)
    if (
        reference.kind is StandardKind.PERCENTILE
    ):  # of a panel that is not at hand: its value is stated or there is none
        return None
    if reference.kind in FROM_TARGETS:
        return _target(context, name, reference)
    if reference.kind in FROM_PEERS:
        return _of_peers(context, name, reference, direction)
    return _of_own_years(context, name, reference, direction)


def _target(context: ScoringContext, name: str, reference: Reference) -> UsedReference | None:
    for when in (context.period, str(context.when.fiscal_year)):
        target = context.targets.get((name, when))
        if target is not None and target.kind is reference.kind:
            return UsedReference(
                target.kind, target.value, str(target.place), reference.unacceptable, context.when.year
            )
    return None


def _of_peers(context: ScoringContext, name: str, reference: Reference, direction: Direction) -> UsedReference | None:
    sample = gather(context.values, context.peers, (name,), context.entity, context.period)
    pairs = zip(sample.entities[1:], sample.values[1:, 0], strict=True)
    wanted = [(who, float(value)) for who, value in pairs if not reference.peers or who in reference.peers]
    known = [(who, value) for who, value in wanted if not np.isnan(value)]
    if len(known) < (1 if reference.peers else FEWEST_PEERS):
        return None
    values = np.array([value for _, value in known])
    if reference.kind in {StandardKind.PEER_MEAN, StandardKind.INDUSTRY_MEAN}:
        return _used(reference, float(values.mean()), tuple(who for who, _ in known))
    best = _best(values, direction)
    return None if best is None else _used(reference, float(values[best]), (known[best][0],) if reference.peers else ())


def _of_own_years(
    context: ScoringContext, name: str, reference: Reference, direction: Direction
) -> UsedReference | None:
    past = years(context.values, (name,), context.entity, context.period)
    pairs = [
        (when, float(value))
        for when, value in zip(past.entities, past.values[:, 0], strict=True)
        if Period.parse(when).year < context.when.year and not np.isnan(value)
    ]
    if reference.kind is StandardKind.MEAN_3Y:
        last = pairs[-YEARS_OF_MEAN:]
        if len(last) < YEARS_OF_MEAN:
            return None
        return _used(reference, float(np.mean([value for _, value in last])), tuple(when for when, _ in last))
    best = _best(np.array([value for _, value in pairs]), direction)
    return None if best is None else _used(reference, pairs[best][1], (pairs[best][0],))


def _best(values: Floats, direction: Direction) -> int | None:
    """Where the best value stands; None where neither more nor less is better."""
    if not len(values) or direction not in {Direction.HIGHER, Direction.LOWER}:
        return None
    return int(values.argmax() if direction is Direction.HIGHER else values.argmin())


def met(value: float, standard: Bound, direction: Direction) -> bool:
    """Whether a value meets a single standard."""
    if isinstance(standard, tuple):
        return standard[0] <= value <= standard[1]
    return value <= standard if direction is Direction.LOWER else value >= standard


def _used(reference: Reference, value: Bound, objects: tuple[str, ...], *, passed: bool | None = None) -> UsedReference:
    return UsedReference(
        reference.kind, value, reference.source or "", reference.unacceptable, reference.year, objects, passed
    )


def rescaled(
    context: ScoringContext, parts: Sequence[ScoredPart], indicators: Sequence[ScoredIndicator]
) -> tuple[ScoredIndicator, ...]:
    """Effective weights after a withheld part's share went to the others, where the scheme allows that."""
    scored = {part.id for part in parts if part.score is not None}
    share = math.fsum(part.share for part in parts if part.id in scored)
    if not context.scheme.allow_missing_part or len(scored) == len(parts) or not share:
        return tuple(indicators)
    factor = {part.id: 1 / share if part.id in scored else 0.0 for part in parts}
    return tuple(
        replace(
            one,
            effective_weight=one.effective_weight * factor[one.part],
            points=None if one.points is None else one.points * factor[one.part],
        )
        for one in indicators
    )


def total(context: ScoringContext, parts: Sequence[ScoredPart], indicators: Sequence[ScoredIndicator]) -> float | None:
    """The exact total; None where a part has no score, unless the scheme allows that a part is missing."""
    scored = {part.id for part in parts if part.score is not None}
    if not scored or (len(scored) < len(parts) and not context.scheme.allow_missing_part):
        return None
    return math.fsum(one.points for one in indicators if one.points is not None and one.part in scored)


def comparable_totals(parts: Mapping[str, PartScores]) -> Floats:
    """(n,) totals 0–100 of the parts that peers have as well: those scored by values, by their shares."""
    valued = [scores for scores in parts.values() if scores.part.method in VALUED]
    share = sum(scores.part.share for scores in valued)
    if not share:
        return np.full(1, np.nan)
    own = sum(scores.total[:1] * scores.part.share for scores in valued)
    theirs = [scores.peers.totals * scores.part.share for scores in valued if scores.peers is not None]
    totals = own if len(theirs) < len(valued) else np.concatenate([own, sum(theirs)])
    return np.asarray(100 * totals / share, dtype=np.float64)


def remarks(
    context: ScoringContext, parts: Mapping[str, PartScores], indicators: Sequence[ScoredIndicator]
) -> Iterator[Remark]:
    """What weighting and scoring have to say beside the numbers."""
    for identifier, scores in parts.items():
        name: Fact = part_name(identifier, scores.part, context.catalog.words)
        yield from ((rule, {"part": name, **facts}) for rule, facts in scores.weights.remarks)
        if scores.withheld and (scores.joint is None or scores.missing[0] > scores.part.missing_limit):
            missing, limit = float(scores.missing[0]), scores.part.missing_limit
            yield "S25", {"part": name, "missing": _percent(missing), "limit": _percent(limit)}
    for one in indicators:
        if Flag.FLOORED in one.flags:
            yield "S26", {"indicator": one.id, "name": context.catalog.indicators[one.id].name}
    for one in indicators:
        without = one.value is not None and one.score is None and one.reason is Reason.NO_STANDARD
        if without and context.scheme.parts[one.part].method not in JOINT:
            yield "S28", {"indicator": one.id, "name": context.catalog.indicators[one.id].name}
    for one, reference in _missed(context, indicators):
        grade = reference.veto
        shown = grade_name(grade, context.scheme, context.catalog.words) if grade else Text(zh="-", en="-")
        yield (
            "S30",
            {"name": context.catalog.indicators[one.id].name, "standard": written(reference.value), "grade": shown},
        )
    yield from _doubles(context, indicators)


def _percent(share: float) -> float:
    """As messages print it."""
    return float(half_up(100 * share, 2))


def vetoed(context: ScoringContext, indicators: Sequence[ScoredIndicator]) -> Grade | None:
    """The worst grade that missed mandatory standards leave; None where none is missed."""
    missed = [reference.veto for _, reference in _missed(context, indicators) if reference.veto is not None]
    return max(missed, key=list(Grade).index, default=None)


def _missed(
    context: ScoringContext, indicators: Sequence[ScoredIndicator]
) -> Iterator[tuple[ScoredIndicator, Reference]]:
    for one in indicators:
        part = context.scheme.parts[one.part]
        found = mandatory(context, one.id, part.indicators[one.id].references, one.direction)
        yield from ((one, reference) for reference, passed in found if not passed)


def _doubles(context: ScoringContext, indicators: Sequence[ScoredIndicator]) -> Iterator[Remark]:
    """Two indicators that say the same must not both be scored."""
    known = context.catalog.indicators
    for one, other in combinations(indicators, 2):
        same_formula = one.part == other.part and known[one.id].formula == known[other.id].formula
        if same_formula or other.id in known[one.id].same_as or one.id in known[other.id].same_as:
            yield "S27", {"name": known[one.id].name, "other": known[other.id].name}
