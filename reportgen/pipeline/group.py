"""All hospitals of a case together: evaluated for a report, consolidated into one, as peers that set standards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen import __version__, checks, compute, intake, lifecycle
from reportgen.analysis.group.league import is_fit
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.group.tiers import tier_of
from reportgen.analysis.material import DigestedFile, Material
from reportgen.analysis.peer_groups import PeerStandards, latest, peer_standards
from reportgen.catalog import terminology
from reportgen.catalog.messages import in_a_row
from reportgen.compute.consolidation import consolidated as figures_of
from reportgen.compute.consolidation import is_even, members_of
from reportgen.errors import ExitCode, Refused
from reportgen.model.casefile import EntityFile, GroupFile
from reportgen.model.definition import Text
from reportgen.model.definitions import Direction
from reportgen.model.finding import Fact, Finding, amount
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.registers import Registers
from reportgen.model.results import Evaluation, PeerPosition
from reportgen.model.schemes import Scheme
from reportgen.pipeline import choices, periods
from reportgen.pipeline.checked import Checked
from reportgen.pipeline.choices import panel_dataset
from reportgen.pipeline.evaluation import Evaluator, hospital_of, terms_by_name, terms_of
from reportgen.scoring.sample import FEWEST as LEVEL
from reportgen.scoring.sample import OrderedValues, place_among, quartiles

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.export.consolidation import Worksheet
    from reportgen.model.casefile import Case
    from reportgen.model.consolidation import Elimination
    from reportgen.model.dataset import Dataset


FEWEST: Final = 2
GROUP: Final = "group"
RESTATED: Final = "W30"
BESIDE: Final = {"medical_income": "medical_activity_income"}
"""Lines that go into a further total, on a form of its own, which the tables of items cannot say."""
SHOWN: Final = 6
"""Items that a finding names of those that the group lacks."""


def evaluate_group(checked: Checked, *, period: str | None = None, scheme: str | None = None) -> GroupMaterial:
    """Evaluate every hospital of a case that has the period, by the same weights.

    Raises:
        Refused: if there is no such period or scheme; C41, if the case does not hold several hospitals of the period.
    """
    checked = _with_peers_checked(checked)
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


def _with_peers_checked(checked: Checked) -> Checked:
    """A case in which no hospital is left unchecked: beside its own one the others are peers, members in a group."""
    case, catalog, dataset = checked.case, checked.catalog, checked.reading.dataset
    own = case.file.entity
    if own is None or checks.rows_asked(dataset, case).all():
        return checked
    every = replace(case, file=case.file.model_copy(update={"entity": None}))
    tried = checks.all_of(dataset, catalog, every)
    found, outcome = checks.not_checked(checks.folded(tried.findings), tried, dataset)
    others = [one for one in found if "entity" in one.facts and hospital_of(str(one.facts["entity"])) != own.id]
    told = terminology.in_terms(tuple(others), case.file.regime, case.file.currency)
    known = set(map(repr, checked.findings))
    more = [one for one in told if repr(one) not in known]
    return replace(checked, outcome=outcome, findings=(*checked.findings, *more))


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


def asked_for(checked: Checked, entity: str | None) -> bool:
    """Whether the group itself is meant, and not one of its hospitals."""
    group = checked.case.file.group
    known = set(checked.reading.dataset.values.index.get_level_values(0))
    return group is not None and entity == group.id and entity not in known


def eliminations(case: Case, catalog: Catalog, dataset: Dataset) -> tuple[tuple[Elimination, ...], list[Finding]]:
    """The lines that hold, and what has to be said of the others."""
    members = members_of(case.file.group, dataset) if case.file.group is not None else ()
    read = intake.eliminations(case, catalog, dataset, members)
    found, even = list(read.findings), []
    wrong: set[Elimination] = set()
    for line in read.lines:
        if is_even(line, catalog.items):
            even.append(line)
            continue
        names = {key: catalog.items[item].name for key, item in (("item", line.item), ("counter", line.counter))}
        found.append(Finding("Q10", line.place, {**names, "amount": amount(line.amount, "money")}))
    for line, finding in intake.elimination_doubts(even, dataset):
        wrong.add(line)
        named = catalog.items[str(finding.facts["item"])].name
        found.append(replace(finding, facts={**finding.facts, "item": named}))
    return tuple(line for line in even if line not in wrong), found


def consolidated(checked: Checked) -> Checked:
    """The case of the group alone: its figures, the same scheme, no peers.

    Raises:
        Refused: Q15, if the case has no group or no table of eliminations.
    """
    case, catalog, dataset = checked.case, checked.catalog, checked.reading.dataset
    group = case.file.group
    if group is None or not intake.has_eliminations(case):
        raise Refused([Finding("Q15", Place("case.yaml"))], ExitCode.USAGE)
    lines, _ = eliminations(case, catalog, dataset)
    made = figures_of(dataset, catalog.items, group, lines, catalog.words["elimination.name"])
    changed = {"entity": EntityFile(id=group.id, name=group.name), "peers": None}
    own = replace(case, file=case.file.model_copy(update=changed))
    outcome = checks.all_of(made, catalog, own)
    terms = partial(terms_by_name, own, catalog)
    restated = checks.outside(made, catalog, own, terms=terms, correcting=checked.correcting)
    others = only_of(restated, group.id, whose=True)
    told = (*_plain_periods(lines, made, group), *_beside(lines, made, catalog), *_lacking(made, group, catalog))
    reading = replace(
        checked.reading,
        dataset=made,
        rounds=(),
        inspections=(),
        registers=Registers(),
        units={item: catalog.items[item].unit for item in sorted(made.values.columns.unique(level=0))},
    )
    found = checks.folded((*outcome.findings, *others))
    return Checked(own, catalog, reading, outcome, (*checked.findings, *found, *told), {})


def worksheet(checked: Checked, period: str | None) -> tuple[Checked, Worksheet]:
    """The consolidated case, and the sheet of the period asked for, or of its newest.

    Raises:
        Refused: Q15, as for the case; C04 and others, if there is no such period.
    """
    from reportgen.export.consolidation import worksheet as made

    whole, group = consolidated(checked), checked.case.file.group
    assert group is not None
    dataset, catalog = whole.reading.dataset, whole.catalog
    _, scheme = choices.scheme_named(whole.case.file.scheme, whole.case, catalog)
    at = periods.chosen(dataset, catalog, group.id, scheme, period)
    lines, _ = eliminations(checked.case, catalog, checked.reading.dataset)
    return whole, made(dataset, catalog, group, members_of(group, checked.reading.dataset), lines)(at)


def only_of(findings: Sequence[Finding], group: str, *, whose: bool) -> tuple[Finding, ...]:
    """Restatements of the group's own results, or all but those: each is held against the figures it is of."""
    return tuple(one for one in findings if (one.facts.get("entity") == group) is whose or one.rule != RESTATED)


