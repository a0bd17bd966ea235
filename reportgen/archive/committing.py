"""New versions, written so that a kill at any moment leaves the old state or the new one.

A version is put beside the old ones, its own inventory last; then the inventory of the object takes the place of the
old one, and from that moment it counts. A note says what is under way until the index knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from reportgen.archive import notes, objects
from reportgen.archive.inventory import FILE, SIDECAR, Inventory, digest, extended, parsed, sidecar, written
from reportgen.archive.layout import DECLARED_OBJECT, OBJECT, folder_of
from reportgen.archive.notes import Note
from reportgen.archive.objects import Holding
from reportgen.archive.shelf import WORK
from reportgen.errors import Refused

if TYPE_CHECKING:
    from reportgen.archive.shelf import Shelf


def commit(shelf: Shelf, identifier: str, files: Mapping[str, bytes], version: Mapping[str, Any]) -> Holding:
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


def _of_version(inventory: Inventory, contents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Everything that the newest version adds, in the order in which it is put."""
    head, content = inventory.head, written(inventory)
    found = {OBJECT: DECLARED_OBJECT} if head == "v1" else {}
    own = {paths[0]: contents[key] for key, paths in inventory.manifest.items() if paths[0].startswith(f"{head}/")}
    return found | own | {f"{head}/{SIDECAR}": sidecar(content), f"{head}/{FILE}": content}


def admit(shelf: Shelf, inventory: Inventory, files: Mapping[str, bytes]) -> Holding:
    """Take in a whole object from elsewhere, as it is; raises as `commit` does."""
    last = (f"{inventory.head}/{SIDECAR}", f"{inventory.head}/{FILE}")
    others = [name for name in sorted(files) if name not in {FILE, SIDECAR, *last}]
    return _enter(shelf, inventory, {name: files[name] for name in (*others, *last)}, is_new=True)


def _enter(shelf: Shelf, inventory: Inventory, files: Mapping[str, bytes], *, is_new: bool) -> Holding:
    folder = folder_of(inventory.id)
    note = Note(folder, inventory.head, is_new)
    try:
        notes.write(shelf, note)
        for name, content in files.items():
            shelf.put(f"{folder}/{name}", content)
        shelf.put(f"{folder}/{FILE}", written(inventory))
    except Refused:
        with suppress(OSError):  # what cannot be undone now, the next writer undoes: the note stays
            if not _counts(shelf, note):
                _undo(shelf, note)
                notes.remove(shelf, folder)
        raise
    shelf.put(f"{folder}/{SIDECAR}", sidecar(written(inventory)))
    return Holding(folder, inventory)


def _undo(shelf: Shelf, note: Note) -> None:
    """Take away what does not count; the mark of a new object last, so that its rest can still be told."""
    below = note.folder if note.is_new else f"{note.folder}/{note.version}"
    for name in sorted(shelf.names(below), key=lambda name: name.endswith(f"/{OBJECT}")):
        shelf.remove(name)


def _counts(shelf: Shelf, note: Note) -> bool:
    """Whether the object's own inventory already has the version; where it cannot be read, nothing is taken away."""
    try:
        return note.version in parsed(shelf.read(f"{note.folder}/{FILE}")).versions
    except OSError:
        return False
    except ValueError:
        return True


def recovered(shelf: Shelf, note: Note) -> Holding | None:
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


def sweep(shelf: Shelf) -> None:
    """Take away what killed processes left on the way to its place; only under the lock."""
    for name in shelf.names(WORK):
        shelf.remove(name)
