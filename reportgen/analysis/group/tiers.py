"""Hospitals of one level: tertiary, secondary, primary, or whichever class their data name.

Those of a level that are ranked are compared with each other; what the others lack would move every middle and
every place. Nothing is told of fewer than five hospitals together (k-anonymity): no median, no quartile.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.analysis.group.league import is_fit
from reportgen.model.known import by
from reportgen.scoring.peers import FEWEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.analysis.group.material import GroupMaterial

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
    for identifier, words in group.catalog.words.under(FROM_WORDS).items():
        if said.lower().startswith((words.zh, words.en.lower(), identifier)):
            return identifier
    return said


def median(values: Iterable[float | None]) -> float | None:
    """The median of the values that are there; None of fewer than five."""
    found: Sequence[float] = [value for value in values if value is not None]
    return by("median", float(np.median(found)), found) if len(found) >= FEWEST else None
