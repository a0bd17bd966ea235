"""Every byte of an archive against what it ought to be; each file that is missing, altered or foreign is named.

Source: Oxford Common File Layout 1.1, sections 3 (objects) and 4 (storage root).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from reportgen.archive import index, notes, objects
from reportgen.archive.objects import FILE, SIDECAR, Inventory, digest, parsed, sidecar
from reportgen.archive.record import RECORD
from reportgen.archive.shelf import OWN
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.objects import Holding
    from reportgen.archive.shelf import Shelf


def whole(shelf: Shelf) -> Iterator[Finding]:
    """What is wrong with an archive: its root, every object, its index, and files that belong to nothing."""
    names = shelf.names()
    yield from _links(shelf, names)
    yield from _root(shelf)
    files = _by_object(names)
    others = files.pop("", [])
    for folder, own in files.items():
        yield from of_object(shelf, folder, own)
    for name in others:
        if name not in objects.DECLARED and not name.startswith(f"{OWN}/"):
            yield Finding("P22", Place(name))
    yield from _cut_off(shelf, names)
    yield from _index(shelf, names)


def _cut_off(shelf: Shelf, names: Iterable[str]) -> Iterator[Finding]:
    """Adds that are under way or were cut off: by the object they are about, or by their note if that is unreadable."""
    known = notes.every(shelf)
    yield from (Finding("P26", Place(note.folder)) for note in known)
    if len(known) < len([name for name in names if name.startswith(f"{notes.FOLDER}/")]):
        yield Finding("P26", Place(notes.FOLDER))


def _by_object(names: Iterable[str]) -> dict[str, list[str]]:
    """Files by the folder of their object; those that lie in none under nothing."""
    folders = set(index.folders_in(names))
    found: dict[str, list[str]] = {folder: [] for folder in sorted(folders)}
    for name in names:
        above = [name[:place] for place, letter in enumerate(name) if letter == "/"]
        found.setdefault(next((folder for folder in above if folder in folders), ""), []).append(name)
    return found


def _links(shelf: Shelf, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if not shelf.is_plain(name):
            yield Finding("P29", Place(name))


def _root(shelf: Shelf) -> Iterator[Finding]:
    for name, content in objects.DECLARED.items():
        found = _read(shelf, name)
        if found is None:
            yield Finding("P20", Place(name))
        elif found != content:
            yield Finding("P25", Place(name))


def _read(shelf: Shelf, name: str) -> bytes | None:
    try:
        return shelf.read(name)
    except OSError:
        return None


def of_object(shelf: Shelf, folder: str, names: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with one object, whose files bear these names."""
    try:
        holding = objects.in_folder(shelf, folder)
    except Refused as refused:
        yield from refused.findings
        return
    if holding is None:
        yield from (Finding("P22", Place(name)) for name in names if notes.of(shelf, folder) is None)
        return
    if _read(shelf, f"{folder}/{objects.OBJECT}") != objects.DECLARED_OBJECT:
        yield Finding("P25", Place(f"{folder}/{objects.OBJECT}"))
    yield from _contents(shelf, holding)
    yield from _inventories(shelf, holding)
    yield from _foreign(shelf, holding, names)


def _contents(shelf: Shelf, holding: Holding) -> Iterator[Finding]:
    """The bytes of every version, and the record that the newest one holds."""
    for key, paths in holding.inventory.manifest.items():
        for path in paths:
            place = Place(f"{holding.folder}/{path}")
            content = _read(shelf, place.file)
            if content is None:
                yield Finding("P20", place)
            elif digest(content) != key:
                yield Finding("P21", place, {"expected": key[: objects.SHOWN]})
    if RECORD not in holding.inventory.newest.files:
        yield Finding("P27", Place(holding.folder), {"problem": RECORD})


def _inventories(shelf: Shelf, holding: Holding) -> Iterator[Finding]:
    """The inventory of the object and those of its versions, each with its sidecar; all tell the same past."""
    yield from _inventory(shelf, holding.folder, holding, holding.inventory.head)
    for version in holding.inventory.versions:
        yield from _inventory(shelf, f"{holding.folder}/{version}", holding, version)


def _inventory(shelf: Shelf, folder: str, holding: Holding, version: str) -> Iterator[Finding]:
    """One inventory; where it and its sidecar differ, what the newest one tells shows which of the two was altered."""
    name, beside = f"{folder}/{FILE}", f"{folder}/{SIDECAR}"
    content, seal = _read(shelf, name), _read(shelf, beside)
    if content is None:
        yield Finding("P20", Place(name))
    if seal is None:
        yield Finding("P20", Place(beside))
    if content is None or seal is None:
        return
    try:
        problem = None if _same_past(parsed(content), holding.inventory, version) else "@archive.other_past"
    except ValueError as error:
        problem = str(error)
    if problem is not None:
        yield Finding("P23", Place(name), {"problem": problem})
    elif seal != sidecar(content):
        yield Finding("P24", Place(beside), {"problem": "@archive.digest"})


def _same_past(found: Inventory, whole_: Inventory, version: str) -> bool:
    """Whether an inventory up to a version tells what the newest one tells of it."""
    upto = {name: one for name, one in whole_.versions.items() if int(name[1:]) <= int(version[1:])}
    kept = {key: paths for key, paths in whole_.manifest.items() if any(key in one.state for one in upto.values())}
    return (found.id, found.head, found.versions, found.manifest) == (whole_.id, version, upto, kept)


def _foreign(shelf: Shelf, holding: Holding, names: Iterable[str]) -> Iterator[Finding]:
    inventory = holding.inventory
    own = {f"{holding.folder}/{path}" for paths in inventory.manifest.values() for path in paths}
    folders = (holding.folder, *(f"{holding.folder}/{version}" for version in inventory.versions))
    own |= {f"{folder}/{name}" for folder in folders for name in (FILE, SIDECAR)}
    own.add(f"{holding.folder}/{objects.OBJECT}")
    if notes.of(shelf, holding.folder) is None:
        yield from (Finding("P22", Place(name)) for name in names if name not in own)


def _index(shelf: Shelf, names: Iterable[str]) -> Iterator[Finding]:
    """The index against the objects: what differs is told and can be made anew."""
    wanted = index.files(index.from_objects(shelf)[0])
    there = {name for name in names if name.startswith((f"{index.TABLES}/", f"{index.NUMBERS}/"))}
    for name in sorted({*wanted, *there}):
        if wanted.get(name) != _read(shelf, name):
            yield Finding("P28", Place(name))
