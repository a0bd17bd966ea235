"""A process that writes report after report keeps neither memory nor files; `SOAK=300` writes so many."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from rendered import SMALL

COUNT = int(os.environ.get("SOAK", "14"))
SETTLED = 8 if COUNT < 40 else 20
"""Reports until every cache that is meant to last is filled."""
MOST = 1.05
TESTS = Path(__file__).parents[1]


@pytest.mark.slow
def test_many_reports_in_one_process_take_no_more_memory_than_a_few_and_leave_no_file(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    places = os.pathsep.join([str(TESTS), str(TESTS.parent)])
    done = subprocess.run(
        [sys.executable, "-m", "attack.soak", str(SMALL / "clinic"), str(COUNT)],
        env={**os.environ, "PYTHONPATH": places, "TMPDIR": str(scratch)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    held = [float(line) for line in done.stdout.split()]

    assert len(held) == COUNT
    assert max(held[SETTLED:]) <= MOST * max(held[:SETTLED]), held
    assert [one.name for one in scratch.rglob("*")] == []
