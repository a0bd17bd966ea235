"""The garbage collector, held while much is made and nothing is thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the garbage collector, which finds nothing in what a reading keeps and looks through all of it.

    What was made counts as old afterwards, so that the next small collection does not look through it either; in a
    process that has frozen what it holds, which would be melted by that, it stays young.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
