"""The garbage collector kept out of the way while millions of objects are made: it would look through all of them.

Whether anything was put out of its sight is remembered here. Asking the interpreter (`gc.get_freeze_count`) walks over
every object that was, which in a process that holds much takes longer than a collection.
"""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

_frozen: list[bool] = []


def freeze() -> None:
    """Put all that lives out of the collector's sight for good."""
    gc.freeze()
    _frozen[:] = [True]


@contextmanager
def uncollected() -> Iterator[None]:
    """For a reading, which keeps what it makes. Where the collector rests already, no change.

    What was made counts as old afterwards, so that the next small collection does not look through it either; in a
    process that has frozen what it holds, which would be melted by that, it stays young.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not _frozen:
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@contextmanager
def quiet_collector() -> Iterator[None]:
    """For a render, all of whose objects die at its end; before it, what an earlier report left is collected.

    So is memory that the C library holds in small pieces, which goes back to the system where it can: after the last
    report of a process that would only take time.
    The first time, all that lives (modules, mostly) is frozen. Only then: a freeze per report would keep every report.
    """
    if not gc.isenabled():
        yield
        return
    if _frozen:
        gc.collect()
        _return_memory()
    else:
        freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def collected() -> None:
    """Give back at once what a step of a render has left behind, its cycles included."""
    gc.collect()
    _return_memory()


def _return_memory() -> None:
    if trim := _trimmer():
        trim(0)


@cache
def _trimmer() -> Callable[[int], int] | None:
    found: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    return found
