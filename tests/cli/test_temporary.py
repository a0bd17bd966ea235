"""What a command needs for a while lies in one folder of its own, which goes with it, or with the next command."""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from reportgen.cli import app
from shell import ROOT, reportgen

CLINIC = ROOT / "tests" / "cases" / "clinic"
NAME = ".temporary.abcdefgh.reportgen"
SLOW = """\
import sys, time, tempfile
from reportgen.cli import app
def application(only):
    def run(**_):
        open(tempfile.mkdtemp(prefix="weasyprint-") + "/figures", "w").write("secret")
        print("begun", flush=True)
        time.sleep(60)
    return run
app.application = application
sys.argv = ["reportgen", "check"]
app.main()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def test_what_libraries_put_there_is_in_a_closed_folder_that_goes_with_the_command(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
):
    seen: list[Path] = []

    def run(**_: object) -> None:
        made = Path(tempfile.mkdtemp(prefix="weasyprint-"))
        child = [sys.executable, "-c", "import tempfile; print(tempfile.gettempdir())"]
        seen.extend(
            [made.parent, Path(subprocess.run(child, capture_output=True, text=True, check=True).stdout.strip())]
        )

    monkeypatch.setattr(app, "application", lambda _: run)
    reportgen("check", CLINIC)

    assert seen[0] == seen[1]
    assert seen[0].parent == temporary
    assert list(temporary.iterdir()) == []
    assert tempfile.gettempdir() == os.environ["TMPDIR"] == str(temporary)


def test_what_a_killed_command_left_the_next_one_takes_away(temporary: Path):
    killed = subprocess.Popen([sys.executable, "-c", SLOW], cwd=ROOT, stdout=subprocess.PIPE)
    assert killed.stdout is not None
    killed.stdout.readline()
    (left,) = temporary.iterdir()
    assert stat.S_IMODE(left.stat().st_mode) == 0o700

    assert reportgen("check", CLINIC).returncode == 0
    assert left.is_dir(), "it is still at work"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    assert reportgen("check", CLINIC).returncode == 0

    assert list(temporary.iterdir()) == []


def test_what_only_looks_like_it_stays(temporary: Path, tmp_path: Path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "kept").write_text("kept")
    (temporary / NAME).symlink_to(own)
    os.mkfifo(temporary / ".pipe.abcdefgh.reportgen")
    (temporary / "reportgen-notes").mkdir()
    held = temporary / ".temporary.hgfedcba.reportgen"
    held.mkdir()
    handle = os.open(held, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    began = time.monotonic()

    assert reportgen("check", CLINIC).returncode == 0

    os.close(handle)
    assert time.monotonic() - began < 30, "a pipe that nobody writes to is not waited for"
    assert (own / "kept").exists()
    assert {path.name for path in temporary.iterdir()} >= {NAME, "reportgen-notes", held.name}


def test_another_users_folder_stays(temporary: Path, monkeypatch: pytest.MonkeyPatch):
    (temporary / NAME).mkdir()
    owner = temporary.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)

    assert reportgen("check", CLINIC).returncode == 0

    assert (temporary / NAME).is_dir()


def test_without_a_temporary_folder_a_command_works_as_far_as_it_needs_none(temporary: Path):
    temporary.rmdir()

    assert reportgen("check", CLINIC).returncode == 0


@pytest.mark.parametrize(("number", "code"), [(5, 5), (28, 5), (30, 5), (2, 70)])
def test_a_fault_of_the_disk_that_nobody_expected_there_is_not_called_a_fault_of_ours(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int
):
    def run(**_: object) -> None:
        raise OSError(number, os.strerror(number), "somewhere")

    monkeypatch.setattr(app, "application", lambda _: run)

    ran = reportgen("check", CLINIC)

    assert ran.returncode == code
    assert ("C11" in ran.stderr) == (code == 5)
    assert [path.suffix for path in temporary.iterdir()] == ([] if code == 5 else [".log"])
