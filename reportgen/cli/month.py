"""The hospital's year: ``reportgen month`` begins a period, ``status`` tells what is open, ``calendar`` when."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, moment, say
from reportgen.cli.manner import starting, step, visible
from reportgen.cli.options import (
    HERE,
    CaseArgument,
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    StrictOption,
    TableFormat,
    TableFormatOption,
    case_folder,
)
from reportgen.cli.render import ReportLanguageOption
from reportgen.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.model.definition import Language, LanguageMode
    from reportgen.pipeline.checked import Checked
    from reportgen.report.speech import Speech
    from reportgen.year.rolling import Begun
    from reportgen.year.status import PeriodStatus

app = typer.Typer(no_args_is_help=True)

CaseOrPeriod = Annotated[str, typer.Argument(metavar="[CASE]", help=help_text("option.case"))]
PeriodArgument = Annotated[str | None, typer.Argument(metavar="PERIOD", help=help_text("option.new_period"))]
YearOption = Annotated[
    int, typer.Option("--year", metavar="YEAR", min=1900, max=9990, help=help_text("option.calendar_year"))
]
NoticesOption = Annotated[Path | None, typer.Option("--notices", metavar="DIR", help=help_text("option.notices"))]
AsOfOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.as_of"))]
StatusPeriodOption = Annotated[
    str | None, typer.Option("--period", "-p", metavar="PERIOD", help=help_text("option.status_period"))
]
HEADS = ("kind", "name", "state", "due", "owner", "indicators", "total", "file")
OPEN_HEADS = ("indicator", "weight", "lowest", "highest")


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
        ("made", tuple(begun.files)),
        ("there", begun.there),
        ("todo", tuple(one.in_language(speech) for one in begun.todo)),
    )
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


def calendar(  # noqa: PLR0913 - options of the command line
    year: YearOption,
    case: CaseArgument = HERE,
    output: OutputOption = None,
    notices: NoticesOption = None,
    entity: EntityOption = None,
    lang: ReportLanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Write the deadlines of a year as iCalendar, and a notice to each department where a folder is named."""
    from reportgen.cli.writing import ready

    speech = language(lang)
    ready(output, force=force)
    with starting():
        from reportgen import pipeline
        from reportgen.cli.options import deliver
        from reportgen.cli.writing import put_right, write_all
        from reportgen.report.speech import Speech
        from reportgen.year import agenda
    put_right(case)
    with step("read"):
        checked = pipeline.check(case)
    voice = Speech(checked.catalog.words, checked.case.file.currency)
    found = agenda.events(checked, year, entity)
    files = {}
    if notices is not None:
        with step("letters"):
            files = agenda.printed(agenda.notices(found, voice, year), lang.value if lang else _mode(checked))
    if output is not None or notices is None:
        deliver(agenda.calendar(found, voice, speech, year), output, force=force)
    if notices is not None:
        write_all(notices, files, force=force)
    told = {"n": len(found), "year": year, "notices": len(files)}
    typer.echo(say("calendar_written", speech).format(**told), err=True)


def _mode(checked: Checked) -> LanguageMode:
    """The places of words that the reports of the case print."""
    from reportgen.catalog.languages import spoken

    return spoken(checked.case.file.mode, checked.catalog.languages).mode


def status(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    period: StatusPeriodOption = None,
    entity: EntityOption = None,
    date: AsOfOption = None,
    form: TableFormatOption = TableFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
) -> None:
    """Tell where a period stands; exit 1 if something is late or the data has errors (or, strictly, is missing)."""
    from reportgen.cli.writing import ready

    speech, today = language(lang), dt.date.fromisoformat(moment(date)[:10])
    ready(output, "json" if form is TableFormat.JSON else "", force=force)
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
    if form is TableFormat.JSON:
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
