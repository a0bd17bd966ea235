"""What the archive holds, by hospital and year and by number: made of the objects alone, so it can be lost.

A table holds the reports of one hospital and one year, so that adding and looking up take the same time however many
others the archive holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from reportgen.archive import objects, record
from reportgen.archive.objects import OBJECT, digest, encoded, version_of, written
from reportgen.archive.record import RECORD, Record
from reportgen.archive.shelf import OWN
from reportgen.errors import Refused
from reportgen.model import json_text

if TYPE_CHECKING:
    from reportgen.archive.objects import Holding
    from reportgen.archive.shelf import Shelf

SCHEMA: Final = "reportgen/archive-index/1"
TABLES: Final = f"{OWN}/index"
NUMBERS: Final = f"{OWN}/numbers"


@dataclass(frozen=True)
class Row:
    """One report of the archive.

    Attributes:
        folder: of its object.
        version: the newest.
        inventory: SHA-512 of the object's inventory, by which the archive can be held against a list kept elsewhere.
    """

    record: Record
    folder: str
    version: str
    inventory: str


def row(shelf: Shelf, holding: Holding) -> Row:
    """What the index says of an object.

    Raises:
        Refused: P20, P21 or P27 if its record is lost or none.
    """
    from reportgen.errors import ExitCode
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    try:
        found = record.parsed(holding.read(shelf, RECORD))
    except (KeyError, ValueError) as error:
        place = Place(f"{holding.folder}/{holding.inventory.head}")
        raise Refused([Finding("P27", place, {"problem": str(error)})], ExitCode.FINDINGS) from None
    return Row(found, holding.folder, holding.inventory.head, digest(written(holding.inventory)))


def entered(shelf: Shelf, found: Row) -> None:
    """Write a row into its table and its number; both are made anew if they are damaged."""
    table, number = table_of(found.record), number_of(found.record.number)
    rows = {one.record.identifier: one for one in _read(shelf, table)} | {found.record.identifier: found}
    shelf.put(table, _table(rows.values()), synced=False)
    known = {*identifiers(shelf, found.record.number), found.record.identifier}
    shelf.put(number, _numbers(known), synced=False)


def table_of(found: Record) -> str:
    """The table that a report stands in."""
    return f"{folder_of(found.entity)}/{found.year}.json"


def folder_of(entity: str) -> str:
    """The tables of a hospital."""
    return f"{TABLES}/{_safe(entity)}"


def number_of(number: str) -> str:
    """The file that says whose number this is."""
    return f"{NUMBERS}/{_safe(number)}.json"


def _safe(name: str) -> str:
    return encoded(name, sha256(name.encode()).hexdigest())


def rows(shelf: Shelf, entity: str | None = None, year: str | None = None) -> Iterator[Row]:
    """Reports by hospital, period and number."""
    names = shelf.names(folder_of(entity) if entity else TABLES)
    wanted = (name for name in names if year is None or name.endswith(f"/{year}.json"))
    found = [one for name in wanted for one in _read(shelf, name)]
    yield from sorted(found, key=_order)


def _order(found: Row) -> tuple[str, str, str]:
    return found.record.entity, found.record.period, found.record.number


def identifiers(shelf: Shelf, number: str) -> list[str]:
    """The objects that bear a number."""
    try:
        said = json_text.parsed(shelf.read(number_of(number)))
        return [str(one) for one in said["identifiers"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _read(shelf: Shelf, name: str) -> list[Row]:
    """The rows of a table; none where it is not there or damaged: the objects are what counts."""
    try:
        return [_row(one) for one in json_text.parsed(shelf.read(name))["reports"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _row(said: Mapping[str, Any]) -> Row:
    found = record.parsed(json.dumps(said["record"]).encode())
    return Row(found, str(said["folder"]), str(said["version"]), str(said["inventory"]))


def _table(found: Iterable[Row]) -> bytes:
    listed = [document(one) for one in sorted(found, key=_order)]
    return _text({"schema": SCHEMA, "reports": listed})


def document(found: Row) -> dict[str, Any]:
    """A row as data."""
    where = {"folder": found.folder, "version": found.version, "inventory": found.inventory}
    return {**where, "record": record.document(found.record)}


def _numbers(known: Iterable[str]) -> bytes:
    return _text({"schema": SCHEMA, "identifiers": sorted(known)})


def _text(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def files(found: Iterable[Row]) -> dict[str, bytes]:
    """Every file that an index of these rows consists of."""
    tables: dict[str, list[Row]] = {}
    numbers: dict[str, list[str]] = {}
    for one in found:
        tables.setdefault(table_of(one.record), []).append(one)
        numbers.setdefault(number_of(one.record.number), []).append(one.record.identifier)
    return {name: _table(listed) for name, listed in tables.items()} | {
        name: _numbers(known) for name, known in numbers.items()
    }


def folders(shelf: Shelf) -> list[str]:
    """Every folder that holds an object, or something that was to become one."""
    return folders_in(shelf.names())


def folders_in(names: Iterable[str]) -> list[str]:
    """Of all files of an archive, the folders that hold an object."""
    found = set()
    for name in names:
        *above, last = name.split("/")
        if above and above[0] != "extensions" and last == OBJECT and version_of(above[-1]) is None:
            found.add("/".join(above))
    return sorted(found)


def from_objects(shelf: Shelf) -> tuple[list[Row], list[Refused]]:
    """The rows of every object, and what was wrong with those that give none."""
    found, wrong = [], []
    for folder in folders(shelf):
        try:
            holding = objects.in_folder(shelf, folder)
            if holding is not None:
                found.append(row(shelf, holding))
        except Refused as refused:
            wrong.append(refused)
    return found, wrong
