"""How a command speaks of its way: to somebody who reads, only of errors and results, or line by line to a program.

What it answers on stdout stays the same but for tables that are to be read, which `--quiet` leaves out.
"""

from __future__ import annotations

import json
import re
import sys
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from reportgen.cli.language import help_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.finding import Finding

QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("option.quiet"))]
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class LogFormat(StrEnum):
    """What lines of a log are."""

    JSON = "json"


LogOption = Annotated[LogFormat | None, typer.Option("--log", help=help_text("option.log"))]


@dataclass(frozen=True)
class Speaking:
    """How to speak.

    Attributes:
        quiet: only of errors and of the paths of results.
        logged: in lines of JSON on stderr.
    """

    quiet: bool = False
    logged: bool = False


USUAL: Final = Speaking()
_MANNER: Final[ContextVar[Speaking]] = ContextVar("manner", default=USUAL)


def manner() -> Speaking:
    """How the command that runs speaks."""
    return _MANNER.get()


def speak(*, quiet: bool = False, log: LogFormat | None = None) -> None:
    """Let the command that runs speak so, as its options say; as usual where they say nothing."""
    _MANNER.set(Speaking(quiet, log is not None))


def event(kind: str, **facts: Any) -> bool:
    """Write a line of the log; false where there is none."""
    if not manner().logged:
        return False
    sys.stderr.write(json.dumps({"event": kind, **facts}, ensure_ascii=False, allow_nan=False) + "\n")
    sys.stderr.flush()
    return True


def logged(found: Iterable[Finding], catalog: Catalog) -> bool:
    """Write a line for each finding; false where there is no log."""
    if not manner().logged:
        return False
    from reportgen.export.findings import listed

    return all(event("finding", **one) for one in listed(found, catalog))


def heard(found: Iterable[Finding], catalog: Catalog) -> Sequence[Finding]:
    """The findings that are told: all, or errors alone."""
    from reportgen.model.finding import Severity

    listed = list(found)
    if not manner().quiet:
        return listed
    return [one for one in listed if catalog.messages.severity(one) is Severity.ERROR]


def written(path: Path, **facts: Any) -> bool:
    """Tell where a result lies: the path alone, or a line of the log; false where the command says it in words."""
    if event("result", path=str(path), **facts):
        return True
    if manner().quiet:
        typer.echo(str(path))
    return manner().quiet


def visible(text: str) -> str:
    """A text with its control characters and turns of direction spelled out, so that they do nothing to a terminal."""
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
