"""``python -m bench.archive [--sizes 100 1000 10000]``: adding to an archive and looking a report up, by its size.

Small reports, so that it is the archive that is measured and not the disk. At each size the median of single adds
and of look-ups by number, by hospital and year, and of the whole list.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Final

from reportgen import archive
from reportgen.archive.properties import chosen
from reportgen.catalog import load_catalog
from reportgen.model.definition import Text

SIZES: Final = (100, 1_000, 10_000)
SAMPLES: Final = 50
HOSPITALS: Final = 200
"""A province; each of them has a report a month."""


@dataclass(frozen=True)
class Times:
    """Medians in milliseconds, at one size."""

    size: int
    add: float
    number: float
    hospital: float
    whole: float


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser(prog="python -m bench.archive", description=__doc__)
    asked.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(table(measured(Path(folder), sorted(given.sizes))))
    return 0


def measured(folder: Path, sizes: list[int]) -> list[Times]:
    """Fill an archive and stop at each size."""
    shelf, found, count = archive.founded(str(folder / "archive")), [], 0
    for size in sizes:
        adds: list[float] = []
        while count < size:
            adds.append(timed(partial(archive.add, shelf, deposit(count))))
            count += 1
            told(f"{count} of {sizes[-1]}")
        found.append(_at(shelf, size, median(adds[-SAMPLES:])))
    told("")
    return found


def _at(shelf: archive.Storage, size: int, add: float) -> Times:
    step = max(1, size // SAMPLES)
    numbers = [deposit(place).record for place in range(0, size, step)]
    return Times(
        size,
        add,
        median(timed(partial(archive.find, shelf, record.number)) for record in numbers),
        median(timed(partial(_listed, shelf, record.entity, record.year)) for record in numbers),
        timed(partial(_listed, shelf)),
    )


def _listed(shelf: archive.Storage, *of: str) -> list[archive.IndexRow]:
    return list(archive.rows(shelf, *of))


def timed(work: Callable[[], object]) -> float:
    """Milliseconds on the processor: what the disk takes to sync is the disk's, and the same at every size."""
    started = time.process_time()
    work()
    return 1000 * (time.process_time() - started)


def deposit(place: int) -> archive.Deposit:
    """The report of one hospital in one month."""
    hospital, month = place % HOSPITALS, place // HOSPITALS
    period = f"{2020 + month // 12}-{month % 12 + 1:02}"
    entity, content = f"hospital-{hospital:03}", f"%PDF {place}".encode()
    record = archive.ArchivedReport(
        schema="reportgen/archive-record/1", number=f"H{hospital:03}-{period}-001", report="board", entity=entity,
        name=Text(zh=entity, en=entity), period=period, language="zh-en", title="-", issued="2026-01-12",
        sha256=hashlib.sha256(content).hexdigest(), pages=1, deposited=archive.RecordedAct(by="-", when="2026-02-01"),
        keeping=chosen(None, "board", period, load_catalog().retention),
    )  # fmt: skip
    return archive.Deposit(record, {archive.REPORT: content, archive.RESULTS: b"{}"})


def table(found: list[Times]) -> str:
    """As it stands in docs/performance.md."""
    lines = [
        "| reports in the archive | add, ms | find by number, ms | list of a hospital and year, ms | whole list, ms |",
        "| ---------------------: | ------: | -----------------: | ------------------------------: | -------------: |",
    ]
    lines += [
        f"| {one.size:>22,} | {one.add:7.1f} | {one.number:18.2f} | {one.hospital:31.2f} | {one.whole:14.0f} |"
        for one in found
    ]
    return "\n".join(lines)


def told(step: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{step}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
