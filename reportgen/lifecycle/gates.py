"""What stands against the issue of a report; all of it, so that it can be mended in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.lifecycle import content
from reportgen.lifecycle.chain import NAME, Journal
from reportgen.lifecycle.entry import Action, Entry, Subject
from reportgen.lifecycle.standing import approvals, last_words
from reportgen.model.definition import Text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.standing import Approval

if TYPE_CHECKING:
    from reportgen.model.casefile import CaseFile

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
        lint: what the pages' layout was found to lack.
    """
    found = (*grave, *lint)
    if found:
        yield Finding("J10", Place(""), {"count": len(found)})
        yield from found


def not_approved(
    journal: Journal, subject: Subject, parts: Mapping[str, str], file: CaseFile, issuer: Issuer
) -> tuple[Finding, ...]:
    """Roles that are silent, have approved something else or have refused; and one person in two roles."""
    given = approvals(journal.entries, subject, content.whole(parts))
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


def _missing(
    role: str, said: Entry | None, parts: Mapping[str, str], file: CaseFile, *, is_needed: bool
) -> Iterator[Finding]:
    """What a role has said of this report, where it is no approval of this content."""
    facts: dict[str, Fact] = {"role": role_name(role, file), "id": role}
    if said is None:
        if is_needed:
            yield Finding("J11", Place(NAME), facts)
        return
    facts |= {"who": said.who, "day": str(said.day)}
    if said.what is Action.REJECT and (is_needed or said.subject == content.whole(parts)):
        yield Finding("J12", Place(NAME), facts | {"why": said.why})
    elif is_needed:
        for name in content.changed(said.parts, parts):
            rule = "J14" if name.startswith(content.COMMENTARY) else "J13"
            is_file = name not in content.OF_DATA
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
    return next((person.role for person in file.signatories if person.id == role), f"@sign.role.{role}")
