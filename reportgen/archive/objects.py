"""Objects of the archive, read with distrust: what is believed is sealed, or is the sealed copy of a version.

The inventory of an OCFL object: which bytes each version holds, by their SHA-512.

Source: Oxford Common File Layout 1.1, section 3.5.

The storage root of OCFL 1.1: what marks it, and where the object of an identifier lies.

Source: Oxford Common File Layout 1.1, and its extension 0003 (hashed n-tuples with the encoded identifier).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256, sha512
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from reportgen.archive.shelf import OWN, of
from reportgen.errors import ExitCode, Refused
from reportgen.model import foreign_text
from reportgen.model.definition import Definition, NonEmpty
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.shelf import Storage

TYPE: Final = "https://ocfl.io/1.1/spec/#inventory"
FILE: Final = "inventory.json"
SIDECAR: Final = "inventory.json.sha512"
VERSION: Final = re.compile(r"v[1-9][0-9]{0,8}")

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
"""SHA-512 in hexadecimal."""
VersionName = Annotated[str, Field(pattern=r"^v[1-9][0-9]{0,8}$")]


class User(Definition):
    """Who made a version."""

    name: NonEmpty
    address: str | None = None


class Version(Definition):
    """One state of an object: names by digest, and who made it when and why."""

    created: NonEmpty
    state: dict[Digest, list[str]]
    message: str | None = None
    user: User | None = None

    @property
    def files(self) -> dict[str, str]:
        """Digests by name."""
        return {name: digest for digest, names in self.state.items() for name in names}


class ObjectInventory(Definition):
    """All versions of one object.

    Attributes:
        manifest: where the bytes of a digest lie, relative to the object.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: NonEmpty
    type: Literal["https://ocfl.io/1.1/spec/#inventory"] = TYPE
    digestAlgorithm: Literal["sha512"] = "sha512"  # noqa: N815 - as the standard spells it
    head: VersionName
    manifest: dict[Digest, list[str]]
    versions: dict[VersionName, Version]

    @model_validator(mode="after")
    def _holds_together(self) -> ObjectInventory:
        """Versions run from v1 to the head, every digest has its bytes, and no path leads out."""
        if set(self.versions) != {f"v{number}" for number in range(1, len(self.versions) + 1)}:
            raise ValueError("versions")
        if self.head != f"v{len(self.versions)}":
            raise ValueError("head")
        if {digest for version in self.versions.values() for digest in version.state} != set(self.manifest):
            raise ValueError("manifest")
        paths = [path for paths in self.manifest.values() for path in paths]
        names = [name for version in self.versions.values() for names in version.state.values() for name in names]
        if not all(paths) or len(set(paths)) < len(paths) or not all(map(_is_inside, (*paths, *names))):
            raise ValueError("path")
        return self

    @property
    def newest(self) -> Version:
        """The version that counts."""
        return self.versions[self.head]

    def place_of(self, name: str, version: str | None = None) -> str:
        """Where the bytes of a name lie, relative to the object.

        Raises:
            KeyError: if the version has no such name.
        """
        return self.manifest[self.versions[version or self.head].files[name]][0]


def _is_inside(path: str) -> bool:
    parts = path.split("/")
    return "\\" not in path and "\0" not in path and not any(part in {"", ".", ".."} for part in parts)


def digest(content: bytes) -> str:
    """SHA-512 in hexadecimal."""
    return sha512(content).hexdigest()


def written(inventory: ObjectInventory) -> bytes:
    """An inventory as the file: one spelling only."""
    content = inventory.model_dump(mode="json", exclude_none=True)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def sidecar(content: bytes) -> bytes:
    """What stands beside an inventory."""
    return f"{digest(content)} {FILE}\n".encode()


def parsed(content: bytes) -> ObjectInventory:
    """The inventory that a file holds.

    Raises:
        ValueError: if it is none.
    """
    try:
        return ObjectInventory.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error


def extended(
    before: ObjectInventory | None, identifier: str, files: Mapping[str, str], version: Mapping[str, Any]
) -> ObjectInventory:
    """An inventory with one version more.

    Args:
        before: the inventory so far, None for a new object.
        identifier: of the object.
        files: digests by name: the whole state of the new version.
        version: who, when and why.
    """
    head = f"v{len(before.versions) + 1}" if before else "v1"
    manifest = dict(before.manifest) if before else {}
    state: dict[str, list[str]] = {}
    for name, found in sorted(files.items()):
        manifest.setdefault(found, [f"{head}/content/{name}"])
        state.setdefault(found, []).append(name)
    versions = dict(before.versions) if before else {}
    return ObjectInventory(
        id=identifier, head=head, manifest=manifest, versions=versions | {head: Version(state=state, **version)}
    )


def version_of(path: str) -> str | None:
    """The version folder that a path of an object lies in, or None."""
    first = PurePosixPath(path).parts[0]
    return first if VERSION.fullmatch(first) else None


