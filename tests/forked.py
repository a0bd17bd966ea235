"""Children of a test's process, each with bounds: one that never ends says where it stood, and is ended."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Callable
from typing import Final

SECONDS: Final = 240
"""A child takes a few; whoever copies a process takes over locks that nobody will open, and may wait for ever."""
STUCK: Final = 1
"""Exit code of one that was ended, its stack on the error stream."""


def begun(work: Callable[[], int | None], seconds: float = SECONDS) -> int:
    """Have a child do some work and end with the code that it gives, 0 where it gives none; its process number."""
    child = os.fork()
    if child:
        return child
    code = STUCK
    try:
        faulthandler.dump_traceback_later(seconds, exit=True)
        code = work() or 0
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """The exit code of a child, waited for."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
