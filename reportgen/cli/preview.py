"""``reportgen preview``: a case in the browser while it is worked on."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from reportgen.cli.language import help_text, language
from reportgen.cli.options import HERE, CaseArgument, EntityOption, LanguageOption, PeriodOption, SchemeOption
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

KindOption = Annotated[str | None, typer.Option("--report", metavar="KIND", help=help_text("option.preview_report"))]
PortOption = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help=help_text("option.port"))]
OpenOption = Annotated[bool, typer.Option("--open", help=help_text("option.open"))]


def preview(  # noqa: PLR0913 - options of the command line
    case: CaseArgument = HERE,
    report: KindOption = None,
    period: PeriodOption = None,
    entity: EntityOption = None,
    scheme: SchemeOption = None,
    lang: LanguageOption = None,
    port: PortOption = 0,
    open_: OpenOption = False,
) -> None:
    """Serve a page on this machine alone, until it is interrupted."""
    from reportgen import intake
    from reportgen.cli.language import moment
    from reportgen.cli.writing import put_right

    put_right(case)
    intake.open_case(case)
    from reportgen.preview.bench import AskedCase
    from reportgen.preview.server import ServedCase, serve

    asked = AskedCase(case.resolve(), report, period, entity, scheme)
    served = ServedCase(asked, str(case), language(lang), partial(moment, None), port)
    try:
        serve(served, partial(_tell, is_opened=open_))
    except OSError as error:
        raise Refused(
            [Finding("C96", Place(""), {"port": port, "problem": str(error)})], ExitCode.ENVIRONMENT
        ) from error


def _tell(address: str, *, is_opened: bool) -> None:
    typer.echo(help_text("preview_at"), err=True)
    typer.echo(address)
    if is_opened:
        import webbrowser

        webbrowser.open(address)
