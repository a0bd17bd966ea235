"""The whole of both standards, by veraPDF where that is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, judged

PROGRAM: Final = "verapdf"
FLAVOURS: Final[Mapping[str, str]] = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
CONFORMS: Final = "PASS"
FAILS: Final = "FAIL"
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
        return Check("validator", Answer.OPEN, "no_validator")
    found = tuple(Finding("T27", Place(name), {"flavour": key}) for key, passes in verdicts.items() if not passes)
    return judged("validator", "validator", {}, found)


def _verdict(program: str, flavour: str, path: Path) -> bool | None:
    command = [program, "--flavour", flavour, "--format", "text", str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - the program found by its name, and a file of ours
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = {line.split(" ", 1)[0] for line in done.stdout.splitlines()}
    return CONFORMS in words if words & {CONFORMS, FAILS} else None
