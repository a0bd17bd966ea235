"""Arguments and options that several commands share.

Where results go, and with which exit code the program ends.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.catalog import Catalog
from reportgen.cli.language import help_text
from reportgen.cli.manner import written
from reportgen.cli.writing import write
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import NOWHERE
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.pipeline.pages import Inside
    from reportgen.report import Stretch


class MessageLanguage(StrEnum):
    """Language of messages."""

    ZH = "zh"
    EN = "en"


class ReportLanguage(StrEnum):
    """Languages of a report."""

    ZH = "zh"
    EN = "en"
    BOTH = "zh-en"


class TableFormat(StrEnum):
    """How a command shows what has a form for people and one for programs."""

    TABLE = "table"
    JSON = "json"


class EmbedChoice(StrEnum):
    """What a report carries inside."""

    NONE = "none"
    RESULTS = "results"
    ALL = "all"


class AudienceChoice(StrEnum):
    """Whom a version of a report is for."""

    AGENCY = "agency"
    BOARD = "board"
    PUBLIC = "public"


def case_folder(path: Path) -> Path:
    """The case folder, also where its case.yaml was named."""
    return path.parent if path.name == "case.yaml" and path.is_file() else path


CaseArgument = Annotated[Path, typer.Argument(metavar="CASE", callback=case_folder, help=help_text("option.case"))]
PeriodOption = Annotated[str | None, typer.Option("--period", "-p", metavar="PERIOD", help=help_text("option.period"))]
EntityOption = Annotated[str | None, typer.Option("--entity", metavar="ID", help=help_text("option.entity"))]
SchemeOption = Annotated[str | None, typer.Option("--scheme", metavar="SCHEME", help=help_text("option.scheme"))]
LanguageOption = Annotated[MessageLanguage | None, typer.Option("--lang", help=help_text("option.lang"))]
TableFormatOption = Annotated[TableFormat, typer.Option("--format", help=help_text("option.format"))]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.output"))]
ForceOption = Annotated[bool, typer.Option("--force", help=help_text("option.force"))]
EmbedOption = Annotated[EmbedChoice | None, typer.Option("--embed", help=help_text("option.embed"))]
PersonsOption = Annotated[bool | None, typer.Option("--persons/--no-persons", help=help_text("option.persons"))]
AudienceOption = Annotated[AudienceChoice | None, typer.Option("--audience", help=help_text("option.audience"))]
PagesOption = Annotated[str | None, typer.Option("--pages", metavar="N[-M]|VOLUME", help=help_text("option.pages"))]
StrictOption = Annotated[bool, typer.Option("--strict", help=help_text("option.strict"))]

HERE = Path()


def inside(
    embed: EmbedChoice | None,
    persons: bool | None,  # noqa: FBT001 - an option as it was given
    audience: str | None = None,
    only: Stretch | None = None,
) -> Inside:
    """What options say that a report is to carry.

    Raises:
        Refused: C84, if pages taken out of a report are to carry files.
    """
    if only is not None and embed not in {None, EmbedChoice.NONE}:
        raise Refused([Finding("C84", NOWHERE)], ExitCode.USAGE)
    from reportgen.model.manifest import Embedding
    from reportgen.pipeline.pages import Inside

    return Inside(None if embed is None else Embedding(embed), persons, audience, only)


STRETCH: Final = re.compile(r"([1-9][0-9]{0,4})(?:-([1-9][0-9]{0,4}))?")


VOLUME: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)?")
"""The name of a volume; which there are is known with the report."""


def stretch(pages: str | None) -> Stretch | None:
    """The first and the last page that an option names, or a volume; None for all.

    Raises:
        Refused: C80, if it names neither a page, nor two with a hyphen between them, nor what may be a volume.
    """
    if pages is None:
        return None
    if VOLUME.fullmatch(pages.strip()):
        return pages.strip()
    match = STRETCH.fullmatch(pages.strip())
    if match is None:
        raise Refused([Finding("C80", NOWHERE, {"said": pages})], ExitCode.USAGE)
    return int(match[1]), int(match[2] or match[1])


def deliver(content: bytes, output: Path | None, *, force: bool = False) -> None:
    """Into the file named, or to stdout.

    Raises:
        Refused: if the file cannot be written or is somebody else's.
    """
    if output is not None:
        write(output, content, force=force)
        written(output)
        return
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable("-", error) from error


def verdict(findings: Iterable[Finding], catalog: Catalog) -> ExitCode:
    """FINDINGS where one of them is an error."""
    has_errors = any(catalog.messages.severity(finding) is Severity.ERROR for finding in findings)
    return ExitCode.FINDINGS if has_errors else ExitCode.DONE
