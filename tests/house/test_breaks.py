"""The tests of the tests: a promise of the program is broken, and the tests marked with that row have to fail."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from py_compile import PycInvalidationMode

import pytest
import yaml

import kept
from house.scripts import script

pytestmark = pytest.mark.slow

BREAKS = yaml.safe_load(Path(__file__).with_name("breaks.yaml").read_text(encoding="utf-8"))
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "out", "__pycache__", ".*_cache", "docs", "bench")
FAILED = 1
"""What pytest answers where tests ran and some failed; a break that keeps tests from running proves nothing."""
PLAIN = ("-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider")
PROGRAM = """
import gc, json, os, sys
import grimp, jinja2, numpy, openpyxl, pikepdf, pydantic, pypdfium2, pytest, scipy.stats, typer, vl_convert, yaml
gc.freeze()
for line in sys.stdin:
    if child := os.fork():
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    said = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(said, 1)
    os.dup2(said, 2)
    code = 70
    try:
        code = pytest.main(json.loads(line))
    finally:
        sys.stdout.flush()
        os._exit(code)
"""
"""Reads what takes as long as many a test, then has pytest run in a copy of itself for each line of words."""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy to break things in, compiled once: a module's digest tells whether it was broken since."""
    copy = Path(shutil.copytree(kept.PROJECT, tmp_path_factory.mktemp("broken") / "project", ignore=LEFT_OUT))
    assert compileall.compile_dir(copy / "reportgen", quiet=1, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
    return copy


@pytest.fixture(scope="module")
def served() -> dict[str, list[str]]:
    """Row -> files of the tests that serve it."""
    features = script("features")
    rows = features.by_row(features.all_marks())
    return {row: sorted({f"tests/{mark.test.partition('::')[0]}" for mark in marks}) for row, marks in rows.items()}


@pytest.fixture
def mended() -> Iterator[list[tuple[Path, str]]]:
    """Files with what they held, to be put back."""
    changed: list[tuple[Path, str]] = []
    yield changed
    for path, text in changed:
        path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Runner:
    """A process in the copy that has read the libraries, and nothing of the project; each run is a child of it."""

    process: subprocess.Popen[str]
    said: Path

    def outcome(self, rows: Sequence[str], files: Iterable[str]) -> tuple[int, str]:
        """How the tests of rows end."""
        assert self.process.stdin
        assert self.process.stdout
        print(json.dumps([*PLAIN, "--rows", ",".join(rows), *files]), file=self.process.stdin, flush=True)
        code = int(self.process.stdout.readline())
        return code, self.said.read_text(encoding="utf-8")[-3000:]


@pytest.fixture(scope="module")
def runner(project: Path) -> Iterator[Runner]:
    """What is kept in the copy was made by the very program, broken or not."""
    alone = {kept.SWITCH: str(project.parent / "kept"), "PYTHONPATH": str(project)}
    others = {kept.SHELF, "PYTHONDONTWRITEBYTECODE"}  # tests are compiled once for all breaks
    environment = {name: value for name, value in os.environ.items() if name not in others and "XDIST" not in name}
    said = project.parent / "said"
    command = [sys.executable, "-c", PROGRAM, str(said)]
    with subprocess.Popen(
        command, cwd=project, env=environment | alone, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Runner(process, said)
        assert process.stdin
        process.stdin.close()


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_noticed_by_the_tests_of_its_row(
    name: str, project: Path, runner: Runner, served: dict[str, list[str]], mended: list[tuple[Path, str]]
):
    broken = BREAKS[name]
    path = project / broken["file"]
    sound = path.read_text(encoding="utf-8")
    mended.append((path, sound))
    assert sound.count(broken["old"]) == 1, "the break no longer fits the program"
    path.write_text(sound.replace(broken["old"], broken["new"]), encoding="utf-8")

    for row in broken["rows"]:
        code, said = runner.outcome([row], served[row])
        assert code == FAILED, f"{row}\n{said}"


def test_unbroken_the_tests_of_these_rows_pass(runner: Runner, served: dict[str, list[str]]):
    """Else the breaks above are noticed by tests that always fail."""
    rows = sorted({row for broken in BREAKS.values() for row in broken["rows"]})
    code, said = runner.outcome(rows, sorted({file for row in rows for file in served[row]}))

    assert code == 0, said
