"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text


class MessageLanguage(StrEnum):
    """Language of messages."""

    ZH = "zh"
    EN = "en"


class ReportLanguage(StrEnum):
    """Languages of a report."""

    ZH = "zh"
    EN = "en"
    BOTH = "zh-en"


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
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.output"))]
ForceOption = Annotated[bool, typer.Option("--force", help=help_text("option.force"))]
EmbedOption = Annotated[EmbedChoice | None, typer.Option("--embed", help=help_text("option.embed"))]
PersonsOption = Annotated[bool | None, typer.Option("--persons/--no-persons", help=help_text("option.persons"))]
AudienceOption = Annotated[AudienceChoice | None, typer.Option("--audience", help=help_text("option.audience"))]
StrictOption = Annotated[bool, typer.Option("--strict", help=help_text("option.strict"))]

HERE = Path()