ROOT: Final = "0=ocfl_1.1"
OBJECT: Final = "0=ocfl_object_1.1"
LAYOUT: Final = "ocfl_layout.json"
EXTENSION: Final = "0003-hash-and-id-n-tuple-storage-layout"
CONFIGURATION: Final = f"extensions/{EXTENSION}/config.json"
TUPLES: Final = 3
LETTERS: Final = 3
LONGEST: Final = 100
"""Characters of an encoded identifier in a folder's name."""
UNSAFE: Final = re.compile(rb"[^A-Za-z0-9_-]")

DECLARED: Final = {
    ROOT: b"ocfl_1.1\n",
    LAYOUT: (
        json.dumps(
            {"extension": EXTENSION, "description": "SHA-256 of the identifier in three tuples, then the identifier"},
            indent=1,
        )
        + "\n"
    ).encode(),
    CONFIGURATION: (
        json.dumps(
            {"extensionName": EXTENSION, "digestAlgorithm": "sha256", "tupleSize": LETTERS, "numberOfTuples": TUPLES},
            indent=1,
        )
        + "\n"
    ).encode(),
}
"""The files of a storage root, the mark of which is written last."""
DECLARED_OBJECT: Final = b"ocfl_object_1.1\n"


def folder_of(identifier: str) -> str:
    """Where the object of an identifier lies below the root."""
    digest = sha256(identifier.encode()).hexdigest()
    tuples = [digest[LETTERS * place : LETTERS * (place + 1)] for place in range(TUPLES)]
    return "/".join((*tuples, encoded(identifier, digest)))


def encoded(identifier: str, digest: str) -> str:
    """An identifier as the name of a folder: percent signs, and its digest where it is long."""
    name = UNSAFE.sub(lambda found: f"%{found[0][0]:02x}".encode(), identifier.encode()).decode()
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}-{digest}"


def insist_on_vacant(shelf: Storage) -> None:
    """See that nothing lies there but what an archive begins with.

    Raises:
        Refused: P02 if something else does.
    """
    others = [name for name in shelf.names() if name not in DECLARED and not name.startswith(f"{OWN}/")]
    if others:
        raise Refused([Finding("P02", Place(shelf.location), {"file": others[0]})])


def create(shelf: Storage) -> None:
    """Make a storage root.

    Raises:
        Refused: C11 if the location does not allow writing.
    """
    for name in (CONFIGURATION, LAYOUT, ROOT):
        shelf.put(name, DECLARED[name])


def require(shelf: Storage) -> None:
    """See that this is an archive of ours.

    Raises:
        Refused: P01 if it is none, P04 if it is one of another version or layout.
    """
    if not shelf.is_folder() or not shelf.has(ROOT):
        others = [name for name in (shelf.names() if shelf.is_folder() else ()) if name.startswith("0=ocfl_")]
        rule, facts = ("P04", {"found": others[0]}) if others else ("P01", {})
        raise Refused([Finding(rule, Place(shelf.location), facts)])
    if shelf.has(LAYOUT):
        try:
            named = foreign_text.parsed(shelf.read(LAYOUT))["extension"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if named != EXTENSION:
            raise Refused([Finding("P04", Place(LAYOUT), {"found": str(named)})])


SHOWN: Final = 16
"""Digits of a digest that a sentence shows."""


@dataclass(frozen=True)
class Holding:
    """An object as it counts: its folder and its inventory."""

    folder: str
    inventory: ObjectInventory

    def read(self, shelf: Storage, name: str, version: str | None = None) -> bytes:
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


def holding(shelf: Storage, identifier: str) -> Holding | None:
    """The object of an identifier; None where there is none.

    Raises:
        Refused: P23 if its inventory cannot be believed, nor the copy that its newest version keeps.
    """
    return in_folder(shelf, folder_of(identifier))


def in_folder(shelf: Storage, folder: str) -> Holding | None:
    """The object in a folder; raises as `holding` does."""
    try:
        content = shelf.read(f"{folder}/{FILE}")
        found = parsed(content)
    except (OSError, ValueError):
        return _of_copy(shelf, folder)
    is_sealed = _sealed(shelf, folder, content) or _sealed(shelf, f"{folder}/{found.head}", content)
    return Holding(folder, found) if is_sealed and folder_of(found.id) == folder else _of_copy(shelf, folder)


def _sealed(shelf: Storage, folder: str, content: bytes) -> bool:
    """Whether the sidecar in a folder belongs to these bytes."""
    try:
        return shelf.read(f"{folder}/{SIDECAR}") == sidecar(content)
    except OSError:
        return False


def _of_copy(shelf: Storage, folder: str) -> Holding | None:
    """What the newest version itself keeps, where the object's own inventory is lost or altered."""
    note = of(shelf, folder)
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


def complete(shelf: Storage, folder: str, version: str) -> ObjectInventory | None:
    """The inventory of one version, if it is sealed."""
    try:
        content = shelf.read(f"{folder}/{version}/{FILE}")
        found = parsed(content)
    except (OSError, ValueError):
        return None
    is_own = found.head == version and _sealed(shelf, f"{folder}/{version}", content)
    return found if is_own else None


def is_whole(shelf: Storage, folder: str, found: ObjectInventory) -> bool:
    """Whether all the bytes that an inventory names are there."""
    try:
        return all(
            digest(shelf.read(f"{folder}/{path}")) == key for key, paths in found.manifest.items() for path in paths
        )
    except OSError:
        return False
