"""``reportgen render``: the report as PDF."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    PeriodOption,
    ReportLanguage,
    SchemeOption,
    StrictOption,
)
from reportgen.cli.plain import visible
from reportgen.errors import ExitCode


class ReportKind(StrEnum):
    """Kinds of reports."""

    BOARD = "board"


KindOption = Annotated[ReportKind, typer.Option("--report", help=help_text("option.report"))]
ReportLanguageOption = Annotated[ReportLanguage, typer.Option("--lang", help=help_text("option.report_lang"))]
TargetOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.output"))]


def render(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = ReportKind.BOARD,
    period: PeriodOption = None,
    lang: ReportLanguageOption = ReportLanguage.BOTH,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    output: TargetOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Render a report; with data errors it is a draft that says so, and the exit code is 1."""
    from reportgen import pipeline
    from reportgen.cli import show
    from reportgen.cli.answer import verdict
    from reportgen.cli.writing import write

    speech = language(lang)
    step = help_text
    show.progress(step("progress.read"))
    checked = pipeline.check(case)
    if strict and checked.has_errors:
        show.findings(checked.findings, checked.catalog, speech, sys.stderr)
        raise typer.Exit(ExitCode.FINDINGS)
    show.progress(step("progress.evaluate"))
    material = pipeline.evaluate(checked, period=period, entity=entity, scheme=scheme)
    show.progress(step("progress.render"))
    target = output or Path(f"{material.entity}-{report}-{material.period}-{lang}.pdf")
    pages = pipeline.render(material, report=report.value, mode=lang.value)
    write(target, pages.pdf, force=force)
    show.concerns(material.findings, checked.catalog, speech)
    show.layout(pages.findings, checked.catalog, speech)
    typer.echo(help_text("rendered").format(path=visible(str(target)), pages=len(pages.pages)), err=True)
    raise typer.Exit(verdict(checked.findings, checked.catalog))
