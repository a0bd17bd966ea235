"""What the hospitals of a group share: the indicators in which most are strong, and those in which most are weak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.tiers import median
from reportgen.model.known import count
from reportgen.model.schemes import Grade, Scheme
from reportgen.scoring.grades import verdict
from reportgen.scoring.peers import FEWEST

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.model.results import ScoredIndicator

STRONG: Final = frozenset({Grade.EXCELLENT, Grade.GOOD})
WEAK: Final = frozenset({Grade.LOW, Grade.POOR})
SCORE_DECIMALS: Final = 1
"""Decimals of an indicator's score, on which its grade is decided."""


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
    """The indicators with the largest share of weak hospitals."""
    kept = [one for one in found if one.weak]
    return tuple(sorted(kept, key=lambda one: (-one.weak / one.n, one.median, one.id))[:count])
