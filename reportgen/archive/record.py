"""What the archive knows of a report: which it is, how long it is kept, and who asked that it be kept longer.

What the archive holds, by hospital and year and by number: made of the objects alone, so it can be lost.

A table holds the reports of one hospital and one year, so that adding and looking up take the same time however many
others the archive holds.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from reportgen.archive import objects
from reportgen.archive.objects import OBJECT, digest, encoded, version_of, written
from reportgen.archive.shelf import OWN
from reportgen.errors import Refused
from reportgen.model import foreign_text
from reportgen.model.case_parts import is_file_name
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.period import Period

if TYPE_CHECKING:
    from reportgen.archive.objects import Holding
    from reportgen.archive.shelf import Storage

SCHEMA: Final = "reportgen/archive-record/1"
REPORT: Final = "report.pdf"
RESULTS: Final = "results.json"
JOURNAL: Final = "journal.jsonl"
RECORD: Final = "record.json"
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def _period(text: str) -> str:
    try:
        Period.parse(text)
    except ValueError:
        raise PydanticCustomError("no_period", "no period") from None
    return text


def _number(text: str) -> str:
    if not is_file_name(text):
        raise PydanticCustomError("no_number", "no number of a report")
    return text


def _day(text: str) -> str:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_day", "no day of the calendar") from None
    if not DAY.fullmatch(text):
        raise PydanticCustomError("no_day", "no day of the calendar")
    return text


Day = Annotated[str, AfterValidator(_day)]


class Keeping(Definition):
    """How long a report is kept.

    Attributes:
        mark: as file codes write it (DA/T 13): Y for good, D30, D10.
        years: None for good.
        since: first day of the term; until: last day, None where there is none.
        paper: whether a copy on paper has to be kept beside it.
        source: the rule that says so.
    """

    mark: NonEmpty
    years: int | None
    since: Day
    until: Day | None
    paper: bool
    source: NonEmpty


class RecordedAct(Definition):
    """Who did something, when and why."""

    by: NonEmpty
    when: NonEmpty
    why: str | None = None

    @property
    def day(self) -> str:
        """The day of it, as it was written."""
        return self.when[:10]


class Hold(Definition):
    """A hold: whatever its term, a report is not to be disposed of before it is released."""

    placed: RecordedAct
    released: RecordedAct | None = None


class ArchivedReport(Definition):
    """One archived report.

    Attributes:
        report: id of its kind, None where the file does not say so.
        corrects: number of the report that it takes the place of.
        file_code: the archive's own code (档号), where it has given one.
        sha256: of the report as archived last.
        pages: of the report.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_: Literal["reportgen/archive-record/1"] = Field(SCHEMA, alias="schema")
    number: Annotated[NonEmpty, AfterValidator(_number)]
    report: str | None = None
    entity: NonEmpty
    name: Text
    period: Annotated[str, AfterValidator(_period)]
    language: str | None = None
    title: str = ""
    issued: Day
    corrects: str | None = None
    program: str = ""
    scheme: str = ""
    file_code: str | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    pages: int = Field(ge=1)
    deposited: RecordedAct
    keeping: Keeping
    holds: tuple[Hold, ...] = Field((), strict=False)

    @property
    def identifier(self) -> str:
        """Of its object: a number is one of a hospital."""
        return f"urn:reportgen:{self.entity}:{self.number}"

    @property
    def held(self) -> Hold | None:
        """The hold that is in force."""
        return next((hold for hold in self.holds if hold.released is None), None)

    @property
    def year(self) -> str:
        """The accounting year that it belongs to."""
        return str(Period.parse(self.period).year)


def record_written(record: ArchivedReport) -> bytes:
    """A record as its file."""
    return (json.dumps(document(record), ensure_ascii=False, indent=1) + "\n").encode()


def document(record: ArchivedReport) -> dict[str, Any]:
    """A record as data."""
    return record.model_dump(mode="json", by_alias=True)


def parsed(content: bytes) -> ArchivedReport:
    """The record that a file holds.

    Raises:
        ValueError: if it is none, with its first mistake.
    """
    try:
        return ArchivedReport.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error


