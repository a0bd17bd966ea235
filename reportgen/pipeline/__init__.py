"""The whole program, one screen: from a case folder to what a report says, and on to its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen import checks, intake, lifecycle
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog, terminology
from reportgen.catalog.calendar_words import begin_years
from reportgen.errors import ExitCode, Refused
from reportgen.model.definition import Language, Languages, Text
from reportgen.model.finding import Finding
from reportgen.model.period import PeriodKind, begin_years_in
from reportgen.model.place import Place
from reportgen.model.quality import Judged
from reportgen.model.schemes import Scheme
from reportgen.pipeline import checked as pipeline_checked
from reportgen.pipeline import choices, periods
from reportgen.pipeline import pages as printing
from reportgen.pipeline.checked import Checked, foreign_source, look, still_sample
from reportgen.pipeline.evaluation import Evaluator, terms_by_name
from reportgen.pipeline.group import (
    GROUP,
    asked_for,
    build_peers,
    consolidated,
    directions_of,
    eliminations,
    evaluate_group,
    insist_on_its_name,
    named,
    only_of,
)
from reportgen.pipeline.periods import of_period, with_period
from reportgen.progress import reached

__all__ = [
    "build_peers",
    "check",
    "directions_of",
    "evaluate",
    "evaluate_all",
    "evaluate_group",
    "filled",
    "grounds",
    "hospitals",
    "is_one",
    "look",
    "of_period",
    "picture",
    "pictures",
    "remarks",
    "render",
    "web_page",
    "whose",
    "with_period",
]

if TYPE_CHECKING:
    from reportgen.export.template import Filled
    from reportgen.model.definition import Language
    from reportgen.report.pdf import Rendered


def check(folder: Path, *, correcting: str | None = None, unchanged: intake.UnchangedFiles | None = None) -> Checked:
    """Read one case and check it.

    Args:
        folder: the case folder.
        correcting: number of an issued report that is being corrected: its results do not count as a restatement.
        unchanged: what was found in the files when they were last read, which spares reading them again.

    Raises:
        Refused: if the case or its definitions cannot be read at all.
    """
    found = pipeline_checked.checked(folder, correcting, partial(_check, folder, correcting, unchanged))
    begin_years(found.catalog.words, found.case.file.fiscal_year_start)
    problems, file = tuple(lifecycle.problems(found.case.folder)), found.case.file
    findings = terminology.in_terms((*found.findings, *problems), file.regime, file.currency)
    catalog = terminology.spoken(found.catalog, file.regime, file.currency)
    return pipeline_checked.told(found, replace(found, catalog=catalog, findings=findings))


def _check(folder: Path, correcting: str | None, unchanged: intake.UnchangedFiles | None) -> Checked:
    """Read one case and check it, but for its journal and what was issued."""
    case = intake.open_case(folder)
    begin_years_in(case.file.fiscal_year_start)
    catalog = load_catalog(case.folder, packs=intake.pack_folders(case))
    read = intake.rated(intake.adjusted(intake.read(case, catalog, unchanged), case, catalog), case, catalog)
    read = intake.filed(read, case, catalog)
    reading = intake.without_placeholders(intake.within_scales(read, catalog), case, catalog)
    outcome = checks.all_of(reading.dataset, catalog, case)
    targets, problems = intake.targets(case, catalog)
    refusals = (*problems, *choices.refusals(case, catalog), *intake.commentary_findings(case, catalog))
    told = checks.between_forms((*reading.findings, *refusals), reading.dataset)
    beside = checks.registers(reading.registers, reading.dataset, catalog, case.file.fiscal_year_start)
    filed = checks.filings(reading.registers, reading.dataset, catalog, case)
    others = checks.outside(
        reading.dataset, catalog, case, terms=partial(terms_by_name, case, catalog), correcting=correcting
    )
    if case.file.group is not None:
        others = only_of(others, case.file.group.id, whose=False)
    eliminated = eliminations(case, catalog, reading.dataset)[1]
    folded = checks.folded((*told, *outcome.findings, *beside, *filed, *others, *eliminated))
    findings, outcome = checks.not_checked(folded, outcome, reading.dataset)
    typed = checks.typed_totals(findings, case.folder)
    sample = (*still_sample(case, reading), *foreign_source(case, reading))
    return Checked(case, catalog, reading, outcome, (*findings, *typed, *sample), targets, correcting)


def quality(checked: Checked, asked: str | None = None) -> Judged | None:
    """The verdict on the data of the case's hospital, in its newest complete period or the newest it has begun.

    None where no figure was read; `asked` is another period to judge.
    """
    dataset, catalog = checked.reading.dataset, checked.catalog
    try:
        _, scheme = choices.scheme_named(checked.case.file.scheme, checked.case, catalog)
        entity = choices.own_entity(checked.case, dataset, None)
        period = periods.begun(dataset, catalog, entity, scheme) if asked is None else periods.parsed(asked)
    except Refused:
        return None
    declared, began = checked.case.file.not_applicable, checked.case.file.first_year
    found = checks.quality(checked.outcome, checked.findings, dataset, catalog, scheme, entity, period, declared, began)
    return Judged(entity, period, found)


def lacking(checked: Checked, asked: str | None = None) -> tuple[tuple[str, tuple[checks.Lacking, ...]], ...]:
    """What each hospital still needs in its newest period, or the one asked for, by its id; not who lacks nothing."""
    dataset, catalog = checked.reading.dataset, checked.catalog
    try:
        _, scheme = choices.scheme_named(checked.case.file.scheme, checked.case, catalog)
    except Refused:
        return ()
    found = []
    for entity in hospitals(checked):
        try:
            period = asked or periods.begun(dataset, catalog, entity, scheme)
        except Refused:
            continue
        found.append((entity, lacking_of(checked, scheme, entity, period)))
    return tuple((entity, pieces) for entity, pieces in found if pieces)


def lacking_of(checked: Checked, scheme: Scheme, entity: str, period: str) -> tuple[checks.Lacking, ...]:
    """What one hospital still needs in a period."""
    return checks.lacking(
        checked.reading.dataset,
        checked.catalog,
        scheme,
        entity,
        period,
        is_rated=choices.of_period(checked.reading.rounds, period) is not None,
        first_year=checked.case.file.first_year,
        regime=checked.case.file.regime,
        not_applicable=checked.case.file.not_applicable,
        in_group=checked.case.file.group is not None and checked.case.file.entity is None,
    )


def hospitals(checked: Checked) -> list[str]:
    """The hospital of the case, or all of a panel."""
    own = checked.case.file.entity
    return [own.id] if own is not None else sorted(set(checked.reading.dataset.values.index.get_level_values(0)))


def evaluate(  # noqa: PLR0913 - what the command line says, and what the kind of report is usually about
    checked: Checked,
    *,
    period: str | None = None,
    entity: str | None = None,
    scheme: str | None = None,
    submission: bool = False,
    usual: PeriodKind | None = None,
) -> Material:
    """Compute, score and gather everything about one hospital in one period; in a submission without figures in error.

    Where no period is asked for, it is the newest, of the usual length if there is one.

    Raises:
        Refused: if there is no such period, entity or scheme.
    """
    asked = (period, entity, scheme, submission, usual)
    return pipeline_checked.evaluated(checked, asked, partial(_evaluate, checked, *asked))


def _evaluate(  # noqa: PLR0913 - as asked
    checked: Checked,
    period: str | None,
    entity: str | None,
    scheme: str | None,
    submission: bool,  # noqa: FBT001 - as asked
    usual: PeriodKind | None,
) -> Material:
    checked = whose(checked, entity)
    checked = with_period(checked, period)
    judge = _judge(checked, scheme, submission)
    hospital = choices.own_entity(checked.case, checked.reading.dataset, entity, checked.findings)
    dataset = checked.reading.dataset
    wanted = periods.chosen(dataset, checked.catalog, hospital, judge.scheme, period, usual)
    return judge.material(hospital, wanted)


def whose(checked: Checked, entity: str | None) -> Checked:
    """The case as it was read; where its group is asked for as one hospital, the consolidated case.

    Raises:
        Refused: Q15, if the group has no table of eliminations.
    """
    return consolidated(checked) if asked_for(checked, entity) else checked


@lru_cache(maxsize=1)
def _judge(checked: Checked, scheme: str | None, submission: bool) -> Evaluator:  # noqa: FBT001 - as asked
    """A case under a scheme, computed once for hospitals that are asked for one after the other."""
    return Evaluator.of(checked, scheme, submission=submission)


def evaluate_all(
    checked: Checked,
    *,
    period: str | None = None,
    entity: str | None = None,
    scheme: str | None = None,
    submission: bool = False,
) -> list[Material]:
    """The same for one hospital, or for every hospital of a panel that has the period, by id.

    Raises:
        Refused: if there is no such period, entity or scheme.
    """
    if is_one(checked, entity):
        return [evaluate(checked, period=period, entity=entity, scheme=scheme, submission=submission)]
    begin_years(checked.catalog.words, checked.case.file.fiscal_year_start)
    checked = with_period(checked, period)
    judge = Evaluator.of(checked, scheme, submission=submission)
    dataset = checked.reading.dataset
    wanted = periods.of_panel(dataset, checked.catalog, judge.scheme, period)
    members = sorted(set(dataset.values.index.get_level_values(0)))
    there = [member for member in members if (member, wanted) in dataset.values.index]
    found = []
    for member in there:
        found.append(judge.one_of_many(member, wanted))
        reached("hospitals", len(found), len(there))
    return found


def is_one(checked: Checked, entity: str | None) -> bool:
    """Whether one hospital is meant: the one asked for, the case's own, or the only one."""
    entities = set(checked.reading.dataset.values.index.get_level_values(0))
    return entity is not None or checked.case.file.entity is not None or len(entities) < 2  # noqa: PLR2004 - a panel has two


