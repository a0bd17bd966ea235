"""``reportgen calendar``: the deadlines of a year as a calendar file, and as a notice to each department."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import HERE, CaseArgument, EntityOption, ForceOption, OutputOption
from reportgen.cli.render import ReportLanguageOption
from reportgen.cli.steps import starting, step

if TYPE_CHECKING:
    from reportgen.model.definition import LanguageMode
    from reportgen.pipeline.checked import Checked

YearOption = Annotated[
    int, typer.Option("--year", metavar="YEAR", min=1900, max=9990, help=help_text("option.calendar_year"))
]
NoticesOption = Annotated[Path | None, typer.Option("--notices", metavar="DIR", help=help_text("option.notices"))]


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
