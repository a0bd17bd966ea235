"""The program as a shell would run it, but in this process: words in, exit code and both streams out."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
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
        code = _ended()
    return Done(code, _said(out), _said(errors))


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
