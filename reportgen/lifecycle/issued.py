"""The folder of issued reports: each a PDF and its results, named by its number, never overwritten.

What a reviewer has approved: the digests of everything that the pages of a report are written from.

The program's version, what is remarked about other periods and the state itself are no part of it: a report is not
another one because it was rendered again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from reportgen.errors import Refused
from reportgen.intake.case import case_pages
from reportgen.lifecycle.chain import FOLDER, ISSUES, NAME, Journal, JournalAction, Subject, digest
from reportgen.model import case_parts
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.model.casefile import CaseFile

VOLATILE: Final = ("schema", "program", "findings", "quality", "standing")
"""Members of the results, and of each hospital of a group, that are no part of the content.

Issued results are known again without them, so that another choice would make older ones look altered.
"""
HOSPITALS: Final = "hospitals"
OF_THE_CASE: Final = (
    "entity",
    "signatories",
    "not_applicable",
    "owners",
    "term_of_office",
    "commentary",
    "explanations",
    "data_source",
    "provenance",
    "materiality",
    "reports",
)
"""Keys of case.yaml that pages print and results do not show."""
NOT_MADE_FROM: Final[Mapping[str, Any]] = {
    "signing": True,
    "approvals": True,
    "signatories": True,
    "packs": True,
    "peers": {"panel"},
    "deadlines": True,
}
"""Keys of case.yaml of which no figure is made: how signatures are checked, who does what by when, where things lie.

The names of those who sign off are printed and reviewed all the same (`OF_THE_CASE`).
"""
DEFINITIONS: Final = (
    "items",
    "indicators",
    "schemes",
    "standards",
    "checks",
    "reports",
    "blocks",
    "languages",
    "templates",
    "styles",
)

RESULTS: Final = "results"
FIGURES: Final = "figures"
VOUCHERS: Final = "vouchers"
OF_DATA: Final = frozenset({RESULTS, FIGURES, VOUCHERS})
"""Parts that are no file."""
CASE: Final = "case.yaml"
COMMENTARY: Final = "commentary/"


def parts(material: Grounds, results: Mapping[str, Any]) -> dict[str, str]:
    """Digests by name: the results, the figures and vouchers read, what case.yaml says, each commentary and definition.

    Args:
        material: what the report is about.
        results: its results as data, reportgen/results/1 or reportgen/group/1.
    """
    case = material.case.file.model_dump(mode="json", include=set(OF_THE_CASE))
    found = {RESULTS: digest_of(lasting(results)), FIGURES: digest_of(_figures(material)), CASE: digest_of(case)}
    if material.dataset.vouchers:
        found[VOUCHERS] = digest_of({str(place): said for place, said in material.dataset.vouchers.items()})
    written = [remarks for texts in material.commentary.values() for remarks in texts]
    found |= {remarks.file: digest(remarks.text.encode()) for remarks in written}
    return dict(sorted((found | dict(_files(material))).items()))


def grounds_of(file: CaseFile) -> str:
    """Digest of what case.yaml says that a report is made from."""
    return digest_of(file.model_dump(mode="json", exclude=dict(NOT_MADE_FROM)))


def lasting(results: Mapping[str, Any]) -> dict[str, Any]:
    """Results without what another day, or another place of the case, may have otherwise."""
    kept = {key: value for key, value in results.items() if key not in VOLATILE}
    return kept | ({HOSPITALS: [lasting(one) for one in kept[HOSPITALS]]} if HOSPITALS in kept else {})


def whole(found: Mapping[str, str]) -> str:
    """One digest for all parts."""
    return digest_of(dict(sorted(found.items())))


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the parts that are new, gone or another."""
    return tuple(sorted(name for name in {*before, *now} if before.get(name) != now.get(name)))


def digest_of(content: Any) -> str:
    """SHA-256 of data, however its members are ordered."""
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True, allow_nan=False).encode())


def _figures(material: Grounds) -> dict[str, Any]:
    """Every figure of the hospital, or of each, up to the end of the period; what is later does not change a report."""
    last = Period.parse(material.period).sort_key()[:2]
    values = material.dataset.values
    heads = ["|".join(head) for head in values.columns]
    found: dict[str, dict[str, dict[str, float]]] = {hospital: {} for hospital in material.hospitals}
    for (entity, period), row in zip(values.index, values.to_numpy(), strict=True):
        if entity in found and Period.parse(period).sort_key()[:2] <= last:
            there = np.flatnonzero(~np.isnan(row))
            found[entity][period] = {heads[column]: float(row[column]) for column in there}
    return found[material.entity] if material.hospitals == (material.entity,) else found