def grounds(
    checked: Checked,
    *,
    report: str,
    period: str | None = None,
    entity: str | None = None,
    scheme: str | None = None,
) -> Material | GroupMaterial:
    """What a kind of report is written from: one hospital, or all those of the case.

    Raises:
        Refused: if there is no such kind of report, period, entity or scheme; C42, if one hospital is asked of a report
            about all of them; C43, if the group's folder was renamed and case.yaml does not say what it is called.
    """
    choices.require_report(report, checked.case, checked.catalog)
    if checked.catalog.reports[report].subject != GROUP:
        usual = checked.catalog.reports[report].usual
        return evaluate(checked, period=period, entity=entity, scheme=scheme, usual=usual)
    insist_on_its_name(checked)
    if entity not in {None, named(checked).id}:
        raise Refused([Finding("C42", Place(""), {"report": report, "entity": entity})], ExitCode.USAGE)
    group = partial(_evaluate_group, checked, period, scheme)
    return pipeline_checked.evaluated(checked, (GROUP, period, scheme), group)


def _evaluate_group(checked: Checked, period: str | None, scheme: str | None) -> GroupMaterial:
    return evaluate_group(with_period(checked, period), period=period, scheme=scheme)


def render(
    material: Material | GroupMaterial, *, report: str, mode: Languages, inside: printing.Inside = printing.USUAL
) -> Rendered:
    """The pages of a report as PDF, with the state in which the journal of the case has it.

    `report` is the id of its kind; `inside` what the file is to carry.

    Raises:
        Refused: if there is no such kind of report, or the case wants of it what there is not; if a glyph, a font, an
            alternative text or a reference is missing.
    """
    standing = _standing(material, report, mode, inside.audience)
    return printing.pages(standing, report=report, mode=mode, inside=inside)


