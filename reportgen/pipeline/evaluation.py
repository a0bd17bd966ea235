"""Indicators, scores and everything around them, computed once for all hospitals; and whose a finding is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from heapq import merge
from operator import itemgetter
from pathlib import PurePosixPath
from typing import Final

from reportgen import __version__, checks, compute, intake, scoring
from reportgen.analysis.material import DigestedFile, Material
from reportgen.analysis.signals.claims import claims
from reportgen.catalog import Catalog
from reportgen.compute.consolidation import BELOW
from reportgen.model.casefile import NO_SCHEME, Case
from reportgen.model.dataset import Dataset, View
from reportgen.model.finding import Finding
from reportgen.model.period import Period
from reportgen.model.place import Place
from reportgen.model.quality import DataQuality
from reportgen.model.results import Evaluation
from reportgen.model.schemes import Scheme
from reportgen.model.terms import Terms
from reportgen.model.values import Derivation, IndicatorValues
from reportgen.pipeline import choices, periods
from reportgen.pipeline.checked import Checked

Where = tuple[str, str | None]
"""A file and a sheet of it; a file, or a folder of files, where the sheet is None."""
NEVER: Final = 1
"""Folders from the top of the case that hold the files of everybody: `data`."""


def _not_taken(dataset: Dataset) -> frozenset[tuple[str, str, str]]:
    """Figures that were submitted and could not be read: without them a value fails by an error, not by a gap."""
    views = (View.PERIOD, View.YEAR_TO_DATE)
    return frozenset(key for key in dataset.unread if all(dataset.value(*key, view) is None for view in views))


def terms_of(case: Case, scheme: Scheme) -> Terms:
    """What the case and the scheme say about time and comparison."""
    return Terms(
        basis=scheme.basis,
        first_month=case.file.fiscal_year_start,
        regime=case.file.regime if case.file.has_official_rules else None,
        first_year=case.file.first_year,
        breaks=case.file.comparable_from,
        averages=scheme.averages,
        annualise=scheme.annualise,
        day_base=scheme.day_base,
    )


def terms_by_name(case: Case, catalog: Catalog, scheme: str) -> Terms:
    """The terms of a scheme by its id; those of a case without a scheme where there is no such one."""
    known = catalog.schemes.get(scheme)
    return terms_of(case, known if known is not None else choices.without_scheme())


@dataclass(frozen=True, eq=False)
class Evaluator:
    """One case under one scheme."""

    checked: Checked
    scheme_id: str
    scheme: Scheme
    values: IndicatorValues
    month_values: IndicatorValues | None
    panel: choices.Panel
    terms: Terms

    @staticmethod
    def of(checked: Checked, asked: str | None, *, submission: bool = False) -> Evaluator:
        """Compute all indicators on the scheme's basis, and on single months where there are months.

        Args:
            checked: the case.
            asked: a scheme, or that of the case.
            submission: whether figures in error make no number, or are used and marked (edge rule E36).

        Raises:
            Refused: if there is no such scheme.
        """
        case, catalog, dataset = checked.case, checked.catalog, checked.reading.dataset
        identifier, scheme = choices.scheme_named(asked or case.file.scheme, case, catalog)
        if identifier != case.file.scheme:
            contradicted = tuple(scoring.contradictions(scheme, identifier, catalog))
            checked = replace(checked, findings=(*checked.findings, *contradicted))
        wrong = checks.wrong_figures(checked.findings, catalog)
        if dataset.consolidated:  # what rests on a member's figure in error is in error
            wrong |= {(item, dataset.consolidated, period) for item, _, period in wrong}
        stated = terms_of(case, scheme)
        lost = _not_taken(dataset)
        terms = replace(stated, doubtful=wrong, invalid=lost)
        if submission:
            before = checks.wrong_before(checked.findings, catalog)
            terms = replace(stated, invalid=wrong | lost, invalid_before=before)
        values = compute.indicators(dataset, catalog, terms=terms)
        months = periods.month_values(dataset, catalog, terms)
        return Evaluator(checked, identifier, scheme, values, months, choices.panel(checked, values, terms), terms)

    def material(self, entity: str, period: str) -> Material:
        """Everything that reports and exports say about one hospital in one period.

        Earlier periods are judged by today's weights: otherwise a bridge between two scores would mix the movement of
        the indicators with that of the weights.
        """
        return self._material(entity, period, self.panel.without(entity), self._said_to(entity))

    def one_of_many(self, entity: str, period: str) -> Material:
        """The same for one hospital of a panel, with what was found about it, or about no hospital in particular.

        Its peers are the whole panel, itself among them, and of its place among them the values of all are left out:
        with a panel, findings and values of their own for each hospital the results would grow with the square of
        their number. What a report says of one hospital is made by `material`.
        """
        return self._material(entity, period, self.panel.whole, self._about(entity))

    def _material(self, entity: str, period: str, others: choices.ReadPeers, found: Sequence[Finding]) -> Material:
        earlier = periods.before(self.checked.reading.dataset, self.checked.catalog, entity, period, self.scheme)
        return self.compared(entity, period, others, earlier, found)

    def _said_to(self, entity: str) -> Sequence[Finding]:
        """What a report of a hospital tells: all findings of its own case, those about it where others bring them, too.

        The case of a hospital holds it with its departments and peers, that of a group as one the books of its members.
        """
        file, dataset, hospital = self.checked.case.file, self.checked.reading.dataset, hospital_of(entity)
        is_its_own = file.entity is not None and file.entity.id == hospital and file.group is None
        is_alone = all(hospital_of(one) == hospital for one, _ in dataset.rows)
        whole = is_its_own or is_alone or dataset.consolidated == entity
        return self.checked.findings if whole else self._about(hospital)

    def _about(self, entity: str) -> tuple[Finding, ...]:
        """Findings about a hospital, and those about none, in their order."""
        of_it, of_none = self._findings_by_hospital.get(entity, []), self._findings_by_hospital.get(None, [])
        return tuple(finding for _, finding in merge(of_it, of_none, key=itemgetter(0)))

    @cached_property
    def _findings_by_hospital(self) -> Mapping[str | None, list[tuple[int, Finding]]]:
        found: dict[str | None, list[tuple[int, Finding]]] = {}
        for number, finding in enumerate(self.checked.findings):
            found.setdefault(self._whose.of(finding), []).append((number, finding))
        return found

    @cached_property
    def _whose(self) -> Whose:
        return Whose(self.checked.reading.dataset)

    def member(self, entity: str, period: str) -> Material:
        """The same for one of many hospitals that are judged with one another: by the same weights, lightly.

        Its peers are all of them, or the panel that case.yaml names outside the case; the material does not keep
        them. History holds the preceding period and the same one of last year.
        """
        now = Period.parse(period)
        known = set(self.checked.reading.dataset.periods(entity))
        earlier = sorted({str(now.preceding()), str(now.previous_year())} & known)
        outside = self.checked.case.file.peers is not None and not self.checked.case.file.peers.are_in_the_case
        group = choices.ReadPeers(self.panel.values if outside else self.values, is_whole=True)
        return replace(self.compared(entity, period, group, earlier, self._about(entity)), peers=None)

    def compared(
        self, entity: str, period: str, others: choices.ReadPeers, earlier: Sequence[str], found: Sequence[Finding]
    ) -> Material:
        """A hospital in one period beside some others, with the results of earlier periods, and what was found."""
        checked, dataset = self.checked, self.checked.reading.dataset
        judge = partial(self.judged, entity, others)
        now = judge(period)
        unused = self._rounds_not_used(period)
        findings = (*found, *unused, *scoring.remarks_of(now))
        material = Material(
            case=checked.case,
            catalog=checked.catalog,
            dataset=dataset,
            values=self.values,
            month_values=self.month_values,
            scheme_id=self.scheme_id,
            scheme=self.scheme,
            evaluation=now,
            history={at: judge(at, weights_of=now) for at in earlier},
            findings=findings,
            quality=self._quality(entity, period, findings),
            derive=partial(self._derive, compute.Cells(dataset, checked.catalog.items, entity, self.terms), now=period),
            entity=entity,
            period=period,
            version=__version__,
            peers=others.values,
            peer_names=others.names,
            peer_figures=others.dataset,
            opinions=choices.of_period(checked.reading.rounds, period),
            earlier_opinions=choices.of_periods(checked.reading.rounds, earlier),
            commentary=intake.commentary(checked.case, checked.catalog, period),
            files=tuple(DigestedFile(file.name, file.sha256) for file in checked.reading.files),
            draft=checked.has_error_in(found),
            judge=judge,
            by_scheme=partial(self._by_scheme, entity, others, period),
            outcome=checked.outcome,
            terms=terms_of(checked.case, self.scheme),
            registers=checked.reading.registers,
            targets=checked.targets,
        )
        return replace(material, findings=(*findings, *claims(material))) if material.commentary else material

    def judged(
        self, entity: str, others: choices.ReadPeers, period: str, weights_of: Evaluation | None = None
    ) -> Evaluation:
        """One hospital in one period by this scheme, by the weights of another result where one is given."""
        case, said = self.checked.case.file, choices.of_period(self.checked.reading.rounds, period)
        if self.scheme_id == NO_SCHEME:
            return choices.unscored(entity, period)
        return scoring.evaluate(
            self.values,
            self.scheme,
            self.scheme_id,
            self.checked.catalog,
            entity,
            period,
            opinions=said,
            peers=others.values,
            first_month=case.fiscal_year_start,
            not_applicable=tuple(case.not_applicable),
            weights_of=weights_of,
            targets=self.checked.targets,
            hospital=choices.class_of(
                self.checked.case, self.checked.reading.dataset, self.checked.catalog, entity, period
            ),
            inspections={(one.indicator, one.entity, one.period): one for one in self.checked.reading.inspections},
            rounds=choices.up_to(self.checked.reading.rounds, period),
            keeps_peer_values=not others.is_whole,
        )

    def _by_scheme(self, entity: str, others: choices.ReadPeers, period: str, scheme: str) -> Evaluation:
        """The hospital in one period by another scheme; indicators are computed anew only where its terms differ."""
        found = self.checked.catalog.schemes[scheme]
        if terms_of(self.checked.case, found) == terms_of(self.checked.case, self.scheme):
            return replace(self, scheme_id=scheme, scheme=found).judged(entity, others, period)
        other = Evaluator.of(self.checked, scheme)
        return other.judged(entity, other.panel.without(entity), period)

    def _rounds_not_used(self, period: str) -> tuple[Finding, ...]:
        if all(part.from_folder is None for part in self.scheme.parts.values()):
            return ()
        return choices.remarks(self.checked.reading.rounds, period)

    def _quality(self, entity: str, period: str, findings: tuple[Finding, ...]) -> DataQuality:
        checked = self.checked
        return checks.quality(
            checked.outcome,
            findings,
            checked.reading.dataset,
            checked.catalog,
            self.scheme,
            entity,
            period,
            checked.case.file.not_applicable,
            checked.case.file.first_year,
        )

    def _derive(self, cells: compute.Cells, indicator: str, period: str | None = None, *, now: str) -> Derivation:
        return compute.derive(
            cells.dataset, self.checked.catalog, indicator, cells.entity, period or now, terms=self.terms, cells=cells
        )


def hospital_of(entity: str) -> str:
    """A hospital, or that of a department."""
    return entity.partition(BELOW)[0]


@dataclass(frozen=True, eq=False)
class Whose:
    """Whose the sheets, the files and the folders of a case are, as far as they are of one hospital each.

    A file of which nothing could be read is that of the one hospital whose other files lie in its folder.
    """

    dataset: Dataset

    def of(self, finding: Finding) -> str | None:
        """The hospital that a finding is about, or None where it is about none in particular."""
        if (named := finding.facts.get("entity")) is not None:
            return hospital_of(str(named))
        found = (self._known.get(where) for where in _around(finding.place))
        return next((next(iter(names)) if len(names) == 1 else None for names in found if names), None)

    @cached_property
    def _known(self) -> Mapping[Where, frozenset[str]]:
        """The hospitals of each sheet, file and folder."""
        found: dict[Where, set[str]] = {}
        for place, entity in self._stated():
            for where in _around(place):
                found.setdefault(where, set()).add(hospital_of(entity))
        return {where: frozenset(names) for where, names in found.items()}

    def _stated(self) -> Iterator[tuple[Place, str]]:
        """Where forms stand, and the figures of statements without one."""
        yield from ((form.place, form.entity) for form in self.dataset.forms)
        for entity, period in self.dataset.in_own_words:
            for item, view in self.dataset.known(entity, period):
                if (place := self.dataset.place((item, entity, period, view))) is not None:
                    yield place, entity


def _around(place: Place) -> Iterator[Where]:
    """The sheet of a place, its file, and the folders above it but for those that everybody shares."""
    if place.sheet is not None:
        yield place.file, place.sheet
    yield place.file, None
    folders = PurePosixPath(place.file).parents
    yield from ((str(folder), None) for folder in folders if len(folder.parts) > NEVER)
