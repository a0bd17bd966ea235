"""The whole of both standards, by veraPDF where that is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, judged

PROGRAM: Final = "verapdf"
FLAVOURS: Final[Mapping[str, str]] = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
CONFORMS: Final = "PASS"
FAILS: Final = "FAIL"
ENDINGS: Final[Mapping[str, frozenset[int]]] = {CONFORMS: frozenset({0}), FAILS: frozenset({0, 1})}
"""What it says of a file, and the exit codes that go with it; early versions end with 0 after both."""
PATIENCE: Final = 300
"""Seconds for one flavour; a hundred pages take a few."""


def check(content: bytes, name: str) -> Check:
    """Ask veraPDF for both flavours; open where it is not there, or gives no verdict."""
    program = shutil.which(PROGRAM)
    if program is None:
        return Check("validator", Answer.OPEN, "no_validator")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "report.pdf"
        path.write_bytes(content)
        verdicts = {flavour: _verdict(program, flavour, path) for flavour in FLAVOURS}
    if None in verdicts.values():
        return Check("validator", Answer.OPEN, "no_verdict")
    found = tuple(Finding("T27", Place(name), {"flavour": key}) for key, passes in verdicts.items() if not passes)
    return judged("validator", "validator", {}, found)


def _verdict(program: str, flavour: str, path: Path) -> bool | None:
    """What it says in so many words, if it also ended as it does then; None for anything else."""
    code, told = _answer([program, "--flavour", flavour, "--format", "text", str(path)])
    words = {line.split(" ", 1)[0] for line in told.splitlines()} & ENDINGS.keys()
    if len(words) != 1:
        return None
    (word,) = words
    return word == CONFORMS if code in ENDINGS[word] else None


def _answer(command: Sequence[str]) -> tuple[int | None, str]:
    """How a program ended and what it said; no ending if it could not be started, or did not come to one in time."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found by its name, and a file of ours
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError:
        return None, ""
    with process:
        try:
            told, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            _end(process)
            return None, ""
        except BaseException:
            _end(process)
            raise
    return process.returncode, told.decode(errors="replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """Stop it with all that it started: the program is a script around a machine of its own."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