def web_page(material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None) -> bytes:
    """The same as one HTML file for screens, with everything in it; refused as `render`."""
    return printing.web_page(_standing(material, report, mode, audience), report=report, mode=mode, audience=audience)


def prose(material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None) -> bytes:
    """Its letter or its commentary as a Word document; refused if it has neither."""
    return printing.prose(_standing(material, report, mode, audience), report=report, mode=mode, audience=audience)


def pictures(
    material: Material | GroupMaterial, *, report: str, mode: Languages, audience: str | None = None
) -> dict[str, bytes]:
    """Its pages and charts as PNG, by file name; refused as `render`."""
    return printing.pictures(_standing(material, report, mode, audience), report=report, mode=mode, audience=audience)


def picture(
    material: Material | GroupMaterial, *, report: str, mode: Languages, inside: printing.Inside = printing.USUAL
) -> tuple[bytes, tuple[Finding, ...]]:
    """One page of it as a PNG for mail, and what is told of its pages; refused as `render`, and if it is not one."""
    standing = _standing(material, report, mode, inside.audience)
    return printing.picture(standing, report=report, mode=mode, inside=inside)


def _standing(material: printing.M, report: str, mode: Languages, audience: str | None) -> printing.M:
    begin_years(material.catalog.words, material.case.file.fiscal_year_start)
    choices.require_report(report, material.case, material.catalog)
    return printing.with_standing(material, report=report, mode=mode, audience=audience)


