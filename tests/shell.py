"""The program as a shell would run it, but in this process: words in, exit code and both streams out."""

from __future__ import annotations

import contextlib
import contextvars
import io
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from reportgen.cli.app import main

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def reportgen(*words: str | Path, language: str = "en", cwd: Path = ROOT) -> Done:
    """What `reportgen` with these words does in that folder."""
    out, errors = _stream(), _stream()
    with (
        mock.patch.object(sys, "argv", ["reportgen", *map(str, words)]),
        mock.patch.dict(os.environ, {"REPORTGEN_LANG": language}),
        contextlib.chdir(cwd),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        code = contextvars.copy_context().run(_ended)  # a process has a context of its own
    return Done(code, _said(out), _said(errors))


@contextlib.contextmanager
def workers_here() -> Iterator[None]:
    """What worker processes do, done in this process."""
    from reportgen.batch import pool, run
    from reportgen.collect import judging, letters

    def each(work: Callable[[Any], Any], orders: Iterable[Any], bounds: pool.Bounds) -> Iterator[Any]:
        del bounds
        return (pool.Answered(order, work(order), pool.Ending.ANSWERED, 0.0) for order in orders)

    with contextlib.ExitStack() as patches:
        for module in (run, judging, letters):
            patches.enter_context(mock.patch.object(module, "each", each))
        yield


def typed(line: str, cwd: Path) -> Done:
    """What a reader gets who types this line, a command of ours, in that folder."""
    program, *words = shlex.split(line)
    assert program == "reportgen", line
    return reportgen(*words, cwd=cwd)


def _ended() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()
