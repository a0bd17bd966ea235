"""From the journal to where a report stands.

Which figures of an issued report its correction changes.

What stands against the issue of a report; all of it, so that it can be mended in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import issued
from reportgen.lifecycle.chain import (
    ISSUES,
    NAME,
    REVIEWS,
    Journal,
    JournalAction,
    JournalEntry,
    RestatedFigure,
    Subject,
)
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.results import same
from reportgen.model.standing import GRADE, RANK, Approval, ChangedFigure, Correction, Standing, State, within

if TYPE_CHECKING:
    from reportgen.model.casefile import CaseFile

TOTALS: Final = {"score": "score_printed", "grade": "grade"}
"""Of the total: member of the results, and where its printed form stands."""


def between(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[RestatedFigure, ...]:
    """Every figure of two results that differs: the total first, then indicators.

    Of a group: total, grade, rank and indicators of each hospital, each figure under both ids.
    """
    totals = [
        _change(key, (before.get(key), before.get(shown)), (now.get(key), now.get(shown)))
        for key, shown in TOTALS.items()
    ]
    old, new = _figures(before), _figures(now)
    nothing = (None, None)
    rows = [_change(key, old.get(key, nothing), new.get(key, nothing)) for key in sorted({*old, *new})]
    return tuple(change for change in (*totals, *rows) if not same(change.before, change.after))


def _figures(results: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    if "hospitals" not in results:
        return _indicators(results)
    return {key: figure for hospital in results["hospitals"] for key, figure in _of_hospital(hospital)}


def _of_hospital(found: Mapping[str, Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """The total under the hospital's own id, all else under both ids."""
    hospital, rank, grade = found["entity"]["id"], found.get("rank"), found.get("grade")
    yield hospital, (found.get("score"), found.get("score_printed"))
    yield within(hospital, GRADE), (grade, grade)
    yield within(hospital, RANK), (rank, None if rank is None else str(rank))
    for identifier, figure in _indicators(found).items():
        yield within(hospital, identifier), figure


