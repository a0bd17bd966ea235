"""The garbage collector kept out of the way: a render makes millions of objects that all die at its end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_collector() -> Iterator[None]:
    """No collection inside; before it, what an earlier report left is collected. Where it rests already, no change.

    The first time, all that lives (modules, mostly) is put out of the collector's sight for good. Only the first
    time: a freeze per report would keep every report.
    """
    if not gc.isenabled():
        yield
        return
    if gc.get_freeze_count():
        gc.collect()
    else:
        gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
