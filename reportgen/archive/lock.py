"""One writer at a time: by a lock that dies with its process where the system has one, else by a file that names it."""

from __future__ import annotations

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from reportgen.archive.shelf import OWN, LocalShelf, RemoteShelf
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.archive.shelf import Shelf

NAME: Final = f"{OWN}/lock"
PATIENCE: Final = 120.0
"""Seconds to wait for another process; one report is put in its place in far less."""
STEP: Final = 0.2


@contextmanager
def locked(shelf: Shelf, patience: float = PATIENCE) -> Iterator[None]:
    """The archive for this process alone as long as the block lasts.

    Raises:
        Refused: P05 if another process keeps it, C11 if the location does not allow writing.
    """
    if isinstance(shelf, RemoteShelf):
        with _claimed(shelf, patience):
            yield
        return
    assert isinstance(shelf, LocalShelf)
    path = shelf.folder / NAME
    lock = FileLock(path, timeout=patience)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise _taken(str(path), "—") from None
    except OSError as error:
        raise unwritable(str(path), error) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _claimed(shelf: RemoteShelf, patience: float) -> Iterator[None]:
    """Object stores know no locks: whoever creates the file has it."""
    until = time.monotonic() + patience
    mine = json.dumps({"host": socket.gethostname(), "process": os.getpid()}).encode()
    while not shelf.claim(NAME, mine):
        if time.monotonic() >= until:
            raise _taken(f"{shelf.location}/{NAME}", _holder(shelf))
        time.sleep(STEP)
    try:
        yield
    finally:
        shelf.remove(NAME)


def _holder(shelf: RemoteShelf) -> str:
    try:
        said = json.loads(shelf.read(NAME))
        return f"{said['host']}, {said['process']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "—"


def _taken(name: str, holder: str) -> Refused:
    return Refused([Finding("P05", Place(name), {"holder": holder})], ExitCode.ENVIRONMENT)
