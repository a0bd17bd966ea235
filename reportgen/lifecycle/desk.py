"""Writing in the journal: one at a time, at its end, and only if every line before it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import chain, pending
from reportgen.lifecycle.chain import NAME, Journal
from reportgen.lifecycle.entry import Entry
from reportgen.lifecycle.issued import FOLDER
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import replace, sweep, under_way, unwritable

CASE: Final = "case.yaml"
LOCK: Final = ".journal.lock"
PATIENCE: Final = 60.0
"""Seconds to wait for another process: many times what it takes to write; nobody lays pages out meanwhile."""


@dataclass
class Desk:
    """The journal of a case, held by one process."""

    folder: Path
    journal: Journal
    recovered: tuple[Finding, ...] = ()

    def enter(self, entry: Entry, files: Mapping[str, bytes]) -> Entry:
        """Put files into the case and add the line that speaks of them: all or nothing, whenever the process dies.

        Args:
            entry: the line, but for its seal.
            files: content by path in the case.

        Raises:
            Refused: as `append`; the files are then as they were.
        """
        self._insist_on_day(entry)
        before = {name: _content(self.folder / name) for name in files}
        pending.write(self.folder, chain.sealed(entry, self.journal.head), files)
        try:
            for name, content in files.items():
                replace(self.folder / name, content)
            sealed = self.append(entry)
        except BaseException:
            for name, old in before.items():
                _put_back(self.folder / name, old)
            pending.remove(self.folder)
            raise
        pending.remove(self.folder)
        return sealed

    def append(self, entry: Entry) -> Entry:
        """Add a line; the file with it takes the place of the old one in one step.

        Raises:
            Refused: J06 if it bears an earlier day than the line before it, C11 if the disk does not allow it.
        """
        self._insist_on_day(entry)
        path = self.folder / NAME
        sealed = chain.sealed(entry, self.journal.head)
        line = chain.written(sealed)
        replace(path, (path.read_bytes() if path.exists() else b"") + line)
        self.journal = Journal((*self.journal.entries, sealed), chain.digest(line))
        return sealed

    def _insist_on_day(self, entry: Entry) -> None:
        if self.journal.entries and entry.day < self.journal.entries[-1].day:
            facts = {"day": str(entry.day), "last": str(self.journal.entries[-1].day)}
            raise Refused([Finding("J06", Place(NAME), facts)], ExitCode.USAGE)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _put_back(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        replace(path, content)


def put_right(folder: Path) -> tuple[Finding, ...]:
    """Finish or take back what a killed process left in a case, where it left anything; what was done.

    A case that cannot be written, or whose journal does not hold, stays as it is: the command itself says so.
    """
    places = (folder, folder / FOLDER)
    is_case = (folder / CASE).is_file()
    is_cut_off = (folder / pending.NAME).exists() or any(map(under_way, places)) or bool(pending.old_parts(folder))
    if not is_case or not is_cut_off:
        return ()
    try:
        with opened(folder) as desk:
            return desk.recovered
    except Refused:
        return ()


@contextmanager
def opened(folder: Path, patience: float = PATIENCE) -> Iterator[Desk]:
    """The journal of a case, for this process alone as long as the block lasts; what was cut off is put right first.

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
        _sweep(folder)
        yield Desk(folder, *pending.recovered(folder, journal))
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """What was under way beside the records, which only who has the lock writes."""
    for place in (folder, folder / FOLDER):
        sweep(place)
    for path in pending.old_parts(folder):
        with suppress(OSError):
            path.unlink()
