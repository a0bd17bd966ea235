"""What goes back: to each hospital whose report does not count, a page that says why and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from reportgen.batch.pool import each, unanswered
from reportgen.catalog import load_catalog
from reportgen.catalog.calendar_words import period_name
from reportgen.collect.judging import Collection, Hospital, RosterStatus
from reportgen.errors import Refused
from reportgen.model.case_parts import is_file_name
from reportgen.model.definition import Text
from reportgen.model.finding import Finding, Severity
from reportgen.model.leaflet import LeafletColumn, LeafletRow, LeafletTable, Mark, Notice
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.batch.pool import Bounds
    from reportgen.catalog import Catalog
    from reportgen.model.definition import LanguageMode

MARKS: Final[dict[Severity, Mark]] = {Severity.ERROR: "bad", Severity.WARNING: "open", Severity.NOTE: ""}


@dataclass(frozen=True)
class FindingsLetter:
    """A page for a hospital, in the language that it is written in; `name` is that of its file."""

    name: str
    notice: Notice
    mode: LanguageMode


def letters(found: Collection, catalog: Catalog, mode: LanguageMode, program: str) -> Iterator[FindingsLetter]:
    """For each hospital whose report goes back, or did not come."""
    for number, one in enumerate(found.hospitals, start=1):
        if one.status in {RosterStatus.RETURNED, RosterStatus.MISSING}:
            name = one.member.id if is_file_name(one.member.id) else f"{number:04}"
            yield FindingsLetter(f"{name}.pdf", _notice(one, found, catalog, program), mode)


def _notice(one: Hospital, found: Collection, catalog: Catalog, program: str) -> Notice:
    words, due = catalog.words, found.due
    kind = catalog.reports.get(due.report)
    facts = [
        (words["collect.letter.report"], kind.name if kind else due.report),
        (words["collect.letter.period"], period_name(due.period)),
        (words["collect.letter.due"], str(one.member.due or due.day or "\N{EM DASH}")),
    ]
    if one.paper is not None:
        facts += [
            (words["collect.letter.file"], one.paper.file),
            (words["collect.letter.digest"], one.paper.digest or "\N{EM DASH}"),
            (words["collect.letter.received"], str(one.member.received or one.paper.received)),
        ]
    return Notice(
        title=words["collect.letter.title"],
        subject=Text(zh=one.member.name, en=one.member.name),
        facts=tuple(facts),
        verdict=LeafletRow((words[f"collect.letter.verdict.{one.status}"],), "bad"),
        tables=(_table(one, catalog),),
        notes=(words["collect.letter.note"],),
        day=due.today,
        program=program,
    )


def _table(one: Hospital, catalog: Catalog) -> LeafletTable:
    words = catalog.words
    columns = tuple(
        LeafletColumn(words[f"collect.head.{key}"], width)
        for key, width in (("severity", 10.0), ("rule", 8.0), ("message", 46.0), ("fix", 36.0))
    )
    rows = []
    for finding in one.findings:
        said = catalog.messages.both(finding)
        cells = (words[f"severity.{said.severity}"], finding.rule, said.message, said.fix or "")
        rows.append(LeafletRow(cells, MARKS[said.severity]))
    return LeafletTable(words["collect.letter.findings"], columns, tuple(rows))


def printed(
    found: Collection, catalog: Catalog, mode: LanguageMode, program: str, bounds: Bounds
) -> tuple[dict[str, bytes], list[Finding]]:
    """The letters as files by their names, and of each that could not be made, why."""
    files: dict[str, bytes] = {}
    problems: list[Finding] = []
    for one in each(_printed, letters(found, catalog, mode, program), bounds):
        if one.answer is None:
            problems.append(unanswered(one, Place(one.order.name)))
        elif isinstance(one.answer, bytes):
            files[one.order.name] = one.answer
        else:
            problems += (replace(finding, place=Place(one.order.name)) for finding in one.answer)
    return dict(sorted(files.items())), problems


def _printed(letter: FindingsLetter) -> bytes | tuple[Finding, ...]:
    """A letter as a file, in a worker; or why it cannot be set, such as a character that no font has."""
    from reportgen.report import fonts, leaflet

    load_catalog()
    try:
        fonts.activate()
        return leaflet.paper(letter.notice, letter.mode).pdf
    except Refused as refused:
        return tuple(refused.findings)
