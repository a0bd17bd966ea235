"""``reportgen consolidate``: a group as one hospital, with the worksheet behind it."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen import __version__
from reportgen.cli.language import help_text, language
from reportgen.cli.manner import starting, step
from reportgen.cli.options import HERE, CaseArgument, ForceOption, LanguageOption, OutputOption, PeriodOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen.export.consolidation import Worksheet
    from reportgen.model.definition import Language


class WorksheetFormat(StrEnum):
    """How the worksheet is given."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


FormatOption = Annotated[WorksheetFormat, typer.Option("--format", help=help_text("option.format"))]


def consolidate(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    period: PeriodOption = None,
    form: FormatOption = WorksheetFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Consolidate, check and show the worksheet; exit 1 where the members' or the group's figures have errors."""
    from reportgen.cli.writing import put_right, ready

    speech = language(lang)
    if form is WorksheetFormat.XLSX and output is None:
        raise Refused([Finding("C21", NOWHERE)], ExitCode.USAGE)
    ready(output, force=force)
    with starting():
        from reportgen import pipeline
        from reportgen.cli import show
        from reportgen.cli.options import deliver, verdict
        from reportgen.pipeline.group import worksheet
    put_right(case)
    with step("read"):
        checked = pipeline.check(case)
    whole, sheet = worksheet(checked, period)
    if form is WorksheetFormat.TABLE and output is None:
        _print(sheet, speech)
    else:
        deliver(_content(sheet, form, speech), output, force=force)
    show.concerns(whole.findings, whole.catalog, speech)
    raise typer.Exit(verdict(whole.findings, whole.catalog))


def _content(sheet: Worksheet, form: WorksheetFormat, speech: Language) -> bytes:
    from reportgen.export import consolidation as export
    from reportgen.export.results import text

    if form is WorksheetFormat.JSON:
        return text(export.document(sheet, __version__)).encode()
    if form is WorksheetFormat.XLSX:
        return export.workbook(sheet, speech)
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(export.rows(sheet, speech))
    return stream.getvalue().encode("utf-8-sig")


def _print(sheet: Worksheet, speech: Language) -> None:
    """Without the columns of the members, which a terminal has no room for."""
    from reportgen.cli import show
    from reportgen.export import consolidation as export

    words = {key: text.in_language(speech) for key, text in sheet.catalog.words.under("consolidation.head").items()}
    keys = ("item", "name", "sum", "eliminated", "consolidated", "minority", "reason")
    lines = [
        [
            row.item,
            sheet.catalog.items[row.item].name.in_language(speech),
            *(_said(amount) for amount in (row.total, row.out, row.value, row.minority)),
            export.why(row, sheet.catalog, speech),
        ]
        for row in sheet.rows
    ]
    typer.echo(f"{sheet.group.name.in_language(speech)} · {sheet.period}")
    show.table([words[key] for key in keys], lines, {2, 3, 4, 5})


def _said(amount: float | None) -> str:
    return "\N{EM DASH}" if amount is None else f"{amount:,.2f}"
