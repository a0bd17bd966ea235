"""What is done in an archive: reports come in, are held and released, found and given back; nothing is taken away.

Reports of an archive by their number, and their bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportgen.archive import committing, objects, shelf
from reportgen.archive import record as archive_record
from reportgen.archive.committing import locked
from reportgen.archive.record import RECORD, REPORT, ArchivedReport, Hold, RecordedAct
from reportgen.archive.shelf import located
from reportgen.errors import ExitCode, Refused
from reportgen.formula.functions import nearest
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.archive.objects import Holding, ObjectInventory
    from reportgen.archive.record import IndexRow
    from reportgen.archive.shelf import Storage, WriteNote


def find(archive: Storage, number: str, entity: str | None = None) -> IndexRow:
    """The report of a number.

    Raises:
        Refused: P06 if there is none, with the nearest; P07 if several hospitals use it; whatever is wrong with it.
    """
    return archive_record.row(archive, found_holding(archive, number, entity))


def found_holding(archive: Storage, number: str, entity: str | None = None) -> Holding:
    """Its object; raises as `find` does."""
    known = [f"urn:reportgen:{entity}:{number}"] if entity else archive_record.identifiers(archive, number)
    found = [one for one in (objects.holding(archive, name) for name in known) if one is not None]
    if len(found) > 1:
        hospitals = tuple(one.inventory.id.removeprefix("urn:reportgen:").rpartition(":")[0] for one in found)
        raise Refused([Finding("P07", Place(number), {"number": number, "hospitals": hospitals})], ExitCode.USAGE)
    if not found:
        others = [row.record.number for row in archive_record.rows(archive, entity)]
        facts: dict[str, Fact] = {"number": number, "nearest": nearest(number, others), "count": len(others)}
        raise Refused([Finding("P06", Place(archive.location), facts)], ExitCode.USAGE)
    return found[0]


def restored(archive: Storage, holding: Holding, version: str | None = None) -> dict[str, bytes]:
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


@dataclass(frozen=True)
class Deposit:
    """A report that comes in: what is to be known of it, and its files by their name in the archive."""

    record: ArchivedReport
    files: Mapping[str, bytes]


@dataclass(frozen=True)
class Kept:
    """What an archive says to something that came in, and whether that changed anything."""

    row: IndexRow
    is_new: bool


def opened(location: str) -> Storage:
    """An archive that is there.

    Raises:
        Refused: P01, P03 or P04 if there is none of ours.
    """
    found = located(location)
    objects.require(found)
    return found


def founded(location: str) -> Storage:
    """An archive, made where there is nothing yet.

    Raises:
        Refused: P02, P03 or P04 if something else lies there; C11 if the location does not allow writing.
    """
    found = located(location)
    if not found.is_folder() or not found.has(objects.ROOT):
        objects.insist_on_vacant(found)
        with locked(found):
            if not found.has(objects.ROOT):
                objects.create(found)
    objects.require(found)
    return found


@contextmanager
def writing(archive: Storage) -> Iterator[None]:
    """The archive for this writer alone, once what others left half done is finished or undone.

    Raises:
        Refused: P05 or P42 if another process keeps it, C11 if the location does not allow writing.
    """
    with locked(archive):
        committing.sweep(archive)
        for note in shelf.every(archive):
            _recover(archive, note)
        yield


def _recover(archive: Storage, note: WriteNote) -> None:
    """Finish or undo one; an object that is damaged besides is left as it is, with its note, for `verify` to name."""
    try:
        found = committing.recovered(archive, note)
        if found is not None:
            archive_record.entered(archive, archive_record.row(archive, found))
    except Refused as refused:
        if refused.exit_code is not ExitCode.FINDINGS:
            raise
        return
    shelf.remove(archive, note.folder)


def add(archive: Storage, deposit: Deposit) -> Kept:
    """Take a report in; one that is there already changes nothing, and its signed copy is a new version of it.

    Raises:
        Refused: P30 if another report bears this number; C11 if the location does not allow writing, in which case
            the archive is as it was.
    """
    with writing(archive):
        before = objects.holding(archive, deposit.record.identifier)
        files = dict(deposit.files)
        found = deposit.record
        if before is not None:
            known = archive_record.row(archive, before)
            if before.read(archive, REPORT) == files[REPORT]:
                archive_record.entered(archive, known)
                return Kept(known, is_new=False)
            _continues(before.read(archive, REPORT), files[REPORT], found, known.record)
            found = found.model_copy(
                update={name: getattr(known.record, name) for name in ("keeping", "holds", "file_code")}
            )
        message = "deposited" if before is None else "deposited again"
        return Kept(_put(archive, found, files, found.deposited, message), is_new=True)


def _continues(old: bytes, new: bytes, found: ArchivedReport, known: ArchivedReport) -> None:
    """A signature is added behind the bytes that were issued; anything else is another report."""
    if not new.startswith(old):
        facts = {"number": found.number, "archived": known.sha256[:16], "brought": found.sha256[:16]}
        raise Refused([Finding("P30", Place(found.number), facts)])


def _put(
    archive: Storage, found: ArchivedReport, files: Mapping[str, bytes], said: RecordedAct, message: str
) -> IndexRow:
    version: dict[str, Any] = {"created": _instant(said.when), "message": message, "user": {"name": said.by}}
    holding = committing.commit(
        archive, found.identifier, {**files, RECORD: archive_record.record_written(found)}, version
    )
    row = archive_record.row(archive, holding)
    archive_record.entered(archive, row)
    shelf.remove(archive, holding.folder)
    return row


def admit(archive: Storage, inventory: ObjectInventory, files: Mapping[str, bytes]) -> Kept:
    """Take in a report with all its versions as another archive gave it; the same one again changes nothing.

    Raises:
        Refused: P38 if the archive has this report with another past; C11 if the location does not allow writing.
    """
    with writing(archive):
        before = objects.holding(archive, inventory.id)
        if before is not None:
            known = archive_record.row(archive, before)
            if before.inventory != inventory:
                facts = {"number": known.record.number, "version": before.inventory.head, "other": inventory.head}
                raise Refused([Finding("P38", Place(known.record.number), facts)])
            return Kept(known, is_new=False)
        holding = committing.admit(archive, inventory, files)
        row = archive_record.row(archive, holding)
        archive_record.entered(archive, row)
        shelf.remove(archive, holding.folder)
        return Kept(row, is_new=True)


def _instant(when: str) -> str:
    """A day or a moment as OCFL writes it: always with a time and its zone."""
    return when if "T" in when else f"{when}T00:00:00Z"


def hold(archive: Storage, number: str, entity: str | None, said: RecordedAct) -> IndexRow:
    """Keep a report beyond its term until it is released.

    Raises:
        Refused: P06 or P07 if it is not known which, P33 if it is held already.
    """
    with writing(archive):
        known = find(archive, number, entity).record
        if known.held is not None:
            raise _refused("P33", known)
        return _put(archive, _with_holds(known, (*known.holds, Hold(placed=said))), {}, said, f"hold: {said.why}")


def release(archive: Storage, number: str, entity: str | None, said: RecordedAct) -> IndexRow:
    """End a hold.

    Raises:
        Refused: P06 or P07 if it is not known which, P34 if it is not held, P44 on a day before the hold's.
    """
    with writing(archive):
        known = find(archive, number, entity).record
        if known.held is None:
            raise _refused("P34", known)
        if said.day < known.held.placed.day:
            raise _refused("P44", known, day=said.day)
        holds = tuple(one if one.released else one.model_copy(update={"released": said}) for one in known.holds)
        return _put(archive, _with_holds(known, holds), {}, said, f"release: {said.why}")


def _with_holds(known: ArchivedReport, holds: tuple[Hold, ...]) -> ArchivedReport:
    return known.model_copy(update={"holds": holds})


def _refused(rule: str, known: ArchivedReport, **more: Fact) -> Refused:
    facts: dict[str, Fact] = {"number": known.number, **more}
    if known.held is not None:
        facts |= {"by": known.held.placed.by, "when": known.held.placed.when, "why": known.held.placed.why}
    return Refused([Finding(rule, Place(known.number), facts)], ExitCode.USAGE)


def rebuilt(archive: Storage) -> tuple[int, tuple[Finding, ...]]:
    """Make the index of the objects alone; how many reports it has, and what is wrong with those it cannot have.

    Raises:
        Refused: P05, P42 or C11 if the archive cannot be written.
    """
    with writing(archive):
        rows, wrong = archive_record.from_objects(archive)
        wanted = archive_record.files(rows)
        for folder in (archive_record.TABLES, archive_record.NUMBERS):
            for name in archive.names(folder):
                if name not in wanted:
                    archive.remove(name)
        for name, content in wanted.items():
            archive.put(name, content, synced=False)
    return len(rows), tuple(finding for refused in wrong for finding in refused.findings)
