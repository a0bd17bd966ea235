"""From draft to issued report: who reviewed, issued and signed what, in a journal that shows every alteration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.lifecycle import issued
from reportgen.lifecycle.chain import NAME, Journal, digest, read
from reportgen.lifecycle.content import parts, whole
from reportgen.lifecycle.desk import Desk, opened
from reportgen.lifecycle.entry import BEGINNING, Action, Entry, Subject
from reportgen.lifecycle.gates import INCONSISTENT, Issuer
from reportgen.lifecycle.issued import FOLDER, next_number
from reportgen.lifecycle.standing import current, of_issue, standing, subject_of
from reportgen.model.finding import Finding

__all__ = [
    "BEGINNING",
    "FOLDER",
    "INCONSISTENT",
    "NAME",
    "Action",
    "Desk",
    "Entry",
    "Issuer",
    "Journal",
    "Subject",
    "current",
    "digest",
    "next_number",
    "of_issue",
    "opened",
    "parts",
    "problems",
    "read",
    "standing",
    "subject_of",
    "whole",
]


def problems(folder: Path) -> Iterator[Finding]:
    """What is wrong with the journal of a case, and with the issued files that it names."""
    journal = read(folder)
    yield from journal.findings
    yield from issued.faults(folder, journal)
