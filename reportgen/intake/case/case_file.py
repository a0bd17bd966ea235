"""The case folder: case.yaml and mapping.yaml, strictly.

Words of case.yaml that a reader must know: unit, currency, indicators, and the folder of the peers.

What case.yaml wants of its reports, held against the kinds and sections that there are.

Folders that case.yaml names: packs of definitions, and the peers' panel.

Every mistake of a case.yaml that is refused: what is right by itself is held against the catalogue all the same.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from reportgen.catalog import Catalog, languages, load, load_catalog, reports, strict_yaml
from reportgen.errors import Refused
from reportgen.formula.functions import nearest
from reportgen.intake.case.folder import TABLES, misplaced
from reportgen.intake.words.vocabulary import vocabulary
from reportgen.model import case_parts
from reportgen.model.case_parts import DueKind
from reportgen.model.casefile import NO_SCHEME, Case, CaseFile, MappingFile
from reportgen.model.definition import Definition, Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.foreign_text import in_words
from reportgen.model.place import Place

OF_CASE: Final = "case.yaml"


def unknown(file: CaseFile, text: str) -> Iterator[Finding]:
    """A unit or a currency that there is not, with its place in the text of case.yaml."""
    document = strict_yaml.read(text, OF_CASE)
    units = tuple(vocabulary().units)
    if file.unit is not None and file.unit not in units:
        composed = vocabulary().currency_units.composed()
        plain = tuple(unit for unit in units if unit not in composed)
        facts = {"key": "unit", "value": file.unit, "nearest": nearest(file.unit, units), "choices": plain}
        yield Finding("D08", document.place(("unit",)), facts)
    currencies = _currencies()
    if file.currency not in currencies:
        facts = {"key": file.currency, "nearest": nearest(file.currency, currencies)}
        yield Finding("I62", document.place(("currency",)), facts)
    yield from _of_issuing(file, document)


def _of_issuing(file: CaseFile, document: strict_yaml.Document) -> Iterator[Finding]:
    """Roles that nobody has, and a pattern of numbers that cannot be used.

    Whoever is written down has a role, though something else of the person was refused.
    """
    people = document.content.get("signatories") if isinstance(document.content, dict) else None
    written = {one.get("id") for one in people or () if isinstance(one, dict)} if isinstance(people, list) else set()
    for index, role in enumerate(file.approvals):
        if role not in {*file.roles, *written}:
            facts = {"key": "approvals", "value": role, "nearest": nearest(role, file.roles), "choices": file.roles}
            yield Finding("D08", document.place(("approvals", index)), facts)
    for problem in case_parts.faults(file.report_number):
        facts = {"pattern": file.report_number, "problem": f"@number_pattern.{problem}"}
        yield Finding("J01", document.place(("report_number",)), facts)
    if file.entity is not None and not case_parts.is_file_name(file.entity.id):
        facts = {"key": "entity.id", "value": file.entity.id, "bound": "@number_pattern.no_file_name"}
        yield Finding("D11", document.place(("entity", "id")), facts)


def one_person_twice(case: Case) -> Iterator[Finding]:
    """J15: a person who has two of the roles that approve a report, which `issue` would refuse in the end."""
    held: dict[str, Text] = {}
    for index, person in enumerate(case.file.signatories):
        if person.id not in case.file.approvals or not person.name:
            continue
        if person.name in held:
            facts: dict[str, Fact] = {"who": person.name, "role": held[person.name], "other": person.role}
            yield Finding("J15", document(case.folder).place(("signatories", index)), facts)
        held.setdefault(person.name, person.role)


def findings(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """What case.yaml names and is not there: scheme, indicators, warning lines, peers."""
    yield from no_scheme(case, catalog)
    yield from not_indicators(case, catalog)
    yield from unknown_warnings(case, catalog)
    yield from lost_peers(case)
    yield from one_person_twice(case)
    yield from wrong_deadlines(case, catalog)
    yield from unknown_list(case, catalog)


def wrong_deadlines(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """What a deadline names and is not there (D08), or another one has named (D30)."""
    file, written = case.file, document(case.folder)
    kinds = tuple(kind for kind in DueKind if kind is not DueKind.REPORT)
    known = (*kinds, *catalog.forms, *catalog.registers, *catalog.reports)
    seen: set[tuple[str, str]] = set()
    for index, deadline in enumerate(file.deadlines):
        for number, name in enumerate(deadline.of):
            place = written.place(("deadlines", index, "of", number))
            if name not in known:
                facts = {"key": "of", "value": name, "nearest": nearest(name, known), "choices": known}
                yield Finding("D08", place, facts)
            elif (name, deadline.each) in seen:
                yield Finding("D30", place, {"name": name, "each": f"@year.each.{deadline.each}"})
            seen.add((name, deadline.each))


def no_scheme(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """C06: a scheme that there is not."""
    name = case.file.scheme
    if name != NO_SCHEME and name not in catalog.schemes:
        place = document(case.folder).place(("scheme",))
        yield Finding("C06", place, {"name": name, "nearest": nearest(name, catalog.schemes)})


def not_indicators(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """I63: what `owners` names and is no indicator, or `not_applicable` and is neither that nor an item of a form."""
    lines = {name: item for name, item in catalog.items.items() if item.forms}
    for key, named, known in (
        ("not_applicable", case.file.not_applicable, {**catalog.indicators, **lines}),
        ("owners", case.file.owners, catalog.indicators),
    ):
        for name in sorted(set(named) - set(known)):
            place = document(case.folder).key_place((key, name))
            yield Finding("I63", place, {"within": key, "key": name, "nearest": nearest(name, known)})


def unknown_warnings(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """K08: a set of warning lines that there is not."""
    name = case.file.analysis.warnings
    if name not in catalog.warnings:
        place = document(case.folder).place(("analysis", "warnings"))
        yield Finding("K08", place, {"key": name, "nearest": nearest(name, catalog.warnings)})


def unknown_list(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """D08: a list of the national appraisal that there is not."""
    name = case.file.national_appraisal.pack
    known = tuple(pack for pack, one in catalog.packs.items() if one.rows)
    if name is not None and name not in known:
        facts = {"key": "pack", "value": name, "nearest": nearest(name, known), "choices": known}
        yield Finding("D08", document(case.folder).place(("national_appraisal", "pack")), facts)


def lost_peers(case: Case) -> Iterator[Finding]:
    """I39, I61 or I93: a folder of peers that is not there, in which no file can be data, or outside the case."""
    peers = case.file.peers
    if peers is None or peers.are_in_the_case:
        return
    folder = case.folder / peers.panel
    if not folder.is_dir():
        yield Finding("I39", peers_place(case), {"folder": peers.panel})
    elif not (folder / OF_CASE).exists() and not _holds_tables(folder):
        yield Finding("I61", peers_place(case), {"folder": peers.panel})
    else:
        yield from unallowed(case, ((("peers", "panel"), peers.panel),))


def unallowed(case: Case, named: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Finding]:
    """I93: folders outside the case, by the keys that name them, where case.yaml does not say that they may be read."""
    for keys, folder in named:
        if not case.file.outside_folders and not is_within(case, folder):
            yield Finding("I93", document(case.folder).place(keys), {"folder": folder})


def is_within(case: Case, folder: str) -> bool:
    """Whether a folder that case.yaml names lies in the case."""
    return (case.folder / folder).resolve().is_relative_to(case.folder.resolve())


def peers_place(case: Case) -> Place:
    """Where case.yaml names the folder of the peers."""
    return document(case.folder).place(("peers", "panel"))


def _holds_tables(folder: Path) -> bool:
    names = (name for _, _, within in os.walk(folder) for name in within)
    return any(Path(name).suffix.lower() in TABLES for name in names)


def document(folder: Path) -> strict_yaml.Document:
    """case.yaml with the places of its keys; empty where there is none."""
    path = folder / OF_CASE
    return strict_yaml.read(load.text(path, folder) if path.is_file() else "", OF_CASE)


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """The currencies that are legal tender somewhere today."""
    from babel.core import get_global

    known = get_global("territory_currencies").values()
    return frozenset(code for listed in known for code, _, until, tender in listed if tender and until is None)


NO_KIND: Final = "C24"


def wrong_reports(case: Case, catalog: Catalog) -> Iterator[Finding]:
    """What case.yaml asks of reports and there is not: C88 of languages, C24 of kinds, else what their choices name."""
    if case.file.mode not in languages.modes(catalog.languages):
        keys = ("languages",) if case.file.languages else ("report", "languages")
        place = document(case.folder).place(keys)
        yield replace(languages.unspoken(case.file.mode, catalog.languages), place=place)
    if not case.file.reports:
        return
    written, known = document(case.folder), reports.ReportNames.of(catalog.sections, catalog.words)
    for name, choice in case.file.reports.items():

        def at(*trail: str | int, name: str = name) -> Place:
            keys = ("reports", name, *trail)
            return written.place(keys) if isinstance(keys[-1], int) else written.key_place(keys)

        kind = catalog.reports.get(name)
        if kind is None:
            yield Finding(NO_KIND, at(), {"name": name, "nearest": nearest(name, catalog.reports)})
        else:
            yield from reports.choice_problems(choice, name, kind, known, at)


def pack_folders(case: Case) -> tuple[Path, ...]:
    """The folders of definitions outside the case that case.yaml names.

    Raises:
        Refused: naming each that is not there (I39), or outside the case without its consent (I93).
    """
    folders = [(name, (case.folder / name).resolve()) for name in case.file.packs]
    lost = [Finding("I39", Place(OF_CASE), {"folder": name}) for name, folder in folders if not folder.is_dir()]
    lost += unallowed(case, ((("packs", index), name) for index, name in enumerate(case.file.packs)))
    if lost:
        raise Refused(lost)
    return tuple(folder for _, folder in folders)


def panel_within(case: Case) -> Path | None:
    """The peers' folder where it lies in the case and is not the case itself."""
    peers = case.file.peers
    if peers is None or peers.are_in_the_case:
        return None
    folder = (case.folder / peers.panel).resolve()
    return folder if folder.is_relative_to(case.folder) else None


