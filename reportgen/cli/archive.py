"""``reportgen archive``: issued reports kept for years.

Arguments and options of ``reportgen archive``.

Who does something to an archive, and what the program says of it.

``reportgen archive hold``, ``release``, ``dispose-list``, ``unlock``: how long a report is kept; a stale lock.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.manner import visible
from reportgen.cli.options import EntityOption, ForceOption, LanguageOption, OutputOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

if TYPE_CHECKING:
    from reportgen import archive

ArchiveArgument = Annotated[str, typer.Argument(metavar="ARCHIVE", help=help_text("option.archive"))]
ReportsArgument = Annotated[list[Path], typer.Argument(metavar="REPORTS", help=help_text("option.deposits"))]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help=help_text("option.archived"))]
NumbersArgument = Annotated[list[str], typer.Argument(metavar="NUMBERS", help=help_text("option.archived"))]
AnyNumberArgument = Annotated[str | None, typer.Argument(metavar="NUMBER", help=help_text("option.archived_or_all"))]
BagsArgument = Annotated[list[str], typer.Argument(metavar="BAGS", help=help_text("option.bags"))]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAME", help=help_text("option.archiver"))]
DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help=help_text("option.date"))]
RetentionOption = Annotated[str | None, typer.Option("--retention", metavar="TERM", help=help_text("option.retention"))]
CodeOption = Annotated[str | None, typer.Option("--file-code", metavar="CODE", help=help_text("option.file_code"))]
WhyOption = Annotated[str, typer.Option("--why", metavar="WHY", help=help_text("option.hold_why"))]
YearOption = Annotated[str | None, typer.Option("--year", metavar="YEAR", help=help_text("option.year"))]
BagFolderOption = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=help_text("option.bag_folder"))]
RestoreOption = Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help=help_text("option.restore_folder"))]
VersionOption = Annotated[str | None, typer.Option("--version", metavar="V", help=help_text("option.archive_version"))]
HolderOption = Annotated[str, typer.Option("--holder", metavar="HOST:PROCESS", help=help_text("option.holder"))]
DueOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help=help_text("option.due_on"))]


class ArchiveFormat(StrEnum):
    """How reports are listed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ShowFormat(StrEnum):
    """How one report is shown."""

    TABLE = "table"
    JSON = "json"


