"""From the journal to where a report stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import changes
from reportgen.lifecycle.chain import NAME
from reportgen.lifecycle.entry import ISSUES, REVIEWS, Action, Entry, Subject
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.standing import Approval, Correction, Standing, State

if TYPE_CHECKING:
    from reportgen.lifecycle.chain import Journal


def issues(journal: Journal, subject: Subject) -> list[Entry]:
    """The issues of a report in one language, in order."""
    return [entry for entry in journal.entries if entry.what in ISSUES and entry.is_about(subject)]


def subject_of(journal: Journal, number: str) -> Subject:
    """The report that was issued under a number.

    Raises:
        Refused: J26 if none was.
    """
    for entry in journal.entries:
        if entry.what in ISSUES and entry.number == number and entry.language:
            return Subject(entry.report, entry.entity, entry.period, entry.language, entry.audience)
    raise Refused([Finding("J26", Place(NAME), {"number": number})], ExitCode.USAGE)


def current(journal: Journal, subject: Subject) -> Entry | None:
    """The issue of a report that no later one corrects."""
    found = issues(journal, subject)
    corrected = {entry.corrects for entry in found}
    return next((entry for entry in reversed(found) if entry.number not in corrected), None)


def last_words(entries: Iterable[Entry], subject: Subject) -> dict[str, Entry]:
    """What each role has said last of a report, whatever its content was then."""
    said = (entry for entry in entries if entry.what in REVIEWS and entry.is_about(subject))
    return {entry.role: entry for entry in said if entry.role}


def approvals(entries: Iterable[Entry], subject: Subject, content: str) -> tuple[Approval, ...]:
    """The roles whose last word approves this very content, by day."""
    live = [
        (entry.day, role, entry.who)
        for role, entry in last_words(entries, subject).items()
        if entry.what is Action.REVIEW and entry.subject == content
    ]
    return tuple(Approval(role, who, day) for day, role, who in sorted(live, key=lambda found: found[0]))


def is_reviewed(found: Iterable[Approval], needed: tuple[str, ...]) -> bool:
    """Whether somebody has approved, and all who must but the last, who may do so by issuing."""
    roles = {approval.role for approval in found}
    return bool(roles) and roles.issuperset(needed[:-1])


def standing(
    journal: Journal, subject: Subject, content: str, needed: tuple[str, ...], number: Callable[[], str]
) -> Standing:
    """Where a report of this content stands.

    Args:
        journal: of the case.
        subject: which report.
        content: digest of what its pages are written from.
        needed: the roles that have to approve.
        number: gives the number that the report would get.
    """
    same = next((entry for entry in reversed(issues(journal, subject)) if entry.content == content), None)
    if same is not None:
        return of_issue(journal, subject, same)
    found = approvals(journal.entries, subject, content)
    state = State.REVIEWED if is_reviewed(found, needed) else State.DRAFT
    return Standing(state, number(), approvals=found)


def of_issue(journal: Journal, subject: Subject, entry: Entry) -> Standing:
    """Where an issued report stands, with what its pages said of it on the day."""
    later = next((other for other in issues(journal, subject) if other.corrects == entry.number), None)
    before = journal.entries[: journal.entries.index(entry)]
    given = approvals(before, subject, entry.content or "")
    return Standing(
        State.SUPERSEDED if later else State.ISSUED,
        entry.number or "",
        issued=entry.day,
        approvals=with_issuer(given, entry),
        corrects=correction(before, entry),
        replaced_by=later.number if later else None,
        journal=entry.previous,
    )


def with_issuer(given: tuple[Approval, ...], entry: Entry) -> tuple[Approval, ...]:
    """The approvals, and that of the role which approves by issuing."""
    if not entry.role or any(approval.role == entry.role for approval in given):
        return given
    return (*given, Approval(entry.role, entry.who, entry.day))


def correction(before: Iterable[Entry], entry: Entry) -> Correction | None:
    """What an issue corrects."""
    corrected = next((old for old in before if entry.corrects and old.number == entry.corrects), None)
    if corrected is None or entry.corrects is None:
        return None
    return Correction(entry.corrects, corrected.day, entry.why or "", changes.told(entry.changes))
