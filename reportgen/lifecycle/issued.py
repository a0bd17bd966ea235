"""The folder of issued reports: each a PDF and its results, named by its number, never overwritten."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import Refused
from reportgen.lifecycle import content
from reportgen.lifecycle.chain import ISSUES, NAME, Action, Journal, Subject, digest
from reportgen.model import case_parts
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.model.casefile import CaseFile

FOLDER: Final = "issued"


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
    known = {entry.number: entry.subject for entry in journal.entries if entry.what in {*ISSUES, Action.SIGN}}
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
        if entry.what not in ISSUES or content.RESULTS not in entry.parts:
            continue
        _, path = paths(folder, str(entry.number))
        if path.is_file() and _digest(path) != entry.parts[content.RESULTS]:
            facts: dict[str, Fact] = {"number": str(entry.number), "line": line, "file": NAME}
            yield Finding("J62", Place(f"{FOLDER}/{path.name}"), facts)


def _digest(path: Path) -> str | None:
    """Of the results that a file holds, as a reviewer approved them; None where it holds none."""
    try:
        return content.digest_of(content.lasting(json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return None
