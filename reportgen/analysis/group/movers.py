"""Hospitals that changed their grade, and those that kept it: the change of the total, split into the abilities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.tiers import median

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.model.results import Evaluation
    from reportgen.model.schemes import Grade


@dataclass(frozen=True)
class Mover:
    """One hospital.

    Attributes:
        before, now: totals; grade_before, grade_now: their grades.
        abilities: points that each ability added or took, by its id; together they are the change of the total.
        main: the indicator that moved most points in the direction of the change; effect: how many.
    """

    hospital: str
    before: float
    now: float
    grade_before: Grade
    grade_now: Grade
    abilities: Mapping[str, float]
    main: str | None
    effect: float

    @property
    def change(self) -> float:
        """The total now less the total before."""
        return self.now - self.before


@dataclass(frozen=True)
class Shifts:
    """Changes of totals.

    Attributes:
        changes: by hospital; median: the middle of them, None of fewer than five.
        abilities, indicators: points that each added or took, as a mean over these hospitals.
    """

    changes: Mapping[str, float]
    median: float | None
    abilities: Mapping[str, float]
    indicators: Mapping[str, float]

    @property
    def mean(self) -> float:
        """The mean change of the totals."""
        return sum(self.abilities.values())


def movers(group: GroupMaterial) -> tuple[Mover, ...]:
    """The ranked hospitals whose grade is another than in the preceding period; risers first, by their change."""
    found = (mover for mover in _compared(group) if mover.grade_before is not mover.grade_now)
    return tuple(sorted(found, key=lambda mover: (-mover.change, mover.hospital)))


def keepers(group: GroupMaterial) -> tuple[Mover, ...]:
    """The ranked hospitals whose grade is that of the preceding period; those whose totals changed most first."""
    found = (mover for mover in _compared(group) if mover.grade_before is mover.grade_now)
    return tuple(sorted(found, key=lambda mover: (-abs(mover.change), mover.hospital)))


def _compared(group: GroupMaterial) -> Iterator[Mover]:
    for member in group.members:
        earlier = group.earlier(member)
        if is_fit(member) and earlier is not None and (mover := _mover(earlier, member.evaluation)) is not None:
            yield mover


def _mover(earlier: Evaluation, now: Evaluation) -> Mover | None:
    if earlier.grade is None or now.grade is None:
        return None
    if earlier.score is None or now.score is None:
        return None
    effects = _effects(earlier, now)
    abilities = _by_ability(now, effects)
    sign = 1.0 if now.score > earlier.score else -1.0
    main = max(effects, key=lambda name: (sign * effects[name], name), default=None)
    if main is None or sign * effects[main] <= 0:
        main = None
    return Mover(
        now.entity, earlier.score, now.score, earlier.grade, now.grade, abilities, main,
        effects[main] if main is not None else 0.0,
    )  # fmt: skip


def shifts(group: GroupMaterial) -> Shifts:
    """How the totals of the ranked hospitals that compare changed."""
    changes = dict[str, float]()
    found: list[tuple[Evaluation, dict[str, float]]] = []
    for member in group.members:
        earlier, now = group.earlier(member), member.evaluation
        if is_fit(member) and earlier is not None and earlier.score is not None and now.score is not None:
            changes[member.entity] = now.score - earlier.score
            found.append((now, _effects(earlier, now)))
    abilities = [_by_ability(now, effects) for now, effects in found]
    return Shifts(changes, median(changes.values()), _means(abilities), _means([effects for _, effects in found]))


def _means(found: list[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for one in found for name in one)
    return {name: sum(one.get(name, 0.0) for one in found) / len(found) for name in names}


def _effects(earlier: Evaluation, now: Evaluation) -> dict[str, float]:
    """Points that each indicator added or took."""
    before = {row.id: row.points or 0.0 for row in earlier.indicators}
    return {row.id: (row.points or 0.0) - before.get(row.id, 0.0) for row in now.indicators}


def _by_ability(now: Evaluation, effects: Mapping[str, float]) -> dict[str, float]:
    abilities: dict[str, float] = {}
    for row in now.indicators:
        abilities[row.ability] = abilities.get(row.ability, 0.0) + effects[row.id]
    return abilities
