"""Which layout engine the pages are made with: one version, whose functions `patches` replaces.

Nothing of the engine is imported with this module, so that another version is told before it is used.
"""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import sys
from typing import Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

ENGINE: Final = "weasyprint"
VERSION: Final = "70.0"
INSTALL: Final = f"pip install {ENGINE}=={VERSION}"
REINSTALL: Final = f"pip install --force-reinstall --no-deps {ENGINE}=={VERSION}"
OTHER: Final = "R17"


def installed() -> str:
    """The version there is, a dash where there is none."""
    try:
        return importlib.metadata.version(ENGINE)
    except importlib.metadata.PackageNotFoundError:
        return "\N{EM DASH}"


def require_version() -> None:
    """See that the engine is the one that pages are made with.

    Raises:
        Refused: R17, with the command that installs it.
    """
    if installed() != VERSION:
        raise other(installed(), INSTALL)


def load() -> None:
    """Import the engine's libraries of letters, on Linux by the names of their files alone.

    Of each library the engine tries other names first. To look for one of these starts a compiler and a linker where
    they are installed: a third of a second for every report.

    Raises:
        OSError: a library is not installed.
    """
    looked_for = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005 - as it is called
    try:
        import weasyprint.text.ffi  # noqa: F401 - for what it loads
    finally:
        ctypes.util.find_library = looked_for


def other(found: str, command: str) -> Refused:
    """What is told of another engine."""
    return Refused(
        [Finding(OTHER, Place(""), {"found": found, "needed": VERSION, "command": command})], ExitCode.ENVIRONMENT
    )
