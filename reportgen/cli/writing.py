"""Files are written whole or not at all, and never over what is not ours."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place

SIGNATURE: Final = b"reportgen"
"""Every file that the program writes names it near its beginning or its end."""
EDGE: Final = 1 << 16


def write(path: Path, content: bytes, *, force: bool = False) -> None:
    """Put content into a file in one step; folders on the way are made.

    Raises:
        Refused: if the file is somebody else's (and `force` is off), or if it cannot be written.
    """
    if path.is_dir():
        raise Refused([Finding("C12", Place(str(path)))], ExitCode.USAGE)
    if path.exists() and not force and not is_ours(path):
        raise Refused([Finding("C10", Place(str(path)))], ExitCode.USAGE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        facts = {"reason": os.strerror(error.errno) if error.errno else str(error)}
        raise Refused([Finding("C11", Place(str(path)), facts)], ExitCode.ENVIRONMENT) from error


def is_ours(path: Path) -> bool:
    """Whether the program has written this file."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        head = stream.read(EDGE)
        stream.seek(max(0, path.stat().st_size - EDGE))
        return SIGNATURE in head or SIGNATURE in stream.read()


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
