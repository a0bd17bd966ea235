"""A command that draws nothing does not pay for what draws."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("pandas", "altair", "weasyprint", "vl_convert", "scipy", "numpy")


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"], ["--version"]], ids=" ".join)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys, reportgen.cli.app as program
sys.argv = ["reportgen", *{arguments!r}]
try:
    program.main()
except SystemExit as end:
    assert not end.code
print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"
