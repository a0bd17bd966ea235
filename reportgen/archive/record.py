"""What the archive knows of a report: which it is, how long it is kept, and who asked that it be kept longer."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from reportgen.model.case_parts import is_file_name
from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.period import Period

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


class Said(Definition):
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

    placed: Said
    released: Said | None = None


class Record(Definition):
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
    deposited: Said
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


def written(record: Record) -> bytes:
    """A record as its file."""
    return (json.dumps(document(record), ensure_ascii=False, indent=1) + "\n").encode()


def document(record: Record) -> dict[str, Any]:
    """A record as data."""
    return record.model_dump(mode="json", by_alias=True)


def parsed(content: bytes) -> Record:
    """The record that a file holds.

    Raises:
        ValueError: if it is none, with its first mistake.
    """
    try:
        return Record.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()) from error
