"""From draft to issued report: who reviewed, issued and signed what, in a journal that shows every alteration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from reportgen.lifecycle import desk, issued
from reportgen.lifecycle.chain import (
    BEGINNING,
    FOLDER,
    NAME,
    Journal,
    JournalAction,
    JournalEntry,
    Subject,
    digest,
    read,
)
from reportgen.lifecycle.desk import OpenJournal, opened, put_right
from reportgen.lifecycle.issued import changed, next_number, parts, whole
from reportgen.lifecycle.standing import INCONSISTENT, Issuer, current, of_issue, standing, subject_of, twice
from reportgen.model.finding import Finding

LOOKS: Final = 3
"""How often a case is looked at while another process writes in it."""

__all__ = [
    "BEGINNING",
    "FOLDER",
    "INCONSISTENT",
    "NAME",
    "Issuer",
    "Journal",
    "JournalAction",
    "JournalEntry",
    "OpenJournal",
    "Subject",
    "changed",
    "current",
    "digest",
    "next_number",
    "of_issue",
    "opened",
    "parts",
    "problems",
    "put_right",
    "read",
    "standing",
    "subject_of",
    "twice",
    "whole",
]


def problems(folder: Path) -> Iterator[Finding]:
    """What is wrong with the journal of a case, and with the issued files that it names."""
    for _ in range(LOOKS):
        journal = read(folder)
        found = (*journal.findings, *issued.faults(folder, journal))
        if not found or read(folder).head == journal.head:
            break  # else another process was writing meanwhile
    yield from desk.waiting(folder, found)
