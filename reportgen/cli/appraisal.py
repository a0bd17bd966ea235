"""``reportgen appraisal``: the form of the national appraisal, filled in as far as the hospital's own tables go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import HERE, CaseArgument, EntityOption, ForceOption, LanguageOption
from reportgen.cli.plain import visible
from reportgen.cli.steps import starting, step

YearOption = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", min=1900, max=9990, help=help_text("option.appraisal_year"))
]
FormOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.appraisal_file"))
]
FOLDER = "business"


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
