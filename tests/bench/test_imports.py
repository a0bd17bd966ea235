"""A command that draws nothing does not pay for what draws."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pandas", "altair", "weasyprint", "vl_convert", "scipy", "numpy")


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"], ["--version"]], ids=" ".join)
@pytest.mark.slow
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


@pytest.mark.slow
def test_an_evaluation_does_not_import_the_statistics_of_scipy():
    code = """
import sys, reportgen.cli.app as program
sys.argv = ["reportgen", "evaluate", "samples/renhe", "--format", "json"]
try:
    program.main()
except SystemExit:
    pass
print("scipy.stats" in sys.modules, "altair" in sys.modules, "weasyprint" in sys.modules, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.splitlines()[-1] == "False False False"


@pytest.mark.parametrize("command", ["check", "evaluate", "render", "explain"])
@pytest.mark.slow
def test_a_command_loads_no_module_of_another(command: str):
    code = f"""
import sys, reportgen.cli.app as program
sys.argv = ["reportgen", "{command}", "--help"]
try:
    program.main()
except SystemExit as end:
    assert not end.code
print([name for name in ("archive", "issuing", "catalogue", "doctor") if "reportgen.cli." + name in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("form", ["pdf", "html"])
def test_a_report_starts_no_other_process_and_waits_for_no_thread_of_algebra(form: str, tmp_path: Path):
    """The engine's way to look for its libraries starts a compiler for each; threads of algebra wait by spinning."""
    code = f"""
import os, sys
started, threads = [], []

def hear(event, said):
    if event in ("subprocess.Popen", "os.fork", "os.posix_spawn", "os.system"):
        started.append(event)
    if event == "import" and said[0] == "numpy":
        threads.append(os.environ.get("OPENBLAS_NUM_THREADS"))

sys.addaudithook(hear)
import reportgen.__main__ as program
program._leave = lambda code: print(code, started, threads[:1], file=sys.stderr)
sys.argv = ["reportgen", "render", "tests/cases/clinic", "--format", "{form}", "-o", {str(tmp_path / "report")!r}]
program.run()
"""
    own = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=own)

    assert done.stderr.splitlines()[-1] == "0 [] ['1']"
