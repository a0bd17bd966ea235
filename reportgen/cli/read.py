"""``reportgen read``: what was understood of some files, without a case."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import ForceOption, LanguageOption, OutputOption
from reportgen.errors import ExitCode


class ReadFormat(StrEnum):
    """How readings are shown."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


PathsArgument = Annotated[list[Path], typer.Argument(metavar="PATHS...", help=help_text("option.paths"))]
FormatOption = Annotated[ReadFormat, typer.Option("--format", help=help_text("option.format"))]


RecalculateOption = Annotated[bool, typer.Option("--recalculate", help=help_text("option.recalculate"))]


def read(  # noqa: PLR0913 - options of the command line
    paths: PathsArgument,
    form: FormatOption = ReadFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
    recalculate: RecalculateOption = False,
) -> None:
    """Read files, print every value with its place; exit 1 if a finding is an error."""
    from reportgen import pipeline
    from reportgen.catalog import load_catalog
    from reportgen.cli import show
    from reportgen.cli.options import deliver, verdict
    from reportgen.cli.writing import ready
    from reportgen.export import readings

    ready(output, form, force=force)
    catalog = load_catalog()
    speech = language(lang)
    reading = pipeline.look(paths, catalog, recalculate=recalculate)
    match form:
        case ReadFormat.JSON:
            deliver(readings.text(reading, catalog).encode(), output, force=force)
        case ReadFormat.CSV:
            deliver(readings.csv(reading, catalog), output, force=force)
        case ReadFormat.PARQUET:
            deliver(readings.parquet(reading), output, force=force)
        case ReadFormat.TABLE:
            show.readings(reading, catalog, speech)
            show.findings(reading.findings, catalog, speech, sys.stderr)
    code = verdict(reading.findings, catalog)
    nothing = not reading.has_values and not reading.rounds
    raise typer.Exit(ExitCode.INPUT if nothing else code)
