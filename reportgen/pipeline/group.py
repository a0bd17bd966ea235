"""All hospitals of a case evaluated together, for a report about the group that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from reportgen import __version__, lifecycle
from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import tier_of
from reportgen.analysis.material import DigestedFile, Material
from reportgen.errors import ExitCode, Refused
from reportgen.model.casefile import GroupFile
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.results import Evaluation, PeerPosition
from reportgen.pipeline import periods
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.evaluation import Evaluator
from reportgen.scoring.sample import FEWEST as LEVEL
from reportgen.scoring.sample import OrderedValues, place_among, quartiles

FEWEST: Final = 2
GROUP: Final = "group"


def evaluate_group(checked: Checked, *, period: str | None = None, scheme: str | None = None) -> GroupMaterial:
    """Evaluate every hospital of a case that has the period, by the same weights.

    Raises:
        Refused: if there is no such period or scheme; C41, if the case does not hold several hospitals of the period.
    """
    judge, dataset = Evaluator.of(checked, scheme), checked.reading.dataset
    totals = {one.id for one in dataset.entities.values() if one.is_total}
    hospitals = sorted(set(dataset.values.index.get_level_values(0)) - totals)
    if len(hospitals) < FEWEST:
        raise Refused([Finding("C41", Place("case.yaml"), {"count": len(hospitals)})], ExitCode.USAGE)
    wanted = periods.of_panel(dataset, checked.catalog, judge.scheme, period)
    there = [hospital for hospital in hospitals if (hospital, wanted) in dataset.values.index]
    if len(there) < FEWEST:
        raise Refused([Finding("C41", Place("case.yaml"), {"count": len(there)})], ExitCode.USAGE)
    members = [judge.member(hospital, wanted) for hospital in there]
    own = named(checked)
    group = GroupMaterial(
        case=checked.case,
        catalog=checked.catalog,
        dataset=dataset,
        scheme_id=judge.scheme_id,
        scheme=judge.scheme,
        entity=own.id,
        name=own.name,
        period=wanted,
        members=tuple(members),
        absent=tuple(hospital for hospital in hospitals if hospital not in set(there)),
        findings=checked.findings,
        version=__version__,
        files=tuple(DigestedFile(file.name, file.sha256) for file in checked.reading.files),
        draft=checked.has_errors,
    )
    return replace(group, members=tuple(_beside_its_level(group)))


def named(checked: Checked) -> GroupFile:
    """What case.yaml calls the group, or the case itself where its own are the totals, or the name of its folder."""
    own = checked.case.file.entity
    known = checked.reading.dataset.entities.get(own.id) if own else None
    called = known.id if known and known.is_total else checked.case.folder.name or "group"
    return checked.case.file.group or GroupFile(id=called, name=checked.subject)


def insist_on_its_name(checked: Checked) -> None:
    """Refuse a group called after its folder whose journal knows it by another name: its reports would lose their past.

    Raises:
        Refused: C43.
    """
    if checked.case.file.group is not None:
        return
    own, kinds = named(checked).id, checked.catalog.reports
    of_groups = (one for one in lifecycle.read(checked.case.folder).entries if one.report in kinds)
    before = sorted({one.entity for one in of_groups if kinds[one.report].subject == GROUP} - {own})
    if before:
        facts: dict[str, Fact] = {"now": own, "before": before[0]}
        raise Refused([Finding("C43", Place("case.yaml"), facts)], ExitCode.USAGE)


def _beside_its_level(group: GroupMaterial) -> Iterator[Material]:
    """Ranked members beside the other ranked ones of their level, five of them at least; nobody beside an unranked one.

    A hospital without a rank has no place among those that have one, and takes none from them; how far the better
    quarter of its level came holds for it too.
    """
    levels: dict[str, list[Material]] = defaultdict(list)
    for member in filter(is_fit, group.members):
        levels[tier_of(group, member.entity)].append(member)
    found = {member.entity: member for some in levels.values() for member in _positioned(some)}
    quarters = {level: _quarters(some) for level, some in levels.items()}
    return (
        found.get(member.entity) or _alone(member, quarters.get(tier_of(group, member.entity), {}))
        for member in group.members
    )


def _alone(member: Material, quarters: Mapping[str, tuple[float, float]]) -> Material:
    return replace(member, evaluation=_with_peers(member.evaluation, {}), quarters=quarters)


def _quarters(members: Sequence[Material]) -> Mapping[str, tuple[float, float]]:
    """The quartiles of each indicator that enough of them have."""
    values: dict[str, list[float]] = defaultdict(list)
    for member in members:
        for row in member.evaluation.indicators:
            if row.value is not None:
                values[row.id].append(row.value)
    return {name: quartiles(np.array(some)) for name, some in values.items() if len(some) >= LEVEL}


def _positioned(members: Sequence[Material]) -> Iterator[Material]:
    rows = [{row.id: row for row in member.evaluation.indicators} for member in members]
    names = sorted({name for row in rows for name in row})
    values = {name: _column([row[name].value if name in row else None for row in rows]) for name in names}
    scores = {name: _column([row[name].score if name in row else None for row in rows]) for name in names}
    all_values = {name: OrderedValues.of(column) for name, column in values.items()}
    all_scores = {name: OrderedValues.of(column) for name, column in scores.items()}
    for place, member in enumerate(members):
        found = {}
        for row in member.evaluation.indicators:
            value, score = float(values[row.id][place]), float(scores[row.id][place])
            others, theirs = all_values[row.id].without(value), all_scores[row.id].without(score)
            found[row.id] = place_among(value, score, others, theirs, row.direction)
        yield replace(member, evaluation=_with_peers(member.evaluation, found))


def _with_peers(evaluation: Evaluation, found: Mapping[str, PeerPosition | None]) -> Evaluation:
    indicators = tuple(replace(row, peer=found.get(row.id)) for row in evaluation.indicators)
    return replace(evaluation, indicators=indicators, rank=None, ranked=0, peer_median_score=None)


def _column(values: Sequence[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
