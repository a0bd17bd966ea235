"""Other ways to the same pages: scripts as a competent user writes them, and the environment that they run in."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportgen.report.fonts import font_folder

HERE: Final = Path(__file__).resolve().parent
LOCK: Final = HERE / "requirements.lock"
HOME: Final = HERE.parent.parent / "out" / "bench" / "peers"
"""Not the environment of the program: no package of a peer may be one of ours, or take the place of one."""
FONTCONFIG: Final = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
    "<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"
)


@dataclass(frozen=True)
class Peer:
    """One of the other ways.

    Attributes:
        name: what it is made of.
        script: beside this file, with `options`.
        repeats: whether its file tags a table anew on each page that it goes on to.
    """

    name: str
    script: str
    options: tuple[str, ...] = ()
    repeats: bool = False

    def command(self, interpreter: Path, case: Path, content: Path, target: Path) -> list[str | Path]:
        """The command from the workbooks to the PDF."""
        return [interpreter, HERE / self.script, case, content, target, *self.options]


PEERS: Final = (
    Peer("the usual script (pandas, Altair, Jinja, WeasyPrint)", "script.py", repeats=True),
    Peer("that script, tuned", "script.py", ("--tuned",), repeats=True),
    Peer("a notebook (papermill, nbconvert, pandoc, Typst)", "notebook.py"),
    Peer("a bare script (calamine, Altair, Typst)", "typeset.py"),
)


def interpreter() -> Path:
    """The Python of the peers' environment, which is made where it is missing or its lock has changed.

    Raises:
        subprocess.CalledProcessError: where a package cannot be had.
    """
    python, stamp = HOME / "bin" / "python", HOME / "made-from"
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != lock:
        uv = Path(sys.executable).parent / "uv"
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, HOME], check=True)
        given = ("--quiet", "--require-hashes", "--python", python, "-r", LOCK)
        subprocess.run([uv, "pip", "install", *given], check=True)
        stamp.write_text(lock, encoding="utf-8")
    return python


def surroundings(folder: Path) -> Mapping[str, str]:
    """Environment variables under which the peers find the fonts that ours has; nothing else is given to them."""
    written = folder / "fonts.conf"
    written.write_text(FONTCONFIG.format(fonts=font_folder(), cache=folder / "fontconfig"), encoding="utf-8")
    return {**os.environ, "REPORTGEN_FONTS": str(font_folder()), "FONTCONFIG_FILE": str(written)}
