"""Who can teach whom: for each weak indicator the best hospitals of the same level, among those that are ranked.

Income, prices, surplus and what follows from them are nothing to copy: such indicators are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.shared import STRONG, WEAK, grade_of
from reportgen.analysis.group.tiers import tiers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.group.tiers import Tier
    from reportgen.model.results import ScoredIndicator

TEACHERS: Final = 3


@dataclass(frozen=True)
class Lesson:
    """One indicator in one level.

    Attributes:
        learners: hospitals of the two worst grades, worst first; teachers: three at most of the two best, best first,
            each with its value.
        scored: hospitals of the level that have a score of it.
    """

    tier: Tier
    indicator: str
    learners: tuple[str, ...]
    teachers: tuple[tuple[str, float], ...]
    scored: tuple[str, ...]

    @property
    def share(self) -> float:
        """How much of the level is weak in it."""
        return len(self.learners) / len(self.scored)


def lessons(group: GroupMaterial) -> tuple[Lesson, ...]:
    """The weak indicators by level; those for which nobody of the level is good have no teachers."""
    return tuple(one for one in _weak(group) if not group.catalog.indicators[one.indicator].not_lever)


def left_out(group: GroupMaterial) -> tuple[Lesson, ...]:
    """The weak indicators by level that are nothing to copy."""
    return tuple(one for one in _weak(group) if group.catalog.indicators[one.indicator].not_lever)


def _weak(group: GroupMaterial) -> Iterator[Lesson]:
    return (lesson for tier in tiers(group) for lesson in _of_tier(group, tier))


def _of_tier(group: GroupMaterial, tier: Tier) -> Iterator[Lesson]:
    rows: dict[str, list[tuple[str, ScoredIndicator]]] = {}
    for hospital in tier.ranked:
        for row in group.by_id[hospital].evaluation.indicators:
            if row.score is not None and row.value is not None:
                rows.setdefault(row.id, []).append((hospital, row))
    found = [_lesson(group, tier, name, some) for name, some in rows.items()]
    yield from sorted((one for one in found if one.learners), key=lambda one: (-len(one.learners), one.indicator))


def _lesson(group: GroupMaterial, tier: Tier, name: str, rows: list[tuple[str, ScoredIndicator]]) -> Lesson:
    graded = [(hospital, row, grade_of(row, group.scheme)) for hospital, row in rows]
    weak = sorted((row.score or 0.0, hospital) for hospital, row, grade in graded if grade in WEAK)
    strong = sorted((-(row.score or 0.0), hospital) for hospital, row, grade in graded if grade in STRONG)
    values = {hospital: row.value for hospital, row in rows}
    teachers = tuple((hospital, values[hospital] or 0.0) for _, hospital in strong[:TEACHERS])
    return Lesson(tier, name, tuple(hospital for _, hospital in weak), teachers, tuple(values))
