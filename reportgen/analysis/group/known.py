"""The results of a group with the source of every figure, so that pages can name what they print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.analysis.group.league import TOTAL
from reportgen.analysis.group.tiers import tiers
from reportgen.model.known import VALUE, Known, Sets, Source, counted, rank, under, whole_under

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.quality import DataQuality
    from reportgen.model.results import Evaluation, PeerPosition, ScoredAbility, ScoredIndicator
    from reportgen.model.schemes import Bound, Grade, Scheme, Standards

LEVELS: Final = ("excellent", "good", "fair", "low", "poor")
Column = Mapping[str, tuple[Source, ...]]
"""The values that the ranked hospitals of a level have, by indicator."""


def known(group: GroupMaterial) -> GroupMaterial:
    """The same group; its scores, values, standards and marks of quality know what they are."""
    scheme, levels = _scheme(group.scheme), tiers(group)
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
    found: dict[str, list[Source]] = {}
    for hospital in hospitals:
        for row in group.by_id[hospital].evaluation.indicators:
            if row.value is not None:
                found.setdefault(row.id, []).append(Source(VALUE, f"indicator.{row.id}", group.handles[hospital]))
    return {name: tuple(some) for name, some in found.items()}


def _member(group: GroupMaterial, member: Material, level: Column) -> Material:
    handle = group.handles[member.entity]
    history = {
        period: _evaluation(one, handle, f"{period}.", {}) if period == group.before else one
        for period, one in member.history.items()
    }
    evaluation = _evaluation(member.evaluation, handle, "", level)
    return replace(member, evaluation=evaluation, history=history, quality=_quality(member.quality, handle))


def _evaluation(one: Evaluation, handle: str, period: str, level: Column) -> Evaluation:
    return replace(
        one,
        score=_under(one.score, f"{period}{TOTAL}", handle),
        abilities=tuple(_ability(row, handle, period) for row in one.abilities),
        indicators=tuple(_indicator(row, handle, period, level.get(row.id, ())) for row in one.indicators),
    )


def _ability(row: ScoredAbility, handle: str, period: str) -> ScoredAbility:
    key = f"{period}ability.{row.id}"
    return replace(row, score=_under(row.score, key, handle), weight=under(row.weight, f"{key}.weight", handle))


def _indicator(row: ScoredIndicator, handle: str, period: str, level: tuple[Source, ...]) -> ScoredIndicator:
    key = f"{period}indicator.{row.id}"
    return replace(
        row,
        value=_under(row.value, key, handle),
        score=_under(row.score, f"{key}.score", handle),
        points=_under(row.points, f"{key}.points", handle),
        weight=under(row.weight, f"{key}.weight", handle),
        effective_weight=under(row.effective_weight, f"{key}.effective_weight", handle),
        standards=None if row.standards is None or period else _standards(row.standards, f"{key}.standard", handle),
        peer=None if row.peer is None else _peer(row.peer, key, handle, level),
    )


def _standards(found: Standards, key: str, handle: str) -> Standards:
    levels = {
        level: _bound(value, f"{key}.{level}", handle) for level, value in zip(LEVELS, found.values(), strict=True)
    }
    return found.model_copy(update=levels)


def _bound(value: Bound, key: str, handle: str) -> Bound:
    if isinstance(value, tuple):
        return under(value[0], f"{key}.from", handle), under(value[1], f"{key}.to", handle)
    return under(value, key, handle)


def _peer(peer: PeerPosition, key: str, handle: str, level: tuple[Source, ...]) -> PeerPosition:
    others = tuple(one for one in level if one.owner != handle)
    if len(others) != peer.n:
        return peer
    middle = Known(peer.median, Source("median", parts=others))
    return replace(peer, n=counted(others), rank=rank(peer.rank, handle, key, others), median=middle)


def _quality(found: DataQuality, handle: str) -> DataQuality:
    key = "quality"
    return replace(
        found,
        completeness=under(found.completeness, f"{key}.completeness", handle),
        equations_checked=whole_under(found.equations_checked, f"{key}.equations_checked", handle),
        equations_failed=whole_under(found.equations_failed, f"{key}.equations_failed", handle),
        errors=whole_under(found.errors, f"{key}.errors", handle),
        warnings=whole_under(found.warnings, f"{key}.warnings", handle),
        sources=tuple(
            replace(one, completeness=_under(one.completeness, f"{key}.{one.form}.completeness", handle))
            for one in found.sources
        ),
    )


def _scheme(scheme: Scheme) -> Scheme:
    grades: dict[Grade, float] = {grade: under(low, f"scheme.grade.{grade}") for grade, low in scheme.grades.items()}
    return scheme.model_copy(update={"grades": grades})


def _under(value: float | None, key: str, handle: str) -> float | None:
    return None if value is None else under(value, key, handle)
