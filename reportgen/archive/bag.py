"""Reports that travel: a bag by RFC 8493 whose payload is the object of the archive, every version of it.

Source: The BagIt File Packaging Format 1.0 (RFC 8493).

Every byte of an archive against what it ought to be; each file that is missing, altered or foreign is named.

Source: Oxford Common File Layout 1.1, sections 3 (objects) and 4 (storage root).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256, sha512
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from reportgen.archive import objects, record
from reportgen.archive.objects import FILE, SIDECAR, ObjectInventory, digest, folder_of, parsed, sidecar
from reportgen.archive.record import RECORD
from reportgen.archive.shelf import FOLDER, OWN, every, of
from reportgen.errors import Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.objects import Holding
    from reportgen.archive.record import IndexRow
    from reportgen.archive.shelf import Storage


def whole(shelf: Storage) -> Iterator[Finding]:
    """What is wrong with an archive: its root, every object, its index, and files that belong to nothing."""
    names = shelf.names()
    yield from _links(shelf, names)
    yield from _root(shelf)
    files = _by_object(names)
    others = files.pop("", [])
    for folder, own in files.items():
        yield from fixity_of_object(shelf, folder, own)
    for name in others:
        if name not in objects.DECLARED and not name.startswith(f"{OWN}/"):
            yield Finding("P22", Place(name))
    yield from _cut_off(shelf, names)
    yield from _index(shelf, names)


def _cut_off(shelf: Storage, names: Iterable[str]) -> Iterator[Finding]:
    """Adds that are under way or were cut off: by the object they are about, or by their note if that is unreadable."""
    known = every(shelf)
    yield from (Finding("P26", Place(note.folder)) for note in known)
    if len(known) < len([name for name in names if name.startswith(f"{FOLDER}/")]):
        yield Finding("P26", Place(FOLDER))


def _by_object(names: Iterable[str]) -> dict[str, list[str]]:
    """Files by the folder of their object; those that lie in none under nothing."""
    folders = set(record.folders_in(names))
    found: dict[str, list[str]] = {folder: [] for folder in sorted(folders)}
    for name in names:
        above = [name[:place] for place, letter in enumerate(name) if letter == "/"]
        found.setdefault(next((folder for folder in above if folder in folders), ""), []).append(name)
    return found


def _links(shelf: Storage, names: Iterable[str]) -> Iterator[Finding]:
    for name in names:
        if not shelf.is_plain(name):
            yield Finding("P29", Place(name))


def _root(shelf: Storage) -> Iterator[Finding]:
    for name, content in objects.DECLARED.items():
        found = _read(shelf, name)
        if found is None:
            yield Finding("P20", Place(name))
        elif found != content:
            yield Finding("P25", Place(name))


def _read(shelf: Storage, name: str) -> bytes | None:
    try:
        return shelf.read(name)
    except OSError:
        return None


def fixity_of_object(shelf: Storage, folder: str, names: Iterable[str]) -> Iterator[Finding]:
    """What is wrong with one object, whose files bear these names."""
    try:
        holding = objects.in_folder(shelf, folder)
    except Refused as refused:
        yield from refused.findings
        return
    if holding is None:
        yield from (Finding("P22", Place(name)) for name in names if of(shelf, folder) is None)
        return
    if _read(shelf, f"{folder}/{objects.OBJECT}") != objects.DECLARED_OBJECT:
        yield Finding("P25", Place(f"{folder}/{objects.OBJECT}"))
    yield from _contents(shelf, holding)
    yield from _inventories(shelf, holding)
    yield from _foreign(shelf, holding, names)


def _contents(shelf: Storage, holding: Holding) -> Iterator[Finding]:
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


def _inventories(shelf: Storage, holding: Holding) -> Iterator[Finding]:
    """The inventory of the object and those of its versions, each with its sidecar; all tell the same past."""
    yield from _inventory(shelf, holding.folder, holding, holding.inventory.head)
    for version in holding.inventory.versions:
        yield from _inventory(shelf, f"{holding.folder}/{version}", holding, version)


def _inventory(shelf: Storage, folder: str, holding: Holding, version: str) -> Iterator[Finding]:
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


def _same_past(found: ObjectInventory, whole_: ObjectInventory, version: str) -> bool:
    """Whether an inventory up to a version tells what the newest one tells of it."""
    upto = {name: one for name, one in whole_.versions.items() if int(name[1:]) <= int(version[1:])}
    kept = {key: paths for key, paths in whole_.manifest.items() if any(key in one.state for one in upto.values())}
    return (found.id, found.head, found.versions, found.manifest) == (whole_.id, version, upto, kept)


def _foreign(shelf: Storage, holding: Holding, names: Iterable[str]) -> Iterator[Finding]:
    inventory = holding.inventory
    own = {f"{holding.folder}/{path}" for paths in inventory.manifest.values() for path in paths}
    folders = (holding.folder, *(f"{holding.folder}/{version}" for version in inventory.versions))
    own |= {f"{folder}/{name}" for folder in folders for name in (FILE, SIDECAR)}
    own.add(f"{holding.folder}/{objects.OBJECT}")
    if of(shelf, holding.folder) is None:
        yield from (Finding("P22", Place(name)) for name in names if name not in own)


def _index(shelf: Storage, names: Iterable[str]) -> Iterator[Finding]:
    """The index against the objects: what differs is told and can be made anew."""
    wanted = record.files(record.from_objects(shelf)[0])
    there = {name for name in names if name.startswith((f"{record.TABLES}/", f"{record.NUMBERS}/"))}
    for name in sorted({*wanted, *there}):
        if wanted.get(name) != _read(shelf, name):
            yield Finding("P28", Place(name))


DECLARATION: Final = "bagit.txt"
DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
INFO: Final = "bag-info.txt"
PAYLOAD: Final = "data"
OBJECT_FOLDER: Final = f"{PAYLOAD}/object"
"""Where the object lies: a plain name, since readers of manifests differ over percent signs."""
ALGORITHMS: Final = {"sha512": sha512, "sha256": sha256}
LINE: Final = re.compile(r"(?P<digest>[0-9a-fA-F]+)[ \t]+\*?(?P<name>\S.*)")
LONGEST: Final = 500
"""Characters of an identifier: a hospital and a number, each as long as a name of a file may be."""


def of_object(shelf: Storage, holding: Holding, row: IndexRow, day: str, program: str) -> dict[str, bytes]:
    """The files of a bag.

    Args:
        shelf: the archive.
        holding: the object, all of whose bytes are held against their digests.
        row: what the index says of it.
        day: of the export.
        program: that made the bag.

    Raises:
        Refused: P20 or P21 for every file that is lost or altered.
    """
    payload = {f"{OBJECT_FOLDER}/{name}": content for name, content in _files(shelf, holding).items()}
    tags = {
        DECLARATION: DECLARED,
        INFO: _info(row, payload, day, program),
        "manifest-sha512.txt": _manifest(payload),
    }
    return payload | tags | {"tagmanifest-sha512.txt": _manifest(tags)}


def _files(shelf: Storage, holding: Holding) -> dict[str, bytes]:
    """Every file of an object, sound."""
    names = shelf.names(holding.folder)
    wrong = tuple(fixity_of_object(shelf, holding.folder, names))
    if wrong:
        raise Refused(wrong)
    return {name.removeprefix(f"{holding.folder}/"): shelf.read(name) for name in names}


def _info(row: IndexRow, payload: Mapping[str, bytes], day: str, program: str) -> bytes:
    found = row.record
    octets = sum(map(len, payload.values()))
    lines = {
        "Source-Organization": found.name.zh,
        "External-Identifier": found.identifier,
        "External-Description": f"{found.number} {found.title}".strip(),
        "Bagging-Date": day,
        "Bag-Software-Agent": program,
        "Internal-Sender-Identifier": found.file_code or found.number,
        "Internal-Sender-Description": f"OCFL 1.1 object, {row.version}; retention {found.keeping.mark}",
        "Payload-Oxum": f"{octets}.{len(payload)}",
    }
    return "".join(f"{key}: {' '.join(value.split())}\n" for key, value in lines.items()).encode()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(
        f"{sha512(content).hexdigest()}  {_escaped(name)}\n" for name, content in sorted(files.items())
    ).encode()


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _plain(name: str) -> str:
    for code, character in (("%0D", "\r"), ("%0d", "\r"), ("%0A", "\n"), ("%0a", "\n"), ("%25", "%")):
        name = name.replace(code, character)
    return name


def problems(bag: Storage) -> Iterator[Finding]:
    """What is wrong with a bag: it is none, or files are missing, altered, foreign or lead out of it."""
    if not bag.is_folder() or not bag.has(DECLARATION):
        yield Finding("P35", Place(f"{bag.location}/{DECLARATION}"), {"problem": "@bag.no_bag"})
        return
    names = set(bag.names())
    manifests = sorted(name for name in names if re.fullmatch(r"manifest-(sha512|sha256)\.txt", name))
    tags = sorted(name for name in names if re.fullmatch(r"tagmanifest-(sha512|sha256)\.txt", name))
    if not manifests:
        yield Finding("P35", Place(bag.location), {"problem": "@bag.no_manifest"})
    for manifest in (*manifests, *tags):
        yield from _against(bag, manifest)
    listed = {name for manifest in manifests for name, _ in _lines(bag, manifest)}
    for name in sorted(name for name in names if name.startswith(f"{PAYLOAD}/")):
        if name not in listed or not bag.is_plain(name):
            yield Finding("P35", Place(name), {"problem": "@bag.foreign"})
    if "fetch.txt" in names:
        yield Finding("P35", Place("fetch.txt"), {"problem": "@bag.fetch"})


def _against(bag: Storage, manifest: str) -> Iterator[Finding]:
    algorithm = ALGORITHMS[manifest.rpartition("-")[2].removesuffix(".txt")]
    for name, expected in _lines(bag, manifest):
        if not _is_inside(name):
            yield Finding("P35", Place(manifest), {"problem": "@bag.outside"})
            continue
        try:
            content = bag.read(name)
        except OSError:
            yield Finding("P35", Place(name), {"problem": "@bag.missing"})
            continue
        if algorithm(content).hexdigest() != expected:
            yield Finding("P35", Place(name), {"problem": "@bag.altered"})


def _lines(bag: Storage, manifest: str) -> list[tuple[str, str]]:
    """Names and digests of a manifest."""
    text = bag.read(manifest).decode("utf-8", errors="replace")
    found = [LINE.fullmatch(line) for line in text.splitlines() if line.strip()]
    return [(_plain(one["name"].strip()), one["digest"].lower()) if one else ("", "") for one in found]


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith(("/", "~")) and ".." not in parts and "\\" not in name


def unpacked(bag: Storage) -> tuple[Holding, dict[str, bytes]]:
    """The object that a sound bag carries, and its files by name within the object.

    Raises:
        Refused: P35 for everything that is wrong with the bag; P37 if it carries no object of such an archive, or
            one in which something is wrong. Its inventory has to name the report that its record tells of.
    """
    wrong = tuple(problems(bag))
    if wrong:
        raise Refused(wrong)
    inner = _Payload(bag)
    folder = inner.folder
    names = inner.names()
    faults = tuple(fixity_of_object(inner, folder, names)) if folder else ()
    holding = objects.in_folder(inner, folder) if folder and not faults else None
    if holding is None:
        raise Refused([Finding("P37", Place(bag.location)), *faults])
    identifier = record.row(inner, holding).record.identifier
    if holding.inventory.id != identifier or len(identifier) > LONGEST:
        raise Refused([Finding("P35", Place(f"{OBJECT_FOLDER}/{FILE}"), {"problem": "@bag.identifier"})])
    return holding, {name.removeprefix(f"{folder}/"): inner.read(name) for name in names}


class _Payload:
    """The payload of a bag, looked at as if it lay in an archive."""

    def __init__(self, bag: Storage) -> None:
        self.bag = bag
        self.location = bag.location
        self.folder = ""
        with suppress(OSError, ValueError):
            self.folder = folder_of(parsed(bag.read(f"{OBJECT_FOLDER}/{FILE}")).id)

    def read(self, name: str) -> bytes:
        return self.bag.read(self._own(name))

    def put(self, name: str, content: bytes, *, synced: bool = True) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise NotImplementedError

    def has(self, name: str) -> bool:
        return self.bag.has(self._own(name))

    def names(self, folder: str = "") -> list[str]:
        del folder
        there = self.bag.names(PAYLOAD)
        return [f"{self.folder}{name.removeprefix(OBJECT_FOLDER)}" for name in there]

    def is_plain(self, name: str) -> bool:
        return self.bag.is_plain(self._own(name))

    def is_folder(self) -> bool:
        return True

    def _own(self, name: str) -> str:
        return f"{OBJECT_FOLDER}{name.removeprefix(self.folder)}"
