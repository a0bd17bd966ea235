"""What is about to be entered, noted beforehand: whoever comes after a killed process finishes it or takes it back.

A note holds the very line, and the digests of the files that it speaks of. It counts only while the journal ends where
it ended when the note was made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from pydantic import ConfigDict, Field, ValidationError

from reportgen.lifecycle import chain
from reportgen.lifecycle.chain import Journal, digest
from reportgen.lifecycle.entry import ISSUES, Entry
from reportgen.lifecycle.issued import FOLDER
from reportgen.model.definition import Definition
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.writing import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = ".journal.pending"
FINISHED: Final = "J63"
TAKEN_BACK: Final = "J64"
WAITING: Final = "J65"
OLD: Final = ("journal.jsonl", "*.pdf", "*.json")
"""Files whose neighbours on their way had names without a lock once: ``.journal.jsonl.k3j9x_2a``."""
LETTERS: Final = 8


class Note(Definition):
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
    def entry(self) -> Entry:
        """What the line says."""
        return Entry.model_validate_json(self.line)


def write(folder: Path, sealed: Entry, files: Mapping[str, bytes]) -> None:
    """Note what is about to be done.

    Raises:
        Refused: C11 if the disk does not allow it.
    """
    digests = {name: digest(content) for name, content in files.items()}
    note = Note(schema="reportgen/pending/1", line=chain.written(sealed).decode().rstrip("\n"), files=digests)
    replace(folder / NAME, note.model_dump_json(by_alias=True).encode())


def remove(folder: Path) -> None:
    """It is done, or taken back; a note that cannot be removed now is removed by who comes next."""
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)


def read(folder: Path) -> Note | None:
    """What was about to be done; None where nothing was, or where the note is none of ours."""
    path = folder / NAME
    try:
        if path.is_symlink():
            return None
        note = Note.model_validate_json(path.read_bytes())
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


def _take_back(folder: Path, note: Note) -> None:
    """The files of an issue that never counted; a file that is to be signed is still as it was."""
    if note.entry.what in ISSUES:
        for name, expected in note.files.items():
            if _is_there(folder / name, expected):
                (folder / name).unlink()


def _told(rule: str, note: Note, journal: Journal) -> Finding:
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
