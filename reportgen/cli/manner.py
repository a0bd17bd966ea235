"""How a command speaks of its way, and the steps that it tells while they run: to somebody who reads, or to a program.

What it answers on stdout stays the same but for tables that are to be read, which `--quiet` leaves out.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Annotated, Any, Final, TextIO

import typer

from reportgen.cli.language import help_text
from reportgen.errors import Refused
from reportgen.progress import heard_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from reportgen.catalog import Catalog
    from reportgen.model.finding import Finding


QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help=help_text("option.quiet"))]
UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
PAUSE: Final = 0.1
"""Seconds between two counts that are shown."""
PATIENCE: Final = 2.0
"""Seconds after which the time left is told, where it is known how much there is to do."""
AGAIN: Final = "\r\x1b[K"
"""Back to the start of the line, which is emptied."""


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


def progress(words: str) -> None:
    """One line for whoever looks on."""
    if (out := _watched()) is not None:
        _say(out, words, end="\n")


@contextmanager
def starting() -> Iterator[None]:
    """What comes before the first step, such as the loading of libraries; nothing is left of it."""
    out = _watched()
    if out is None:
        yield
        return
    with _line(out, help_text("progress.start"), last=""):
        yield


@contextmanager
def step(name: str, *, blamed: bool = False) -> Iterator[None]:
    """A step of the way with what it counts, on one line; one that is `blamed` tells everybody that it was refused."""
    words, out, began = help_text(f"progress.{name}"), _watched(), time.monotonic()
    event("stage", name=name, state="begun")
    try:
        if out is None:
            yield
        else:
            with _counted(out, words):
                yield
    except Refused:
        if not event("stage", name=name, state="refused", seconds=_since(began)) and blamed and not manner().quiet:
            typer.echo(help_text(f"progress.stopped.{name}"), err=True)
        raise
    event("stage", name=name, state="done", seconds=_since(began))


def _since(began: float) -> float:
    """Seconds, to the millisecond."""
    return round(time.monotonic() - began, 3)


@contextmanager
def _counted(out: TextIO, words: str) -> Iterator[None]:
    began = shown = time.monotonic()

    def count(what: str, done: int, of: int | None) -> None:
        nonlocal shown
        if time.monotonic() - shown >= PAUSE and not _is_plain():
            shown = time.monotonic()
            told = help_text(f"progress.counted.{what}").format(done=done, of=of, rate=_rate(shown - began, done))
            _say(out, f"{words} {told}{_left(shown - began, done, of)}", start=AGAIN)

    with _line(out, words, last=f"{_faint(words)}\n"), heard_by(count):
        yield


def _rate(spent: float, done: int) -> str:
    """How many a minute at the pace so far."""
    return f"{done * 60 / spent:.0f}" if spent else "\N{EM DASH}"


def _left(spent: float, done: int, of: int | None) -> str:
    """What is said of the time left, at the pace so far; nothing where nobody waits yet, or nobody knows."""
    if of is None or not done or spent < PATIENCE:
        return ""
    return help_text("progress.left").format(seconds=ceil(spent / done * (of - done)))


@contextmanager
def _line(out: TextIO, words: str, *, last: str) -> Iterator[None]:
    """A line that becomes another one at its end, where the terminal can do that."""
    _say(out, words)
    try:
        yield
    finally:
        out.write("\n" if _is_plain() else f"{AGAIN}{last}")
        out.flush()


def _watched() -> TextIO | None:
    """The terminal behind stderr; what is told of the way there is no part of an answer."""
    if manner().quiet or manner().logged:
        return None
    return sys.__stderr__ if sys.stderr.isatty() and sys.__stderr__ is not None else None


def _say(out: TextIO, words: str, *, start: str = "", end: str = "") -> None:
    out.write(f"{start}{_faint(words)}{end}")
    out.flush()


def _faint(words: str) -> str:
    return visible(words) if _is_plain() else f"\x1b[2m{visible(words)}\x1b[0m"


def _is_plain() -> bool:
    """Whether the terminal is to get, or understands, nothing but letters."""
    return bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "dumb") == "dumb"
