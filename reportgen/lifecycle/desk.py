"""Writing in the journal: one at a time, at its end, and only if every line before it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import chain
from reportgen.lifecycle.chain import NAME, Journal
from reportgen.lifecycle.entry import Entry
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace, unwritable

LOCK: Final = ".journal.lock"
PATIENCE: Final = 60.0
"""Seconds to wait for another process: about the time of a long report."""


@dataclass
class Desk:
    """The journal of a case, held by one process."""

    folder: Path
    journal: Journal

    def append(self, entry: Entry) -> Entry:
        """Add a line; the file with it takes the place of the old one in one step.

        Raises:
            Refused: J06 if it bears an earlier day than the line before it, C11 if the disk does not allow it.
        """
        if self.journal.entries and entry.day < self.journal.entries[-1].day:
            facts = {"day": str(entry.day), "last": str(self.journal.entries[-1].day)}
            raise Refused([Finding("J06", Place(NAME), facts)], ExitCode.USAGE)
        path = self.folder / NAME
        sealed = chain.sealed(entry, self.journal.head)
        line = chain.written(sealed)
        replace(path, (path.read_bytes() if path.exists() else b"") + line)
        self.journal = Journal((*self.journal.entries, sealed), chain.digest(line))
        return sealed


@contextmanager
def opened(folder: Path, patience: float = PATIENCE) -> Iterator[Desk]:
    """The journal of a case, for this process alone as long as the block lasts.

    Args:
        folder: the case folder.
        patience: seconds to wait for another process.

    Raises:
        Refused: every finding of a journal that does not hold, J08 if another process keeps it, C11 if the folder
            cannot be written.
    """
    lock = FileLock(folder / LOCK, timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise Refused([Finding("J08", Place(NAME))], ExitCode.ENVIRONMENT) from None
    except OSError as error:
        raise unwritable(NAME, error) from error
    try:
        journal = chain.read(folder)
        if journal.findings:
            raise Refused(journal.findings, ExitCode.FINDINGS)
        yield Desk(folder, journal)
    finally:
        lock.release()
