"""``python -m bench.workbench [--rounds N] [--case DIR]``: from a changed workbook to its figures and pages on screen.

One figure of one workbook is changed and saved again and again, as an accountant would; timed on the clock, warm, is
until the screens have the new figures, and until they have the new pages. Memory is that of the process that serves.
"""

from __future__ import annotations

import argparse
import csv
import resource
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import openpyxl

from reportgen.preview.bench import AskedCase, ShownCase, Workbench

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples"
CASES: Final = (SAMPLES / "renhe", SAMPLES / "us-cms")
ROUNDS: Final = 5
NEAR_ALL: Final = 0.95
FIGURES_SECONDS: Final = 1.5
PAGES_SECONDS: Final = 1.5
LARGEST_MB: Final = 400.0
PATIENCE: Final = 120.0
"""Seconds after which pages that did not come are not waited for."""
STEP: Final = 1.01
"""By what a figure is changed each time."""


def main() -> int:
    """Measure and print; 0 if every goal is met."""
    asked = argparse.ArgumentParser(prog="python -m bench.workbench", description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--case", type=Path, action="append")
    given = asked.parse_args()
    print("| | p50 s | p95 s | goal | |\n| --- | ---: | ---: | ---: | --- |")
    rows = [row for case in given.case or CASES for row in _measured(case.resolve(), given.rounds)]
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    is_small = largest <= LARGEST_MB
    print(f"| memory of the server after all: MB | {largest:.0f} | | ≤ {LARGEST_MB:.0f} | {_said(is_small)} |")
    return 0 if all(rows) and is_small else 1


def _measured(case: Path, rounds: int) -> Iterator[bool]:
    """Whether each goal is met, row by row as it is printed."""
    figures: list[float] = []
    pages: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / case.name
        shutil.copytree(case, copy, ignore=shutil.ignore_patterns("out"))
        workbench = Workbench(AskedCase(copy))
        waiting = _Waiting(workbench)
        workbench.print_pages()
        workbench.refresh()
        waiting.until(_has_pages)
        for _ in range(rounds):
            _change(copy)
            began = time.monotonic()
            workbench.refresh()
            figures.append(time.monotonic() - began)
            waiting.until(_has_pages)
            pages.append(time.monotonic() - began)
        workbench.stop()
    yield _row(f"{case.name}: figures, findings and the total", figures, FIGURES_SECONDS)
    yield _row(f"{case.name}: pages laid out", pages, PAGES_SECONDS)


def _row(name: str, seconds: Sequence[float], goal: float) -> bool:
    found = sorted(seconds)
    middle, near_all = (found[min(len(found) - 1, int(len(found) * share))] for share in (0.5, NEAR_ALL))
    print(f"| {name} | {middle:.1f} | {near_all:.1f} | ≤ {goal} | {_said(near_all <= goal)} |", flush=True)
    return near_all <= goal


def _said(won: bool) -> str:  # noqa: FBT001 - what it is about stands before it
    return "won" if won else "lost"


def _has_pages(shown: ShownCase) -> bool:
    """Whether the pages are those of the figures."""
    return shown.state is not None and shown.printed is not None and shown.printed.order.number == shown.state.number


class _Waiting:
    """Waits until what is shown is as wanted."""

    def __init__(self, workbench: Workbench) -> None:
        self._workbench = workbench
        self._changed = threading.Condition()
        workbench.listeners.add(self._tell)

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, is_so: Callable[[ShownCase], bool]) -> None:
        """Return then.

        Raises:
            TimeoutError: if it never is.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: is_so(self._workbench.shown), PATIENCE):
                raise TimeoutError


def _change(case: Path) -> None:
    """One figure of the newest workbook, or of the newest table where there is none, a hundredth larger."""
    books = sorted((case / "data").rglob("*.xlsx"))
    if not books:
        _change_table(max((case / "data").rglob("*.csv")))
        return
    book = openpyxl.load_workbook(books[-1])
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    cell = max((cell for cell in cells if isinstance(cell.value, int | float)), key=lambda cell: cell.value)
    cell.value = round(cell.value * STEP, 2)
    book.save(books[-1])


def _change_table(table: Path) -> None:
    """The largest total of assets, or figure of a list."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    column = next((at for at, name in enumerate(rows[0]) if name.startswith("Total Assets")), -1)
    row = max(rows[1:], key=lambda row: float(row[column] or 0))
    row[column] = str(round(float(row[column]) * STEP))
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
