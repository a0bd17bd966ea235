"""``python -m bench [--rounds N] [--case DIR] [--quick]``: reports and commands against other engines and their goals.

``--quick`` is one round on few hospitals in one language, without the annual report: it shows that all is measured.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

from bench import goals

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
ROUNDS: Final = 3
HEAD: Final = "| | goal | CPU / wall | |\n| --- | ---: | ---: | --- |"


def main() -> int:
    """Measure and print; 0 if every goal is won."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--case", type=Path, default=CASE)
    asked.add_argument("--quick", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run = goals.Run(given.case.resolve(), Path(folder), given.rounds, told=told)
        sections = goals.SECTIONS
        if given.quick:
            run = replace(run, rounds=1, warm=0, members=(2, 3), panel=(1, 2, 4), figures=(1, 2, 4), mode="zh")
            sections = tuple(section for section in sections if section is not goals.annual)
        return printed(run, sections)


def printed(run: goals.Run, sections: tuple[goals.Section, ...]) -> int:
    """The table, row by row as it is measured; how many goals are lost is said below."""
    print(HEAD, flush=True)
    lost = []
    for goal in goals.rows(run, sections):
        told("")
        print(goal, flush=True)
        lost += [] if goal.won else [goal]
    print(f"\n{len(lost)} lost" if lost else "\nall won")
    return 1 if lost else 0


def told(step: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"\r\033[K{step}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
