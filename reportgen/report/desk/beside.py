"""The middle of the other ranked hospitals of a level: that beside which it stands is left out, of every figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.analysis.group.tiers import Tier, median

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.analysis.material import Material

Column = dict[str, float | None]
"""Figures of the hospitals of a level by hospital."""


@dataclass(frozen=True)
class Beside:
    """Hospitals by level with their results.

    Attributes:
        levels: every hospital in one of them.
        by_id: the hospitals.
    """

    levels: tuple[Tier, ...]
    by_id: Mapping[str, Material]

    def ability(self, hospital: str, identifier: str) -> float | None:
        """The middle score of an ability among the other ranked ones of a level; None of fewer than five."""
        return self._middle(self._abilities, hospital, identifier)

    def indicator(self, hospital: str, identifier: str) -> float | None:
        """The middle value of an indicator among the other ranked ones of a level; None of fewer than five."""
        return self._middle(self._indicators, hospital, identifier)

    def _middle(self, columns: Mapping[tuple[str, str], Column], hospital: str, identifier: str) -> float | None:
        column = columns.get((self._level[hospital], identifier), {})
        return median(value for other, value in column.items() if other != hospital)

    @cached_property
    def _level(self) -> Mapping[str, str]:
        return {hospital: tier.id for tier in self.levels for hospital in tier.hospitals}

    def _ranked(self) -> Iterator[tuple[str, str]]:
        return ((tier.id, hospital) for tier in self.levels for hospital in tier.ranked)

    @cached_property
    def _abilities(self) -> Mapping[tuple[str, str], Column]:
        found: dict[tuple[str, str], Column] = {}
        for level, hospital in self._ranked():
            for one in self.by_id[hospital].evaluation.abilities:
                found.setdefault((level, one.id), {})[hospital] = one.score
        return found

    @cached_property
    def _indicators(self) -> Mapping[tuple[str, str], Column]:
        found: dict[tuple[str, str], Column] = {}
        for level, hospital in self._ranked():
            for one in self.by_id[hospital].evaluation.indicators:
                found.setdefault((level, one.id), {})[hospital] = one.value
        return found
