"""Reviews and issues: a report is held against what stands in the way, rendered, kept and entered in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import lifecycle
from reportgen.errors import ExitCode, Refused
from reportgen.export import results as export_results
from reportgen.formula.functions import nearest
from reportgen.lifecycle import Issuer, Journal, JournalAction, JournalEntry, OpenJournal, Subject, issued
from reportgen.lifecycle.standing import between, not_approved, role_name, troubles
from reportgen.model.casefile import BOTH
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE, Place
from reportgen.pipeline import choices
from reportgen.pipeline.enclosures import belongings
from reportgen.pipeline.pages import USUAL, Inside, pages, results_of, standing
from reportgen.pipeline.redaction import require_version
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material

ATTEMPTS: Final = 16
"""How often a report is laid out while others go on writing in the journal, whose last line its pages name."""
FORGOTTEN: Final = "J24"
"""An issued file that the journal does not know: its last lines are gone."""
UNREVISED: Final = "B07"
"""Words of an earlier period, of which nobody has said that they still hold."""


@dataclass(frozen=True)
class Word:
    """What somebody says of a report.

    Attributes:
        by: who; role: in which role, None where in none that approves.
        when: a day or a moment, as the journal writes it.
        why: the reason for a refusal or a correction.
    """

    by: str
    role: str | None
    when: str
    why: str | None = None


@dataclass(frozen=True)
class LaidOut:
    """A report that is ready to be issued.

    Attributes:
        results: beside the pages; count: of pages.
        grounds: digests of the files that it was made from, by name.
    """

    pdf: bytes
    results: bytes
    count: int
    grounds: Mapping[str, str]


@dataclass(frozen=True)
class Issued:
    """An issued report: its line in the journal, its file, and how many pages it has."""

    entry: JournalEntry
    path: Path
    pages: int


def word_of(material: Grounds, by: str | None, role: str | None, when: str, why: str | None = None) -> Word:
    """Who says it: who was named, or who has the role by case.yaml.

    Raises:
        Refused: J19 if there is no such role, with the nearest; J09 if it is nobody.
    """
    file = material.case.file
    if role is not None and role not in file.roles:
        facts: dict[str, Fact] = {"value": role, "nearest": nearest(role, file.roles), "choices": file.roles}
        raise Refused([Finding("J19", NOWHERE, facts)], ExitCode.USAGE)
    found = (by or "").strip() or (file.person(role) if role else None)
    if not found:
        facts = {"role": role_name(role, file) if role else None}
        raise Refused([Finding("J09", Place("case.yaml"), facts)], ExitCode.USAGE)
    return Word(found, role, when, why)


def issuer(material: Grounds, word: Word) -> tuple[str, str]:
    """The option, and its value, by which `word_of` knows who issues what somebody has reviewed.

    The last role that approves, whose word the issue may be, where the case names a person for it; else whoever has
    just reviewed.
    """
    file = material.case.file
    for role in (*file.approvals[-1:], word.role):
        if role is not None and file.person(role):
            return "role", role
    return "by", word.by


def roles_missing(material: Material | GroupMaterial, report: str) -> list[str]:
    """Who has still to approve what the report now says, in any language."""
    found = standing(material, Subject(report, material.entity, material.period, BOTH, None))
    approved = {approval.role for approval in found.approvals}
    return [role for role in material.case.file.approvals if role not in approved]


def review(material: Material | GroupMaterial, subject: Subject, word: Word, *, rejects: bool = False) -> JournalEntry:
    """Enter that somebody has approved, or refused, what the report now says.

    Raises:
        Refused: if the journal does not hold, was cut short of an issue (J24) or cannot be written.
    """
    choices.require_report(subject.report, material.case, material.catalog)
    parts = lifecycle.parts(material, results_of(material))
    with lifecycle.opened(material.case.folder) as desk:
        faults = issued.faults(material.case.folder, desk.journal)
        _stop(tuple(finding for finding in faults if finding.rule == FORGOTTEN))
        entry = _entry(JournalAction.REJECT if rejects else JournalAction.REVIEW, subject, word, parts)
        return desk.append(entry.model_copy(update={"subject": lifecycle.whole(parts)}))


def in_the_way(material: Material | GroupMaterial, subject: Subject, *, is_last: bool = False) -> tuple[Finding, ...]:
    """What would stop an issue whoever else approves, for those who review: nobody should approve in vain.

    Errors of the data and of pages that the case answers for (J10), measures told in two ways (J68), a report that was
    issued already (J17), one person in two roles (J15). What commentary makes of the pages is tried with the last
    approval (`is_last`), before it is said that the report can be issued.
    """
    journal = lifecycle.read(material.case.folder)
    content = lifecycle.whole(lifecycle.parts(material, results_of(material)))
    return (
        *troubles(_grave(material), _of_own_pages(material, subject, is_last=is_last)),
        *of_measures(material),
        *_of_numbers(journal, subject, None, content),
        *lifecycle.twice(journal, subject, content, material.case.file),
    )


def _of_own_pages(material: Material | GroupMaterial, subject: Subject, *, is_last: bool) -> tuple[Finding, ...]:
    """What the lint refuses of pages, styles, colours and commentary that the case brings."""
    from reportgen.report import has_own

    is_worded = is_last and any(material.commentary.values())
    if not is_worded and not has_own(material, kind=subject.report):
        return ()
    try:
        found = pages(material, report=subject.report, mode=material.case.file.mode).findings
    except Refused as refused:
        return tuple(refused.findings)
    return _errors(found, material)


def of_measures(material: Material | GroupMaterial) -> tuple[Finding, ...]:
    """J68: a measure that the letter tells otherwise than the register, from which other reports speak."""
    from reportgen.analysis.material import Material
    from reportgen.analysis.signals.follow_up import CASE, TABLE, disagreeing

    if not isinstance(material, Material):
        return ()
    found = []
    for kept, said, parts in disagreeing(material):
        heads = [material.catalog.registers[TABLE].columns[part].name for part in parts]
        told = Text(zh="、".join(head.zh for head in heads), en=", ".join(head.en.lower() for head in heads))
        name = material.catalog.indicators[kept.indicator].name
        facts: dict[str, Fact] = {"name": name, "period": material.period, "parts": told}
        if kept.term and said.due:
            facts |= {"day": kept.term, "said": said.due}
        found.append(Finding("J68", Place(CASE), facts, places=(kept.place,)))
    return tuple(found)


def issue(
    material: Material | GroupMaterial,
    subject: Subject,
    word: Word,
    *,
    corrects: str | None = None,
    inside: Inside = USUAL,
) -> Issued:
    """Render a report without the marks of a draft, give it its number, keep it, and enter it in the journal.

    Args:
        material: what the report says; of a correction, checked without the results that it corrects.
        subject: which report.
        word: who issues it; of a correction, why.
        corrects: number of the issued report that this one takes the place of.
        inside: what the file is to carry.

    Raises:
        Refused: everything that stands in the way (J10-J21), that there is no such version (C51, C52), that its files
            changed meanwhile (J66) or others kept on writing (J67); nothing is written then.
    """
    choices.require_report(subject.report, material.case, material.catalog)
    require_version(material, subject.report, subject.audience)
    inside = replace(inside, audience=subject.audience)
    for _ in range(ATTEMPTS):
        with lifecycle.opened(material.case.folder) as desk:
            journal = desk.journal
            entry = _prepared(desk, material, subject, word, corrects)
        laid_out = _laid_out(material, subject, entry, journal, inside)
        with lifecycle.opened(material.case.folder) as desk:
            if desk.journal.head == journal.head:
                return _kept(desk, entry, laid_out, material)
    raise Refused([Finding("J67", Place(lifecycle.NAME), {"count": ATTEMPTS})], ExitCode.ENVIRONMENT)


def _laid_out(
    material: Material | GroupMaterial, subject: Subject, entry: JournalEntry, journal: Journal, inside: Inside
) -> LaidOut:
    """The report as it would be issued by this line; nobody has to wait for it."""
    before = _grounds(material, entry)
    after = replace(journal, entries=(*journal.entries, entry))
    issuing = replace(material, standing=lifecycle.of_issue(after, subject, entry))
    rendered = pages(issuing, report=subject.report, mode=subject.language, inside=inside)
    _stop(troubles((), _errors(rendered.findings, material)))
    return LaidOut(rendered.pdf, export_results.text(results_of(issuing)).encode(), len(rendered.pages), before)


def _grounds(material: Material | GroupMaterial, entry: JournalEntry) -> dict[str, str]:
    """Digest of every file that the report is made from: as it was read where it was, else as it lies there."""
    read = {file.name: file.sha256 for file in material.files}
    found = belongings(material.case, material.period, entry.number)
    return {name: read.get(name) or _digest(path) for name, path in found.items()}


def _digest(path: Path) -> str:
    try:
        return lifecycle.digest(path.read_bytes())
    except OSError as error:
        raise unwritable(path.name, error) from error


def _prepared(
    desk: OpenJournal, material: Material | GroupMaterial, subject: Subject, word: Word, corrects: str | None
) -> JournalEntry:
    """The line of the issue but for the digest of the file, once nothing stands in the way."""
    file, folder, now = material.case.file, material.case.folder, results_of(material)
    parts = lifecycle.parts(material, now)
    _stop(_of_numbers(desk.journal, subject, corrects, lifecycle.whole(parts)))
    _stop(
        (
            *troubles(_grave(material), ()),
            *of_measures(material),
            *not_approved(desk.journal, subject, parts, file, Issuer(word.by, word.role)),
        )
    )
    action = JournalAction.ISSUE if corrects is None else JournalAction.SUPERSEDE
    entry = _entry(action, subject, word, parts).model_copy(
        update={
            "language": subject.language,
            "audience": subject.audience,
            "number": issued.next_number(folder, desk.journal, file, subject),
            "content": lifecycle.whole(parts),
            "previous": desk.journal.head,
        }
    )
    if corrects is None:
        return entry
    changed = between(issued.results_of(folder, corrects, now["schema"]), now)
    return entry.model_copy(update={"corrects": corrects, "changes": changed})


def _entry(action: JournalAction, subject: Subject, word: Word, parts: dict[str, str]) -> JournalEntry:
    return JournalEntry(
        when=word.when,
        who=word.by,
        role=word.role,
        what=action,
        why=word.why,
        report=subject.report,
        entity=subject.entity,
        period=subject.period,
        subject=lifecycle.BEGINNING,
        parts=parts,
    )


def _of_numbers(journal: Journal, subject: Subject, corrects: str | None, content: str) -> Iterable[Finding]:
    """J17: issued already; J18: what is to be corrected is not in force; J20: there is nothing to correct."""
    current = lifecycle.current(journal, subject)
    place = Place(lifecycle.NAME)
    if corrects is None and current is not None:
        yield Finding("J17", place, {"number": current.number, "day": str(current.day)})
    if corrects is not None and (current is None or current.number != corrects):
        yield Finding("J18", place, {"number": corrects, "current": current.number if current else None})
    elif corrects is not None and current is not None and current.content == content:
        yield Finding("J20", place, {"number": corrects})


def _grave(material: Material | GroupMaterial) -> tuple[Finding, ...]:
    messages = material.catalog.messages
    return tuple(
        finding
        for finding in material.findings
        if messages.severity(finding) is Severity.ERROR
        or finding.rule == lifecycle.INCONSISTENT
        or (finding.rule == UNREVISED and finding.facts.get("period") == material.period)
    )


def _errors(found: Iterable[Finding], material: Material | GroupMaterial) -> tuple[Finding, ...]:
    """What the lint of the pages refuses; its warnings are told with a draft."""
    return tuple(finding for finding in found if material.catalog.messages.severity(finding) is Severity.ERROR)


def _kept(desk: OpenJournal, entry: JournalEntry, laid_out: LaidOut, material: Material | GroupMaterial) -> Issued:
    """The files with the line by which they count as issued, if all that they were made from is still as it was."""
    now = {name: _digest(path) for name, path in belongings(material.case, material.period, entry.number).items()}
    if changed := lifecycle.changed(laid_out.grounds, now):
        raise Refused([Finding("J66", Place(material.case.folder.name), {"names": changed})], ExitCode.FINDINGS)
    number = str(entry.number)
    subject = entry.model_copy(update={"subject": lifecycle.digest(laid_out.pdf)})
    written = desk.enter(subject, issued.files(number, laid_out.pdf, laid_out.results))
    return Issued(written, issued.paths(desk.folder, number)[0], laid_out.count)


def _stop(found: Iterable[Finding]) -> None:
    findings = tuple(found)
    if findings:
        raise Refused(findings, ExitCode.FINDINGS)
