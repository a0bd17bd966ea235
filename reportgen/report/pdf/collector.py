"""The garbage collector kept out of the way: a render makes millions of objects that all die at its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_collector() -> Iterator[None]:
    """No collection inside; before it, what an earlier report left is collected.

    The first time, all that lives (modules, mostly) is put out of the collector's sight for good. Only the first
    time: a freeze per report would keep every report.
    """
    if gc.get_freeze_count():
        gc.collect()
    else:
        gc.freeze()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