INDEX_SCHEMA: Final = "reportgen/archive-index/1"
TABLES: Final = f"{OWN}/index"
NUMBERS: Final = f"{OWN}/numbers"


@dataclass(frozen=True)
class IndexRow:
    """One report of the archive.

    Attributes:
        folder: of its object.
        version: the newest.
        inventory: SHA-512 of the object's inventory, by which the archive can be held against a list kept elsewhere.
    """

    record: ArchivedReport
    folder: str
    version: str
    inventory: str


def row(shelf: Storage, holding: Holding) -> IndexRow:
    """What the index says of an object.

    Raises:
        Refused: P20, P21 or P27 if its record is lost or none.
    """
    from reportgen.errors import ExitCode
    from reportgen.model.finding import Finding
    from reportgen.model.place import Place

    try:
        found = parsed(holding.read(shelf, RECORD))
    except (KeyError, ValueError) as error:
        place = Place(f"{holding.folder}/{holding.inventory.head}")
        raise Refused([Finding("P27", place, {"problem": str(error)})], ExitCode.FINDINGS) from None
    return IndexRow(found, holding.folder, holding.inventory.head, digest(written(holding.inventory)))


def entered(shelf: Storage, found: IndexRow) -> None:
    """Write a row into its table and its number; both are made anew if they are damaged."""
    table, number = table_of(found.record), number_of(found.record.number)
    rows = {one.record.identifier: one for one in _read(shelf, table)} | {found.record.identifier: found}
    shelf.put(table, _table(rows.values()), synced=False)
    known = {*identifiers(shelf, found.record.number), found.record.identifier}
    shelf.put(number, _numbers(known), synced=False)


def table_of(found: ArchivedReport) -> str:
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


def rows(shelf: Storage, entity: str | None = None, year: str | None = None) -> Iterator[IndexRow]:
    """Reports by hospital, period and number."""
    names = shelf.names(folder_of(entity) if entity else TABLES)
    wanted = (name for name in names if year is None or name.endswith(f"/{year}.json"))
    found = [one for name in wanted for one in _read(shelf, name)]
    yield from sorted(found, key=_order)


def _order(found: IndexRow) -> tuple[str, str, str]:
    return found.record.entity, found.record.period, found.record.number


def identifiers(shelf: Storage, number: str) -> list[str]:
    """The objects that bear a number."""
    try:
        said = foreign_text.parsed(shelf.read(number_of(number)))
        return [str(one) for one in said["identifiers"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _read(shelf: Storage, name: str) -> list[IndexRow]:
    """The rows of a table; none where it is not there or damaged: the objects are what counts."""
    try:
        return [_row(one) for one in foreign_text.parsed(shelf.read(name))["reports"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _row(said: Mapping[str, Any]) -> IndexRow:
    found = parsed(json.dumps(said["record"]).encode())
    return IndexRow(found, str(said["folder"]), str(said["version"]), str(said["inventory"]))


def _table(found: Iterable[IndexRow]) -> bytes:
    listed = [index_document(one) for one in sorted(found, key=_order)]
    return _text({"schema": INDEX_SCHEMA, "reports": listed})


def index_document(found: IndexRow) -> dict[str, Any]:
    """A row as data."""
    where = {"folder": found.folder, "version": found.version, "inventory": found.inventory}
    return {**where, "record": document(found.record)}


def _numbers(known: Iterable[str]) -> bytes:
    return _text({"schema": INDEX_SCHEMA, "identifiers": sorted(known)})


def _text(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def files(found: Iterable[IndexRow]) -> dict[str, bytes]:
    """Every file that an index of these rows consists of."""
    tables: dict[str, list[IndexRow]] = {}
    numbers: dict[str, list[str]] = {}
    for one in found:
        tables.setdefault(table_of(one.record), []).append(one)
        numbers.setdefault(number_of(one.record.number), []).append(one.record.identifier)
    return {name: _table(listed) for name, listed in tables.items()} | {
        name: _numbers(known) for name, known in numbers.items()
    }


def folders(shelf: Storage) -> list[str]:
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


def from_objects(shelf: Storage) -> tuple[list[IndexRow], list[Refused]]:
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