PACKS: Final = "packs"
"""Without the definitions of other folders nobody can say which names there are."""


def further(folder: Path, text: str) -> Iterator[Finding]:
    """What the keys that are right by themselves name and is not there.

    Args:
        folder: the case folder.
        text: its case.yaml, of which some keys are wrong.
    """
    file, wrong = load.parts(CaseFile, text, OF_CASE, load.sole_language(text, folder))
    if file is None:
        return
    if wrong:
        yield from unknown(file, text)
    if PACKS in wrong:
        return
    case = Case(folder, file, MappingFile())
    try:
        catalog = load_catalog(folder, pack_folders(case))
    except Refused as refused:
        yield from refused.findings
        return
    yield from findings(case, catalog)
    yield from wrong_reports(case, catalog)


D = TypeVar("D", bound=Definition)

CASE: Final = OF_CASE
MAPPING: Final = "mapping.yaml"


def open_case(path: Path) -> Case:
    """Read what describes a case.

    Raises:
        Refused: no such folder (I01), a file (I92), no case.yaml (I02), or every mistake in case.yaml and mapping.yaml
            every name of a file that is no Unicode (I82), and folders too deep (I83) at once.
    """
    if not path.is_dir():
        raise Refused([Finding("I92" if path.is_file() else "I01", Place(path.as_posix()))])
    folder = path.resolve()
    if not (folder / CASE).exists() and not (folder / CASE).is_symlink():
        raise Refused([Finding("I02", Place(CASE), {"folder": path.as_posix()})])
    findings = list(misplaced(folder))
    file = _definition(CaseFile, folder, CASE, findings)
    has_mapping = (folder / MAPPING).exists() or (folder / MAPPING).is_symlink()
    mapping = _definition(MappingFile, folder, MAPPING, findings) if has_mapping else MappingFile()
    if findings or file is None or mapping is None:
        raise Refused(findings)
    return Case(folder, file, mapping)


def _definition(model: type[D], folder: Path, name: str, findings: list[Finding]) -> D | None:
    try:
        text = load.text(folder / name, folder)
    except ValueError as error:
        findings.append(Finding(str(error), Place(name), {"file": name}))
        return None
    except OSError as error:
        findings.append(Finding("C14", Place(name), {"problem": in_words(error)}))
        return None
    value, found = load.one(model, text, name, load.sole_language(text, folder) if model is CaseFile else None)
    findings.extend(found)
    if isinstance(value, CaseFile):
        findings.extend(unknown(value, text))
    if model is CaseFile and findings:
        findings.extend(further(folder, text))
    return value
