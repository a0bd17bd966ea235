"""Hospitals of one level: tertiary, secondary, primary, or whichever class their data name.

Those of a level that are ranked are compared with each other; what the others lack would move every middle and
every place. Nothing is told of fewer than five hospitals together (k-anonymity): no median, no quartile.

The group as a whole: how many hospitals have each grade, how they moved, where the middle one stands.

Hospitals that changed their grade, and those that kept it: the change of the total, split into the abilities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from reportgen.analysis.group.league import is_fit
from reportgen.model.known import Counted, by, count
from reportgen.model.schemes import Grade
from reportgen.scoring.sample import FEWEST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.model.results import Evaluation

FROM_WORDS: Final = "hospital_level"
"""Words that name the levels of hospitals, highest first."""


@dataclass(frozen=True)
class Tier:
    """Some hospitals of one level.

    Attributes:
        id: of the level in the words, or the text of the data; empty where the data name none.
        is_known: whether the words name it.
        hospitals: ids; ranked: those of them that are ranked.
    """

    id: str
    is_known: bool
    hospitals: tuple[str, ...]
    ranked: tuple[str, ...]

    @property
    def is_shown(self) -> bool:
        """Whether enough hospitals are ranked for a median to be told."""
        return len(self.ranked) >= FEWEST


def tiers(group: GroupMaterial) -> tuple[Tier, ...]:
    """The hospitals by level, highest first; levels that the words do not know follow by size."""
    known = list(group.catalog.words.under(FROM_WORDS))
    of = {hospital: tier_of(group, hospital) for hospital in group.hospitals}
    counts = Counter(of.values())

    def place(identifier: str) -> tuple[int, int, str]:
        index = known.index(identifier) if identifier in known else len(known)
        return index, 0 if identifier in known else -counts[identifier], identifier

    return tuple(_tier(group, one, one in known, of) for one in sorted(counts, key=place))


def _tier(group: GroupMaterial, identifier: str, is_known: bool, of: Mapping[str, str]) -> Tier:  # noqa: FBT001
    hospitals = tuple(hospital for hospital in group.hospitals if of[hospital] == identifier)
    ranked = tuple(hospital for hospital in hospitals if is_fit(group.by_id[hospital]))
    return Tier(identifier, is_known, hospitals, ranked)


def tier_of(group: GroupMaterial, hospital: str) -> str:
    """The level of a hospital: that whose word begins what the data say, or just what they say."""
    said = group.level(hospital).strip()
    for identifier, words in group.catalog.as_written.words.under(FROM_WORDS).items():
        if said.lower().startswith((words.zh, words.en.lower(), identifier)):
            return identifier
    return said


def median(values: Iterable[float | None]) -> float | None:
    """The median of the values that are there; None of fewer than five."""
    found: Sequence[float] = [value for value in values if value is not None]
    return by("median", float(np.median(found)), found) if len(found) >= FEWEST else None


K = TypeVar("K", bound=Hashable)


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
        now.entity,
        earlier.score,
        now.score,
        earlier.grade,
        now.grade,
        abilities,
        main,
        effects[main] if main is not None else 0.0,
    )


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
