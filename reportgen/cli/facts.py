"""``reportgen facts``: the figures that a report's pages name, read from the PDF alone."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from reportgen.cli.catalogue import ListFormat
from reportgen.cli.language import help_text, language, say
from reportgen.cli.options import ForceOption, LanguageOption, OutputOption

if TYPE_CHECKING:
    from reportgen.verify.facts import PageFact

SCHEMA: Final = "reportgen/facts/1"

ReportArgument = Annotated[Path, typer.Argument(metavar="REPORT.pdf", help=help_text("option.verified_report"))]
KeyOption = Annotated[str, typer.Option("--key", metavar="TEXT", help=help_text("option.fact_key"))]
PageOption = Annotated[int | None, typer.Option("--page", metavar="N", min=1, help=help_text("option.fact_page"))]
FormatOption = Annotated[ListFormat, typer.Option("--format", help=help_text("option.format"))]


def facts(  # noqa: PLR0913 - options of the command line
    report: ReportArgument,
    key: KeyOption = "",
    page: PageOption = None,
    form: FormatOption = ListFormat.TABLE,
    lang: LanguageOption = None,
    output: OutputOption = None,
    force: ForceOption = False,
) -> None:
    """List the figures that a report's pages name, in reading order: page, number as printed, value, key.

    Raises:
        Refused: J30-J34 what is no PDF of ours, or is damaged.
    """
    from reportgen.cli.options import deliver
    from reportgen.intake.workbooks.contents import bounded
    from reportgen.lifecycle import paper
    from reportgen.verify.facts import facts as named

    opened = paper.opened(bounded(report, paper.MAX_BYTES, rule="J33"), report.name)
    found = [one for one in named(opened) if key in one.key and page in {None, one.page}]
    if form is ListFormat.TABLE and output is None:
        from reportgen.cli import show

        speech = language(lang)
        show.table([say(f"head.{name}", speech) for name in COLUMNS], [_row(one) for one in found])
    else:
        deliver(_written(found, form), output, force=force)


COLUMNS: Final = ("page", "printed", "value", "key", "element")


def _row(one: PageFact) -> list[str]:
    told = asdict(one) | {"value": "" if one.value is None else repr(one.value)}
    return [str(told[name]) for name in COLUMNS]


def _written(found: list[PageFact], form: ListFormat) -> bytes:
    from reportgen.model import foreign_text

    if form is ListFormat.JSON:
        rows = [asdict(one) for one in found]
        return json.dumps({"schema": SCHEMA, "facts": rows}, ensure_ascii=False, indent=1).encode()
    return foreign_text.table([COLUMNS, *(_row(one) for one in found)], "\n").encode()
