"""Writing in the journal: one at a time, at its end, and only if every line before it holds.

What is about to be entered, noted beforehand: whoever comes after a killed process finishes it or takes it back.

A note holds the very line, and the digests of the files that it speaks of. It counts only while the journal ends where
it ended when the note was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from filelock import FileLock, Timeout
from pydantic import ConfigDict, Field, ValidationError

from reportgen.errors import ExitCode, Refused
from reportgen.lifecycle import chain
from reportgen.lifecycle.chain import FOLDER, ISSUES, NAME, Journal, JournalEntry, digest
from reportgen.model.definition import Definition
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.writing import replace, sweep, under_way, unwritable

PENDING_NAME: Final = ".journal.pending"
FINISHED: Final = "J63"
TAKEN_BACK: Final = "J64"
WAITING: Final = "J65"
OLD: Final = ("journal.jsonl", "*.pdf", "*.json")
"""Files whose neighbours on their way had names without a lock once: ``.journal.jsonl.k3j9x_2a``."""
LETTERS: Final = 8


class PendingEntry(Definition):
    """A line that is to be entered.

    Attributes:
        line: as the journal will have it, without its end.
        files: digest of each file that belongs to it, by its path in the case.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_: Literal["reportgen/pending/1"] = Field("reportgen/pending/1", alias="schema")
    line: str
    files: dict[str, str]

    @property
    def entry(self) -> JournalEntry:
        """What the line says."""
        return JournalEntry.model_validate_json(self.line)


def write(folder: Path, sealed: JournalEntry, files: Mapping[str, bytes]) -> None:
    """Note what is about to be done.

    Raises:
        Refused: C11 if the disk does not allow it.
    """
    digests = {name: digest(content) for name, content in files.items()}
    note = PendingEntry(schema="reportgen/pending/1", line=chain.written(sealed).decode().rstrip("\n"), files=digests)
    replace(folder / PENDING_NAME, note.model_dump_json(by_alias=True).encode())


def remove(folder: Path) -> None:
    """It is done, or taken back; a note that cannot be removed now is removed by who comes next."""
    with suppress(OSError):
        (folder / PENDING_NAME).unlink(missing_ok=True)


def read(folder: Path) -> PendingEntry | None:
    """What was about to be done; None where nothing was, or where the note is none of ours."""
    path = folder / PENDING_NAME
    try:
        if path.is_symlink():
            return None
        note = PendingEntry.model_validate_json(path.read_bytes())
        is_sound = chain.written(note.entry) == f"{note.line}\n".encode()
    except (OSError, ValidationError, ValueError):
        return None
    is_inside = all(Path(name).parent == Path(FOLDER) and ".." not in Path(name).parts for name in note.files)
    return note if is_sound and is_inside else None


def recovered(folder: Path, journal: Journal) -> tuple[Journal, tuple[Finding, ...]]:
    """The journal once what was under way is finished or taken back, and what was done; only under the lock.

    Raises:
        Refused: C11 if the disk does not allow it.
    """
    note = read(folder)
    if note is None or note.entry in journal.entries or journal.head != note.entry.previous:
        told = [] if note is None or note.entry not in journal.entries else [_told(FINISHED, note, journal)]
        remove(folder)
        return journal, tuple(told)
    if all(_is_there(folder / name, expected) for name, expected in note.files.items()):
        line = f"{note.line}\n".encode()
        path = folder / chain.NAME
        replace(path, (path.read_bytes() if path.exists() else b"") + line)
        journal = Journal((*journal.entries, note.entry), digest(line))
        told = [_told(FINISHED, note, journal)]
    else:
        _take_back(folder, note)
        told = [_told(TAKEN_BACK, note, journal)]
    remove(folder)
    return journal, tuple(told)


def _is_there(path: Path, expected: str) -> bool:
    return path.is_file() and not path.is_symlink() and digest(path.read_bytes()) == expected


