"""What the user left open or asked for: which hospital, which scheme, which report.

Which round of experts' opinions speaks for a period: never one that was held after it.

The class of a hospital, by which tables of standards are chosen.

The hospitals that ours is compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from reportgen import compute, intake
from reportgen.analysis.peer_groups import BEDS
from reportgen.catalog import Catalog
from reportgen.errors import ExitCode, Refused
from reportgen.formula.functions import nearest
from reportgen.model.casefile import NO_SCHEME, Case
from reportgen.model.dataset import Dataset, Entity
from reportgen.model.definition import Text
from reportgen.model.experts import ExpertOpinions
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import NOWHERE, Place
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme
from reportgen.model.standards import HospitalClass, size_of
from reportgen.model.terms import Terms
from reportgen.model.values import IndicatorValues
from reportgen.pipeline.checked import Checked, panel_once
from reportgen.scoring import contradictions, doubts, scheme_findings


def scheme_named(identifier: str, case: Case, catalog: Catalog) -> tuple[str, Scheme]:
    """The scheme asked for; ``none`` scores nothing and still computes all indicators.

    Raises:
        Refused: if there is no such scheme, with the nearest name.
    """
    if identifier == NO_SCHEME:
        return NO_SCHEME, without_scheme()
    if identifier in catalog.schemes:
        return identifier, catalog.schemes[identifier]
    place = Place("case.yaml") if identifier == case.file.scheme else Place("")
    raise Refused([Finding("C06", place, {"name": identifier, "nearest": nearest(identifier, catalog.schemes)})])


def refusals(case: Case, catalog: Catalog) -> tuple[Finding, ...]:
    """What an evaluation or a submission would be refused for: said when the case is checked, not only later.

    A scheme that there is not was told when the case was read.
    """
    scheme, named = catalog.schemes.get(case.file.scheme), case.file.scheme
    if scheme is None:
        return ()
    return tuple(each for rule in (scheme_findings, contradictions, doubts) for each in rule(scheme, named, catalog))


def without_scheme() -> Scheme:
    """A scheme that scores nothing."""
    return Scheme(name=Text(zh="-", en="-"), source="-", parts={}, grades={})


def unscored(entity: str, period: str) -> Evaluation:
    """The evaluation of a case that has no scheme."""
    return Evaluation(
        scheme=NO_SCHEME,
        scheme_version="",
        entity=entity,
        period=period,
        indicators=(),
        abilities=(),
        parts=(),
        score=None,
        score_printed=None,
        grade=None,
        grade_unrounded=None,
        interim=Period.parse(period).is_partial,
    )


ROWS_LEFT_OUT: Final = frozenset({"I27", "I42"})
"""Findings that say of a hospital's row of a table why it was not read."""


def left_out(dataset: Dataset, found: Iterable[Finding]) -> Mapping[str, Sequence[Finding]]:
    """The hospitals none of whose rows was read, each with the findings that say why."""
    known, lost = set(dataset.values.index.get_level_values(0)), dict[str, list[Finding]]()
    for one in found:
        if one.rule in ROWS_LEFT_OUT and (hospital := str(one.facts["entity"])) not in known:
            lost.setdefault(hospital, []).append(one)
    return lost


def own_entity(case: Case, dataset: Dataset, asked: str | None, found: Iterable[Finding] = ()) -> str:
    """The hospital to evaluate: the one asked for, the case's own, or the only one there is.

    Raises:
        Refused: if it is not in the data, with what was found of its rows, or if one of many has to be chosen.
    """
    known: list[str] = sorted(set(dataset.values.index.get_level_values(0)))
    if not known:
        raise Refused([Finding("C17", Place("data"))])
    wanted = asked or (case.file.entity.id if case.file.entity else None)
    if wanted is None and len(known) == 1:
        return known[0]
    if wanted is None:
        raise Refused([Finding("C02", Place("case.yaml"), {"count": len(known)})], ExitCode.USAGE)
    if wanted not in known:
        facts = {"name": wanted, "nearest": nearest(wanted, known)}
        because = left_out(dataset, found).get(wanted, ())
        raise Refused([*because, Finding("C03", Place("case.yaml") if asked is None else Place(""), facts)])
    return wanted