def _files(material: Grounds) -> Iterator[tuple[str, str]]:
    """The hospital's own definitions, templates, styles and brand, and the packs it names."""
    folder = material.case.folder
    roots = [("", folder), *((f"{pack}/", folder / pack) for pack in material.case.file.packs)]
    for prefix, root in roots:
        below = [path for name in DEFINITIONS for path in sorted((root / name).rglob("*"))]
        for path in below:
            if path.is_file() and _is_inside(path, root):
                yield f"{prefix}{path.relative_to(root).as_posix()}", digest(path.read_bytes())
    for path in case_pages.belongings(material.case):
        if path.is_file() and not path.is_symlink():
            yield Path(os.path.relpath(path, folder)).as_posix(), digest(path.read_bytes())


def _is_inside(path: Path, root: Path) -> bool:
    return not path.is_symlink() and path.resolve().is_relative_to(root.resolve())


def next_number(folder: Path, journal: Journal, file: CaseFile, subject: Subject) -> str:
    """The number that the next issue gets: the first serial that neither journal nor folder has.

    Raises:
        Refused: J01 if prefix or hospital hold what cannot stand in a file's name.
    """
    taken = {entry.number for entry in journal.entries}
    prefix = file.report.number_prefix or subject.entity.upper()
    labels = case_parts.Labels(prefix, subject.report, subject.entity, subject.period)
    for serial in count(1):
        found = labels.number(file.report_number, serial)
        if not case_parts.is_file_name(found):
            facts = {"pattern": found, "problem": "@number_pattern.no_file_name"}
            raise Refused([Finding("J01", Place("case.yaml"), facts)])
        if found not in taken and not any(path.exists() for path in paths(folder, found)):
            return found
    raise AssertionError("serials do not end")


def paths(folder: Path, number: str) -> tuple[Path, Path]:
    """Where the PDF and the results of a number lie."""
    return folder / FOLDER / f"{number}.pdf", folder / FOLDER / f"{number}.json"


def files(number: str, pdf: bytes, results: bytes) -> dict[str, bytes]:
    """What is kept of an issue, by path in the case."""
    return {f"{FOLDER}/{number}.json": results, f"{FOLDER}/{number}.pdf": pdf}


def results_of(folder: Path, number: str, schema: str) -> Mapping[str, Any]:
    """The results that were issued under a number.

    Args:
        folder: the case folder.
        number: of the issued report.
        schema: what they have to be: the results of a hospital, or those of a group.

    Raises:
        Refused: J21 if they are not there or are no such results.
    """
    _, path = paths(folder, number)
    try:
        results = json.loads(path.read_bytes())
        is_sound = results["schema"] == schema and _has_figures(results)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_sound = False
    if not is_sound:
        raise Refused([Finding("J21", Place(f"{FOLDER}/{path.name}"), {"number": number})])
    found: Mapping[str, Any] = results
    return found


def _has_figures(results: Mapping[str, Any]) -> bool:
    """Whether every hospital, of a group, and every indicator says which one it is."""
    whose = results.get("hospitals", [results])
    return all(isinstance(one["entity"]["id"], str) for one in whose) and all(
        isinstance(row["id"], str) for one in whose for row in one["indicators"]
    )


def faults(folder: Path, journal: Journal) -> Iterator[Finding]:
    """Issued files against the journal: gone (J22), another (J23), of no line (J24), results that are others (J62)."""
    known = {entry.number: entry.subject for entry in journal.entries if entry.what in {*ISSUES, JournalAction.SIGN}}
    lines = {entry.number: line for line, entry in enumerate(journal.entries, start=1) if entry.what in ISSUES}
    for number, expected in known.items():
        pages, _ = paths(folder, str(number))
        place = Place(f"{FOLDER}/{pages.name}")
        facts: dict[str, Fact] = {"number": str(number), "line": lines.get(number, 0), "file": NAME}
        if not pages.is_file():
            yield Finding("J22", place, facts)
        elif digest(pages.read_bytes()) != expected:
            yield Finding("J23", place, facts)
    yield from _altered_results(folder, journal)
    for path in sorted((folder / FOLDER).glob("*.pdf")):
        if path.stem not in known:
            yield Finding("J24", Place(f"{FOLDER}/{path.name}"), {"number": path.stem})


def _altered_results(folder: Path, journal: Journal) -> Iterator[Finding]:
    """Results beside an issued report, from which corrections and later comparisons are told."""
    for line, entry in enumerate(journal.entries, start=1):
        if entry.what not in ISSUES or RESULTS not in entry.parts:
            continue
        _, path = paths(folder, str(entry.number))
        if path.is_file() and _digest(path) != entry.parts[RESULTS]:
            facts: dict[str, Fact] = {"number": str(entry.number), "line": line, "file": NAME}
            yield Finding("J62", Place(f"{FOLDER}/{path.name}"), facts)


def _digest(path: Path) -> str | None:
    """Of the results that a file holds, as a reviewer approved them; None where it holds none."""
    try:
        return digest_of(lasting(json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
