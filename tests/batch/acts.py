"""What workers of a pool are asked to do in tests: functions of a module, since a new interpreter has to find them."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def twice(number: int) -> tuple[int, int]:
    """Twice a number, and who worked it out."""
    return 2 * number, os.getpid()


def by_word(word: str) -> str:
    """Do as told: sleep for good, die, or answer."""
    if word == "sleep":
        time.sleep(600)
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return word.upper()


def report_itself(path: str) -> None:
    """Leave the id of this process, and take long."""
    Path(path).write_text(str(os.getpid()), encoding="ascii")
    time.sleep(600)


def slowly(word: str) -> str:
    """The word, after a while."""
    time.sleep(1.0)
    return word
