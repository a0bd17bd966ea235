"""The storage root of OCFL 1.1: what marks it, and where the object of an identifier lies.

Source: Oxford Common File Layout 1.1, and its extension 0003 (hashed n-tuples with the encoded identifier).
"""

from __future__ import annotations

import json
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from reportgen.archive.shelf import OWN
from reportgen.errors import Refused
from reportgen.model import json_text
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.shelf import Shelf

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


def insist_on_vacant(shelf: Shelf) -> None:
    """See that nothing lies there but what an archive begins with.

    Raises:
        Refused: P02 if something else does.
    """
    others = [name for name in shelf.names() if name not in DECLARED and not name.startswith(f"{OWN}/")]
    if others:
        raise Refused([Finding("P02", Place(shelf.location), {"file": others[0]})])


def create(shelf: Shelf) -> None:
    """Make a storage root.

    Raises:
        Refused: C11 if the location does not allow writing.
    """
    for name in (CONFIGURATION, LAYOUT, ROOT):
        shelf.put(name, DECLARED[name])


def require(shelf: Shelf) -> None:
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
            named = json_text.parsed(shelf.read(LAYOUT))["extension"]
        except (OSError, ValueError, KeyError, TypeError):
            return
        if named != EXTENSION:
            raise Refused([Finding("P04", Place(LAYOUT), {"found": str(named)})])
