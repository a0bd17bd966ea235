"""What the hospitals of a group share: the indicators in which most are strong, and those in which most are weak.

Who can teach whom: for each weak indicator the best hospitals of the same level, among those that are ranked.

Income, prices, surplus and what follows from them are nothing to copy: such indicators are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.tiers import median, tiers
from reportgen.model.known import count
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.sample import FEWEST
from reportgen.scoring.standards import SCORE_DECIMALS, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.group.tiers import Tier
    from reportgen.model.results import ScoredIndicator

STRONG: Final = frozenset({Grade.EXCELLENT, Grade.GOOD})
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})
SEVERAL: Final = 2
"""Hospitals that share a weakness; what one alone has is its own."""


@dataclass(frozen=True)
class Shared:
    """One indicator over the group.

    Attributes:
        n: hospitals with a score; strong, weak: those of the two best and of the two worst grades.
        median: middle score.
    """

    id: str
    n: int
    strong: int
    weak: int
    median: float


def grade_of(indicator: ScoredIndicator, scheme: Scheme) -> Grade | None:
    """The grade of an indicator's printed score; None without a score or without grades."""
    if indicator.score is None or not scheme.grades:
        return None
    return verdict(indicator.score, scheme.grades, SCORE_DECIMALS).grade


def shared(group: GroupMaterial) -> tuple[Shared, ...]:
    """Every indicator that five of the ranked hospitals or more have a score of, in the order of the scheme."""
    rows: dict[str, dict[str, ScoredIndicator]] = {}
    for member in filter(is_fit, group.members):
        for row in member.evaluation.indicators:
            rows.setdefault(row.id, {})[group.handles[member.entity]] = row
    return tuple(found for name, own in rows.items() if (found := _shared(name, own, group.scheme)) is not None)


def _shared(name: str, rows: Mapping[str, ScoredIndicator], scheme: Scheme) -> Shared | None:
    scores = {hospital: row.score for hospital, row in rows.items() if row.score is not None}
    middle = median(scores.values())
    if middle is None or len(scores) < FEWEST:
        return None
    key, grades = f"indicator.{name}.score", {hospital: grade_of(row, scheme) for hospital, row in rows.items()}
    strong, weak = (count((one for one, grade in grades.items() if grade in some), key) for some in (STRONG, WEAK))
    return Shared(name, count(scores, key), strong, weak, middle)


def strengths(found: tuple[Shared, ...], count: int = 3) -> tuple[Shared, ...]:
    """The indicators with the largest share of strong hospitals, more than half of them."""
    kept = [one for one in found if 2 * one.strong > one.n]
    return tuple(sorted(kept, key=lambda one: (-one.strong / one.n, -one.median, one.id))[:count])


def weaknesses(found: tuple[Shared, ...], count: int = 3) -> tuple[Shared, ...]:
    """The indicators with the largest share of weak hospitals: two at least, and more than are strong in it."""
    kept = [one for one in found if one.weak >= SEVERAL and one.weak > one.strong]
    return tuple(sorted(kept, key=lambda one: (-one.weak / one.n, one.median, one.id))[:count])


TEACHERS: Final = 3


@dataclass(frozen=True)
class SharedLesson:
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


def lessons(group: GroupMaterial) -> tuple[SharedLesson, ...]:
    """The weak indicators by level; those for which nobody of the level is good have no teachers."""
    return tuple(one for one in _weak(group) if not group.catalog.indicators[one.indicator].not_lever)


def left_out(group: GroupMaterial) -> tuple[SharedLesson, ...]:
    """The weak indicators by level that are nothing to copy."""
    return tuple(one for one in _weak(group) if group.catalog.indicators[one.indicator].not_lever)


def _weak(group: GroupMaterial) -> Iterator[SharedLesson]:
    return (lesson for tier in tiers(group) for lesson in _of_tier(group, tier))


def _of_tier(group: GroupMaterial, tier: Tier) -> Iterator[SharedLesson]:
    rows: dict[str, list[tuple[str, ScoredIndicator]]] = {}
    for hospital in tier.ranked:
        for row in group.by_id[hospital].evaluation.indicators:
            if row.score is not None and row.value is not None:
                rows.setdefault(row.id, []).append((hospital, row))
    found = [_lesson(group, tier, name, some) for name, some in rows.items()]
    yield from sorted((one for one in found if one.learners), key=lambda one: (-len(one.learners), one.indicator))


def _lesson(group: GroupMaterial, tier: Tier, name: str, rows: list[tuple[str, ScoredIndicator]]) -> SharedLesson:
    graded = [(hospital, row, grade_of(row, group.scheme)) for hospital, row in rows]
    weak = sorted((row.score or 0.0, hospital) for hospital, row, grade in graded if grade in WEAK)
    strong = sorted((-(row.score or 0.0), hospital) for hospital, row, grade in graded if grade in STRONG)
    values = {hospital: row.value for hospital, row in rows}
    teachers = tuple((hospital, values[hospital] or 0.0) for _, hospital in strong[:TEACHERS])
    return SharedLesson(tier, name, tuple(hospital for _, hospital in weak), teachers, tuple(values))
