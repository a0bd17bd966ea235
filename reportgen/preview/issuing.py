"""The fifth screen: who has approved, what stands in the way, and the steps from draft to archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen import lifecycle
from reportgen.errors import Refused
from reportgen.lifecycle import issued
from reportgen.lifecycle.standing import not_approved, role_name
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.pipeline import issuing
from reportgen.pipeline import pages as printing
from reportgen.preview.wording import FileList, ToldFinding, Voice, one_by_one

if TYPE_CHECKING:
    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Languages
    from reportgen.model.leaflet import Cell, Notice
    from reportgen.preview.bench import CaseState
    from reportgen.verify import Verification

MOST_LINES: Final = 60
SHORT: Final = 8


@dataclass(frozen=True)
class RoleCard:
    """A role that has to approve, and what it has said."""

    id: str
    name: str
    person: str
    day: str
    is_given: bool
    said: str


@dataclass(frozen=True)
class JournalLine:
    """A line of the journal in words."""

    day: str
    who: str
    what: str
    number: str
    digest: str


@dataclass(frozen=True)
class VerifiedLine:
    """One thing that was verified."""

    name: str
    answer: str
    words: str


@dataclass(frozen=True)
class ComparedTable:
    """What differs of one kind: heads with how their columns are set, and cells row by row."""

    caption: str
    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    note: str


@dataclass(frozen=True)
class ComparedReport:
    """An issued report held against the case as it is now."""

    title: str
    verdict: str
    tables: tuple[ComparedTable, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Looks:
    """What was looked at last, and the number of the state of the case in which it was."""

    state: int = -1
    verified: Verification | None = None
    compared: Notice | None = None


@dataclass(frozen=True)
class IssueScreen:
    """All that the screen shows."""

    heading: str
    about: str
    roles: tuple[RoleCard, ...]
    blocks: tuple[ToldFinding, ...]
    can_issue: bool
    issued: str
    journal: tuple[JournalLine, ...]
    verified: tuple[VerifiedLine, ...]
    verified_name: str
    compared: ComparedReport | None
    numbers: tuple[str, ...]
    last_role: str
    seen: str


def subject_of(state: CaseState, mode: Languages) -> lifecycle.Subject | None:
    """Which report the screens are about; None where there is none."""
    material = state.material
    if material is None:
        return None
    return lifecycle.Subject(state.report, material.entity, material.period, mode, None)


def issue_screen(state: CaseState, voice: Voice, register: FileList, mode: Languages, looks: Looks) -> IssueScreen:
    """Where the report stands now, and what was looked at last if the case is still as it was then."""
    material, subject = state.material, subject_of(state, mode)
    catalog = state.checked.catalog
    verified, compared = (looks.verified, looks.compared) if looks.state == state.number else (None, None)
    if material is None or subject is None:
        blocks = one_by_one(state.refused, catalog, voice, register)
        return IssueScreen(voice("issue.nothing"), "", (), blocks, False, "", (), (), "", None, (), "", "")  # noqa: FBT003 - as named
    journal = lifecycle.read(state.checked.case.folder)
    roles = _roles(state, material, voice)
    waiting = [one for one in roles if not one.is_given]
    found = _blocks(material, subject, journal)
    current = lifecycle.current(journal, subject)
    number = str(current.number) if current and current.number else ""
    key = "issued" if number else "blocked" if found and not waiting else "waiting" if waiting else "ready"
    names = "\N{IDEOGRAPHIC COMMA}" if voice.language == "zh" else ", "
    heading = voice(f"issue.heading.{key}", number=number, roles=names.join(one.name for one in waiting), n=len(found))
    standing = printing.standing(material, subject)
    return IssueScreen(
        heading,
        voice(
            "issue.about",
            report=voice.said(catalog.reports[state.report].name),
            period=material.period,
            number=standing.number,
        ),
        roles,
        one_by_one(found, catalog, voice, register),
        not found and not number,
        number,
        tuple(_line(one, state, voice) for one in reversed(journal.entries[-MOST_LINES:])),
        _verified(verified, state, voice),
        verified.file if verified else "",
        _compared(compared, voice),
        numbers_of(state),
        material.case.file.approvals[-1],
        content_of(material),
    )


def content_of(material: Material | GroupMaterial) -> str:
    """The digest of all that a report says: what somebody saw who approves it."""
    return lifecycle.whole(lifecycle.parts(material, printing.results_of(material)))


def _roles(state: CaseState, material: Material | GroupMaterial, voice: Voice) -> tuple[RoleCard, ...]:
    file = material.case.file
    missing = issuing.roles_missing(material, state.report)
    entries = lifecycle.read(material.case.folder).entries
    found = []
    for role in file.approvals:
        named = role_name(role, file)
        name = voice.word(named.removeprefix("@")) if isinstance(named, str) else voice.said(named)
        last = next(
            (
                one
                for one in reversed(entries)
                if one.role == role
                and (one.report, one.entity, one.period) == (state.report, material.entity, material.period)
            ),
            None,
        )
        is_given = role not in missing
        said = "" if last is None or is_given else _no_approval(last, voice)
        found.append(
            RoleCard(
                role,
                name,
                file.person(role) or "",
                str(last.day) if last else "",
                is_given,
                f"{said} {last.why or ''}".strip() if last and said else "",
            )
        )
    return tuple(found)


def _no_approval(last: lifecycle.JournalEntry, voice: Voice) -> str:
    """What somebody said who has not approved: that it was rejected, or that what was approved has changed since."""
    if last.what is lifecycle.JournalAction.REVIEW:
        return voice("issue.stale", day=str(last.day))
    return voice("issue.said.reject") if last.what is lifecycle.JournalAction.REJECT else ""


def _blocks(
    material: Material | GroupMaterial, subject: lifecycle.Subject, journal: lifecycle.Journal
) -> tuple[Finding, ...]:
    """Everything for which the command would refuse to issue, as far as it is known without its pages."""
    parts = lifecycle.parts(material, printing.results_of(material))
    silent = not_approved(journal, subject, parts, material.case.file, lifecycle.Issuer("", None))
    return (*issuing.in_the_way(material, subject), *silent)


def _line(one: lifecycle.JournalEntry, state: CaseState, voice: Voice) -> JournalLine:
    name = state.checked.catalog.reports[one.report].name if one.report in state.checked.catalog.reports else None
    report = voice.said(name) if name else one.report
    what = voice("issue.line", what=voice(f"issue.said.{one.what}"), report=report, period=one.period)
    why = f" \N{MIDDLE DOT} {one.why}" if one.why else ""
    return JournalLine(str(one.day), one.who, what + why, one.number or "", one.subject[:SHORT])


def _verified(found: Verification | None, state: CaseState, voice: Voice) -> tuple[VerifiedLine, ...]:
    from reportgen.verify.outcome import detail

    if found is None:
        return ()
    catalog = state.checked.catalog
    return tuple(
        VerifiedLine(
            voice.word(f"verify.check.{one.id}"),
            str(one.answer),
            f"{voice.word(f'verify.answer.{one.answer}')}: {detail(one, catalog, voice.language)}",
        )
        for one in found.checks
    )


def _compared(found: Notice | None, voice: Voice) -> ComparedReport | None:
    if found is None:
        return None

    def said(cell: Cell) -> str:
        return cell if isinstance(cell, str) else voice.said(cell)

    tables = tuple(
        ComparedTable(
            said(one.caption),
            tuple((said(column.head), column.style) for column in one.columns),
            tuple(tuple(map(said, row.cells)) for row in one.rows),
            said(one.note or ""),
        )
        for one in found.tables
    )
    return ComparedReport(said(found.subject), said(found.verdict.cells[0]), tables, tuple(map(said, found.notes)))


def numbers_of(state: CaseState) -> tuple[str, ...]:
    """The numbers under which reports of the case were issued, the newest first."""
    folder = state.checked.case.folder
    numbers = dict.fromkeys(one.number for one in reversed(lifecycle.read(folder).entries) if one.number)
    return tuple(number for number in numbers if issued.paths(folder, number)[0].is_file())


def compare(state: CaseState, number: str, when: str) -> Notice:
    """What differs between a report that was issued and the case as it is now, as `reportgen diff` tells.

    Raises:
        Refused: as the command.
    """
    from reportgen import __version__, difference
    from reportgen.difference.telling import DifferenceWriter, Room

    folder = state.checked.case.folder
    found = difference.between(issued.paths(folder, number)[0], folder, difference.Wanted(None, None, None))
    writer = DifferenceWriter(found, state.checked.catalog, Room())
    return writer.leaflet(dt.date.fromisoformat(when[:10]), f"reportgen {__version__}")


def review(state: CaseState, mode: Languages, form: Mapping[str, str], when: str) -> None:
    """Enter what somebody says of the report, as `reportgen review` does.

    Raises:
        Refused: as the command.
    """
    material, subject = _wanted(state, mode)
    rejects = form.get("decision") == "reject"
    why = form.get("why", "").strip() or None
    if rejects and why is None:
        raise Refused([Finding("J25", NOWHERE)])
    word = issuing.word_of(material, form.get("by"), form.get("role") or None, when, why if rejects else None)
    both = lifecycle.Subject(subject.report, subject.entity, subject.period, "zh-en", None)
    issuing.review(material, both, word, rejects=rejects)


def issue(state: CaseState, mode: Languages, form: Mapping[str, str], when: str) -> issuing.Issued:
    """Issue the report, as `reportgen issue` does.

    Raises:
        Refused: everything that stands in the way.
    """
    material, subject = _wanted(state, mode)
    word = issuing.word_of(material, form.get("by"), form.get("role") or None, when)
    return issuing.issue(material, subject, word)


def _wanted(state: CaseState, mode: Languages) -> tuple[Material | GroupMaterial, lifecycle.Subject]:
    lifecycle.put_right(state.checked.case.folder)
    subject = subject_of(state, mode)
    if state.material is None or subject is None:
        raise Refused(list(state.refused))
    return state.material, subject


def verify(state: CaseState, mode: Languages, draft: bytes) -> Verification:
    """Verify the issued report, or the draft where none was issued, as `reportgen verify --case` does.

    Raises:
        Refused: as the command.
    """
    from reportgen.lifecycle.signing import Services
    from reportgen.verify import Given
    from reportgen.verify import verify as verified

    folder, subject = state.checked.case.folder, subject_of(state, mode)
    current = lifecycle.current(lifecycle.read(folder), subject) if subject else None
    path = issued.paths(folder, str(current.number))[0] if current and current.number else None
    content, name = (path.read_bytes(), path.name) if path is not None else (draft, "draft.pdf")
    if not content:
        raise Refused(list(state.refused))
    return verified(content, name, Given(folder, Services.of_case(state.checked.case)))


def archive(state: CaseState, form: Mapping[str, str], when: str) -> int:
    """Put all issued reports of the case into an archive, as `reportgen archive add` does; how many are new.

    Raises:
        Refused: as the command.
    """
    from reportgen import archive as kept
    from reportgen.pipeline.deposits import Wish, deposits

    by, where = form.get("by", "").strip(), form.get("where", "").strip()
    if not by or not where:
        raise Refused([Finding("P40", NOWHERE)])
    said = kept.RecordedAct(by=by, when=when)
    found = [deposit for _, deposit in deposits([state.checked.case.folder], Wish(said))]
    shelf = kept.founded(str(Path(where).expanduser().resolve()))  # a folder of this machine, whatever it looks like
    return sum(kept.add(shelf, deposit).is_new for deposit in found)
