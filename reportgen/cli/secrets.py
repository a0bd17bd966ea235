"""Passwords: from a file, from a variable of the environment, or typed unseen; never from the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from reportgen.cli.language import help_text
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

MAX_BYTES = 4096


@dataclass(frozen=True)
class Secret:
    """Where a password comes from; the password itself is read when it is needed and kept nowhere."""

    file: Path | None = None
    variable: str | None = None

    @property
    def is_given(self) -> bool:
        """Whether a file or a variable was named."""
        return self.file is not None or self.variable is not None

    def read(self) -> str | None:
        """The password of the file or variable; None where neither was named.

        Raises:
            Refused: J59 if there is none to be read.
        """
        if self.file is not None:
            return _of_file(self.file)
        if self.variable is None:
            return None
        if self.variable not in os.environ:
            raise _unreadable(f"${self.variable}")
        return os.environ[self.variable]


def typed() -> str | None:
    """What somebody types unseen; None where nobody sits at a terminal."""
    import getpass

    return getpass.getpass(help_text("password")) if sys.stdin.isatty() else None


def _of_file(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES).decode().rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise _unreadable(str(path)) from None


def _unreadable(place: str) -> Refused:
    return Refused([Finding("J59", Place(place), {"problem": place})], ExitCode.INPUT)
