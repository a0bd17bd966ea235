"""``python -m bench.checks [--rounds N] [--case DIR]``: what the checks of one hospital-year cost beside its reading.

Every number is processor time of the best round in a fresh process, the reading first, as the command line does it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

CASE: Final = Path(__file__).resolve().parent.parent / "samples" / "renhe"
YEAR: Final = "2025"
LIMIT: Final = 0.3
ROUNDS: Final = 7


def main() -> int:
    """Measure and print; 0 if the checks keep to their share."""
    asked = argparse.ArgumentParser(prog="python -m bench.checks", description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--case", type=Path, default=CASE)
    asked.add_argument("--year", default=YEAR)
    asked.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.once:
        print(json.dumps(once(given.case)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return compare(one_year(given.case, given.year, Path(folder)), given.rounds)


def one_year(case: Path, year: str, folder: Path) -> Path:
    """The case with the files of one year alone: a hospital-year."""
    for part in ("case.yaml", "mapping.yaml"):
        if (case / part).is_file():
            shutil.copy(case / part, folder / part)
    shutil.copytree(case / "data" / year, folder / "data" / year)
    return folder


def once(case: Path) -> dict[str, float]:
    """Seconds of reading and of checking, and how much was there."""
    from reportgen import checks, intake
    from reportgen.catalog import load_catalog

    opened = intake.open_case(case)
    catalog = load_catalog(opened.folder)
    start = time.process_time()
    reading = intake.read(opened, catalog)
    read = time.process_time()
    outcome = checks.all_of(reading.dataset, catalog, opened)
    checked = time.process_time()
    checks.folded((*reading.findings, *outcome.findings))
    done = time.process_time()
    sums = sum(int(trial.checked.sum()) for trial in outcome.tried)
    return {"reading": read - start, "checks": checked - read, "folding": done - checked, "tried": sums}


def compare(case: Path, rounds: int) -> int:
    """The best of several rounds, each in a process of its own."""
    command = [sys.executable, "-m", "bench.checks", "--once", "--case", str(case)]
    runs = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(rounds)]
    best = {key: min(run[key] for run in runs) for key in runs[0]}
    share = (best["checks"] + best["folding"]) / best["reading"]
    print(f"reading {best['reading'] * 1000:7.1f} ms")
    print(f"checks  {best['checks'] * 1000:7.1f} ms, {best['tried']} comparisons")
    print(f"folding {best['folding'] * 1000:7.1f} ms")
    print(f"checks / reading: {share:.2f} (at most {LIMIT})")
    return 0 if share <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
