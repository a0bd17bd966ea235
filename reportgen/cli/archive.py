"""``reportgen archive``: issued reports kept for years."""

from __future__ import annotations

import typer

from reportgen.cli import archive_terms
from reportgen.cli.archive_options import (
    AnyNumberArgument,
    ArchiveArgument,
    BagFolderOption,
    BagsArgument,
    ByOption,
    CodeOption,
    DateOption,
    ListFormat,
    ListFormatOption,
    NumberArgument,
    NumbersArgument,
    ReportsArgument,
    RestoreOption,
    RetentionOption,
    ShowFormat,
    ShowFormatOption,
    TestFormat,
    TestFormatOption,
    VersionOption,
    YearOption,
)
from reportgen.cli.archive_said import said_by, tell
from reportgen.cli.language import help_text, language
from reportgen.cli.options import EntityOption, ForceOption, LanguageOption, OutputOption
from reportgen.cli.plain import visible
from reportgen.errors import ExitCode
from reportgen.model.finding import Finding

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
) -> None:
    """Look at all reports first; only if every one of them can be taken in is the first put away."""
    from reportgen import archive
    from reportgen.catalog import load_catalog
    from reportgen.cli.recovering import put_right
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
        tell("add" if kept.is_new else "same", number=record.number, version=kept.row.version,
              term=term(record, words))  # fmt: skip
        if record.keeping.paper and kept.is_new:
            typer.echo(words["archive.paper"].in_language(language()), err=True)


@app.command("list", help=help_text("archive_list"))
def list_(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    entity: EntityOption = None,
    year: YearOption = None,
    form: ListFormatOption = ListFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """The index, which holds what the objects hold."""
    from reportgen import archive
    from reportgen.cli import archive_tables

    shelf = archive.opened(where)
    rows = list(archive.rows(shelf, entity, year))
    archive_tables.listed(rows, form.value, output, language(lang), force=force)
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
    from reportgen.archive.properties import Verdict
    from reportgen.catalog import load_catalog
    from reportgen.cli import archive_test
    from reportgen.cli.answer import verdict
    from reportgen.cli.writing import ready
    from reportgen.pipeline import archiving

    ready(output, form, force=force)
    shelf = archive.opened(where)
    faults = () if number else archiving.faults(shelf)
    told = [archiving.examined(shelf, number, entity)] if number else list(archiving.all_examined(shelf))
    catalog = load_catalog()
    tested = [one for one in told if isinstance(one, archiving.Examined)]
    others = (one for one in told if isinstance(one, Finding) and one not in faults)
    lost = (*faults, *others)
    archive_test.told(tested, lost, shelf, archive_test.Asked(form.value, output, language(lang), lang, force))
    fails = any(one.count(Verdict.FAILS) for one in tested)
    raise typer.Exit(ExitCode.FINDINGS if fails else verdict(lost, catalog))


@app.command("export", help=help_text("archive_export"))
def export(
    where: ArchiveArgument,
    numbers: NumbersArgument,
    output: BagFolderOption,
    entity: EntityOption = None,
    date: DateOption = None,
) -> None:
    """A bag for each report, in a folder of its number."""
    from reportgen import __version__, archive
    from reportgen.archive import bag
    from reportgen.cli.archive_folders import filled
    from reportgen.cli.moment import moment

    shelf, day = archive.opened(where), moment(date)[:10]
    for number in numbers:
        holding, row = archive.found_holding(shelf, number, entity), archive.find(shelf, number, entity)
        folder = output / number
        filled(folder, bag.of_object(shelf, holding, row, day, f"reportgen {__version__}"))
        tell("export", number=number, path=visible(str(folder)))


@app.command("import", help=help_text("archive_import"))
def import_(where: ArchiveArgument, bags: BagsArgument) -> None:
    """Look at all bags first; only if every one of them is sound is the first taken in."""
    from reportgen import archive
    from reportgen.archive import bag
    from reportgen.catalog import load_catalog
    from reportgen.pipeline.archiving import term

    found = [bag.unpacked(archive.located(one)) for one in bags]
    shelf, words = archive.founded(where), load_catalog().words
    for holding, files in found:
        kept = archive.admit(shelf, holding.inventory, files)
        tell("add" if kept.is_new else "same", number=kept.row.record.number, version=kept.row.version,
              term=term(kept.row.record, words))  # fmt: skip


@app.command("restore", help=help_text("archive_restore"))
def restore(
    where: ArchiveArgument,
    number: NumberArgument,
    output: RestoreOption,
    version: VersionOption = None,
    entity: EntityOption = None,
) -> None:
    """The files of one version, byte for byte."""
    from reportgen import archive
    from reportgen.cli.archive_folders import filled, named

    shelf = archive.opened(where)
    holding = archive.found_holding(shelf, number, entity)
    filled(output, named(number, archive.restored(shelf, holding, version)))
    tell("restore", number=number, version=version or holding.inventory.head, path=visible(str(output)))


@app.command("index", help=help_text("archive_index"))
def index(where: ArchiveArgument) -> None:
    """Of the objects alone."""
    import sys

    from reportgen import archive
    from reportgen.catalog import load_catalog
    from reportgen.cli import show as terminal
    from reportgen.cli.answer import verdict

    count, wrong = archive.rebuilt(archive.opened(where))
    tell("index", n=count)
    if wrong:
        terminal.findings(wrong, load_catalog(), language(), sys.stderr)
    raise typer.Exit(verdict(wrong, load_catalog()))


app.command("unlock", help=help_text("archive_unlock"))(archive_terms.unlock)
app.command("hold", help=help_text("archive_hold"))(archive_terms.hold)
app.command("release", help=help_text("archive_release"))(archive_terms.release)
app.command("dispose-list", help=help_text("archive_dispose_list"))(archive_terms.dispose_list)
