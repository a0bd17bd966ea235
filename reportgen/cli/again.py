"""An answer given before, given again: as long as nothing that it was made from, or that it is shown on, is another.

What counts is the state of the case with its journal and issued reports, the program, what was asked, and all that the
words and their layout depend on outside of them: the language, the terminals, the environment.
"""

from __future__ import annotations

import io
import json
import os
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TextIO

import typer

from reportgen import kept
from reportgen.errors import ExitCode

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

STREAMS: Final = ("stdout", "stderr")
SHOWN_BY: Final = (
    "LC_",
    "LANG",
    "REPORTGEN_",
    "TERM",
    "COLORTERM",
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "TTY_",
    "JUPYTER_",
    "UNICODE_VERSION",
    "DATABRICKS_",
    "PYTHONIOENCODING",
    "PYTHONUTF8",
)
"""Beginnings of the names of variables by which we, Python and rich say what is shown, and how."""
MOST: Final = 16 * 2**20
"""Bytes of the longest answer that is kept."""


def answer(command: str, case: Path, asked: tuple[object, ...], give: Callable[[], None]) -> None:
    """Give an answer that goes to the terminal: the one kept, or the one that is made now.

    Args:
        command: which is asked.
        case: the case folder, as it was named.
        asked: all its arguments and options, and the language.
        give: prints the answer, and ends with typer.Exit where the exit code is not that of success.

    Raises:
        typer.Exit: as `give` does, with the code of the answer.
    """
    name = _name(command, case, asked)
    if name is None:
        give()
        return
    if (told := _kept(name)) is not None:
        raise typer.Exit(told)
    with _heard() as heard:
        code = _code_of(give)
    if name == _name(command, case, asked):  # else something was written meanwhile
        _keep(name, heard, code)
    raise typer.Exit(code)


def _name(command: str, case: Path, asked: tuple[object, ...]) -> str | None:
    """The name of the answer; None where none is kept."""
    if kept.store() is None:
        return None
    state = kept.state(case)
    return None if state is None else kept.key_of("answer", state, command, str(case), repr(asked), repr(_shown_on()))


def _shown_on() -> tuple[object, ...]:
    """What an answer looks like depends on: the terminals, and what the environment says of them."""
    streams = [sys.__stdin__, sys.stdout, sys.stderr]
    terminals = [None if one is None or one.closed else (one.isatty(), one.encoding, one.errors) for one in streams]
    said = sorted((name, value) for name, value in os.environ.items() if name.startswith(SHOWN_BY))
    return (terminals, [_size(number) for number in range(3)], said)


def _size(number: int) -> tuple[int, int] | None:
    try:
        return tuple(os.get_terminal_size(number))  # type: ignore[return-value]  # columns and lines
    except (OSError, ValueError):
        return None


def _kept(name: str) -> int | None:
    """Print the answer of a name; its exit code, or None where there is none."""
    place = kept.store()
    content = None if place is None else place.get(name)
    if content is None:
        return None
    said: Mapping[str, str] = json.loads(content)
    for stream in STREAMS:
        out: TextIO = getattr(sys, stream)
        out.flush()
        out.buffer.write(b64decode(said[stream]))
        out.flush()
    return int(said["code"])


def _keep(name: str, heard: Mapping[str, bytes], code: int) -> None:
    place = kept.store()
    if place is not None and sum(map(len, heard.values())) <= MOST:
        said = {stream: b64encode(content).decode() for stream, content in heard.items()}
        place.put(name, json.dumps(said | {"code": str(code)}).encode())


def _code_of(give: Callable[[], None]) -> int:
    try:
        give()
    except typer.Exit as ended:
        return ended.exit_code
    return ExitCode.DONE


class _Ear(io.RawIOBase):
    """A stream that hears what goes through it."""

    def __init__(self, through: IO[bytes]) -> None:
        self.through = through
        self.heard = bytearray()

    def writable(self) -> bool:
        """As any stream that is written to."""
        return True

    def isatty(self) -> bool:
        """As what is behind it."""
        return self.through.isatty()

    def fileno(self) -> int:
        """As what is behind it."""
        return self.through.fileno()

    def write(self, content: ReadableBuffer) -> int:
        """Pass on at once, and remember."""
        told = bytes(content)
        self.through.write(told)
        self.through.flush()
        self.heard += told
        return len(told)


@contextmanager
def _heard() -> Iterator[dict[str, bytes]]:
    """What is written to both streams meanwhile, complete at the end."""
    found: dict[str, bytes] = {}
    before: dict[str, TextIO] = {stream: getattr(sys, stream) for stream in STREAMS}
    ears: dict[str, tuple[_Ear, TextIO]] = {}
    for stream, out in before.items():
        out.flush()
        ear = _Ear(out.buffer)
        told = io.TextIOWrapper(io.BufferedWriter(ear), out.encoding, out.errors, line_buffering=ear.isatty())
        ears[stream] = ear, told
        setattr(sys, stream, told)
    try:
        yield found
    finally:
        for stream, out in before.items():
            setattr(sys, stream, out)
        for stream, (ear, words) in ears.items():
            words.flush()
            found[stream] = bytes(ear.heard)
