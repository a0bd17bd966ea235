"""Steps of the way, told on stderr while they run, and only where somebody looks on."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Final, TextIO

import typer

from reportgen.cli.language import help_text
from reportgen.cli.manner import event, manner, visible
from reportgen.errors import Refused
from reportgen.progress import heard_by

PAUSE: Final = 0.1
"""Seconds between two counts that are shown."""
PATIENCE: Final = 2.0
"""Seconds after which the time left is told, where it is known how much there is to do."""
AGAIN: Final = "\r\x1b[K"
"""Back to the start of the line, which is emptied."""


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
