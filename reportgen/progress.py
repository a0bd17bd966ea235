"""How far a long step has come, told to whoever listens; where nobody does, it costs next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

Listener = Callable[[str, int, int | None], None]
"""Takes what is counted, how many are done, and of how many; None where that is not known beforehand."""
_LISTENER: Final[ContextVar[Listener | None]] = ContextVar("listener", default=None)


def reached(what: str, done: int, of: int | None = None) -> None:
    """Tell that so many of something are done."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(what, done, of)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Let somebody hear of all that is reached meanwhile."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)
