"""``reportgen render``: the report as PDF, as a page for screens, as pictures; its prose as a Word document."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.catalog import load
from reportgen.cli.language import help_text, language, say
from reportgen.cli.manner import LogOption, QuietOption, progress, speak, starting, step, visible, written
from reportgen.cli.options import (
    HERE,
    AudienceOption,
    CaseArgument,
    EmbedOption,
    EntityOption,
    ForceOption,
    PagesOption,
    PeriodOption,
    PersonsOption,
    ReportLanguage,
    SchemeOption,
    StrictOption,
)
from reportgen.errors import ExitCode, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.analysis.group.material import GroupMaterial
    from reportgen.analysis.material import Material
    from reportgen.model.definition import Language
    from reportgen.model.finding import Finding
    from reportgen.pipeline.pages import Inside
    from reportgen.report import Stretch
    from reportgen.report.pdf import Rendered


class ReportFormat(StrEnum):
    """What a report is written as."""

    PDF = "pdf"
    HTML = "html"
    PNG = "png"
    DOCX = "docx"


KINDS: Final = load.report_names()
KindOption = Annotated[
    str,
    typer.Option(
        "--report",
        metavar="REPORT",
        help=help_text("option.report").format(kinds=", ".join(KINDS)),
        autocompletion=lambda: list(KINDS),
    ),
]
ReportLanguageOption = Annotated[ReportLanguage | None, typer.Option("--lang", help=help_text("option.report_lang"))]
LanguagesOption = Annotated[
    str | None, typer.Option("--lang", metavar="LANGUAGES", help=help_text("option.report_lang"))
]
"""The same, and any language that the program or the case has besides."""
MEGABYTE: Final = 1e6
KILOBYTE: Final = 1e3
PICTURE: Final = ".png"
MANY: Final = 100
"""Hospitals of a group above which a user is told beforehand what their pages cost."""
GIGABYTES: Final = 0.0145
MINUTES: Final = 0.0135
"""Memory and time that a hospital's page takes in the layout; 300 of them took 4.3 GB and four minutes."""
PICTURES: Final = "pictures"
"""What a folder of PNG is made ready as."""
FormatOption = Annotated[ReportFormat | None, typer.Option("--format", help=help_text("option.report_format"))]
TargetOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("option.report_output"))
]


def render(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = "board",
    period: PeriodOption = None,
    lang: LanguagesOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    form: FormatOption = None,
    output: TargetOption = None,
    pages: PagesOption = None,
    embed: EmbedOption = None,
    persons: PersonsOption = None,
    audience: AudienceOption = None,
    strict: StrictOption = False,
    force: ForceOption = False,
    quiet: QuietOption = False,
    log: LogOption = None,
) -> None:
    """Render a report; with errors in the data or on the pages it is a draft, and the exit code is 1."""
    from reportgen.cli.options import stretch
    from reportgen.cli.writing import ready

    speak(quiet=quiet, log=log)
    speech = language(lang)
    form = form or _of_name(output)
    only = stretch(pages)
    if output is not None:
        ready(output, _made(form, output), force=force)
    with starting():
        from reportgen import pipeline
        from reportgen.catalog.languages import spoken
        from reportgen.cli import show
        from reportgen.cli.options import inside, verdict
        from reportgen.cli.writing import put_right
        from reportgen.pipeline import choices
        from reportgen.pipeline.pages import file_name
    put_right(case)
    with step("read", blamed=True):
        checked = pipeline.check(case)
        choices.require_report(report, checked.case, checked.catalog)
    mode = lang or checked.case.file.mode
    spoken(mode, checked.catalog.languages)
    with step("evaluate", blamed=True):
        material = pipeline.grounds(checked, report=report, period=period, entity=entity, scheme=scheme)
    if strict and material.draft:
        show.findings(material.findings, checked.catalog, speech, sys.stderr)
        raise typer.Exit(ExitCode.FINDINGS)
    is_one_page = only is not None or material.catalog.reports[report].one_page
    ending = "" if form is ReportFormat.PNG and not is_one_page else f".{form}"
    taken = f"-p{pages}" if only else ""
    target = output or Path(file_name(material, report=report, mode=mode, audience=audience, ending=f"{taken}{ending}"))
    ready(target, _made(form, target), force=force)
    carried = inside(embed, persons, audience, only)
    insist_on_pages(report, material, form, only, is_file=target.suffix == PICTURE)
    with step("render", blamed=True), _with_causes(material):
        if form is ReportFormat.PDF:
            _tell_of_many(material)
        done, told = _write(material, report, mode, form, target, carried, strict=strict, force=force)
    show.layout(told, checked.catalog, speech)
    if done is None:
        raise typer.Exit(ExitCode.FINDINGS)
    show.concerns((*material.findings, *pipeline.remarks(material, report=report)), checked.catalog, speech, told)
    if not written(target):
        typer.echo(done, err=True)
    raise typer.Exit(ExitCode.FINDINGS if material.draft else verdict(told, checked.catalog))


