"""One writer at a time: by a lock that dies with its process where the system has one, else by a file that names it."""

from __future__ import annotations

import json
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout

from reportgen.archive.shelf import OWN, LocalShelf, RemoteShelf
from reportgen.errors import ExitCode, Refused
from reportgen.model import json_text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.writing import unwritable

if TYPE_CHECKING:
    from reportgen.archive.shelf import Shelf

NAME: Final = f"{OWN}/lock"
PATIENCE: Final = 120.0
"""Seconds to wait for another process; one report is put in its place in far less."""
STEP: Final = 0.2
UNKNOWN: Final = "unknown"


@contextmanager
def locked(shelf: Shelf, patience: float = PATIENCE) -> Iterator[None]:
    """The archive for this process alone as long as the block lasts.

    Raises:
        Refused: P05 or P42 if another process keeps it, C11 if the location does not allow writing.
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
        raise Refused([Finding("P05", Place(str(path)))], ExitCode.ENVIRONMENT) from None
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
    who = {"host": socket.gethostname(), "process": os.getpid(), "token": secrets.token_hex(8)}
    mine = json.dumps(who).encode()
    while not shelf.claim(NAME, mine):
        if time.monotonic() >= until:
            raise _taken(shelf)
        time.sleep(STEP)
    try:
        yield
    finally:
        if _content(shelf) == mine:  # else somebody broke it, and it may be another's now
            shelf.remove(NAME)


def unlocked(shelf: Shelf, holder: str) -> None:
    """Break the lock that a killed process left in a store without locks of its own.

    Args:
        shelf: the archive.
        holder: who has the lock, as P42 names it, so that nobody breaks a lock which has changed hands.

    Raises:
        Refused: P43 if this holder has no lock here.
    """
    if not isinstance(shelf, RemoteShelf) or not shelf.has(NAME) or _holder(shelf) != holder:
        raise Refused([Finding("P43", Place(f"{shelf.location}/{NAME}"), {"holder": holder})], ExitCode.USAGE)
    shelf.remove(NAME)


def _holder(shelf: RemoteShelf) -> str:
    try:
        said = json_text.parsed(_content(shelf))
        return f"{said['host']}:{said['process']}"
    except (ValueError, KeyError, TypeError):
        return UNKNOWN


def _content(shelf: RemoteShelf) -> bytes:
    try:
        return shelf.read(NAME)
    except OSError:
        return b""


def _taken(shelf: RemoteShelf) -> Refused:
    facts: dict[str, Fact] = {"holder": _holder(shelf), "archive": shelf.location}
    return Refused([Finding("P42", Place(f"{shelf.location}/{NAME}"), facts)], ExitCode.ENVIRONMENT)
