"""The journal of a case: whether it names this very file as issued, and holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen import lifecycle
from reportgen.lifecycle.entry import ISSUES, Action
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check

if TYPE_CHECKING:
    from reportgen.lifecycle import Journal


def check(content: bytes, standing: Mapping[str, Any] | None, case: Path | None) -> Check:
    """The line that issued the report, the line before it, and every other line.

    Args:
        content: the file.
        standing: its state as its results say it.
        case: the case folder, None where none was given.
    """
    if not standing or standing.get("state") not in {"issued", "superseded"}:
        return Check("journal", Answer.OPEN, "not_issued")
    if case is None:
        return Check("journal", Answer.OPEN, "no_case")
    journal = lifecycle.read(case)
    number = str(standing.get("number"))
    line = next((at for at, one in enumerate(journal.entries, 1) if one.what in ISSUES and one.number == number), 0)
    found = (*journal.findings, *_faults(content, standing, journal, number, line))
    later = next((one.number for one in journal.entries if one.corrects == number), None)
    if found:
        return Check("journal", Answer.FAILS, "findings", {"count": len(found)}, found)
    remarks = () if later is None else (Finding("T31", Place(lifecycle.NAME), {"number": number, "later": later}),)
    return Check("journal", Answer.HOLDS, "journal", {"line": line}, remarks)


def _faults(content: bytes, standing: Mapping[str, Any], journal: Journal, number: str, line: int) -> Iterator[Finding]:
    place = Place(lifecycle.NAME, line=line or None)
    if not line:
        yield Finding("T28", place, {"number": number})
        return
    issue = journal.entries[line - 1]
    known = {one.subject for one in journal.entries if one.number == number and one.what in {*ISSUES, Action.SIGN}}
    if sha256(content).hexdigest() not in known:
        yield Finding("T29", place, {"number": number, "line": line})
    if standing.get("journal") != issue.previous:
        yield Finding("T30", place)
