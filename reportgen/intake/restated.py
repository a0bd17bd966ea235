"""Figures of a year that a later statement prints beside its own, other than the year's own statement has them.

American statements of two years often reclassify the earlier one. Its own statement stays what it is; the later column
is the comparative of the year after, as an official form has one, and a finding tells of it (I84).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportgen.intake.context import FoundValues
from reportgen.model.dataset import Observation, View
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import Place

Year = tuple[str, str, str]
"""Item, entity and year."""


def settle(gathered: FoundValues) -> None:
    """Take figures that a later statement restates for comparatives of its own year."""
    if not gathered.newest:
        return
    by_year: dict[Year, list[Observation]] = defaultdict(list)
    for one in gathered.observations:
        if isinstance(one, Observation) and one.view is View.PERIOD and _sheet(one.place) in gathered.newest:
            by_year[one.item, one.entity, one.period].append(one)
    moved = {id(one): year for year, those in by_year.items() for one in _later(year, those, gathered.newest)}
    if not moved:
        return
    _tell([one for one in gathered.observations if id(one) in moved], gathered)
    gathered.observations[:] = [
        _comparative(one) if isinstance(one, Observation) and id(one) in moved else one for one in gathered.observations
    ]


def _sheet(place: Place) -> tuple[str, str | None]:
    return place.file, place.sheet


def _later(year: Year, those: Sequence[Observation], newest: Mapping[tuple[str, str | None], str]) -> list[Observation]:
    """The figures of other statements that differ from the year's own, where it has one."""
    own = [one for one in those if newest[_sheet(one.place)] == year[2]]
    if not own:
        return []
    return [
        one
        for one in those
        if newest[_sheet(one.place)] > year[2] and abs(one.value - own[0].value) > max(one.step, own[0].step) / 2
    ]


def _comparative(one: Observation) -> Observation:
    following = Period(Period.parse(one.period).year + 1, PeriodKind.YEAR)
    return replace(one, period=str(following), view=View.COMPARATIVE)


def _tell(moved: Sequence[object], gathered: FoundValues) -> None:
    """I84, once for each sheet and year."""
    found: dict[tuple[tuple[str, str | None], str], list[Observation]] = defaultdict(list)
    for one in moved:
        if isinstance(one, Observation) and not one.derived:
            found[_sheet(one.place), one.period].append(one)
    for (_, year), those in found.items():
        gathered.find("I84", those[0].place, period=year, count=len(those))
