"""``reportgen render``: the report as PDF."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from reportgen.catalog import builtin
from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EmbedOption,
    EntityOption,
    ForceOption,
    PeriodOption,
    PersonsOption,
    ReportLanguage,
    SchemeOption,
    StrictOption,
)
from reportgen.cli.plain import visible
from reportgen.errors import ExitCode

KINDS: Final = builtin.report_names()
KindOption = Annotated[
    str,
    typer.Option(
        "--report",
        metavar="REPORT",
        help=help_text("option.report").format(kinds=", ".join(KINDS)),
        autocompletion=lambda: list(KINDS),
    ),
]
ReportLanguageOption = Annotated[ReportLanguage, typer.Option("--lang", help=help_text("option.report_lang"))]
MEGABYTE: Final = 1e6
TargetOption = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.output"))]


def render(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = "board",
    period: PeriodOption = None,
    lang: ReportLanguageOption = ReportLanguage.BOTH,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    output: TargetOption = None,
    embed: EmbedOption = None,
    persons: PersonsOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Render a report; with data errors it is a draft that says so, and the exit code is 1."""
    from reportgen import pipeline
    from reportgen.cli import show
    from reportgen.cli.answer import inside, verdict
    from reportgen.cli.writing import write
    from reportgen.pipeline import choices

    speech = language(lang)
    step = help_text
    show.progress(step("progress.read"))
    checked = pipeline.check(case)
    choices.require_report(report, checked.case, checked.catalog)
    if strict and checked.has_errors:
        show.findings(checked.findings, checked.catalog, speech, sys.stderr)
        raise typer.Exit(ExitCode.FINDINGS)
    show.progress(step("progress.evaluate"))
    material = pipeline.evaluate(checked, period=period, entity=entity, scheme=scheme)
    show.progress(step("progress.render"))
    target = output or Path(f"{material.entity}-{report}-{material.period}-{lang}.pdf")
    pages = pipeline.render(material, report=report, mode=lang.value, inside=inside(embed, persons))
    write(target, pages.pdf, force=force)
    show.concerns((*material.findings, *pipeline.remarks(material, report=report)), checked.catalog, speech)
    show.layout(pages.findings, checked.catalog, speech)
    size = f"{len(pages.pdf) / MEGABYTE:.1f}"
    carried = {"files": len(pages.enclosed), "carried": f"{sum(pages.enclosed.values()) / MEGABYTE:.1f}"}
    typer.echo(
        help_text("rendered").format(path=visible(str(target)), pages=len(pages.pages), size=size, **carried), err=True
    )
    raise typer.Exit(verdict(checked.findings, checked.catalog))
