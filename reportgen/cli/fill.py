"""``reportgen fill``: an agency's own workbook filled in; ``appraisal``: the form of the national appraisal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.manner import starting, step, visible
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    PeriodOption,
    SchemeOption,
    StrictOption,
    TableFormat,
    TableFormatOption,
)
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.export.template import Filled
    from reportgen.model.definition import Language

TemplateArgument = Annotated[Path, typer.Argument(metavar="TEMPLATE.xlsx", help=help_text("option.template"))]
FilledOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.filled"))]
CellsOption = Annotated[Path | None, typer.Option("--cells", metavar="FILE", help=help_text("option.fill_cells"))]
LARGEST = 100_000_000
YearOption = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", min=1900, max=9990, help=help_text("option.appraisal_year"))
]
FormOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.appraisal_file"))
]
FOLDER = "business"


def fill(  # noqa: PLR0913 - options of the command line
    case: CaseArgument,
    template: TemplateArgument,
    output: FilledOption,
    period: PeriodOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    cells: CellsOption = None,
    form: TableFormatOption = TableFormat.TABLE,
    lang: LanguageOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Fill in a workbook; exit 1 where a cell was refused or the data have errors."""
    from reportgen.cli.writing import put_right, ready, write

    speech = language(lang)
    ready(output, force=force)
    with starting():
        from reportgen import pipeline
        from reportgen.cli import show
        from reportgen.cli.options import deliver, verdict
        from reportgen.export.results import text
        from reportgen.intake.workbooks import contents
    content, given = contents.bounded(template, LARGEST), _cells(cells) if cells is not None else ()
    put_right(case)
    with step("read", blamed=True):
        checked = pipeline.check(case)
    with step("evaluate", blamed=True):
        material = pipeline.evaluate(checked, period=period, entity=entity, scheme=scheme)
    found = pipeline.filled(material, content, template.name, speech, given)
    ending = verdict((*checked.findings, *found.findings), checked.catalog)
    if not (strict and ending is not ExitCode.DONE):
        write(output, found.content, force=force)
    if form is TableFormat.JSON:
        deliver(text(document(found, checked.catalog)).encode(), None)
    else:
        _print(found, checked.catalog, speech)
    if found.findings:
        show.findings(found.findings, checked.catalog, speech, sys.stderr)
    show.concerns(material.findings, checked.catalog, speech)
    if not (strict and ending is not ExitCode.DONE):
        count = sum(cell.value.value is not None for cell in found.cells)
        told = say("filled", speech).format(path=visible(str(output)), count=count, of=len(found.cells))
        typer.echo(told, err=True)
    raise typer.Exit(ending)


def document(found: Filled, catalog: Catalog) -> dict[str, object]:
    """The cells as data."""
    from reportgen.export.findings import listed

    cells = [
        {
            "name": cell.name,
            "sheet": cell.place.sheet,
            "cell": cell.place.cell,
            "value": cell.value.value,
            "reason": str(cell.value.reason) if cell.value.reason else None,
        }
        for cell in found.cells
    ]
    return {"schema": "reportgen/filled/1", "cells": cells, "findings": listed(found.findings, catalog)}


def _print(found: Filled, catalog: Catalog, speech: Language) -> None:
    from reportgen.cli import show

    rows = []
    for cell in found.cells:
        why = catalog.words[f"reason.{cell.value.reason}"].in_language(speech) if cell.value.reason else ""
        rows.append([cell.name, f"{cell.place.sheet}!{cell.place.cell}", _said(cell.value.value), why])
    heads = [catalog.words[f"fill.head.{key}"].in_language(speech) for key in ("name", "cell", "value", "reason")]
    show.table(heads, rows, {2})


def _said(value: float | str | None) -> str:
    if value is None:
        return "\N{EM DASH}"
    return value if isinstance(value, str) else f"{value:,.15g}"


def _cells(path: Path) -> tuple[tuple[str, str], ...]:
    """Cells and what goes into each, from a table with a head.

    Raises:
        Refused: G10, if no row of it is such a head; I03 and others, if it cannot be read.
    """
    from reportgen.catalog import load_catalog
    from reportgen.intake.workbooks import contents, opening

    words = load_catalog().words.under("fill.cells")
    sheets, problems = opening.sheets(contents.bounded(path, LARGEST), path.name)
    for sheet in sheets:
        found = opening.find_columns(sheet.rows, words, frozenset(words))
        if found is not None:
            number, columns = found
            lines = ([str(row[columns[key]]).strip() for key in ("cell", "name")] for row in sheet.rows[number + 1 :])
            return tuple((cell, name) for cell, name in lines if cell and name)
    raise Refused(problems or [Finding("G10", Place(path.name))])


def appraisal(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    year: YearOption = None,
    output: FormOption = None,
    entity: EntityOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write the form; what was filed for the year before stays in it."""
    from reportgen.cli.writing import put_right, ready, write

    speech = language(lang)
    with starting():
        from reportgen import pipeline
        from reportgen.cli import show
        from reportgen.model.period import PeriodKind
    put_right(case)
    with step("read", blamed=True):
        checked = pipeline.check(case)
    with step("evaluate", blamed=True):
        asked = None if year is None else str(year)
        material = pipeline.evaluate(checked, period=asked, entity=entity, usual=PeriodKind.YEAR)
    content = pipeline.appraisal_form(material, speech)
    name = checked.catalog.words["appraised.form.file"].in_language(speech).format(year=material.period)
    path = output or case / FOLDER / name
    ready(path, force=force)
    path.parent.mkdir(exist_ok=True)
    write(path, content, force=force)
    show.concerns(material.findings, checked.catalog, speech)
    found = material.analysis["business.national_appraisal"]
    own = sum(one.value.value is not None for one in found.lines)
    told = say("appraisal_written", speech).format(path=visible(str(path)), lines=len(found.lines), own=own)
    typer.echo(told, err=True)
