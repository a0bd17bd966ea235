"""Words of case.yaml that a reader must know: unit, currency, indicators, and the folder of the peers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportgen.catalog import Catalog, files, strict_yaml
from reportgen.formula.nearest import nearest
from reportgen.intake.folder import TABLES
from reportgen.intake.vocabulary import vocabulary
from reportgen.model import report_number
from reportgen.model.casefile import NO_SCHEME, Case, CaseFile
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

CASE: Final = "case.yaml"


def unknown(file: CaseFile, text: str) -> Iterator[Finding]:
    """A unit or a currency that there is not, with its place in the text of case.yaml."""
    document = strict_yaml.read(text, CASE)
    units = tuple(vocabulary().units)
    if file.unit is not None and file.unit not in units:
        facts = {"key": "unit", "value": file.unit, "nearest": nearest(file.unit, units), "choices": units}
        yield Finding("D08", document.place(("unit",)), facts)
    currencies = _currencies()
    if file.currency not in currencies:
        facts = {"key": file.currency, "nearest": nearest(file.currency, currencies)}
        yield Finding("I62", document.place(("currency",)), facts)
    yield from _of_issuing(file, document)


def _of_issuing(file: CaseFile, document: strict_yaml.Document) -> Iterator[Finding]:
    """Roles that nobody has, and a pattern of numbers that cannot be used."""
    for index, role in enumerate(file.approvals):
        if role not in file.roles:
            facts = {"key": "approvals", "value": role, "nearest": nearest(role, file.roles), "choices": file.roles}
            yield Finding("D08", document.place(("approvals", index)), facts)
    for problem in report_number.faults(file.report_number):
        facts = {"pattern": file.report_number, "problem": f"@number_pattern.{problem}"}
        yield Finding("J01", document.place(("report_number",)), facts)
    if file.entity is not None and not report_number.is_file_name(file.entity.id):
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


def lost_peers(case: Case) -> Iterator[Finding]:
    """I39, I61 or I93: a folder of peers that is not there, in which no file can be data, or outside the case."""
    peers = case.file.peers
    if peers is None or peers.are_in_the_case:
        return
    folder = case.folder / peers.panel
    if not folder.is_dir():
        yield Finding("I39", peers_place(case), {"folder": peers.panel})
    elif not (folder / CASE).exists() and not _holds_tables(folder):
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
    path = folder / CASE
    return strict_yaml.read(files.text(path, folder) if path.is_file() else "", CASE)


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """The currencies that are legal tender somewhere today."""
    from babel.core import get_global

    known = get_global("territory_currencies").values()
    return frozenset(code for listed in known for code, _, until, tender in listed if tender and until is None)
