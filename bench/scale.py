"""``python -m bench.scale [--reports N] [--orders M]``: many reports by one core, two processes and a cluster of two.

The same cases, all sides in turns, each with an empty cache; and as many orders that do nothing as a year of a province
has, for what the cluster, the record and the program beside it cost.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from bench.goals import Goal
from bench.processes import Measured, middle, ours, ratio
from reportgen.batch.pool import Bounds
from reportgen.system import memory

SAMPLE: Final = Path(__file__).resolve().parent.parent / "samples" / "us-cms"
POOL, CLUSTER = 0.58, 1.15
"""Two processes in the time of one; two workers of a cluster in that of two processes."""
SIDES: Final = {
    "serial": ("--jobs", "1"),
    "pool": ("--jobs", "2"),
    "cluster": ("--cluster", "local:2"),
    "files": ("--cluster", "local:2", "--files"),
}
EVERY: Final = 10_000
MEGABYTE: Final = 1e6
HEAD: Final = "| | goal | | |\n| --- | ---: | ---: | --- |"


def reports(folder: Path, count: int, rounds: int) -> Iterator[Goal]:
    """Board reports of so many copies of a hospital's case, by each side."""
    for number in range(count):
        shutil.copytree(SAMPLE, folder / "cases" / f"{number:03}")
    taken: dict[str, list[Measured]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side, words in SIDES.items():
            with tempfile.TemporaryDirectory(dir=folder) as place:
                there = Path(place)
                more = [*words, there / "files"] if side == "files" else words
                command = ("batch", folder / "cases", "--report", "board", "--out", there / "out", *more)
                taken[side].append(ours(*command, cache=there / "cache", limit=1800.0))
    for side, found in taken.items():
        rate = count / middle(found, "wall")
        yield Goal(
            f"reports a second: {side}", None, (rate,), f"{middle(found, 'memory'):.0f} MB of the largest process"
        )
    yield Goal("two processes against one, wall", POOL, (ratio(taken["pool"], taken["serial"], "wall"),))
    yield Goal(
        "a cluster of two against two processes, wall", CLUSTER, (ratio(taken["cluster"], taken["pool"], "wall"),)
    )
    yield Goal("files by way of a folder against a disk that is shared, wall", None,
               (ratio(taken["files"], taken["cluster"], "wall"),))  # fmt: skip


def nothing(order: int) -> int:
    """What an order of the simulation does."""
    return order


def orders(count: int) -> Iterator[Goal]:
    """Orders that do nothing, through a cluster of two: what each costs, and whether anything grows with them."""
    from reportgen.batch import cluster

    with cluster.joined("local:2") as client:
        answers = iter(cluster.each_on(client)(nothing, range(count), Bounds(2, 600.0)))
        sizes, times = [], []
        while True:
            started = time.perf_counter()
            done = len(list(islice(answers, min(EVERY, count))))
            if not done:
                break
            times.append((time.perf_counter() - started) / done)
            scheduler = client.run_on_scheduler(memory)
            sizes.append((memory() / MEGABYTE, scheduler / MEGABYTE))
    yield Goal(
        "orders a second through a cluster of two", None, (1 / times[0], 1 / times[-1]), "first and last ten thousand"
    )
    yield Goal(
        "megabytes of the program and the scheduler",
        None,
        tuple(map(sum, (sizes[0], sizes[-1]))),
        "then and at the end",
    )


def record(folder: Path, count: int) -> Iterator[Goal]:
    """The record of a batch of so many reports, read again at the start of the next run."""
    from reportgen.batch.record import NAME, opened

    made = {"sha256": "0" * 64, "file": "000/hospital-board-2025-zh-en.pdf", "counts": {}, "errors": []}
    line = {"identity": "", "key": "0" * 64, "status": "done", "seconds": 1.0, "made": made}
    with opened(folder / "record") as kept:
        started = time.perf_counter()
        for number in range(1000):
            kept.add(line | {"identity": f"{number:064}"})
        written = (time.perf_counter() - started) / 1000
    path = folder / "record" / NAME
    content = path.read_text(encoding="utf-8")
    path.write_text(content * (count // 1000), encoding="utf-8")
    started = time.perf_counter()
    with opened(folder / "record") as kept:
        lines = len(kept.lines)
    read = time.perf_counter() - started
    yield Goal("milliseconds to enter a report for good", None, (1000 * written,))
    yield Goal(
        f"seconds to read a record of {lines:,} reports", None, (read,), f"{path.stat().st_size / MEGABYTE:.0f} MB"
    )


def main() -> int:
    """Measure and print; 1 if a goal is lost."""
    asked = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    asked.add_argument("--reports", type=int, default=12)
    asked.add_argument("--orders", type=int, default=100_000)
    asked.add_argument("--rounds", type=int, default=2)
    given = asked.parse_args()
    lost = 0
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for rows in (reports(folder, given.reports, given.rounds), orders(given.orders), record(folder, given.orders)):
            for goal in rows:
                print(goal, flush=True)
                lost += not goal.won
    print(f"\n{lost} lost" if lost else "\nall won")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
