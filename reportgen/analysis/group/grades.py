"""The group as a whole: how many hospitals have each grade, how they moved, where the middle one stands."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, TypeVar

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.tiers import median
from reportgen.model.known import Counted, count
from reportgen.model.schemes import Grade

K = TypeVar("K", bound=Hashable)

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial


@dataclass(frozen=True)
class GradeCounts:
    """The grades of a group.

    Attributes:
        now: hospitals ranked, by grade; ranked, unranked: how many are and are not.
        compared: hospitals with comparable totals of both periods; then, later: of those, by grade, before and now.
        moves: of those, by the grade before and the grade now.
        median: middle total of those ranked; None of fewer than five.
    """

    now: Mapping[Grade, int]
    ranked: int
    unranked: int
    compared: int
    then: Mapping[Grade, int]
    later: Mapping[Grade, int]
    moves: Mapping[tuple[Grade, Grade], int]
    median: float | None

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
    others = [member for member in group.members if not is_fit(member)]
    pairs = [
        (group.handles[member.entity], earlier, member.evaluation)
        for member in fit
        if (earlier := group.earlier(member)) is not None and earlier.grade is not None
    ]
    moves = [((one.grade, now.grade), handle) for handle, one, now in pairs if one.grade and now.grade]
    graded = [(grade, group.handles[one.entity]) for one in fit if (grade := one.evaluation.grade)]
    return GradeCounts(
        now=_tally(Grade, graded, "grade"),
        ranked=count(group.handles[one.entity] for one in fit),
        unranked=count(group.handles[one.entity] for one in others),
        compared=count(handle for handle, _, _ in pairs),
        then=_tally(Grade, ((one.grade, handle) for handle, one, _ in pairs if one.grade), f"{group.before}.grade"),
        later=_tally(Grade, ((one.grade, handle) for handle, _, one in pairs if one.grade), "grade"),
        moves=_tally(product(Grade, Grade), moves, "grade"),
        median=median(member.evaluation.score for member in fit),
    )


def _tally(all_of: Iterable[K], found: Iterable[tuple[K, str]], of: str) -> Mapping[K, Counted]:
    """How many hospitals there are of each kind, none of some."""
    by_kind: dict[K, list[str]] = {}
    for kind, hospital in found:
        by_kind.setdefault(kind, []).append(hospital)
    return {kind: count(by_kind.get(kind, ()), of) for kind in all_of}


def _place(grade: Grade) -> int:
    return list(Grade).index(grade)