def appraisal_form(material: Material, language: Language) -> bytes:
    """The form of the national appraisal for the year of a material, filled in as far as its own tables go.

    Raises:
        Refused: if the hospital is on neither list, or the period is no year.
    """
    from reportgen.analysis.answer import Unavailable
    from reportgen.export.appraisal_form import form

    found = material.analysis["business.national_appraisal"]
    if isinstance(found, Unavailable):
        known = tuple(name for name, pack in material.catalog.packs.items() if pack.rows)
        raise Refused([Finding("K31", Place("case.yaml"), {"name": None, "known": known})])
    file = material.case.file
    hospital = file.name_of(material.entity)
    name = material.dataset.entities[material.entity].name if material.entity in material.dataset.entities else ""
    currency = material.catalog.words.get(f"currency.{file.currency}.name", Text(zh=file.currency, en=file.currency))
    return form(found, material.catalog, hospital or Text(zh=name, en=name), language, currency)


def filled(
    material: Material, template: bytes, file: str, language: Language, given: Sequence[tuple[str, str]] = ()
) -> Filled:
    """Somebody's own workbook with the figures of a hospital in the cells that have names of ours, or are given.

    Raises:
        Refused: if it is no such workbook, or none of its names is known.
    """
    from reportgen.export.named_values import NamedValues
    from reportgen.export.template import filled as fill

    return fill(template, file, NamedValues(material, language), given)


def remarks(material: Material | GroupMaterial, *, report: str) -> tuple[Finding, ...]:
    """What a report needs of the case and finds left out; `report` is the id of a kind that there is."""
    from reportgen import report as reports
    from reportgen.pipeline.issuing import of_measures

    return (*of_measures(material), *reports.remarks(material, kind=report))


def unusable(material: Material | GroupMaterial, *, report: str) -> tuple[Finding, ...]:
    """What of the case's brand the pages of a report leave out, and why; refused as `render`."""
    from reportgen import report as reports

    return reports.unusable(material, kind=report)


def with_brand(checked: Checked) -> Checked:
    """The same with what of the case's brand no page can show; it does not touch the quality of the data.

    Raises:
        Refused: templates, styles or a brand.yaml that cannot be used.
    """
    from reportgen.report.overrides import looks

    return replace(checked, findings=(*checked.findings, *looks(checked.case).brand.findings))
