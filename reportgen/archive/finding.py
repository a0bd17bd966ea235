"""Reports of an archive by their number, and their bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.archive import index, objects
from reportgen.errors import ExitCode, Refused
from reportgen.formula.nearest import nearest
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.index import Row
    from reportgen.archive.objects import Holding
    from reportgen.archive.shelf import Shelf


def find(archive: Shelf, number: str, entity: str | None = None) -> Row:
    """The report of a number.

    Raises:
        Refused: P06 if there is none, with the nearest; P07 if several hospitals use it; whatever is wrong with it.
    """
    return index.row(archive, found_holding(archive, number, entity))


def found_holding(archive: Shelf, number: str, entity: str | None = None) -> Holding:
    """Its object; raises as `find` does."""
    known = [f"urn:reportgen:{entity}:{number}"] if entity else index.identifiers(archive, number)
    found = [one for one in (objects.holding(archive, name) for name in known) if one is not None]
    if len(found) > 1:
        hospitals = tuple(one.inventory.id.removeprefix("urn:reportgen:").rpartition(":")[0] for one in found)
        raise Refused([Finding("P07", Place(number), {"number": number, "hospitals": hospitals})], ExitCode.USAGE)
    if not found:
        others = [row.record.number for row in index.rows(archive, entity)]
        facts: dict[str, Fact] = {"number": number, "nearest": nearest(number, others), "count": len(others)}
        raise Refused([Finding("P06", Place(archive.location), facts)], ExitCode.USAGE)
    return found[0]


def restored(archive: Shelf, holding: Holding, version: str | None = None) -> dict[str, bytes]:
    """The files of a report as they came in, each held against its digest.

    Raises:
        Refused: P20 or P21 for what is lost or altered, P36 if there is no such version.
    """
    inventory = holding.inventory
    if version is not None and version not in inventory.versions:
        facts: dict[str, Fact] = {"version": version, "choices": tuple(inventory.versions)}
        raise Refused([Finding("P36", Place(inventory.id), facts)], ExitCode.USAGE)
    found: dict[str, bytes] = {}
    wrong: list[Finding] = []
    for name in inventory.versions[version or inventory.head].files:
        try:
            found[name] = holding.read(archive, name, version)
        except Refused as refused:
            wrong += refused.findings
    if wrong:
        raise Refused(wrong, ExitCode.FINDINGS)
    return found
