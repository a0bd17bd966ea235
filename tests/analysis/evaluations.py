"""Invented evaluations."""

from __future__ import annotations

from dataclasses import replace

from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.results import Evaluation, LevelScore, ScoredAbility, ScoredIndicator
from reportgen.model.schemes import Grade, StandardKind, Standards
from reportgen.scoring.standards import verdict

BOUNDS = {Grade.EXCELLENT: 85.0, Grade.GOOD: 70.0, Grade.FAIR: 50.0, Grade.LOW: 40.0, Grade.POOR: 0.0}
STANDARDS = Standards(
    kind=StandardKind.PLAN, excellent=5.0, good=4.0, fair=3.0, low=2.0, poor=1.0, source="test"
)  # fmt: skip


def indicator(name: str, score: float | None, weight: float, *, ability: str = "x") -> ScoredIndicator:
    """An indicator with five equidistant standards, its value such that it earns the score."""
    level = None if score is None else verdict(score, BOUNDS, 2).grade
    value = None if score is None else score / 20
    steps = None
    if score is not None:
        grade = list(Grade)[max(0, 5 - int(score // 20))]
        steps = LevelScore(grade, 0.0, 0.0, None, 0.0, score / 100)
    return ScoredIndicator(
        id=name,
        part="quantitative",
        ability=ability,
        value=value,
        unit="times",
        reason=None,
        direction=Direction.HIGHER,
        standards=STANDARDS,
        weight=weight,
        effective_weight=weight,
        score=score,
        points=None if score is None else score * weight,
        level=level,
        steps=steps,
    )


def evaluation(*indicators: ScoredIndicator) -> Evaluation:
    """Indicators put together."""
    total = sum(one.points or 0.0 for one in indicators)
    found = verdict(total, BOUNDS, 2)
    names = dict.fromkeys(one.ability for one in indicators)
    abilities = tuple(ScoredAbility(name, Text(zh=name, en=name), "quantitative", 0.0, None, None) for name in names)
    return Evaluation(
        "trial", "1", "own", "2025", indicators, abilities, (), total, found.printed, found.grade, found.unrounded
    )  # fmt: skip


def judged(one: ScoredIndicator) -> ScoredIndicator:
    """An indicator that experts judge: without standards."""
    return replace(one, standards=None, part="qualitative")
