"""``reportgen archive hold``, ``release``, ``dispose-list``, ``unlock``: how long a report is kept; a stale lock."""

from __future__ import annotations

from reportgen.cli.archive_options import (
    ArchiveArgument,
    ByOption,
    DateOption,
    DueOption,
    HolderOption,
    ListFormat,
    ListFormatOption,
    NumberArgument,
    WhyOption,
)  # fmt: skip
from reportgen.cli.archive_said import said_by, tell
from reportgen.cli.language import language
from reportgen.cli.options import EntityOption, ForceOption, LanguageOption, OutputOption


def hold(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument, number: NumberArgument, why: WhyOption,
    by: ByOption = None, date: DateOption = None, entity: EntityOption = None,
) -> None:  # fmt: skip
    """A hold outlasts every term."""
    from reportgen import archive

    archive.hold(archive.opened(where), number, entity, said_by(by, date, why))
    tell("hold", number=number, why=why)


def release(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument, number: NumberArgument, why: WhyOption,
    by: ByOption = None, date: DateOption = None, entity: EntityOption = None,
) -> None:  # fmt: skip
    """End it; that there was one stays on record."""
    from reportgen import archive

    archive.release(archive.opened(where), number, entity, said_by(by, date, why))
    tell("release", number=number, why=why)


def unlock(where: ArchiveArgument, holder: HolderOption) -> None:
    """The lock that a killed process left in a store."""
    from reportgen import archive

    archive.unlocked(archive.opened(where), holder)
    tell("unlock", holder=holder)


def dispose_list(  # noqa: PLR0913 - options of the command line
    where: ArchiveArgument,
    on: DueOption = None,
    form: ListFormatOption = ListFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """What is past its term, and what of it a hold keeps."""
    from reportgen import archive
    from reportgen.cli import archive_tables
    from reportgen.cli.moment import moment

    rows = list(archive.rows(archive.opened(where)))
    archive_tables.due(rows, moment(on)[:10], form.value, output, language(lang), force=force)
