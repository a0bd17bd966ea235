"""What carries a grade, what endangers it, and which way leads to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.rounding import half_up
from reportgen.model.schemes import Bound, Grade, Scheme
from reportgen.scoring.methods import METHODS
from reportgen.scoring.standards import edges

if TYPE_CHECKING:
    from reportgen.catalog import Catalog

VISIBLE: Final = 0.005
"""Points of the total that its two decimals show."""
FULL: Final = 100.0
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
    """One step on the way: an indicator brought from its value to the standard of the best level."""

    id: str
    value: float
    target: Bound
    gain: float
    total: float


@dataclass(frozen=True)
class Threat:
    """The indicator that would cost most if it fell by one level."""

    id: str
    loss: float


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


def path_to_next_grade(evaluation: Evaluation, scheme: Scheme, catalog: Catalog) -> PathToGrade | None:
    """The levers that lead to the next grade; None where there is no total.

    Income, prices, surplus and what follows from them are no levers, nor is what experts judge.
    """
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
    candidates = sorted(levers(evaluation, scheme, catalog), key=lambda pair: (-pair[1], pair[0].id))
    best = evaluation.score + sum(gain for _, gain in candidates)
    taken = _taken(candidates, evaluation.score, bound, scheme.decimals)
    reached = half_up(best, scheme.decimals) >= half_up(bound, scheme.decimals)
    return PathToGrade(target, bound, bound - evaluation.score, taken, reached, best)


def levers(evaluation: Evaluation, scheme: Scheme, catalog: Catalog) -> tuple[tuple[ScoredIndicator, float], ...]:
    """The indicators that management can move, with the points that the best level would bring; of levels alone."""
    return tuple(
        (one, (FULL - one.score) * one.effective_weight)
        for one in evaluation.indicators
        if one.standards is not None and one.value is not None and one.score is not None
        if one.score < FULL and not catalog.indicators[one.id].not_lever and scheme.parts[one.part].method in METHODS
    )


def _taken(
    candidates: Sequence[tuple[ScoredIndicator, float]], total: float, bound: float, decimals: int
) -> tuple[Lever, ...]:
    """Levers with running totals until the printed total reaches the bound."""
    taken: list[Lever] = []
    for one, gain in candidates:
        if half_up(total, decimals) >= half_up(bound, decimals) or one.standards is None or one.value is None:
            break
        total += gain
        taken.append(Lever(one.id, one.value, one.standards.excellent, gain, total))
    return tuple(taken)


def _threat(evaluation: Evaluation, scheme: Scheme) -> Threat | None:
    """The largest loss if one indicator fell to the standard of the level below its own."""
    losses = []
    for one in evaluation.indicators:
        if one.steps is None or one.score is None or one.steps.level is None:
            continue
        below = scheme.parts[one.part].coefficients[GRADES.index(one.steps.level) + 1] * FULL
        losses.append(Threat(one.id, (one.score - below) * one.effective_weight))
    return max(losses, key=lambda threat: (threat.loss, threat.id), default=None)


def _comparison(one: ScoredIndicator, scheme: Scheme) -> tuple[float, bool]:
    """The score that the peers' median would get, or that of the middle level."""
    if one.peer is None or one.standards is None:
        return FAIR_SCORE, False
    part = scheme.parts[one.part]
    table = edges(one.standards, one.direction)
    levels = METHODS[part.method](np.array([one.peer.median]), table, np.array(part.coefficients))
    return float(levels.score[0]) * FULL, True


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
