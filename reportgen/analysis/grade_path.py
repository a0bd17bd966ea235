"""What carries a grade, what endangers it, and which way leads to the next one.

How far the indicators that management can move may be moved, and the points that it brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.known import ATTAINABLE, under
from reportgen.model.period import Period
from reportgen.model.printing import half_up
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.methods import METHODS
from reportgen.scoring.standards import bounds, edges, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.catalog import Catalog
    from reportgen.model.schemes import Standards

    Quarters = Mapping[str, tuple[float, float]]
    """The lower and upper quartile of those among whom a hospital has no place, by indicator."""


FULL: Final = 100.0
SOLVENCY: Final = "solvency"
"""The group of the catalogue in which indicators of solvency stand, whatever a scheme calls its abilities."""
ALIKE: Final = 1e-9
"""Points: losses that differ by less are one."""
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})
NOBODY: Final[Quarters] = MappingProxyType({})


@dataclass(frozen=True)
class Improvement:
    """From the value to a better one, and the points of the total that it brings.

    Attributes:
        is_beyond: whether the step is longer than the hospital is known to have made within a year; false where nothing
            is known.
    """

    id: str
    value: float
    target: float
    gain: float
    is_beyond: bool = False


def levers(  # noqa: PLR0913 - what was found, and what is known besides
    evaluation: Evaluation,
    scheme: Scheme,
    catalog: Catalog,
    history: Iterable[Evaluation] = (),
    quarters: Quarters = NOBODY,
    *,
    is_pressed: bool = False,
) -> tuple[Improvement, ...]:
    """What management can move and what brings points: of levels alone, for only these say what a step would bring.

    Income, prices, surplus and what follows from them are no levers, nor is what experts judge, nor what asks for money
    where solvency is low or poor, or a red line of it is crossed (`is_pressed`).
    """
    earlier, barred = tuple(history), unaffordable(evaluation, scheme, catalog, is_pressed=is_pressed)
    found = (
        improvement(one, scheme, earlier, quarters.get(one.id, ()))
        for one in evaluation.indicators
        if one.id in catalog.indicators and not catalog.indicators[one.id].not_lever and one.id not in barred
    )
    whole = (*earlier, evaluation)
    return tuple(replace(one, is_beyond=_is_beyond(one, whole)) for one in found if one is not None and one.gain > 0)


def unaffordable(
    evaluation: Evaluation, scheme: Scheme, catalog: Catalog, *, is_pressed: bool = False
) -> tuple[str, ...]:
    """Indicators that are improved by spending, where solvency is low or poor, or `is_pressed` by a red line of it.

    Advice to spend would be bad advice there.
    """
    rows = {one.id: (one, catalog.indicators[one.id]) for one in evaluation.indicators if one.id in catalog.indicators}
    solvency = [
        (one.score, one.effective_weight)
        for one, defined in rows.values()
        if defined.ability == SOLVENCY and one.score is not None
    ]
    weight = sum(part for _, part in solvency)
    if not is_pressed:
        if not weight or not scheme.grades:
            return ()
        score = sum(score * part for score, part in solvency) / weight
        if verdict(score, scheme.grades, scheme.decimals).grade not in WEAK:
            return ()
    return tuple(name for name, (one, defined) in rows.items() if defined.needs_money and one.score is not None)


def _is_beyond(one: Improvement, results: Sequence[Evaluation]) -> bool:
    """Whether the step is longer than any that the hospital made to that side from one period to one within a year."""
    rows = []
    for each in results:
        when = Period.parse(each.period)
        values = (row.value for row in each.indicators if row.id == one.id and row.value is not None)
        rows += [(when.kind, str(when.previous_year()), str(when), float(value)) for value in values]
    side = 1 if one.target > one.value else -1
    steps = [
        side * (later - earlier)
        for kind, _, before, earlier in rows
        for other, first, after, later in rows
        if kind is other and first <= before < after
    ]
    return bool(steps) and side * (one.target - one.value) > max(steps)


def improvement(
    one: ScoredIndicator, scheme: Scheme, history: Sequence[Evaluation], others: Sequence[float] = ()
) -> Improvement | None:
    """To the standard of the best level, no further than the better quarter of the peers or the hospital itself came.

    A standard that nobody is known to have reached promises points that nobody can get. None where the indicator has no
    levels or has full marks; no gain where nobody is known to be better.

    Args:
        one: the indicator.
        scheme: by which it was scored.
        history: earlier results.
        others: the quartiles of those among whom the hospital has no place, where it has no peers.
    """
    if one.value is None or one.score is None or one.standards is None or one.score >= FULL:
        return None
    if scheme.parts[one.part].method not in METHODS:
        return None
    low, high = (float(side) for side in edges(one.standards, one.direction)[:, 0])
    is_low = one.value < low
    aim = _sourced(low if is_low else high, one.standards)
    known = [*_known(one, history), *others]
    reach = aim if not known else min(aim, max(known)) if is_low else max(aim, min(known))
    if (reach <= one.value) if is_low else (reach >= one.value):
        return Improvement(one.id, one.value, one.value, 0.0)
    score = FULL if reach == aim else under(score_at(one, scheme, reach), f"{ATTAINABLE}.{one.id}.score")
    return Improvement(one.id, one.value, reach, (score - one.score) * one.effective_weight)


def one_of_each_driver(found: Iterable[Improvement], catalog: Catalog) -> list[Improvement]:
    """Largest gain first; of those that one measure moves together only the largest, for their gains do not add up."""
    kept: dict[str, Improvement] = {}
    for one in sorted(found, key=lambda one: (-one.gain, one.id)):
        kept.setdefault(catalog.indicators[one.id].driver or one.id, one)
    return list(kept.values())


def score_at(one: ScoredIndicator, scheme: Scheme, value: float) -> float:
    """What another value of an indicator with levels would score."""
    assert one.standards is not None
    part = scheme.parts[one.part]
    levels = METHODS[part.method](np.array([value]), edges(one.standards, one.direction), np.array(part.coefficients))
    return float(levels.score[0]) * FULL


def _sourced(aim: float, standards: Standards) -> float:
    """The standard of the best level as it stands in the scheme, for the way through edges loses where it is from."""
    return next((bound for bound in bounds(standards.excellent) if bound == aim), aim)


def _known(one: ScoredIndicator, history: Iterable[Evaluation]) -> Iterator[float]:
    """The quartiles of the peers, and the hospital's own values of earlier periods of the same kind."""
    if one.peer is not None:
        yield from (one.peer.lower_quartile, one.peer.upper_quartile)
    rows = (row for earlier in history for row in earlier.indicators if row.id == one.id)
    yield from (row.value for row in rows if row.value is not None)


