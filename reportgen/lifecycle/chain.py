"""The journal as a chain of lines: each names the digest of the line before, so that no line can be changed unseen.

What a chain cannot show is that its last lines are gone; that shows in ``issued/``, whose files the journal must name,
and in issued reports, which carry the digest of the line before their own.

One line of the journal: who did what to which report, when, why, and the digest of what it was done to.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from reportgen.errors import ExitCode, Refused
from reportgen.intake.case.folder import refused
from reportgen.model.definition import Definition, Languages, NonEmpty
from reportgen.model.finding import Finding
from reportgen.model.place import Place

SCHEMA: Final = "reportgen/journal/1"
BEGINNING: Final = "0" * 64
"""What the first line names as the digest of the line before it."""


class JournalAction(StrEnum):
    """What was done."""

    REVIEW = "review"
    REJECT = "reject"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    SIGN = "sign"
    SEND = "send"
    RECEIPT = "receipt"
    RETURN = "return"


ISSUES: Final = frozenset({JournalAction.ISSUE, JournalAction.SUPERSEDE})
REVIEWS: Final = frozenset({JournalAction.REVIEW, JournalAction.REJECT})


def _moment(text: str) -> str:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_date", "no date of the calendar") from None
    if "T" in text and found.tzinfo is None:
        raise PydanticCustomError("no_date", "a time without its zone")
    return text


Moment = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+[+-][0-9]{2}:[0-9]{2})?$"), AfterValidator(_moment)
]
"""A day, or a moment with its distance from UTC: 2026-11-05, 2026-11-05T09:30:00+08:00."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal."""


class RestatedFigure(Definition):
    """A figure that differs between an issued report and its correction; values at full precision, and as printed."""

    id: NonEmpty
    before: float | str | None = None
    after: float | str | None = None
    printed_before: str | None = None
    printed_after: str | None = None


@dataclass(frozen=True)
class Subject:
    """Which report: its kind, hospital, period, the language of its pages, and the audience of a version for one."""

    report: str
    entity: str
    period: str
    language: Languages
    audience: str | None = None


