"""New versions, written so that a kill at any moment leaves the old state or the new one.

A version is put beside the old ones, its own inventory last; then the inventory of the object takes the place of the
old one, and from that moment it counts. A note says what is under way until the index knows of it.

One writer at a time: by a lock that dies with its process where the system has one, else by a file that names it.
"""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from reportgen.archive import objects
from reportgen.archive.objects import (
    DECLARED_OBJECT,
    FILE,
    OBJECT,
    SIDECAR,
    Holding,
    ObjectInventory,
    digest,
    extended,
    folder_of,
    parsed,
    sidecar,
    written,
)
from reportgen.archive.shelf import OWN, WORK, LocalShelf, RemoteShelf, WriteNote, remove, write
from reportgen.errors import ExitCode, Refused
from reportgen.model import foreign_text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.archive.shelf import Storage


def commit(shelf: Storage, identifier: str, files: Mapping[str, bytes], version: Mapping[str, Any]) -> Holding:
    """Add a version that changes or adds these files and keeps all others; `notes.remove` it once the index knows it.

    Raises:
        Refused: C11 if the location does not allow it: the archive is then as it was.
    """
    before = objects.holding(shelf, identifier)
    kept = dict(before.inventory.newest.files) if before else {}
    digests = kept | {name: digest(content) for name, content in files.items()}
    inventory = extended(before.inventory if before else None, identifier, digests, version)
    contents = {digest(content): content for content in files.values()}
    return _enter(shelf, inventory, _of_version(inventory, contents), is_new=before is None)


def _of_version(inventory: ObjectInventory, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Everything that the newest version adds, in the order in which it is put."""
    head, content = inventory.head, written(inventory)
    found = {OBJECT: DECLARED_OBJECT} if head == "v1" else {}
    own = {paths[0]: contents[key] for key, paths in inventory.manifest.items() if paths[0].startswith(f"{head}/")}
    return found | own | {f"{head}/{SIDECAR}": sidecar(content), f"{head}/{FILE}": content}


def admit(shelf: Storage, inventory: ObjectInventory, files: Mapping[str, bytes]) -> Holding:
    """Take in a whole object from elsewhere, as it is; raises as `commit` does."""
    last = (f"{inventory.head}/{SIDECAR}", f"{inventory.head}/{FILE}")
    others = [name for name in sorted(files) if name not in {FILE, SIDECAR, *last}]
    return _enter(shelf, inventory, {name: files[name] for name in (*others, *last)}, is_new=True)


def _enter(shelf: Storage, inventory: ObjectInventory, files: Mapping[str, bytes], *, is_new: bool) -> Holding:
    folder = folder_of(inventory.id)
    note = WriteNote(folder, inventory.head, is_new)
    try:
        write(shelf, note)
        for name, content in files.items():
            shelf.put(f"{folder}/{name}", content)
        shelf.put(f"{folder}/{FILE}", written(inventory))
    except Refused:
        with suppress(OSError):  # what cannot be undone now, the next writer undoes: the note stays
            if not _counts(shelf, note):
                _undo(shelf, note)
                remove(shelf, folder)
        raise
    shelf.put(f"{folder}/{SIDECAR}", sidecar(written(inventory)))
    return Holding(folder, inventory)


def _undo(shelf: Storage, note: WriteNote) -> None:
    """Take away what does not count; the mark of a new object last, so that its rest can still be told."""
    below = note.folder if note.is_new else f"{note.folder}/{note.version}"
    for name in sorted(shelf.names(below), key=lambda name: name.endswith(f"/{OBJECT}")):
        shelf.remove(name)


def _counts(shelf: Storage, note: WriteNote) -> bool:
    """Whether the object's own inventory already has the version; where it cannot be read, nothing is taken away."""
    try:
        return note.version in parsed(shelf.read(f"{note.folder}/{FILE}")).versions
    except OSError:
        return False
    except ValueError:
        return True


def recovered(shelf: Storage, note: WriteNote) -> Holding | None:
    """Finish what a note speaks of where all of it is there, else take it away; what counts then.

    Raises:
        Refused: C11 if the location does not allow it, P23 if the object itself is damaged.
    """
    found = objects.complete(shelf, note.folder, note.version)
    if found and folder_of(found.id) == note.folder and objects.is_whole(shelf, note.folder, found):
        shelf.put(f"{note.folder}/{FILE}", written(found))
        shelf.put(f"{note.folder}/{SIDECAR}", sidecar(written(found)))
        return Holding(note.folder, found)
    if not _counts(shelf, note):
        _undo(shelf, note)
    return objects.in_folder(shelf, note.folder)


def sweep(shelf: Storage) -> None:
    """Take away what killed processes left on the way to its place; only under the lock."""
    for name in shelf.names(WORK):
        shelf.remove(name)


NAME: Final = f"{OWN}/lock"
PATIENCE: Final = 120.0
"""Seconds to wait for another process; one report is put in its place in far less."""
STEP: Final = 0.2
UNKNOWN: Final = "unknown"


@contextmanager
def locked(shelf: Storage, patience: float = PATIENCE) -> Iterator[None]:
    """The archive for this process alone as long as the block lasts.

    Raises:
        Refused: P05 or P42 if another process keeps it, C11 if the location does not allow writing.
    """
    if isinstance(shelf, RemoteShelf):
        with _claimed(shelf, patience):
            yield
        return
    assert isinstance(shelf, LocalShelf)
    path = shelf.folder / NAME
    lock = FileLock(path, timeout=patience)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise Refused([Finding("P05", Place(str(path)))], ExitCode.ENVIRONMENT) from None
    except OSError as error:
        raise unwritable(str(path), error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _claimed(shelf: RemoteShelf, patience: float) -> Iterator[None]:
    """Object stores know no locks: whoever creates the file has it."""
    until = time.monotonic() + patience
    who = {"host": socket.gethostname(), "process": os.getpid(), "token": secrets.token_hex(8)}
    mine = json.dumps(who).encode()
    while not shelf.claim(NAME, mine):
        if time.monotonic() >= until:
            raise _taken(shelf)
        time.sleep(STEP)
    try:
        yield
    finally:
        if _content(shelf) == mine:  # else somebody broke it, and it may be another's now
            shelf.remove(NAME)


def unlocked(shelf: Storage, holder: str) -> None:
    """Break the lock that a killed process left in a store without locks of its own.

    Args:
        shelf: the archive.
        holder: who has the lock, as P42 names it, so that nobody breaks a lock which has changed hands.

    Raises:
        Refused: P43 if this holder has no lock here.
    """
    if not isinstance(shelf, RemoteShelf) or not shelf.has(NAME) or _holder(shelf) != holder:
        raise Refused([Finding("P43", Place(f"{shelf.location}/{NAME}"), {"holder": holder})], ExitCode.USAGE)
    shelf.remove(NAME)


def _holder(shelf: RemoteShelf) -> str:
    try:
        said = foreign_text.parsed(_content(shelf))
        return f"{said['host']}:{said['process']}"
    except (ValueError, KeyError, TypeError):
        return UNKNOWN


def _content(shelf: RemoteShelf) -> bytes:
    try:
        return shelf.read(NAME)
    except OSError:
        return b""


def _taken(shelf: RemoteShelf) -> Refused:
    facts: dict[str, Fact] = {"holder": _holder(shelf), "archive": shelf.location}
    return Refused([Finding("P42", Place(f"{shelf.location}/{NAME}"), facts)], ExitCode.ENVIRONMENT)
