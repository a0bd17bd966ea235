"""What a report says of its own making, and carries inside: enough to make it anew and to hold it against that.

Terms for which reports are kept.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from reportgen.model.definition import Definition, Languages, NonEmpty, Text
from reportgen.model.period import PeriodKind

NAME: Final = "manifest.json"
SCHEMA: Final = "reportgen/manifest/1"
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in hexadecimal."""


class Embedding(StrEnum):
    """What a report carries besides its manifest: nothing, its results, or also the files that it was made from."""

    NONE = "none"
    RESULTS = "results"
    ALL = "all"


class InputFile(Definition):
    """A file of the case that the report was made from.

    Attributes:
        path: relative to the case folder, with forward slashes.
        size: in bytes.
        attachment: name under which it is inside the report, None where it is not.
        personal: whether it is about persons.
    """

    path: NonEmpty
    sha256: Digest
    size: int = Field(ge=0)
    attachment: str | None = None
    personal: bool = False


class EnclosedFile(Definition):
    """A file inside the report; `size` in bytes."""

    name: NonEmpty
    sha256: Digest
    size: int = Field(ge=0)
    relationship: Literal["Data", "Source", "Supplement", "Alternative"]


class Manifest(Definition):
    """How a report was made.

    Attributes:
        program: version of the program.
        report: kind of report; scheme: by which it was asked for.
        number, state: of the report between draft and archive; None where no journal was asked.
        corrects: number of the issued report that this one takes the place of.
        audience: whom this version is for; None where it leaves nothing out for anyone.
        created: the moment the file bears.
        findings: how many of each severity stood when it was made.
        looks: digest of the templates and styles of the program.
        case: digest of what case.yaml says that figures and pages are made from; None of reports before it was listed.
        inputs: every file of the case that it was made from.
        enclosed: every file inside the report but this one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    schema_: Literal["reportgen/manifest/1"] = Field(SCHEMA, alias="schema")
    program: NonEmpty
    report: NonEmpty
    language: Languages
    entity: NonEmpty
    period: NonEmpty
    scheme: NonEmpty
    number: str | None = None
    state: str | None = None
    corrects: str | None = None
    audience: str | None = None
    created: NonEmpty
    embed: Annotated[Embedding, Field(strict=False)]
    findings: dict[str, int]
    looks: Digest
    case: Digest | None = None
    inputs: tuple[InputFile, ...] = Field((), strict=False)
    enclosed: tuple[EnclosedFile, ...] = Field((), strict=False)

    @property
    def is_whole(self) -> bool:
        """Whether every file that the report was made from is inside it."""
        return bool(self.inputs) and all(file.attachment for file in self.inputs)


class RetentionTerm(Definition):
    """One term, and what it holds for.

    Attributes:
        mark: as file codes write it: Y for good, D30, D10.
        years: None for good.
        paper: whether a copy on paper has to be kept beside the electronic one.
        reports: ids of the kinds it holds for; empty for all.
        periods: lengths of period it holds for.
    """

    name: Text
    mark: NonEmpty
    years: Annotated[int, Field(ge=1, le=100)] | None
    paper: bool = False
    reports: tuple[str, ...] = ()
    periods: tuple[PeriodKind, ...]
    source: NonEmpty
