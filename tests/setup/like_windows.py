"""What of Windows can be imitated: modules and calls that it has not, and open files that it neither renames nor removes.

``python like_windows.py FOLDER`` goes the way of a report with the case in that folder, and prints how each command ended.
"""

from __future__ import annotations

import builtins
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

GONE = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog"}
"""Modules that only POSIX has; libraries have ways of their own without them, which are not tried here."""
HANDLES = "/proc/self/fd"
COMMANDS = (
    "init new",
    "check case",
    "evaluate case --format json -o results.json",
    "render case --report board --lang zh-en -o board.pdf",
    "review case --period 2025 --role preparer --date 2026-01-10",
    "review case --period 2025 --role director --date 2026-01-10",
    "issue case --period 2025 --role director --date 2026-01-12",
    "verify case/issued/XC-2025-001.pdf",
    "archive add shelf case --by 丁 --date 2026-02-01",
    "archive verify shelf",
    "batch case --out boards --report board",
)


def imitate() -> None:
    """Make this process one of such a system, as far as our own code asks."""
    plain = builtins.__import__

    def find(name: str, *more: Any, **named: Any) -> Any:
        if name in GONE and more and str((more[0] or {}).get("__name__", "")).startswith("reportgen"):
            raise ImportError(f"No module named {name!r}", name=name)
        return plain(name, *more, **named)

    builtins.__import__ = find
    for name in ("geteuid", "killpg"):
        delattr(os, name)
    os.open = partial(_opened, os.open)  # type: ignore[assignment]
    for name, ends in (("replace", 2), ("rename", 2), ("unlink", 1), ("remove", 1)):
        setattr(os, name, partial(_unless_open, getattr(os, name), ends))
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # folders are removed by path
    tempfile.TemporaryFile = tempfile.NamedTemporaryFile  # type: ignore[assignment]  # as there


def _opened(plain: Callable[..., int], path: Any, *more: Any, **named: Any) -> int:
    if not isinstance(path, int) and Path(os.fsdecode(path)).is_dir():
        raise PermissionError(13, "Permission denied", os.fsdecode(path))
    return plain(path, *more, **named)


def _unless_open(plain: Callable[..., None], ends: int, *paths: Any, **named: Any) -> None:
    for path in paths[:ends]:
        if not named.get("dir_fd") and _is_open(path):
            raise PermissionError(13, "It is being used by another process", os.fsdecode(path))
    plain(*paths, **named)


def _is_open(path: Any) -> bool:
    try:
        wanted = os.lstat(path)
    except OSError:
        return False
    for handle in Path(HANDLES).iterdir():
        try:
            held = os.fstat(int(handle.name))
        except OSError:
            continue
        if (held.st_dev, held.st_ino) == (wanted.st_dev, wanted.st_ino):
            return True
    return False


if __name__ == "__main__":
    imitate()
    from reportgen.report import fonts
    from shell import reportgen

    fonts.activate()  # once, before anything asks for the layout engine

    for line in COMMANDS:
        done = reportgen(*line.split(), cwd=Path(sys.argv[1]))
        sys.stdout.write(f"{line.split()[0]} {done.returncode}\n")
        if done.returncode:
            sys.stderr.write(f"{done.stdout}\n{done.stderr}\n")
