"""Why a total score changed: by indicator and by ability, in steps that add up to the change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import fsum, isclose

from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade


@dataclass(frozen=True)
class IndicatorStep:
    """The points that one indicator adds to a change of the total; `change` = from_score + from_weight.

    Attributes:
        from_score: by its score, at the new weight.
        from_weight: by its effective weight, at the old score.
    """

    id: str
    ability: str
    change: float
    from_score: float
    from_weight: float


@dataclass(frozen=True)
class AbilityStep:
    """The points that one ability adds to a change of the total."""

    id: str
    change: float


@dataclass(frozen=True)
class ScoreBridge:
    """A change of the total, split; abilities in the order of the scheme, indicators largest change first."""

    before_period: str
    after_period: str
    before: float
    after: float
    abilities: tuple[AbilityStep, ...]
    indicators: tuple[IndicatorStep, ...]

    @property
    def change(self) -> float:
        """Points gained or lost."""
        return self.after - self.before


@dataclass(frozen=True)
class Crossing:
    """An indicator that moved to another grade."""

    id: str
    before: Grade
    after: Grade

    @property
    def improved(self) -> bool:
        """Whether it moved up."""
        order = list(Grade)
        return order.index(self.after) < order.index(self.before)


def score_bridge(before: Evaluation, after: Evaluation) -> ScoreBridge | None:
    """Split the change of the total; None where one of the totals is withheld."""
    if before.score is None or after.score is None:
        return None
    steps = tuple(_steps(before, after))
    order = {ability.id: None for ability in (*after.abilities, *before.abilities)}
    sums = (AbilityStep(name, fsum(step.change for step in steps if step.ability == name)) for name in order)
    return ScoreBridge(
        before.period,
        after.period,
        before.score,
        after.score,
        tuple(sums),
        tuple(sorted(steps, key=lambda step: (-abs(step.change), step.id))),
    )


def crossings(before: Evaluation, after: Evaluation) -> tuple[Crossing, ...]:
    """Indicators whose grade changed, in the order of the scheme."""
    old = {one.id: one.level for one in before.indicators}
    return tuple(
        Crossing(one.id, was, one.level)
        for one in after.indicators
        if one.level is not None and (was := old.get(one.id)) is not None and was is not one.level
    )


def _steps(before: Evaluation, after: Evaluation) -> Iterator[IndicatorStep]:
    old = {one.id: one for one in before.indicators}
    new = {one.id: one for one in after.indicators}
    for name in {**new, **old}:
        was, now = old.get(name), new.get(name)
        (score, weight), (new_score, new_weight) = _scored(was), _scored(now)
        from_score, from_weight = (new_score - score) * new_weight, (new_weight - weight) * score
        if not weight:  # scored for the first time: there is no old score to weigh
            from_score, from_weight = 0.0, new_score * new_weight
        ability = next(one.ability for one in (now, was) if one is not None)
        change = new_score * new_weight - score * weight
        yield IndicatorStep(name, ability, change, from_score, from_weight)


def _scored(indicator: ScoredIndicator | None) -> tuple[float, float]:
    """Score and effective weight, the score of the part where indicators only make it together; else nothing."""
    if indicator is None or indicator.points is None or not indicator.effective_weight:
        return 0.0, 0.0
    if indicator.score is not None and isclose(indicator.points, indicator.score * indicator.effective_weight):
        return indicator.score, indicator.effective_weight
    return indicator.points / indicator.effective_weight, indicator.effective_weight
