"""``reportgen diff``: two cases, results or reports held against each other."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import (
    EntityOption,
    ForceOption,
    LanguageOption,
    OutputOption,
    PeriodOption,
    SchemeOption,
)

if TYPE_CHECKING:
    from reportgen.difference import Difference
    from reportgen.model.leaflet import Notice

FirstArgument = Annotated[Path, typer.Argument(metavar="A", help=help_text("option.compared"))]
SecondArgument = Annotated[Path, typer.Argument(metavar="B", help=help_text("option.compared"))]


class DiffFormat(StrEnum):
    """How a comparison is told."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"
    PDF = "pdf"


FormatOption = Annotated[DiffFormat, typer.Option("--format", help=help_text("option.format"))]


def diff(  # noqa: PLR0913 - options of the command line
    first: FirstArgument,
    second: SecondArgument,
    period: PeriodOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    form: FormatOption = DiffFormat.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = None,
    force: ForceOption = False,
) -> None:
    """Which numbers, grades, words, definitions and inputs differ, and why; nothing is changed."""
    from reportgen import difference
    from reportgen.cli import show
    from reportgen.cli.options import deliver
    from reportgen.cli.writing import ready
    from reportgen.difference.printed import document
    from reportgen.difference.telling import ALL, SMALLER
    from reportgen.export.results import text

    ready(output, form, force=force)
    found = difference.between(first, second, difference.Wanted(period, entity, scheme))
    match form:
        case DiffFormat.JSON:
            deliver(text(document(found)).encode(), output, force=force)
        case DiffFormat.TABLE:
            show.printed(_leaflet(found, ALL), language(lang))
        case DiffFormat.HTML:
            deliver(show.page(_leaflet(found, ALL), lang), output, force=force)
        case DiffFormat.PDF:
            deliver(show.one_page((_leaflet(found, room) for room in SMALLER), lang), output, force=force)


def _leaflet(found: Difference, room: object) -> Notice:
    import datetime as dt

    from reportgen import __version__
    from reportgen.catalog import load_catalog
    from reportgen.cli.language import moment
    from reportgen.difference.telling import DifferenceWriter, Room

    assert isinstance(room, Room)
    day = dt.date.fromisoformat(moment(None)[:10])
    return DifferenceWriter(found, load_catalog(), room).leaflet(day, f"reportgen {__version__}")
