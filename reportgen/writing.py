"""Files are replaced in one step: a reader, or a killed program, sees the old content or the new, never a part."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.model.trouble import in_words


def replace(path: Path, content: bytes) -> None:
    """Put content into a file by way of a synced neighbour that takes its name; folders on the way are made.

    Raises:
        Refused: C11 if the disk or its permissions do not allow it; nothing is left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise unwritable(str(path), error) from error


def unwritable(name: str, error: OSError) -> Refused:
    """What is told when the disk or its permissions do not allow it."""
    return Refused([Finding("C11", Place(name), {"reason": in_words(error)})], ExitCode.ENVIRONMENT)


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
