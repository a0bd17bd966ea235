"""Processes measured from outside, side by side: A B A B, so that whatever disturbs the machine disturbs both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Measured:
    """Seconds of wall clock and of processor, and megabytes at the most."""

    wall: float
    cpu: float
    memory: float

    def of(self, what: str) -> float:
        """One of the three, by name."""
        return {"wall": self.wall, "cpu": self.cpu, "memory": self.memory}[what]


@dataclass(frozen=True)
class Compared:
    """Rounds of the two sides, in order."""

    ours: tuple[Measured, ...]
    usual: tuple[Measured, ...]

    def middle(self, side: str, what: str) -> float:
        """Median of one measure of one side."""
        measures: tuple[Measured, ...] = getattr(self, side)
        return median(one.of(what) for one in measures)

    def ratio(self, what: str) -> float:
        """Median over the rounds of ours to the usual."""
        return median(a.of(what) / b.of(what) for a, b in zip(self.ours, self.usual, strict=True))


def of_process(command: Sequence[str | Path], *, ends: Sequence[int] = (0,)) -> tuple[Measured, str]:
    """Run a command to its end: everything from its start, and what it printed.

    Raises:
        RuntimeError: where it ends with anything else than one of `ends`.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in ends:
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024), printed


def command_of(side: str, prepared: Path, mode: str, *more: str | Path) -> list[str | Path]:
    """The command of one side."""
    return [sys.executable, "-m", "bench.side", side, prepared, mode, *more]


def cold(rounds: int, prepared: Path, mode: str, told: Callable[[str], None]) -> Compared:
    """A new process each time, from its start to the PDF."""
    found: dict[str, list[Measured]] = {"ours": [], "usual": []}
    for turn in range(rounds):
        for side, measures in found.items():
            told(f"cold {turn + 1}/{rounds} {side}")
            measured, printed = of_process(command_of(side, prepared, mode))
            own = json.loads(printed)
            wall, cpu = measured.wall - own["aside_wall"], measured.cpu - own["aside_cpu"]
            measures.append(Measured(wall, cpu, measured.memory))
    return Compared(tuple(found["ours"]), tuple(found["usual"]))


def warm(rounds: int, prepared: Path, mode: str, told: Callable[[str], None]) -> Compared:
    """Two processes that stay, each warmed up by one report."""
    stays = {
        side: subprocess.Popen(
            list(map(str, command_of(side, prepared, mode))), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for side in ("ours", "usual")
    }
    found: dict[str, list[Measured]] = {side: [] for side in stays}
    for process in stays.values():
        _line(process)
    for turn in range(rounds):
        for side, process in stays.items():
            told(f"warm {turn + 1}/{rounds} {side}")
            assert process.stdin is not None
            process.stdin.write("again\n")
            process.stdin.flush()
            own = json.loads(_line(process))
            found[side].append(Measured(own["wall"], own["cpu"], own["memory"]))
    for process in stays.values():
        process.communicate()
    return Compared(tuple(found["ours"]), tuple(found["usual"]))


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError("a side ended before its report")
    return line
