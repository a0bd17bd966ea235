"""The tests of the tests: a promise of the program is broken, and the tests marked with that row have to fail."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
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


def outcome(project: Path, rows: Sequence[str], files: Iterable[str]) -> tuple[int, str]:
    """How the tests of rows end in a copy; what is kept there was made by the very program, broken or not."""
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "--rows",
        ",".join(rows),
    ]
    alone = {kept.SWITCH: str(project.parent / "kept"), "PYTHONPATH": str(project)}
    others = {kept.SHELF, "PYTHONDONTWRITEBYTECODE"}  # tests are compiled once for all breaks
    environment = {name: value for name, value in os.environ.items() if name not in others and "XDIST" not in name}
    done = subprocess.run(
        [*words, *files], cwd=project, env=environment | alone, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout[-3000:]


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_promise_is_noticed_by_the_tests_of_its_row(
    name: str, project: Path, served: dict[str, list[str]], mended: list[tuple[Path, str]]
):
    broken = BREAKS[name]
    path = project / broken["file"]
    sound = path.read_text(encoding="utf-8")
    mended.append((path, sound))
    assert sound.count(broken["old"]) == 1, "the break no longer fits the program"
    path.write_text(sound.replace(broken["old"], broken["new"]), encoding="utf-8")

    for row in broken["rows"]:
        code, said = outcome(project, [row], served[row])
        assert code == FAILED, f"{row}\n{said}"


def test_unbroken_the_tests_of_these_rows_pass(project: Path, served: dict[str, list[str]]):
    """Else the breaks above are noticed by tests that always fail."""
    rows = sorted({row for broken in BREAKS.values() for row in broken["rows"]})
    code, said = outcome(project, rows, sorted({file for row in rows for file in served[row]}))

    assert code == 0, said
