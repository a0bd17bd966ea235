"""The inventory of an OCFL object: which bytes each version holds, by their SHA-512.

Source: Oxford Common File Layout 1.1, section 3.5.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha512
from pathlib import PurePosixPath
from typing import Annotated, Any, Final, Literal

from pydantic import ConfigDict, Field, ValidationError, model_validator

from reportgen.model.definition import Definition, NonEmpty

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


class Inventory(Definition):
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
    def _holds_together(self) -> Inventory:
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


def written(inventory: Inventory) -> bytes:
    """An inventory as the file: one spelling only."""
    content = inventory.model_dump(mode="json", exclude_none=True)
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def sidecar(content: bytes) -> bytes:
    """What stands beside an inventory."""
    return f"{digest(content)} {FILE}\n".encode()


def parsed(content: bytes) -> Inventory:
    """The inventory that a file holds.

    Raises:
        ValueError: if it is none.
    """
    try:
        return Inventory.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error


def extended(
    before: Inventory | None, identifier: str, files: Mapping[str, str], version: Mapping[str, Any]
) -> Inventory:
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
    return Inventory(
        id=identifier, head=head, manifest=manifest, versions=versions | {head: Version(state=state, **version)}
    )  # fmt: skip


def version_of(path: str) -> str | None:
    """The version folder that a path of an object lies in, or None."""
    first = PurePosixPath(path).parts[0]
    return first if VERSION.fullmatch(first) else None
