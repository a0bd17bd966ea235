"""A signature on an issued report: the file in issued/ takes the signed bytes, the journal names who signed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import desk as journal_desk
from reportgen.lifecycle import issued, paper
from reportgen.lifecycle.chain import NAME, digest
from reportgen.lifecycle.entry import ISSUES, Action, Entry
from reportgen.lifecycle.signing.credentials import Credential
from reportgen.lifecycle.signing.signature import Signed
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.lifecycle.desk import Desk
    from reportgen.lifecycle.paper import Paper


@dataclass(frozen=True, eq=False)
class Signatory:
    """Who signs which report: its number, the role, the day or moment for the journal, and the certificate."""

    number: str
    role: str
    when: str
    credential: Credential


def entered(folder: Path, signatory: Signatory, signing: Callable[[Paper], Signed]) -> Signed:
    """Sign an issued report in its place and enter it; both or nothing.

    Args:
        folder: the case.
        signatory: who signs, and which report.
        signing: makes the signed file of the report.

    Raises:
        Refused: what `signing` refuses; J23 the file is not the one that was issued, J24 it was never issued, J38 a
            later report has taken its place.
    """
    path, _ = issued.paths(folder, signatory.number)
    with journal_desk.opened(folder) as desk:
        before = path.read_bytes()
        entry = _of_report(desk, signatory.number, before)
        name = f"{issued.FOLDER}/{path.name}"
        signed = signing(paper.opened(before, name))
        desk.enter(_entry(entry, signatory, signed), {name: signed.pdf})
        return signed


def _of_report(desk: Desk, number: str, content: bytes) -> Entry:
    """The issue of a number, if its file is the one that the journal knows and no later one corrects it."""
    lines = [entry for entry in desk.journal.entries if entry.number == number]
    place = Place(f"{issued.FOLDER}/{number}.pdf")
    if not any(entry.what in ISSUES for entry in lines):
        raise Refused([Finding("J24", place, {"number": number})], ExitCode.FINDINGS)
    if digest(content) != lines[-1].subject:
        line = desk.journal.entries.index(lines[-1]) + 1
        raise Refused([Finding("J23", place, {"number": number, "line": line, "file": NAME})], ExitCode.FINDINGS)
    later = [entry.number for entry in desk.journal.entries if entry.corrects == number]
    if later:
        raise Refused([Finding("J38", place, {"number": number, "later": later[0]})], ExitCode.FINDINGS)
    return lines[0]


def _entry(issue: Entry, signatory: Signatory, signed: Signed) -> Entry:
    credential = signatory.credential
    return Entry(
        when=signatory.when, who=credential.name, role=signatory.role, what=Action.SIGN, report=issue.report,
        entity=issue.entity, period=issue.period, language=issue.language, number=issue.number,
        subject=digest(signed.pdf), certificate=credential.fingerprint, level=str(signed.level), field=signed.field,
    )  # fmt: skip