class JournalEntry(Definition):
    """One line.

    Attributes:
        subject: digest of what it is about: of the content for a review, of the file for an issue or a signature.
        content: for an issue, the digest of the content that was reviewed.
        parts: digests of the parts of that content, by name.
        audience: for an issue, whom the version is for; None for the report itself.
        number: of the issued report; corrects: the number that it takes the place of.
        certificate: SHA-256 of the certificate of a signature; level: its PAdES level; field: where it stands.
        to: for a sending, the recipient; answers_to: the number whose return it answers.
        questions: of a return; answers: of the sending that answers them, in their order.
        previous: digest of the line before, as it stands in the file; seal: digest of this line without its seal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    schema_: Literal["reportgen/journal/1"] = Field(SCHEMA, alias="schema")
    when: Moment
    who: NonEmpty
    role: str | None = None
    what: Annotated[JournalAction, Field(strict=False)]
    why: str | None = None
    report: NonEmpty
    entity: NonEmpty
    period: NonEmpty
    language: Languages | None = None
    audience: str | None = None
    number: str | None = None
    corrects: str | None = None
    subject: Digest
    content: Digest | None = None
    parts: dict[str, Digest] = Field(default_factory=dict)
    changes: tuple[RestatedFigure, ...] = Field((), strict=False)
    certificate: Digest | None = None
    level: str | None = None
    field: str | None = None
    to: str | None = None
    answers_to: str | None = None
    questions: tuple[str, ...] = Field((), strict=False)
    answers: tuple[str, ...] = Field((), strict=False)
    previous: Digest = BEGINNING
    seal: str = Field("", pattern=r"^([0-9a-f]{64})?$")

    @property
    def day(self) -> dt.date:
        """The day of it."""
        return dt.date.fromisoformat(self.when[:10])

    def is_about(self, subject: Subject) -> bool:
        """Whether it belongs to a report.

        Reviews hold for all languages and for versions that leave something out, an issue for what was issued.
        """
        same = (self.report, self.entity, self.period) == (subject.report, subject.entity, subject.period)
        issued = (self.language, self.audience) == (subject.language, subject.audience)
        return same and (self.language is None or issued)


NAME: Final = "journal.jsonl"
FOLDER: Final = "issued"
"""Where a case has its issued reports."""
END: Final = b"\n"


@dataclass(frozen=True)
class Journal:
    """The lines of a case in order.

    Attributes:
        head: digest of the last line, of nothing where there is none.
        findings: what is wrong with the file; entries behind a broken line are there all the same.
    """

    entries: tuple[JournalEntry, ...] = ()
    head: str = BEGINNING
    findings: tuple[Finding, ...] = ()

    def insist_on_day(self, entry: JournalEntry) -> None:
        """A line goes behind those of its day or of earlier ones.

        Raises:
            Refused: J06 if the last line bears a later day.
        """
        if self.entries and entry.day < self.entries[-1].day:
            facts = {"day": str(entry.day), "last": str(self.entries[-1].day)}
            raise Refused([Finding("J06", Place(NAME), facts)], ExitCode.USAGE)


def read(folder: Path) -> Journal:
    """The journal of a case; empty where there is no file.

    A link in the place of the folder of issued reports is a finding, as one in the journal's: what is written in a case
    stays in it.
    """
    path = folder / NAME
    findings: list[Finding] = []
    if (folder / FOLDER).is_symlink() and refused(folder / FOLDER, folder, findings):
        return Journal(findings=tuple(findings))
    if not path.exists() and not path.is_symlink():
        return Journal()
    if refused(path, folder, findings) or not path.is_file():
        return Journal(findings=tuple(findings) or (Finding("I07", Place(NAME)),))
    return parse(path.read_bytes())


def parse(content: bytes) -> Journal:
    """The lines of a journal, each held against its seal and against the line before it."""
    entries: list[JournalEntry] = []
    findings: list[Finding] = []
    head = BEGINNING
    for number, line in _lines(content):
        findings += _faults(line, head, number, entries)
        head = digest(line)
    return Journal(tuple(entries), head, tuple(findings))


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines with their ends, from 1; a carriage return is a character, and in a journal a wrong one."""
    *whole, rest = content.split(END)
    yield from enumerate([*(line + END for line in whole), *([rest] if rest else [])], start=1)


def _faults(line: bytes, head: str, number: int, entries: list[JournalEntry]) -> Iterator[Finding]:
    """What is wrong with one line; its entry is added to the others."""
    place = Place(NAME, line=number)
    if not line.endswith(END):
        yield Finding("J05", place)
        return
    try:
        entry = JournalEntry.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        yield Finding("J03", place, {"problem": f"{'.'.join(map(str, first['loc']))} {first['msg']}".strip()})
        return
    entries.append(entry)
    if written(entry) != line:
        yield Finding("J04", place)
    elif entry.previous != head:
        yield Finding("J02", place, {"before": number - 1})


def digest(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(content).hexdigest()


def sealed(entry: JournalEntry, head: str) -> JournalEntry:
    """An entry as the line after the one with this digest."""
    linked = entry.model_copy(update={"previous": head, "seal": ""})
    return linked.model_copy(update={"seal": _seal(linked)})


def written(entry: JournalEntry) -> bytes:
    """An entry as a line of the file: one spelling only, and with the seal that belongs to it."""
    content = _content(entry)
    return _text(content | {"seal": digest(_text(content))}) + END


def _seal(entry: JournalEntry) -> str:
    return digest(_text(_content(entry)))


def _content(entry: JournalEntry) -> dict[str, Any]:
    """What is set, and always the link; without the seal."""
    content = entry.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"seal"})
    return {"schema": entry.schema_} | content | {"previous": entry.previous}


def _text(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()