class TestFormat(StrEnum):
    """How a test is told: on the terminal, as data, or as a page for the files."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


ListFormatOption = Annotated[ArchiveFormat, typer.Option("--format", help=help_text("option.format"))]
ShowFormatOption = Annotated[ShowFormat, typer.Option("--format", help=help_text("option.format"))]
TestFormatOption = Annotated[TestFormat, typer.Option("--format", help=help_text("option.format"))]


def said_by(by: str | None, date: str | None, why: str | None = None) -> archive.RecordedAct:
    """Who does it, when and why.

    Raises:
        Refused: P40 if it is nobody, J25 without a reason where one is due.
    """
    from reportgen.archive import RecordedAct
    from reportgen.cli.language import moment

    if by is None or not by.strip():
        raise Refused([Finding("P40", NOWHERE)], ExitCode.USAGE)
    if why is not None and not why.strip():
        raise Refused([Finding("J25", NOWHERE)], ExitCode.USAGE)
    return RecordedAct(by=by.strip(), when=moment(date), why=why)


def tell(key: str, **facts: Fact) -> None:
    """One line on stderr: what has been done."""
    from reportgen.catalog import load_catalog
    from reportgen.pipeline.archiving import said

    typer.echo(said(load_catalog().words, f"archive.done.{key}", facts).in_language(language()), err=True)


def hold(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    number: NumberArgument,
    why: WhyOption,
    by: ByOption = None,
    date: DateOption = None,
    entity: EntityOption = None,
    lang: LanguageOption = None,
) -> None:
    """A hold outlasts every term."""
    del lang  # heard by `speak_as`
    from reportgen import archive

    archive.hold(archive.opened(where), number, entity, said_by(by, date, why))
    tell("hold", number=number, why=why)


def release(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    number: NumberArgument,
    why: WhyOption,
    by: ByOption = None,
    date: DateOption = None,
    entity: EntityOption = None,
    lang: LanguageOption = None,
) -> None:
    """End it; that there was one stays on record."""
    del lang  # heard by `speak_as`
    from reportgen import archive

    archive.release(archive.opened(where), number, entity, said_by(by, date, why))
    tell("release", number=number, why=why)


def unlock(where: ArchiveArgument, holder: HolderOption, lang: LanguageOption = None) -> None:
    """The lock that a killed process left in a store."""
    del lang  # heard by `speak_as`
    from reportgen import archive

    archive.unlocked(archive.opened(where), holder)
    tell("unlock", holder=holder)


def dispose_list(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    on: DueOption = None,
    form: ListFormatOption = ArchiveFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """What is past its term, and what of it a hold keeps."""
    from reportgen import archive
    from reportgen.cli import archive_tables
    from reportgen.cli.language import moment

    rows = list(archive.rows(archive.opened(where)))
    archive_tables.due(rows, moment(on)[:10], form.value, output, language(lang), force=force)


app = typer.Typer(no_args_is_help=True)


@app.callback()
def keep() -> None:
    """Issued reports, kept."""


@app.command("add", help=help_text("archive_add"))
def add(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    reports: ReportsArgument,
    by: ByOption = None,
    retention: RetentionOption = None,
    file_code: CodeOption = None,
    date: DateOption = None,
    lang: LanguageOption = None,
) -> None:
    """Look at all reports first; only if every one of them can be taken in is the first put away."""
    del lang  # heard by `speak_as`
    from reportgen import archive
    from reportgen.catalog import load_catalog
    from reportgen.cli.writing import put_right
    from reportgen.pipeline.archiving import term
    from reportgen.pipeline.deposits import Wish, deposits

    said = said_by(by, date)
    for path in reports:
        put_right(path if path.is_dir() else path.absolute().parent.parent)
    found = [deposit for _, deposit in deposits(reports, Wish(said, retention, file_code))]
    shelf = archive.founded(where)
    words = load_catalog().words
    for deposit in found:
        kept = archive.add(shelf, deposit)
        record = kept.row.record
        tell("add" if kept.is_new else "same", number=record.number, version=kept.row.version, term=term(record, words))
        if record.keeping.paper and kept.is_new:
            typer.echo(words["archive.paper"].in_language(language()), err=True)


@app.command("list", help=help_text("archive_list"))
def list_(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    entity: EntityOption = None,
    year: YearOption = None,
    form: ListFormatOption = ArchiveFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """The index, which holds what the objects hold."""
    from reportgen import archive
    from reportgen.cli import archive_tables

    shelf = archive.opened(where)
    rows = list(archive.rows(shelf, entity, year))
    archive_tables.archive_tables_listed(rows, form.value, output, language(lang), force=force)
    archive_tables.cut_off(shelf, language(lang))


@app.command("show", help=help_text("archive_show"))
def show(
    where: ArchiveArgument,
    number: NumberArgument,
    entity: EntityOption = None,
    form: ShowFormatOption = ShowFormat.TABLE,
    lang: LanguageOption = None,
) -> None:
    """One report with all its versions."""
    from reportgen import archive
    from reportgen.cli import archive_tables

    shelf = archive.opened(where)
    holding, row = archive.found_holding(shelf, number, entity), archive.find(shelf, number, entity)
    archive_tables.shown(row, holding, language(lang), is_data=form is ShowFormat.JSON)


@app.command("verify", help=help_text("archive_verify"))
def verify(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    number: AnyNumberArgument = None,
    entity: EntityOption = None,
    form: TestFormatOption = TestFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Every byte, then the four properties; exit 1 if anything does not hold."""
    from reportgen import archive
    from reportgen.archive.properties import CheckVerdict
    from reportgen.catalog import load_catalog
    from reportgen.cli import archive_tables
    from reportgen.cli.options import verdict
    from reportgen.cli.writing import ready
    from reportgen.pipeline import archiving

    ready(output, form, force=force)
    shelf = archive.opened(where)
    faults = () if number else archiving.faults(shelf)
    told = [archiving.examined(shelf, number, entity)] if number else list(archiving.all_examined(shelf))
    catalog = load_catalog()
    tested = [one for one in told if isinstance(one, archiving.ExaminedReport)]
    others = (one for one in told if isinstance(one, Finding) and one not in faults)
    lost = (*faults, *others)
    archive_tables.told(tested, lost, shelf, archive_tables.Asked(form.value, output, language(lang), lang, force))
    fails = any(one.count(CheckVerdict.FAILS) for one in tested)
    raise typer.Exit(ExitCode.FINDINGS if fails else verdict(lost, catalog))


