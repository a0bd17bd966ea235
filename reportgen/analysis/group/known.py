"""The results of a group with the source of every figure, so that pages can name what they print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from reportgen.analysis import known
from reportgen.analysis.group.tiers import tiers
from reportgen.model.known import VALUE, NumberSource, Sets, TracedNumber, counted, rank

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.results import PeerPosition

INDICATOR: Final = "indicator"
Column = Mapping[str, tuple[NumberSource, ...]]
"""The values that the ranked hospitals of a level have, by indicator."""


def known_group(group: GroupMaterial) -> GroupMaterial:
    """The same group; its scores, values, standards and marks of quality know what they are."""
    scheme, levels = known.scheme(group.scheme), tiers(group)
    columns = {one: column for tier in levels for column in [_column(group, tier.ranked)] for one in tier.hospitals}
    members = (replace(_member(group, member, columns[member.entity]), scheme=scheme) for member in group.members)
    return replace(group, members=tuple(members), scheme=scheme)


def sets(group: GroupMaterial) -> Sets:
    """All hospitals, those with a rank, and those of each level."""
    handles, league = group.handles, group.league.by_id
    levels = {
        f"level.{number}": frozenset(handles[one] for one in tier.hospitals)
        for number, tier in enumerate(tiers(group), start=1)
    }
    ranked = frozenset(handles[one] for one in group.hospitals if league[one].rank is not None)
    return Sets({"group": frozenset(handles.values()), "ranked": ranked, **levels})


def _column(group: GroupMaterial, hospitals: tuple[str, ...]) -> Column:
    found: dict[str, list[NumberSource]] = {}
    for hospital in hospitals:
        for row in group.by_id[hospital].evaluation.indicators:
            if row.value is not None:
                found.setdefault(row.id, []).append(NumberSource(VALUE, f"indicator.{row.id}", group.handles[hospital]))
    return {name: tuple(some) for name, some in found.items()}


def _member(group: GroupMaterial, member: Material, level: Column) -> Material:
    handle, placing = group.handles[member.entity], partial(_peer, level)
    history = {
        period: known.evaluation(one, handle, f"{period}.", partial(_peer, {}))
        for period, one in member.history.items()
    }
    quarters = {name: _quarters(level.get(name, ()), *pair) for name, pair in member.quarters.items()}
    evaluation = known.evaluation(member.evaluation, handle, "", placing)
    quality = known.quality(member.quality, handle)
    return replace(member, evaluation=evaluation, history=history, quality=quality, quarters=quarters)


def _peer(level: Column, peer: PeerPosition, key: str, handle: str) -> PeerPosition:
    others = tuple(one for one in level.get(key.removeprefix(f"{INDICATOR}."), ()) if one.owner != handle)
    if len(others) != peer.n:
        return peer
    middle = TracedNumber(peer.median, NumberSource("median", parts=others))
    place = rank(peer.rank, handle, key, others)
    lower, upper = _quarters(others, peer.lower_quartile, peer.upper_quartile)
    return replace(peer, n=counted(others), rank=place, median=middle, lower_quartile=lower, upper_quartile=upper)


def _quarters(others: tuple[NumberSource, ...], lower: float, upper: float) -> tuple[float, float]:
    return TracedNumber(lower, NumberSource("lower_quartile", parts=others)), TracedNumber(
        upper, NumberSource("upper_quartile", parts=others)
    )