def _indicators(results: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {row["id"]: (row.get("value"), row.get("printed")) for row in results["indicators"]}


def _change(identifier: str, before: tuple[Any, Any], now: tuple[Any, Any]) -> RestatedFigure:
    return RestatedFigure(id=identifier, before=before[0], after=now[0], printed_before=before[1], printed_after=now[1])


def told(changes: Iterable[RestatedFigure]) -> tuple[ChangedFigure, ...]:
    """The changes as pages tell them."""
    return tuple(ChangedFigure(change.id, change.printed_before, change.printed_after) for change in changes)


def issues(journal: Journal, subject: Subject) -> list[JournalEntry]:
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


def current(journal: Journal, subject: Subject) -> JournalEntry | None:
    """The issue of a report that no later one corrects."""
    found = issues(journal, subject)
    corrected = {entry.corrects for entry in found}
    return next((entry for entry in reversed(found) if entry.number not in corrected), None)


def last_words(entries: Iterable[JournalEntry], subject: Subject) -> dict[str, JournalEntry]:
    """What each role has said last of a report, whatever its content was then."""
    said = (entry for entry in entries if entry.what in REVIEWS and entry.is_about(subject))
    return {entry.role: entry for entry in said if entry.role}


def approvals(entries: Iterable[JournalEntry], subject: Subject, content: str) -> tuple[Approval, ...]:
    """The roles whose last word approves this very content, by day."""
    live = [
        (entry.day, role, entry.who)
        for role, entry in last_words(entries, subject).items()
        if entry.what is JournalAction.REVIEW and entry.subject == content
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


def of_issue(journal: Journal, subject: Subject, entry: JournalEntry) -> Standing:
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


def with_issuer(given: tuple[Approval, ...], entry: JournalEntry) -> tuple[Approval, ...]:
    """The approvals, and that of the role which approves by issuing."""
    if not entry.role or any(approval.role == entry.role for approval in given):
        return given
    return (*given, Approval(entry.role, entry.who, entry.day))


def correction(before: Iterable[JournalEntry], entry: JournalEntry) -> Correction | None:
    """What an issue corrects."""
    corrected = next((old for old in before if entry.corrects and old.number == entry.corrects), None)
    if corrected is None or entry.corrects is None:
        return None
    return Correction(entry.corrects, corrected.day, entry.why or "", told(entry.changes))


INCONSISTENT: Final = "S29"
"""Experts who contradict themselves: a consistency ratio of 0.1 or more."""


@dataclass(frozen=True)
class Issuer:
    """Who issues, and the role in which that may approve; None where it approves nothing."""

    name: str
    role: str | None


def troubles(grave: Iterable[Finding], lint: Iterable[Finding]) -> Iterator[Finding]:
    """J10, and the findings for which a report is not issued.

    Args:
        grave: errors of the data, and weights by experts who contradict themselves.
        lint: what the pages' layout was found to lack, and what is wrong with words that the check has told as well.
    """
    errors = tuple(grave)
    found = (*errors, *(finding for finding in lint if finding not in errors))
    if found:
        yield Finding("J10", Place(""), {"count": len(found)})
        yield from found


def not_approved(
    journal: Journal, subject: Subject, parts: Mapping[str, str], file: CaseFile, issuer: Issuer
) -> tuple[Finding, ...]:
    """Roles that are silent, have approved something else or have refused; and one person in two roles."""
    given = approvals(journal.entries, subject, issued.whole(parts))
    approved = {approval.role for approval in given}
    excused = {issuer.role} & {file.approvals[-1]}
    said = last_words(journal.entries, subject)
    found: list[Finding] = []
    for role in dict.fromkeys((*file.approvals, *said)):
        if role not in approved:
            is_needed = role in file.approvals and role not in excused
            found += _missing(role, said.get(role), parts, file, is_needed=is_needed)
    if not found and not given:
        found.append(Finding("J16", Place(NAME)))
    return (*found, *_twice(given, issuer, file))


def twice(journal: Journal, subject: Subject, content: str, file: CaseFile) -> tuple[Finding, ...]:
    """J15 of the approvals that were given: whoever issues, one person stands in two roles."""
    return tuple(_twice(approvals(journal.entries, subject, content), Issuer("", None), file))


def _missing(
    role: str, said: JournalEntry | None, parts: Mapping[str, str], file: CaseFile, *, is_needed: bool
) -> Iterator[Finding]:
    """What a role has said of this report, where it is no approval of this content."""
    facts: dict[str, Fact] = {"role": role_name(role, file), "id": role}
    if said is None:
        if is_needed:
            yield Finding("J11", Place(NAME), facts)
        return
    facts |= {"who": said.who, "day": str(said.day)}
    if said.what is JournalAction.REJECT and (is_needed or said.subject == issued.whole(parts)):
        yield Finding("J12", Place(NAME), facts | {"why": said.why})
    elif is_needed:
        for name in issued.changed(said.parts, parts):
            rule = "J14" if name.startswith(issued.COMMENTARY) else "J13"
            is_file = name not in issued.OF_DATA
            part = name if is_file else f"@lifecycle.part.{name}"
            yield Finding(rule, Place(name if is_file else ""), facts | {"part": part})


def _twice(given: Iterable[Approval], issuer: Issuer, file: CaseFile) -> Iterator[Finding]:
    """J15: duties that have to be kept apart."""
    held: dict[str, list[str]] = {}
    pairs = [(approval.by, approval.role) for approval in given]
    for name, role in (*pairs, *([(issuer.name, issuer.role)] if issuer.role else [])):
        if role not in held.setdefault(name, []):
            held[name].append(role)
    for name, (first, *others) in held.items():
        for other in others:
            facts = {"who": name, "role": role_name(first, file), "other": role_name(other, file)}
            yield Finding("J15", Place(NAME), facts)


def role_name(role: str, file: CaseFile) -> Text | str:
    """What a role is called: by the case, else by the catalogue."""
    return next((person.role for person in file.signatories if person.id == role), f"@{file.roles_key}.{role}")