def _of_name(output: Path | None) -> ReportFormat:
    """A picture where the file's name says so; else a PDF."""
    return ReportFormat.PNG if output is not None and output.suffix == PICTURE else ReportFormat.PDF


def _made(form: ReportFormat, target: Path) -> str:
    """What is put at a place: a file of a format, or a folder of pictures."""
    return PICTURES if form is ReportFormat.PNG and target.suffix != PICTURE else form


def insist_on_pages(
    report: str, material: Material | GroupMaterial, form: ReportFormat, only: Stretch | None, *, is_file: bool
) -> None:
    """See before the pages are laid out that the pages asked for can be had in this format.

    Raises:
        Refused: C83, if a picture would have to hold several pages; C85, if pages are taken out of what has none.
    """
    from reportgen.model.finding import Finding
    from reportgen.model.place import NOWHERE

    several = not material.catalog.reports[report].one_page
    if only is not None:
        several = isinstance(only, str) or only[0] != only[1]
    if form is ReportFormat.PNG and several and (is_file or only is not None):
        raise Refused([Finding("C83", NOWHERE, {"n": ""})], ExitCode.USAGE)
    if form in {ReportFormat.HTML, ReportFormat.DOCX} and only is not None:
        raise Refused([Finding("C85", NOWHERE)], ExitCode.USAGE)


@contextmanager
def _with_causes(material: Material | GroupMaterial) -> Iterator[None]:
    """A refusal of the pages told with what the checks found: a figure that a page lacks is often lost there."""
    from reportgen.model.finding import Severity

    try:
        yield
    except Refused as refused:
        severity = material.catalog.messages.severity
        before = [one for one in material.findings if severity(one) is not Severity.NOTE]
        own = [one for one in refused.findings if one not in before]
        raise Refused([*before, *own], refused.exit_code) from refused


def _tell_of_many(material: Material | GroupMaterial) -> None:
    """What the pages of very many hospitals cost, and what costs less."""
    from reportgen.analysis.group.material import GroupMaterial

    if isinstance(material, GroupMaterial) and (n := len(material.members)) > MANY:
        size, minutes = f"{n * GIGABYTES:.1f}", f"{max(1, round(n * MINUTES))}"
        progress(help_text("progress.render_many").format(n=n, size=size, minutes=minutes))


def _write(  # noqa: PLR0913 - what the user asked for
    material: Material | GroupMaterial,
    report: str,
    lang: str,
    form: ReportFormat,
    target: Path,
    carried: Inside,
    *,
    strict: bool,
    force: bool,
) -> tuple[str | None, Sequence[Finding]]:
    """Render and write; returns the line that says so, and what is to be said of the pages.

    Where strictness finds an error on the pages, nothing is written and there is no line.
    """
    from reportgen import pipeline
    from reportgen.cli.options import verdict
    from reportgen.cli.writing import write, write_all

    path, speech = visible(str(target)), language(lang)
    match form:
        case ReportFormat.PDF:
            pages = pipeline.render(material, report=report, mode=lang, inside=carried)
            if strict and verdict(pages.findings, material.catalog) is not ExitCode.DONE:
                return None, pages.findings
            write(target, pages.pdf, force=force)
            return _rendered(pages, path, speech), pages.findings
        case ReportFormat.HTML | ReportFormat.DOCX:
            written = pipeline.web_page if form is ReportFormat.HTML else pipeline.prose
            write(target, written(material, report=report, mode=lang, audience=carried.audience), force=force)
            return say(f"rendered_{form}", speech).format(path=path), pipeline.unusable(material, report=report)
        case ReportFormat.PNG if target.suffix == PICTURE:
            picture, told = pipeline.picture(material, report=report, mode=lang, inside=carried)
            if strict and verdict(told, material.catalog) is not ExitCode.DONE:
                return None, told
            write(target, picture, force=force)
            return say("rendered_picture", speech).format(path=path, size=f"{len(picture) / KILOBYTE:.0f}"), told
        case ReportFormat.PNG:
            pictures = pipeline.pictures(material, report=report, mode=lang, audience=carried.audience)
            write_all(target, pictures, force=force)
            words = say("rendered_pictures", speech).format(path=path, count=len(pictures))
            return words, pipeline.unusable(material, report=report)


def _rendered(pages: Rendered, path: str, speech: Language) -> str:
    """How many pages, how large, and what is inside."""
    size = f"{len(pages.pdf) / MEGABYTE:.1f}"
    carried = f"{sum(pages.enclosed.values()) / MEGABYTE:.1f}"
    words = say("rendered", speech)
    return words.format(path=path, pages=len(pages.pages), size=size, files=len(pages.enclosed), carried=carried)
