"""Why a score is another one than before: what was measured, by what it was judged, how it was weighed, what was there.

The causes are replaced one by one in the order of `ChangeCause`; each effect is the change of the total at its step, so
that the effects add up to the whole change. Another order would share joint effects out differently.

Why a total score changed: by indicator and by ability, in steps that add up to the change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import fsum, isclose

import numpy as np

from reportgen.analysis.draws import Rescoring
from reportgen.model.results import Evaluation, ScoredIndicator
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.recount import Recount


class ChangeCause(StrEnum):
    """Causes of a change, in the order in which they are replaced."""

    DEFINITION = "definition"
    STANDARD = "standard"
    WEIGHT = "weight"
    AVAILABILITY = "availability"
    VALUE = "value"


@dataclass(frozen=True)
class IndicatorEffects:
    """The points that one indicator adds to each effect, in the order of `ChangeCause`."""

    id: str
    ability: str
    points: tuple[float, ...]


@dataclass(frozen=True)
class Attribution:
    """A change of the total, split.

    Attributes:
        effects: points by cause, in the order of `ChangeCause`; their sum is after − before.
        indicators: the same by indicator, largest change first.
    """

    before_period: str
    after_period: str
    before: float
    after: float
    effects: tuple[tuple[ChangeCause, float], ...]
    indicators: tuple[IndicatorEffects, ...]


@dataclass(frozen=True)
class GradePoint:
    """One period of a grade history."""

    period: str
    score: float | None
    grade: Grade | None
    changed: bool


def attribution(
    before: Evaluation,
    after: Evaluation,
    scheme: Scheme,
    *,
    earlier: Scheme | None = None,
    restated: Evaluation | None = None,
) -> Attribution | None:
    """Split the change between two evaluations; None where one of the totals is withheld.

    Args:
        before: as it was judged then.
        after: as it is judged now.
        scheme: today's.
        earlier: the scheme of then, if it was another.
        restated: the earlier period by today's definitions and scheme, where one of these has changed.
    """
    if before.score is None or after.score is None:
        return None
    states = list(_states(before, after, restated or before, earlier or scheme, scheme))
    names = dict.fromkeys(name for state in states for name in state)
    abilities = {row.id: row.ability for row in (*before.indicators, *after.indicators)}
    rows = [
        IndicatorEffects(
            name, abilities[name], tuple(new.get(name, 0.0) - old.get(name, 0.0) for old, new in pairwise(states))
        )
        for name in names
    ]
    effects = tuple((effect, fsum(row.points[place] for row in rows)) for place, effect in enumerate(ChangeCause))
    ranked = sorted(rows, key=lambda row: (-abs(fsum(row.points)), row.id))
    return Attribution(before.period, after.period, before.score, after.score, effects, tuple(ranked))


def grade_history(evaluations: Mapping[str, Evaluation]) -> tuple[GradePoint, ...]:
    """Scores and grades by period, and where the grade is another than the one before."""
    found: list[GradePoint] = []
    last: Grade | None = None
    for period, one in evaluations.items():
        changed = one.grade is not None and last is not None and one.grade is not last
        found.append(GradePoint(period, one.score, one.grade, changed))
        last = one.grade or last
    return tuple(found)


Points = dict[str, float]
Scores = dict[str, float]


def _states(
    before: Evaluation, after: Evaluation, restated: Evaluation, earlier: Scheme, scheme: Scheme
) -> Iterator[Points]:
    """Points by indicator as it was, after each cause, and as it is."""
    old, new = Recount.of(before, earlier), Recount.of(after, scheme)
    was = _known(old)
    values = {row.id: row.value for row in restated.indicators}
    yield _points(old, was)
    redefined = {name: _score(before, earlier, name, values.get(name), known) for name, known in was.items()}
    yield _points(old, redefined)
    again = {
        name: _score(after, scheme, name, values.get(name), known) if name in new.names else known
        for name, known in redefined.items()
    }
    yield _points(old, again)
    added = {name: known for name, known in _known(Recount.of(restated, scheme)).items() if name not in again}
    weighed = {name: known for name, known in {**again, **added}.items() if name in new.names}
    yield _points(new, weighed)
    now = _known(new)
    yield _points(new, {name: weighed.get(name, known) for name, known in now.items()})
    yield _points(new, now)


def _known(recount: Recount) -> Scores:
    pairs = zip(recount.names, map(float, recount.scores), strict=True)
    return {name: score for name, score in pairs if not np.isnan(score)}


def _points(recount: Recount, scores: Scores) -> Points:
    known = np.array([scores.get(name, np.nan) for name in recount.names])
    return dict(zip(recount.names, map(float, recount.points(recount.weights, known)[0]), strict=True))


def _score(evaluation: Evaluation, scheme: Scheme, name: str, value: float | None, known: float) -> float:
    """The score of a value by the standards of an evaluation; what no value is scored in stays as it was."""
    rescoring = Rescoring.of(evaluation, scheme)
    column = rescoring.recount.names.index(name)
    row: ScoredIndicator = evaluation.indicators[column]
    if value is None or (row.standards is None and row.reference is None):
        return known
    if row.value == value and row.score is not None:
        return row.score
    found = float(rescoring.scores(column, np.array([value]))[0])
    return known if np.isnan(found) else found


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
        if not weight and not new_weight:  # without a score in either: it has no effect, not one of nothing
            continue
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