VISIBLE: Final = 0.005
"""Points of the total that its two decimals show."""
FAIR_SCORE: Final = 60.0
"""The score of the middle level: what stands in for the peers where there are none."""
GRADES: Final = tuple(Grade)


@dataclass(frozen=True)
class Strength:
    """An indicator that lifts the total above the peers' (or above the middle level, where there are none)."""

    id: str
    advantage: float
    against_peers: bool


@dataclass(frozen=True)
class Risk:
    """An indicator that costs points, and whether its score has fallen."""

    id: str
    points_lost: float
    worsening: bool


@dataclass(frozen=True)
class Lever:
    """One step on the way: an indicator brought from its value as far as is known to be possible.

    Attributes:
        is_beyond: whether the hospital is not known to have made so long a step within a year.
    """

    id: str
    value: float
    target: float
    gain: float
    total: float
    is_beyond: bool = False


@dataclass(frozen=True)
class Threat:
    """The indicator that would cost most if it fell by one level of its standards, and that level.

    Attributes:
        besides: others that would cost as much by falling to the same level.
    """

    id: str
    loss: float
    level: Grade
    besides: tuple[str, ...] = ()


@dataclass(frozen=True)
class PathToGrade:
    """The way to the next grade, or what guards the best one.

    Attributes:
        target: the next better grade, None at the best.
        threshold: its lower bound; at the best grade the bound that must be kept.
        gap: points to the threshold; at the best grade the (negative) margin above it.
        levers: largest gain first, until the threshold is passed.
        reached: whether they are enough; best: the total with all of them.
    """

    target: Grade | None
    threshold: float
    gap: float
    levers: tuple[Lever, ...]
    reached: bool
    best: float
    threat: Threat | None = None


def strengths(evaluation: Evaluation, scheme: Scheme, count: int = 3) -> tuple[Strength, ...]:
    """The computed indicators of the largest (score − peers' score) · weight above zero; then those of full marks.

    No peer has more than full marks.
    """
    found = [
        Strength(one.id, (one.score - against) * one.effective_weight, against_peers)
        for one in evaluation.indicators
        if one.score is not None and one.standards is not None and scheme.parts[one.part].method in METHODS
        for against, against_peers in [_comparison(one, scheme)]
        if one.score > against or one.score >= FULL
    ]
    weights = {one.id: one.effective_weight for one in evaluation.indicators}
    return tuple(sorted(found, key=lambda one: (-one.advantage, -weights[one.id], one.id))[:count])


