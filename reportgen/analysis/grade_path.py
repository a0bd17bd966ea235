"""What carries a grade, what endangers it, and which way leads to the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.improvement import FULL, NOBODY, Improvement, levers, one_of_each_driver, score_at
from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.rounding import half_up
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.methods import METHODS

if TYPE_CHECKING:
    from reportgen.analysis.improvement import Quarters
    from reportgen.catalog import Catalog

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
    """The indicator that would cost most if it fell by one level of its standards, and that level."""

    id: str
    loss: float
    level: Grade


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


def path_to_next_grade(
    evaluation: Evaluation,
    scheme: Scheme,
    catalog: Catalog,
    history: Sequence[Evaluation] = (),
    quarters: Quarters = NOBODY,
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
    candidates = one_of_each_driver(levers(evaluation, scheme, catalog, history, quarters), catalog)
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
    return max(losses, key=lambda threat: (threat.loss, threat.id), default=None)


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
