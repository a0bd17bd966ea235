"""Issued reports kept for years: an OCFL 1.1 storage root on a local folder or any location that fsspec knows."""

from __future__ import annotations

from reportgen.archive.committing import unlocked
from reportgen.archive.keeper import (
    Deposit,
    Kept,
    add,
    admit,
    find,
    found_holding,
    founded,
    hold,
    opened,
    rebuilt,
    release,
    restored,
)
from reportgen.archive.record import (
    JOURNAL,
    RECORD,
    REPORT,
    RESULTS,
    ArchivedReport,
    Hold,
    IndexRow,
    Keeping,
    RecordedAct,
    rows,
)
from reportgen.archive.shelf import Storage, located

__all__ = [
    "JOURNAL",
    "RECORD",
    "REPORT",
    "RESULTS",
    "ArchivedReport",
    "Deposit",
    "Hold",
    "IndexRow",
    "Keeping",
    "Kept",
    "RecordedAct",
    "Storage",
    "add",
    "admit",
    "find",
    "found_holding",
    "founded",
    "hold",
    "located",
    "opened",
    "rebuilt",
    "release",
    "restored",
    "rows",
    "unlocked",
]
