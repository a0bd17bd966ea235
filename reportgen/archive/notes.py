"""Notes of what a writer is about to do, so that the next one can finish or undo exactly that."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from reportgen.archive.shelf import OWN
from reportgen.model import foreign_text

if TYPE_CHECKING:
    from reportgen.archive.shelf import Storage

FOLDER: Final = f"{OWN}/pending"


@dataclass(frozen=True)
class WriteNote:
    """A version that is being written into an object.

    Attributes:
        folder: of the object.
        version: the one that counts once it is there.
        is_new: whether there was no object before, so that all of it is taken away if nothing comes of it.
    """

    folder: str
    version: str
    is_new: bool


def of(shelf: Storage, folder: str) -> WriteNote | None:
    """What was under way in an object."""
    return _read(shelf, _name(folder)) if shelf.has(_name(folder)) else None


def every(shelf: Storage) -> list[WriteNote]:
    """All that is under way, or was cut off."""
    found = (_read(shelf, name) for name in shelf.names(FOLDER))
    return [note for note in found if note is not None]


def _read(shelf: Storage, name: str) -> WriteNote | None:
    try:
        said = foreign_text.parsed(shelf.read(name))
        return WriteNote(str(said["folder"]), str(said["version"]), said["new"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(shelf: Storage, note: WriteNote) -> None:
    """Say what is about to be done.

    Raises:
        Refused: C11 if the location does not allow it.
    """
    content = {"folder": note.folder, "version": note.version, "new": note.is_new}
    shelf.put(_name(note.folder), json.dumps(content).encode())


def remove(shelf: Storage, folder: str) -> None:
    """Nothing is under way any more."""
    shelf.remove(_name(folder))


def _name(folder: str) -> str:
    return f"{FOLDER}/{sha256(folder.encode()).hexdigest()}.json"
