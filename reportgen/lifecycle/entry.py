"""One line of the journal: who did what to which report, when, why, and the digest of what it was done to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from reportgen.model.definition import Definition, LanguageMode, NonEmpty

SCHEMA: Final = "reportgen/journal/1"
BEGINNING: Final = "0" * 64
"""What the first line names as the digest of the line before it."""


class Action(StrEnum):
    """What was done."""

    REVIEW = "review"
    REJECT = "reject"
    ISSUE = "issue"
    SUPERSEDE = "supersede"
    SIGN = "sign"


ISSUES: Final = frozenset({Action.ISSUE, Action.SUPERSEDE})
REVIEWS: Final = frozenset({Action.REVIEW, Action.REJECT})


def _moment(text: str) -> str:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("no_date", "no date of the calendar") from None
    if "T" in text and found.tzinfo is None:
        raise PydanticCustomError("no_date", "a time without its zone")
    return text


Moment = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+[+-][0-9]{2}:[0-9]{2})?$"),
                   AfterValidator(_moment)]  # fmt: skip
"""A day, or a moment with its distance from UTC: 2026-11-05, 2026-11-05T09:30:00+08:00."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal."""


class Change(Definition):
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
    language: LanguageMode
    audience: str | None = None


class Entry(Definition):
    """One line.

    Attributes:
        subject: digest of what it is about: of the content for a review, of the file for an issue or a signature.
        content: for an issue, the digest of the content that was reviewed.
        parts: digests of the parts of that content, by name.
        audience: for an issue, whom the version is for; None for the report itself.
        number: of the issued report; corrects: the number that it takes the place of.
        certificate: SHA-256 of the certificate of a signature; level: its PAdES level; field: where it stands.
        previous: digest of the line before, as it stands in the file; seal: digest of this line without its seal.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    schema_: Literal["reportgen/journal/1"] = Field(SCHEMA, alias="schema")
    when: Moment
    who: NonEmpty
    role: str | None = None
    what: Annotated[Action, Field(strict=False)]
    why: str | None = None
    report: NonEmpty
    entity: NonEmpty
    period: NonEmpty
    language: LanguageMode | None = None
    audience: str | None = None
    number: str | None = None
    corrects: str | None = None
    subject: Digest
    content: Digest | None = None
    parts: dict[str, Digest] = Field(default_factory=dict)
    changes: tuple[Change, ...] = Field((), strict=False)
    certificate: Digest | None = None
    level: str | None = None
    field: str | None = None
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