@app.command("export", help=help_text("archive_export"))
def export(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    numbers: NumbersArgument,
    output: BagFolderOption,
    entity: EntityOption = None,
    date: DateOption = None,
    lang: LanguageOption = None,
) -> None:
    """A bag for each report, in a folder of its number."""
    del lang  # heard by `speak_as`
    from reportgen import __version__, archive
    from reportgen.archive import bag
    from reportgen.cli.language import moment
    from reportgen.cli.writing import fill

    shelf, day = archive.opened(where), moment(date)[:10]
    for number in numbers:
        holding, row = archive.found_holding(shelf, number, entity), archive.find(shelf, number, entity)
        folder = output / number
        fill(folder, bag.of_object(shelf, holding, row, day, f"reportgen {__version__}"), "P39")
        tell("export", number=number, path=visible(str(folder)))


@app.command("import", help=help_text("archive_import"))
def import_(where: ArchiveArgument, bags: BagsArgument, lang: LanguageOption = None) -> None:
    """Look at all bags first; only if every one of them is sound is the first taken in."""
    del lang  # heard by `speak_as`
    from reportgen import archive
    from reportgen.archive import bag
    from reportgen.catalog import load_catalog
    from reportgen.pipeline.archiving import term

    found = [bag.unpacked(archive.located(one)) for one in bags]
    shelf, words = archive.founded(where), load_catalog().words
    for holding, files in found:
        kept = archive.admit(shelf, holding.inventory, files)
        tell(
            "add" if kept.is_new else "same",
            number=kept.row.record.number,
            version=kept.row.version,
            term=term(kept.row.record, words),
        )


@app.command("restore", help=help_text("archive_restore"))
def restore(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    number: NumberArgument,
    output: RestoreOption,
    version: VersionOption = None,
    entity: EntityOption = None,
    lang: LanguageOption = None,
) -> None:
    """The files of one version, byte for byte."""
    del lang  # heard by `speak_as`
    from reportgen import archive
    from reportgen.cli.archive_tables import named
    from reportgen.cli.writing import fill

    shelf = archive.opened(where)
    holding = archive.found_holding(shelf, number, entity)
    fill(output, named(number, archive.restored(shelf, holding, version)), "P39")
    tell("restore", number=number, version=version or holding.inventory.head, path=visible(str(output)))


@app.command("index", help=help_text("archive_index"))
def index(where: ArchiveArgument, lang: LanguageOption = None) -> None:
    """Of the objects alone."""
    del lang  # heard by `speak_as`
    import sys

    from reportgen import archive
    from reportgen.catalog import load_catalog
    from reportgen.cli import show as cli_show
    from reportgen.cli.options import verdict

    count, wrong = archive.rebuilt(archive.opened(where))
    tell("index", n=count)
    if wrong:
        cli_show.findings(wrong, load_catalog(), language(), sys.stderr)
    raise typer.Exit(verdict(wrong, load_catalog()))


app.command("unlock", help=help_text("archive_unlock"))(unlock)
app.command("hold", help=help_text("archive_hold"))(hold)
app.command("release", help=help_text("archive_release"))(release)
app.command("dispose-list", help=help_text("archive_dispose_list"))(dispose_list)


def _with_query() -> None:
    from reportgen.cli.archive_search import query

    app.command("query", help=help_text("archive_query"))(query)


_with_query()
