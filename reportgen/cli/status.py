"""``reportgen status``: what of a period is here, missing or late, and what would still change the grade."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, moment
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    StrictOption,
)
from reportgen.cli.plain import visible
from reportgen.cli.steps import starting, step
from reportgen.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Language
    from reportgen.year.status import PeriodStatus


class StatusFormat(StrEnum):
    """How it is shown."""

    TABLE = "table"
    JSON = "json"


FormatOption = Annotated[StatusFormat, typer.Option("--format", help=help_text("option.format"))]
AsOfOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.as_of"))]
StatusPeriodOption = Annotated[
    str | None, typer.Option("--period", "-p", metavar="PERIOD", help=help_text("option.status_period"))
]
HEADS = ("kind", "name", "state", "due", "owner", "indicators", "total", "file")
OPEN_HEADS = ("indicator", "weight", "lowest", "highest")


def status(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    period: StatusPeriodOption = None,
    entity: EntityOption = None,
    date: AsOfOption = None,
    form: FormatOption = StatusFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Tell where a period stands; exit 1 if something is late or the data has errors (or, strictly, is missing)."""
    from reportgen.cli.writing import ready

    speech, today = language(lang), dt.date.fromisoformat(moment(date)[:10])
    ready(output, "json" if form is StatusFormat.JSON else "", force=force)
    with starting():
        from reportgen import pipeline
        from reportgen.cli.options import deliver, verdict
        from reportgen.cli.writing import put_right
        from reportgen.export.results import text
        from reportgen.year import status as year
    put_right(case)
    with step("read"):
        checked = pipeline.check(case)
    found = year.statuses(checked, period, entity, today)
    if form is StatusFormat.JSON:
        deliver(text(year.document(found)).encode(), output, force=force)
    else:
        _print(found, speech)
    if any(one.late or (strict and not one.is_complete) for one in found):
        raise typer.Exit(ExitCode.FINDINGS)
    raise typer.Exit(verdict(checked.findings, checked.catalog))


def _print(found: Sequence[PeriodStatus], speech: Language) -> None:
    for number, one in enumerate(found):
        if number:
            typer.echo()
        _print_one(one, speech)
    if not found:
        return
    from reportgen import checks
    from reportgen.model.finding import Severity
    from reportgen.report.speech import filled

    checked = found[0].duties.checked
    errors = checks.counted(checked.findings, checked.catalog)[Severity.ERROR]
    if errors:
        typer.echo(filled(checked.catalog.words["year.errors"], n=errors).in_language(speech))


def _print_one(status: PeriodStatus, speech: Language) -> None:
    """What is due, what is still missing and what it unlocks, and what that can do to the total."""
    from reportgen.cli import show
    from reportgen.year import status as year

    words = status.duties.checked.catalog.words
    typer.echo(visible(status.duties.title.in_language(speech)))
    lines = [[cell.in_language(speech) for cell in row] for row in year.rows(status)]
    show.table([words[f"year.head.{key}"].in_language(speech) for key in HEADS], lines, {5})
    pieces = status.duties.pieces()
    if pieces:
        show.lacking([(status.duties.entity, pieces)], status.duties.checked, speech)
    typer.echo(year.now(status).in_language(speech))
    for line in year.still(status):
        typer.echo(line.in_language(speech))
    found = [[cell.in_language(speech) for cell in row] for row in year.open_rows(status)]
    if found:
        show.table([words[f"year.head.{key}"].in_language(speech) for key in OPEN_HEADS], found, {1})