def risks(evaluation: Evaluation, before: Evaluation | None = None, count: int = 3) -> tuple[Risk, ...]:
    """The indicators that lose most points, those that are worsening first."""
    earlier = {one.id: one.score for one in before.indicators} if before else {}
    found = [
        Risk(
            one.id,
            (FULL - one.score) * one.effective_weight,
            fell(earlier.get(one.id), one.score, one.effective_weight),
        )
        for one in evaluation.indicators
        if one.score is not None and one.score < FULL
    ]
    return tuple(sorted(found, key=lambda one: (not one.worsening, -one.points_lost, one.id))[:count])


def path_to_next_grade(  # noqa: PLR0913 - as above
    evaluation: Evaluation,
    scheme: Scheme,
    catalog: Catalog,
    history: Sequence[Evaluation] = (),
    quarters: Quarters = NOBODY,
    *,
    is_pressed: bool = False,
) -> PathToGrade | None:
    """The levers that lead to the next grade, one of each driver; None where there is no total."""
    if evaluation.score is None or evaluation.grade is None:
        return None
    ladder = [grade for grade in GRADES if grade in scheme.grades]
    place = ladder.index(evaluation.grade)
    if place == 0:
        bound = scheme.grades[evaluation.grade]
        threat = _threat(evaluation, scheme)
        return PathToGrade(
            None, bound, bound - evaluation.score, (), reached=True, best=evaluation.score, threat=threat
        )
    target = ladder[place - 1]
    bound = scheme.grades[target]
    found = levers(evaluation, scheme, catalog, history, quarters, is_pressed=is_pressed)
    candidates = one_of_each_driver(found, catalog)
    best = evaluation.score + sum(one.gain for one in candidates)
    taken = _taken(candidates, evaluation.score, bound, scheme.decimals)
    reached = half_up(best, scheme.decimals) >= half_up(bound, scheme.decimals)
    return PathToGrade(target, bound, bound - evaluation.score, taken, reached, best)


def _taken(candidates: Sequence[Improvement], total: float, bound: float, decimals: int) -> tuple[Lever, ...]:
    """Levers with running totals until the printed total reaches the bound."""
    taken: list[Lever] = []
    for one in candidates:
        if half_up(total, decimals) >= half_up(bound, decimals):
            break
        total += one.gain
        taken.append(Lever(one.id, one.value, one.target, one.gain, total, one.is_beyond))
    return tuple(taken)


def _threat(evaluation: Evaluation, scheme: Scheme) -> Threat | None:
    """The largest loss if one indicator fell to the standard of the level below its own."""
    losses = []
    for one in evaluation.indicators:
        if one.steps is None or one.score is None or one.steps.level is None:
            continue
        place = GRADES.index(one.steps.level) + 1
        if place == len(GRADES):  # there is no level to fall to
            continue
        below = scheme.parts[one.part].coefficients[place] * FULL
        losses.append(Threat(one.id, (one.score - below) * one.effective_weight, GRADES[place]))
    first = max(losses, key=lambda threat: (threat.loss, threat.id), default=None)
    if first is None:
        return None
    alike = (one.id for one in losses if one.level is first.level and first.loss - one.loss < ALIKE)
    return replace(first, besides=tuple(one for one in alike if one != first.id))


def _comparison(one: ScoredIndicator, scheme: Scheme) -> tuple[float, bool]:
    """The score that the peers' median would get, or that of the middle level."""
    if one.peer is None or one.standards is None:
        return FAIR_SCORE, False
    return score_at(one, scheme, one.peer.median), True


def is_behind(indicator: ScoredIndicator) -> bool:
    """Whether the peers do better: their median is, or a range has it outside their middle half."""
    peer, value = indicator.peer, indicator.value
    if peer is None or value is None:
        return False
    if indicator.direction is Direction.HIGHER:
        return value < peer.median
    if indicator.direction is Direction.LOWER:
        return value > peer.median
    return not peer.lower_quartile <= value <= peer.upper_quartile


def fell(before: float | None, score: float | None, weight: float) -> bool:
    """Whether the fall shows in the total."""
    return before is not None and score is not None and (before - score) * weight >= VISIBLE
