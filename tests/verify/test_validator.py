"""veraPDF beside the program: its verdict is told, and where it gives none the question stays open."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reportgen.verify import structure
from reportgen.verify.outcome import Answer

REPORT = b"%PDF-1.7 of a report"
PASSES = "print('PASS', arguments[-1])"
FAILS_UA = "print('FAIL' if 'ua1' in arguments else 'PASS', arguments[-1])"


def installed(folder: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of that name first on the path; the file in which it notes how it was called."""
    calls = folder / "calls.txt"
    path = folder / "bin" / "verapdf"
    path.parent.mkdir()
    path.write_text(
        f"#!{sys.executable}\nimport os, signal, sys, time\narguments = sys.argv[1:]\n"
        f"with open({str(calls)!r}, 'a') as notes:\n"
        "    print(*arguments[:-1], open(arguments[-1], 'rb').read(), file=notes)\n"
        f"{program}\n",
        encoding="utf-8",
    )
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}{os.environ['PATH']}")
    return calls


@pytest.mark.serves("000-22")
def test_both_standards_are_asked_of_the_very_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    calls = installed(tmp_path, PASSES, monkeypatch)
    found = structure.check_conformance(REPORT, "a.pdf")

    assert (found.answer, found.findings) == (Answer.HOLDS, ())
    assert calls.read_text().splitlines() == [
        f"--flavour {flavour} --format text {REPORT!r}" for flavour in ("3a", "ua1")
    ]


def test_the_standard_that_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed(tmp_path, f"{FAILS_UA}\nsys.exit('ua1' in arguments)", monkeypatch)
    found = structure.check_conformance(REPORT, "a.pdf")

    assert found.answer is Answer.FAILS
    assert [(one.rule, one.place.file, one.facts["flavour"]) for one in found.findings] == [("T27", "a.pdf", "ua1")]


@pytest.mark.parametrize(
    "program",
    [
        "sys.exit(7)",
        "print('Exception in thread main java.lang.OutOfMemoryError'); sys.exit(1)",
        "print('PASSING FAILURE')",
        "sys.stdout.buffer.write(bytes(range(256)) * 100)",
        "print('PASS' if 'ua1' in arguments else '')",
        "print('PASS', arguments[-1]); sys.exit(3)",
        "print('PASS', arguments[-1]); sys.stdout.flush(); os.kill(os.getpid(), signal.SIGKILL)",
    ],
    ids=["silent", "a trace", "other words", "rubbish", "one of two", "said and then failed", "killed"],
)
def test_no_verdict_is_no_verdict(program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    installed(tmp_path, program, monkeypatch)
    found = structure.check_conformance(REPORT, "a.pdf")

    assert (found.answer, found.findings) == (Answer.OPEN, ())


@pytest.mark.slow
def test_one_that_never_answers_is_given_up_with_all_that_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    child = tmp_path / "child.txt"
    installed(
        tmp_path,
        "import subprocess\nother = subprocess.Popen(['sleep', '600'])\n"
        f"open({str(child)!r}, 'w').write(str(other.pid))\ntime.sleep(600)",
        monkeypatch,
    )
    monkeypatch.setattr(structure, "PATIENCE", 3)
    found = structure.check_conformance(REPORT, "a.pdf")

    assert (found.answer, found.findings) == (Answer.OPEN, ())
    assert has_ended(int(child.read_text()))


def has_ended(process: int) -> bool:
    """Whether a process is gone, or dead and not yet collected; a busy machine may take a while to end it."""
    path, deadline = Path(f"/proc/{process}/stat"), time.monotonic() + 20
    with suppress(OSError):
        while path.read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.02)
    return True


def test_a_file_of_that_name_that_cannot_run_leaves_it_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "verapdf"
    path.write_bytes(b"\x00\x01")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert structure.check_conformance(REPORT, "a.pdf").answer is Answer.OPEN


def test_without_the_program_it_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert structure.check_conformance(REPORT, "a.pdf").answer is Answer.OPEN
