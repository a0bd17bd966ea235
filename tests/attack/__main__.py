"""All attacks, one after the other: `python -m attack BUDGET SEED` from tests/ (as 20m or 300s).

Half of the time goes to damaged inputs, a quarter each to deaths and to failing disks; contests of eight come last.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from attack.kills import seconds

HERE = Path(__file__).parent
ROUNDS = "8"


def main(budget: str, seed: str) -> int:
    """How many of the attacks found something."""
    total = seconds(budget)
    quarter = f"{total / 4:.0f}s"
    runs: tuple[tuple[list[str], dict[str, str]], ...] = (
        (["-m", "attack.fuzz", f"{total / 2:.0f}s", seed], {}),
        ([str(HERE / "kills.py")], {"BUDGET": quarter, "SEED": seed}),
        ([str(HERE / "faults.py")], {"BUDGET": quarter, "SEED": seed}),
        (["-m", "pytest", "-q", str(HERE / "test_contests.py")], {"ROUNDS": ROUNDS}),
    )
    return sum(
        subprocess.run([sys.executable, *words], env={**os.environ, **more}, check=False).returncode != 0
        for words, more in runs
    )


if __name__ == "__main__":
    budget, seed, *_ = (*sys.argv[1:], *("20m", "1")[len(sys.argv) - 1 :])
    sys.exit(main(budget, seed))
