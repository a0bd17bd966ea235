"""``reportgen check``: all findings of a case, with their places."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import HERE, CaseArgument, ForceOption, LanguageOption, OutputOption, StrictOption
from reportgen.errors import ExitCode


class CheckFormat(StrEnum):
    """How findings are shown."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[CheckFormat, typer.Option("--format", help=help_text("option.format"))]


def check(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    form: FormatOption = CheckFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Read and check one case; print every finding; exit 1 if any is an error (or, strictly, a warning)."""
    from reportgen import pipeline
    from reportgen.cli import show
    from reportgen.cli.answer import deliver, verdict
    from reportgen.export import findings as export
    from reportgen.export import results
    from reportgen.model.finding import Severity

    checked = pipeline.check(case)
    if form is CheckFormat.JSON:
        deliver(results.text(export.document(checked.findings, checked.catalog)).encode(), output, force=force)
    else:
        show.findings(checked.findings, checked.catalog, language(lang))
    severities = {checked.catalog.messages.severity(finding) for finding in checked.findings}
    if strict and Severity.WARNING in severities:
        raise typer.Exit(ExitCode.FINDINGS)
    raise typer.Exit(verdict(checked.findings, checked.catalog))
