"""Objects of the archive, read with distrust: what is believed is sealed, or is the sealed copy of a version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.archive import notes
from reportgen.archive.inventory import FILE, SIDECAR, Inventory, digest, parsed, sidecar
from reportgen.archive.layout import OBJECT, folder_of
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.shelf import Shelf

SHOWN: Final = 16
"""Digits of a digest that a sentence shows."""


@dataclass(frozen=True)
class Holding:
    """An object as it counts: its folder and its inventory."""

    folder: str
    inventory: Inventory

    def read(self, shelf: Shelf, name: str, version: str | None = None) -> bytes:
        """The bytes of a name in a version, the newest by default, held against their digest.

        Raises:
            Refused: P20 if they are gone, P21 if they are others.
            KeyError: if there is no such name.
        """
        path = f"{self.folder}/{self.inventory.place_of(name, version)}"
        expected = self.inventory.versions[version or self.inventory.head].files[name]
        try:
            content = shelf.read(path)
        except OSError:
            raise Refused([Finding("P20", Place(path))], ExitCode.FINDINGS) from None
        if digest(content) != expected:
            raise Refused([Finding("P21", Place(path), {"expected": expected[:SHOWN]})], ExitCode.FINDINGS)
        return content


def holding(shelf: Shelf, identifier: str) -> Holding | None:
    """The object of an identifier; None where there is none.

    Raises:
        Refused: P23 if its inventory cannot be believed, nor the copy that its newest version keeps.
    """
    return in_folder(shelf, folder_of(identifier))


def in_folder(shelf: Shelf, folder: str) -> Holding | None:
    """The object in a folder; raises as `holding` does."""
    try:
        content = shelf.read(f"{folder}/{FILE}")
        found = parsed(content)
    except (OSError, ValueError):
        return _of_copy(shelf, folder)
    is_sealed = _sealed(shelf, folder, content) or _sealed(shelf, f"{folder}/{found.head}", content)
    return Holding(folder, found) if is_sealed and folder_of(found.id) == folder else _of_copy(shelf, folder)


def _sealed(shelf: Shelf, folder: str, content: bytes) -> bool:
    """Whether the sidecar in a folder belongs to these bytes."""
    try:
        return shelf.read(f"{folder}/{SIDECAR}") == sidecar(content)
    except OSError:
        return False


def _of_copy(shelf: Shelf, folder: str) -> Holding | None:
    """What the newest version itself keeps, where the object's own inventory is lost or altered."""
    note = notes.of(shelf, folder)
    if not shelf.has(f"{folder}/{OBJECT}") or (note is not None and note.is_new):
        return None
    number = 0
    while shelf.has(f"{folder}/v{number + 1}/{FILE}"):
        number += 1
    found = complete(shelf, folder, f"v{number}") if number else None
    if found is None or folder_of(found.id) != folder:
        place = Place(f"{folder}/{FILE}")
        raise Refused([Finding("P23", place, {"problem": "@archive.unreadable"})], ExitCode.FINDINGS)
    return Holding(folder, found)


def complete(shelf: Shelf, folder: str, version: str) -> Inventory | None:
    """The inventory of one version, if it is sealed."""
    try:
        content = shelf.read(f"{folder}/{version}/{FILE}")
        found = parsed(content)
    except (OSError, ValueError):
        return None
    is_own = found.head == version and _sealed(shelf, f"{folder}/{version}", content)
    return found if is_own else None


def is_whole(shelf: Shelf, folder: str, found: Inventory) -> bool:
    """Whether all the bytes that an inventory names are there."""
    try:
        return all(
            digest(shelf.read(f"{folder}/{path}")) == key for key, paths in found.manifest.items() for path in paths
        )
    except OSError:
        return False