def require_report(name: str, case: Case, catalog: Catalog) -> None:
    """See that there is such a kind of report, and that the case wants of it only what there is.

    Raises:
        Refused: if there is no such kind, with the nearest name; or with every mistake of case.yaml about reports.
    """
    if name not in catalog.reports:
        unknown = Finding("C24", Place(""), {"name": name, "nearest": nearest(name, catalog.reports)})
        raise Refused([unknown], ExitCode.USAGE)
    if wrong := tuple(intake.wrong_reports(case, catalog)):
        raise Refused(wrong)


def known_indicator(identifier: str, catalog: Catalog) -> str:
    """The id of an indicator.

    Raises:
        Refused: if there is no such indicator, with the nearest name.
    """
    if identifier not in catalog.indicators:
        raise Refused(
            [Finding("C07", Place(""), {"name": identifier, "nearest": nearest(identifier, catalog.indicators)})]
        )
    return identifier


def known_packs(names: Sequence[str], catalog: Catalog) -> None:
    """Nothing, where the catalogue has a pack of each name.

    Raises:
        Refused: C97 for each pack that does not exist, with the nearest name.
    """
    known = tuple(sorted(catalog.packs))
    wrong = [name for name in names if name not in catalog.packs]
    if wrong:
        raise Refused(
            [Finding("C97", Place(""), {"name": n, "nearest": nearest(n, known), "choices": known}) for n in wrong]
        )


YEARS_BACK = 1
"""Opinions of the year before still speak; older ones do not."""


def of_period(rounds: Sequence[ExpertOpinions], period: str) -> ExpertOpinions | None:
    """The opinions of the period, else the latest earlier ones of its year or the year before, else undated ones.

    Of several rounds of one date the last by its number, else the first by file name; an undated round speaks for every
    period.
    """
    asked = Period.parse(period)
    dated = [one for one in rounds if one.period is not None and _speaks(Period.parse(one.period), asked)]
    exact = sorted((one for one in dated if one.period == period), key=lambda one: -(one.number or 0))
    latest = max(dated, key=_when, default=None)
    undated = (one for one in rounds if one.period is None)
    return exact[0] if exact else latest or next(undated, None)


def of_periods(rounds: Sequence[ExpertOpinions], periods: Sequence[str]) -> Mapping[str, ExpertOpinions]:
    """The opinions of each of some periods that has any."""
    found = {period: of_period(rounds, period) for period in periods}
    return {period: said for period, said in found.items() if said is not None}


def remarks(rounds: Sequence[ExpertOpinions], period: str) -> tuple[Finding, ...]:
    """Rounds not used: later ones (S38), too old ones (S39), beside another (S37), undated beside a dated one (S51)."""
    used, asked = of_period(rounds, period), Period.parse(period)
    if used is not None:
        others = [one for one in rounds if one.period == used.period and not _succeeded(one, used)]
        facts = {"dated": used.period or "-", "used": _place(used).file}
        beside = [("S37", one) for one in others]
        if used.period is not None:
            beside += [("S51", one) for one in rounds if one.period is None]
        return tuple(Finding(rule, _place(one), {"file": _place(one).file, **facts}) for rule, one in beside)
    return tuple(
        Finding(
            "S38" if _end(Period.parse(one.period)) > _end(asked) else "S39",
            _place(one),
            {"file": _place(one).file, "dated": one.period, "period": period},
        )
        for one in rounds
        if one.period is not None
    )


def up_to(rounds: Sequence[ExpertOpinions], period: str) -> tuple[ExpertOpinions, ...]:
    """The rounds that were held by the end of a period, earliest first."""
    end = _end(Period.parse(period))
    known = [one for one in rounds if one.period is None or _end(Period.parse(one.period)) <= end]
    return tuple(sorted(known, key=lambda one: (*_held(one), one.number or 0, _place(one).file)))


def _held(one: ExpertOpinions) -> tuple[int, int]:
    return (0, 0) if one.period is None else _end(Period.parse(one.period))


def _succeeded(one: ExpertOpinions, used: ExpertOpinions) -> bool:
    """Whether a round of the same date is the one used, or an earlier one of the same consultation."""
    return one is used or (one.number is not None and used.number is not None and one.number < used.number)


def _speaks(dated: Period, asked: Period) -> bool:
    return _end(dated) <= _end(asked) and dated.year >= asked.year - YEARS_BACK


def _end(period: Period) -> tuple[int, int]:
    return period.year, period.months_elapsed


def _when(opinions: ExpertOpinions) -> tuple[int, int, int, int]:
    assert opinions.period is not None
    return *Period.parse(opinions.period).sort_key(), opinions.number or 0


