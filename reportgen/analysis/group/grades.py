"""The group as a whole: how many hospitals have each grade, how they moved, where the middle one stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.tiers import median
from reportgen.model.schemes import Grade

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial


@dataclass(frozen=True)
class GradeCounts:
    """The grades of a group.

    Attributes:
        now: hospitals ranked, by grade; ranked, unranked: how many are and are not.
        compared: hospitals with comparable totals of both periods; then, later: of those, by grade, before and now.
        moves: of those, by the grade before and the grade now.
        median: middle total of those ranked; median_before, median_after: of those compared; None of fewer than five.
    """

    now: Mapping[Grade, int]
    ranked: int
    unranked: int
    compared: int
    then: Mapping[Grade, int]
    later: Mapping[Grade, int]
    moves: Mapping[tuple[Grade, Grade], int]
    median: float | None
    median_before: float | None
    median_after: float | None

    @property
    def rose(self) -> int:
        """Hospitals with a better grade than before."""
        return sum(count for (before, now), count in self.moves.items() if _place(now) < _place(before))

    @property
    def fell(self) -> int:
        """Hospitals with a worse grade than before."""
        return sum(count for (before, now), count in self.moves.items() if _place(now) > _place(before))

    @property
    def all_compare(self) -> bool:
        """Whether every ranked hospital compares, so that figures now and before are of the same hospitals."""
        return 0 < self.compared == self.ranked


def grade_counts(group: GroupMaterial) -> GradeCounts:
    """Count the grades of the ranked hospitals, and the moves of those that compare with the preceding period."""
    fit = [member for member in group.members if is_fit(member)]
    pairs = [
        (earlier, member.evaluation)
        for member in fit
        if (earlier := group.earlier(member)) is not None and earlier.grade is not None
    ]
    moves = Counter((one.grade, other.grade) for one, other in pairs if one.grade and other.grade)
    return GradeCounts(
        now=Counter(member.evaluation.grade for member in fit if member.evaluation.grade),
        ranked=len(fit),
        unranked=len(group.members) - len(fit),
        compared=len(pairs),
        then=Counter(one.grade for one, _ in pairs if one.grade),
        later=Counter(other.grade for _, other in pairs if other.grade),
        moves=moves,
        median=median(member.evaluation.score for member in fit),
        median_before=median(one.score for one, _ in pairs),
        median_after=median(other.score for _, other in pairs),
    )


def _place(grade: Grade) -> int:
    return list(Grade).index(grade)
