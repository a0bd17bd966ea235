"""The program as a whole: its commands in groups, and what it answers when something goes wrong."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from reportgen import __version__
from reportgen.cli.language import help_text, language, speak_as
from reportgen.cli.manner import event, speak
from reportgen.errors import ExitCode, Refused
from reportgen.writing import own_temporary_folder, unwritable

CALLBACK: Final = "app"
"""What a module calls its group of commands."""
SURROUNDINGS: Final = frozenset(
    {
        errno.EIO,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EFBIG,
        errno.EACCES,
        errno.EPERM,
        errno.EMFILE,
        errno.ENFILE,
        errno.ESTALE,
    }
)
"""What a disk or a system refuses wherever it is asked: no fault of the program."""
COMMANDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "init": ("begin", "new", "init"),
    "read": ("begin", "check", "read"),
    "map": ("begin", "map", "map_names"),
    "new": ("begin", "new", "new"),
    "month": ("work", "month", CALLBACK),
    "status": ("work", "month", "status"),
    "calendar": ("work", "month", "calendar"),
    "appraisal": ("work", "fill", "appraisal"),
    "preview": ("work", "preview", "preview"),
    "check": ("work", "check", "check"),
    "evaluate": ("work", "evaluate", "evaluate"),
    "render": ("work", "render", "render"),
    "review": ("issue", "issuing", "review"),
    "issue": ("issue", "issuing", "issue"),
    "supersede": ("issue", "issuing", "supersede"),
    "sign": ("issue", "sign", "sign"),
    "send": ("issue", "sending", "send"),
    "receive": ("issue", "sending", "receive"),
    "verify": ("trust", "verify", "verify"),
    "archive": ("keep", "archive", CALLBACK),
    "batch": ("many", "batch", "batch"),
    "collect": ("many", "collect", "collect"),
    "consolidate": ("many", "consolidate", "consolidate"),
    "fill": ("many", "fill", "fill"),
    "facts": ("trust", "verify", "facts"),
    "explain": ("trust", "explain", "explain"),
    "diff": ("trust", "difference", "diff"),
    "method": ("trust", "method", CALLBACK),
    "peers": ("trust", "peers", CALLBACK),
    "": ("look", "catalogue", "apps"),
    "schema": ("look", "new", "schema"),
    "doctor": ("look", "doctor", "doctor"),
}
"""Commands in the order in which help lists them: the panel each stands in, its module and its function there.

The one without a name stands for all that list definitions.
"""


@cache
def application(only: str | None = None) -> typer.Typer:
    """The program with all its commands, or with a single one, so that no other's module is loaded."""
    made = typer.Typer(
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        help=help_text("app"),
        epilog=_exit_codes(),
    )
    made.callback()(options)
    for name, (panel, module, function) in COMMANDS.items():
        if only is None or name == only:
            found = getattr(import_module(f"reportgen.cli.{module}"), function)
            _add(made, name, help_text(f"panel.{panel}"), found)
    return made


def _exit_codes() -> str:
    """What the program answers to the shell, a line each, at the foot of its help."""
    lines = (f"{code:>2}  {help_text(f'exit_codes.{code.name.lower()}')}" for code in ExitCode)
    return "\n".join((help_text("exit_codes.title"), *lines))


def _add(made: typer.Typer, name: str, panel: str, found: Any) -> None:
    if isinstance(found, Mapping):
        for kind, listed in found.items():
            made.add_typer(listed, name=kind, rich_help_panel=panel, help=help_text(kind))
    elif isinstance(found, typer.Typer):
        made.add_typer(found, name=name, rich_help_panel=panel, help=help_text(name))
    else:
        made.command(name, rich_help_panel=panel, help=help_text(name))(found)


def __getattr__(name: str) -> Any:
    """The whole program as `app`, made when somebody asks for it.

    Raises:
        AttributeError: for any other name.
    """
    if name != CALLBACK:
        raise AttributeError(name)
    return application()


def _version(asked: bool) -> None:  # noqa: FBT001 - typer calls it so
    if asked:
        typer.echo(f"reportgen {__version__}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=help_text("option.version"))
    ] = False,
) -> None:
    """Options of the program itself."""
    del version


def main() -> None:
    """Run the program; end with one of the exit codes, never with a traceback."""
    speak_as(sys.argv[2:])
    speak()
    if "--help" in sys.argv or len(sys.argv) == 1:
        from reportgen.cli import usage

        usage.say_in_words()
    try:
        if sys.argv[1:] == ["--install-completion"]:
            from reportgen.cli import usage

            typer.echo(usage.install_completion())
            sys.exit(ExitCode.DONE)
        _insist_on_folder()
        with own_temporary_folder():
            sys.exit(application(_named(sys.argv))(standalone_mode=False))
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
    except OSError as error:
        sys.exit(_tell(unwritable(str(error.filename or ""), error)) if error.errno in SURROUNDINGS else _bug())
    except Exception:  # noqa: BLE001 - whatever it is, the user gets a sentence and a log
        sys.exit(_bug())


def _named(words: list[str]) -> str | None:
    """The only word that the command line needs: its command, or the version; None where it needs all commands."""
    first = words[1] if len(words) > 1 else ""
    return first if first in {*COMMANDS, "--version"} - {""} else None


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
    if not event("bug", log=name):
        typer.echo(help_text("bug").format(log=Path(name)), err=True)
    return ExitCode.BUG
