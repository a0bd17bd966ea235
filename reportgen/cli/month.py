"""``reportgen month new``: a new period of a case, with what it needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import HERE, EntityOption, LanguageOption, case_folder
from reportgen.cli.plain import visible
from reportgen.cli.steps import starting, step

if TYPE_CHECKING:
    from reportgen.model.definition import Language
    from reportgen.report.speech import Speech
    from reportgen.year.rolling import Begun

app = typer.Typer(no_args_is_help=True)

CaseOrPeriod = Annotated[str, typer.Argument(metavar="[CASE]", help=help_text("option.case"))]
PeriodArgument = Annotated[str | None, typer.Argument(metavar="PERIOD", help=help_text("option.new_period"))]


@app.callback()
def month() -> None:
    """The months of a case."""


@app.command("new", help=help_text("month_new"))
def new(
    first: CaseOrPeriod, second: PeriodArgument = None, entity: EntityOption = None, lang: LanguageOption = None
) -> None:
    """Make what the period needs and is not there; print what was made and what is left to do."""
    case, asked = _told_apart(first, second)
    speech = language(lang)
    with starting():
        from reportgen import pipeline
        from reportgen.cli.writing import put_right
        from reportgen.pipeline import periods
        from reportgen.report.speech import Speech
        from reportgen.year import duties, rolling
    period = periods.parsed(asked)
    put_right(case)
    with step("read"):
        checked = pipeline.check(case)
    hospitals = duties.of_case(checked, period, entity)
    found = [rolling.begun(one) for one in hospitals]
    for one in found:
        rolling.write(checked.case.folder, one.files)
    for hospital, one in zip(hospitals, found, strict=True):
        if len(found) > 1:
            typer.echo(visible(hospital.title.in_language(speech)))
        _tell(one, Speech(checked.catalog.words, checked.case.file.currency), speech)


def _told_apart(first: str, second: str | None) -> tuple[Path, str]:
    """The case and the period, in either order: a period is no name of a folder that is there."""
    from reportgen.model.period import PATTERN

    if second is None:
        return HERE, first
    if PATTERN.fullmatch(first) and not PATTERN.fullmatch(second):
        first, second = second, first
    return case_folder(Path(first)), second


def _tell(begun: Begun, say: Speech, speech: Language) -> None:
    """What was made, what was there, what is left to do, and the block of the letter."""
    parts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("made", tuple(begun.files)), ("there", begun.there),
        ("todo", tuple(one.in_language(speech) for one in begun.todo)),
    )  # fmt: skip
    if not begun.files:
        typer.echo(say("year.month.nothing").in_language(speech))
    for key, lines in parts:
        if lines:
            typer.echo(say(f"year.month.{key}", n=len(lines)).in_language(speech))
            for line in lines:
                typer.echo(visible(f"  · {line}"))
    if not begun.todo:
        typer.echo(say("year.month.done").in_language(speech))
    if begun.letter is not None:
        typer.echo(say("year.month.letter").in_language(speech))
        typer.echo(begun.letter, nl=False)