def _plain_periods(lines: Sequence[Elimination], made: Dataset, group: GroupFile) -> Iterator[Finding]:
    """Q13 for periods in years of which the table says nothing."""
    named = {Period.parse(line.period).year for line in lines}
    periods = made.periods(group.id)
    for period in periods if named else ():
        if Period.parse(period).year not in named:
            yield Finding("Q13", lines[0].place, {"period": period, "entity": group.id})


def _beside(lines: Sequence[Elimination], made: Dataset, catalog: Catalog) -> Iterator[Finding]:
    """Q16 for a total on another form out of which nothing goes, though a line of it was eliminated."""
    out = {(item, line.period) for line in lines for _, item in line.sides}
    for line in lines:
        for _, item in line.sides:
            total = BESIDE.get(item, "")
            if made.value(total, made.consolidated, line.period) is not None and (total, line.period) not in out:
                facts: dict[str, Fact] = {"item": catalog.items[item].name, "total": catalog.items[total].name}
                yield Finding("Q16", line.place, {**facts, "period": line.period, "entity": made.consolidated})


def _lacking(made: Dataset, group: GroupFile, catalog: Catalog) -> Iterator[Finding]:
    """Q14 for each period of which some members lack what others have."""
    for period in made.periods(group.id):
        gaps: dict[str, list[Text]] = {}
        for item in made.values.columns.unique(level=0):
            parts = made.summands((item, group.id, period, ""))
            lost = [part.name for part in parts if part.value is None]
            if lost and len(lost) < len([part for part in parts if part.value is None or part.places]):
                gaps[item] = lost
        if not gaps:
            continue
        members = sorted({name for names in gaps.values() for name in names}, key=lambda name: name.en)
        items = [catalog.items[item].name for item in sorted(gaps)[:SHOWN]]
        facts: dict[str, Fact] = {
            "period": period,
            "members": in_a_row(members),
            "count": len(gaps),
            "items": in_a_row(items),
            "entity": group.id,
        }
        yield Finding("Q14", Place("case.yaml"), facts)


def build_peers(  # noqa: PLR0913 - what the command line asks
    checked: Checked,
    *,
    period: str | None = None,
    by: str = "class",
    excluded: Collection[str] = (),
    k: int = 5,
    scheme: str | None = None,
) -> PeerStandards:
    """Measure the groups of a panel: the hospitals of the case, or the panel that its case.yaml names.

    The indicators are computed on the terms on which the scheme will judge by them (the case's own scheme by default):
    basis, averages, annualising, days of a year, regime and breaks. The case's own hospital never counts in its own
    standards, so the first year of that hospital is no term of the panel.

    Raises:
        Refused: if nobody has the period, or if there is no such scheme.
    """
    case, dataset = checked.case, panel_dataset(checked)
    terms = terms_of(case, _scheme(checked, scheme))
    if case.file.entity is not None:
        terms = replace(terms, first_year=None)
    values = compute.indicators(dataset, checked.catalog, terms=terms)
    values = replace(values, values=values.values.sort_index(), reasons=values.reasons.sort_index())
    known = set(values.values.index.get_level_values(1))
    when = periods.parsed(period) if period else latest(values) if known else "-"
    if when not in known:
        raise periods.nothing_of(when, known)
    own = (case.file.entity.id,) if case.file.entity else ()
    return peer_standards(dataset, values, checked.catalog, when, by=by, excluded={*own, *excluded}, k=k)


def directions_of(checked: Checked, scheme: str | None) -> Mapping[str, Direction]:
    """Which values are better by a scheme (the case's own by default), where it says otherwise than the catalog.

    Raises:
        Refused: if there is no such scheme.
    """
    parts = _scheme(checked, scheme).parts.values()
    return {name: one.direction for part in parts for name, one in part.indicators.items() if one.direction is not None}


def _scheme(checked: Checked, asked: str | None) -> Scheme:
    _, found = choices.scheme_named(asked or checked.case.file.scheme, checked.case, checked.catalog)
    return found
