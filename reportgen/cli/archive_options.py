"""Arguments and options of ``reportgen archive``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text

ArchiveArgument = Annotated[str, typer.Argument(metavar="ARCHIVE", help=help_text("option.archive"))]
ReportsArgument = Annotated[list[Path], typer.Argument(metavar="REPORTS", help=help_text("option.deposits"))]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help=help_text("option.archived"))]
NumbersArgument = Annotated[list[str], typer.Argument(metavar="NUMBERS", help=help_text("option.archived"))]
AnyNumberArgument = Annotated[str | None, typer.Argument(metavar="NUMBER", help=help_text("option.archived_or_all"))]
BagsArgument = Annotated[list[str], typer.Argument(metavar="BAGS", help=help_text("option.bags"))]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=help_text("option.archiver"))]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.date"))]
RetentionOption = Annotated[str | None, typer.Option("--retention", metavar="TERM", help=help_text("option.retention"))]
CodeOption = Annotated[str | None, typer.Option("--file-code", metavar="CODE", help=help_text("option.file_code"))]
WhyOption = Annotated[str, typer.Option("--why", metavar="WHY", help=help_text("option.hold_why"))]
YearOption = Annotated[str | None, typer.Option("--year", metavar="YEAR", help=help_text("option.year"))]
BagFolderOption = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=help_text("option.bag_folder"))]
RestoreOption = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=help_text("option.restore_folder"))]
VersionOption = Annotated[str | None, typer.Option("--version", metavar="V", help=help_text("option.archive_version"))]
HolderOption = Annotated[str, typer.Option("--holder", metavar="HOST:PROCESS", help=help_text("option.holder"))]
DueOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help=help_text("option.due_on"))]


class ListFormat(StrEnum):
    """How reports are listed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ShowFormat(StrEnum):
    """How one report is shown."""

    TABLE = "table"
    JSON = "json"


class TestFormat(StrEnum):
    """How a test is told: on the terminal, as data, or as a page for the files."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


ListFormatOption = Annotated[ListFormat, typer.Option("--format", help=help_text("option.format"))]
ShowFormatOption = Annotated[ShowFormat, typer.Option("--format", help=help_text("option.format"))]
TestFormatOption = Annotated[TestFormat, typer.Option("--format", help=help_text("option.format"))]
