"""``reportgen evaluate``: indicators, scores and grades as data."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    PeriodOption,
    SchemeOption,
)

if TYPE_CHECKING:
    from reportgen.analysis.material import Material


class ResultFormat(StrEnum):
    """How results are shown."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"


FormatOption = Annotated[ResultFormat, typer.Option("--format", help=help_text("option.format"))]


def evaluate(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    scheme: SchemeOption = None,
    period: PeriodOption = None,
    entity: EntityOption = None,
    form: FormatOption = ResultFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Evaluate one hospital, or all hospitals of a panel; exit 1 if the data has errors."""
    from reportgen import pipeline
    from reportgen.cli import show
    from reportgen.cli.answer import deliver, verdict

    checked = pipeline.check(case)
    materials = pipeline.evaluate_all(checked, period=period, entity=entity, scheme=scheme)
    if form is ResultFormat.TABLE:
        for material in materials:
            show.results(material, language(lang))
        show.concerns(checked.findings, checked.catalog, language(lang))
    else:
        deliver(_content(materials, form, one=pipeline.is_one(checked, entity)), output, force=force)
    raise typer.Exit(verdict(checked.findings, checked.catalog))


def _content(materials: list[Material], form: ResultFormat, *, one: bool) -> bytes:
    from reportgen.export import results, tables

    match form:
        case ResultFormat.JSONL:
            return "".join(results.line(results.document(material)) for material in materials).encode()
        case ResultFormat.CSV:
            return tables.csv(tables.frame(materials))
        case ResultFormat.XLSX if one:
            from reportgen.export import live

            return live.workbook(materials[0])
        case ResultFormat.XLSX:
            return tables.xlsx(tables.frame(materials))
        case _:
            return results.text(results.document(materials[0]) if one else results.panel(materials)).encode()
