"""The program as a whole: its commands in groups, and what it answers when something goes wrong."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer

from reportgen import __version__
from reportgen.cli import (
    archive,
    catalogue,
    check,
    compare,
    difference,
    doctor,
    evaluate,
    explain,
    init,
    issuing,
    method,
    peers,
    read,
    render,
    sign,
    verify,
)
from reportgen.cli import map as mapping
from reportgen.cli.language import help_text, language
from reportgen.errors import ExitCode, Refused

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False, help=help_text("app"))

_PANELS = ("begin", "work", "issue", "keep", "trust", "look")
_BEGIN, _WORK, _ISSUE, _KEEP, _TRUST, _LOOK = (help_text(f"panel.{name}") for name in _PANELS)
app.command("init", rich_help_panel=_BEGIN, help=help_text("init"))(init.init)
app.command("read", rich_help_panel=_BEGIN, help=help_text("read"))(read.read)
app.command("map", rich_help_panel=_BEGIN, help=help_text("map"))(mapping.map_names)
app.command("check", rich_help_panel=_WORK, help=help_text("check"))(check.check)
app.command("evaluate", rich_help_panel=_WORK, help=help_text("evaluate"))(evaluate.evaluate)
app.command("render", rich_help_panel=_WORK, help=help_text("render"))(render.render)
app.command("review", rich_help_panel=_ISSUE, help=help_text("review"))(issuing.review)
app.command("issue", rich_help_panel=_ISSUE, help=help_text("issue"))(issuing.issue)
app.command("supersede", rich_help_panel=_ISSUE, help=help_text("supersede"))(issuing.supersede)
app.command("sign", rich_help_panel=_ISSUE, help=help_text("sign"))(sign.sign)
app.command("verify", rich_help_panel=_TRUST, help=help_text("verify"))(verify.verify)
app.add_typer(archive.app, name="archive", rich_help_panel=_KEEP, help=help_text("archive"))
app.command("explain", rich_help_panel=_TRUST, help=help_text("explain"))(explain.explain)
app.command("diff", rich_help_panel=_TRUST, help=help_text("diff"))(difference.diff)
app.add_typer(method.app, name="method", rich_help_panel=_TRUST, help=help_text("method"))
app.add_typer(peers.app, name="peers", rich_help_panel=_TRUST, help=help_text("peers"))
catalogue.apps["schemes"].command("compare", help=help_text("compare"))(compare.compare)
for _name, _catalogue in catalogue.apps.items():
    app.add_typer(_catalogue, name=_name, rich_help_panel=_LOOK, help=help_text(_name))
app.command("doctor", rich_help_panel=_LOOK, help=help_text("doctor"))(doctor.doctor)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=help_text("option.version"))
    ] = False,
) -> None:
    """Options of the program itself."""
    del version


def main() -> None:
    """Run the program; end with one of the exit codes, never with a traceback."""
    if "--help" in sys.argv or len(sys.argv) == 1:
        from reportgen.cli import help_pages

        help_pages.say_in_words()
    try:
        if sys.argv[1:] == ["--install-completion"]:
            from reportgen.cli import help_pages

            typer.echo(help_pages.install_completion())
            sys.exit(ExitCode.DONE)
        _insist_on_folder()
        sys.exit(app(standalone_mode=False))
    except Refused as refused:
        sys.exit(_tell(refused))
    except typer.Abort:
        typer.echo(help_text("aborted"), err=True)
        sys.exit(ExitCode.FINDINGS)
    except typer.TyperException as error:
        from reportgen.cli import usage

        sys.exit(ExitCode.USAGE if usage.is_help(error) else _tell(usage.refused(error)))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.DONE)
    except Exception:  # noqa: BLE001 - whatever it is, the user gets a sentence and a log
        sys.exit(_bug())


def _insist_on_folder() -> None:
    """See that the folder in which the program was called is still there.

    Raises:
        Refused: C70 if it was removed meanwhile.
    """
    try:
        Path.cwd()
    except OSError:
        from reportgen.model.finding import Finding
        from reportgen.model.place import Place

        raise Refused([Finding("C70", Place(""))], ExitCode.ENVIRONMENT) from None


def _tell(refused: Refused) -> ExitCode:
    from reportgen.cli import show

    show.refusal(refused, language(_asked(sys.argv)))
    return refused.exit_code


def _asked(words: list[str]) -> str | None:
    """The language that the command line names: what is refused is told in it, too."""
    named = (word.removeprefix("--lang=") for word in words if word.startswith("--lang="))
    return next((after for word, after in pairwise(words) if word == "--lang"), next(named, None))


def _bug() -> ExitCode:
    handle, name = tempfile.mkstemp(prefix="reportgen-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(f"reportgen {__version__}\n{' '.join(sys.argv)}\n{traceback.format_exc()}")
    typer.echo(help_text("bug").format(log=Path(name)), err=True)
    return ExitCode.BUG