def _take_back(folder: Path, note: PendingEntry) -> None:
    """The files of an issue that never counted; a file that is to be signed is still as it was."""
    if note.entry.what in ISSUES:
        for name, expected in note.files.items():
            if _is_there(folder / name, expected):
                (folder / name).unlink()


def _told(rule: str, note: PendingEntry, journal: Journal) -> Finding:
    entry = note.entry
    line = journal.entries.index(entry) + 1 if entry in journal.entries else 0
    facts: dict[str, Fact] = {"what": f"@lifecycle.action.{entry.what}", "number": entry.number or "", "line": line}
    return Finding(rule, Place(chain.NAME, line=line or None), facts)


def waiting(folder: Path, found: Iterable[Finding]) -> Iterator[Finding]:
    """What is wrong with issued files, but for those of a line that is still to be entered."""
    note = read(folder)
    for finding in found:
        if note is None or finding.facts.get("number") != note.entry.number:
            yield finding
    if note is not None:
        yield _told(WAITING, note, Journal())


def old_parts(folder: Path) -> list[Path]:
    """What earlier versions left under way beside the records of a case."""
    places = ((folder, OLD[:1]), (folder / FOLDER, OLD[1:]))
    found = (path for place, names in places for name in names for path in place.glob(f".{name}.{'?' * LETTERS}"))
    return [path for path in found if path.is_file() and not path.is_symlink() and _is_part(path.name[-LETTERS:])]


def _is_part(ending: str) -> bool:
    return all(letter.isdigit() or letter.islower() or letter == "_" for letter in ending)


CASE: Final = "case.yaml"
LOCK: Final = ".journal.lock"
PATIENCE: Final = 60.0
"""Seconds to wait for another process: many times what it takes to write; nobody lays pages out meanwhile."""


@dataclass
class OpenJournal:
    """The journal of a case, held by one process."""

    folder: Path
    journal: Journal
    recovered: tuple[Finding, ...] = ()

    def enter(self, entry: JournalEntry, files: Mapping[str, bytes]) -> JournalEntry:
        """Put files into the case and add the line that speaks of them: all or nothing, whenever the process dies.

        Args:
            entry: the line, but for its seal.
            files: content by path in the case.

        Raises:
            Refused: as `append`; the files are then as they were.
        """
        self.journal.insist_on_day(entry)
        before = {name: _content(self.folder / name) for name in files}
        write(self.folder, chain.sealed(entry, self.journal.head), files)
        try:
            for name, content in files.items():
                replace(self.folder / name, content)
            sealed = self.append(entry)
        except BaseException:
            with suppress(
                OSError, Refused
            ):  # what cannot be put back now, whoever comes next takes back: the note stays
                for name, old in before.items():
                    _put_back(self.folder / name, old)
                remove(self.folder)
            raise
        remove(self.folder)
        return sealed

    def append(self, entry: JournalEntry) -> JournalEntry:
        """Add a line; the file with it takes the place of the old one in one step.

        Raises:
            Refused: J06 if it bears an earlier day than the line before it, C11 if the disk does not allow it.
        """
        self.journal.insist_on_day(entry)
        path = self.folder / NAME
        sealed = chain.sealed(entry, self.journal.head)
        line = chain.written(sealed)
        replace(path, (path.read_bytes() if path.exists() else b"") + line)
        self.journal = Journal((*self.journal.entries, sealed), chain.digest(line))
        return sealed


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
    is_cut_off = (folder / PENDING_NAME).exists() or any(map(under_way, places)) or bool(old_parts(folder))
    if not is_case or not is_cut_off:
        return ()
    try:
        with opened(folder) as desk:
            return desk.recovered
    except Refused:
        return ()


@contextmanager
def opened(folder: Path, patience: float = PATIENCE) -> Iterator[OpenJournal]:
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
        yield OpenJournal(folder, *recovered(folder, journal))
    finally:
        lock.release()


def _sweep(folder: Path) -> None:
    """What was under way beside the records, which only who has the lock writes."""
    for place in (folder, folder / FOLDER):
        sweep(place)
    for path in old_parts(folder):
        with suppress(OSError):
            path.unlink()
