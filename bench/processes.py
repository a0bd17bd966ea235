"""Processes measured from outside, in turns: A B A B, so that whatever disturbs the machine disturbs all sides."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Timer
from typing import Final

Word = str | Path
OURS: Final = (sys.executable, "-m", "reportgen")
LIMIT: Final = 600.0
"""Seconds after which a command is ended: what takes longer has missed every bar."""
FINE: Final = (0, 1)
"""How a command of ours ends that did what it was asked to; 1: with findings."""


class NotEndedError(Exception):
    """A command that did not do its work; the message says how it went."""


@dataclass(frozen=True)
class Measured:
    """Seconds of wall clock and of processor with all that a command starts, and its megabytes at the most."""

    wall: float
    cpu: float
    memory: float

    def of(self, what: str) -> float:
        """One of the three, by name."""
        return {"wall": self.wall, "cpu": self.cpu, "memory": self.memory}[what]


def measured(command: Sequence[Word], *, around: Mapping[str, str] | None = None, limit: float = LIMIT) -> Measured:
    """Run a command to its end.

    Raises:
        NotEndedError: where it takes longer than `limit`, or ends with anything else than 0 and 1.
    """
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said, env=around
        )
        ending = Timer(limit, process.kill)
        ending.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        ending.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read().decode(errors="replace").strip().splitlines()
    if wall >= limit:
        raise NotEndedError(f"not ended in {limit:.0f} s")
    if process.returncode not in FINE:
        raise NotEndedError(f"ended with {process.returncode}: {words[-1] if words else '-'}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def ours(*words: Word, cache: Path, limit: float = LIMIT) -> Measured:
    """One of our commands, in a process of its own, with what the program keeps for a user in `cache`.

    Raises:
        NotEndedError: as `measured`.
    """
    around = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    return measured([*OURS, *words], around=around, limit=limit)


def middle(rounds: Sequence[Measured], what: str) -> float:
    """Median of one measure."""
    return median(one.of(what) for one in rounds)


def ratio(rounds: Sequence[Measured], others: Sequence[Measured], what: str) -> float:
    """Median of the ratios within the rounds: a busy minute falls on both sides of its round."""
    return median(a.of(what) / b.of(what) for a, b in zip(rounds, others, strict=True))
