"""The program leaves at once, and does before what others asked for at the end."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import atexit, sys
from reportgen.__main__ import run
atexit.register(lambda: print("at the end"))
class Heavy:
    def __del__(self):
        print("taken apart")
kept = Heavy()
sys.argv = ["reportgen", *sys.argv[1:]]
run()
"""


@pytest.mark.parametrize(
    ("words", "code"), [(["--version"], 0), (["check", "nowhere"], 3), (["check", "--nothing"], 2)]
)
def test_it_ends_at_once_with_its_code_and_what_was_registered(words: list[str], code: int):
    done = subprocess.run([sys.executable, "-c", PROBE, *words], capture_output=True, text=True, check=False)

    assert done.returncode == code
    assert done.stdout.endswith("at the end\n")
    assert "taken apart" not in done.stdout


@pytest.mark.slow
def test_an_output_that_nobody_reads_is_no_crash():
    with subprocess.Popen(
        [sys.executable, "-m", "reportgen", "evaluate", "tests/cases/clinic", "--format", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()

    assert "Traceback" not in said