def _place(opinions: ExpertOpinions) -> Place:
    return opinions.place or NOWHERE


def class_of(case: Case, dataset: Dataset, catalog: Catalog, hospital: str, period: str) -> HospitalClass:
    """What is known of a hospital: of the case's own as case.yaml states it, of others as their data name it.

    The size is that of the beds in the data of the period, or of those in case.yaml.
    """
    own, entity = case.file.entity, dataset.entities.get(hospital)
    found = (dataset.value(item, hospital, period) for item in BEDS)
    beds = next((value for value in found if value is not None), None)
    group, region = (entity.group, entity.region) if entity else (None, None)
    if own is None or own.id != hospital:
        return HospitalClass(_named(catalog, "hospital_level", group), None, region, size_of(beds), group)
    level, kind = (_named(catalog, f"hospital_{key}", text) for key, text in (("level", own.level), ("type", own.kind)))
    size = size_of(own.beds if beds is None else beds)
    return HospitalClass(level, kind, own.region or region, size, group or _group(case))


def _group(case: Case) -> str | None:
    """The group of the panel that case.yaml names as its own."""
    return case.file.peers.group if case.file.peers else None


def _named(catalog: Catalog, key: str, text: str | None) -> str | None:
    """The id of the class whose word, in either language, begins the text, or which the text is."""
    for identifier, words in catalog.words.under(key).items():
        starts = (words.zh, words.en.lower(), identifier)
        if text is not None and text.strip().lower().startswith(starts):
            return identifier
    return None


@dataclass(frozen=True, eq=False)
class ReadPeers:
    """Indicators of the peers, their names, and the figures read of them.

    Attributes:
        is_whole: whether the hospital is among them; then of its place the values of all are left out.
    """

    values: IndicatorValues | None = None
    names: Mapping[str, Text] = field(default_factory=dict)
    dataset: Dataset | None = None
    is_whole: bool = False


@dataclass(frozen=True, eq=False)
class Panel:
    """All hospitals of the panel that case.yaml names, read and computed once for every hospital compared with it."""

    values: IndicatorValues | None = None
    members: Mapping[str, Entity] = field(default_factory=dict)
    dataset: Dataset | None = None

    def without(self, hospital: str) -> ReadPeers:
        """The peers of one hospital."""
        return self._read({identifier for identifier in self.members if identifier != hospital})

    @cached_property
    def whole(self) -> ReadPeers:
        """All of them, for hospitals that are scored one after the other: scoring passes over the hospital's own row.

        The peers of each by themselves would take memory with the square of their number.
        """
        return replace(self._read(set(self.members)), is_whole=True)

    def _read(self, others: AbstractSet[str]) -> ReadPeers:
        if self.values is None:
            return ReadPeers()
        members = {identifier: self.members[identifier] for identifier in sorted(others)}
        names = {identifier: Text(zh=entity.name, en=entity.name) for identifier, entity in members.items()}
        return ReadPeers(only(self.values, members), names, self.dataset)


def panel(checked: Checked, own: IndicatorValues, terms: Terms) -> Panel:
    """The panel of a case: its group of peers; none where case.yaml names none.

    Args:
        checked: the case.
        own: indicators of the case, which are those of the panel where it lies in the case and no first year, which
            is the hospital's own, parts the two.
        terms: on which the indicators of a panel of its own are computed.
    """
    named = checked.case.file.peers
    if named is None:
        return Panel()
    dataset = panel_dataset(checked)
    values = own
    if not named.are_in_the_case or terms.first_year is not None:
        values = compute.indicators(dataset, checked.catalog, terms=replace(terms, first_year=None))
    groups = {None, named.group}
    hospitals = {key: one for key, one in dataset.entities.items() if not one.is_total}
    members = {key: one for key, one in hospitals.items() if named.group is None or one.group in groups}
    return Panel(values, members, dataset)


def panel_dataset(checked: Checked) -> Dataset:
    """What was read of the panel: that of the case itself, unless case.yaml names another."""
    named = checked.case.file.peers
    if named is None or named.are_in_the_case:
        return checked.reading.dataset
    return panel_once(checked, lambda: intake.read_peers(checked.case, checked.catalog).dataset)


def only(values: IndicatorValues, members: Mapping[str, Entity]) -> IndicatorValues:
    """The rows of these entities."""
    keep = values.values.index.get_level_values(0).isin(list(members))
    return replace(values, values=values.values[keep], reasons=values.reasons[keep])
